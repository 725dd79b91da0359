"""`--diff` and `--diff-base`: how they are given, what is told, and what `explain` shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.changes.repository import Repository
from tests.cli.command import command, submit

MAPPING = """\
version: 1
service: cart
rules:
  - rule: Changes are covered
    id: aaaa1111
    reports: lcov.info
    min: {patch_coverage: 80}
  - rule: Unit tests pass
    id: bbbb1111
    reports: unit.xml
"""
LCOV = """\
SF:src/a.py
DA:1,1
DA:2,0
DA:4,0
DA:6,1
end_of_record
SF:src/b.py
DA:1,1
end_of_record
"""
DIFF = """\
diff --git a/src/a.py b/src/a.py
--- a/src/a.py
+++ b/src/a.py
@@ -1,2 +1,5 @@
 a
+b
+# c
+d
 e
diff --git a/src/b.py b/src/b.py
--- a/src/b.py
+++ b/src/b.py
@@ -0,0 +1 @@
+a
diff --git a/README.md b/README.md
--- a/README.md
+++ b/README.md
@@ -0,0 +1 @@
+a
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "src").mkdir(parents=True)
    for name in ("a.py", "b.py"):
        (folder / "src" / name).write_text("a\n")
    (folder / "scorecard.datadog.yaml").write_text(MAPPING)
    (folder / "lcov.info").write_text(LCOV)
    (folder / "unit.xml").write_text('<testsuite><testcase name="t"/></testsuite>')
    (folder / "change.diff").write_text(DIFF)
    return folder


def test_the_least_covered_changed_lines_are_told(work: Path) -> None:
    done = submit(work, "--diff", "change.diff")
    one = done.result["outcomes"][0]
    assert (one["state"], one["reason"]) == (
        "fail",
        "1 of 3 changed lines covered, patch coverage 33.33 % (at least 80 %)",
    )
    assert one["examples"] == ["src/a.py:2-4 not covered"]
    assert one["measured"]["patch_coverage"] == 33.33
    assert one["limits"] == {"min": {"patch_coverage": 80}, "max": {}}
    assert "src/a.py:2-4 not covered" in one["remarks"]
    assert done.states["Unit tests pass"] == "pass"


def test_examples_link_to_their_lines_at_the_commit(work: Path) -> None:
    sha = "3f2a9c1d5e6b7a8f90123456789abcdef0123456"
    github = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_RUN_ID": "57",
        "GITHUB_SHA": sha,
    }
    done = submit(work, "--diff", "change.diff", env=github)
    page = f"https://github.com/acme/shop/blob/{sha}/src/a.py#L2-L4"
    remarks = done.result["outcomes"][0]["remarks"]
    assert f': <a href="{page}">src/a.py:2-4 not covered</a>. <a href=' in remarks


def test_a_baseline_has_the_state_of_its_changes_or_of_none(work: Path) -> None:
    mapping = work / "scorecard.datadog.yaml"
    mapping.write_text(MAPPING.replace("{patch_coverage: 80}", "{patch_coverage: 30}"))
    # a build without a diff did not fail: a later one that does is a regression
    for arguments, state in (((), "skip"), (("--diff", "change.diff"), "pass")):
        done = command("baseline", "-o", "-", *arguments, cwd=work)
        (one, _) = json.loads(done.stdout)["rules"]
        assert (one["rule"], one["state"]) == ("Changes are covered", state)
    # so a build that makes it worse is a regression
    command("baseline", "-o", "b.json", "--diff", "change.diff", cwd=work)
    mapping.write_text(MAPPING.replace("80}", "80}\n    enforce: regression"))
    worse = submit(work, "--diff", "change.diff", "--baseline", "b.json")
    assert (worse.code, worse.states["Changes are covered"]) == (1, "fail")


def test_without_a_diff_the_reason_says_how_to_give_one(work: Path) -> None:
    assert submit(work).reasons["Changes are covered"] == (
        "no evidence: nothing says which lines changed: `--diff FILE`, a unified diff, or"
        " `--diff-base REF`"
    )
    assert submit(work, env={"SCORECARD_DIFF": ""}).states["Changes are covered"] == "fail"


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        pytest.param(["--diff=change.diff"], {}, id="option"),
        pytest.param([], {"SCORECARD_DIFF": "change.diff"}, id="variable"),
        pytest.param(["--diff=change.diff"], {"SCORECARD_DIFF": "nowhere"}, id="both: the option"),
    ],
)
def test_ways_to_give_a_diff(work: Path, arguments: list[str], env: dict[str, str]) -> None:
    found = submit(work, *arguments, env=env).result["outcomes"][0]
    assert found["measured"]["patch_coverage"] == 33.33


