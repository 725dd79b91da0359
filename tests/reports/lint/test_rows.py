"""The description of a format: its fields, its marks, and what its reader makes of them."""

from __future__ import annotations

import io
import json

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Finding, Level, Nothing, Tool, ToolError
from scorecard_action.reports.lint.rows import Every, Fewer, Row, Stop, Total, Zero, rows
from scorecard_action.reports.source import Source
from tests.reports.lint.reading import findings, told

SERIOUS = {"bad": Level.ERROR, "poor": Level.WARNING, "1": Level.WARNING}


def read(document: object, *found: Row, marks: tuple[object, ...] = ()) -> list[Evidence]:
    form = rows("x", "X", *found, tool="x", producers="X", told=("a",), marks=marks)  # type: ignore[arg-type]
    return list(form.read(Source(io.BytesIO(json.dumps(document).encode()))))


@pytest.mark.parametrize(
    ("field", "item", "expected"),
    [
        pytest.param("name", {"name": "r"}, "r", id="a member"),
        pytest.param("rule.id", {"rule": {"id": "r"}}, "r", id="of a member"),
        pytest.param("rule.id", {"rule": None}, "", id="of one that is null"),
        pytest.param("rule.id", {}, "", id="of one that is missing"),
        pytest.param("a|b", {"a": "", "b": "r"}, "r", id="the first that is there"),
        pytest.param("names[0]", {"names": ["r", "s"]}, "r", id="the first element"),
        pytest.param("names[0]", {"names": []}, "", id="of none"),
        pytest.param(
            "all[kind=p].id", {"all": [{"kind": "q"}, {"kind": "p", "id": "r"}]}, "r", id="a kind"
        ),
        pytest.param("R{code}", {"code": 7}, "R7", id="a text around it"),
        pytest.param("R{code}", {"code": None}, "", id="a text around nothing"),
        pytest.param("=r", {}, "r", id="a text"),
        pytest.param("^file", {}, "a.c", id="of what holds it"),
        pytest.param("name|^file", {}, "a.c", id="its own, else of what holds it"),
        pytest.param("name|^file", {"name": "r"}, "r", id="its own first"),
    ],
)
def test_a_field(field: str, item: object, expected: str) -> None:
    document = {"files": [{"file": "a.c", "found": [item]}]}
    (finding,) = findings(read(document, Row("files[].found[]", rule=field)))
    assert finding.rule == expected


def test_the_key_that_holds_a_finding() -> None:
    document = {"files": {"a.c": [{"line": 3}], "b.c": [{"line": "4-6"}]}}
    found = findings(read(document, Row("files{}[]", file="@", line="line")))
    assert [(one.file, one.line) for one in found] == [("a.c", 3), ("b.c", 4)]


def test_what_php_writes_for_an_empty_object() -> None:
    assert read({"files": []}, Row("files{}[]")) == [Tool("x")]


@pytest.mark.parametrize(
    ("base", "line", "expected"),
    [(1, 3, 3), (1, 0, 0), (0, 0, 1), (0, 3, 4), (0, None, 0), (0, -1, 0), (0, 10**20, 0)],
)
def test_lines_begin_where_the_tool_begins(base: int, line: object, expected: int) -> None:
    (finding,) = findings(read([{"line": line}], Row("[]", line="line", base=base)))
    assert finding.line == expected


@pytest.mark.parametrize(
    ("written", "level", "severity"),
    [
        pytest.param("Poor", Level.WARNING, "Poor", id="a word, in its own case"),
        pytest.param(1, Level.WARNING, "1", id="a number"),
        pytest.param("new", Level.ERROR, "new", id="one that is not known"),
        pytest.param(None, Level.ERROR, "error", id="none"),
    ],
)
def test_levels(written: object, level: Level, severity: str) -> None:
    (finding,) = findings(read([{"how": written}], Row("[]", level="how", levels=SERIOUS)))
    assert (finding.level, finding.severity) == (level, severity)


