"""Small mergeable counts of what reports hold for one selection.

A tally is a monoid: `Tally()` is empty, `merge` adds, and the order of merging does not matter.
Examples kept are the first few by (path, position); names seen the first 200 of a field in
alphabetical order. So reports can be read in any order, side by side, or on other machines.
"""

from __future__ import annotations

from typing import Final

import msgspec

from scorecard_action.evaluate.coverage import CoverageTally
from scorecard_action.evaluate.paths import is_absolute
from scorecard_action.evaluate.select import GETTERS, Matcher, Selectable
from scorecard_action.model import (
    Coverage,
    CoverageTotals,
    Evidence,
    Finding,
    Kind,
    Level,
    Result,
    TestCase,
    Tool,
    ToolError,
)

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
    tests_relative: bool = False
    coverage: CoverageTally = msgspec.field(default_factory=CoverageTally)
    examples: dict[str, list[Example]] = {}
    names: dict[str, set[str]] = {}
    problems: list[ReportProblem] = []
    problem_count: int = 0

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
            self.names[field] = _first(self.names.get(field, set()) | names)
        self.problems = sorted({*self.problems, *other.problems})[:MAX_PROBLEMS]


_SUMS: Final = (
    "passed", "failed", "skipped", "flaky", "own", "all_tests", "errors", "warnings", "notes",
    "suppressed", "all_findings", "problem_count",
)  # fmt: skip
_FLAGS: Final = ("flaky_unknown", "tool_named", "findings_relative", "tests_relative")
_LEVEL_METRIC: Final = {Level.ERROR: "errors", Level.WARNING: "warnings", Level.NOTE: "notes"}


class Tallier:
    """Folds the evidence of one report into one tally, for one selection."""

    def __init__(self, path: str, matcher: Matcher) -> None:
        self.tally = Tally(files={path})
        self._path = path
        self._matcher = matcher
        self._selective = bool(matcher.selection.only or matcher.selection.except_)
        self._fields = sorted(matcher.selection.fields)
        self._position = 0
        self._listed = False
        self._branches = False

    def add(self, evidence: Evidence) -> None:
        """Take in one piece of evidence."""
        self._position += 1
        kind = type(evidence)
        if kind is TestCase:
            self._test(evidence)  # type: ignore[arg-type]
        elif kind is Finding:
            self._finding(evidence)  # type: ignore[arg-type]
        elif kind is Coverage:
            self._coverage(evidence)  # type: ignore[arg-type]
        elif isinstance(evidence, CoverageTotals):
            self.tally.coverage.totals = evidence
            self._branches |= (
                evidence.branches_valid is not None or evidence.branch_rate is not None
            )
        elif isinstance(evidence, Tool):
            self.tally.tool_named |= self._matcher.names_tool(evidence)
            self._see("tool", evidence.name)
        elif isinstance(evidence, ToolError):
            self.problem(evidence.message, evidence.line, 0, unreadable=False)

    def problem(self, message: str, line: int, column: int, *, unreadable: bool) -> None:
        """Note why this report is no whole evidence."""
        self.tally.problem_count += 1
        if len(self.tally.problems) < MAX_PROBLEMS:
            found = ReportProblem(self._path, line, column, message[:500], unreadable)
            self.tally.problems.append(found)

    def finish(self, kind: Kind | None, *, flaky: bool) -> Tally:
        """Close the report, of this kind; `flaky` says whether its format marks flaky tests."""
        if kind is not None:
            self.tally.kinds.add(kind)
        if kind is Kind.TESTS:
            self.tally.flaky_unknown = not flaky
        if kind is Kind.COVERAGE:
            self.tally.coverage.reports = 1
            self.tally.coverage.bare = int(not self._listed)
            self.tally.coverage.branchless = int(not self._branches)
        return self.tally

    def _test(self, case: TestCase) -> None:
        tally = self.tally
        tally.all_tests += case.count
        if self._selective:
            self._see_all(Kind.TESTS, case)
            tally.tests_relative |= not is_absolute(self._matcher.path(case.file))
            if not self._matcher.selects(case, Kind.TESTS):
                return
        if case.own:
            tally.own += 1
        if case.result is Result.PASSED:
            tally.passed += case.count
            tally.flaky += case.flaky
        elif case.result is Result.FAILED:
            tally.failed += case.count
            self._example("failed", case_name(case))
        else:
            tally.skipped += case.count

    def _finding(self, finding: Finding) -> None:
        tally = self.tally
        tally.tool_named |= self._matcher.names_tool(finding)
        if self._selective:
            self._see_all(Kind.LINT, finding)
            tally.findings_relative |= not is_absolute(self._matcher.path(finding.file))
        if finding.suppressed:
            tally.suppressed += self._matcher.selects(finding, Kind.LINT)
            return
        tally.all_findings += 1
        if self._selective and not self._matcher.selects(finding, Kind.LINT):
            return
        if finding.level is Level.ERROR:
            tally.errors += 1
        elif finding.level is Level.WARNING:
            tally.warnings += 1
        else:
            tally.notes += 1
        self._example(_LEVEL_METRIC[finding.level], self._named(finding))

    def _coverage(self, coverage: Coverage) -> None:
        file = self._matcher.path(coverage.file)
        tally = self.tally.coverage
        self._listed = True
        self._branches |= coverage.branches is not None
        tally.named += 1
        tally.relative |= not is_absolute(file)
        if self._selective:
            self._see("file", file)
            if not self._matcher.selects(coverage, Kind.COVERAGE):
                return
        tally.add(file, coverage)

    def _example(self, metric: str, text: str) -> None:
        examples = self.tally.examples.setdefault(metric, [])
        if len(examples) < MAX_EXAMPLES:
            examples.append((self._path, self._position, text[:EXAMPLE_LENGTH]))

    def _named(self, finding: Finding) -> str:
        file = self._matcher.path(finding.file)
        place = f"{file}:{finding.line}" if finding.line else file
        return " ".join(part for part in (place, finding.rule, finding.message) if part)

    def _see_all(self, kind: Kind, evidence: Selectable) -> None:
        for field in self._fields:
            if getter := GETTERS[kind].get(field):
                value = getter(evidence)
                self._see(field, self._matcher.path(value) if field == "file" else value)

    def _see(self, field: str, value: str) -> None:
        if not value or field not in self._fields:
            return
        seen = self.tally.names.setdefault(field, set())
        seen.add(value[:EXAMPLE_LENGTH])
        if len(seen) > 2 * MAX_NAMES:
            self.tally.names[field] = _first(seen)


def case_name(case: TestCase) -> str:
    """Name a test as a person knows it: the class without its package, then the test."""
    classname = case.classname.rpartition(".")[2]
    if not case.own and case.count > 1:
        return f"{case.name} × {case.count:,}"
    if not case.name:
        return classname or case.suite or "a test without a name"
    return f"{classname}.{case.name}" if classname else case.name


def _first(names: set[str]) -> set[str]:
    return set(sorted(names)[:MAX_NAMES]) if len(names) > MAX_NAMES else names
