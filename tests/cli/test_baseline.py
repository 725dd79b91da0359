"""`baseline`: what this build measured, in a file that is the same for the same reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, command, submit

PACKAGE = "scorecard_action"
MAPPING = """\
version: 1
service: cart
rules:
  - {rule: Unit, reports: "out/*.xml"}
  - {rule: Lint, reports: "lint/**/*.json"}
"""
TESTS = '<testsuite name="s"><testcase classname="C" name="{}"/>{}</testsuite>'
BAD = '<testcase classname="C" name="{}"><failure message="no"/></testcase>'


def eslint(*messages: tuple[str, str], error: bool = True) -> str:
    """ESLint's JSON of (file, message) each."""
    files = [
        {
            "filePath": file,
            "messages": [
                {"ruleId": "r", "severity": 1 + error, "message": text, "line": 3, "column": 1}
            ],
            "errorCount": int(error),
            "warningCount": int(not error),
        }
        for file, text in messages
    ]
    return json.dumps(files)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    for folder in ("out", "lint/a", "src"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    (tmp_path / "out/a.xml").write_text(TESTS.format("ok", BAD.format("tax")))
    (tmp_path / "src/a.js").touch()
    (tmp_path / "lint/a/e.json").write_text(eslint(("src/a.js", "bad"), ("src/b.js", "é")))
    return tmp_path


def run(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    done = command("baseline", *arguments, cwd=folder, env=env)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_failing_build_is_written_and_nothing_is_sent(work: Path) -> None:
    keys = {"DD_API_KEY": "0" * 32, "DD_APP_KEY": "1" * 40, "DD_SITE": "datadoghq.com"}
    size = len(written(work, env=keys | {"HTTPS_PROXY": "http://127.0.0.1:1"}))
    code, out, err = run(work, "-o", "b.json")
    assert (code, err) == (0, "")
    assert out == f"b.json: 2 outcomes, 1 failed test and 2 findings known, {size} bytes\n"


def written(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> bytes:
    assert run(folder, "-o", "b.json", *arguments, env=env)[0] == 0
    return (folder / "b.json").read_bytes()


def test_the_bytes_are_the_same_whatever_the_machine(work: Path, tmp_path: Path) -> None:
    first = written(work)
    for env in (
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Kabul"},
    ):
        assert written(work, env=env) == first
    ci = {"GITHUB_ACTIONS": "true", "GITHUB_SHA": "1" * 40, "GITHUB_RUN_ID": "77"}
    assert written(work, env=ci) == first
    # the same reports under other names, in another order, of another checkout
    (work / "lint/a/e.json").rename(work / "lint/z.json")
    os.utime(work / "out/a.xml", (1, 1))
    moved = work.rename(work.with_name("elsewhere"))
    assert written(moved) == first
    text = first.decode()
    assert "é" in text
    assert str(tmp_path) not in text
    assert text.endswith("}\n")


def test_a_report_against_its_own_baseline_has_nothing_new(work: Path) -> None:
    (work / "scorecard.datadog.yaml").write_text(
        MAPPING.replace('xml"}', 'xml", max: {new_failed: 0}}').replace(
            'json"}', 'json", max: {new_findings: 0}}'
        )
    )
    written(work)
    done = submit(work, "--baseline", "b.json")
    assert done.states == {"Unit": "pass", "Lint": "pass"}
    assert [one["state"] for one in json.loads((work / "b.json").read_text())["rules"]] == [
        "pass",
        "pass",
    ]
    (work / "lint/a/f.json").write_text(eslint(("src/a.js", "worse")))
    done = submit(work, env={"SCORECARD_BASELINE": "b.json"})
    assert done.states == {"Unit": "pass", "Lint": "fail"}
    explained = command("explain", "Lint", "--baseline", "b.json", cwd=work).stdout.decode()
    assert "1 of them new" in explained


def test_the_mapping_names_the_file_and_both_options_go_before(work: Path) -> None:
    with (work / "scorecard.datadog.yaml").open("a") as file:
        file.write("baseline: kept/of-main.json\n")
    assert run(work)[0] == 0
    assert run(work, "--baseline", "b.json", "-o", "o.json")[0] == 0
    assert run(work, env={"SCORECARD_BASELINE": "v.json"})[0] == 0
    names = {path.relative_to(work).as_posix() for path in work.rglob("*.json")}
    assert names == {"kept/of-main.json", "o.json", "v.json", "lint/a/e.json"}


def test_on_the_standard_output_it_is_alone(work: Path) -> None:
    code, out, err = run(work, "-o", "-")
    assert code == 0
    assert out.encode() == written(work)
    assert (
        err
        == f"the baseline: 2 outcomes, 1 failed test and 2 findings known, {len(out) + 1} bytes\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(
            [],
            2,
            "error: nothing says where to write the baseline\n"
            "  -o FILE, or `baseline: FILE` in scorecard.datadog.yaml\n",
            id="nowhere",
        ),
        pytest.param(
            ["--shrink", "-o", "-"],
            2,
            "error: --shrink needs a file that it can read\n  -o FILE\n",
            id="shrink the standard output",
        ),
        pytest.param(
            ["-o", "./scorecard.datadog.yaml"],
            2,
            "error: ./scorecard.datadog.yaml is the mapping: the baseline needs a file of its own"
            "\n",
            id="over the mapping",
        ),
        pytest.param(
            ["-o", "base.yaml"],
            2,
            "error: base.yaml is a mapping below this one: the baseline needs a file of its own\n",
            id="over a mapping below",
        ),
        pytest.param(
            ["-o", "lint/a/../a/e.json"],
            2,
            "error: lint/a/../a/e.json is a report of rule Lint: the baseline needs a file of its"
            " own\n",
            id="over a report",
        ),
        pytest.param(
            ["--shrink", "-o", "out/a.xml"],
            2,
            "error: out/a.xml is a report of rule Unit: the baseline needs a file of its own\n",
            id="shrink a report",
        ),
        pytest.param(
            ["--baseline", "https://u:hunter2hunter2@x.example/b.json"],
            2,
            "error: the baseline is a URL, and none is fetched: https://u:***@x.example/b.json\n"
            "  have a step before this one fetch it, and name the file\n",
            id="an address",
        ),
        pytest.param(["-o", "src"], 74, "error: cannot write src: Is a directory\n", id="a folder"),
        pytest.param(
            ["-o", "a.txt/b.json"],
            74,
            "error: cannot write a.txt/b.json: Not a directory\n",
            id="below a file",
        ),
        pytest.param(
            ["--shrink", "-o", "src"],
            2,
            "error: src: the baseline is a folder\n",
            id="shrink a folder",
        ),
        pytest.param(
            ["--shrink", "-o", "a.txt"],
            2,
            "error: a.txt:1: the baseline is empty: write it anew: scorecard-action baseline\n",
            id="shrink what is no baseline",
        ),
    ],
)
def test_where_it_cannot_be_written(
    work: Path, arguments: list[str], code: int, message: str
) -> None:
    (work / "a.txt").touch()
    (work / "base.yaml").write_text("version: 1\n")
    (work / "scorecard.datadog.yaml").write_text(f"{MAPPING}extends: base.yaml\n")
    kept = [path for path in work.rglob("*") if path.is_file()]
    before = [path.read_bytes() for path in kept]
    assert run(work, *arguments) == (code, "", message)
    assert [path.read_bytes() for path in kept] == before
    assert not list(work.glob(".*"))


def test_a_rule_that_cannot_be_read_is_left_out_by_name(work: Path) -> None:
    (work / "out/b.xml").write_text("<testsuite>")
    code, out, err = run(work, "-o", "b.json")
    assert code == 3
    assert "warning: rule 'Unit' for service:cart is left out: out/b.xml:1:" in err
    assert out.startswith("b.json: 1 outcome, 0 failed tests and 2 findings known, ")
    assert [one["rule"] for one in json.loads((work / "b.json").read_text())["rules"]] == ["Lint"]


def test_a_rule_without_evidence_has_its_state_alone(work: Path) -> None:
    (work / "lint/a/e.json").unlink()
    code, _, err = run(work, "-o", "b.json")
    assert code == 0
    assert (
        "warning: rule 'Lint' for service:cart is written with nothing to compare later builds"
        " with: no evidence: no file matches lint/**/*.json" in err
    )
    rules = json.loads((work / "b.json").read_text())["rules"]
    assert rules[0] == {"rule": "Lint", "entity": "service:cart", "state": "fail"}


def test_nothing_of_a_baseline_is_a_change(work: Path) -> None:
    rules = (
        "  - {rule: Both, reports: c.info, min: {patch_coverage: 80, line_coverage: baseline}}\n"
        "  - {rule: Patch, reports: c.info, min: {patch_coverage: 80}}\n"
    )
    (work / "scorecard.datadog.yaml").write_text(f"version: 1\nservice: cart\nrules:\n{rules}")
    (work / "c.info").write_text("SF:src/a.js\nDA:1,1\nDA:2,0\nend_of_record\n")
    code, _, err = run(work, "-o", "b.json")
    assert (code, err) == (0, "")
    both, patch = json.loads((work / "b.json").read_text())["rules"]
    assert (both["state"], both["measured"]["line_coverage"]) == ("pass", 50)
    assert patch["state"] == "skip"
    (work / "a.diff").write_text("--- a/src/a.js\n+++ b/src/a.js\n@@ -0,0 +1 @@\n+x\n")
    done = submit(work, "--baseline", "b.json", "--diff", "a.diff")
    assert done.states == {"Both": "pass", "Patch": "pass"}


def test_what_was_found_of_some_evidence_takes_nothing_away(work: Path) -> None:
    # one tool did not write; what the other found breaks a limit that knows no baseline
    two = (
        "version: 1\nservice: cart\nrules:\n  - {rule: Lint, reports: 'lint/*/*.json',"
        " tools: [eslint, ruff], max: {new_findings: 0, findings: 1}}\n"
    )
    (work / "scorecard.datadog.yaml").write_text(two)
    (work / "lint/b").mkdir()
    ruff = work / "lint/b/r.json"
    ruff.write_text(
        '[{"code": "E1", "filename": "src/a.py", "message": "long",'
        ' "location": {"row": 1, "column": 1}, "end_location": {"row": 1, "column": 2},'
        ' "fix": null, "noqa_row": 1, "url": null, "cell": null}]'
    )
    before = written(work)
    ruff.unlink()
    code, out, _ = run(work, "-o", "b.json", "--shrink")
    assert (code, out) == (0, "b.json: nothing to tighten, left as it is\n")
    assert (work / "b.json").read_bytes() == before


def test_a_key_of_the_environment_is_not_written(work: Path) -> None:
    key = "0123456789abcdef0123456789abcdef"
    (work / "lint/a/e.json").write_text(
        eslint(("src/a.js", f"found {key} in it"), ("b", "ghp_" + "a" * 36))
    )
    text = written(work, env={"DD_API_KEY": key}).decode()
    assert key not in text
    assert "ghp_a" not in text
    assert "found" in text


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_shrinking_what_is_the_same_leaves_the_file_alone(work: Path, ends: str) -> None:
    data = written(work).replace(b"\n", ends.encode())
    (work / "b.json").write_bytes(data)
    os.utime(work / "b.json", (1, 1))
    node = (work / "b.json").stat().st_ino
    assert run(work, "--shrink", "-o", "b.json") == (
        0,
        "b.json: nothing to tighten, left as it is\n",
        "",
    )
    now = (work / "b.json").stat()
    assert (now.st_mtime, now.st_ino) == (1, node)
    assert (work / "b.json").read_bytes() == data


def test_shrinking_tells_what_is_better_and_what_is_worse(work: Path) -> None:
    written(work)
    (work / "lint/a/e.json").write_text(eslint(("src/b.js", "é")))
    (work / "out/a.xml").write_text(TESTS.format("ok", BAD.format("tax") + BAD.format("vat")))
    code, out, err = run(work, "--shrink", "-o", "b.json")
    assert (code, err) == (0, "")
    assert out.splitlines()[:-1] == [
        "tightened:",
        "  rule 'Unit' for service:cart: tests 2 -> 3",
        "  rule 'Lint' for service:cart: findings 2 -> 1; errors 2 -> 1; 1 finding no longer known",
        "worse than it says, which stays:",
        (
            "  rule 'Unit' for service:cart: failed 2, it says 1; pass_rate 33.33 %, it says 50 %;"
            " 1 failed test that it does not know"
        ),
    ]
    assert '"vat"' not in (work / "b.json").read_text()


def test_shrinking_what_is_not_there_writes_it(work: Path) -> None:
    assert run(work, "--shrink", "-o", "new/b.json")[0] == 0
    assert (work / "new/b.json").read_bytes() == written(work)


def test_shrinking_side_by_side_loses_nothing(work: Path) -> None:
    """Several runs at once, each of which mended another finding: all are gone in the end."""
    found = [(f"src/{name}.js", "bad") for name in "abcd"]
    (work / "lint/a/e.json").write_text(eslint(*found))
    written(work)
    running = []
    for gone in found:
        folder = work / "runs" / gone[0].replace("/", "-")
        (folder / "lint").mkdir(parents=True)
        (folder / "scorecard.datadog.yaml").write_text(MAPPING)
        (folder / "lint/e.json").write_text(eslint(*(one for one in found if one != gone)))
        words = ["baseline", "--shrink", "-o", str(work / "b.json")]
        running.append((words, folder))
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "scorecard_action", *words], cwd=folder, env=environ
        )
        for words, folder in running
    ]
    assert [one.wait(120) for one in started] == [0] * len(started)
    rules = {one["rule"]: one for one in json.loads((work / "b.json").read_text())["rules"]}
    assert rules["Lint"]["findings"] == [None]
    assert not list(work.glob(".b.json*"))


