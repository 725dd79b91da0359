"""How deep JSON may nest and how much it may list: counted alike for every reader and Python."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.errors import ReportError
from scorecard_action.reports import jsondoc, jsonlimits, stray
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import Source
from tests.reports.test_every_reader import ids, read, samples


class Report(msgspec.Struct):
    name: str


def decode(data: bytes) -> Report:
    return jsondoc.decode(Source(io.BytesIO(data)), Report)


def decode_line(data: bytes) -> Report:
    return jsondoc.decode_line(data, Report, 1)


def decode_amid_text(data: bytes) -> Report:
    return stray.decode(Source(io.BytesIO(b"> test\n" + data + b"\ndone " + b"[" * 600)), Report)


DECODERS = [
    pytest.param(decode, id="document"),
    pytest.param(decode_line, id="line"),
    pytest.param(decode_amid_text, id="amid text"),
]


@pytest.mark.parametrize("decoder", DECODERS)
@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [
        pytest.param(b"[", b"", b"]", id="arrays"),
        pytest.param(b'{"a":', b"1", b"}", id="objects"),
        pytest.param(b'[\n {"]}": "\\"]", "a": ', b'"[[[{{{"', b"\n}\n ]", id="both, with strings"),
    ],
)
def test_500_levels_are_read_and_501_refused(
    decoder: Callable[[bytes], Report], opening: bytes, inside: bytes, closing: bytes
) -> None:
    times = 499 // (opening.count(b"[") + opening.count(b"{"))
    levels = times * (opening.count(b"[") + opening.count(b"{"))

    def nested(more: int) -> bytes:
        value = opening * times + b"[" * more + inside + b"]" * more + closing * times
        return b'{"name": "n", "x": ' + value + b"}"

    assert decoder(nested(499 - levels)).name == "n"
    with pytest.raises(ReportError, match="too deep to be a report: more than 500 levels"):
        decoder(nested(500 - levels))


@pytest.mark.parametrize(
    "decoder", [pytest.param(decode, id="document"), pytest.param(decode_line, id="line")]
)
def test_the_limit_is_the_same_where_the_standard_parser_decides(
    decoder: Callable[[bytes], Report],
) -> None:
    start = b'{"name": "n", "y": NaN, "x": '
    assert decoder(start + b"[" * 499 + b"]" * 499 + b"}").name == "n"
    with pytest.raises(ReportError, match="too deep"):
        decoder(start + b"[" * 500 + b"]" * 500 + b"}")


@pytest.mark.parametrize("decoder", DECODERS)
def test_brackets_in_strings_do_not_count(decoder: Callable[[bytes], Report]) -> None:
    quoted = json.dumps({"name": "[" * 10_000, "x": ['"{' * 9_000, "\\", "{,[" * 9_000, "é[\n"]})
    assert decoder(quoted.encode()).name == "[" * 10_000


@pytest.mark.parametrize("decoder", DECODERS)
def test_the_elements_of_arrays_are_counted(
    decoder: Callable[[bytes], Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonlimits, "MAX_ITEMS", 1_000)

    def document(items: int) -> bytes:
        lists = [[1, "a, b: c", None], [{"a": 1, "b": 2}]] * 100  # 600 with those inside
        return json.dumps({"name": "n", "x": lists, "y": [0] * (items - 600)}).encode()

    assert decoder(document(1_000)).name == "n"
    with pytest.raises(ReportError, match="over 2,000,000 items"):
        decoder(document(1_001))


VALUES = st.recursive(
    st.none() | st.integers(0, 9) | st.text('ab"\\[]{},:/\n', max_size=6),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text('a"[\\'), inside),
    max_leaves=30,
)


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inside), default=0) if isinstance(value, dict | list) else 0


def _items(value: Any, *, built: bool) -> int:
    if not isinstance(value, dict | list):
        return 0
    inside = value.values() if isinstance(value, dict) else value
    here = len(value) if built or isinstance(value, list) else 0
    return (here or not value) + sum(_items(one, built=built) for one in inside)


@pytest.mark.parametrize("built", [False, True])
@pytest.mark.parametrize("piece", [1, 2, 7, 8192])
@given(value=VALUES, indent=st.sampled_from([None, 1]))
def test_what_is_counted_is_what_python_finds(
    piece: int, built: bool, value: object, indent: int | None
) -> None:
    document = json.dumps(value, indent=indent).encode()
    depth, items = _depth(value), _items(value, built=built)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonlimits, "_PIECE", piece)
        for name, found in (("MAX_DEPTH", depth), ("MAX_ITEMS", items)):
            patch.setattr(jsonlimits, "MAX_DEPTH", 1_000)
            patch.setattr(jsonlimits, "MAX_ITEMS", 1_000)
            patch.setattr(jsonlimits, "_may_exceed", lambda _: True)
            patch.setattr(jsonlimits, name, found)
            jsonlimits.refuse_excess(document, 1, built=built)
            patch.setattr(jsonlimits, name, found - 1)
            if found:
                with pytest.raises(ReportError):
                    jsonlimits.refuse_excess(document, 1, built=built)


def _json_samples() -> list[tuple[str, Path]]:
    return [
        (form, file)
        for form, file in samples()
        if file.read_bytes().lstrip()[:1] in b"{[" and '"' in file.read_text("utf-8", "replace")
    ]


@pytest.mark.parametrize(("form", "sample"), _json_samples(), ids=ids(_json_samples()))
def test_every_format_refuses_what_is_too_deep(form: str, sample: Path, tmp_path: Path) -> None:
    assert form in FORMATS
    before, brace, after = sample.read_bytes().partition(b"{")
    if after.lstrip().startswith(b"}"):
        pytest.skip("an object without a member")

    def told(levels: int) -> list[str]:
        unknown = b'"no such key": ' + b"[" * levels + b"]" * levels + b", "
        tally = read(tmp_path, before + brace + unknown + after, form)
        return [problem.message for problem in tally.problems if "too deep" in problem.message]

    assert told(400) == []
    assert told(501) != []


@pytest.mark.parametrize(("form", "sample"), _json_samples(), ids=ids(_json_samples()))
def test_what_is_no_json_has_all_its_members_counted(
    form: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, brace, after = sample.read_bytes().partition(b"{")
    if after.lstrip().startswith(b"}"):
        pytest.skip("an object without a member")
    unknown = b'"no such key": {' + b",".join(b'"%d": 0' % one for one in range(40_000)) + b"}, "
    monkeypatch.setattr(jsonlimits, "MAX_ITEMS", 40_000)
    whole = before + brace + unknown + after
    assert not [one for one in read(tmp_path, whole, form).problems if "over " in one.message]
    broken = before + brace + b'"another": NaN, ' + unknown + after
    problem = read(tmp_path, broken, form).problems[0]
    assert "values, and something in it is no JSON" in problem.message


@pytest.mark.parametrize(
    ("form", "begin", "end"),
    [
        pytest.param(
            "bandit-json", b'{"errors": [], "results": [], "metrics": {', b"}}", id="typed"
        ),
        pytest.param("ruff-json", b'[{"code": 0, "x": {', b"}}]", id="skipped"),
    ],
)
def test_a_wrong_shape_is_said_though_there_is_too_much_of_it(
    form: str, begin: bytes, end: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonlimits, "MAX_ITEMS", 1_000)
    members = b",".join(b'"%d": 0' % one for one in range(2_000))
    (problem,) = read(tmp_path, begin + members + end, form).problems
    assert problem.message.startswith("not the shape of this format: Expected")
