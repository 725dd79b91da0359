"""JUnit XML, in every dialect: there is no official schema, so every element that a known tool
writes is understood, cases are counted, and what a suite declares beyond its cases is failed
(`junit_suites`).

Dialects: Ant, Maven Surefire and Failsafe (surefire-test-report.xsd), Gradle, pytest xunit1 and
xunit2, unittest-xml-reporting, jest-junit, node --test, mocha, PHPUnit, GoogleTest, CTest, nextest,
gotestsum, Bazel, Robot, and whatever follows junit-10.xsd of the Jenkins xUnit plugin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import (
    Evidence,
    FlakyMarked,
    Kind,
    Notice,
    Result,
    TestCase,
    ToolError,
)
from scorecard_action.reports import xml
from scorecard_action.reports.durations import seconds
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases, check
from scorecard_action.reports.tests.junit_suites import Suite
from scorecard_action.reports.tests.words import WORSE, Said, Words, plain

_MESSAGE: Final = 100  # of why a test was skipped
_SUITES: Final = frozenset({"testsuite", "testsuites"})
_ROOTS: Final = _SUITES | {"testcase"}
_FAILURES: Final = frozenset({"failure", "error"})
_RERUNS: Final = frozenset({"rerunFailure", "rerunError", "flakyFailure", "flakyError"})
_RESULTS: Final = frozenset({*_FAILURES, *_RERUNS, "skipped"})
# What stands in a case besides its result; `time` is AntUnit's.
_BESIDE: Final = frozenset(
    {"properties", "property", "system-out", "system-err", "attachments", "attachment", "time"}
)
_PASSED: Final = (
    "passed", "pass", "success", "successful", "succeeded", "ok", "run", "completed", "finished",
    "executed",
)  # fmt: skip
_SKIPPED: Final = (
    "disabled", "ignored", "notrun", "suppressed", "skipped", "pending", "todo", "skip",
)  # fmt: skip
# A disabled test is not meant to be judged, also where it failed.
_OFF: Final = frozenset({"disabled", "ignored", "suppressed", "todo"})
_SUREFIRE: Final = re.compile(r"(?:surefire|failsafe)[\w.-]*\.xsd")
_OF_SUREFIRE: Final = ("surefire.", "failsafe.")
"""Names of system properties that the plugins set in the tests' own process."""
_MAX_STRANGE: Final = 5
_MOST_JUDGED: Final = 1_000


