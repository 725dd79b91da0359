"""Small mergeable counts of what reports hold for one selection.

A tally is a monoid: `Tally()` is empty, `merge` adds, and the order of merging does not matter.
Examples kept are the first few by (path, position); names seen the first 200 of a field in
alphabetical order. So reports can be read in any order, side by side, or on other machines.
"""

from __future__ import annotations

from typing import Final

import msgspec

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.model import Finding, Kind, Level, Result, TestCase

MAX_EXAMPLES: Final = 5
MAX_NAMES: Final = 200
MAX_PROBLEMS: Final = 20
EXAMPLE_LENGTH: Final = 200

Example = tuple[str, int, str]  # path of the report, position in it, text


class ReportProblem(msgspec.Struct, frozen=True, order=True):
    """Why a report is no whole evidence: it cannot be read, or its tool did not finish."""

    file: str
    line: int
    column: int
    message: str
    unreadable: bool = True


class Tally(msgspec.Struct):
    """What one selection found in the reports read so far."""

    files: set[str] = set()
    kinds: set[Kind] = set()
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    flaky: int = 0
    own: int = 0
    """Selected tests that have a case of their own."""
    all_tests: int = 0
    flaky_unknown: bool = False
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    suppressed: int = 0
    all_findings: int = 0
    tool_named: bool = False
    findings_relative: bool = False
    findings_absolute: bool = False
    coverage: CoverageTally = msgspec.field(default_factory=CoverageTally)
    examples: dict[str, list[Example]] = {}
    names: dict[str, set[str]] = {}
    problems: list[ReportProblem] = []
    problem_count: int = 0
    whys: set[str] = set()
    """Why selected tests failed, where their reports do not say so themselves."""
    notices: dict[str, set[str]] = {}
    """What a person should know of the reports, and where each of it stands."""
    testless: set[str] = set()
    """Reports of tests that hold none."""

    def count_test(self, case: TestCase) -> None:
        """Count a test that the selection selects."""
        if case.own:
            self.own += 1
        if case.result is Result.PASSED:
            self.passed += case.count
            self.flaky += case.flaky
        elif case.result is Result.FAILED:
            self.failed += case.count
            if case.why and len(self.whys) < MAX_NAMES:
                self.whys.add(case.why)
        else:
            self.skipped += case.count

    def count_finding(self, finding: Finding) -> str:
        """Count a finding that the selection selects; return its metric, "" when suppressed."""
        if finding.suppressed:
            self.suppressed += 1
            return ""
        if finding.level is Level.ERROR:
            self.errors += 1
        elif finding.level is Level.WARNING:
            self.warnings += 1
        else:
            self.notes += 1
        return _LEVEL_METRIC[finding.level]

    def keep_example(self, metric: str, example: Example) -> None:
        """Keep an example of what counts for a metric, if it is among the first."""
        examples = self.examples.setdefault(metric, [])
        if len(examples) < MAX_EXAMPLES:
            examples.append(example)

    @property
    def tests(self) -> int:
        """All selected tests."""
        return self.passed + self.failed + self.skipped

    @property
    def findings(self) -> int:
        """All selected findings."""
        return self.errors + self.warnings + self.notes

    def merge(self, other: Tally) -> None:
        """Add another tally to this one; the other is left as it is."""
        self.files |= other.files
        self.kinds |= other.kinds
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _FLAGS:
            setattr(self, name, getattr(self, name) or getattr(other, name))
        self.coverage.merge(other.coverage)
        for metric, examples in other.examples.items():
            both = sorted({*self.examples.get(metric, ()), *examples})
            self.examples[metric] = both[:MAX_EXAMPLES]
        for field, names in other.names.items():
            self.names[field] = first_names(self.names.get(field, set()) | names)
        self.whys = first_names(self.whys | other.whys)
        self.testless = first_names(self.testless | other.testless)
        for message, places in other.notices.items():
            self.notices[message] = first_names(self.notices.get(message, set()) | places)
        for message in sorted(self.notices)[MAX_NAMES:]:
            del self.notices[message]
        self.problems = sorted({*self.problems, *other.problems})[:MAX_PROBLEMS]


_SUMS: Final = (
    "passed", "failed", "skipped", "flaky", "own", "all_tests", "errors", "warnings", "notes",
    "suppressed", "all_findings", "problem_count",
)  # fmt: skip
_FLAGS: Final = ("flaky_unknown", "tool_named", "findings_relative", "findings_absolute")
_LEVEL_METRIC: Final = {Level.ERROR: "errors", Level.WARNING: "warnings", Level.NOTE: "notes"}


def case_name(case: TestCase) -> str:
    """Name a test as a person knows it: the class without its package, then the test."""
    # a class of some tools is a path: `example.com/shop/cart` of Go, `src/cart.spec.js` of Jest
    classname = case.classname.rpartition("/" if "/" in case.classname else ".")[2]
    if not case.own and case.count > 1:
        return f"{case.name} × {case.count:,}"
    if not case.name:
        return classname or case.suite or "a test without a name"
    return f"{classname}.{case.name}" if classname else case.name


def first_names(names: set[str]) -> set[str]:
    """Return the first of the names in alphabetical order, as many as are kept."""
    return set(sorted(names)[:MAX_NAMES]) if len(names) > MAX_NAMES else names
