"""What a rule is decided to be for an entity, and what became of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

import msgspec

from scorecard_action.model.build import Author, Build


class State(StrEnum):
    """The states that Datadog knows for an outcome."""

    PASS = "pass"
    FAIL = "fail"
    SKIP = "skip"


class Entity(NamedTuple):
    """What an outcome is about: `service:checkout`."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"

    @classmethod
    def parse(cls, text: str) -> Entity:
        """`queue:orders` is a queue; a name without a kind is a service. Split at the first."""
        kind, colon, name = text.partition(":")
        return cls(kind, name) if colon else cls("service", text)


class Delivery(StrEnum):
    """What became of an outcome on its way to Datadog."""

    SENT = "sent"
    """Stored by Datadog (200)."""
    ACCEPTED = "accepted"
    """Taken by Datadog for later (202)."""
    UNCHANGED = "unchanged"
    """Left out, since Datadog has it already."""
    KEPT = "kept"
    """Not to be sent: what Datadog has stays (see KeptReason)."""
    DRY_RUN = "dry_run"
    """Decided and shown only."""
    REJECTED = "rejected"
    """Refused by Datadog."""
    UNDELIVERED = "undelivered"
    """Datadog was not reached, or did not answer."""


class KeptReason(StrEnum):
    """Why an outcome is not to be sent."""

    MISSING = "missing"
    """There is no evidence, and the rule says `missing: keep`."""
    LATER_BUILD = "later-build"
    """What Datadog has is of a later build."""
    FAILED_IN_THIS_BUILD = "failed-in-this-build"
    """Datadog has a `fail` of another job of this build, which a pass or skip does not undo."""


Identity = tuple[dt.datetime, str, str, str | None]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one rule for one entity, and what became of it.

    `state` is None where nothing is decided (`missing: keep`). `reason` is plain text, `remarks`
    the HTML that Datadog shows. `measured` has the metrics of the evidence by name, `limits` the
    limits in force (`{"min": {…}, "max": {…}}`). `reports` are the files read, `examples` the first
    failures or findings, `previous` the state that Datadog had before. `decided_at` is a time with
    a zone; `scorecard` tells rules of one name apart where the id is not known yet, and `rule` has
    the name to look up. `author` is the build that decided it, of a commit made at `committed_at`,
    None where it is not known. Of what is kept, `kept_reason` says why (None: a fault of this
    program) and `kept_why` tells it to a person. All text is such that UTF-8 can hold it.
    """

    entity: str
    rule: str
    rule_id: str | None
    state: State | None
    reason: str
    remarks: str = ""
    delivery: Delivery = Delivery.UNDELIVERED
    measured: dict[str, int | float] = {}
    limits: dict[str, dict[str, int | float]] = {}
    reports: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    previous: State | None = None
    decided_at: dt.datetime
    scorecard: str | None = None
    author: Author | None = None
    committed_at: dt.datetime | None = None
    kept_reason: KeptReason | None = None
    kept_why: str = ""

    @property
    def identity(self) -> Identity:
        """What tells it from every other, also of another run; the rule id may be learned later."""
        return self.decided_at, self.entity, self.rule, self.scorecard

    @property
    def due(self) -> bool:
        """Whether it is still to be sent."""
        return self.state is not None and self.delivery is Delivery.UNDELIVERED


class Run(msgspec.Struct, frozen=True):
    """One run of `submit` or `resend`, as every output shows it.

    `links` are the build's (label, URL). `compared` says that what Datadog had is known of all
    outcomes, so that one without a previous state is new. `enforced` says, a line each, which
    outcomes make the step exit with 1; `due` what is waived or accepted until a day that is near.
    """

    build: Build
    outcomes: tuple[Outcome, ...]
    endpoint: str | None = None
    dry_run_reason: str | None = None
    warnings: tuple[str, ...] = ()
    undelivered_file: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    compared: bool = False
    enforced: tuple[str, ...] = ()
    due: tuple[str, ...] = ()

    @property
    def submitted(self) -> int:
        """How many outcomes Datadog stored or accepted."""
        return sum(one.delivery in {Delivery.SENT, Delivery.ACCEPTED} for one in self.outcomes)

    @property
    def kept(self) -> int:
        """How many outcomes are not sent, so that what Datadog has stays."""
        return sum(one.delivery is Delivery.KEPT for one in self.outcomes)
