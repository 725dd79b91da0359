"""`submit` against the sandbox, over real HTTP: what arrives, what is said, which exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from scorecard_action.cli import run
from scorecard_action.sandbox import running

API_KEY = "0123456789abcdef0123456789abcdef"
APP_KEY = "fedcba9876543210fedcba9876543210fedcba98"
RULES = [
    {"id": "unit-tests-0000a", "name": "Unit tests pass", "scorecard_name": "Quality"},
    {"id": "no-lint-errors0b", "name": "No lint errors", "scorecard_name": "Quality"},
    {"id": "twice-quality-0c", "name": "Twice", "scorecard_name": "Quality"},
    {"id": "twice-ready-000d", "name": "Twice", "scorecard_name": "Readiness"},
]
HEAD = "version: 1\nservice: cart\nrules:\n"
UNIT = "  - {rule: Unit tests pass, reports: unit.xml}\n"
LINT = "  - {rule: No lint errors, reports: lint.sarif}\n"


class Workspace:
    """A build's folder, and how to run the command in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.out = self.err = ""

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def submit(self, *arguments: str) -> int:
        code = run(["submit", *arguments])
        shown = self._capsys.readouterr()
        self.out, self.err = shown.out, shown.err
        for key in (API_KEY, APP_KEY):
            assert key not in self.out + self.err
        return code


@pytest.fixture
def work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Workspace:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.setenv("DD_API_KEY", API_KEY)
    monkeypatch.setenv("DD_APP_KEY", APP_KEY)
    monkeypatch.setenv("DD_GIT_BRANCH", "main")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)
    workspace = Workspace(tmp_path, capsys)
    workspace.write("unit.xml", '<testsuite><testcase classname="C" name="t"/></testsuite>')
    workspace.write(
        "lint.sarif",
        '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}, "results":'
        ' [{"level": "error", "ruleId": "F401", "message": {"text": "<b>&unused</b>"}}]}]}',
    )
    workspace.write("scorecard.datadog.yaml", HEAD + UNIT + LINT)
    return workspace


