"""Fold the evidence of one report into a tally per selection.

What is the same for every selection (all tests, the names seen, the tools named) is gathered once
per report; a piece of evidence then reaches only the tallies that it counts for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from scorecard_action.errors import locate
from scorecard_action.judging.accepting import NONE, accepting_of
from scorecard_action.judging.attempts import Attempts, Failure, Overruled, is_attempt
from scorecard_action.judging.bands import Bands
from scorecard_action.judging.doubts import Doubts
from scorecard_action.judging.index import index_of
from scorecard_action.judging.known import FailedTest, Fingerprint, times
from scorecard_action.judging.paths import Place, Placed, is_absolute, unplaced
from scorecard_action.judging.select import GETTERS, Matcher, Selectable
from scorecard_action.judging.tally import (
    EXAMPLE_LENGTH,
    MAX_NAMES,
    MAX_PROBLEMS,
    Example,
    ReportProblem,
    Tally,
    case_name,
    first_names,
)
from scorecard_action.judging.times import LastTimes, says_no_time
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
    Result,
    RulesListed,
    TestCase,
    Tool,
    ToolError,
    WordsUnsaid,
)

_MAX_TOOLS: Final = 1_000
_MAX_WORDS: Final = 1_000
_MAX_RULES: Final = 20_000


class ReportTallies:
    """One report being folded, called `path` in what people see, for some selections at once.

    `place` places the paths that it names in the checkout.
    """

    def __init__(self, path: str, matchers: Sequence[Matcher], place: Place = unplaced) -> None:
        self._path = path
        self._matchers = tuple(matchers)
        self._index = index_of(tuple(one.base for one in matchers))
        self._accepting = accepting_of(self._matchers, self._index.budget)
        self.place = place
        self._tallies = [Tally(files={path}) for _ in matchers]
        self._by_file = any("file" in one.selection.all_fields for one in matchers)
        self._doubts = [Doubts(one) for one in matchers]
        self._doubted = any(one.open or one.comparing for one in self._doubts)
        last = [one.selection.last_attempt for one in matchers]
        # the numbers of the selections where the last attempt decides, and of the others
        self._by_attempt = frozenset(i for i, one in enumerate(last) if one)
        self._by_case = len(last) > len(self._by_attempt)
        self._compared = frozenset(i for i, one in enumerate(matchers) if one.selection.compared)
        self._attempts = Attempts()
        self._times = LastTimes(self._attempts)
        self._overruled = Overruled()
        self._fields = sorted({name for one in matchers for name in one.selection.fields})
        self._names: dict[str, set[str]] = {name: set() for name in self._fields}
        # beyond the last of a full set, a name would not be kept
        self._last: dict[str, str] = {}
        self._tools: set[str] = set()
        self._severities: set[tuple[str, str]] = set()
        self._bands = Bands()
        self._unsaid: dict[str | None, frozenset[str]] = {}
        self._by_rule = any("rule" in one.selection.all_fields for one in matchers)
        self._rules: set[str] = set()
        self._listed = False
        self._marked = False
        self._problems: list[ReportProblem] = []
        self._problem_count = 0
        self._notices: dict[str, set[str]] = {}
        self._nothing: ReportProblem | None = None
        self._position = 0
        self.failed = 0
        """Tests that failed, selected or not."""
        self.attempt: Attempt | None = None
        self._all_tests = self._all_findings = self._files = self._lines = 0
        self._branches = False
        self._above: set[str] = set()
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
        elif isinstance(evidence, RulesListed):
            self._listed = True
            self._rules.update(evidence.names[:_MAX_RULES] if self._by_rule else ())
        elif isinstance(evidence, WordsUnsaid):
            self._unsaid.setdefault(evidence.tool, evidence.words)
        elif isinstance(evidence, FlakyMarked | Attempt):
            self._mark(evidence)
        elif isinstance(evidence, ToolError):
            self.problem(evidence.message, evidence.line, 0, unreadable=False)
        elif isinstance(evidence, Nothing):
            self._nothing = self._nothing or self._said(evidence)
        elif isinstance(evidence, Notice) and len(self._notices) < MAX_PROBLEMS:
            place = locate(self._path, evidence.line)
            self._notices.setdefault(clip(evidence.message, 500), {place})

    def _mark(self, evidence: FlakyMarked | Attempt) -> None:
        if isinstance(evidence, Attempt):
            self.attempt = evidence
        else:
            self._marked = True

    def problem(self, message: str, line: int, column: int, *, unreadable: bool) -> None:
        """Note why this report is no whole evidence."""
        self._problem_count += 1
        if len(self._problems) < MAX_PROBLEMS:
            found = ReportProblem(self._path, line, column, clip(message, 500), unreadable)
            self._problems.append(found)

    def _said(self, evidence: Nothing) -> ReportProblem:
        return ReportProblem(
            self._path, evidence.line, 0, clip(evidence.message, 500), unreadable=False
        )

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
        shows it does, `severities` the words that it has for
        how serious a finding is (None: any). `form` is the format's name, by which a report goes
        that names no tool.
        """
        self._times.tell(self._tallies, self._path)
        for failure in self._attempts.failures:
            for number, entry in failure.told:
                self._tallies[number].keep_failure(failure.example, failure.why, entry)
        tools = self._tools or ({form} if form else set())
        for number, (matcher, tally) in enumerate(zip(self._matchers, self._tallies, strict=True)):
            if kind is not None:
                tally.kinds.add(kind)
                tally.tools = first_names(tools)
            attempts = matcher.selection.last_attempt
            # attempts say themselves which test is flaky
            tally.flaky_unknown = kind is Kind.TESTS and not flaky and not attempts
            tally.all_tests = self._all_tests - (self._attempts.repeated if attempts else 0)
            tally.all_findings = self._all_findings
            if kind is Kind.TESTS and flaky_shown and not self._marked and not attempts:
                tally.unmarked = {self._path}
            if kind is Kind.LINT:
                taken = set(filter(matcher.takes_tool, self._tools or {""}))
                tally.tool_taken = bool(taken)
                words = severities and severities - self._unsaid_by(taken)
                seen = {word for tool, word in self._severities if tool in taken or not tool}
                tally.sayable = matcher.sayable(words, seen)
                tally.unlisted = not self._listed or len(self._rules) > _MAX_RULES
                tally.rules = matcher.rules_among(self._rules)
                if tally.tool_taken:
                    self._bands.tell(tally, self._path, words, matcher.selection, taken)
            if kind is not None:
                self._doubts[number].tell(tally, kind)
            wanted = matcher.selection.fields
            tally.names = {name: set(seen) for name, seen in self._names.items() if name in wanted}
            tally.problems = list(self._problems)
            tally.problem_count = self._problem_count
            tally.notices = {message: set(places) for message, places in self._notices.items()}
            if kind is not None and (nothing := self._looked_at_nothing(kind)):
                tally.nothing = {kind: [nothing]}
            if kind is Kind.COVERAGE:
                self._close_coverage(tally)
        return tuple(self._tallies)

    def _unsaid_by(self, tools: set[str]) -> frozenset[str]:
        """Return the words that no finding of these tools has."""
        said_by_none = [self._unsaid.get(tool, frozenset[str]()) for tool in tools]
        of_all = frozenset.intersection(*said_by_none) if said_by_none else frozenset[str]()
        return of_all | self._unsaid.get(None, frozenset())

    def _looked_at_nothing(self, kind: Kind) -> ReportProblem | None:
        """Say why this report is no evidence, whatever it says: it looked at nothing."""
        if self._nothing or self._problems:
            return self._nothing
        if kind is Kind.TESTS and not self._all_tests:
            return self._said(
                Nothing("it holds no test, so it adds nothing: `exclude` leaves it out")
            )
        if kind is Kind.COVERAGE and not self._lines and not _measures(self._totals):
            return self._said(
                Nothing("it holds no line to cover, so it adds nothing: `exclude` leaves it out")
            )
        return None

    def _close_coverage(self, tally: Tally) -> None:
        # one that adds nothing is no report whose totals would stand for others, or lack branches
        adds = not tally.nothing
        tally.coverage.reports = int(adds)
        tally.coverage.totals = self._totals
        tally.coverage.bare = int(adds and not self._files)
        tally.coverage.branchless = int(adds and not self._branches)
        tally.coverage.named = self._files
        tally.coverage.close(self._above)

    def _test(self, case: TestCase) -> None:
        self._all_tests += case.count
        placed = None
        if case.file and (self._by_file or self._accepting.placing):
            placed = self.place(case.file)
            case = replace(case, file=placed.path)
        if self._fields:
            self._see(Kind.TESTS, case)
        if case.result is Result.FAILED:
            self.failed += case.count
        selected = self._selected(case)
        if self._by_file and placed and case.result is Result.FAILED:
            self._left_out(case, placed, Kind.TESTS, selected)
        attempt = is_attempt(case)
        if attempt and self._by_attempt:
            self._attempt(case)
        if attempt and not self._by_case:
            return
        overruled = self._overruled.name(case) if attempt else ""
        # a failure that is accepted decides nothing, whatever overrules it
        entries = self._accepted(case, selected, asked=bool(overruled))
        counting = selected
        if attempt and self._by_attempt:
            counting = [number for number in selected if number not in self._by_attempt]
        for number in counting:
            tally, entry = self._tallies[number], entries.get(number)
            if tally.count_test(case, entry):
                self._tell_time(tally, case)
            if overruled and entry is None and len(tally.overruled) < MAX_NAMES:
                tally.overruled.add(overruled)
        if case.result is Result.FAILED:
            self._tell_failure(case, counting, entries)

    def _tell_failure(
        self, case: TestCase, counting: Sequence[int], entries: Mapping[int, int]
    ) -> None:
        example, known = self._example(case), None
        for number in counting:
            tally, entry = self._tallies[number], entries.get(number)
            tally.keep_failure(example, case.why, entry)
            if number in self._compared:
                known = known or FailedTest.of(case)
                tally.remember_test(known, case.count, accepted=entry is not None)

    def _tell_time(self, tally: Tally, case: TestCase) -> None:
        if case.micros is None:
            tally.untimed = says_no_time(self._path, case)
        else:
            tally.keep_slow(case.micros, self._example(case))

    def _attempt(self, case: TestCase) -> None:
        """Count an attempt at a test where the last decides, in the place of the one before."""
        counts, no_longer = self._attempts.take(case)
        if no_longer:
            numbers = tuple(self._by_attempt.intersection(self._selected(no_longer)))
            entries = self._accepted(no_longer, numbers)
            for number in numbers:
                self._tallies[number].take_back(no_longer, entries.get(number))
        if counts:
            numbers = tuple(self._by_attempt.intersection(self._selected(counts)))
            entries = self._accepted(counts, numbers)
            timeless = replace(counts, micros=None)
            for number in numbers:
                tally, entry = self._tallies[number], entries.get(number)
                tally.count_test(timeless, entry)
                if counts.result is Result.FAILED and number in self._compared:
                    known = FailedTest.of(counts)
                    tally.remember_test(known, counts.count, accepted=entry is not None)
            self._times.take(counts, numbers, partial(self._example, counts))
            if counts.result is Result.FAILED:
                told = tuple((number, entries.get(number)) for number in numbers)
                self._attempts.fail(case, Failure(self._example(case), case.why, told))

    def _accepted(
        self, case: TestCase, selected: Sequence[int], *, asked: bool = False
    ) -> Mapping[int, int]:
        """Return by which entry of `accept` each selection accepts that a test failed."""
        if case.result is Result.FAILED:
            return self._accepting.entries(case, Kind.TESTS, selected, self._tallies)
        return self._accepting.entries(case, Kind.TESTS, selected) if asked else NONE

    def _selected(self, case: TestCase) -> Sequence[int]:
        return self._index.selected(case, Kind.TESTS)

    def _example(self, case: TestCase) -> Example:
        return self._path, self._position, clip(case_name(case), EXAMPLE_LENGTH)

    def _finding(self, finding: Finding) -> None:
        self._tool(finding.tool)
        self._all_findings += not finding.suppressed
        placed = self.place(finding.file)
        if placed.path != finding.file:
            finding = replace(finding, file=placed.path)
        if self._fields:
            self._see(Kind.LINT, finding)
            if finding.severity and len(self._severities) < _MAX_WORDS:
                self._severities.add((finding.tool, finding.severity.casefold()))
        if self._by_rule and len(self._rules) <= _MAX_RULES:
            self._rules.add(finding.rule)
        example = known = None
        band = self._bands.see(finding.severity, finding.tool)
        selected = self._index.selected(finding, Kind.LINT)
        failed = () if finding.suppressed else self._tallies
        entries = self._accepting.entries(finding, Kind.LINT, selected, failed)
        for number in selected:
            tally, entry = self._tallies[number], entries.get(number)
            if metric := tally.count_finding(finding, band, entry):
                example = example or (self._path, self._position, _named(finding))
                tally.keep_finding(metric, example, finding, band, entry)
                if number in self._compared:
                    known = known or Fingerprint.of(finding)
                    found = times(finding)
                    tally.remember_finding(known, found, example, accepted=entry is not None)
        if self._doubted and not finding.suppressed:
            self._left_out(finding, placed, Kind.LINT, selected)
            for number, doubts in enumerate(self._doubts):
                if doubts.comparing:
                    doubts.compare(finding, taken=number in selected)

    def _coverage(self, coverage: Coverage) -> None:
        placed = self.place(coverage.file, coverage.folders)
        if placed.above:
            self._above.add(placed.path)
        if coverage.part and placed.placed and is_absolute(coverage.file.replace("\\", "/")):
            # geninfo names a header once for each object file: one path of one machine is one file
            coverage = replace(coverage, part=0)
        if placed.path != coverage.file:
            coverage = replace(coverage, file=placed.path)
        self._files += 1
        self._lines += coverage.lines_valid + len(coverage.blocks) + coverage.branches_valid
        self._branches |= coverage.branches is not None
        if self._fields:
            self._see(Kind.COVERAGE, coverage)
        selected = self._index.selected(coverage, Kind.COVERAGE)
        if self._by_file:
            self._left_out(coverage, placed, Kind.COVERAGE, selected)
        for number in selected:
            self._tallies[number].coverage.add(coverage, placed, self._path)

    def _left_out(
        self, evidence: Selectable, placed: Placed, kind: Kind, selected: Sequence[int]
    ) -> None:
        if kind is not Kind.LINT and placed.placed and not placed.guessed:
            return  # where it lies is known, and its patterns have no other reading
        taken = frozenset(selected)
        self._index.budget.take(len(self._doubts))
        for number, doubts in enumerate(self._doubts):
            if doubts.open and number not in taken:
                doubts.left_out(evidence, placed, kind)

    def _tool(self, name: str) -> None:
        if name and len(self._tools) < _MAX_TOOLS:
            self._tools.add(name)
            if "tool" in self._names:
                self._names["tool"].add(clip(name, EXAMPLE_LENGTH))

    def _see(self, kind: Kind, evidence: Selectable) -> None:
        getters = GETTERS[kind]
        for field, seen in self._names.items():
            getter = getters.get(field)
            value = getter(evidence) if getter else ""
            if not value or value in seen or (field in self._last and value > self._last[field]):
                continue
            seen.add(clip(value, EXAMPLE_LENGTH))
            if len(seen) > 2 * MAX_NAMES:
                self._names[field] = first_names(seen)
                self._last[field] = max(self._names[field])


def _measures(totals: CoverageTotals | None) -> bool:
    """Say whether a report's own totals speak of something: counts above 0, or a bare rate."""
    if totals is None:
        return False
    counts = [n for n in (totals.lines_valid, totals.branches_valid) if n is not None]
    rates = totals.line_rate is not None or totals.branch_rate is not None
    return any(counts) if counts else rates


def _named(finding: Finding) -> str:
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    text = " ".join(part for part in (place, finding.rule, finding.message) if part)
    return clip(text, EXAMPLE_LENGTH)