def test_a_baseline_of_another_mapping_is_a_warning(work: Path) -> None:
    written(work)
    (work / "scorecard.datadog.yaml").write_text(
        MAPPING.replace("Unit", "Other").replace("Lint", "Another")
    )
    done = submit(work, "--baseline", "b.json")
    (warning,) = done.result["warnings"]
    assert warning == (
        "b.json is the baseline of another mapping: none of these rules is in it"
        " (it has 'Lint' for service:cart)"
    )


def test_one_that_is_not_there_is_a_warning_and_one_that_is_broken_an_error(work: Path) -> None:
    assert submit(work, "--baseline", "https://x.example/b.json").code == 2
    done = submit(work, "--baseline", "b.json")
    assert done.code == 0
    assert done.result["warnings"] == ["there is no baseline yet: b.json is not there"]
    (work / "b.json").write_bytes(b'{"version": 1,\n<<<<<<< HEAD\n')
    done = submit(work, "--baseline", "b.json", env={"GITHUB_ACTIONS": "true"})
    assert done.code == 2
    (error,) = done.result["errors"]
    assert (error["file"], error["line"], error["column"]) == ("b.json", 2, 1)
    assert error["message"].startswith("a merge left a conflict in the baseline; neither side")
    assert command("explain", "Lint", "--baseline", "b.json", cwd=work).returncode == 2
    # what reads no report compares nothing
    assert command("check", cwd=work).returncode == 0
