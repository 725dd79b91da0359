"""Fold the evidence of one report into a tally per selection.

What is the same for every selection (all tests, the names seen, the tools named) is gathered once
per report; a piece of evidence then reaches only the tallies that it counts for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from scorecard_action.errors import locate
from scorecard_action.judging.firsts import MAX_PROBLEMS, ReportProblem
from scorecard_action.judging.one_report import OneReport
from scorecard_action.judging.paths import Place, unplaced
from scorecard_action.judging.report_coverage import ReportCoverage
from scorecard_action.judging.report_findings import ReportFindings
from scorecard_action.judging.report_tests import ReportTests
from scorecard_action.judging.select import Matcher
from scorecard_action.judging.tally import Tally
from scorecard_action.masking import clip
from scorecard_action.model import (
    Attempt,
    Coverage,
    CoverageTotals,
    Evidence,
    Finding,
    FlakyMarked,
    Kind,
    Nothing,
    Notice,
    RulesListed,
    TestCase,
    Tool,
    ToolError,
    WordsUnsaid,
)

_MESSAGE: Final = 500


class ReportTallies:
    """One report being folded, called `path` in what people see, for some selections at once.

    `place` places the paths that it names in the checkout.
    """

    def __init__(self, path: str, matchers: Sequence[Matcher], place: Place = unplaced) -> None:
        self._report = OneReport(path, matchers, place)
        self._tests = ReportTests(self._report)
        self._findings = ReportFindings(self._report)
        self._coverage = ReportCoverage(self._report)
        self._problems: list[ReportProblem] = []
        self._problem_count = 0
        self._notices: dict[str, set[str]] = {}
        self._nothing: ReportProblem | None = None
        self.attempt: Attempt | None = None
        self._takes: Mapping[type, Callable[[Any], None]] = {
            TestCase: self._tests.add,
            FlakyMarked: self._tests.mark,
            Attempt: self._is_attempt,
            Finding: self._findings.add,
            Tool: self._findings.name,
            RulesListed: self._findings.list_rules,
            WordsUnsaid: self._findings.leave_unsaid,
            Coverage: self._coverage.add,
            CoverageTotals: self._coverage.total,
            ToolError: self._did_not_finish,
            Nothing: self._looked_at_none,
            Notice: self._notice,
        }

    def place_by(self, place: Place) -> None:
        """Place the paths of the evidence to come by this."""
        self._report.place = place

    def add(self, evidence: Evidence) -> None:
        """Take in one piece of evidence."""
        self._report.position += 1
        self._takes[type(evidence)](evidence)

    @property
    def failed(self) -> int:
        """Tests that failed, selected or not."""
        return self._tests.failed

    def problem(self, message: str, line: int, column: int, *, unreadable: bool) -> None:
        """Note why this report is no whole evidence."""
        self._problem_count += 1
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(self._said(message, line, column, unreadable=unreadable))

    def _is_attempt(self, attempt: Attempt) -> None:
        self.attempt = attempt

    def _did_not_finish(self, error: ToolError) -> None:
        self.problem(error.message, error.line, 0, unreadable=False)

    def _looked_at_none(self, nothing: Nothing) -> None:
        self._nothing = self._nothing or self._said(nothing.message, nothing.line)

    def _notice(self, notice: Notice) -> None:
        if len(self._notices) < MAX_PROBLEMS:
            place = locate(self._report.path, notice.line)
            self._notices.setdefault(clip(notice.message, _MESSAGE), {place})

    def _said(
        self, message: str, line: int = 0, column: int = 0, *, unreadable: bool = False
    ) -> ReportProblem:
        return ReportProblem(self._report.path, line, column, clip(message, _MESSAGE), unreadable)

    def finish(
        self,
        kind: Kind | None,
        *,
        flaky: bool = False,
        flaky_shown: bool = False,
        form: str = "",
        severities: frozenset[str] | None = frozenset(),
    ) -> tuple[Tally, ...]:
        """Close the report, of this kind, and return the tallies in the order of the matchers.

        `flaky` says whether its format marks flaky tests, `flaky_shown` that only a report that
        shows it does, `severities` the words that it has for how serious a finding is (None: any).
        `form` is the format's name, by which a report goes that names no tool.
        """
        report = self._report
        self._tests.close()
        of_each = zip(report.matchers, report.tallies, report.doubts, strict=True)
        for matcher, tally, doubts in of_each:
            selection = matcher.selection
            self._tests.count(tally, selection)
            tally.all_findings = self._findings.all
            tally.names = report.names.of(selection.fields)
            tally.problems = list(self._problems)
            tally.problem_count = self._problem_count
            tally.notices = {message: set(places) for message, places in self._notices.items()}
            if kind is None:
                continue
            tally.kinds.add(kind)
            tally.tools = self._findings.tools(form)
            if nothing := self._looked_at_nothing(kind):
                tally.nothing = {kind: [nothing]}
            if kind is Kind.TESTS:
                self._tests.tell(tally, selection, flaky=flaky, flaky_shown=flaky_shown)
            elif kind is Kind.LINT:
                self._findings.tell(tally, matcher, severities)
            else:
                self._coverage.tell(tally)
            doubts.tell(tally, kind)
        return tuple(report.tallies)

    def _looked_at_nothing(self, kind: Kind) -> ReportProblem | None:
        """Say why this report is no evidence, whatever it says: it looked at nothing."""
        if self._nothing or self._problems:
            return self._nothing
        if kind is Kind.TESTS and not self._tests.all:
            return self._said("it holds no test, so it adds nothing: `exclude` leaves it out")
        if kind is Kind.COVERAGE and not self._coverage.measures:
            return self._said(
                "it holds no line to cover, so it adds nothing: `exclude` leaves it out"
            )
        return None
