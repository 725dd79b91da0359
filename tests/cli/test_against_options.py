"""`check --against` with what `submit` is given too: a baseline, and the changed lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import command
from tests.reading.building import build

HEAD = "version: 1\nservice: checkout\nrules:\n"
UNIT = "  - {rule: Unit, reports: unit.xml, max: {%s: 0}}\n"
COVERAGE = "  - {rule: Coverage, reports: c.xml, min: {%s: 50}}\n"
FILES = {
    "old.yaml": HEAD + COVERAGE % "line_coverage" + UNIT % "failed",
    "scorecard.datadog.yaml": HEAD + COVERAGE % "patch_coverage" + UNIT % "new_failed",
    "unit.xml": '<testsuite><testcase name="t"><failure/></testcase></testsuite>',
    "a.py": "x\ny\n",
    "c.xml": """\
<coverage><packages><package name="p"><classes><class name="c" filename="a.py"><lines>
<line number="1" hits="1"/><line number="2" hits="0"/></lines></class></classes></package>
</packages></coverage>
""",
    "d.diff": "--- a/a.py\n+++ b/a.py\n@@ -2 +2 @@\n-x\n+y\n",
}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    build(tmp_path, FILES)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [
        pytest.param(["--diff", "d.diff", "--baseline", "b.json"], {}, id="options"),
        pytest.param(
            [], {"SCORECARD_DIFF": "d.diff", "SCORECARD_BASELINE": "b.json"}, id="variables"
        ),
    ],
)
def test_what_submit_is_given_decides_here_too(
    work: Path, arguments: list[str], environ: dict[str, str]
) -> None:
    assert command("baseline", "-o", "b.json", cwd=work).returncode == 0
    done = command("check", "--against", "old.yaml", *arguments, cwd=work, env=environ)
    said = done.stdout.decode()
    assert done.returncode == 0
    assert "Coverage for checkout: pass -> fail\n" in said
    assert "patch coverage 0 % (at least 50 %)\n" in said
    assert "Unit for checkout: fail -> pass\n" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--diff", "gone.diff"], "gone.diff: the diff cannot be read: ", id="diff"),
        pytest.param(
            ["--diff", "d.diff", "--diff-base", "main"],
            "--diff and --diff-base both say what changed",
            id="both",
        ),
        pytest.param(["--baseline", "a.py"], "a.py:1:1: the baseline is no JSON ", id="baseline"),
    ],
)
def test_what_cannot_be_read_ends_it(work: Path, arguments: list[str], message: str) -> None:
    done = command("check", "--against", "old.yaml", *arguments, cwd=work)
    assert done.returncode == 2
    assert message in done.stderr.decode()


def test_what_is_wrong_in_both_mappings_is_told_at_once(work: Path) -> None:
    for name in ("old.yaml", "scorecard.datadog.yaml"):
        (work / name).write_text(HEAD + UNIT.replace("reports", "reprots") % "failed")
    done = command("check", "--against", "old.yaml", cwd=work)
    assert done.returncode == 2
    for name in ("old.yaml", "scorecard.datadog.yaml"):
        assert f"{name}:4:18: unknown key 'reprots' in rule 'Unit'" in done.stderr.decode()
