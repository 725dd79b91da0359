"""Boost.Test's report in XML, of `--report_format=XML --report_level=detailed --report_sink=FILE`.

Format: xml_report_formatter.ipp of boostorg/test. Cases are listed at the level `detailed` only,
without those that were skipped; a suite has the counts at any. Failed counts those that were
aborted, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases
from scorecard_action.reports.tests.words import Words

_ROOTS: Final = frozenset({"TestResult"})
_PASSED: Final = ("passed",)
_SKIPPED: Final = ("skipped",)
_COUNTS: Final = {
    Result.PASSED: ("passed", "passed_with_warnings"),
    Result.FAILED: ("failed",),
    Result.SKIPPED: ("skipped",),
}


class _Report:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._suites: list[str] = []
        self._outermost: list[dict[str, str]] = []
        self._listed = dict.fromkeys(Result, 0)

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "TestSuite":
            if not self._suites:
                self._outermost.append(attributes)
            self._suites.append(attributes.get("name", ""))

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "TestSuite" and self._suites:
            self._suites.pop()
        elif len(reader.path) == 1:
            self._sum(reader.line)

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        pass

    def case(self, attributes: dict[str, str], line: int) -> None:
        result, why = self._words.read(attributes.get("result", ""))
        self._listed[result] += 1
        suite = "/".join(self._suites)
        name = attributes.get("name", "")
        self.evidence.append(TestCase(result, name, suite=suite, line=line, why=why))

    def _sum(self, line: int) -> None:
        """Count what the outermost suites count beyond the cases listed."""
        failed = self._listed[Result.FAILED]
        for result, words in _COUNTS.items():
            counted = sum(
                whole(suite.get(f"test_cases_{word}"))
                for suite in self._outermost
                for word in words
            )
            more = counted - self._listed[result]
            if result is Result.PASSED and any(self._listed.values()):
                continue  # at the level `detailed` each of them is listed
            bad = result is Result.FAILED
            failed += more if bad and more > 0 else 0
            name = "counted by the report, not listed" if bad else ""
            if more > 0:
                self.evidence.append(TestCase(result, name, own=not bad, count=more, line=line))
        for suite in self._outermost if not failed else ():
            if "result" not in suite:
                continue
            result, why = self._words.read(suite.get("result", ""))
            if result is Result.FAILED:  # a fixture of a suite
                name = suite.get("name", "")
                self.evidence.append(TestCase(result, name, own=False, line=line, why=why))


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root not in _ROOTS:
        return False
    return head.xml.children <= {"TestSuite", "TestCase"}


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "TestCase", _Report(source), _ROOTS)


FORMAT = Format(
    name="boost-test-report",
    kind=Kind.TESTS,
    title="Boost.Test report",
    producers="Boost.Test --report_format=XML --report_level=detailed",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
)
