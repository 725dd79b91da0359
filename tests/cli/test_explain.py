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
    tests: 1 (at least 1, the default)
    failed: 1 (at most 1, scorecard.datadog.yaml:8)
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


def test_the_slowest_tests_are_shown_where_times_are_limited(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "scorecard.datadog.yaml").write_text(
        "version: 1\nservice: cart\nrules:\n"
        "  - {rule: Fast, reports: unit.xml, max: {slowest_test: 1}}\n"
    )
    (work / "unit.xml").write_text(
        '<testsuite><testcase classname="acme.Cart" name="a" time="0.25"/>'
        '<testcase classname="acme.Cart" name="b" time="1.5"/>'
        '<testcase classname="acme.Cart" name="c"/></testsuite>'
    )
    assert run(["explain", "Fast"]) == 0
    assert (
        """\
  because: Cart.b took 1.5 s (limit 1 s)
  limits:
    tests: 3 (at least 1, the default)
    failed: 0 (at most 0, the default)
    slowest_test: 1.5 s, broken (at most 1 s, scorecard.datadog.yaml:4)
  slowest:
    Cart.b took 1.5 s
    Cart.a took 0.25 s
    unit.xml does not say how long Cart.c took
"""
        in capsys.readouterr().out
    )


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


COMPARED = """\
version: 1
service: cart
baseline: kept.json
rules:
  - rule: Tests
    reports: unit.xml
    max: {new_failed: 0}
  - rule: Lint
    reports: lint.txt
    max: {new_errors: 0, findings: baseline}
  - rule: Coverage
    reports: lcov.info
    min: {line_coverage: baseline}
"""


def _reports(work: Path, failed: str, *findings: str) -> None:
    cases = "".join(
        f'<testcase classname="a.Cart" name="{name}">{"<failure/>" * (name in failed)}</testcase>'
        for name in "abc"
    )
    (work / "unit.xml").write_text(f"<testsuite>{cases}</testsuite>")
    (work / "lint.txt").write_text("".join(f"{one}\n" for one in findings))


def test_what_is_new_and_what_was_known_is_told(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "scorecard.datadog.yaml").write_text(COMPARED)
    (work / "lcov.info").write_text("SF:a.py\nDA:1,1\nDA:2,0\nend_of_record\n")
    _reports(work, "a", "x.c:1:2: warning: old 1 [-Wa]", "x.c:3:2: warning: odd [-Wb]")
    assert run(["baseline", "-o", "kept.json"]) == 0
    _reports(
        work,
        "ab",
        "x.c:2:9: warning: old 7 [-Wa]",
        "x.c:9:2: error: odd [-Wb]",
        "y.c:5:1: warning: more [-Wa]",
    )
    capsys.readouterr()
    assert run(["explain", "Tests"]) == 0
    assert (
        """\
  limits:
    tests: 3 (at least 1, the default)
    new_failed: 1, broken (at most 0, scorecard.datadog.yaml:7)
  compared with kept.json (pass then):
    failed tests: 1 new
      new: Cart.b
      known: Cart.a
"""
        in capsys.readouterr().out
    )
    assert run(["explain", "Lint", "--most", "1"]) == 0
    assert (
        """\
  limits:
    findings: 3, broken (at most 2, as in the baseline, scorecard.datadog.yaml:10)
    new_errors: 1, broken (at most 0, scorecard.datadog.yaml:10)
  compared with kept.json (pass then):
    findings: 1 new
      new: y.c:5 -Wa more
      known: x.c:2 -Wa old 7
      … 1 more known (--most shows more)
      an error now, and none then: x.c:9 -Wb odd
"""
        in capsys.readouterr().out
    )
    assert run(["explain", "Coverage"]) == 0
    shown = capsys.readouterr().out
    assert "    line_coverage: 50 % (at least 50 %, as in the baseline, " in shown
    assert "  compared with kept.json (pass then)\n  looked for:" in shown


def test_a_baseline_without_the_rule_is_told(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "scorecard.datadog.yaml").write_text(COMPARED)
    _reports(work, "a")
    assert run(["explain", "Tests"]) == 0
    shown = capsys.readouterr().out
    assert "  compared with kept.json: it is not there\n" in shown
    assert "new_failed: not measured (at most 0, scorecard.datadog.yaml:7)" in shown
    (work / "kept.json").write_text('{"version": 1, "rules": []}')
    assert run(["explain", "Tests"]) == 0
    assert "  compared with kept.json: it has nothing of this rule\n" in capsys.readouterr().out


