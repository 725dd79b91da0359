"""What terminal and pages say alike: the order of outcomes, counts, and what became of them."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable

from scorecard_action.model import Build, Delivery, Entity, KeptReason, Outcome, Run, State

_ORDER: dict[State | None, int] = {State.FAIL: 0, State.SKIP: 1, None: 2, State.PASS: 3}
_COUNTED: dict[State | None, str] = {
    State.PASS: "passed",
    State.FAIL: "failed",
    State.SKIP: "skipped",
    None: "kept",
}
_NO_EVIDENCE = "there is no evidence"
_UNDECIDED = "it could not be decided"
_WHYS = 5  # reasons named
DUE = "Due within 14 days:"
_NOTED = frozenset({Delivery.REJECTED, Delivery.UNDELIVERED, Delivery.ACCEPTED, Delivery.UNCHANGED})


def word(outcome: Outcome) -> str:
    """`pass`, `fail`, `skip`, or `keep` where nothing is to be sent."""
    return outcome.state.value if outcome.state else "keep"


def ordered(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Failures first, passes last; within a state as they came."""
    return sorted(outcomes, key=lambda outcome: _ORDER[outcome.state])


def entities(outcomes: Iterable[Outcome]) -> list[str]:
    """The entities, each once, in the order in which they came."""
    return list(dict.fromkeys(outcome.entity for outcome in outcomes))


def entity_name(entity: str) -> str:
    """`checkout` for `service:checkout`; another kind stays: `queue:orders`."""
    kind, name = Entity.parse(entity)
    return name if kind == "service" else entity


def count(number: int, noun: str) -> str:
    """`1 outcome`, `2,000 outcomes`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def counted(outcomes: Iterable[Outcome]) -> str:
    """`2 passed, 1 failed, 1 skipped`; what there is none of is left out."""
    numbers = Counter(outcome.state for outcome in outcomes)
    words = [f"{numbers[state]:,} {name}" for state, name in _COUNTED.items() if numbers[state]]
    return ", ".join(words) or "no outcomes"


def delivered(run: Run) -> str:
    """`4 outcomes sent to Datadog`, or why nothing was sent. The reason is foreign text."""
    numbers = Counter(outcome.delivery for outcome in run.outcomes)
    if run.dry_run_reason is not None:
        return f"dry run, nothing sent: {run.dry_run_reason.rstrip('. ')}"
    if numbers[Delivery.DRY_RUN]:
        return "dry run: nothing sent"
    sent, accepted = numbers[Delivery.SENT], numbers[Delivery.ACCEPTED]
    parts = [f"{count(sent, 'outcome')} sent to Datadog"] if sent else []
    if accepted:
        parts.append(f"{count(accepted, 'outcome')} accepted by Datadog for later")
    parts = parts or ["nothing sent to Datadog"]
    for delivery in (Delivery.UNCHANGED, Delivery.REJECTED, Delivery.UNDELIVERED):
        if numbers[delivery]:
            parts.append(f"{numbers[delivery]:,} {delivery}")
    met = sum(one.delivery is Delivery.KEPT and one.state is not None for one in run.outcomes)
    parts += [f"{met:,} kept"] if met else []
    return ", ".join(parts)


def kept(outcomes: Iterable[Outcome]) -> str:
    """`3 outcomes kept as Datadog has them: 2 as build 58 has reported since, 1 as …`; or empty."""
    numbers = Counter(
        _NO_EVIDENCE if one.kept_reason is KeptReason.MISSING else one.kept_why or _UNDECIDED
        for one in outcomes
        if one.delivery is Delivery.KEPT
    )
    if not numbers:
        return ""
    whys = [f"{number:,} as {why}" for why, number in numbers.most_common(_WHYS)]
    if left := numbers.total() - sum(number for _, number in numbers.most_common(_WHYS)):
        whys.append(f"{left:,} for other reasons")
    them = "it" if numbers.total() == 1 else "them"
    return f"{count(numbers.total(), 'outcome')} kept as Datadog has {them}: {', '.join(whys)}"


def saved(file: str | None, outcomes: Iterable[Outcome] = ()) -> tuple[str, str] | None:
    """Where undelivered outcomes are (a file, if any), and the command that sends them later.

    Of `outcomes` that Datadog does not take, and none else, it could only be told the same again.
    """
    if file is None:
        return None
    name = shlex.quote(f"./{file}" if file.startswith("-") else file)
    left = {one.delivery for one in outcomes} & {Delivery.REJECTED, Delivery.UNDELIVERED}
    if left == {Delivery.REJECTED}:
        lead = f"what Datadog does not take is kept in {file}; to send it once that is mended"
    else:
        lead = f"undelivered outcomes are in {file}; to send them"
    return lead, f"scorecard-action resend {name}"


def note(outcome: Outcome, *, compared: bool, arrow: str = "->") -> str:
    """`fail -> pass, rejected`: the state that Datadog had, and a delivery that is not plain.

    With `compared`, an outcome without a previous state is `new`; else nothing is known of it. One
    that is kept says why: `kept: build 58 has reported since`. That is foreign text.
    """
    parts: list[str] = []
    if outcome.delivery is Delivery.KEPT and outcome.kept_why:
        return f"kept: {outcome.kept_why}"
    if outcome.state is not None:
        if outcome.previous is None:
            parts += ["new"] if compared else []
        elif outcome.previous == outcome.state:
            parts.append("unchanged")
        else:
            parts.append(f"{outcome.previous} {arrow} {outcome.state}")
    if outcome.delivery in _NOTED:
        parts.append(outcome.delivery.value)
    return ", ".join(dict.fromkeys(parts))


def build_name(build: Build) -> list[str]:
    """`jenkins build 57`: for want of the build's links, which say it better."""
    if not build.provider:
        return []
    return [f"{build.provider} build {build.pipeline_number or ''}".rstrip()]


def place(build: Build) -> list[str]:
    """`branch main`, `tag v1`, `pull request 12`: what of it is known."""
    known = (("branch", build.branch), ("tag", build.tag), ("pull request", build.pull_request))
    return [f"{name} {value}" for name, value in known if value]
