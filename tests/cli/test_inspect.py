"""`inspect`: what it prints, its JSON, and what becomes of files that cannot be read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.cli import run
from scorecard_action.reports.formats import FORMATS
from tests.cli.command import command

KEYS = (
    "path format kind tool tests passed failed skipped flaky findings errors warnings notes"
    " suppressed lines_covered lines_valid line_coverage branches_covered branches_valid"
    " branch_coverage error"
).split()

JUNIT = (
    "<testsuite><testcase name='a'/><testcase name='b'><failure/></testcase>"
    "<testcase name='c'><skipped/></testcase><testcase name='d'><flakyFailure/></testcase>"
    "</testsuite>"
)
SARIF = json.dumps(
    {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "scan"}},
                "results": [
                    {"level": "error"},
                    {"level": "warning"},
                    {"level": "note"},
                    {"level": "error", "suppressions": [{"kind": "inSource"}]},
                ],
            }
        ],
    }
)
CHECKSTYLE = "<checkstyle><file name='a'><error severity='warning'/></file></checkstyle>"
COBERTURA = '<coverage lines-covered="2" lines-valid="3" branches-covered="1" branches-valid="8"/>'
COBERTURA = COBERTURA.replace("<coverage", '<coverage line-rate="0.6"')
RATE = '{"result": {"line": 79.999}}'


def inspect(folder: Path, *files: str | bytes, code: int = 0) -> list[dict[str, Any]]:
    done = command("inspect", "--json", *files, cwd=folder)
    assert done.returncode == code, done.stderr.decode()
    found = json.loads(done.stdout)
    assert all(list(one) == KEYS for one in found)
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            JUNIT,
            {"format": "junit", "kind": "tests", "tests": 4, "passed": 2, "failed": 1}
            | {"skipped": 1, "flaky": 1},
            id="junit",
        ),
        pytest.param(
            SARIF,
            {"format": "sarif", "kind": "lint", "tool": "scan", "findings": 3, "errors": 1}
            | {"warnings": 1, "notes": 1, "suppressed": 1},
            id="sarif",
        ),
        pytest.param(
            CHECKSTYLE,
            {"format": "checkstyle", "kind": "lint", "findings": 1, "errors": 0}
            | {"warnings": 1, "notes": 0, "suppressed": 0},
            id="checkstyle",
        ),
        pytest.param(
            COBERTURA,
            {"format": "cobertura", "kind": "coverage", "lines_covered": 2, "lines_valid": 3}
            | {"line_coverage": 66.66, "branches_covered": 1, "branches_valid": 8}
            | {"branch_coverage": 12.5},
            id="cobertura, rounded down",
        ),
        pytest.param(
            RATE,
            {"format": "simplecov-last-run", "kind": "coverage", "line_coverage": 79.99},
            id="a rate alone",
        ),
        pytest.param(
            '<failsafe-summary result="0"/>', {"format": "failsafe-summary"}, id="by-product"
        ),
        pytest.param(
            "<testsuite/>",
            {"format": "junit", "kind": "tests", "tests": 0, "passed": 0, "failed": 0}
            | {"skipped": 0, "flaky": 0},
            id="no test",
        ),
    ],
)
def test_the_keys_that_apply(tmp_path: Path, content: str, expected: dict[str, Any]) -> None:
    (tmp_path / "report").write_text(content)
    (found,) = inspect(tmp_path, "report")
    assert found == dict.fromkeys(KEYS) | {"path": "report"} | expected


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"", (None, None, "the file is empty"), id="empty"),
        pytest.param(b"<testsuite>\n<a></b>", (2, 6, "mismatched tag"), id="not well-formed"),
        pytest.param(b"<testsuite>\n<testcase", (2, 1, "cut off"), id="truncated"),
        pytest.param(b"\0\1\2", (1, None, "binary"), id="binary"),
        pytest.param(b"hello", (1, None, "unknown format"), id="unknown"),
        pytest.param(b'{"runs": [\n{"tool": ', (2, 10, "cut off"), id="truncated JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_and_the_others_are_shown(
    tmp_path: Path, content: bytes, error: tuple[int | None, int | None, str]
) -> None:
    (tmp_path / "bad").write_bytes(content)
    (tmp_path / "good.xml").write_text(JUNIT)
    bad, good, gone = inspect(tmp_path, "bad", "good.xml", "gone.xml", code=3)
    line, column, message = error
    assert set(bad["error"]) == {"message", "line", "column"}
    assert (bad["error"]["line"], bad["error"]["column"]) == (line, column)
    assert message in bad["error"]["message"]
    assert (good["tests"], good["error"]) == (4, None)
    assert "No such file" in gone["error"]["message"]


def test_the_table_shows_the_same(tmp_path: Path) -> None:
    for name, content in (("a", JUNIT), ("b", SARIF), ("c", COBERTURA), ("d", "<x>"), ("e", RATE)):
        (tmp_path / name).write_text(content)
    done = command("inspect", *"abcde", cwd=tmp_path)
    assert done.returncode == 3
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "a: junit: 4 tests: 2 passed, 1 failed, 1 skipped, 1 flaky"
    assert lines[1] == ("b: sarif by scan: 3 findings: 1 error, 1 warning, 1 note, 1 suppressed")
    assert lines[2].startswith("c: cobertura: 2 of 3 lines (66.66 %), 1 of 8 branches (12.5 %)")
    assert lines[3].startswith("d:1: unknown format: XML with the root element <x>")
    assert lines[4] == "e: simplecov-last-run: lines 79.99 %"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(
            'branches-covered="0" branches-valid="8"',
            "2 of 3 lines (66.66 %), 0 of 8 branches (0.0 %)",
            id="no branch covered is told",
        ),
        pytest.param('branches-valid="0"', "2 of 3 lines (66.66 %)", id="no branch to cover"),
        pytest.param("", "2 of 3 lines (66.66 %)", id="nothing is known of branches"),
    ],
)
def test_branches_are_told_where_there_are_any(tmp_path: Path, counts: str, expected: str) -> None:
    report = f'<coverage lines-covered="2" lines-valid="3" line-rate="0.6" {counts}/>'
    (tmp_path / "r").write_text(report)
    done = command("inspect", "r", cwd=tmp_path)
    assert done.stdout.decode() == f"r: cobertura: {expected}\n"


def test_nothing_to_cover_is_no_rate_of_none(tmp_path: Path) -> None:
    (tmp_path / "r").write_text('<coverage lines-covered="0" lines-valid="0" line-rate="0"/>')
    done = command("inspect", "r", cwd=tmp_path)
    assert done.stdout.decode() == "r: cobertura: no lines\n"


def test_globs_and_folders(tmp_path: Path) -> None:
    for name in ("a/1.xml", "a/b/2.xml", "a/[x].xml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(JUNIT)
    assert [one["path"] for one in inspect(tmp_path, "a/**/*.xml")] == [
        "a/1.xml",
        "a/[x].xml",
        "a/b/2.xml",
    ]
    assert [one["path"] for one in inspect(tmp_path, "a/[x].xml")] == ["a/[x].xml"]
    (folder,) = inspect(tmp_path, "a", code=3)
    assert "a directory" in folder["error"]["message"]
    (none,) = inspect(tmp_path, "*.sarif", code=3)
    assert none["path"] == "*.sarif"


def test_a_named_format(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("<results><testcase name='a'/></results>")
    done = command("inspect", "--json", "--format", "junit", "r", cwd=tmp_path)
    assert json.loads(done.stdout)[0]["tests"] == 1
    done = command("inspect", "--json", "--format", "junitt", "r", cwd=tmp_path)
    assert "did you mean junit" in json.loads(done.stdout)[0]["error"]["message"]
    assert done.returncode == 3


HOSTILE_TOOL = "::error::x ##[error]y ##vso[z] \x1b[31m \u202e \ud800 \n::warning::"


def test_json_is_not_altered_by_what_guards_a_log(tmp_path: Path) -> None:
    log = {"runs": [{"tool": {"driver": {"name": HOSTILE_TOOL}}, "results": []}]}
    (tmp_path / "r").write_text(json.dumps(log))
    done = command("inspect", "--json", "r", cwd=tmp_path)
    text = done.stdout.decode()
    (found,) = json.loads(text)
    # half a surrogate pair, which no encoding has, is replaced where the report is read
    shown = r"::error::x ##[error]y ##vso[z] \x1b[31m \u202e HALF \n::warning::"
    assert found["tool"] == shown.replace("HALF", "\ufffd")
    assert "##" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert all(char == "\n" or char.isprintable() for char in text)


@pytest.mark.parametrize(
    "name", ["a b.xml", "a\nb.xml", "größe 検査.xml", "\udcff\udc80.xml", "##[x].xml"]
)
def test_any_name_of_a_file(tmp_path: Path, name: str) -> None:
    with open(os.fsencode(tmp_path) + b"/" + os.fsencode(name), "w") as file:  # noqa: PTH123
        file.write(JUNIT)
    (found,) = inspect(tmp_path, os.fsencode(name))
    shown = name.replace("\n", r"\n").replace("\udcff\udc80", r"\udcff\udc80")
    assert found["path"] == shown
    assert found["tests"] == 4


def test_a_tool_that_did_not_finish_is_said(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("<checkstyle><exception/></checkstyle>")
    done = command("inspect", "--json", "r", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.decode() == "warning: r:1: the tool reports an exception\n"


def test_formats_are_listed_from_the_one_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", "--formats"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        [form.name, form.kind] for form in FORMATS.values()
    ]


def test_without_a_file_it_says_what_to_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect"]) == 2
    assert "name the report files" in capsys.readouterr().err
