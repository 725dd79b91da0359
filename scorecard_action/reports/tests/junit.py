"""JUnit XML, in every dialect: there is no official schema, so every element that a known tool
writes is understood, cases are counted, and what a suite declares beyond its cases is failed.

Dialects: Ant, Maven Surefire and Failsafe (surefire-test-report.xsd), Gradle, pytest xunit1 and
xunit2, unittest-xml-reporting, jest-junit, node --test, mocha, PHPUnit, GoogleTest, CTest, nextest,
gotestsum, Bazel, Robot, and whatever follows junit-10.xsd of the Jenkins xUnit plugin.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases

_SUITES: Final = frozenset({"testsuite", "testsuites"})
_FAILURES: Final = frozenset({"failure", "error"})
_RESULTS: Final = frozenset(
    {"failure", "error", "skipped", "rerunFailure", "rerunError", "flakyFailure", "flakyError"}
)
_NOT_RUN: Final = frozenset({"disabled", "ignored", "notrun", "suppressed", "skipped"})
# Of a suite's name: suites nest, and each name is kept while its suite is open.
_NAME_LIMIT: Final = 8 * 1024
_NOT_PASSED: Final = frozenset({"fail", "failed", "failure", "error", "errored", "broken"})


class _Suite:
    """An open suite: how many failures its elements account for, and how many it declares."""

    __slots__ = ("accounted", "declared", "file", "name")

    def __init__(self, attributes: dict[str, str], parent: _Suite | None) -> None:
        self.name = attributes.get("name", "")[:_NAME_LIMIT]
        self.file = (attributes.get("file") or attributes.get("filepath") or "")[:_NAME_LIMIT]
        if parent:
            self.file = self.file or parent.file
            self.name = self.name or parent.name
        self.declared = whole(attributes.get("failures")) + whole(attributes.get("errors"))
        self.accounted = 0


class _Junit:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._suites: list[_Suite] = []
        self._tags: dict[str, None] = {}  # the result children of the case, each once
        self._failures = 0
        self._todo = False
        self._outside = _Suite({}, None)

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name in _SUITES:
            self._suites.append(_Suite(attributes, self._suites[-1] if self._suites else None))
        elif name in _FAILURES and reader.path[-2:-1] and reader.path[-2] in _SUITES:
            suite = self._suites[-1]
            suite.accounted += 1
            self.evidence.append(
                TestCase(
                    Result.FAILED,
                    name=suite.name,
                    suite=suite.name,
                    file=suite.file,
                    own=False,
                    line=reader.line,
                )
            )

    def end(self, name: str, reader: xml.Reader) -> None:
        if name in _SUITES:
            self._close_suite(self._suites.pop(), reader.line)

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name in _RESULTS:
            self._tags[name] = None
            self._failures += name in _FAILURES
            self._todo |= name == "skipped" and attributes.get("type") == "todo"
        elif name == "warning":
            self._tags["failure"] = None  # PHPUnit: a test with a warning is no success

    def case(self, attributes: dict[str, str], line: int) -> None:
        suite = self._suites[-1] if self._suites else self._outside
        result, flaky = Result.PASSED, False
        if self._tags:
            result, flaky = interpret(tuple(self._tags), todo=self._todo)
        status = attributes.get("status"), attributes.get("result")
        if not _NOT_RUN.isdisjoint(map(_lower, status)):
            # also where it failed: a disabled test is not meant to be judged
            result, flaky = Result.SKIPPED, False
        elif not self._tags and not _NOT_PASSED.isdisjoint(map(_lower, status)):
            result = Result.FAILED
        suite.accounted += max(self._failures, result is Result.FAILED)
        self.evidence.append(
            TestCase(
                result,
                attributes.get("name", ""),
                attributes.get("classname") or attributes.get("class") or "",
                suite.name,
                attributes.get("file") or suite.file,
                flaky,
                line=line,
            )
        )
        if self._tags:
            self._tags, self._failures, self._todo = {}, 0, False

    def _close_suite(self, suite: _Suite, line: int) -> None:
        excess = suite.declared - suite.accounted
        if excess > 0:
            self.evidence.append(
                TestCase(
                    Result.FAILED,
                    name=f"{suite.name} (declared by the suite, not listed)",
                    suite=suite.name,
                    file=suite.file,
                    own=False,
                    count=excess,
                    line=line,
                )
            )
        if self._suites:
            self._suites[-1].accounted += max(suite.declared, suite.accounted)


@lru_cache(maxsize=4096)
def interpret(tags: tuple[str, ...], *, todo: bool) -> tuple[Result, bool]:
    """Return the result of a case with these result children, and whether it was flaky.

    junitparser's models say what the children mean; the worst of them wins, except that a failing
    todo test (Node: `<skipped type="todo">` beside a failure) is no failure.
    """
    from junitparser import xunit2  # noqa: PLC0415 - most reports of a build never need it

    case = xunit2.TestCase()
    for tag in tags:
        case.append(xunit2.TestCase.ITER_TYPES[tag]())  # type: ignore[no-untyped-call]
    if todo or not (case.is_failure or case.is_error or case.is_rerun):
        return (Result.SKIPPED if case.is_skipped else Result.PASSED), case.is_flaky
    return Result.FAILED, False


def _lower(text: str | None) -> str:
    return text.lower() if text else ""


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root in {"testsuites", "testsuite", "testcase"}


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "testcase", _Junit())


FORMAT = Format(
    name="junit",
    kind=Kind.TESTS,
    title="JUnit XML",
    producers="pytest, Maven, Gradle, jest-junit, PHPUnit, GoogleTest, nextest, gotestsum, Bazel …",
    detect=_detect,
    read=_read,
    flaky=True,
)
