"""`init`: a mapping from what lies here, that `check` and `submit` take as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scorecard_action.cli import run
from scorecard_action.datadog.absent import TWO_WAYS
from scorecard_action.mapping.loader import load, loads
from scorecard_action.mapping.types import Mapping
from scorecard_action.sandbox import running
from tests.cli.command import ROOT
from tests.datadog.helpers import API, APP, assert_no_keys
from tests.datadog.server import Reply, Server, answer, nothing

JUNIT = '<testsuite><testcase classname="C" name="t"/></testsuite>'
SARIF = '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}, "results": []}]}'
NAME = "scorecard.datadog.yaml"


class Workspace:
    """A build's folder, and how to run commands in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.out = self.err = ""

    def put(self, name: str, content: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def run(self, *arguments: str) -> int:
        code = run(arguments)
        shown = self._capsys.readouterr()
        self.out, self.err = shown.out, shown.err
        assert_no_keys(self.out, self.err)
        return code

    def mapping(self) -> Mapping:
        return load(self.folder / NAME)


@pytest.fixture
def work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Workspace:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    folder = tmp_path / "checkout"
    folder.mkdir()
    monkeypatch.chdir(folder)
    workspace = Workspace(folder, capsys)
    workspace.put("build/test-results/test/TEST-a.xml", JUNIT)
    workspace.put("reports/ruff.sarif", SARIF)
    return workspace


def test_the_draft_checks_and_evaluates(work: Workspace) -> None:
    assert work.run("init") == 0
    assert "2 rules from 2 reports (2 files looked at)" in work.err
    assert f"wrote {NAME}" in work.err
    assert work.out == ""
    assert work.run("check") == 0
    assert work.run("submit", "--dry-run", "--fail-on", "fail") == 0
    assert "2 passed" in work.out
    assert work.mapping().service == "checkout"


def test_with_no_report_the_draft_still_checks(work: Workspace) -> None:
    (work.folder / "empty").mkdir()
    assert work.run("init", "-C", "empty") == 0
    assert "0 rules from 0 reports" in work.err
    assert "let your tests and linters write theirs" in work.err
    assert "proposals" not in work.err
    assert work.run("check") == 0
    assert [rule.name for rule in load(work.folder / "empty" / NAME).rules] == ["Unit tests pass"]


SERVICES = [
    pytest.param({"DD_SERVICE": "cart"}, "", "cart", id="DD_SERVICE"),
    pytest.param({}, '[remote "origin"]\n\turl = git@host:a/shop.git\n', "shop", id="git"),
    pytest.param({"DD_SERVICE": "a\nb"}, "", "checkout", id="unfit"),
]


@pytest.mark.parametrize(("environ", "config", "service"), SERVICES)
def test_the_service(
    work: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    environ: dict[str, str],
    config: str,
    service: str,
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    if config:
        work.put(".git/config", config)
    assert work.run("init") == 0
    assert work.mapping().service == service


def test_a_definition_file_names_the_service(work: Workspace) -> None:
    work.put("service.datadog.yaml", 'schema-version: v2\ndd-service: "say \\"hi\\" <b>: #1"')
    assert work.run("init") == 0
    assert work.mapping().service == 'service:say "hi" <b>: #1'


def test_on_jenkins_old_reports_do_not_count(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert work.run("init", "--output", "-") == 0
    assert "max_age" not in work.out
    monkeypatch.setenv("JENKINS_URL", "https://ci.example/")
    assert work.run("init", "--output", "-") == 0
    assert "\nmax_age: 1d\n" in work.out
    assert "Jenkins reuses workspaces" in work.out


def test_printed_or_written_it_is_the_same(work: Workspace) -> None:
    work.put("odd/##[error]::x\n.xml", JUNIT)
    assert work.run("init", "--output", "-") == 0
    printed = work.out
    assert not (work.folder / NAME).exists()
    assert work.run("init", "--output", "out/map.yaml") == 0
    assert (work.folder / "out/map.yaml").read_text(encoding="utf-8") == printed
    assert "##[" not in printed
    assert len(loads(printed, "draft").rules) == 3


TAKEN = [
    pytest.param(NAME, [], id="the usual name"),
    pytest.param("scorecard.datadog.yml", [], id="the other name"),
    pytest.param("map.yaml", ["--output", "map.yaml"], id="a name given"),
]


@pytest.mark.parametrize(("name", "arguments"), TAKEN)
def test_nothing_is_overwritten_without_force(
    work: Workspace, name: str, arguments: list[str]
) -> None:
    work.put(name, "mine")
    assert work.run("init", *arguments) == 2
    assert f"{name} is there already" in work.err
    assert "--force" in work.err
    assert (work.folder / name).read_text() == "mine"
    assert work.run("init", "--force", *arguments) == 0
    assert len(load(work.folder / name).rules) == 2
    found = sorted(path.name for path in work.folder.glob("*.y*ml"))
    assert found == [name]


def test_a_broken_link_is_there_too(work: Workspace) -> None:
    (work.folder / NAME).symlink_to("elsewhere.yaml")
    assert work.run("init") == 2
    assert not (work.folder / "elsewhere.yaml").exists()


UNWRITABLE = [
    pytest.param(["--output", "reports/ruff.sarif/x"], "cannot write", id="below a file"),
    pytest.param(["--output", "reports", "--force"], "cannot write", id="a folder"),
    pytest.param(["-C", "none"], "cannot work in none", id="no such folder"),
]


@pytest.mark.parametrize(("arguments", "words"), UNWRITABLE)
def test_what_cannot_be_written(work: Workspace, arguments: list[str], words: str) -> None:
    assert work.run("init", *arguments) == 2
    assert words in work.err


def test_both_mappings_at_once(work: Workspace) -> None:
    work.put(NAME, "")
    work.put("scorecard.datadog.yml", "")
    assert work.run("init", "--force") == 2
    assert "only one can be the mapping" in work.err


RULES = [
    {"id": "tests-00000000a", "name": "All tests green", "scorecard_name": "Quality"},
    {"id": "lint-000000000b", "name": "Lint of services", "scorecard_name": "Quality"},
    {"id": "lint-000000000c", "name": "Lint of clients", "scorecard_name": "Quality"},
]


def with_keys(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DD_API_KEY", API)
    monkeypatch.setenv("DD_APP_KEY", APP)
    monkeypatch.setenv("SCORECARD_API_URL", url)


def test_rules_of_datadog_are_proposed(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(rules=RULES) as url:
        with_keys(monkeypatch, url)
        assert work.run("init") == 0
    text = (work.folder / NAME).read_text()
    assert [rule.name for rule in work.mapping().rules] == ["All tests green", "No ruff errors"]
    assert "# id: tests-00000000a" in text
    assert "# rules of Datadog that may be meant: Lint of" in text


def test_a_rule_of_two_scorecards_is_told_apart(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = [{"name": "Unit tests pass", "scorecard_name": name} for name in ("A", "B")]
    with running(rules=twice) as url:
        with_keys(monkeypatch, url)
        assert work.run("init") == 0
        assert work.run("check") == 0
    assert [(rule.name, rule.scorecard) for rule in work.mapping().rules] == [
        ("Unit tests pass", "A"),
        ("No ruff errors", None),
    ]
    assert "that may be meant: Unit tests pass (B)" in (work.folder / NAME).read_text()


HOSTILE = [
    {"name": "Unit tests pass\n  - rule: x", "scorecard_name": "Q"},
    {"name": 'Tests: "all" #1 ##[x]', "scorecard_name": "Q"},
    {"name": "Lint\u2028\x1b[31m a", "scorecard_name": "Q"},
]


def test_hostile_names_stay_names(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(rules=HOSTILE) as url:
        with_keys(monkeypatch, url)
        assert work.run("init", "--output", "-") == 0
    assert [rule.name for rule in loads(work.out, "draft").rules] == [
        'Tests: "all" #1 ##[x]',
        "No ruff errors",
    ]


NO_ANSWER = [
    pytest.param(nothing, id="not reached"),
    pytest.param(answer(500), id="down"),
    pytest.param(answer(403, {"errors": ["no"]}), id="refused"),
    pytest.param(answer(200, {"data": "rules"}), id="no list"),
]


@pytest.mark.parametrize("reply", NO_ANSWER)
def test_without_an_answer_it_drafts_all_the_same(
    work: Workspace, monkeypatch: pytest.MonkeyPatch, reply: Reply
) -> None:
    with Server(lambda _: reply) as server:
        with_keys(monkeypatch, server.url)
        assert work.run("init", "--timeout", "1") == 0
    assert "drafted without the rules of Datadog" in work.err
    assert len(work.mapping().rules) == 2


def test_a_key_in_a_files_name_is_masked(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    work.put(f"x{APP}x/junit.xml", JUNIT)
    with running(rules=RULES) as url:
        with_keys(monkeypatch, url)
        assert work.run("init") == 0
    text = (work.folder / NAME).read_text()
    assert_no_keys(text)
    assert "x***x" in text


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")
def test_names_of_any_bytes(work: Workspace) -> None:
    folder = os.fsencode(work.folder) + b"/r\xff'\n{service}*"
    os.mkdir(folder)  # noqa: PTH102 - bytes
    with open(folder + b"/j\xfe.xml", "wb") as file:  # noqa: PTH123 - bytes
        file.write(JUNIT.encode())
    assert work.run("init") == 0
    assert work.run("submit", "--dry-run", "--fail-on", "fail") == 0
    assert "3 passed" in work.out


def test_a_redirection_into_the_mapping_is_the_draft(work: Workspace) -> None:
    with (work.folder / NAME).open("wb") as file:
        done = subprocess.run(
            [sys.executable, "-m", "scorecard_action", "init"],
            cwd=work.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert [rule.name for rule in work.mapping().rules] == ["Unit tests pass", "No ruff errors"]
    assert "- name: Scorecard" in done.stderr.decode()
    assert "- name: Scorecard" not in (work.folder / NAME).read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is Linux's")
def test_a_draft_that_is_not_taken_is_told(work: Workspace) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "scorecard_action", "init", "--output", "-"],
            cwd=work.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 74


def test_what_is_defined_is_made_checked_and_sent(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From nothing to outcomes in Datadog, without a line written by hand."""
    with running(rules=[]) as url:
        with_keys(monkeypatch, url)
        monkeypatch.setenv("DD_GIT_BRANCH", "main")
        assert work.run("init", "--define", "--scorecard", "Quality: #1") == 0
        assert "not in Datadog: 'Unit tests pass', 'No ruff errors'; `scorecard-action" in work.err
        assert work.run("check") == 0
        assert work.run("rules", "plan") == 0
        assert "2 to create" in work.out
        assert work.run("rules", "apply") == 0
        assert "created: No ruff errors (Quality: #1)" in work.out
        assert work.run("check", "--online") == 0
        assert work.run("submit") == 0
        assert "2 passed; 2 outcomes sent to Datadog" in work.out
        assert work.run("rules", "plan") == 0
        assert "2 unchanged" in work.out
    assert [
        (rule.name, rule.scorecard, rule.define and rule.define.level)
        for rule in work.mapping().rules
    ] == [("Unit tests pass", "Quality: #1", 1), ("No ruff errors", "Quality: #1", 2)]


def test_rules_that_datadog_has_are_not_defined_again(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(rules=RULES[:1]) as url:
        with_keys(monkeypatch, url)
        assert work.run("init", "--define") == 0
        assert "rules of Datadog that were taken: 'All tests green'" in work.err
        assert "not in Datadog: 'No ruff errors'; `scorecard-action rules apply`" in work.err
        assert work.run("rules", "apply") == 0
        assert work.run("check", "--online") == 0
    first, second = work.mapping().rules
    assert (first.name, first.scorecard, first.define) == ("All tests green", None, None)
    assert (second.scorecard, second.define is not None) == ("Code Quality", True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--scorecard", "Q"], "which was not given", id="without --define"),
        pytest.param(["--define", "--scorecard", " "], "needs a name", id="no name"),
    ],
)
def test_a_scorecard_is_for_what_is_defined(
    work: Workspace, arguments: list[str], words: str
) -> None:
    assert work.run("init", *arguments) == 2
    assert words in work.err
    assert not (work.folder / NAME).exists()


def test_what_is_not_in_datadog_is_told_with_the_ways(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(rules=RULES[:1]) as url:
        with_keys(monkeypatch, url)
        assert work.run("init") == 0
    assert "not in Datadog: 'No ruff errors'; to have that rule: " + TWO_WAYS in work.err
    assert "`init --define` writes that" in work.err


def test_what_is_of_no_use_is_named_and_drafted_as_a_comment(work: Workspace) -> None:
    work.put("reports/mypy.json", "\n")
    work.put("reports/ruff.json", "[]")
    work.put("reports/results.json", '{"a": 1}')
    assert work.run("init") == 0
    text = (work.folder / NAME).read_text()
    assert "not used: reports/mypy.json: it is empty, which is what mypy writes" in work.err
    assert "not used: reports/results.json: it is of no known format; `" in work.err
    assert "  # - rule: No mypy errors\n" in text
    assert "    # reports: {path: reports/ruff.json, format: ruff-json}" in text
    uncommented = text.replace("  # - rule: No mypy", "  - rule: No mypy").replace(
        "  #   reports: {path", "    reports: {path"
    )
    assert len(loads(uncommented, "draft").rules) == 3


def test_the_schema_is_named_only_where_it_lies(work: Workspace) -> None:
    first = "# yaml-language-server: $schema=./scorecard.schema.json\n"
    assert work.run("init", "--output", "-") == 0
    assert not work.out.startswith(first)
    assert "scorecard-action schema > scorecard.schema.json" in work.out
    assert work.run("schema") == 0
    work.put("ci/scorecard.schema.json", work.out)
    assert work.run("init", "--output", "ci/map.yaml") == 0
    assert (work.folder / "ci/map.yaml").read_text().startswith(first)
    assert work.run("init") == 0
    assert not (work.folder / NAME).read_text().startswith(first)


def test_services_of_one_tree_define_one_rule_for_all(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, reports in (("api", "reports/junit.xml"), ("web", "out/TEST-a.xml")):
        work.put(f"{name}/service.datadog.yaml", f"schema-version: v2\ndd-service: {name}\n")
        work.put(f"{name}/{reports}", JUNIT)
    with running(rules=[]) as url:
        with_keys(monkeypatch, url)
        monkeypatch.setenv("DD_GIT_BRANCH", "main")
        assert work.run("init", "--define") == 0
        assert work.run("rules", "apply") == 0
        assert "rules: 1 to create" in work.out
        assert work.run("submit") == 0
    assert "2 passed; 2 outcomes sent to Datadog" in work.out
    assert [(rule.name, rule.services) for rule in work.mapping().rules] == [
        ("Unit tests pass", ("web",)),
        ("Unit tests pass", ("api",)),
    ]