@pytest.fixture
def api(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with running(rules=RULES) as url:
        monkeypatch.setenv("SCORECARD_API_URL", url)
        yield url


def stored(url: str) -> dict[str, tuple[str, str]]:
    with requests.Session() as session:
        session.trust_env = False  # a test sets proxies
        answer = session.get(
            f"{url}/api/v2/scorecard/outcomes",
            headers={"DD-API-KEY": "k", "DD-APPLICATION-KEY": "k"},
            timeout=10,
        )
    return {
        item["relationships"]["rule"]["data"]["id"]: (
            item["attributes"]["state"],
            item["attributes"]["remarks"],
        )
        for item in answer.json()["data"]
    }


def test_outcomes_arrive_with_escaped_remarks(work: Workspace, api: str) -> None:
    assert work.submit() == 0
    assert stored(api) == {
        "unit-tests-0000a": ("pass", "1 of 1 test passed."),
        "no-lint-errors0b": ("fail", "1 error (limit 0): F401 &lt;b&gt;&amp;unused&lt;/b&gt;."),
    }
    assert "2 outcomes sent to Datadog" in work.out


def test_json_has_the_contracts_keys(work: Workspace, api: str) -> None:
    assert work.submit("--json", "out/result.json") == 0
    result: dict[str, Any] = json.loads((work.folder / "out/result.json").read_bytes())
    assert list(result) == [
        "version",
        "build",
        "endpoint",
        "dry_run_reason",
        "submitted",
        "outcomes",
        "warnings",
        "undelivered_file",
    ]
    assert list(result["build"]) == [
        "provider",
        "pipeline_name",
        "pipeline_number",
        "pipeline_url",
        "job_name",
        "job_url",
        "branch",
        "tag",
        "commit_sha",
        "repository_url",
        "pull_request",
    ]
    assert list(result["outcomes"][0]) == [
        "entity",
        "rule",
        "rule_id",
        "state",
        "delivery",
        "kept_reason",
        "reason",
        "remarks",
        "measured",
        "limits",
        "reports",
        "examples",
        "previous",
    ]
    assert (result["version"], result["submitted"], result["endpoint"]) == (1, 2, "batch")
    assert [outcome["delivery"] for outcome in result["outcomes"]] == ["sent", "sent"]


def test_json_lists_the_mistakes_of_a_mapping(work: Workspace) -> None:
    work.write("scorecard.datadog.yaml", "version: 2\nservice: cart\nrules: []\n")
    assert work.submit("--json", "result.json") == 2
    result = json.loads((work.folder / "result.json").read_bytes())
    assert set(result) == {"version", "errors"}
    assert {(error["line"], error["column"]) for error in result["errors"]} == {(1, 10), (3, 8)}
    assert set(result["errors"][0]) == {"file", "line", "column", "message"}


@pytest.mark.parametrize(
    ("rules", "code", "sent", "words"),
    [
        pytest.param(
            UNIT + "  - {rule: No lint errrors, reports: lint.sarif}\n",
            4,
            {"unit-tests-0000a"},
            "No lint errors",
            id="an unknown rule: near names shown, the others sent",
        ),
        pytest.param(
            UNIT + "  - {rule: Twice, reports: unit.xml}\n",
            4,
            {"unit-tests-0000a"},
            "Readiness",
            id="a name in two scorecards",
        ),
        pytest.param(
            UNIT + "  - {rule: Twice, scorecard: Readiness, reports: unit.xml}\n",
            0,
            {"unit-tests-0000a", "twice-ready-000d"},
            "",
            id="told apart by its scorecard",
        ),
        pytest.param(
            "  - {id: twice-quality-0c, reports: unit.xml}\n",
            0,
            {"twice-quality-0c"},
            "",
            id="pinned by id",
        ),
        pytest.param(
            UNIT + "  - {id: no-such-rule-000, reports: unit.xml}\n",
            4,
            {"unit-tests-0000a"},
            "this rule id is not known here",
            id="an unknown id: the good ones are sent",
        ),
        pytest.param(
            UNIT + "  - {id: unit-tests-0000a, reports: unit.xml}\n",
            2,
            set(),
            "is the same rule in Datadog",
            id="the same rule by name and by id",
        ),
    ],
)
def test_rules(
    work: Workspace, api: str, rules: str, code: int, sent: set[str], words: str
) -> None:
    work.write("scorecard.datadog.yaml", HEAD + rules)
    assert work.submit() == code
    assert set(stored(api)) == sent
    assert words in work.err
    # What Datadog did not take is kept; mistakes of the mapping leave nothing behind.
    assert (work.folder / "scorecard-undelivered.json").exists() is (code == 4)


def test_one_rule_of_two_files_is_told_with_both_places(work: Workspace, api: str) -> None:
    work.write("scorecard.datadog.yaml", f"{HEAD}{UNIT}extends: base.yaml\n")
    rule = "  - {id: unit-tests-0000a, reports: unit.xml}\n"
    line = (HEAD + UNIT).splitlines().index(UNIT.splitlines()[0]) + 1
    # on the same line of both files
    work.write("base.yaml", "version: 1\n" + "\n" * (line - 3) + f"rules:\n{rule}")
    assert work.submit() == 2
    assert stored(api) == {}
    assert f"scorecard.datadog.yaml:{line}:1: rule 'Unit tests pass' is the same rule" in work.err
    assert f"as the one on line {line} of base.yaml, for the same entity" in work.err


@pytest.mark.parametrize(
    ("variables", "code", "words"),
    [
        pytest.param({"DD_APP_KEY": ""}, 2, "DD_APP_KEY is not set", id="half a pair"),
        pytest.param({"DD_API_KEY": "", "DD_APP_KEY": ""}, 2, "are not set", id="no keys"),
        pytest.param({"DD_API_KEY": "kéy"}, 2, "this is not a key", id="odd characters"),
        pytest.param(
            {"SCORECARD_API_URL": "", "DD_SITE": "datadoghq.con"},
            2,
            "did you mean datadoghq.com",
            id="unknown site",
        ),
        pytest.param(
            {"SCORECARD_API_URL": "http://127.0.0.1\\@evil.example"}, 2, "--api-url", id="trick URL"
        ),
        pytest.param({"SCORECARD_API_URL": "http://evil.example"}, 2, "--api-url", id="plain http"),
        pytest.param(
            {"SCORECARD_API_URL": "http://127.0.0.1:1", "SCORECARD_TIMEOUT": "1"},
            5,
            "not reached",
            id="nobody listens",
        ),
    ],
)
def test_environment(
    work: Workspace,
    api: str,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    code: int,
    words: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert work.submit() == code
    assert words in work.err
    assert stored(api) == {}


def test_a_proxy_is_never_used_for_loopback(
    work: Workspace, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert work.submit() == 0
    assert len(stored(api)) == 2


def test_keep_sends_nothing(work: Workspace, api: str) -> None:
    work.write(
        "scorecard.datadog.yaml",
        HEAD + UNIT + "  - {rule: No lint errors, reports: absent.sarif, missing: keep}\n",
    )
    assert work.submit() == 0
    assert set(stored(api)) == {"unit-tests-0000a"}
    assert "KEEP" in work.out


def test_a_fork_without_keys_is_a_dry_run(
    work: Workspace, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.write(
        "event.json",
        '{"pull_request": {"number": 3, "head": {"repo": {"full_name": "stranger/cart"}},'
        ' "base": {"repo": {"full_name": "acme/cart"}}}}',
    )
    monkeypatch.setenv("DD_API_KEY", "")
    monkeypatch.setenv("DD_APP_KEY", "")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(work.folder / "event.json"))
    assert work.submit() == 0
    assert stored(api) == {}
    assert "dry run" in work.out


def test_a_pull_request_is_a_dry_run_to_the_letter(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "COLUMNS": "100",
        "DD_API_KEY": "",
        "DD_APP_KEY": "",
        "DD_GIT_BRANCH": "",
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "acme/cart",
        "GITHUB_RUN_ID": "1",
        "GITHUB_RUN_NUMBER": "57",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_HEAD_REF": "feature/x",
        "GITHUB_REF": "refs/pull/12/merge",
    }.items():
        monkeypatch.setenv(name, value)
    work.write("scorecard.datadog.yaml", HEAD + UNIT)
    assert (work.submit(), work.err) == (0, "")
    assert work.out == (
        "cart · GitHub Actions build 57 · branch feature/x · pull request 12\n\n"
        "PASS  Unit tests pass  1 of 1 test passed\n\n"
        "1 passed; dry run, nothing sent: pull request 12: outcomes carry no branch, so a pull"
        " request would\noverwrite those of main\n"
    )


def test_missing_keys_end_it_to_the_letter(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DD_API_KEY", "")
    monkeypatch.setenv("DD_APP_KEY", "")
    assert (work.submit(), work.out) == (2, "")
    assert work.err == (
        "error: DD_API_KEY and DD_APP_KEY are not set, nor is DD_ACCESS_TOKEN, so nothing can be"
        " sent\n  set DD_API_KEY and DD_APP_KEY, or DD_ACCESS_TOKEN alone; with _FILE behind its"
        " name, each is a file that holds it (README: Where keys come from); --dry-run shows the"
        " outcomes without sending them\n"
    )