class _Junit:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self.marks_flaky = False
        self._words = Words(source, _PASSED, _SKIPPED)
        self._suites: list[Suite] = []
        self._outside = Suite({}, None)
        # of the open case: its result children, each once, and what else they say
        self._tags: dict[str, None] = {}
        self._runs = 0
        self._retries = 0
        self._todo = False
        self._message = ""
        self._known = False
        self._strange: dict[str, None] = {}  # elements that no dialect has
        self._unknown: set[str] = set()
        self._judged: dict[tuple[tuple[str | None, str | None], Result, str], Said] = {}

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name in _SUITES:
            self.marks_flaky = self.marks_flaky or _marks_flaky(attributes)
            self._suites.append(Suite(attributes, self._suites[-1] if self._suites else None))
        elif name in _FAILURES and reader.path[-2:-1] and reader.path[-2] in _SUITES:
            suite = self._suites[-1]
            suite.count(Result.FAILED, 1)
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
            self._known = True
        elif (name in _BESIDE or name in _RESULTS) and not _SUITES.isdisjoint(reader.path[-3:-1]):
            self._known = True
            if name == "property" and self._suites:
                known = attributes.get("name", "")
                self._suites[-1].tell(known, attributes.get("value", ""))
                self.marks_flaky = self.marks_flaky or known.startswith(_OF_SUREFIRE)
        elif len(self._strange) < _MAX_STRANGE:
            self._strange[f"<{clip(name, 60)}>"] = None

    def end(self, name: str, reader: xml.Reader) -> None:
        if name in _SUITES:
            suite = self._suites.pop()
            above = self._suites[-1] if self._suites else None
            self.evidence += suite.close(above, reader.line)
        if len(reader.path) == 1 and self._strange and not self._known:
            seen = ", ".join(self._strange)
            raise reader.error(f"no JUnit report: below <{name}> stand {seen}, and no test")

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name in _RESULTS:
            self._tags[name] = None
            self._runs += name != "skipped"
            self._retries += name in _RERUNS
            self.marks_flaky = self.marks_flaky or name in _RERUNS
            if name == "skipped":
                self._todo |= attributes.get("type") == "todo"
                self._message = self._message or clip(attributes.get("message", ""), _MESSAGE)
        elif name == "warning":
            self._tags["failure"] = None  # PHPUnit: a test with a warning is no success
        elif name == "aborted":
            self._tags["skipped"] = None  # Ant: an assumption did not hold
        elif name not in _BESIDE and not name.startswith(("rerun", "flaky")):
            self._tell(name, reader.line)

    def case(self, attributes: dict[str, str], line: int) -> None:
        suite = self._suites[-1] if self._suites else self._outside
        self._known = True
        result, flaky, why = Result.PASSED, False, ""
        if self._tags:
            todo = self._todo or ("skipped" in self._tags and suite.declares_none)
            result, flaky = interpret(tuple(self._tags), todo=todo)
        if "status" in attributes or "result" in attributes:
            status = attributes.get("status"), attributes.get("result")
            result, why = self._said(status, result)
            flaky = flaky and result is Result.PASSED
        elif (
            "name" not in attributes
            and not self._tags
            and attributes.keys().isdisjoint(("classname", "class"))
        ):
            # pytest writes what it knows of the test that was running when it was stopped
            self.evidence.append(ToolError("a test began and did not end", line))
            return
        if result is Result.PASSED and not self._runs:
            suite.good += 1
            suite.listed += 1
        else:
            suite.count(result, self._runs, 1 + self._retries)
        self.evidence.append(
            TestCase(
                result,
                attributes.get("name", ""),
                attributes.get("classname") or attributes.get("class") or "",
                suite.name,
                attributes.get("file") or suite.file,
                flaky,
                line=line,
                why=why,
                id=attributes.get("id") or attributes.get("line") or "",
                micros=seconds(attributes.get("time")),
            )
        )
        if self._tags:
            self._tags, self._runs, self._retries, self._todo = {}, 0, 0, False
            self._message = ""

    def _said(self, status: tuple[str | None, str | None], result: Result) -> Said:
        """Judge as `_judge` does; the words of a report are few, and its cases many."""
        key = (status, result, self._message)
        said = self._judged.get(key)
        if said is None:
            said = self._judge([word for word in status if word], result)
            if len(self._judged) < _MOST_JUDGED:
                self._judged[key] = said
        return said

    def _judge(self, words: list[str], result: Result) -> Said:
        """Return the worse of a case's elements and its words, and why where only a word says so.

        What the mapping says of a word takes the place of what is known of it. No word wins over a
        failure, but one of ours that says that the test is off.
        """
        theirs = [plain(word) for word in words if not self._words.own(word)]
        if not _OFF.isdisjoint(theirs):
            return Result.SKIPPED, ""
        if result is Result.FAILED:
            return result, ""
        if "notrun" in theirs and self._message and not self._message.startswith("SKIP_"):
            # CTest: "Unable to find executable", "Fixture dependency failed" …
            return Result.FAILED, f"a test did not run: {self._message}"
        if result is Result.SKIPPED:  # said by an element, whatever an unknown word means
            words = [word for word in words if self._words.knows(word)]
        found = [(result, ""), *map(self._words.read, words)]
        return max(found, key=lambda one: WORSE.index(one[0]))

    def _tell(self, name: str, line: int) -> None:
        if name not in self._unknown and len(self._unknown) < _MAX_STRANGE:
            self._unknown.add(name)
            words = f"<{clip(name, 60)}> in a <testcase> is not known here, so it decided nothing"
            self.evidence.append(Notice(f"{words}: see if such a case passed", line))


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


def _marks_flaky(suite: dict[str, str]) -> bool:
    """Say whether a suite shows a producer that marks flaky tests without being asked to.

    Surefire and Failsafe name their schema, nextest itself. Gradle (`mergeReruns`), Playwright
    (`includeRetries`) and others do when they are told to: only a mark shows that they were.
    """
    schema = suite.get("xsi:noNamespaceSchemaLocation") or suite.get("noNamespaceSchemaLocation")
    return suite.get("name") == "nextest-run" or bool(schema and _SUREFIRE.search(schema))


def _detect(head: Head) -> bool:
    return (
        head.xml is not None
        and head.xml.root in _ROOTS
        and check.NAMESPACE not in head.xml.namespace
    )


def _read(source: Source) -> Iterator[Evidence]:
    dialect = _Junit(source)
    yield from cases.read(source, "testcase", dialect)
    if dialect.marks_flaky:
        yield FlakyMarked()


FORMAT = Format(
    name="junit",
    kind=Kind.TESTS,
    title="JUnit XML",
    producers="pytest, Maven, Gradle, jest-junit, PHPUnit, GoogleTest, nextest, gotestsum, Bazel …",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
    flaky=True,
    flaky_shown=True,
)
