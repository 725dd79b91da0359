"""NUnit 3 and later: `test-run`, or a bare `test-suite` as the framework writes it.

Format: "Test Result XML Format" of NUnit's documentation. Also written by NunitXml.TestLogger
(`dotnet test --logger nunit`) and by unity-test-runner.

NUnit counts cases alone. A suite that failed while no case in it did (a set-up that left nothing
to run, an assembly that could not be loaded), and a failed one-time tear-down, is a failure of its
own.
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

_ROOTS: Final = frozenset({"test-run", "test-suite"})
_PASSED: Final = frozenset({"passed", "success"})
# Inconclusive (an assumption did not hold) and Warning are neither pass nor fail: NUnit counts them
# apart, exits with 0, and its adapter for dotnet test reports both as not run.
_SKIPPED: Final = frozenset({"skipped", "inconclusive", "warning", "ignored", "explicit"})


class _Suite:
    """An open suite (or the run): how many of its descendants failed."""

    __slots__ = ("assembly", "classname", "failed", "name", "result", "site")

    def __init__(self, attributes: dict[str, str], parent: _Suite | None) -> None:
        get = attributes.get
        self.name = get("fullname") or get("name") or ""
        self.classname = ""
        if get("type") in {"TestFixture", "ParameterizedFixture", "GenericFixture", "SetUpFixture"}:
            self.classname = get("classname") or get("fullname") or ""
        self.assembly: str = parent.assembly if parent else ""
        if get("type") == "Assembly" or not self.assembly:
            self.assembly = dotnet.assembly(get("name") or get("fullname") or "")
        if parent:
            self.classname = self.classname or parent.classname
        self.result = get("result", "")
        self.site = get("site", "").lower()
        self.failed = 0


class _NUnit3:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._suites: list[_Suite] = []
        self._failure = False
        self._declared = 0
        self._tests = 0
        self._listed = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name in {"test-suite", "test-run"}:
            if len(reader.path) == 1:
                self._declared = whole(attributes.get("failed"))
                self._tests = whole(attributes.get("total"))
            self._suites.append(_Suite(attributes, self._suites[-1] if self._suites else None))

    def end(self, name: str, reader: xml.Reader) -> None:
        if name in {"test-suite", "test-run"}:
            self._close_suite(self._suites.pop(), reader.line)

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._failure |= name == "failure"

    def case(self, attributes: dict[str, str], line: int) -> None:
        suite = self._suites[-1] if self._suites else _Suite({}, None)
        result, why = self._result(attributes)
        self._listed += 1
        self._failure = False
        suite.failed += result is Result.FAILED
        classname, name = _names(attributes, suite.classname)
        micros = dotnet.seconds(attributes.get("duration"))
        self.evidence.append(
            TestCase(result, name, classname, suite.assembly, line=line, why=why, micros=micros)
        )

    def _result(self, attributes: dict[str, str]) -> Said:
        word = attributes.get("result", "").strip()
        if not word:
            # a list of tests (`--explore`) has no result: they were not run
            return (Result.FAILED if self._failure else Result.SKIPPED), ""
        result, why = self._words.read(word)
        if self._failure and result is Result.PASSED:
            return Result.FAILED, ""
        return result, why

    def _close_suite(self, suite: _Suite, line: int) -> None:
        failed = suite.result and self._words.read(suite.result)[0] is Result.FAILED
        # Parent and Child repeat what stands above and below; the outermost has nobody to repeat
        repeats = self._suites and suite.site in {"parent", "child"}
        if failed and not repeats and (not suite.failed or suite.site == "teardown"):
            suite.failed += 1
            self.evidence.append(
                TestCase(
                    Result.FAILED,
                    suite.name or "the test run",
                    suite.classname,
                    suite.assembly,
                    own=False,
                    line=line,
                )
            )
        if self._suites:
            self._suites[-1].failed += suite.failed
        else:
            self.evidence += cases.fewer(self._tests, self._listed, line)
            self.evidence += cases.unlisted(self._declared, suite.failed, line)


def _names(attributes: dict[str, str], fixture: str) -> tuple[str, str]:
    """Return the class's full name and the test's name.

    NunitXml.TestLogger writes the class without its namespace, and early versions wrote none.
    """
    name, fullname = attributes.get("name", ""), attributes.get("fullname", "")
    classname = attributes.get("classname", "")
    if not classname:
        if name and fullname.endswith("." + name):
            return fullname[: -len(name) - 1], name
        classname, rest = dotnet.split(fullname or name)
        return classname or fixture, rest
    if fixture.endswith("." + classname):
        classname = fixture
    return classname, name or dotnet.short(fullname, classname)


def _detect(head: Head) -> bool:
    if head.xml is None:
        return False
    own = {"fullname", "testcasecount", "runstate"}
    return head.xml.root == "test-run" or (
        head.xml.root == "test-suite" and not own.isdisjoint(head.xml.attributes)
    )


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "test-case", _NUnit3(source), _ROOTS)


FORMAT = Format(
    name="nunit3",
    kind=Kind.TESTS,
    title="NUnit 3",
    producers="nunit3-console, NUnitLite, dotnet test --logger nunit, Unity",
    detect=_detect,
    keys=frozenset({"<test-run>", "<test-suite>"}),
    read=_read,
    times=True,
)
