"""`check`: the mapping as it is understood, the files it reads now, what Datadog knows of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from scorecard_action.cli import run
from scorecard_action.sandbox import running
from tests.delivery.building import FastClock

MAPPING = """\
version: 1
services: {cart: services/cart, search: services/search}
branches: [main, "release/*"]
rules:
  - rule: Unit tests pass
    reports: out/*.xml
    exclude: out/old.xml
    min: {pass_rate: 98}
  - id: coverage-id-0001
    reports: {path: cov.out, format: cobertura}
    min: {line_coverage: 79.5}
    missing: skip
    max_age: 2h
    tools: [coverage.py]
    waive: {until: 2999-01-31, reason: moving}
  - rule: No findings of severity critical
    reports: lint.sarif
    only: {severity: [critical, high]}
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    (tmp_path / "services/cart/out").mkdir(parents=True)
    for name in ("a.xml", "b.xml", "old.xml"):
        (tmp_path / "services/cart/out" / name).write_text("<testsuite/>")
    return tmp_path


def test_the_mapping_is_printed_with_its_defaults(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check"]) == 0
    assert (
        capsys.readouterr().out
        == """\
scorecard.datadog.yaml: sound, 3 rules
entity: service:cart (in services/cart)
entity: service:search (in services/search)
branches: main, release/*

rule: Unit tests pass
  reports: out/*.xml
  exclude: out/old.xml
  tests (needed): min tests 1, min pass_rate 98 %
  missing: fail
  reads now: 2 files
    services/cart/out/a.xml (JUnit XML)
    services/cart/out/b.xml (JUnit XML)
  service:search: no file matches out/*.xml

rule: coverage-id-0001
  reports: cov.out as cobertura
  coverage (needed): min line_coverage 79.5 %
  missing: skip
  max_age: 2:00:00
  tools: coverage.py
  waived until 2999-01-31: moving
  reads now: 0 files
  service:cart: no file matches cov.out
  service:search: no file matches cov.out

rule: No findings of severity critical
  reports: lint.sarif
  only: severity: critical or high
  lint (needed): max findings 0
  missing: fail
  reads now: 0 files
  service:cart: no file matches lint.sarif
  service:search: no file matches lint.sarif
"""
    )


JUNIT = '<testsuite><testcase name="a"/></testsuite>'
SARIF = '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}, "results": []}]}'
LCOV = "SF:src/a.py\nDA:1,1\nend_of_record\n"
UNLIMITED = "coverage: left out, no limit names it"
TESTS, LINT = "tests: min tests 1, max failed 0", "lint: max errors 0"


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        pytest.param("reports: a.xml", [TESTS], id="what the report holds"),
        pytest.param(
            "reports: a.*", [TESTS, LINT, "coverage: left out, no limit names it"], id="3"
        ),
        pytest.param(
            "reports: a.info, min: {line_coverage: 80}",
            ["coverage (needed): min line_coverage 80 %"],
            id="coverage alone",
        ),
        pytest.param(
            "reports: none.xml, min: {line_coverage: 80}",
            ["coverage (needed): min line_coverage 80 %"],
            id="what the limits need, without a report",
        ),
        pytest.param(
            "reports: a.*, min: {line_coverage: 80}",
            [TESTS, LINT, "coverage (needed): min line_coverage 80 %"],
            id="and what else the reports hold",
        ),
        pytest.param(
            "reports: a.*, only: {class: C}",
            [
                "tests (needed): min tests 1, max failed 0",
                "lint: left out, `only` selects none of it",
                "coverage: left out, `only` selects none of it",
            ],
            id="only",
        ),
        pytest.param("reports: {path: no.xml, format: trx}", [TESTS], id="format"),
        pytest.param("reports: no.sarif", [LINT], id="an extension that tells"),
        pytest.param(
            "reports: no.xml",
            [
                "tests (if the reports hold them): min tests 1, max failed 0",
                "lint (if the reports hold them): max errors 0",
            ],
            id="nothing tells",
        ),
    ],
)
def test_only_the_kinds_that_a_rule_can_have(
    work: Path, capsys: pytest.CaptureFixture[str], rule: str, kinds: list[str]
) -> None:
    (work / "scorecard.datadog.yaml").write_text(
        f"version: 1\nservice: s\nrules:\n  - {{rule: U, {rule}}}\n"
    )
    for name, text in (("a.xml", JUNIT), ("a.sarif", SARIF), ("a.info", LCOV)):
        (work / name).write_text(text)
    assert run(["check"]) == 0
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in shown if line.startswith(("tests", "lint", "coverage"))] == kinds


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param(
            "reports: Services/*/out/a.xml",
            "no file matches Services/*/out/a.xml; there is services/cart/out/a.xml,"
            " a JUnit XML report",
            id="near",
        ),
        pytest.param(
            "reports: services/cart/out/a.xml, max_age: 1h",
            "no file matches services/cart/out/a.xml"
            " (services/cart/out/a.xml is 2 hours old, which `max_age` refuses)",
            id="old",
        ),
    ],
)
def test_why_nothing_is_found(
    work: Path, capsys: pytest.CaptureFixture[str], rule: str, said: str
) -> None:
    (work / "scorecard.datadog.yaml").write_text(
        f"version: 1\nservice: s\nrules:\n  - {{rule: U, {rule}}}\n"
    )
    before = time.time() - 2 * 3600 - 60
    os.utime(work / "services/cart/out/a.xml", (before, before))
    assert run(["check"]) == 0
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert shown[-2:] == ["reads now: 0 files", said]


