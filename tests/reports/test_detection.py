"""Every report is known by its content, by one format alone, whatever the order of its keys."""

from __future__ import annotations

import codecs
import io
import json
import re
from pathlib import Path

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports import formats
from scorecard_action.reports.detect import candidates, detect
from scorecard_action.reports.formats import BY_PRODUCTS, FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

ROOM = Path(formats.__file__).parent
SAMPLES = Path(__file__).resolve().parent / "samples"
ALL = sorted(path for path in SAMPLES.glob("*/*") if path.is_file())


def taken_by(data: bytes) -> list[str]:
    """The names of all formats that take a file."""
    return candidates(Head(Source(io.BytesIO(data)).head.decode("utf-8", "replace")))


def ids(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def test_every_format_is_in_the_table() -> None:
    written = {
        path.relative_to(ROOM).with_suffix("").as_posix().replace("/", ".")
        for path in ROOM.rglob("*.py")
        if re.search(r"^FORMAT\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert written == set(formats._MODULES)
    assert len(FORMATS) + len(BY_PRODUCTS) == len(formats._MODULES)


@pytest.mark.parametrize("path", ALL, ids=ids)
def test_one_reader_alone_takes_a_sample(path: Path) -> None:
    taken = taken_by(path.read_bytes())
    assert taken == [path.parent.name] or (len(taken) == 1 and taken[0] in BY_PRODUCTS)


@pytest.mark.parametrize("path", ALL, ids=ids)
def test_windows_line_ends_and_a_mark_change_nothing(path: Path) -> None:
    data = path.read_bytes()
    unmarked = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    windows = codecs.BOM_UTF8 + unmarked.replace(b"\n", b"\r\n")
    assert taken_by(windows) == taken_by(data)


def _sorted_both_ways(value: object, *, backwards: bool) -> object:
    if isinstance(value, dict):
        keys = sorted(value, reverse=backwards)
        return {key: _sorted_both_ways(value[key], backwards=backwards) for key in keys}
    if isinstance(value, list):
        return [_sorted_both_ways(one, backwards=backwards) for one in value]
    return value


def _documents() -> list[object]:
    found: list[object] = []
    for path in ALL:
        try:
            document = json.loads(path.read_bytes())
        except ValueError:
            continue
        found.append(pytest.param(path, document, id=ids(path)))
    return found


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(("path", "document"), _documents())
def test_the_order_of_keys_does_not_matter(
    path: Path, document: object, backwards: bool, indent: int | None
) -> None:
    text = json.dumps(_sorted_both_ways(document, backwards=backwards), indent=indent)
    taken = taken_by(text.encode())
    assert taken == [path.parent.name] or (len(taken) == 1 and taken[0] in BY_PRODUCTS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("hello\nworld\n", id="words"),
        pytest.param("import os\n\n\ndef f(x: int) -> int:\n    return {1: 2}[x]\n", id="Python"),
        pytest.param("int main(void) {\n  switch (x) { case 1: return 2; }\n}\n", id="C"),
        pytest.param("a: 1\nb:\n  c: error\n  d: [1, 2]\n", id="YAML"),
        pytest.param("[section]\nkey: value\npath = a.py:1:2\n", id="INI"),
        pytest.param("# Title\n\nSee a.py:12: it says why.\n\nThat is all.\n", id="Markdown"),
        pytest.param(
            "2026-03-02 10:11:12,345 ERROR shop.cart: failed\n"
            "2026-03-02 10:11:13,345 INFO shop.cart: done\n",
            id="Python's log",
        ),
        pytest.param("2026/03/02 10:11:12 cart.go:12: failed\n" * 3, id="Go's log"),
        pytest.param("10:11:12: error: failed\n10:11:13: warning: slow\n", id="log of times"),
        pytest.param("2026-03-02T10:11:12: error: failed\n" * 3, id="log of dates"),
        pytest.param("Mar  2 10:11:12 host app[1]: error: failed\n" * 3, id="syslog"),
        pytest.param("[INFO] Scanning for projects...\n[INFO] BUILD SUCCESS\n", id="Maven"),
        pytest.param("src/a.py:12:    return 1\nsrc/b.py:3:import os\n", id="grep -n"),
        pytest.param("WARNING:root:slow\nERROR:shop.cart:failed\n", id="logging"),
        pytest.param("http://localhost:8080: started\nhttp://localhost:8081: started\n", id="URLs"),
        pytest.param("gcc -c a.c\ngcc -c b.c\na.c:3:5: warning: x [-Wx]\nld a.o\n", id="a build"),
        pytest.param(
            "=== RUN   TestA\n    a_test.go:5: x\n--- FAIL: TestA (0.00s)\n", id="go test"
        ),
        pytest.param(
            "# shop\n./a.go:5:2: undefined: x\n./a.go:6:2: undefined: y\n./a.go:7:2: undefined: z\n"
            "./a.go:8:2: undefined: z\nFAIL\tshop [build failed]\nFAIL\n",
            id="go test that does not build",
        ),
        pytest.param("ok  \tshop/cart\t0.012s\n", id="go test, passed"),
        pytest.param("TAP version 13\n1..1\nnot ok 1 - a.js:3:5: error: x\n", id="TAP"),
        pytest.param("1..2\nok 1\nnot ok 2\n", id="TAP 12"),
        pytest.param("TN:\nSF:src/a.js\nDA:1,1\nend_of_record\n", id="LCOV"),
        pytest.param("mode: set\nshop/a.go:3.14,5.2 1 1\n", id="Go cover profile"),
        pytest.param(
            "============ test session starts ============\na.py:5: AssertionError\n", id="pytest"
        ),
        pytest.param(
            'Traceback (most recent call last):\n  File "a.py", line 3, in f\na.py:3:5: error: x\n',
            id="traceback",
        ),
        pytest.param("    at f (/a/b.js:1:2)\n    at g (/a/c.js:3:4)\n", id="stack of Node"),
        pytest.param("a.rb:12:in 'f': undefined (NoMethodError)\n", id="stack of Ruby"),
        pytest.param("Success: deployed\nAll checks passed!\n", id="not only a tool's words"),
        pytest.param("::group::Install\nnpm ci\nadded 3 packages\n::endgroup::\n", id="runner log"),
        pytest.param("##[section]Build\n##vso[task.complete result=Succeeded;]\n", id="Azure"),
        pytest.param('{"diagnostics": [], "summary": {}, "command": "check"}', id="Biome"),
        pytest.param(
            '{"summary": {}, "diagnostics": [{"message": "m", "category": "lint/style/useConst",'
            ' "severity": "error", "location": {"path": "a.js", "start": {"line": 2}}}]}',
            id="Biome, with findings",
        ),
        pytest.param(
            '{"message": "m", "severity": "warning", "code": "X", "file": "a.md", "line": "6"}\n',
            id="lines of a logger, as mypy's",
        ),
        pytest.param(
            '{"message": "m", "level": "error", "location": {"path": "a.js", "line": 3}}\n',
            id="lines of a logger, as rdjson's",
        ),
        pytest.param('{"message": "API rate limit exceeded"}', id="an API's answer"),
        pytest.param('{"vulnerabilities": {}, "auditReportVersion": 2}', id="npm audit"),
        pytest.param('{"name": "shop", "version": "1.0.0", "files": ["dist"]}', id="package.json"),
        pytest.param('{"results": [], "errors": [], "metadata": {}}', id="results of something"),
        pytest.param("<results><result/></results>", id="results of something, XML"),
        pytest.param("<issues/>", id="issues of something"),
    ],
)
def test_other_files_are_no_lint_report(text: str) -> None:
    lint = {name for name, form in FORMATS.items() if form.kind and form.kind.value == "lint"}
    assert not lint & set(taken_by(text.encode()))


@pytest.mark.parametrize("text", ["[]", "{}", "[\n]\n", " { } "])
def test_empty_json_says_nothing_of_its_tool(text: str) -> None:
    with pytest.raises(ReportError, match=r"does not say that any tool ran; `format:`") as caught:
        detect(Source(io.BytesIO(text.encode())))
    assert "inspect --formats" in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"coverage": 85}', id="a number called coverage"),
        pytest.param('{"coverage": "85 %"}', id="a text called coverage"),
        pytest.param('{"coverage": {"lines": 85}, "project": "x"}', id="more than Codecov's keys"),
        pytest.param('{"source_files": ["a.c", "b.c"]}', id="a list of files"),
        pytest.param('{"total": {"lines": 3}}', id="a total"),
        pytest.param('{"report": {"a.js": {"statementMap": {}}}}', id="Istanbul's, deeper"),
        pytest.param('{"data": [{"files": []}], "type": "other"}', id="some data"),
        pytest.param('{"targets": [{"name": "a"}]}', id="targets"),
        pytest.param('{"files": [{"path": ["a"], "covered": 1}]}', id="files"),
        pytest.param("<coverage version='1'><assembly name='a'/></coverage>", id="Mono's"),
        pytest.param("<results><modules/><errors/></results>", id="results"),
        pytest.param("<Root><File/></Root>", id="a root"),
        pytest.param("<phpunit bootstrap='a.php'><testsuites/></phpunit>", id="phpunit.xml"),
    ],
)
def test_other_files_are_no_coverage_report(text: str) -> None:
    coverage = {
        name for name, form in FORMATS.items() if form.kind and form.kind.value == "coverage"
    }
    assert not coverage & set(taken_by(text.encode()))
