"""Reading JSON into partial structures: what tools do write, and what is broken."""

from __future__ import annotations

import io
import json

import msgspec
import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports import jsondoc
from scorecard_action.reports.source import Source


class Item(msgspec.Struct):
    name: str = ""
    count: int = 0


class Report(msgspec.Struct):
    items: list[Item] | None = None
    ratio: float | None = None


def decode(data: bytes) -> Report:
    return jsondoc.decode(Source(io.BytesIO(data)), Report)


REPORT = json.dumps(
    {"items": [{"name": "é 🧪 \\", "count": 3, "other": [1]}], "ratio": 0.5}
).encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b'{"items": [{"name": "a"}]}', "a", id="plain"),
        pytest.param(b'\xef\xbb\xbf{"items": [{"name": "a"}]}', "a", id="utf-8 mark"),
        pytest.param('\ufeff{"items": [{"name": "é"}]}'.encode("utf-16-le"), "é", id="utf-16"),
        pytest.param('\ufeff{"items": [{"name": "🧪"}]}'.encode("utf-32-be"), "🧪", id="utf-32"),
        pytest.param(b'\r\n\r\n{"items":\r\n [{"name": "a"}]}\r\n', "a", id="windows line ends"),
        pytest.param(b'{"items": [{"name": "a", "x": NaN}]}', "a", id="NaN"),
        pytest.param(b'{"ratio": -Infinity, "items": [{"name": "a"}]}', "a", id="infinity"),
        pytest.param(rb'{"items": [{"name": "\ud800 x"}]}', "\ud800 x", id="lone surrogate"),
        pytest.param(rb'{"items": [{"name": "\ud83e\uddea"}]}', "🧪", id="surrogate pair"),
        pytest.param(rb'{"items": [{"name": "\u0000\u001b"}]}', "\0\x1b", id="escaped controls"),
        pytest.param(
            b'{"items": [{"name": "a"}], "x": ' + b"9" * 4000 + b"}", "a", id="4,000 digits"
        ),
        pytest.param(b'{"items": [{"name": "b"}], "items": [{"name": "a"}]}', "a", id="key twice"),
    ],
)
def test_what_tools_write_is_read(data: bytes, name: str) -> None:
    report = decode(data)
    assert report.items is not None
    assert report.items[0].name == name


@pytest.mark.parametrize("size", [pytest.param(n, id=str(n)) for n in range(1, len(REPORT))])
def test_cut_off_anywhere_is_unreadable(size: int) -> None:
    with pytest.raises(ReportError):
        decode(REPORT[:size])


@pytest.mark.parametrize(
    ("data", "message", "line", "column"),
    [
        pytest.param(b'{"items": [\n', "cut off", 2, 1, id="cut off"),
        pytest.param(b'{"items":\n [{"name": "ab', "cut off", 2, 15, id="cut off in a string"),
        pytest.param(b'{"items":\n [1 2]}', "not valid JSON", 2, 5, id="comma missing"),
        pytest.param(b"{\n'items': []}", "not valid JSON", 2, 1, id="single quotes"),
        pytest.param(b'\n\n{"items": [}', "not valid JSON", 3, 12, id="blank lines before"),
        pytest.param(b'{"items": []}\n{"items": []}', "not valid JSON", 2, 1, id="two documents"),
        pytest.param(b'{"items": []}\nnpm notice', "not valid JSON", 2, 1, id="text after it"),
        pytest.param(b'{"items":\n"\xff"}', "not valid UTF-8", 2, 2, id="bytes"),
        pytest.param(b'{"x":\n"a\x1bb"}', "Invalid control", 2, 3, id="raw control character"),
        pytest.param(b'{"x":\n"\\q"}', "Invalid \\\\escape", 2, 2, id="escape"),
    ],
)
def test_not_json_at_line_and_column(data: bytes, message: str, line: int, column: int) -> None:
    with pytest.raises(ReportError, match=message) as caught:
        decode(data)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        pytest.param(b"[]", "object", id="array for object"),
        pytest.param(b'{"items": {}}', r"\$\.items", id="object for array"),
        pytest.param(b'{"items": [{"name": 1}]}', r"\$\.items\[0\]\.name", id="number for text"),
        pytest.param(b'{"items": [{"count": 1e400}]}', r"\$\.items\[0\]\.count", id="infinite"),
        pytest.param(b'{"ratio": "NaN"}', r"\$\.ratio", id="text for number"),
    ],
)
def test_another_shape_is_named_by_its_place(data: bytes, place: str) -> None:
    with pytest.raises(ReportError, match=f"not the shape of this format: .*{place}"):
        decode(data)


@pytest.mark.parametrize("times", [2_000, 5_000_000])
@pytest.mark.parametrize(
    "unit", [pytest.param(b"[", id="arrays"), pytest.param(b'{"a":', id="objects")]
)
@pytest.mark.parametrize("before", [b'{"x": ', b'{"ratio": NaN, "x": '])
def test_nested_without_end(before: bytes, unit: bytes, times: int) -> None:
    with pytest.raises(ReportError):
        decode(before + unit * times)


def test_nested_and_closed_deeper_than_python_goes() -> None:
    with pytest.raises(ReportError, match="nested too deep"):
        decode(b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def test_more_digits_than_python_reads() -> None:
    with pytest.raises(ReportError, match="not valid JSON"):
        decode(b'{"ratio": NaN, "x": ' + b"9" * 5_000 + b"}")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param(b'{"name": "a"}', "a", id="plain"),
        pytest.param(rb'{"name": "\ud800"}', "\ud800", id="lone surrogate"),
    ],
)
def test_a_line(line: bytes, name: str) -> None:
    assert jsondoc.decode_line(line, Item, 7).name == name


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(b'{"name": "a', "cut off", id="cut off"),
        pytest.param(b'{"name": 1}', "not the shape", id="shape"),
        pytest.param(b'{"name": "\xff"}', "not valid UTF-8", id="bytes"),
        pytest.param(b'{"x": ' + b"[" * 100_000, "nested too deep", id="depth"),
    ],
)
def test_a_broken_line_is_named_by_its_number(line: bytes, message: str) -> None:
    with pytest.raises(ReportError, match=message) as caught:
        jsondoc.decode_line(line, Item, 7)
    assert caught.value.line == 7