def test_what_was_accepted_names_its_entry(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = (
        "    accept:\n"
        "      - {name: fast, until: 2099-12-31, reason: a rewrite}\n"
        "      - {name: x, until: 2020-01-31, reason: long ago}\n"
        "      - {name: y, until: 2099-12-31, reason: elsewhere, services: [search]}\n"
    )
    text = (work / "scorecard.datadog.yaml").read_text("utf-8")
    text = text.replace("    max: {failed: 1}\n", entries)
    (work / "scorecard.datadog.yaml").write_text(text, encoding="utf-8")
    assert run(["explain", "Contract tests", "cart"]) == 0
    lines = capsys.readouterr().out.splitlines()
    entry = "accept {name: fast} until 2099-12-31: a rewrite"
    assert f"    A.fast: failed ({entry})" in lines
    assert f"  {entry} (1 accepted)" in lines
    assert "  accept {name: x} until 2020-01-31: long ago (over)" in lines
    assert "  accept {name: y} until 2099-12-31: elsewhere (not for this entity)" in lines


BASE = """\
version: 1
rules:
  - rule: Tests
    reports: [unit.xml, more.xml]
    max: {skip_rate: 50, failed: 3}
"""
ABOVE = """\
version: 1
service: cart
extends: base.yaml
baseline: kept.json
rules:
  - rule: Tests
    max: {new_failed: 0, failed: none}
    enforce: regression
    accept: {name: c, until: 2099-12-31, reason: a rewrite, link: "https://t.example/1"}
    waive:
      - {until: 2020-01-31, reason: long ago}
      - {until: 2099-12-30, reason: not today, services: [cart], link: "https://t.example/2"}
"""


def test_what_decided_comes_first_and_the_rest_in_order(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "base.yaml").write_text(BASE)
    (work / "scorecard.datadog.yaml").write_text(ABOVE)
    _reports(work, "a")
    (work / "more.xml").write_text('<testsuite><testcase name="it"/></testsuite>')
    assert run(["baseline"]) == 0
    _reports(work, "abc")
    capsys.readouterr()
    assert run(["explain", "Tests", "--most", "3"]) == 0
    assert capsys.readouterr().out.partition("  remarks: ")[0].splitlines()[2:] == [
        "  limits:",
        "    tests: 4 (at least 1, the default)",
        "    skip_rate: 0 % (at most 50 %, base.yaml:5)",
        "    new_failed: 1, broken (at most 0, scorecard.datadog.yaml:7)",
        "  waived until 2020-01-31: long ago (over)",
        "  waived until 2099-12-30: not today (in force, https://t.example/2)",
        "  enforce: regression (not exit 1)",
        "  accept {name: c} until 2099-12-31: a rewrite (1 accepted, https://t.example/1)",
        "  compared with kept.json (skip then):",
        "    failed tests: 1 new",
        "      new: Cart.b",
        "      known: Cart.a",
        "  looked for:",
        "    unit.xml",
        "    more.xml",
        "  from base.yaml:4: reports",
        "  more.xml: 1 counted, 0 left out",
        "    it: passed",
        "  unit.xml: 3 counted, 0 left out",
        "    Cart.a: failed",
        "    Cart.b: failed",
        "    Cart.c: failed (accept {name: c} until 2099-12-31: a rewrite)",
    ]


def test_what_counts_against_a_rule_is_listed_first(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "unit.xml").write_text(
        '<testsuite><testcase classname="contract.A" name="good"/>'
        '<testcase classname="contract.A" name="slow"/>'
        '<testcase classname="contract.A" name="bad"><failure/></testcase></testsuite>'
    )
    assert run(["explain", "Contract tests", "cart", "--most", "2"]) == 0
    assert (
        """\
  unit.xml: 2 counted, 1 left out
    A.bad: failed
    A.good: passed
    … 1 more (--most shows more)
"""
        in capsys.readouterr().out
    )


def test_each_problem_is_told_once_with_its_place(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("absent.xml", "unit.xml"):
        (work / name).write_text('<testsuite><testcase name="a"/>')
    assert run(["explain", "Contract tests", "cart"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  because: absent.xml:1:32: the report is cut off")
    problems = [one for one in lines if one.startswith("  problem: ")]
    assert [one[:26] for one in problems] == ["  problem: unit.xml:1:32: "]
