"""Fold the evidence of one report into a tally per selection.

What is the same for every selection (all tests, the names seen, the tools named) is gathered once
per report; a piece of evidence then reaches only the tallies that it counts for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scorecard_action.errors import locate
from scorecard_action.judging.index import index_of
from scorecard_action.judging.paths import is_absolute
from scorecard_action.judging.select import GETTERS, Matcher, Selectable
from scorecard_action.judging.tally import (
    EXAMPLE_LENGTH,
    MAX_NAMES,
    MAX_PROBLEMS,
    ReportProblem,
    Tally,
    case_name,
    first_names,
)
from scorecard_action.model import (
    Coverage,
    CoverageTotals,
    Evidence,
    Finding,
    Kind,
    Notice,
    Result,
    TestCase,
    Tool,
    ToolError,
)

_MAX_TOOLS: Final = 1_000


class ReportTallies:
    """One report being folded, called `path` in what people see, for some selections at once."""

    def __init__(self, path: str, matchers: Sequence[Matcher]) -> None:
        self._path = path
        self._index = index_of(tuple(matchers))
        self._comparable = matchers[0].path
        self._tallies = [Tally(files={path}) for _ in matchers]
        self._fields = sorted({name for one in matchers for name in one.selection.fields})
        self._names: dict[str, set[str]] = {name: set() for name in self._fields}
        # beyond the last of a full set, a name would not be kept
        self._last: dict[str, str] = {}
        self._tools: set[str] = set()
        self._problems: list[ReportProblem] = []
        self._problem_count = 0
        self._notices: dict[str, set[str]] = {}
        self._position = 0
        self.failed = 0
        """Tests that failed, selected or not."""
        self._all_tests = self._all_findings = self._files = 0
        self._relative = self._absolute = False
        self._branches = False
        self._totals: CoverageTotals | None = None

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
            self._totals = evidence
            known = evidence.branches_valid is not None or evidence.branch_rate is not None
            self._branches |= known
        elif isinstance(evidence, Tool):
            self._tool(evidence.name)
        elif isinstance(evidence, ToolError):
            self.problem(evidence.message, evidence.line, 0, unreadable=False)
        elif isinstance(evidence, Notice) and len(self._notices) < MAX_PROBLEMS:
            place = locate(self._path, evidence.line)
            self._notices.setdefault(evidence.message[:500], {place})

    def problem(self, message: str, line: int, column: int, *, unreadable: bool) -> None:
        """Note why this report is no whole evidence."""
        self._problem_count += 1
        if len(self._problems) < MAX_PROBLEMS:
            found = ReportProblem(self._path, line, column, message[:500], unreadable)
            self._problems.append(found)

    def finish(self, kind: Kind | None, *, flaky: bool) -> tuple[Tally, ...]:
        """Close the report, of this kind, and return the tallies in the order of the matchers.

        `flaky` says whether its format marks flaky tests.
        """
        for matcher, tally in zip(self._index.matchers, self._tallies, strict=True):
            if kind is not None:
                tally.kinds.add(kind)
            tally.flaky_unknown = kind is Kind.TESTS and not flaky
            tally.all_tests = self._all_tests
            tally.all_findings = self._all_findings
            tally.findings_relative = self._relative
            tally.findings_absolute = self._absolute
            tally.tool_named = any(matcher.names_tool(Tool(name)) for name in self._tools)
            wanted = matcher.selection.fields
            tally.names = {name: set(seen) for name, seen in self._names.items() if name in wanted}
            tally.problems = list(self._problems)
            tally.problem_count = self._problem_count
            tally.notices = {message: set(places) for message, places in self._notices.items()}
            if kind is Kind.TESTS and not (self._all_tests or self._problem_count):
                tally.testless = {self._path}
            if kind is Kind.COVERAGE:
                self._close_coverage(tally)
        return tuple(self._tallies)

    def _close_coverage(self, tally: Tally) -> None:
        tally.coverage.reports = 1
        tally.coverage.totals = self._totals
        tally.coverage.bare = int(not self._files)
        tally.coverage.branchless = int(not self._branches)
        tally.coverage.named = self._files

    def _test(self, case: TestCase) -> None:
        self._all_tests += case.count
        if self._fields:
            self._see(Kind.TESTS, case)
        if case.result is Result.FAILED:
            self.failed += case.count
        example = None
        for number in self._index.selected(case, Kind.TESTS):
            tally = self._tallies[number]
            tally.count_test(case)
            if case.result is Result.FAILED:
                example = example or (self._path, self._position, case_name(case)[:EXAMPLE_LENGTH])
                tally.keep_example("failed", example)

    def _finding(self, finding: Finding) -> None:
        self._tool(finding.tool)
        self._all_findings += not finding.suppressed
        if self._fields:
            self._see(Kind.LINT, finding)
        if self._index.selective and finding.file and not self._relative:
            absolute = is_absolute(self._comparable(finding.file))
            self._absolute |= absolute
            self._relative |= not absolute
        example = None
        for number in self._index.selected(finding, Kind.LINT):
            if metric := self._tallies[number].count_finding(finding):
                example = example or (self._path, self._position, self._named(finding))
                self._tallies[number].keep_example(metric, example)

    def _coverage(self, coverage: Coverage) -> None:
        file = self._comparable(coverage.file)
        self._files += 1
        self._branches |= coverage.branches is not None
        if self._fields:
            self._see(Kind.COVERAGE, coverage)
        for number in self._index.selected(coverage, Kind.COVERAGE):
            self._tallies[number].coverage.add(file, coverage)

    def _tool(self, name: str) -> None:
        if name and len(self._tools) < _MAX_TOOLS:
            self._tools.add(name)
            if "tool" in self._names:
                self._names["tool"].add(name[:EXAMPLE_LENGTH])

    def _named(self, finding: Finding) -> str:
        file = self._comparable(finding.file)
        place = f"{file}:{finding.line}" if finding.line else file
        text = " ".join(part for part in (place, finding.rule, finding.message) if part)
        return text[:EXAMPLE_LENGTH]

    def _see(self, kind: Kind, evidence: Selectable) -> None:
        getters = GETTERS[kind]
        for field, seen in self._names.items():
            getter = getters.get(field)
            value = getter(evidence) if getter else ""
            if field == "file":
                value = self._comparable(value)
            if not value or value in seen or (field in self._last and value > self._last[field]):
                continue
            seen.add(value[:EXAMPLE_LENGTH])
            if len(seen) > 2 * MAX_NAMES:
                self._names[field] = first_names(seen)
                self._last[field] = max(self._names[field])