@pytest.mark.parametrize(
    ("mark", "item", "expected"),
    [
        pytest.param("no=true", {"no": True}, True, id="a flag"),
        pytest.param("no=true", {"no": False}, False, id="a flag that is not set"),
        pytest.param("no=true", {}, False, id="no flag"),
        pytest.param("no=a|b", {"no": "B"}, True, id="a word, whatever its case"),
        pytest.param("no=a", {"no": "ab"}, False, id="not a part of it"),
        pytest.param("no=", {}, True, id="nothing is there"),
        pytest.param("no", {"no": [1]}, True, id="something is there"),
        pytest.param("no", {"no": []}, False, id="an empty list"),
        pytest.param("=", {}, True, id="always"),
        pytest.param("", {}, False, id="never"),
    ],
)
def test_a_mark(mark: str, item: object, expected: bool) -> None:
    (finding,) = findings(read([item], Row("[]", suppressed=mark)))
    assert finding.suppressed is expected


def test_what_is_needed_tells_a_report_from_another() -> None:
    with pytest.raises(ReportError, match="missing required field `rule`"):
        read([{"message": "m"}], Row("[]", need="rule", rule="rule"))
    with pytest.raises(ReportError, match="missing required field `found`"):
        read({"files": [{}]}, Row("files[].found[]"))
    assert read({"files": [{}]}, Row("files[].found[]?")) == [Tool("x")]


def test_repetitions_of_a_finding_are_one() -> None:
    items = [{"rule": "a"}, {"rule": "a"}, {"rule": "b"}]
    found = findings(read(items, Row("[]", rule="rule", once=("rule",))))
    assert [told(one)[0] for one in found] == ["a", "b"]


LIST = Row("found[]", level="how", levels=SERIOUS)


@pytest.mark.parametrize(
    ("mark", "document", "expected"),
    [
        pytest.param(
            Stop("x: {why|=?}", "errors[]"),
            {"errors": [{"why": "w"}, {}]},
            [ToolError("x: w"), ToolError("x: ?")],
            id="errors",
        ),
        pytest.param(
            Stop("x: {.}", "errors[]"), {"errors": ["w"]}, [ToolError("x: w")], id="words"
        ),
        pytest.param(Stop("x", when="ok=false"), {"ok": False}, [ToolError("x")], id="a mark"),
        pytest.param(Stop("x", when="ok=false"), {"ok": True}, [], id="none"),
        pytest.param(Zero("0", ("files",)), {"files": 0}, [Nothing("0")], id="a count of 0"),
        pytest.param(Zero("0", ("files",)), {"files": []}, [Nothing("0")], id="an empty list"),
        pytest.param(Zero("0", ("files",)), {}, [], id="no count"),
        pytest.param(Zero("0", ("a", "b")), {"a": 0, "b": 1}, [], id="not all are 0"),
        pytest.param(Zero("0", ("files",)), {"files": 0, "found": [{}]}, [], id="but a finding"),
        pytest.param(
            Fewer("{done} of {wanted}", "a", "b", "0"),
            {"a": 1, "b": 2},
            [ToolError("1 of 2")],
            id="less",
        ),
        pytest.param(Fewer("", "a", "b", "0"), {"a": 0, "b": 0}, [Nothing("0")], id="both 0"),
        pytest.param(
            Total("x", "errors", "n"),
            {"n": 1},
            [ToolError("x counts 1 errors and lists 0")],
            id="lost",
        ),
        pytest.param(
            Total("x", "errors", "n", "bad"),
            {"n": 1, "found": [{"how": "bad"}]},
            [],
            id="all there",
        ),
    ],
)
def test_what_a_report_says_beside_its_findings(
    mark: object, document: dict[str, object], expected: list[Evidence]
) -> None:
    pieces = read({"found": [], **document}, LIST, marks=(mark,))
    assert [one for one in pieces if not isinstance(one, Tool | Finding)] == expected


@pytest.mark.parametrize(
    ("files", "nothing"),
    [
        pytest.param([], True, id="no file"),
        pytest.param([{"found": [], "no": True}], True, id="all passed over"),
        pytest.param([{"found": [], "no": True}, {"found": []}], False, id="one was looked at"),
    ],
)
def test_a_tool_that_lists_all_that_it_looked_at(files: object, nothing: bool) -> None:
    pieces = read(files, Row("[].found[]"), marks=(Every("X", passed="no=true"),))
    assert any(isinstance(one, Nothing) for one in pieces) is nothing
