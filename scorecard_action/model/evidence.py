"""What reports hold: tests, findings and coverage, and what a report says of itself."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

import msgspec


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
