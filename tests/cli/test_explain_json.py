"""`explain --json`: each part of an explanation as data."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scorecard_action.cli import run

BASE = """\
version: 1
rules:
  - rule: Tests
    reports: unit.xml
    max: {skip_rate: 50}
"""
MAPPING = """\
version: 1
services: [cart, tax]
extends: base.yaml
rules:
  - rule: Tests
    max: {new_failed: 0, passed: baseline}
    enforce: regression
    accept: {name: c, until: 2099-12-31, reason: a rewrite, link: "https://t.example/1"}
    waive: {until: 2020-01-31, reason: long ago}
  - rule: Lint
    id: lint-rule-id-001
    reports: lint.txt
    max: {new_findings: 0}
  - rule: Changed
    reports: lcov.info
    min: {patch_coverage: 80, line_coverage: 90}
  - rule: Absent
    reports: [none.xml, broken.xml]
    missing: keep
"""
DIFF = "--- a/a.py\n+++ b/a.py\n@@ -0,0 +1,3 @@\n+one\n+two\n+three\n"


class Strict(msgspec.Struct, forbid_unknown_fields=True):
    """Every key must be there and no other."""


class Origin(Strict):
    file: str
    line: int


class Limit(Strict):
    metric: str
    side: str
    value: int | float | None
    of_baseline: bool
    measured: int | float | None
    broken: bool
    origin: Origin | None


class Waiver(Strict):
    until: str
    reason: str
    link: str | None
    in_force: bool


class Accepted(Waiver):
    entry: str
    accepted: int


class News(Strict):
    new: int
    new_names: list[str]
    known: list[str]
    new_errors: int | None = None


class Baseline(Strict):
    file: str
    state: str | None
    tests: News | None
    findings: News | None


class File(Strict):
    path: str
    changed: int
    covered: int
    valid: int
    uncovered: list[tuple[int, int]]


class Changed(Strict):
    lacking: str | None
    covered: int
    valid: int
    files: list[File]


class Report(Strict):
    path: str
    against: int
    accepted: int
    others: int
    left_out: int


class Problem(Strict):
    file: str
    line: int | None
    column: int | None
    message: str


class Document(Strict):
    entity: str
    rule: str
    rule_id: str | None
    state: str | None
    reason: str
    remarks: str
    limits: list[Limit]
    measured: dict[str, int | float]
    enforce: str | None
    waivers: list[Waiver]
    accepted: list[Accepted]
    baseline: Baseline | None
    changed_lines: Changed | None
    absent: list[str]
    reports: list[Report]
    problems: list[Problem]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    (tmp_path / "a.py").write_text("one\ntwo\nthree\n")
    (tmp_path / "a.diff").write_text(DIFF)
    (tmp_path / "lcov.info").write_text("SF:a.py\nDA:1,1\nDA:2,0\nDA:3,0\nend_of_record\n")
    (tmp_path / "broken.xml").write_text('<testsuite><testcase name="a"/>')
    _reports("a", "x.c:1:2: warning: old [-Wa]")
    assert run(["baseline", "-o", "kept.json"]) == 3  # one report is broken
    _reports("abc", "x.c:1:2: warning: old [-Wa]", "x.c:3:2: error: odd [-Wb]")
    return tmp_path


def _reports(failed: str, *findings: str) -> None:
    cases = "".join(
        f'<testcase classname="a.Cart" name="{name}">{"<failure/>" * (name in failed)}</testcase>'
        for name in "abcd"
    )
    Path("unit.xml").write_text(f"<testsuite>{cases}</testsuite>")
    Path("lint.txt").write_text("".join(f"{one}\n" for one in findings))


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["explain", *arguments, "--json"]) == 0
    printed = capsys.readouterr().out
    msgspec.json.decode(printed, type=list[Document])
    return json.loads(printed)  # type: ignore[no-any-return]


TESTS = {
    "state": "fail",
    "enforce": "regression",
    "waivers": [{"until": "2020-01-31", "reason": "long ago", "link": None, "in_force": False}],
    "accepted": [
        {
            "entry": "name: c",
            "until": "2099-12-31",
            "reason": "a rewrite",
            "link": "https://t.example/1",
            "in_force": True,
            "accepted": 1,
        }
    ],
    "baseline": {
        "file": "kept.json",
        "state": "pass",
        "tests": {"new": 1, "new_names": ["Cart.b"], "known": ["Cart.a"]},
        "findings": None,
    },
    "changed_lines": None,
    "absent": [],
    "reports": [{"path": "unit.xml", "against": 2, "accepted": 1, "others": 1, "left_out": 0}],
    "problems": [],
}
LINT = {
    "rule_id": "lint-rule-id-001",
    "limits": [
        {
            "metric": "new_findings",
            "side": "max",
            "value": 0,
            "of_baseline": False,
            "measured": 1,
            "broken": True,
            "origin": {"file": "scorecard.datadog.yaml", "line": 13},
        }
    ],
    "baseline": {
        "file": "kept.json",
        "state": "pass",
        "tests": None,
        "findings": {
            "new": 1,
            "new_errors": 1,
            "new_names": ["x.c:3 -Wb odd"],
            "known": ["x.c:1 -Wa old"],
        },
    },
    "reports": [{"path": "lint.txt", "against": 1, "accepted": 0, "others": 1, "left_out": 0}],
}
CHANGED = {
    "baseline": None,
    "changed_lines": {
        "lacking": None,
        "covered": 1,
        "valid": 3,
        "files": [
            {"path": "a.py", "changed": 3, "covered": 1, "valid": 3, "uncovered": [[2, 3]]},
        ],
    },
}
NONE = (
    "no file matches none.xml; there are unit.xml, a JUnit XML report, and lint.txt, a text report"
)
ABSENT = {
    "absent": [NONE],
    "problems": [
        {
            "file": "broken.xml",
            "line": 1,
            "column": 32,
            "message": "the report is cut off inside <testsuite>: its tool was stopped while"
            " writing, or is not done",
        }
    ],
}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["Tests", "cart", "--baseline", "kept.json"], TESTS, id="tests"),
        pytest.param(["Lint", "cart", "--baseline", "kept.json"], LINT, id="findings"),
        pytest.param(["Changed", "cart", "--diff", "a.diff"], CHANGED, id="changed lines"),
        pytest.param(["Absent", "tax"], ABSENT, id="absent and unreadable"),
    ],
)
def test_each_part_is_there(
    work: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: dict[str, Any]
) -> None:
    (one,) = explained(capsys, *arguments)
    assert {key: one[key] for key in expected} == expected


def test_limits_say_where_they_stand(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cart, tax = explained(capsys, "Tests", "--baseline", "kept.json")
    assert (cart["entity"], tax["entity"]) == ("service:cart", "service:tax")
    assert [
        (one["side"], one["metric"], one["value"], one["measured"], one["broken"], one["origin"])
        for one in cart["limits"]
    ] == [
        ("min", "tests", 1, 4, False, None),
        ("max", "passed", 3, 1, False, {"file": "scorecard.datadog.yaml", "line": 6}),
        ("max", "skip_rate", 50, 0, False, {"file": "base.yaml", "line": 5}),
        ("max", "new_failed", 0, 1, True, {"file": "scorecard.datadog.yaml", "line": 6}),
    ]
    assert [one["of_baseline"] for one in cart["limits"]] == [False, True, False, False]


def test_what_is_not_known_is_null(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = explained(capsys, "Tests", "cart", "--baseline", "gone.json")
    assert one["baseline"] == {"file": "gone.json", "state": None, "tests": None, "findings": None}
    by_metric = {limit["metric"]: limit for limit in one["limits"]}
    assert (by_metric["passed"]["value"], by_metric["new_failed"]["measured"]) == (None, None)


def test_most_cuts_the_names_alone(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = explained(capsys, "Tests", "cart", "--baseline", "kept.json", "--most", "0")
    assert one["baseline"]["tests"] == {"new": 1, "new_names": [], "known": []}
    assert one["reports"][0]["against"] == 2


def test_keys_are_masked(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "0123456789abcdef0123456789abcdef"  # a made-up one
    monkeypatch.setenv("DD_API_KEY", key)
    Path("lint.txt").write_text(f"x.c:1:2: error: {key} [-Wb]\n")
    (one,) = explained(capsys, "Lint", "cart", "--baseline", "kept.json")
    assert key not in json.dumps(one)


@pytest.mark.parametrize(
    ("key", "of"),
    [
        pytest.param("limits", Limit, id="limits"),
        pytest.param("waivers", Waiver, id="waivers"),
        pytest.param("accepted", Accepted, id="accepted"),
        pytest.param("baseline", Baseline, id="baseline"),
        pytest.param("changed_lines", Changed, id="changed lines"),
        pytest.param("reports", Report, id="reports"),
        pytest.param("problems", Problem, id="problems"),
    ],
)
def test_the_page_names_each_key(key: str, of: type[Strict]) -> None:
    page = (Path(__file__).parents[2] / "docs/states.md").read_text("utf-8")
    rows = dict(re.findall(r"(?m)^\| (`[a-z_`, ]+`) \| (.*) \|$", page.partition("as JSON\n")[2]))
    told = set(re.findall(r"`(\w+)`", " ".join(rows)))
    assert told == set(Document.__struct_fields__)
    named = re.search(r"`\{([a-z_, ]+)\}`", rows[f"`{key}`"])
    assert named
    assert set(named[1].split(", ")) == set(of.__struct_fields__)
