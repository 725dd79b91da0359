"""TRX, the test results of Visual Studio: `dotnet test --logger trx`, vstest.console, mstest,
Microsoft.Testing.Platform and xUnit.net v3.

Format: vstst.xsd of Visual Studio, namespaces `…/TeamTest/2006` and `/2010`; what the outcomes mean
is in the TestPlatform's TestOutcome. Results are cases; a result with rows (`InnerResults`, or
`DataDrivenTest` beside its `DataDrivenDataRow`s) stands for its rows, so these are counted instead.

The classes stand in `TestDefinitions`, which dotnet writes after the results: these are held until
then, a few hundred bytes each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import xml
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.numbers import whole
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import cases, dotnet
from scorecard_action.reports.tests.words import Words

_PASSED: Final = frozenset({"passed", "passedbutrunaborted"})
# Inconclusive: "we can't say if it passed or failed", and dotnet test does not fail for it.
# Completed and Warning are no measure either, so they are no pass.
_SKIPPED: Final = frozenset(
    {"notexecuted", "inconclusive", "completed", "warning", "skipped", "ignored", "none"}
)
# A run that ended so did not finish; `Failed` is judged by its tests.
_BROKEN: Final = frozenset(
    {"error", "aborted", "timeout", "disconnected", "inprogress", "pending", "passedbutrunaborted"}
)
_FAILED_COUNTERS: Final = ("failed", "error", "timeout", "aborted")
_PARENTS: Final = frozenset({"Results", "InnerResults"})
_MAX_INFOS: Final = 5
# CppUnit and AUnit have a <TestRun> too, with other children and no namespace.
_CHILDREN: Final = frozenset(
    {
        "TestSettings", "TestRunConfiguration", "Times", "ResultSummary", "TestDefinitions",
        "TestLists", "TestEntries", "Results",
    }
)  # fmt: skip


class _Row(NamedTuple):
    result: Result
    name: str
    line: int
    why: str
    own: bool = True
    summary: bool = False
    micros: int | None = None


class _Open:
    """A result that has begun."""

    __slots__ = ("attributes", "depth", "inner", "inner_failed", "line")

    def __init__(self, attributes: dict[str, str], depth: int, line: int) -> None:
        self.attributes = attributes
        self.depth = depth
        self.line = line
        self.inner = False
        self.inner_failed = False


class _Trx:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._own = False
        self._open: list[_Open] = []
        self._held: dict[str, list[_Row]] = {}
        self._tests: dict[str, tuple[str, str]] = {}
        self._results_read = False
        self._test_id: str | None = None
        self._test_depth = 0
        self._test = ("", "")
        self._failed = 0
        self._declared = 0
        self._total = 0
        self._listed = 0  # rows and what holds them alike: producers count either
        self._aborted = False
        self._outcome = ""
        self._info = ""
        self._infos: list[ToolError] = []

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        parent = reader.path[-2] if len(reader.path) > 1 else ""
        if not parent:
            self._own = "TeamTest" in attributes.get("xmlns", "")
        elif len(reader.path) == 2:
            self._own |= name in _CHILDREN
        if parent in _PARENTS:
            self._open.append(_Open(attributes, len(reader.path), reader.line))
        elif parent == "TestDefinitions":
            self._test_depth = len(reader.path)
            self._test_id = attributes.get("id", "").lower()
            self._test = ("", dotnet.assembly(attributes.get("storage", "")))
        elif name == "TestMethod" and self._test_id is not None:
            # mstest writes `Class, Assembly, Version=…`; a generic class holds commas too
            classname = attributes.get("className", "")
            classname = classname if "[" in classname else classname.partition(",")[0]
            self._test = (
                classname.strip(),
                dotnet.assembly(attributes.get("codeBase", "")) or self._test[1],
            )
        elif name == "ResultSummary":
            self._outcome = attributes.get("outcome", "")
        elif name == "Counters" and parent == "ResultSummary":
            self._total = whole(attributes.get("total"))
            self._declared = sum(whole(attributes.get(key)) for key in _FAILED_COUNTERS)
        elif name == "RunInfo":
            self._info = attributes.get("outcome", "").lower()
        elif name == "Text" and parent == "RunInfo" and self._info in _BROKEN:
            reader.keep_text()

    def end(self, name: str, reader: xml.Reader) -> None:
        if self._open and self._open[-1].depth == len(reader.path):
            self._close(self._open.pop())
        elif name == "Results" and not self._open:
            self._results_read = True
            for test_id in [key for key in self._held if key in self._tests]:
                self._emit(test_id, self._tests[test_id])
        elif self._test_id is not None and self._test_depth == len(reader.path):
            if self._results_read:
                self._emit(self._test_id, self._test)
            else:
                self._tests[self._test_id] = self._test
            self._test_id = None
        elif name == "Text" and reader.path[-2:-1] == ["RunInfo"] and self._info in _BROKEN:
            self._tell(reader.take_text().strip(), reader.line)
        elif len(reader.path) == 1:
            if not self._own:
                raise reader.error("no TRX: <TestRun> has none of the elements that TRX has")
            self._finish(reader.line)

    def _close(self, row: _Open) -> None:
        get = row.attributes.get
        # the loggers leave an outcome out where it is Error, the first of the enumeration
        outcome = get("outcome", "Error")
        self._aborted |= outcome.lower() == "passedbutrunaborted"
        result, why = self._words.read(outcome)
        self._listed += 1
        failed = result is Result.FAILED
        self._failed += failed
        if self._open:
            self._open[-1].inner = True
            self._open[-1].inner_failed |= failed or row.inner_failed
        if row.inner and (not failed or row.inner_failed):
            return
        self._held.setdefault(get("testId", "").lower(), []).append(
            _Row(
                result,
                get("testName", ""),
                row.line,
                why,
                own=not row.inner,
                summary=get("resultType") == "DataDrivenTest" and not row.inner,
                micros=None if row.inner else dotnet.seconds(get("duration")),
            )
        )

    def _emit(self, test_id: str, test: tuple[str, str]) -> None:
        rows = self._held.pop(test_id, [])
        cases = [row for row in rows if not row.summary]
        if cases and len(cases) < len(rows):
            # the summary of rows that stand beside it: counted only where none of them says why
            failed = any(row.result is Result.FAILED for row in cases)
            rows = [
                row._replace(own=not row.summary)
                for row in rows
                if not row.summary or (row.result is Result.FAILED and not failed)
            ]
        classname, suite = test
        self.evidence.extend(
            TestCase(
                row.result,
                dotnet.short(row.name, classname),
                classname,
                suite,
                own=row.own,
                line=row.line,
                why=row.why,
                micros=row.micros if row.own else None,
            )
            for row in rows
        )

    def _tell(self, text: str, line: int) -> None:
        # xUnit.net repeats each failed test as an error of the run; exit code 2 of the testing
        # platform says only that some test failed
        repeated = text.endswith("[FAIL]")
        exited = "testingplatform/exitcodes" in text and "'2'" in text
        if text and not repeated and not exited and len(self._infos) < _MAX_INFOS:
            self._infos.append(ToolError(f"the run reports an error: {clip(text, 300)}", line))

    def _finish(self, line: int) -> None:
        for test_id in list(self._held):
            self._emit(test_id, self._tests.get(test_id, ("", "")))
        self.evidence += cases.fewer(self._total, self._listed, line)
        self.evidence.extend(self._infos)
        if self._infos:
            return
        if self._outcome.lower() in _BROKEN or self._aborted:
            outcome = self._outcome or "aborted"
            self.evidence.append(ToolError(f"the run did not finish: {clip(outcome, 60)}", line))
        elif self._outcome.lower() == "failed" and not self._failed:
            self.evidence.append(ToolError("the run failed, though no test in it did", line))
        else:
            self.evidence += cases.unlisted(self._declared, self._failed, line)


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "TestRun":
        return False
    if head.xml.namespace:
        return "TeamTest" in head.xml.namespace
    return not head.xml.children or not head.xml.children.isdisjoint(_CHILDREN)


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Trx(source), {"TestRun"})


FORMAT = Format(
    name="trx",
    kind=Kind.TESTS,
    title="Visual Studio TRX",
    producers="dotnet test --logger trx, vstest.console, MSTest, Microsoft.Testing.Platform",
    detect=_detect,
    keys=frozenset({"<TestRun>"}),
    read=_read,
    times=True,
)
