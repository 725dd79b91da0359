"""A build that is compared with an earlier one, from a shell: written, changed, read again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.cli import run

MAPPING = """\
version: 1
service: cart
baseline: kept.json
rules:
  - {rule: Tests, reports: unit.xml, max: {new_failed: 0}}
  - {rule: Lint, reports: lint.sarif, max: {new_findings: 0}, missing: skip}
  - {rule: Errors, reports: lint.sarif, max: {errors: baseline}, missing: keep}
"""
KEY = "0123456789abcdef0123456789abcdef"  # a made-up one


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    return tmp_path


def unit(*failed: str) -> None:
    cases = "".join(f'<testcase classname="C" name="{one}"><failure/></testcase>' for one in failed)
    Path("unit.xml").write_text(f'<testsuite><testcase name="ok"/>{cases}</testsuite>')


def lint(*results: dict[str, Any]) -> None:
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": results}]}
    Path("lint.sarif").write_text(json.dumps(log))


def result(text: str, line: int = 1, **more: object) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": "src/a.c"}, "region": {"startLine": line}}
    return {
        "ruleId": "R1",
        "level": "error",
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
        **more,
    }


def decided(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    """What is decided now, by rule."""
    capsys.readouterr()
    assert run(["submit", "--dry-run", "--json", "-"]) == 0
    return {one["rule"]: one for one in json.loads(capsys.readouterr().out)["outcomes"]}


def test_nothing_is_new_until_something_is(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit("a[1]")
    lint(result("bad 1"), result("odd"))
    first = decided(capsys)
    assert {rule: one["state"] for rule, one in first.items()} == {
        "Tests": "fail",
        "Lint": "skip",
        "Errors": None,
    }
    assert "new_failed" not in first["Tests"]["measured"]
    assert first["Errors"]["limits"] == {"min": {}, "max": {}}
    assert run(["baseline"]) == 0

    lint(result("odd", 40), result("bad 2", 7))
    same = decided(capsys)
    assert {one["state"] for one in same.values()} == {"pass"}
    assert same["Tests"]["measured"]["new_failed"] == 0
    assert same["Lint"]["measured"]["new_findings"] == 0
    assert same["Errors"]["limits"] == {"min": {}, "max": {"errors": 2}}

    unit("a[1]", "a[2]")
    lint(result("odd", 40), result("worse", 7), result("bad", 9))
    after = decided(capsys)
    assert {one["state"] for one in after.values()} == {"fail"}
    assert after["Tests"]["examples"] == ["C.a[2]"]
    assert after["Lint"]["reason"] == "3 findings, 2 of them new (limit 0)"
    assert after["Lint"]["examples"] == ["src/a.c:7 R1 worse", "src/a.c:9 R1 bad"]
    assert "C.a[2]" in after["Tests"]["remarks"]


@pytest.mark.parametrize(
    ("then", "now", "new"),
    [
        pytest.param({"h/v1": "a1:1"}, {"h/v1": "a1:1"}, 0, id="the same"),
        pytest.param({"h/v1": "a1:1"}, {"h/v1": "b2:1"}, 1, id="another one"),
        pytest.param({"a": "1", "b": "2"}, {"b": "2", "a": "1"}, 0, id="in any order"),
        pytest.param({"h/v1": "a1:1"}, {}, 1, id="none now: the words decide"),
        pytest.param({"h": ""}, {"h": "b"}, 1, id="an empty one is none"),
        pytest.param(["a"], ["b"], 1, id="no object is none"),
        pytest.param({"h": ["a"]}, {"h": ["a"]}, 0, id="of a list"),
        pytest.param({"h": "x" * 600}, {"h": "x" * 600}, 1, id="too long: the words decide"),
    ],
)
def test_partial_fingerprints_tell_findings_apart(
    work: Path, capsys: pytest.CaptureFixture[str], then: object, now: object, new: int
) -> None:
    unit()
    lint(result("one way to say it", partialFingerprints=then))
    assert run(["baseline"]) == 0
    lint(result("another way", partialFingerprints=now))
    assert decided(capsys)["Lint"]["measured"]["new_findings"] == new


def test_full_fingerprints_are_left_out(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit()
    lint(result("old", fingerprints={"matchBasedId/v1": "requires login"}))
    assert run(["baseline"]) == 0
    lint(result("new", fingerprints={"matchBasedId/v1": "requires login"}))
    assert decided(capsys)["Lint"]["measured"]["new_findings"] == 1


def test_a_key_in_a_name_is_in_no_baseline_and_its_test_is_known(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DD_API_KEY", KEY)
    monkeypatch.setenv("DD_APP_KEY", KEY[::-1] + "01234567")
    unit(f"t[{KEY}]")
    lint(result(f"found '{KEY}'", ruleId=KEY))
    assert run(["baseline"]) == 0
    assert KEY not in Path("kept.json").read_text()
    after = decided(capsys)
    assert {one["state"] for one in after.values()} == {"pass"}
