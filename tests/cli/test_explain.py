"""`explain`: which files, which evidence and which limit decided."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scorecard_action.cli import run

MAPPING = """\
version: 1
services: [cart, search]
rules:
  - rule: Contract tests
    reports: [unit.xml, absent.xml]
    only: {class: contract.*}
    except: {name: slow*}
    max: {failed: 1}
  - rule: Lint
    id: lint-rule-id-001
    reports: lint.sarif
"""
UNIT = (
    '<testsuite><testcase classname="contract.A" name="fast"><failure/></testcase>'
    '<testcase classname="contract.A" name="slow one"/><testcase classname="unit.B" name="x"/>'
    "</testsuite>"
)
SARIF = (
    '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": ['
    '{"ruleId": "E1", "level": "note", "message": {"text": "::error::x"}},'
    '{"ruleId": "E2", "level": "error", "suppressions": [{"kind": "inSource"}]}]}]}'
)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    (tmp_path / "unit.xml").write_text(UNIT)
    (tmp_path / "lint.sarif").write_text(SARIF)
    return tmp_path


def test_everything_that_decided_is_shown(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "Contract tests", "cart"]) == 0
    assert (
        capsys.readouterr().out
        == """\
Contract tests for service:cart: fail
  because: no evidence: no file matches absent.xml
  limits:
    tests: 1 (at least 1)
    failed: 1 (at most 1)
  looked for:
    unit.xml
    absent.xml
    no file matches absent.xml
  unit.xml: 1 counted, 2 left out
    A.fast: failed
    A.slow one: passed (left out: except name: slow*)
    B.x: passed (left out: only class: contract.*)
  remarks: no evidence: no file matches absent.xml.

"""
    )


def test_by_id_for_every_entity_with_hostile_text(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", "lint-rule-id-001"]) == 0
    shown = capsys.readouterr().out
    assert shown.count("Lint for service:") == 2
    assert "error E2 (left out: suppressed in the report)" in shown
    assert not [line for line in shown.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["Contract test"], "Contract tests", id="unknown rule"),
        pytest.param(["Lint", "serch"], "service:search", id="unknown entity"),
    ],
)
def test_mistakes(
    work: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(["explain", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_the_list_is_cut(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "Contract tests", "cart", "--most", "1"]) == 0
    assert "… 2 more (--most shows more)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["explain", "Contract tests", "cart"], id="explain"),
        pytest.param(["inspect", "unit.xml", "secret-key-0123456789.xml"], id="inspect"),
        pytest.param(["check"], id="check"),
    ],
)
def test_no_command_shows_a_key_that_a_report_holds(
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    key = "secret-key-0123456789"
    monkeypatch.setenv("DD_API_KEY", key)
    (work / "unit.xml").write_text(UNIT.replace("fast", key))
    mapping = MAPPING.replace("slow*", key)
    (work / "scorecard.datadog.yaml").write_text(mapping)
    run(arguments)
    shown = capsys.readouterr()
    assert key not in shown.out + shown.err


def test_what_was_accepted_names_its_entry(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = (
        "    accept:\n"
        "      - {name: fast, until: 2099-12-31, reason: a rewrite}\n"
        "      - {name: x, until: 2020-01-31, reason: long ago}\n"
    )
    text = (work / "scorecard.datadog.yaml").read_text("utf-8")
    text = text.replace("    max: {failed: 1}\n", entries)
    (work / "scorecard.datadog.yaml").write_text(text, encoding="utf-8")
    assert run(["explain", "Contract tests", "cart"]) == 0
    lines = capsys.readouterr().out.splitlines()
    entry = "accept {name: fast} until 2099-12-31: a rewrite"
    assert f"    A.fast: failed (accepted: {entry})" in lines
    assert f"  {entry} (1 accepted)" in lines
    assert "  accept {name: x} until 2020-01-31: long ago (not in force)" in lines
