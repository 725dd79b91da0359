"""Broken and hostile lint reports: a clear error or a right count, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS
from tests.reports.lint.reading import SAMPLES, counts, evidence, outcome

LINT = sorted(name for name, form in FORMATS.items() if form.kind is Kind.LINT)
FILES = sorted(
    path for path in SAMPLES.glob("*/*") if path.parent.name in LINT and path.suffix != ".md"
)
TEXTUAL = frozenset({"lint-text", "github-annotations", "azure-annotations"})
WHOLE = [path for path in FILES if path.parent.name not in TEXTUAL]


def ids(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def total(path: Path) -> int:
    return sum(counts(evidence(path.parent.name, path.read_bytes())))


@pytest.mark.parametrize("form", LINT)
@pytest.mark.parametrize("data", [b"", b"\n \r\n"])
def test_an_empty_report_is_unreadable(form: str, data: bytes) -> None:
    assert outcome(form, data) == (0, "the file is empty: its tool wrote nothing")


@pytest.mark.parametrize("path", WHOLE, ids=ids)
def test_a_report_that_is_cut_off_is_never_whole(path: Path) -> None:
    data = path.read_bytes().rstrip()
    if path.parent.name == "golangci-lint-json":
        data = data[: data.rindex(b"}") + 1]  # what follows is its summary
    all_of_it = total(path)
    for tenth in range(1, 10):
        cut = data[: len(data) * tenth // 10]
        found, error = outcome(path.parent.name, cut)
        assert found <= all_of_it
        # lines end where they end: only half a line shows that the rest is missing
        assert error or (path.suffix == ".jsonl" and cut.endswith((b"}", b"\n")))


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_flipped_bytes_give_an_error_or_a_count(path: Path) -> None:
    data = path.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 97)):
        broken = bytearray(data)
        broken[place] ^= 0x15
        found, _ = outcome(path.parent.name, bytes(broken))
        assert found <= 2 * len(data)


STRANGE: tuple[object, ...] = (
    None, True, -1, 0, 1.5, 10**400, 1e308, "", "x", "\ud800", [], {}, [[]], [None], [{}],
    {"x": []}, float("nan"), float("inf"),
)  # fmt: skip


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON document, of long lists the first elements only."""
    yield path
    if isinstance(value, dict):
        for key in value.keys() - {"metadata"}:  # ESLint's rules: thousands of places
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(min(2, len(value))):
            yield from places(value[index], (*path, index))


def replaced(value: Any, path: tuple[str | int, ...], new: object) -> Any:
    """The document with another value at a place."""
    if not path:
        return new
    changed = value.copy()
    changed[path[0]] = replaced(value[path[0]], path[1:], new)
    return changed


def documents() -> Iterator[object]:
    for path in FILES:
        try:
            yield pytest.param(path, json.loads(path.read_bytes()), id=ids(path))
        except ValueError:
            if path.suffix == ".jsonl":
                line = path.read_bytes().splitlines()[0]
                yield pytest.param(path, json.loads(line), id=ids(path))


@pytest.mark.parametrize(("path", "document"), list(documents()))
def test_wrong_types_give_an_error_or_a_count(path: Path, document: object) -> None:
    form = path.parent.name
    for place in places(document):
        for strange in STRANGE:
            data = json.dumps(replaced(document, place, strange)).encode()
            found, error = outcome(form, data)
            assert found <= 50
            assert len(error) < 1000


ATTRIBUTES = ("", "x", "-1", "9" * 5000, "1e400", "NaN", "\u2028\u202e", "%s", "1,234")


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".xml"], ids=ids)
@pytest.mark.parametrize("strange", ATTRIBUTES)
def test_strange_attributes_change_no_count(path: Path, strange: str) -> None:
    text = path.read_text()
    findings = total(path)
    for name in ("line", "beginline", "start", "message", "msg", "path", "file", "name", "rule"):
        for quoted in {part.split('"')[0] for part in text.split(f' {name}="')[1:]}:
            data = text.replace(f' {name}="{quoted}"', f' {name}="{strange}"').encode()
            assert outcome(path.parent.name, data) == (findings, "")


DEEP = 100_000


