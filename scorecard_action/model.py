"""The nouns: what reports hold, what a rule is decided to be, and which build it was.

Words as in the README: a report (a file) holds evidence; a rule of the mapping judges the
evidence of its reports for an entity; the result is an outcome with a state and remarks.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, NamedTuple

import msgspec


class State(StrEnum):
    """The states that Datadog knows for an outcome."""

    PASS = "pass"
    FAIL = "fail"
    SKIP = "skip"


class Kind(StrEnum):
    """What a report speaks of."""

    TESTS = "tests"
    LINT = "lint"
    COVERAGE = "coverage"


class Result(StrEnum):
    """How a test case ended; a failure and an error are both `failed`."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Level(StrEnum):
    """How serious a finding is, whatever words its tool uses."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


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


class TestCase(msgspec.Struct, frozen=True, gc=False):
    """One executed (or skipped) test.

    `own` is False for a failure that has no case of its own: an error of a suite, failures that a
    suite declares but does not list (`count` of them), a tool that did not finish. `why` says why a
    test failed where the report itself does not. `id` tells tests of one name apart, where the
    format does: the rows of an outline, the place of a test in its file. `micros` is how long it
    took, in whole microseconds, None where the report does not say.
    """

    __test__: ClassVar[bool] = False  # pytest collects classes named Test…; this is not one

    result: Result
    name: str = ""
    classname: str = ""
    suite: str = ""
    file: str = ""
    flaky: bool = False
    own: bool = True
    count: int = 1
    line: int = 0
    why: str = ""
    id: str = ""
    micros: int | None = None


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """The report is one attempt at one test, `test` by name, which ended at `ended` (milliseconds).

    Of those that lie in one folder, the last decides.
    """

    test: str
    ended: int


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One thing that a linter or scanner found. `severity` is the tool's own word.

    `unparsed` says that it is no ordinary finding: a file could not be parsed or analysed, so that
    what else is in it was never looked for. `baseline` is the report's own comparison with an
    earlier run (`new`, `unchanged`, `updated`), "" where it says nothing of it. `own` is what the
    tool itself tells the finding from others by, in any build (SARIF's `partialFingerprints`).
    """

    level: Level
    rule: str = ""
    severity: str = ""
    tool: str = ""
    file: str = ""
    line: int = 0
    message: str = ""
    suppressed: bool = False
    unparsed: bool = False
    baseline: str = ""
    own: str = ""


class Tool(msgspec.Struct, frozen=True, gc=False):
    """A tool that the report names as having run, with or without findings."""

    name: str


class RulesListed(msgspec.Struct, frozen=True, gc=False):
    """All rules that the tools of a report looked for, those without a finding too.

    A report whose list holds no more than was found does not say it.
    """

    names: tuple[str, ...]


class WordsUnsaid(msgspec.Struct, frozen=True, gc=False):
    """Words for how serious a finding is that the format has, and no finding of a tool in this
    report; None: of any tool.
    """

    words: frozenset[str]
    tool: str | None = None


class FlakyMarked(msgspec.Struct, frozen=True, gc=False):
    """The report shows that its producer marks flaky tests, which not all of its format do."""


class Coverage(msgspec.Struct, frozen=True, gc=False):
    """What was covered of one source file.

    Line sets are integers: bit n is line n (`line_set`), so that reports unite by `|`. Where a
    report has counts but no lines, both sets are 0. `branches` has (line, covered, valid) each;
    None where the report knows nothing of branches. `arcs` are the same branches by name, where
    the format names them: (`line.name`, taken) each, so that those of several reports unite.
    `blocks` takes the place of the lines where a tool counts statements in blocks: (place,
    statements covered, statements) each, where equal places are one block. A file may come more
    than once in a report. `part` tells reports apart that were put together into one file; the
    file lies below one of `folders`, where those are known.
    """

    file: str
    lines_covered: int = 0
    lines_valid: int = 0
    covered: int = 0
    valid: int = 0
    branches: tuple[tuple[int, int, int], ...] | None = None
    branches_covered: int = 0
    branches_valid: int = 0
    blocks: tuple[tuple[str, int, int], ...] = ()
    arcs: tuple[tuple[str, bool], ...] = ()
    part: int = 0
    folders: tuple[str, ...] = ()


class CoverageTotals(msgspec.Struct, frozen=True):
    """A coverage report's own totals: counts where it has them, else the rate (0 to 1)."""

    lines_covered: int | None = None
    lines_valid: int | None = None
    line_rate: Fraction | None = None
    branches_covered: int | None = None
    branches_valid: int | None = None
    branch_rate: Fraction | None = None


class ToolError(msgspec.Struct, frozen=True, gc=False):
    """The report says in itself that its tool did not finish."""

    message: str
    line: int = 0


class Nothing(msgspec.Struct, frozen=True, gc=False):
    """The report says in itself that its tool looked at nothing: no evidence, not a clean one."""

    message: str
    line: int = 0


class Notice(msgspec.Struct, frozen=True, gc=False):
    """What a person should know of a report, though it decides nothing: a warning."""

    message: str
    line: int = 0


Evidence = (
    TestCase
    | Attempt
    | FlakyMarked
    | Finding
    | Tool
    | RulesListed
    | WordsUnsaid
    | Coverage
    | CoverageTotals
    | ToolError
    | Nothing
    | Notice
)


class Build(msgspec.Struct, frozen=True):
    """The build that this runs in, as its CI provider describes it; None for what is not known.

    The values are those of Datadog's own CI tags (ci.provider.name, ci.pipeline.url, git.branch …).
    """

    provider: str | None = None
    pipeline_name: str | None = None
    pipeline_number: str | None = None
    pipeline_url: str | None = None
    job_name: str | None = None
    job_url: str | None = None
    branch: str | None = None
    tag: str | None = None
    commit_sha: str | None = None
    repository_url: str | None = None
    pull_request: str | None = None


class Author(NamedTuple):
    """Who wrote an outcome.

    `pipeline` is equal for builds of one pipeline of one provider at one address; `build` names one
    build of it, `attempt` says for which time it is run. `order` tells which of two builds of a
    pipeline is the later one, None where the provider has no order. `job` names the job within the
    build, such that the same job tried again has the same name; None where it is not known.
    `commit` is the full hash.

    `provider` is the row of the table of providers, `label` what its links call it in remarks, and
    `number` what they call the build, "" where they give it none.
    `unclear` says, for a person, why this build is compared with no other; None where it can be.
    """

    pipeline: str
    build: str
    order: int | None = None
    attempt: int = 1
    job: str | None = None
    commit: str | None = None
    provider: str = ""
    label: str = ""
    unclear: str | None = None
    number: str = ""


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
