"""xUnit.net: `assemblies` or one `assembly`, from v1 (`class`) and v2 and later (`collection`).

Format: "xUnit.net v2+ XML format" and "xUnit.net v1 XML format" of xunit.net/docs; written by the
xUnit.net runners, and by XunitXml.TestLogger (`dotnet test --logger xunit`). An `error` of an
assembly (a clean-up that failed, a crash) and a `failure` of a v1 class are no case's: a failed
test of their name.
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
from scorecard_action.reports.tests.words import Words

_ROOTS: Final = frozenset({"assemblies", "assembly"})
_PASSED: Final = frozenset({"pass", "passed"})
# NotRun: an explicit test that nobody asked for
_SKIPPED: Final = frozenset({"skip", "skipped", "notrun"})
_OWN: Final = frozenset({"run-date", "run-time", "total", "passed", "test-framework", "start-rtf"})


class _XUnit:
    def __init__(self, source: Source) -> None:
        self.evidence: list[Evidence] = []
        self._words = Words(source, _PASSED, _SKIPPED)
        self._assembly = ""
        self._class = ""
        self._declared = 0
        self._tests = 0
        self._listed = 0
        self._failed = 0
        self._failure = False

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        parent = reader.path[-2] if len(reader.path) > 1 else ""
        if name == "assembly":
            self._assembly = dotnet.assembly(attributes.get("name", ""))
            self._declared = whole(attributes.get("failed")) + whole(attributes.get("errors"))
            self._failed = 0
            # v3 counts errors among its tests
            self._tests = whole(attributes.get("total")) - whole(attributes.get("errors"))
            self._listed = 0
        elif name == "class":
            self._class = attributes.get("name", "")
        elif name == "failure" and parent == "class":
            self._outside(self._class, self._class, reader.line)
        elif name == "error" and parent == "errors":
            kind, what = attributes.get("type", ""), attributes.get("name", "")
            classname = what if kind == "test-class-cleanup" else ""
            self._outside(" ".join(filter(None, (kind, what))) or "error", classname, reader.line)

    def end(self, name: str, reader: xml.Reader) -> None:
        if name == "class":
            self._class = ""
        elif name == "assembly":
            self._close_assembly(reader.line)

    def child(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        self._failure |= name == "failure"

    def case(self, attributes: dict[str, str], line: int) -> None:
        get = attributes.get
        result, why = Result.FAILED, ""
        if not self._failure:
            result, why = self._words.read(get("result", ""))
        self._failure = False
        self._listed += 1
        self._failed += result is Result.FAILED
        classname = get("type") or self._class
        name = dotnet.short(get("name") or get("method") or "", classname)
        self.evidence.append(
            TestCase(
                result,
                name,
                classname,
                self._assembly,
                get("source-file", ""),
                line=line,
                why=why,
                micros=dotnet.seconds(get("time")),
            )
        )

    def _outside(self, name: str, classname: str, line: int) -> None:
        self._failed += 1
        self.evidence.append(
            TestCase(Result.FAILED, name, classname, self._assembly, own=False, line=line)
        )

    def _close_assembly(self, line: int) -> None:
        what = self._assembly or "the assembly"
        self.evidence += cases.fewer(self._tests, self._listed, line)
        self.evidence += cases.unlisted(self._declared, self._failed, line, what, "failures")
        self._assembly, self._declared, self._failed = "", 0, 0


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.namespace:
        return False
    if head.xml.root == "assemblies":
        return head.xml.children <= {"assembly"}
    # other tools have an `assembly` too: Windows manifests, Maven descriptors
    return head.xml.root == "assembly" and not _OWN.isdisjoint(head.xml.attributes)


def _read(source: Source) -> Iterator[Evidence]:
    return cases.read(source, "test", _XUnit(source), _ROOTS)


FORMAT = Format(
    name="xunit.net",
    kind=Kind.TESTS,
    title="xUnit.net (v1 and v2+)",
    producers="xunit.console, xUnit.net v3 -xml, dotnet test --logger xunit",
    detect=_detect,
    keys=frozenset({"<assemblies>", "<assembly>"}),
    read=_read,
    times=True,
)
