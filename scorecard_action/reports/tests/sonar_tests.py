"""SonarQube's generic test execution: `testExecutions`, or `unitTest` as it was called once.

Format: "Generic test data" of docs.sonarsource.com, GenericTestExecutionReportParser of sonarqube.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import MILLISECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases

_ROOTS: Final = frozenset({"testExecutions", "unitTest"})
_FAILURES: Final = frozenset({"failure", "error"})


class _Sonar:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._file = ""
        self._children: set[str] = set()

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "file":
            self._file = attributes.get("path", "")

    def end(self, name: str, reader: xml.Reader) -> None:
        pass

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        # Sonar refuses any other
        self._children.add(name if name in {"skipped", *_FAILURES} else "failure")

    def case(self, attributes: dict[str, str], line: int) -> None:
        result = Result.PASSED
        if self._children:
            skipped = self._children == {"skipped"}
            result = Result.SKIPPED if skipped else Result.FAILED
        self._children.clear()
        name = attributes.get("name", "")
        micros = read(attributes.get("duration"), MILLISECOND)
        self.evidence.append(
            TestCase(result, name, suite=self._file, file=self._file, line=line, micros=micros)
        )


def _detect(head: Head) -> bool:
    return (
        head.xml is not None
        and head.xml.root in _ROOTS
        and "version" in head.xml.attributes
        and head.xml.children <= {"file"}
    )


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "testCase", _Sonar(), _ROOTS)


FORMAT = Format(
    name="sonar-tests",
    kind=Kind.TESTS,
    title="Sonar generic test execution",
    producers="jest-sonar, vitest-sonar-reporter, karma-sonarqube-unit-reporter …",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