def test_a_broken_diff_ends_the_run_at_its_line(work: Path) -> None:
    (work / "change.diff").write_text(DIFF.partition("+d")[0])
    done = submit(work, "--diff", "change.diff", env={"GITHUB_ACTIONS": "true"})
    message = "the diff is cut off: the hunk of line 4 has 1 old and 2 new lines to come"
    assert done.code == 2
    assert f"change.diff:7:1: {message}" in done.err
    assert done.result["errors"] == [
        {"file": "change.diff", "line": 7, "column": 1, "message": message}
    ]
    assert "::error file=change.diff,line=7,col=1" in done.out + done.err


def test_a_diff_is_read_although_no_rule_needs_it(work: Path) -> None:
    (work / "scorecard.datadog.yaml").write_text(MAPPING.replace("patch_coverage", "line_coverage"))
    assert submit(work, "--diff", "nowhere.diff").code == 2
    found = submit(work, "--diff", "change.diff").result["outcomes"][0]
    assert found["measured"] == {
        "accepted": 0,
        "file_line_coverage": 50,
        "line_coverage": 60,
        "patch_coverage": 33.33,
        "reports": 1,
    }


def test_a_file_and_a_base_are_one_too_many(work: Path) -> None:
    done = submit(work, "--diff", "change.diff", "--diff-base", "main")
    assert done.code == 2
    assert "--diff and --diff-base both say what changed: give one of them" in done.err


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_base_is_where_git_says(work: Path) -> None:
    here = Repository(work)
    here.commit({"src/a.py": "a\ne\n", "src/b.py": ""})
    here.git("tag", "before")
    here.commit({"src/a.py": "a\nb\n# c\nd\ne\n", "src/b.py": "a\n"})
    found = submit(work, "--diff-base", "before", env={"HOME": str(work)}).result["outcomes"][0]
    assert found["measured"]["patch_coverage"] == 33.33
    missing = submit(work, "--diff-base", "origin/main", env={"HOME": str(work)})
    assert missing.code == 0
    assert missing.reasons["Changes are covered"].startswith(
        "no evidence: `--diff-base origin/main`: this clone does not have 'origin/main'"
    )


def test_git_is_not_asked_where_no_rule_judges_coverage(work: Path) -> None:
    (work / "scorecard.datadog.yaml").write_text(
        "version: 1\nservice: cart\nrules:\n  - rule: Unit tests pass\n    reports: unit.xml\n"
    )
    done = submit(work, "--diff-base", "main", env={"PATH": "/nowhere"})
    assert (done.code, done.states) == (0, {"Unit tests pass": "pass"})


def test_explain_shows_which_changed_lines_count(work: Path) -> None:
    done = command("explain", "Changes are covered", "--diff", "change.diff", cwd=work)
    assert done.stdout.decode().splitlines()[1:9] == [
        "  because: 1 of 3 changed lines covered, patch coverage 33.33 % (at least 80 %)",
        "  limits:",
        "    patch_coverage: 33.33 %, broken (at least 80 %, scorecard.datadog.yaml:7)",
        "  changed lines: 1 of 3 that coverage knows are covered; 1 changed file that none covers",
        "    src/a.py: 0 of 2 covered, 3 changed; not covered: 2-4",
        "    src/b.py: 1 of 1 covered, 1 changed",
        "  looked for:",
        "    lcov.info",
    ]
    done = command("explain", "Changes are covered", "--diff-base", "x", cwd=work)
    assert "  changed lines: `--diff-base x`: " in done.stdout.decode()
    done = command("explain", "Unit tests pass", "--diff", "change.diff", cwd=work)
    assert "changed lines" not in done.stdout.decode()


def test_diffs_are_read_at_the_working_directory(work: Path) -> None:
    done = command(
        "submit",
        "--dry-run",
        "-C",
        "work",
        "--diff",
        "change.diff",
        "--json",
        "r.json",
        cwd=work.parent,
    )
    assert done.returncode == 0
    found = json.loads((work / "r.json").read_text("utf-8"))["outcomes"][0]
    assert found["measured"]["patch_coverage"] == 33.33
