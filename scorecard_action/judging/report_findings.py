"""What the findings of one report come to, and what it says of its tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from scorecard_action.judging.bands import Bands
from scorecard_action.judging.firsts import first_names
from scorecard_action.judging.known import Fingerprint, times
from scorecard_action.judging.one_report import OneReport
from scorecard_action.judging.paths import Placed
from scorecard_action.judging.select import Matcher
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import told_finding
from scorecard_action.model import Finding, Kind, RulesListed, Tool, WordsUnsaid

_MAX_TOOLS: Final = 1_000
_MAX_RULES: Final = 20_000
_MAX_WORDS: Final = 1_000


class ReportFindings:
    """The findings of a report, each counted in the tallies of the selections that select it."""

    def __init__(self, report: OneReport) -> None:
        self._report = report
        self._by_rule = "rule" in report.all_fields
        self._doubted = any(one.open or one.comparing for one in report.doubts)
        self._bands = Bands()
        self._tools: set[str] = set()
        self._severities: set[tuple[str, str]] = set()
        self._unsaid: dict[str | None, frozenset[str]] = {}
        self._rules: set[str] = set()
        self._listed = False
        self.all = 0
        """Findings that are not suppressed, selected or not."""

    def add(self, finding: Finding) -> None:
        """Take in a finding."""
        report = self._report
        if finding.tool not in self._tools:
            self._tool(finding.tool)
        self.all += not finding.suppressed
        placed = report.place(finding.file)
        if placed.path != finding.file:
            finding = replace(finding, file=placed.path)
        if report.names.wanted or self._by_rule:
            self._see(finding)
        example = known = None
        band = self._bands.see(finding.severity, finding.tool)
        selected = report.index.selected(finding, Kind.LINT)
        failed = () if finding.suppressed else report.tallies
        entries = report.accepting.entries(finding, Kind.LINT, selected, failed)
        for number in selected:
            tally, entry = report.tallies[number], entries.get(number)
            if metric := tally.count_finding(finding, band, entry):
                compared = number in report.compared
                if not compared and tally.has_enough(metric, finding, band):
                    continue
                example = example or report.example(told_finding(finding))
                tally.keep_finding(metric, example, finding, band, entry)
                if compared:
                    known = known or Fingerprint.of(finding)
                    found = times(finding)
                    tally.remember_finding(known, found, example, accepted=entry is not None)
        if self._doubted and not finding.suppressed:
            self._doubt(finding, placed, selected)

    def _see(self, finding: Finding) -> None:
        if self._report.names.wanted:
            self._report.names.see(Kind.LINT, finding)
            if finding.severity and len(self._severities) < _MAX_WORDS:
                self._severities.add((finding.tool, finding.severity.casefold()))
        if self._by_rule and len(self._rules) <= _MAX_RULES:
            self._rules.add(finding.rule)

    def _doubt(self, finding: Finding, placed: Placed, selected: Sequence[int]) -> None:
        self._report.left_out(finding, placed, Kind.LINT, selected)
        for number, doubts in enumerate(self._report.doubts):
            if doubts.comparing:
                doubts.compare(finding, taken=number in selected)

    def name(self, tool: Tool) -> None:
        """Take in a tool that ran, with findings or without."""
        self._tool(tool.name)

    def _tool(self, name: str) -> None:
        if name and len(self._tools) < _MAX_TOOLS:
            self._tools.add(name)
            self._report.names.see_tool(name)

    def list_rules(self, listed: RulesListed) -> None:
        """Take in all rules that the tools looked for."""
        self._listed = True
        self._rules.update(listed.names[:_MAX_RULES] if self._by_rule else ())

    def leave_unsaid(self, unsaid: WordsUnsaid) -> None:
        """Take in words of the format that a tool of this report has for no finding."""
        self._unsaid.setdefault(unsaid.tool, unsaid.words)

    def _unsaid_by(self, tools: set[str]) -> frozenset[str]:
        """Return the words that no finding of these tools has."""
        unsaid = [self._unsaid.get(tool, frozenset[str]()) for tool in tools]
        by_all = frozenset.intersection(*unsaid) if unsaid else frozenset[str]()
        return by_all | self._unsaid.get(None, frozenset())

    def tools(self, form: str) -> set[str]:
        """Return the first tools named; a report that names none goes by its format's name."""
        return first_names(self._tools or ({form} if form else set()))

    def tell(self, tally: Tally, matcher: Matcher, severities: frozenset[str] | None) -> None:
        """Put into a tally what this report could have found for its selection.

        `severities` are the words of its format for how serious a finding is (None: any).
        """
        taken = set(filter(matcher.takes_tool, self._tools or {""}))
        severities = severities and severities - self._unsaid_by(taken)
        seen = {word for tool, word in self._severities if tool in taken or not tool}
        tally.tool_taken = bool(taken)
        tally.sayable = matcher.sayable(severities, seen)
        tally.unlisted = not self._listed or len(self._rules) > _MAX_RULES
        tally.rules = matcher.rules_among(self._rules)
        if tally.tool_taken:
            self._bands.tell(tally, self._report.path, severities, matcher.selection, taken)