def test_the_same_files_for_several_entities_are_named(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "scorecard.datadog.yaml").write_text(
        "version: 1\nservices: [cart, search]\nrules:\n  - {rule: U, reports: '**/a.xml'}\n"
    )
    assert run(["check"]) == 0
    shared = "reads the same files for several entities: services/cart/out/a.xml"
    assert f"{shared} for service:cart, service:search" in capsys.readouterr().out


def test_a_service_that_is_not_named_yet_is_no_mistake(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "scorecard.datadog.yaml").write_text(
        "version: 1\nrules:\n  - {rule: U, reports: '**/a.xml'}\n"
    )
    assert run(["check"]) == 0
    shown = capsys.readouterr()
    assert "service: not named yet" in shown.out
    assert "names no service" in shown.err


def test_a_captured_service_without_reports_is_said_to_be_invisible(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "services/search/out").mkdir(parents=True)
    (work / "services/search/out/a.xml").write_text("<testsuite/>")
    (work / "scorecard.datadog.yaml").write_text(
        "version: 1\nrules:\n  - {rule: U, reports: 'services/{service}/out/a.xml'}\n"
    )
    assert run(["check"]) == 0
    assert "a service without any report is invisible" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("until", "said"),
    [
        pytest.param("2999-01-31", "is for more than a year: is the date right?", id="for long"),
        pytest.param("2024-01-31", "has ended", id="past"),
    ],
)
def test_a_waiver_that_may_be_a_slip_is_said(
    work: Path, capsys: pytest.CaptureFixture[str], until: str, said: str
) -> None:
    (work / "scorecard.datadog.yaml").write_text(MAPPING.replace("2999-01-31", until))
    assert run(["check"]) == 0
    text = " ".join(capsys.readouterr().err.split())
    assert f"warning: rule 'coverage-id-0001': the waiver until {until} {said}" in text


@pytest.mark.parametrize(
    ("there", "line"),
    [
        pytest.param(False, "baseline: kept.json (not there yet)", id="to be written"),
        pytest.param(True, "baseline: kept.json", id="there"),
    ],
)
def test_the_baseline_is_told(
    work: Path, capsys: pytest.CaptureFixture[str], line: str, *, there: bool
) -> None:
    (work / "scorecard.datadog.yaml").write_text(f"baseline: kept.json\n{MAPPING}")
    if there:
        (work / "kept.json").write_text('{"version": 1, "rules": []}')
    assert run(["check"]) == 0
    assert line in capsys.readouterr().out.splitlines()


