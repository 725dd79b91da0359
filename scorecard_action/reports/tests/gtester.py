"""gtester's XML, of `gtester -o FILE` (GLib, which has since gone over to TAP).

Format: gtester.c of GNOME/glib. With `-k` a program that crashed is run again from the test after:
the earlier ones stand a second time, as skipped, so a test is the worst of what else is said of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import xml
from scorecard_action.reports.durations import seconds
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases
from scorecard_action.reports.tests.words import WORSE, Said, Words

MAX_TESTS: Final = 500_000
_ROOTS: Final = frozenset({"gtester"})
_PASSED: Final = ("success",)
# enum GTestResult of gtestutils.h: what g_test_skip leaves is a success by the word
_SKIPPED_STATUS: Final = "1"


class _GTester:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, ())
        self._binary = ""
        self._empty: dict[str, bool] = {}  # programs, and whether none of their runs had a test
        self._tests: dict[tuple[str, str], tuple[Said | None, int, int | None]] = {}
        self._time: xml.Reader | None = None  # the reader, while it keeps the text of a time
        self._status: dict[str, str] | None = None
        self._error = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "testbinary":
            self._binary = attributes.get("path", "")
            self._empty.setdefault(self._binary, True)
        if len(self._tests) + len(self._empty) > MAX_TESTS:
            raise reader.error(f"over {MAX_TESTS:,} tests: write a report for each program")

    def end(self, name: str, reader: xml.Reader) -> None:
        if len(reader.path) > 1:
            return
        for (binary, path), (said, line, micros) in self._tests.items():
            result, why = said or (Result.SKIPPED, "")
            self.evidence.append(
                TestCase(result, path, suite=binary, line=line, why=why, micros=micros)
            )
        for binary, empty in self._empty.items():
            if empty:
                self.evidence.append(
                    TestCase(Result.FAILED, f"{binary}: it ran no test", suite=binary, own=False)
                )

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "status":
            self._status = attributes
        elif name == "duration":
            reader.keep_text()
            self._time = reader
        self._error |= name == "error"

    def case(self, attributes: dict[str, str], line: int) -> None:
        self._empty[self._binary] = False
        key = self._binary, attributes.get("path", "")
        said = self._said(attributes)
        self._status, self._error = None, False
        time = self._time.take_text() if self._time else None
        self._time = None
        before, first, took = self._tests.get(key, (None, line, None))
        if before and said:
            said = max(before, said, key=lambda one: WORSE.index(one[0]))
        micros = seconds(time)
        self._tests[key] = said or before, first, took if micros is None else micros

    def _said(self, attributes: dict[str, str]) -> Said | None:
        """Return how a test ended, None where it was passed over because of an earlier crash."""
        if self._error:
            return Result.FAILED, ""
        if self._status is None:
            return None if attributes.get("skipped") == "1" else (Result.FAILED, "it did not end")
        result, why = self._words.read(self._status.get("result", ""))
        code = self._status.get("exit-status", "").strip()
        if result is Result.PASSED and code == _SKIPPED_STATUS:
            return Result.SKIPPED, ""
        if result is Result.PASSED and code != "0":
            return Result.FAILED, ""
        return result, why


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root in _ROOTS


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "testcase", _GTester(source), _ROOTS)


FORMAT = Format(
    name="gtester",
    kind=Kind.TESTS,
    title="gtester XML",
    producers="GLib's gtester -o",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
