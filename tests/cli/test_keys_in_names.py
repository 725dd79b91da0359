"""Keys that stand in the names of rules: no file that compares or expects has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import command, submit

KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "ghp_" + "a1B2" * 9
ENV = {"DD_API_KEY": KEY}
HEAD = "version: 1\nservice: cart\nbaseline: b.json\nrules:\n"
JUNIT = '<testsuite name="s"><testcase classname="C" name="t {}"><failure/></testcase></testsuite>'


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "a.xml").write_text(JUNIT.format(KEY))
    return tmp_path


def mapping(work: Path, *rules: str, limits: str = "{new_failed: 0}") -> None:
    lines = (f"  - {{rule: {rule}, reports: a.xml, max: {limits}}}\n" for rule in rules)
    (work / "scorecard.datadog.yaml").write_text(HEAD + "".join(lines))


@pytest.mark.parametrize("secret", [KEY, TOKEN], ids=["of the environment", "of a known shape"])
def test_a_baseline_has_no_key_and_is_matched_without_it(work: Path, secret: str) -> None:
    mapping(work, f"Unit {secret}")
    done = command("baseline", cwd=work, env=ENV)
    assert (done.returncode, done.stderr) == (0, b"")
    assert secret not in (work / "b.json").read_text()
    # the second time it is compared with itself, and tightened by itself
    done = command("baseline", "--shrink", cwd=work, env=ENV)
    assert done.stdout == b"b.json: nothing to tighten, left as it is\n"
    assert [*submit(work, env=ENV).states.values()] == ["pass"]


def test_what_differs_in_a_key_alone_is_left_out(work: Path) -> None:
    mapping(work, f"Unit {KEY}", f"Unit {TOKEN}", "Other")
    done = command("baseline", cwd=work, env=ENV)
    assert done.stderr.decode() == (
        "warning: rule 'Unit ***' for service:cart is left out:"
        " another rule has this name once keys are taken out of it\n"
    )
    assert [one["rule"] for one in json.loads((work / "b.json").read_text())["rules"]] == ["Other"]


def test_against_compares_without_keys_as_submit_does(work: Path) -> None:
    mapping(work, "Unit")
    assert command("baseline", cwd=work, env=ENV).returncode == 0
    (work / "old.yaml").write_text((work / "scorecard.datadog.yaml").read_text())
    mapping(work, "Unit", limits="{new_failed: 1}")
    done = command("check", "--against", "old.yaml", cwd=work, env=ENV)
    assert b"against old.yaml: no state flips" in done.stdout


def test_a_case_is_not_recorded_with_a_key_in_it(work: Path) -> None:
    mapping(work, f"Unit {KEY}")
    done = command("test", "--record", ".", cwd=work, env=ENV)
    assert done.returncode == 1
    assert b"outcomes: expected names to record, found the name of a rule" in done.stdout
    assert not (work / "expect.yaml").exists()
