"""What the program itself writes as JSON is no report, whatever pattern finds it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorecard_action.cli import run
from scorecard_action.reports.formats import BY_PRODUCTS
from tests.delivery.building import api, environment, rules

MAPPING = """\
version: 1
service: cart
branches: "**"
rules:
  - {rule: Rule 0, reports: "**/*.json", max: {errors: none, new_findings: 0}, missing: skip}
"""
FINDING = {"filePath": "a.js", "messages": [{"ruleId": "no-undef", "severity": 2, "message": "x"}]}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    (tmp_path / "eslint.json").write_text(json.dumps([FINDING]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DD_GIT_BRANCH", "main")
    return tmp_path


def test_what_was_written_is_passed_over(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["baseline", "-o", "kept.json"]) == 0
    before = (work / "kept.json").read_bytes()
    with api(rules(1), ["500"]) as server:
        for name, value in environment(server.url, work).items():
            monkeypatch.setenv(name, value)
        options = ["--json", "run.json", "--timeout", "1", "--baseline", "kept.json"]
        assert run(["submit", *options]) == 5
    assert (work / "scorecard-undelivered.json").exists()
    assert run(["baseline", "-o", "kept.json"]) == 0
    assert (work / "kept.json").read_bytes() == before
    assert run(["submit", "--dry-run", "--json", "run.json", "--baseline", "kept.json"]) == 0
    (outcome,) = json.loads((work / "run.json").read_bytes())["outcomes"]
    assert (outcome["state"], outcome["reports"]) == ("pass", ["eslint.json"])


def test_alone_it_is_no_evidence(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline", "-o", "kept.json"]) == 0
    (work / "eslint.json").unlink()
    assert run(["submit", "--dry-run", "--json", "-"]) == 0
    document = capsys.readouterr().out
    (outcome,) = json.loads(document[document.index("{") :])["outcomes"]
    assert outcome["state"] == "skip"
    title = BY_PRODUCTS["scorecard-action"].title
    assert f"kept.json is no report but {title}" in outcome["reason"]