def test_a_broken_mapping_is_exit_2(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (work / "scorecard.datadog.yaml").write_text("version: 1\nservice: s\nrules: []\n")
    assert run(["check"]) == 2
    assert "scorecard.datadog.yaml:3:8" in capsys.readouterr().err


def test_reports_that_no_rule_reads_are_listed(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "stray.xml").write_text('<testsuite><testcase name="t"/></testsuite>')
    (work / "notes.xml").write_text("<notes/>")
    assert run(["check", "--reports"]) == 0
    shown = capsys.readouterr().out
    assert shown.endswith(
        "reports that no rule reads: 2 files\n"
        "  services/cart/out/old.xml (junit)\n  stray.xml (junit)\n"
    )


def test_online_names_what_datadog_does_not_know(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DD_API_KEY", "a" * 32)
    monkeypatch.setenv("DD_APP_KEY", "b" * 40)
    rules = [{"name": "Unit tests pass", "scorecard_name": "Q", "id": "unit-tests-id-01"}]
    with running(rules=rules) as url:
        assert run(["check", "--online", "--api-url", url]) == 4
    shown = capsys.readouterr()
    assert "rule Unit tests pass: known in Datadog, id: unit-tests-id-01" in shown.out
    assert "scorecard.datadog.yaml:9: " in shown.err
    assert "coverage-id-0001: this rule id is not known here" in shown.err
    assert "a" * 32 not in shown.out + shown.err


KNOWN = "service:cart: in Datadog's catalog\n"
SEEN = "service:cart: in Datadog's catalog, seen but without a definition\n"
MISSING = "warning: service:cart is not in Datadog's catalog, so its outcomes may not be shown: "
LOOKED = "the services could not be looked up: "


@pytest.mark.parametrize(
    ("entities", "faults", "out", "err"),
    [
        pytest.param([{"ref": "cart"}], [], KNOWN, "", id="defined"),
        pytest.param([{"ref": "Cart", "owner": "x"}, {"ref": "cart"}], [], KNOWN, "", id="cases"),
        pytest.param([{"ref": "cart", "discovered": True}], [], SEEN, "", id="seen"),
        pytest.param([], [], "", MISSING + "mend its name, or define it there", id="nothing"),
        pytest.param([{"ref": "queue:cart"}, {"ref": "eu/cart"}], [], "",
                     MISSING + "did you mean service:eu/cart?", id="another namespace"),
        pytest.param([{"ref": "carts", "discovered": True}, {"ref": "zebra"}], [], "",
                     MISSING + "did you mean service:carts?", id="near"),
        # What only informs decides nothing, and what is no list says of no service that it is not
        # there. The first two requests are for the list of rules.
        pytest.param([], ["403-read@3"], "", LOOKED + "Datadog answered 403", id="no scope"),
        pytest.param([], ["no-route-read@3"], "", LOOKED + "Datadog answered 404", id="no route"),
        pytest.param([], ["not-an-answer-read@3"], "", LOOKED, id="no list"),
        pytest.param([], ["not-an-answer-read=errors@3"], "", LOOKED, id="errors"),
        pytest.param([], ["negative-chunk-read@3"], "", LOOKED, id="chunk"),
        pytest.param([], ["403-read:1@4"], "", LOOKED + "Datadog answered 403",
                     id="not those that were seen"),
        pytest.param([], ["403-read:1@5"], "", MISSING + "mend its name", id="no near names"),
        pytest.param([{"ref": "cart"}], ["early-hints-read"], KNOWN, "", id="early hints"),
    ],
)  # fmt: skip
def test_online_tells_of_services_and_decides_nothing(
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    entities: list[dict[str, object]],
    faults: list[str],
    out: str,
    err: str,
) -> None:
    monkeypatch.setattr("scorecard_action.datadog.client.Clock", FastClock)
    monkeypatch.setenv("DD_API_KEY", "a" * 32)
    monkeypatch.setenv("DD_APP_KEY", "b" * 40)
    (work / "scorecard.datadog.yaml").write_text(
        "version: 1\nservice: cart\nrules:\n  - {rule: Unit tests pass, reports: out/*.xml}\n"
    )
    rules = [{"name": "Unit tests pass", "scorecard_name": "Q"}]
    with running(rules=rules, entities=entities, faults=faults) as url:
        assert run(["check", "--online", "--api-url", url]) == 0
    shown = capsys.readouterr()
    said = " ".join(shown.err.split())
    assert shown.out.endswith(out)
    assert ("in Datadog's catalog" in shown.out) is bool(out)
    assert err in said
    assert ("catalog" in said or "looked up" in said) is bool(err)


def test_online_needs_keys(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--online"]) == 2
    assert "nothing can be looked up" in capsys.readouterr().err


RUFF = """[{"code": "F401", "filename": "a.py", "location": {"row": 1, "column": 1},
  "end_location": {"row": 1, "column": 2}, "message": "m", "noqa_row": 1, "fix": null}]"""
NAMED = "{path: lint.json, format: ruff-json}"
LIST = "lint.json is ruff-json, and a clean build writes `[]`"
START = "starts at the folder of service:cart, services/cart"
OUTSIDE = "starts at the working directory: what lies outside is read with --allow-outside only"


@pytest.mark.parametrize(
    ("head", "rule", "said"),
    [
        pytest.param("", "reports: lint.json", LIST, id="a list format without its name"),
        pytest.param("", f"reports: {NAMED}", "", id="a list format with its name"),
        pytest.param("", "reports: /usr/lint.json", OUTSIDE, id="an absolute pattern outside"),
        pytest.param("", "reports: /home/runner/work/a/a/lint.json", "", id="another's checkout"),
        pytest.param("", f"{{reports: {NAMED}, only: {{severity: [critical, high]}}}}",
                     "no report can say 'critical' or 'high' of a finding", id="a foreign word"),
        pytest.param("", f"{{reports: {NAMED}, only: {{severity: [critical, fatal]}}}}", "",
                     id="one of the tool's words"),
        pytest.param("", f"{{reports: {NAMED}, only: {{severity: note}}}}", "", id="our levels"),
        pytest.param("services: {cart: services/cart}",
                     f"{{reports: {NAMED}, only: {{file: services/cart/a.py}}}}", START,
                     id="only from the top"),
        pytest.param("services: {cart: services/cart}",
                     f"{{reports: {NAMED}, except: {{file: [x.py, services/cart/b/**]}}}}", START,
                     id="except from the top"),
        pytest.param("services: {cart: services/cart}",
                     f"{{reports: {NAMED}, only: {{file: [a.py, /services/cart/a.py]}}}}", "",
                     id="patterns that start right"),
        pytest.param('branches: "**"', f"reports: {NAMED}", '`branches: "**/*"` from every branch',
                     id="every branch, and tags"),
        pytest.param('branches: "**/*"', f"reports: {NAMED}", "", id="every branch"),
    ],
)  # fmt: skip
def test_what_is_easily_meant_otherwise_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    head: str,
    rule: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    service = "" if "services" in head else "service: cart\n"
    keys = rule[1:-1] if rule.startswith("{") else rule
    text = f"version: 1\n{service}{head}\nrules:\n  - {{rule: Lint, {keys}}}\n"
    (tmp_path / "scorecard.datadog.yaml").write_text(text)
    (tmp_path / "lint.json").write_text(RUFF)
    assert run(["check"]) == 0
    err = capsys.readouterr().err
    assert said in " ".join(err.split())
    assert bool(err) == bool(said), err
