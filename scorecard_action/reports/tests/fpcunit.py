"""FPCUnit's XML, of Free Pascal's xmltestreport unit and fpcunit's console runners.

Format: xmltestreport.pp of fcl-fpcunit. Suites nest, and the totals of one hold those below it.
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
from scorecard_action.reports.tests.words import Words

_ROOTS: Final = frozenset({"TestResults"})
_PASSED: Final = ("ok",)
_SKIPPED: Final = ("ignored",)


class _FPCUnit:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._suites: list[str] = []
        self._tests = self._declared = self._listed = self._failed = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name != "TestSuite":
            return
        if not self._suites:
            get = attributes.get
            self._tests += whole(get("NumberOfRunTests"))
            self._declared += whole(get("NumberOfErrors")) + whole(get("NumberOfFailures"))
        self._suites.append(attributes.get("Name", ""))

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "TestSuite":
            self._suites.pop()
        elif len(reader.path) == 1:
            self.evidence += cases.fewer(self._tests, self._listed, reader.line)
            self.evidence += cases.unlisted(self._declared, self._failed, reader.line)

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        pass

    def case(self, attributes: dict[str, str], line: int) -> None:
        result, why = self._words.read(attributes.get("Result", ""))
        self._listed += 1
        self._failed += result is Result.FAILED
        *above, classname = self._suites or [""]
        suite = " > ".join(filter(None, above))
        name = attributes.get("Name", "")
        micros = seconds(attributes.get("ElapsedTime"))
        self.evidence.append(
            TestCase(result, name, classname, suite, line=line, why=why, micros=micros)
        )


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root in _ROOTS and "TestListing" in head.xml.children


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "Test", _FPCUnit(source), _ROOTS)


FORMAT = Format(
    name="fpcunit",
    kind=Kind.TESTS,
    title="FPCUnit XML",
    producers="FPCUnit (Free Pascal, Lazarus)",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
