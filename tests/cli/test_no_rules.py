"""Rules that Datadog does not have: named once, with the two ways to make them, wherever."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.datadog.absent import TWO_WAYS
from scorecard_action.sandbox import running
from tests.cli.command import command

RULES = ("Unit tests pass", "No lint errors", "Line coverage")
MAPPING = "version: 1\nservice: cart\nrules:\n" + "".join(
    f"  - rule: {name}\n    reports: junit.xml\n" for name in RULES
)
DEFINED = MAPPING.replace(
    "    reports", "    scorecard: Quality\n    define: {level: 1}\n    reports"
)
NONE = (
    "Datadog has no rules yet, none of 'Unit tests pass', 'No lint errors', 'Line coverage'."
    f" For each: {TWO_WAYS}"
)
SOME = [{"name": "Unit test pass", "scorecard_name": "Quality"}]
SENT = ("submit", "--mapping", "map.yaml")
CHECK = ("check", "--online", "--mapping", "map.yaml")
PLAN = ("rules", "plan", "--mapping", "map.yaml")


def keys(url: str) -> dict[str, str]:
    return {"DD_API_KEY": "a" * 32, "DD_APP_KEY": "b" * 40, "SCORECARD_API_URL": url} | {
        "GITHUB_ACTIONS": "true",
        "GITHUB_REF": "refs/heads/main",
    }


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "map.yaml").write_text(MAPPING)
    (tmp_path / "junit.xml").write_text('<testsuite><testcase classname="C" name="t"/></testsuite>')
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(SENT, 4, id="submit"),
        pytest.param((*SENT, "--dry-run"), 0, id="dry run"),
        pytest.param(CHECK, 4, id="check"),
        pytest.param((*SENT, "-C", "."), 4, id="submit in a folder"),
    ],
)
def test_no_rule_at_all_is_said_once(work: Path, arguments: tuple[str, ...], code: int) -> None:
    with running(rules=[]) as url:
        done = command(*arguments, cwd=work, env=keys(url))
    said = done.stderr.decode()
    assert done.returncode == code
    assert said.count(NONE) == 1
    assert said.count("Datadog has no rule") == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(SENT, 4, id="submit"),
        pytest.param((*SENT, "--dry-run"), 0, id="dry run"),
        pytest.param(CHECK, 4, id="check"),
        pytest.param(PLAN, 0, id="rules plan"),
        pytest.param(("rules", "apply", "--mapping", "map.yaml"), 0, id="rules apply"),
    ],
)
def test_of_several_that_are_not_there_the_ways_are_said_once(
    work: Path, arguments: tuple[str, ...], code: int
) -> None:
    with running(rules=SOME) as url:
        done = command(*arguments, cwd=work, env=keys(url))
    said = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == code
    assert said.count(TWO_WAYS) == 1
    assert all(name in said for name in RULES)
    assert "did you mean" in said


def test_what_is_kept_is_sent_once_the_rules_are_there(work: Path) -> None:
    """Each piece of advice leads on: to the rules, then to what is sent."""
    with running(rules=[]) as url:
        first = command(*SENT, cwd=work, env=keys(url))
        assert "; to send it once that is mended" in first.stdout.decode()
        assert "to send them:" not in first.stdout.decode()
        again = command("resend", cwd=work, env=keys(url))
        assert again.returncode == 4
        assert NONE in again.stderr.decode()
        assert "--drop" in again.stderr.decode()
        (work / "map.yaml").write_text(DEFINED)
        assert command("rules", "apply", "--mapping", "map.yaml", cwd=work, env=keys(url)).stdout
        done = command("resend", cwd=work, env=keys(url))
    assert done.returncode == 0, done.stderr
    assert "3 outcomes sent to Datadog" in done.stdout.decode()
    assert not (work / "scorecard-undelivered.json").exists()
