"""Check's XML, of CK_XML_LOG_FILE_NAME and `srunner_set_xml`.

Format: check_log.c of libcheck/check. Each iteration of a looped test is a test; `error` is a crash
or a time-out. Its root is called as JUnit's is: its namespace tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import seconds
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import records
from scorecard_action.reports.tests.jsonvalues import below
from scorecard_action.reports.tests.words import Words

NAMESPACE: Final = "check.sourceforge.net"
_ROOTS: Final = frozenset({"testsuites"})
_TEXTS: Final = frozenset({"title", "path", "fn", "id", "iteration", "description", "duration"})
_PASSED: Final = ("success",)


class _Check:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, ())
        self._suite = ""

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if len(reader.path) == 1 and NAMESPACE not in attributes.get("xmlns", ""):
            raise reader.error(f"no report of Check: its namespace is not {NAMESPACE}")
        if name == "suite":
            self._suite = ""

    def text(self, name: str, text: str, reader: xml.Reader) -> None:
        if name == "title":
            self._suite = text

    def record(self, record: records.Record, reader: xml.Reader) -> None:
        result, why = self._words.read(record.attributes.get("result", ""))
        get = record.texts.get
        folder = get("path", "")
        self.evidence.append(
            TestCase(
                result,
                get("id", ""),
                get("description", ""),
                self._suite,
                below("" if folder == "." else folder, get("fn", "").rpartition(":")[0]),
                line=record.line,
                why=why,
                id=get("iteration", ""),
                micros=seconds(get("duration")),  # below zero where the test did not end
            )
        )

    def end(self, name: str, reader: xml.Reader) -> None:
        pass


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root in _ROOTS and NAMESPACE in head.xml.namespace


def _read(source: Source) -> Iterator[Evidence]:
    return records.read(source, _Check(source), {("suite", "test")}, _TEXTS, _ROOTS)


FORMAT = Format(
    name="check",
    kind=Kind.TESTS,
    title="Check XML",
    producers="Check for C (CK_XML_LOG_FILE_NAME, srunner_set_xml)",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
