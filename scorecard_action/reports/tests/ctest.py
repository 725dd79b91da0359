"""CTest's own Test.xml, of `ctest -T Test` and dashboards (`Testing/<stamp>/Test.xml`).

Format: cmCTestTestHandler.cxx of Kitware/CMake. `notrun` is three things: a test that is disabled
and one that skipped itself are skipped; one that could not be started has failed, and CTest exits
with an error for it. What `TestList` names are no cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.durations import seconds
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import records
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.words import Said, Words, plain

_PASSED: Final = ("passed",)
_STATUS: Final = "Completion Status"
_TIME: Final = "Execution Time"


class _CTest:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, ())
        self._listed = self._begun = 0
        self._ended = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._begun += name == "Test" and reader.path[-2] == "TestList"

    def text(self, name: str, text: str, reader: xml.Reader) -> None:
        self._ended |= name == "EndTestTime" and bool(text)

    def record(self, record: records.Record, reader: xml.Reader) -> None:
        self._listed += 1
        result, why = self._said(record)
        name = record.texts.get("Name", "")
        micros = seconds(record.texts.get(_TIME))
        self.evidence.append(TestCase(result, name, line=record.line, why=why, micros=micros))

    def _said(self, record: records.Record) -> Said:
        word = record.attributes.get("Status", "")
        if plain(word) != "notrun" or self._words.own(word):
            return self._words.read(word)
        status = record.texts.get(_STATUS, "")
        if plain(status) == "disabled" or status.startswith("SKIP_"):
            return Result.SKIPPED, ""
        return Result.FAILED, f"a test did not run: {clip(status, 100) or 'CTest says not why'}"

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "Testing":
            if not self._ended:
                words = "there is no <EndTestTime>: CTest was stopped"
                self.evidence.append(ToolError(words, reader.line))
            self.evidence += fewer(self._begun, self._listed, reader.line)


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "Site" and "Testing" in head.xml.children


def _read(source: Source) -> Iterator[Evidence]:
    return records.read(
        source, _CTest(source), {("Testing", "Test")}, {"Name", "Value", "EndTestTime"}, {"Site"}
    )


FORMAT = Format(
    name="ctest",
    kind=Kind.TESTS,
    title="CTest Test.xml",
    producers="ctest -T Test (Testing/*/Test.xml)",
    detect=_detect,
    keys=frozenset({"<Site>"}),
    read=_read,
    times=True,
)
