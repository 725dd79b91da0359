"""A file that is no baseline is refused by name and place, whatever it is, and at once."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.baselines.reading import MAX_SIZE, load, parse
from scorecard_action.baselines.writing import to_json
from scorecard_action.errors import BaselineError
from tests.baselines.test_file import BOTH

ANEW = "write it anew: scorecard-action baseline"
FOREIGN = f"not what `scorecard-action baseline` writes; {ANEW}"
RULE = "rule 'Lint' for service:cart in the baseline"
TEST_ROW = "[name, count, suite]"
FINDING_ROW = "[rule, message, count, errors, the tool's own mark]"


def said(data: bytes) -> str:
    with pytest.raises(BaselineError) as caught:
        parse(data, "b.json")
    assert caught.value.exit_code == 2
    return str(caught.value)


def top(**changed: Any) -> bytes:
    return json.dumps({"version": 1, "rules": [], **changed}).encode()


def rule(**changed: Any) -> bytes:
    entry = {"rule": "Lint", "entity": "service:cart", "state": "pass", **changed}
    return top(rules=[{key: value for key, value in entry.items() if value != "gone"}])


WHOLE = to_json(BOTH)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", f"b.json:1: the baseline is empty: {ANEW}", id="empty"),
        pytest.param(b" \n\n", f"b.json:1: the baseline is empty: {ANEW}", id="blank"),
        pytest.param(b"\xef\xbb\xbf", f"b.json:1: the baseline is empty: {ANEW}", id="BOM alone"),
        pytest.param(
            b"hello",
            f"b.json:1:1: the baseline is no JSON (Expecting value): {ANEW}",
            id="text",
        ),
        pytest.param(
            b'{"version": 1,\n "rules": [,]}',
            f"b.json:2:12: the baseline is no JSON (Expecting value): {ANEW}",
            id="a comma too many",
        ),
        pytest.param(
            WHOLE[: WHOLE.index(b"1, 0,")],
            f"b.json:16:40: the baseline is cut off: {ANEW}",
            id="cut in a row",
        ),
        pytest.param(
            WHOLE[: WHOLE.index(b"Expected")],
            f"b.json:15:15: the baseline is cut off: {ANEW}",
            id="cut in a text",
        ),
        pytest.param(
            WHOLE + WHOLE,
            f"b.json:39:1: the baseline is no JSON (Extra data): {ANEW}",
            id="twice in one file",
        ),
        pytest.param(
            WHOLE.decode().encode("utf-16"),
            f"b.json:1:1: the baseline is not UTF-8: {ANEW}",
            id="UTF-16",
        ),
        pytest.param(
            WHOLE.replace("é".encode(), b"\xe9"),
            f"b.json:16:19: the baseline is not UTF-8: {ANEW}",
            id="Latin-1",
        ),
        pytest.param(
            WHOLE.replace(b'   ["eq', b"<<<<<<< HEAD\n=======\n>>>>>>> mend\n" + b'   ["eq'),
            "b.json:15:1: a merge left a conflict in the baseline; neither side of it is right:"
            f" {ANEW} on the merged branch",
            id="a merge conflict",
        ),
        pytest.param(
            WHOLE.replace(b"\n", b"\r\n").replace(b'  "passed"', b'=======\r\n  "passed"'),
            "b.json:26:1: a merge left a conflict in the baseline; neither side of it is right:"
            f" {ANEW} on the merged branch",
            id="half of a conflict, CRLF",
        ),
        pytest.param(b"[]", f"b.json:1: {FOREIGN}", id="a list"),
        pytest.param(b"null", f"b.json:1: {FOREIGN}", id="null"),
        pytest.param(b'{"errorCount": 1}', f"b.json:1: {FOREIGN}", id="another tool's"),
        pytest.param(
            b'{"version": 1, "outcomes": []}', f"b.json:1: {FOREIGN}", id="of another command"
        ),
        pytest.param(b'{"version": "2.1.0", "runs": []}', f"b.json:1: {FOREIGN}", id="a SARIF log"),
        pytest.param(
            top(version=2),
            "b.json: the baseline has version 2, and this program reads version 1:"
            f" use the one that wrote it, or {ANEW}",
            id="a later version",
        ),
        pytest.param(
            top(version="1"),
            'b.json: the baseline has version "1", and this program reads version 1:'
            f" use the one that wrote it, or {ANEW}",
            id="a version that is text",
        ),
        pytest.param(
            top(version=True),
            "b.json: the baseline has version true, and this program reads version 1:"
            f" use the one that wrote it, or {ANEW}",
            id="a version that is true",
        ),
        pytest.param(
            top(outcomes=[]), f'b.json: unknown key "outcomes": {FOREIGN}', id="unknown key"
        ),
        pytest.param(top(rules={}), f"b.json: rules: expected a list: {FOREIGN}", id="rules"),
        pytest.param(
            b'{"version": 1, "version": 1, "rules": []}',
            f'b.json: the baseline is no JSON ("version" stands twice in one object): {ANEW}',
            id="a key twice",
        ),
        pytest.param(
            rule(measured={"tests": 1}).replace(b'"tests": 1', b'"tests": 1, "tests": 2'),
            f'b.json: the baseline is no JSON ("tests" stands twice in one object): {ANEW}',
            id="a metric twice",
        ),
        pytest.param(
            top(rules=[{"rule": "R", "entity": "e"}] * 2),
            f"b.json: rule 'R' for e is in the baseline twice: {ANEW}",
            id="a rule twice",
        ),
        pytest.param(
            top(rules=[3]),
            "b.json: rule 1 of the baseline: expected an object, found 3",
            id="no rule",
        ),
        pytest.param(
            rule(entity="gone"),
            "b.json: rule 1 of the baseline: names no rule and entity",
            id="no entity",
        ),
        pytest.param(
            rule(rule="gone"),
            "b.json: rule 1 of the baseline: names no rule and entity",
            id="no name",
        ),
        pytest.param(
            rule(rule=["Lint"]),
            'b.json: rule 1 of the baseline: rule: expected text, found ["Lint"]',
            id="a name that is a list",
        ),
        pytest.param(
            rule(states="x"),
            'b.json: rule 1 of the baseline: unknown key "states"',
            id="unknown key of a rule",
        ),
        pytest.param(
            rule(state="passed"),
            f'b.json: {RULE}: state: expected pass, fail, skip or null, found "passed"',
            id="state",
        ),
        pytest.param(
            rule(state=["pass"]),
            f'b.json: {RULE}: state: expected pass, fail, skip or null, found ["pass"]',
            id="a state that is a list",
        ),
        pytest.param(
            rule(measured=[]),
            f"b.json: {RULE}: measured: expected an object, found []",
            id="measured",
        ),
        pytest.param(
            rule(measured={"tests": -1}),
            f'b.json: {RULE}: measured: "tests": -1 is no number that is ever measured',
            id="negative",
        ),
        pytest.param(
            rule(measured={"line_coverage": "66.67 % = 2/3"}),
            f'b.json: {RULE}: measured: "line_coverage": "66.67 % = 2/3" says two things: what is'
            " before `=` is not what is behind it",
            id="two values",
        ),
        pytest.param(
            rule(measured={"tests": "many"}),
            f'b.json: {RULE}: measured: "tests": "many" is neither a number nor like'
            ' "66.66 % = 2/3"',
            id="no value",
        ),
        pytest.param(
            rule(measured={"tests": 1}).replace(b'"tests": 1', b'"tests": NaN'),
            f"b.json: the baseline is no JSON (NaN is no number): {ANEW}",
            id="NaN",
        ),
        pytest.param(
            rule(measured={"tests": 1}).replace(b'"tests": 1', b'"tests": -Infinity'),
            f"b.json: the baseline is no JSON (-Infinity is no number): {ANEW}",
            id="infinite",
        ),
        pytest.param(
            rule(measured={"tests": 1}).replace(b'"tests": 1', b'"tests": 1e-999999999'),
            f'b.json: {RULE}: measured: "tests": "1E-999999999" is no number that is ever measured',
            id="a billion digits",
        ),
        pytest.param(
            rule(failed={}), f"b.json: {RULE}: failed: expected a list, found {{}}", id="failed"
        ),
        pytest.param(
            rule(failed=[["tax"]]),
            f'b.json: {RULE}: failed, entry 1: expected {TEST_ROW}, found ["tax"]',
            id="a test without its class",
        ),
        pytest.param(
            rule(failed=["C", ["tax", 0], None]),
            f'b.json: {RULE}: failed, entry 2: expected {TEST_ROW}, found ["tax", 0]',
            id="no times",
        ),
        pytest.param(
            rule(failed=["C", ["tax", True], None]),
            f'b.json: {RULE}: failed, entry 2: expected {TEST_ROW}, found ["tax", true]',
            id="true times",
        ),
        pytest.param(
            rule(failed=["C", ["tax", 1.0], None]),
            f'b.json: {RULE}: failed, entry 2: expected {TEST_ROW}, found ["tax", "1.0"]',
            id="a fraction of times",
        ),
        pytest.param(
            rule(failed=["C", [], None]),
            f"b.json: {RULE}: failed, entry 2: expected {TEST_ROW}, found []",
            id="an empty row",
        ),
        pytest.param(
            rule(failed=["C", ["a", 1, "s", "t"], None]),
            f'b.json: {RULE}: failed, entry 2: expected {TEST_ROW}, found ["a", 1, "s", "t"]',
            id="a long row",
        ),
        pytest.param(
            rule(failed=["C", None, ["tax"], None]),
            f"b.json: {RULE}: failed, entry 2: expected {TEST_ROW}, found null",
            id="an end in between",
        ),
        pytest.param(
            rule(failed=["C", ["tax"], ["tax", 2], None]),
            f'b.json: {RULE}: failed, entry 3: ["C", "tax", ""] is there twice',
            id="a test twice",
        ),
        pytest.param(
            rule(findings=["a.js", ["eqeqeq"], None]),
            f'b.json: {RULE}: findings, entry 2: expected {FINDING_ROW}, found ["eqeqeq"]',
            id="a finding without words",
        ),
        pytest.param(
            rule(findings=["a.js", ["r", "m", 1, 2], None]),
            f"b.json: {RULE}: findings, entry 2: more errors than findings",
            id="more errors than findings",
        ),
        pytest.param(
            rule(findings=["a.js", ["r", "m" * 70, "1"], None]),
            f'b.json: {RULE}: findings, entry 2: expected {FINDING_ROW}, found ["r", "{"m" * 53}…',
            id="a long row is cut",
        ),
        pytest.param(
            rule(findings=["a.js", ["r", "m"], "a.js", ["r", "m"], None]),
            f'b.json: {RULE}: findings, entry 4: ["r", "a.js", "m", ""] is there twice',
            id="a union of two sides of a merge",
        ),
        pytest.param(
            b"[" * 100_000,
            f"b.json: the baseline is nested too deep: {ANEW}",
            id="nested without an end",
        ),
        pytest.param(
            b'{"version": 1, "rules": [' + b"0," * 2_000_001 + b"0]}",
            f"b.json: the baseline holds over 2,000,000 items: {ANEW}",
            id="two million items",
        ),
        pytest.param(
            b'{"version": ' + b"9" * 5000 + b"}",
            f"b.json: the baseline is no JSON (a number of thousands of digits): {ANEW}",
            id="a long number",
        ),
    ],
)
def test_what_is_no_baseline(data: bytes, message: str) -> None:
    assert said(data) == message


@pytest.mark.parametrize("at", range(0, len(WHOLE) - 2, 7))
def test_a_part_of_one_is_none(at: int) -> None:
    assert said(WHOLE[:at]).startswith("b.json:")


def test_a_file_that_is_not_there_is_no_baseline(tmp_path: Path) -> None:
    assert load(tmp_path / "b.json") is None
    assert load(tmp_path / "none" / "b.json") is None
    (tmp_path / "link").symlink_to("nowhere")
    assert load(tmp_path / "link") is None


def test_a_folder_a_pipe_and_half_a_terabyte(tmp_path: Path) -> None:
    folder, pipe, large = tmp_path / "d", tmp_path / "p", tmp_path / "l"
    folder.mkdir()
    os.mkfifo(pipe)
    with large.open("wb") as file:
        file.truncate(500 * 1024**2)  # sparse
    said = {}
    for path in (folder, pipe, large, tmp_path / "a\0b"):
        with pytest.raises(BaselineError) as caught:
            load(path, path.name)
        said[path.name] = str(caught.value)
    assert said == {
        "d": "d: the baseline is a folder",
        "p": "p: the baseline is no regular file",
        "l": f"l: the baseline is larger than 100 MiB: {ANEW}",
        "a\0b": "a\0b: the baseline cannot be read: not a file name",
    }
    assert MAX_SIZE == 100 * 1024**2


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(WHOLE)
    path.chmod(0)
    with pytest.raises(BaselineError, match="the baseline cannot be read: Permission denied"):
        load(path, "b.json")
