"""Qt Test's own XML, of `./tst_x -o FILE,xml`: one file for each test program.

Format: qxmltestlogger.cpp of qt/qtbase. A case is a row of a function, initTestCase and
cleanupTestCase too, as in Qt's totals. An expected failure is followed by how the row ended; what
is blacklisted does not count for Qt, so it is skipped. (`lightxml` has no root: it is no XML.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence, Kind, Nothing, Result, TestCase, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.durations import MILLISECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import records
from scorecard_action.reports.tests.jsonvalues import worst
from scorecard_action.reports.tests.words import Said, Words, plain

_ROOTS: Final = frozenset({"TestCase"})
_PASSED: Final = ("pass",)
_SKIPPED: Final = ("skip", "bpass", "bfail", "bxpass", "bxfail", "bskip")
_EXPECTED: Final = "xfail"
_AROUND: Final = frozenset({"initTestCase", "cleanupTestCase"})
_RECORDS: Final = frozenset({("TestFunction", "Incident"), ("TestFunction", "Message")})


class _QTest:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._class = self._function = ""
        self._line = 0
        # of the open function: what its rows say, by their tags
        self._rows: dict[str, list[Said]] = {}
        self._files: dict[str, str] = {}
        self._micros: int | None = None
        self._ran = self._ended = self._fatal = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        if name == "TestCase" and len(reader.path) == 1:
            self._class = attributes.get("name", "")
        elif name == "TestFunction":
            self._function = attributes.get("name", "")
            self._line = reader.line
        elif name == "Duration" and len(reader.path) == 2:
            self._ended = True
        elif name == "Duration" and reader.path[-2] == "TestFunction":
            self._micros = read(attributes.get("msecs"), MILLISECOND)

    def text(self, name: str, text: str, reader: xml.Reader) -> None:
        pass

    def record(self, record: records.Record, reader: xml.Reader) -> None:
        kind = record.attributes.get("type", "")
        tag = record.texts.get("DataTag", "")
        if record.name == "Message":
            self._fatal |= kind == "qfatal"
            if kind != "skip":
                return
        elif plain(kind) == _EXPECTED and not self._words.own(kind):
            self._rows.setdefault(tag, [])
            return
        said = self._words.read(kind)
        self._rows.setdefault(tag, []).append(said)
        if said[0] is Result.FAILED:
            file = record.attributes.get("file", "")
            self._files[tag] = "" if file == "Unknown file" else file

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "TestFunction":
            self._close_function()
        elif len(reader.path) == 1:
            if self._fatal or not self._ended:
                words = "the test program was ended before it was done"
                self.evidence.append(ToolError(words, reader.line))
            elif not self._ran:
                words = "it ran no test function besides initTestCase and cleanupTestCase"
                self.evidence.append(Nothing(words, reader.line))

    def _close_function(self) -> None:
        self._ran |= self._function not in _AROUND
        # the time of a function is that of all its rows: the first of them has it
        micros, self._micros = self._micros, None
        for tag, said in (self._rows or {"": [(Result.FAILED, "a test has no result")]}).items():
            # an expected failure after which nothing came
            result, why = worst(said) or (Result.SKIPPED, "")
            self._ran |= result is Result.FAILED
            self.evidence.append(
                TestCase(
                    result,
                    f"{self._function}({tag})" if tag else self._function,
                    self._class,
                    file=self._files.get(tag, ""),
                    line=self._line,
                    why=why,
                    micros=micros,
                )
            )
            micros = micros and 0
        self._rows.clear()
        self._files.clear()


def _detect(head: Head) -> bool:
    return (
        head.xml is not None
        and head.xml.root in _ROOTS
        and not head.xml.names.isdisjoint({"QtVersion", "QTestVersion"})
    )


def _read(source: Source) -> Iterator[Evidence]:
    return records.read(source, _QTest(source), _RECORDS, {"DataTag"}, _ROOTS)


FORMAT = Format(
    name="qtest",
    kind=Kind.TESTS,
    title="Qt Test XML",
    producers="Qt Test, -o FILE,xml",
    detect=_detect,
    keys=frozenset(f"<{root}>" for root in _ROOTS),
    read=_read,
    times=True,
)
