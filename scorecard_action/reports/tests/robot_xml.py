"""Robot Framework's output.xml, from version 2 to 7, of `robot` and of `rebot`.

Format: result.xsd and robot.xsd of Robot Framework. The keywords within a test are passed over; a
suite teardown comes after the tests that it may fail, so the tests of a file are held until its
end.

A test that failed and was not critical (up to version 3) is failed, as in "All Tests" of Robot's
own statistics.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import between, moment, seconds
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases
from scorecard_action.reports.tests.words import Words

# NOT RUN is no status of a test in Robot's own output; converters write it
PASSED: Final = ("pass", "passed")
SKIPPED: Final = ("skip", "skipped", "notrun")


class _Suite:
    """An open suite; `first` is the place of its first test among those held."""

    __slots__ = ("first", "longname", "name", "source", "teardown")

    def __init__(self, attributes: dict[str, str], parent: _Suite | None, first: int) -> None:
        self.name = attributes.get("name", "")
        self.longname: str = f"{parent.longname}.{self.name}" if parent else self.name
        self.source: str = attributes.get("source", "") or (parent.source if parent else "")
        self.first = first
        self.teardown = ""


class _Robot:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, PASSED, SKIPPED)
        self._suites: list[_Suite] = []
        self._held: list[TestCase] = []
        self._rebot = False
        self._test: dict[str, str] | None = None
        self._line = 0
        self._status = ""
        self._micros: int | None = None
        self._teardown = False
        self._counted = (0, 0)
        self._failed = 0
        self._listed = 0

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        path = reader.path
        parent = path[-2] if len(path) > 1 else ""
        if name == "status":
            if self._test is not None:
                if parent == "test":
                    self._status = attributes.get("status", "")
                    self._micros = _took(attributes)
            elif self._teardown and self._suites and path[-3:-1] == ["suite", "kw"]:
                self._suites[-1].teardown = attributes.get("status", "FAIL").strip().upper()
        elif self._test is not None:
            return
        elif name == "test" and self._suites and parent == "suite":
            self._test, self._line, self._status = attributes, reader.line, ""
            self._micros = None
        elif name == "kw" and parent == "suite":
            self._teardown = attributes.get("type", "").lower() == "teardown"
        elif name == "suite" and parent in {"suite", "robot"}:
            above = self._suites[-1] if self._suites else None
            self._suites.append(_Suite(attributes, above, len(self._held)))
        elif name == "stat" and parent == "total":
            failed = whole(attributes.get("fail"))
            counts = failed + whole(attributes.get("pass")) + whole(attributes.get("skip"))
            self._counted = max(self._counted, (counts, failed))  # the other is "Critical Tests"
        elif name == "robot" and not parent:
            self._rebot = attributes.get("generator", "").lower().startswith("rebot")

    def end(self, name: str, reader: xml.Reader) -> None:
        parent = reader.path[-2] if len(reader.path) > 1 else ""
        if name == "test" and self._test is not None and parent == "suite":
            self._close_test(self._test)
            self._test = None
        elif self._test is not None:
            return
        elif name == "suite" and parent in {"suite", "robot"}:
            self._close_suite(self._suites.pop())
        elif not parent:
            counts, counted = self._counted
            self.evidence += cases.fewer(counts, self._listed, reader.line)
            self.evidence += cases.unlisted(counted, self._failed, reader.line, "the report")

    def _close_test(self, attributes: dict[str, str]) -> None:
        suite = self._suites[-1]
        result, why = self._words.read(self._status)
        self._listed += 1
        self._held.append(
            TestCase(
                result,
                attributes.get("name", ""),
                suite.longname,
                suite.name,
                suite.source,
                line=self._line,
                why=why,
                id=attributes.get("line", ""),
                micros=self._micros,
            )
        )

    def _close_suite(self, suite: _Suite) -> None:
        # rebot has done this already, and its tests may have been replaced by those of a rerun
        if suite.teardown in {"FAIL", "SKIP"} and not self._rebot:
            for index in range(suite.first, len(self._held)):
                self._held[index] = _torn_down(self._held[index], suite.teardown)
        if not self._suites:
            self._failed += sum(test.result is Result.FAILED for test in self._held)
            self.evidence.extend(self._held)
            self._held.clear()


def _took(status: dict[str, str]) -> int | None:
    """Return the time of a test: from version 7 on as such, before from its start to its end."""
    get = status.get
    if "elapsed" in status:
        return seconds(get("elapsed"))
    return between(moment(get("starttime")), moment(get("endtime")))


def _torn_down(test: TestCase, teardown: str) -> TestCase:
    """Return a test after its suite's teardown failed or skipped: as Robot does it."""
    if teardown == "SKIP":
        return msgspec.structs.replace(test, result=Result.SKIPPED)
    if test.result is Result.SKIPPED:
        return test
    return msgspec.structs.replace(test, result=Result.FAILED)


def _detect(head: Head) -> bool:
    # the robots of ROS have this root too, with links and joints
    return (
        head.xml is not None
        and head.xml.root == "robot"
        and ("generator" in head.xml.attributes or "suite" in head.xml.children)
    )


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Robot(source), {"robot"})


FORMAT = Format(
    name="robot",
    kind=Kind.TESTS,
    title="Robot Framework output.xml",
    producers="robot, rebot, pabot",
    detect=_detect,
    keys=frozenset({"<robot>"}),
    read=_read,
    times=True,
)