@pytest.mark.parametrize("form", LINT)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * DEEP, id="arrays"),
        pytest.param(b'{"results":' * DEEP, id="objects"),
        pytest.param(b'[{"messages":' * DEEP, id="both"),
        pytest.param(b"<a>" * DEEP, id="elements"),
        pytest.param(b"(" * DEEP + b"\n", id="brackets"),
        pytest.param(b"a:" * DEEP + b"\n", id="colons"),
        pytest.param(b" " * DEEP + b"x\n", id="blanks"),
        pytest.param(b"::error " + b"a=1," * DEEP + b"\n", id="properties"),
    ],
)
@pytest.mark.timeout(20)
def test_depth_is_an_error(form: str, data: bytes) -> None:
    found, error = outcome(form, data)
    assert error
    assert found == 0


@pytest.mark.parametrize(
    ("form", "before", "after"),
    [
        ("ruff-json", '[{"code":"a","filename":"', '","message":"m","location":{"row":1}}]'),
        ("ruff-jsonl", '{"code":"a","filename":"', '","message":"m","location":{"row":1}}\n'),
        ("mypy-json", '{"message":"', '","file":"a","line":1,"code":null,"severity":"error"}\n'),
        ("rdjsonl", '{"message":"', '","location":{"path":"a"}}\n'),
        ("eslint-json", '[{"filePath":"', '","messages":[{"severity":2}]}]'),
        ("codeclimate", '{"check_name":"', '","location":{"path":"a"}}\n'),
        ("codeclimate", '{"check_name":"', '","location":{"path":"a"}}\0'),
        ("pmd", '<pmd><file name="', '"><violation/></file></pmd>'),
        ("cppcheck", '<results><error msg="', '"/></results>'),
        ("lint-text", "a.py:1:1: E1 ", "\n"),
        ("github-annotations", "::error file=a.py,line=1::", "\n"),
        ("azure-annotations", "##vso[task.logissue type=error;]", "\n"),
    ],
)
def test_names_of_megabytes_are_read(form: str, before: str, after: str) -> None:
    data = (before + "x" * 3_000_000 + after).encode()
    assert outcome(form, data) == (1, "")


@pytest.mark.parametrize("form", ["ruff-jsonl", "mypy-json", "rdjsonl"])
def test_a_line_without_an_end_is_refused(form: str) -> None:
    data = b'{"message":"' + b"x" * (17 << 20)
    assert outcome(form, data) == (0, "one line has over 16 MiB")


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        pytest.param("ruff-json", '[{"code":"a","code":"b","filename":"f"}]', 1, id="a key twice"),
        pytest.param("eslint-json", '[{"messages":[{}],"messages":[{},{}]}]', 2, id="a list twice"),
        pytest.param(
            "ruff-json", '[{"code":"a","filename":"f","x":NaN,"y":-Infinity}]', 1, id="NaN"
        ),
        pytest.param("ruff-jsonl", '{"code":"a","filename":"f","x":NaN}\n', 1, id="NaN in a line"),
        pytest.param("ruff-json", r'[{"code":"a","filename":"\ud800"}]', 1, id="half a surrogate"),
        pytest.param("mypy-json", r'{"file":"\udfff"}', 1, id="half a surrogate in a line"),
        pytest.param(
            "ruff-json",
            '[{"code":"a","filename":"f","location":{"row":1e400}}]',
            1,
            id="a number out of range",
        ),
        pytest.param(
            "ruff-json",
            '[{"code":"a","filename":"f","location":{"row":-0.0}}]',
            1,
            id="minus nothing",
        ),
    ],
)
def test_what_tools_do_write_is_read(form: str, text: str, found: int) -> None:
    assert outcome(form, text.encode()) == (found, "")


@pytest.mark.parametrize(
    ("form", "text", "line"),
    [
        ("ruff-json", '[\n{"code": "a", "filename": "f"},\n{"code": b}]', 3),
        ("ruff-jsonl", '{"code": "a", "filename": "f"}\n\n{"code": ', 3),
        ("mypy-json", '{"file": "a"}\nFound 1 error\n', 2),
        ("eslint-json", "\n> eslint\n\n[\n{,}]", 5),
        ("pmd", "<pmd>\n<file>\n</pmd>", 3),
    ],
)
def test_an_error_has_its_line(form: str, text: str, line: int) -> None:
    with pytest.raises(ReportError) as caught:
        evidence(form, text)
    assert caught.value.line == line
    assert form.endswith("jsonl") or caught.value.column


def test_biomes_own_json_is_refused_where_it_is_called_rdjson() -> None:
    diagnostic = {
        "category": "lint/style/useConst",
        "location": {"path": "a", "start": {"line": 2}},
    }
    with pytest.raises(ReportError, match="Biome's own JSON is no rdjson"):
        evidence("rdjson", json.dumps({"diagnostics": [diagnostic]}))
