"""Short ways to write a rule as a user writes it, and the tally of some evidence."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import indent

from scorecard_action.judging.paths import Placed, is_absolute
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Entries, Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.loader import loads
from scorecard_action.mapping.types import Retries, Rule
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
)
from scorecard_action.reports.coverage.lines import line_set


def rule(text: str = "") -> Rule:
    """The rule `R` with these further lines, through the real loader."""
    head = "version: 1\nservice: s\nrules:\n  - rule: R\n    reports: r.xml\n"
    return loads(head + indent(text, "    ") + "\n", "scorecard.datadog.yaml").rules[0]


def in_place(written: str, folders: Sequence[str] = ()) -> Placed:
    """A path of the checkout, as the report writes it; an absolute one lies elsewhere."""
    return Placed(written, placed=not is_absolute(written))


def tallied(
    judging: Rule,
    *reports: Sequence[Evidence],
    flaky: bool = True,
    kinds: Sequence[Kind] = (),
    compared: bool = False,
) -> Tally:
    """The tally of some reports for a rule; a report's kind is that of its first evidence."""
    total = Tally()
    accept = Entries.of(tuple((number, one.selector) for number, one in enumerate(judging.accept)))
    last = judging.retries is Retries.LAST
    matcher = Matcher(
        Selection(
            judging.only, judging.except_, last_attempt=last, compared=compared, accept=accept
        )
    )
    for number, evidence in enumerate(reports):
        tallies = ReportTallies(f"r{number}.xml", [matcher], in_place)
        for piece in evidence:
            tallies.add(piece)
        kind = kinds[number] if kinds else kind_of(evidence[0])
        total.merge(tallies.finish(kind, flaky=flaky)[0])
    return total


def kind_of(evidence: Evidence) -> Kind:
    """The kind of report that holds this evidence."""
    if isinstance(evidence, TestCase):
        return Kind.TESTS
    return Kind.LINT if isinstance(evidence, Finding | Tool) else Kind.COVERAGE


def passed(name: str = "t", classname: str = "C", count: int = 1) -> list[Evidence]:
    """Some passed tests."""
    return [TestCase(Result.PASSED, name, classname) for _ in range(count)]


def failed(name: str = "f", classname: str = "C", count: int = 1) -> list[Evidence]:
    """Some failed tests."""
    return [TestCase(Result.FAILED, name, classname) for _ in range(count)]


def skipped(name: str = "s", classname: str = "C", count: int = 1) -> list[Evidence]:
    """Some skipped tests."""
    return [TestCase(Result.SKIPPED, name, classname) for _ in range(count)]


def found(
    level: Level, rule_id: str = "E1", file: str = "src/a.py", tool: str = "ruff", **more: str
) -> Finding:
    """One finding."""
    return Finding(level, rule_id, more.get("severity", level.value), tool, file, 7)


def covered(file: str, lines: Sequence[int], valid: Sequence[int]) -> Coverage:
    """A source file of which some of the valid lines were covered."""
    bits, all_bits = line_set(lines), line_set(valid)
    return Coverage(file, bits.bit_count(), all_bits.bit_count(), bits, all_bits)


def totals(lines: int, valid: int) -> CoverageTotals:
    """A coverage report's own totals."""
    return CoverageTotals(lines_covered=lines, lines_valid=valid)
