"""Broken and hostile reports of the test formats that are JSON or text: a clear error or a right
count, never a traceback, never a pass that the whole report does not have."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, TestCase, ToolError
from scorecard_action.reports import detect
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from tests.reports.tests.reading import SAMPLES

DOCUMENTS = {
    "ctrf": "ctrf/pytest.json",
    "cucumber-json": "cucumber-json/cucumber-js.json",
    "behave-json": "behave-json/behave-1.3.json",
    "robot-json": "robot-json/robot-7.json",
    "mocha-json": "mocha-json/mocha-12.json",
    "jest-json": "jest-json/jest-30.json",
    "rspec-json": "rspec-json/rspec-3.12.json",
}
LINES = {
    "tap": "tap/perl.tap",
    "go-test-json": "go-test-json/go-1.24.json",
    "go-test-text": "go-test-text/verbose-1.19.txt",
    "dart-json": "dart-json/dart.json",
}
JSON = DOCUMENTS | {name: LINES[name] for name in ("go-test-json", "dart-json")}
VALUES: tuple[Any, ...] = (
    None, True, -1, 10**400, 1e308, "", "x" * 1_000_000, "\ud800", [], {}, [[[]]], {"a": 1},
)  # fmt: skip


def params(formats: dict[str, str]) -> list[Any]:
    return [
        pytest.param(FORMATS[name], (SAMPLES / file).read_bytes(), id=name)
        for name, file in formats.items()
    ]


def read(form: Format, data: bytes) -> tuple[int, int, bool]:
    """The tests that passed, all others, and whether the report says or shows it is no whole."""
    pieces: list[Evidence] = []
    broken = False
    try:
        pieces.extend(form.read(Source(io.BytesIO(data))))
    except ReportError:
        broken = True
    cases = [piece for piece in pieces if isinstance(piece, TestCase)]
    passed = sum(case.count for case in cases if case.result.value == "passed")
    broken |= any(isinstance(piece, ToolError) for piece in pieces)
    return passed, sum(case.count for case in cases) - passed, broken


@pytest.mark.parametrize(("form", "data"), params(DOCUMENTS | LINES))
def test_cut_off_at_every_tenth(form: Format, data: bytes) -> None:
    for tenth in range(1, 10):
        cut = data[: len(data) * tenth // 10]
        passed, others, broken = read(form, cut)
        # text has no end: a cut between two packages cannot be seen
        assert broken or (form.name == "go-test-text" and cut.endswith(b"\n")), tenth
        if form.name in DOCUMENTS:
            assert (passed, others) == (0, 0), tenth


@pytest.mark.parametrize(("form", "data"), params(DOCUMENTS))
def test_a_cut_document_is_said_to_be_cut_and_where(form: Format, data: bytes) -> None:
    for cut in (data[: len(data) // 2], data.rstrip()[:-1]):
        with pytest.raises(ReportError, match="cut off") as caught:
            list(form.read(Source(io.BytesIO(cut))))
        assert caught.value.line > 0
        assert caught.value.column > 0


def spoiled(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the JSON with each of its keys given each value, once per key."""
    keys: set[str] = set()

    def collect(node: Any) -> None:
        for child in node.values() if isinstance(node, dict) else node:
            if isinstance(child, dict | list):
                collect(child)
        if isinstance(node, dict):
            keys.update(node)

    def replaced(node: Any, key: str, by: Any) -> Any:
        if isinstance(node, list):
            return [replaced(child, key, by) for child in node]
        if isinstance(node, dict):
            return {k: by if k == key else replaced(child, key, by) for k, child in node.items()}
        return node

    collect(value)
    for key in sorted(keys):
        for by in VALUES:
            yield f"{key}={str(by)[:20]}", replaced(value, key, by)


def parts(form: Format, data: bytes) -> Any:
    """A JSON document, or the list of the lines of one, each short enough to be tried often."""
    if form.name in DOCUMENTS:
        return json.loads(data)
    return [json.loads(line) for line in data.splitlines()]


def written(form: Format, value: Any) -> bytes:
    if form.name in DOCUMENTS:
        return json.dumps(value).encode()
    return "\n".join(json.dumps(line) for line in value).encode()


# Words that turn one kind of thing into another; without them it is another, sound report.
KINDS = {"type", "Action", "Test", "before", "after", "result", "hidden", "skipped", "keyword"}


@pytest.mark.parametrize(("form", "data"), params(JSON))
def test_any_value_in_any_field(form: Format, data: bytes) -> None:
    whole, _, _ = read(form, data)

    for what, value in spoiled(parts(form, data)):
        passed, _, broken = read(form, written(form, value))
        assert passed <= whole or broken or what.partition("=")[0] in KINDS, what


@pytest.mark.parametrize(("form", "data"), params(JSON))
def test_odd_json(form: Format, data: bytes) -> None:
    whole = read(form, data)

    for odd in (b"NaN", b'"\\ud800"', b"1e999", b"-0", b"Infinity"):
        for brace in (b"{", b'{"twice": 1, "twice": 2, '):
            spliced = data.replace(b"{", brace + b'"odd": ' + odd + b", ", 1)
            assert read(form, spliced) == whole, odd


@pytest.mark.parametrize(("form", "data"), params(DOCUMENTS | LINES))
def test_bytes_flipped(form: Format, data: bytes) -> None:
    step = max(1, len(data) // 500)
    for place in range(0, len(data), step):
        for flip in (0x01, 0x20, 0x80):
            flipped = bytearray(data)
            flipped[place] ^= flip
            read(form, bytes(flipped))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("form", "data"), params(DOCUMENTS | LINES))
def test_nesting(form: Format, data: bytes) -> None:
    deep = b"[" * 100_000
    for hostile in (deep, b'{"a":' * 100_000, b'[{"elements":' * 100_000, b"    " * 100_000):
        for around in (hostile, data + hostile, hostile + b"\n" + data):
            read(form, around)
            detect.candidates(Head(around[:65536].decode("utf-8", "replace")))


@pytest.mark.parametrize(("form", "data"), params(JSON))
def test_nesting_where_nobody_looks(form: Format, data: bytes) -> None:
    closed = b"[" * 100_000 + b"]" * 100_000
    passed, _, broken = read(form, data.replace(b"{", b'{"odd": ' + closed + b", ", 1))

    assert broken or passed == read(form, data)[0]


@pytest.mark.parametrize(("form", "data"), params(DOCUMENTS | LINES))
def test_windows_line_ends_and_a_mark(form: Format, data: bytes) -> None:
    whole = read(form, data)

    assert read(form, b"\xef\xbb\xbf" + re.sub(rb"\r?\n", b"\r\n", data)) == whole
    assert read(form, b"\xff\xfe" + data.decode().encode("utf-16-le")) == whole


@pytest.mark.parametrize("name", [*DOCUMENTS, *LINES])
def test_a_random_log_is_of_no_format(name: str) -> None:
    log = (
        "2026-01-01 12:00:00 [INFO] ok: started {x: 1}\n[WARN] 1..2 tries\n"
        "not ok, FAIL to open\nok done\nPASS\nFAIL\n{\"level\": \"info\", \"msg\": \"a\"}\n"
    )  # fmt: skip

    assert not FORMATS[name].detect(Head(log))
