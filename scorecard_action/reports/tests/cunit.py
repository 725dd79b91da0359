"""CUnit's automated run, `<name>-Results.xml` of CU_automated_run_tests.

Format: Automated.c of CUnit, cunit-1.0.xsd of the Jenkins xUnit plugin. A failed test has a record
for each assertion that failed; an inactive one has none, the summary counts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import records
from scorecard_action.reports.tests.cases import fewer, unlisted

_ROOTS: Final = frozenset({"CUNIT_TEST_RUN_REPORT"})
_PASSED: Final = "CUNIT_RUN_TEST_SUCCESS"
_FAILED: Final = "CUNIT_RUN_TEST_FAILURE"
_SUITE_FAILED: Final = "CUNIT_RUN_SUITE_FAILURE"
_SUMMARY: Final = "CUNIT_RUN_SUMMARY_RECORD"
_RECORDS: Final = frozenset(
    {
        ("CUNIT_RUN_TEST_RECORD", _PASSED),
        ("CUNIT_RUN_TEST_RECORD", _FAILED),
        ("CUNIT_RUN_SUITE", _SUITE_FAILED),
        ("CUNIT_RUN_SUMMARY", _SUMMARY),
    }
)
_TEXTS: Final = frozenset(
    {"SUITE_NAME", "TEST_NAME", "FILE_NAME", "TYPE", "RUN", "FAILED", "INACTIVE"}
)


class _CUnit:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._suite = ""
        self._open: str | None = None  # the test whose failed assertion was the last record
        self._listed = self._failed = 0
        self._summed = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "CUNIT_RUN_SUITE":
            self._open = None

    def text(self, name: str, text: str, reader: xml.Reader) -> None:
        if name == "SUITE_NAME":
            self._suite = text

    def record(self, record: records.Record, reader: xml.Reader) -> None:
        if record.name == _SUMMARY:
            if record.texts.get("TYPE") == "Test Cases":
                self._sum(record)
            return
        get = record.texts.get
        if record.name == _SUITE_FAILED:
            suite = get("SUITE_NAME", "")
            self.evidence.append(
                TestCase(Result.FAILED, suite, suite=suite, own=False, line=record.line)
            )
            return
        name = get("TEST_NAME", "")
        failed = record.name == _FAILED
        if failed and self._open == name:
            return
        self._open = name if failed else None
        self._listed += 1
        self._failed += failed
        result = Result.FAILED if failed else Result.PASSED
        file = get("FILE_NAME", "")
        self.evidence.append(TestCase(result, name, "", self._suite, file, line=record.line))

    def _sum(self, record: records.Record) -> None:
        get = record.texts.get
        self._summed = True
        if inactive := whole(get("INACTIVE")):
            self.evidence.append(TestCase(Result.SKIPPED, count=inactive, line=record.line))
        self.evidence += fewer(whole(get("RUN")), self._listed, record.line)
        self.evidence += unlisted(whole(get("FAILED")), self._failed, record.line)

    def end(self, name: str, reader: xml.Reader) -> None:
        if len(reader.path) == 1 and not self._summed:
            words = "there is no summary of the test cases: the run did not finish"
            self.evidence.append(ToolError(words, reader.line))


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root in _ROOTS


def _read(source: Source) -> Iterator[Evidence]:
    return records.read(source, _CUnit(), _RECORDS, _TEXTS, _ROOTS)


FORMAT = Format(
    name="cunit",
    kind=Kind.TESTS,
    title="CUnit XML",
    producers="CUnit's CU_automated_run_tests (*-Results.xml)",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
)
