"""NUnit 2: `test-results`, as nunit-console 2.2 to 2.7 writes it, and NUnit 3 with `format=nunit2`.

Format: Results.xsd of NUnit 2 and its XmlResultWriter. Until 2.4 a case says `executed` and
`success`; from 2.5 on also `result`, which wins where it says more.
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
from scorecard_action.reports.tests import cases, dotnet
from scorecard_action.reports.tests.words import Said, Words

_ROOTS: Final = frozenset({"test-results"})
_PASSED: Final = frozenset({"success", "passed", "true"})
# Inconclusive: an assumption did not hold. NotRunnable: not written as a test can be; NUnit 2 lists
# it as not run. Neither makes nunit-console fail.
_SKIPPED: Final = frozenset({"ignored", "skipped", "notrunnable", "inconclusive", "notrun"})


class _Suite:
    """An open suite: how many of its descendants failed, and whether it says why itself."""

    __slots__ = ("assembly", "failed", "failure", "line", "name")

    def __init__(
        self, attributes: dict[str, str], parent: _Suite | None, line: int, *, failure: bool
    ) -> None:
        self.name = attributes.get("name", "")
        self.assembly: str = parent.assembly if parent else ""
        if not self.assembly or attributes.get("type") == "Assembly":
            self.assembly = dotnet.assembly(self.name)
        self.failure = failure
        self.failed = 0
        self.line = line


class _NUnit2:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._suites: list[_Suite] = []
        self._failure = False
        self._declared = 0
        self._tests = 0
        self._listed = 0
        self._total = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "test-suite":
            parent = self._suites[-1] if self._suites else None
            said = attributes.get("result", "")
            failure = bool(said) and self._words.read(said)[0] is Result.FAILED
            self._suites.append(_Suite(attributes, parent, reader.line, failure=failure))
        elif name == "failure" and self._suites and reader.path[-2] == "test-suite":
            self._suites[-1].failure = True
        elif name == "test-results":
            self._tests += whole(attributes.get("total"))
            self._declared += whole(attributes.get("errors")) + whole(attributes.get("failures"))

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "test-suite":
            self._close_suite(self._suites.pop())
        elif len(reader.path) == 1:
            self.evidence += cases.fewer(self._tests, self._listed, reader.line)
            self.evidence += cases.unlisted(self._declared, self._total, reader.line)

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._failure |= name == "failure"

    def case(self, attributes: dict[str, str], line: int) -> None:
        result, why = self._result(attributes)
        self._listed += 1
        self._failure = False
        classname, name = dotnet.split(attributes.get("name", ""))
        suite = ""
        if self._suites:
            suite = self._suites[-1].assembly
            self._suites[-1].failed += result is Result.FAILED
        self._total += result is Result.FAILED
        micros = dotnet.seconds(attributes.get("time"))
        self.evidence.append(
            TestCase(result, name, classname, suite, line=line, why=why, micros=micros)
        )

    def _result(self, attributes: dict[str, str]) -> Said:
        executed, success, result = (
            attributes.get(key, "").strip().lower() for key in ("executed", "success", "result")
        )
        if self._failure:
            return Result.FAILED, ""
        if result:
            said = self._words.read(result)
            if said[0] is not Result.PASSED or self._words.own(result):
                return said
        if executed == "false":
            return Result.SKIPPED, ""
        if success == "false":
            return Result.FAILED, ""
        return self._words.read(success or result or executed)

    def _close_suite(self, suite: _Suite) -> None:
        if suite.failure and not suite.failed:
            # a set-up or tear-down of the fixture failed, and no case of it says so
            suite.failed = 1
            self._total += 1
            self.evidence.append(
                TestCase(
                    Result.FAILED, suite.name, suite=suite.assembly, own=False, line=suite.line
                )
            )
        if self._suites:
            self._suites[-1].failed += suite.failed


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "test-results"


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "test-case", _NUnit2(source), _ROOTS)


FORMAT = Format(
    name="nunit2",
    kind=Kind.TESTS,
    title="NUnit 2",
    producers="nunit-console 2, NUnit 3 with format=nunit2",
    detect=_detect,
    keys=frozenset({"<test-results>"}),
    read=_read,
    times=True,
)
