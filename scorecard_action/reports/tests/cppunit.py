"""CppUnit's XmlOutputter, its ports, and AUnit's XML, which has the same elements.

Format: XmlOutputter.cpp and XmlOutputterHook of CppUnit, cppunit-1.0.xsd and aunit-2.0.xsd of the
Jenkins xUnit plugin. Which list a test is in says how it ended. `TestRun` is also the root of TRX.
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
from scorecard_action.reports.tests import records
from scorecard_action.reports.tests.cases import fewer, unlisted

_LISTS: Final = {
    "FailedTests": Result.FAILED,
    "SuccessfulTests": Result.PASSED,
    "SkippedTests": Result.SKIPPED,
    "IgnoredTests": Result.SKIPPED,
}
_RECORDS: Final = frozenset((of, name) for of in _LISTS for name in ("Test", "FailedTest"))
_ROOTS: Final = frozenset({"TestRun"})
_COUNTS: Final = frozenset({"Tests", "FailuresTotal"})


class _CppUnit:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._counts: dict[str, int] = {}
        self._known = False
        self._listed = self._failed = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._known |= len(reader.path) == 2 and (name in _LISTS or name == "Statistics")

    def text(self, name: str, text: str, reader: xml.Reader) -> None:
        if name in _COUNTS:
            self._counts[name] = whole(text)

    def record(self, record: records.Record, reader: xml.Reader) -> None:
        failed = record.name == "FailedTest" or record.parent == "FailedTests"
        result = Result.FAILED if failed else _LISTS[record.parent]
        self._listed += 1
        self._failed += failed
        fixture, _, name = record.texts.get("Name", "").rpartition("::")
        file = record.texts.get("File", "")
        micros = seconds(record.attributes.get("elapsed"))  # AUnit's
        self.evidence.append(
            TestCase(result, name, fixture, file=file, line=record.line, micros=micros)
        )

    def end(self, name: str, reader: xml.Reader) -> None:
        if len(reader.path) > 1:
            return
        if not self._known:
            raise reader.error("no CppUnit: <TestRun> has none of its lists of tests")
        get = self._counts.get
        self.evidence += fewer(get("Tests", 0), self._listed, reader.line)
        self.evidence += unlisted(get("FailuresTotal", 0), self._failed, reader.line)


def _detect(head: Head) -> bool:
    return (
        head.xml is not None
        and head.xml.root in _ROOTS
        and not head.xml.namespace
        and not head.xml.children.isdisjoint({"FailedTests", "SuccessfulTests"})
    )


def _read(source: Source) -> Iterator[Evidence]:
    return records.read(source, _CppUnit(), _RECORDS, {"Name", "File", *_COUNTS}, _ROOTS)


FORMAT = Format(
    name="cppunit",
    kind=Kind.TESTS,
    title="CppUnit and AUnit XML",
    producers="CppUnit's XmlOutputter, AUnit",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
