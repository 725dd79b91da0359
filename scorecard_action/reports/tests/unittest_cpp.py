"""UnitTest++'s XmlTestReporter.

Format: XmlTestReporter.cpp of unittest-cpp. A test may have several failures; `failedtests` counts
tests, `failures` what failed in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import seconds
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases

_ROOTS: Final = frozenset({"unittest-results"})


class _UnitTest:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._tests = self._declared = self._listed = self._failed = 0
        self._failure = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if len(reader.path) == 1:
            self._tests = whole(attributes.get("tests"))
            self._declared = whole(attributes.get("failedtests"))

    def end(self, name: str, reader: xml.Reader) -> None:
        if len(reader.path) == 1:
            self.evidence += cases.fewer(self._tests, self._listed, reader.line)
            self.evidence += cases.unlisted(self._declared, self._failed, reader.line)

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._failure |= name == "failure"

    def case(self, attributes: dict[str, str], line: int) -> None:
        result = Result.FAILED if self._failure else Result.PASSED
        self._failure = False
        self._listed += 1
        self._failed += result is Result.FAILED
        name, suite = attributes.get("name", ""), attributes.get("suite", "")
        micros = seconds(attributes.get("time"))
        self.evidence.append(TestCase(result, name, suite=suite, line=line, micros=micros))


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root in _ROOTS


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "test", _UnitTest(), _ROOTS)


FORMAT = Format(
    name="unittest-cpp",
    kind=Kind.TESTS,
    title="UnitTest++ XML",
    producers="UnitTest++'s XmlTestReporter",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
