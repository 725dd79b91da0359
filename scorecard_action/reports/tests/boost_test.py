"""Boost.Test's log in XML, of `--logger=XML,all,FILE` (before 1.62 `--log_format=XML`).

Format: xml_log_formatter.ipp of boostorg/test. Only from the level `test_suite` on does it list the
cases: at the default level a good run is an empty `TestLog`, which is no evidence, and a bad one
has errors outside of any case. A case with expected failures has them as errors too: the report
(boost-test-report) knows better.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Nothing, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import MICROSECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases

_ROOTS: Final = frozenset({"TestLog"})
_FAILURES: Final = frozenset({"Error", "FatalError", "Exception"})
_CHILDREN: Final = _FAILURES | {
    "TestSuite", "TestCase", "Info", "Message", "Warning", "BuildInfo", "TestingTime",
}  # fmt: skip


class _Boost:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._suites: list[str] = []
        self._failed = self._known = False
        self._time: xml.Reader | None = None  # the reader, while it keeps the text of a time

    @property
    def _suite(self) -> str:
        return "/".join(self._suites)

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._known |= len(reader.path) > 1
        if name == "TestSuite":
            self._suites.append(attributes.get("name", ""))
            if attributes.get("skipped", "no") != "no":  # and all below it, which is not listed
                self.evidence.append(
                    TestCase(Result.SKIPPED, self._suites[-1], suite=self._suite, line=reader.line)
                )
        elif name in _FAILURES and reader.path[-2] in {"TestSuite", "TestLog"}:
            self.evidence.append(
                TestCase(
                    Result.FAILED,
                    "an error outside of any test case",
                    suite=self._suite,
                    # an exception comes from an unknown location, at line 0
                    file=attributes.get("file", "") if attributes.get("line") != "0" else "",
                    own=False,
                    line=reader.line,
                )
            )

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "TestSuite":
            self._suites.pop()
        elif len(reader.path) == 1 and not self._known:
            words = "at this level the log lists no test: `--logger=XML,all,FILE` does"
            self.evidence.append(Nothing(words, reader.line))

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._failed |= name in _FAILURES
        if name == "TestingTime":
            reader.keep_text()
            self._time = reader

    def case(self, attributes: dict[str, str], line: int) -> None:
        get = attributes.get
        result = Result.SKIPPED if get("skipped", "no") != "no" else Result.PASSED
        if self._failed:
            result = Result.FAILED
        self._failed, self._known = False, True
        time = self._time.take_text() if self._time else None
        self._time = None
        self.evidence.append(
            TestCase(
                result,
                get("name", ""),
                suite=self._suite,
                file=get("file", ""),
                line=line,
                id=get("line", ""),
                micros=read(time, MICROSECOND),
            )
        )


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root not in _ROOTS:
        return False
    return head.xml.children <= _CHILDREN


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "TestCase", _Boost(), _ROOTS)


FORMAT = Format(
    name="boost-test",
    kind=Kind.TESTS,
    title="Boost.Test log",
    producers="Boost.Test --logger=XML,all",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
