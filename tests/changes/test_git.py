"""What git is asked, in checkouts that want other things of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scorecard_action.changes.read import from_base
from scorecard_action.judging.patch import Changes
from scorecard_action.reading import checkout
from tests.changes.repository import Repository, numbers

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def asked(here: Repository, ref: str, *, seconds: float = 60, **environ: str) -> Changes:
    place = checkout.find(str(here.folder))
    return from_base(ref, place, {**here.environ, **environ}, seconds=seconds)


@pytest.fixture
def here(tmp_path: Path) -> Repository:
    """Two commits on `work`, and one more on `main` since they parted."""
    made = Repository(tmp_path / "work")
    made.commit({"src/a.py": "one\ntwo\nthree\n", "bin.dat": b"\0a"})
    made.git("checkout", "-q", "-b", "work")
    made.commit({"src/a.py": "one\n2\nthree\nfour\n", "ü b.py": "x\n", "bin.dat": b"\0b\n\0c\n"})
    made.git("checkout", "-q", "main")
    made.commit({"src/a.py": "one\ntwo\n3\n"})
    made.git("checkout", "-q", "work")
    return made


def lines(changes: Changes) -> dict[str, list[int]]:
    return {path: numbers(found) for path, found in changes.files.items()}


EXPECTED = {"bin.dat": [1, 2], "src/a.py": [2, 4], "ü b.py": [1]}


@pytest.mark.parametrize("ref", ["main", "HEAD~1", "refs/heads/main", "main^{commit}"])
def test_changes_are_those_since_the_two_parted(here: Repository, ref: str) -> None:
    changes = asked(here, ref)
    assert (changes.missing, lines(changes)) == ("", EXPECTED)


def test_what_is_not_committed_does_not_count(here: Repository) -> None:
    (here.folder / "src/a.py").write_text("all\nnew\n")
    (here.folder / "new.py").write_text("new\n")
    here.git("add", "new.py")
    assert lines(asked(here, "main")) == EXPECTED


def test_the_working_directory_may_be_below_the_root(here: Repository) -> None:
    place = checkout.find(str(here.folder / "src"))
    assert lines(from_base("main", place, here.environ)) == {
        "../bin.dat": [1, 2],
        "a.py": [2, 4],
        "../ü b.py": [1],
    }


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"diff.external": "{run}"}, id="external diff"),
        pytest.param({"diff.x.command": "{run}"}, id="external diff by attribute"),
        pytest.param({"diff.x.textconv": "{run}"}, id="text conversion"),
        pytest.param({"core.fsmonitor": "{run}"}, id="fsmonitor"),
        pytest.param({"core.pager": "{run}", "pager.diff": "{run}"}, id="pager"),
        pytest.param({"filter.x.clean": "{run}", "filter.x.smudge": "{run}"}, id="filter"),
        pytest.param({"alias.diff-tree": "!{run}", "alias.rev-parse": "!{run}"}, id="alias"),
        pytest.param({"core.sshCommand": "{run}", "credential.helper": "!{run}"}, id="network"),
        pytest.param(
            {
                "diff.noprefix": "true",
                "diff.mnemonicPrefix": "true",
                "color.ui": "always",
                "diff.renames": "false",
                "diff.relative": "true",
                "core.quotePath": "false",
                "diff.context": "9",
                "diff.algorithm": "patience",
                "diff.submodule": "log",
            },
            id="other forms",
        ),
        pytest.param({"diff.x.binary": "true"}, id="binary by attribute"),
    ],
)
def test_nothing_that_a_checkout_names_is_run_or_counts(
    here: Repository, settings: dict[str, str], tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {ran}\n")
    script.chmod(0o755)
    for hook in ("post-checkout", "post-index-change", "fsmonitor-watchman"):
        shutil.copy(script, here.folder / ".git/hooks" / hook)
    for name, value in settings.items():
        here.git("config", name, value.replace("{run}", str(script)))
    (here.folder / ".gitattributes").write_text("*.py diff=x filter=x -text\nbin.dat -diff\n")
    (here.folder / ".git/info/attributes").write_text("*.py diff=x filter=x\n")
    assert lines(asked(here, "main")) == EXPECTED
    assert not ran.exists()


def test_variables_of_git_do_not_count(here: Repository, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch {ran}\n")
    script.chmod(0o755)
    found = asked(
        here,
        "main",
        GIT_DIR=str(tmp_path / "nowhere"),
        GIT_EXTERNAL_DIFF=str(script),
        GIT_PAGER=str(script),
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0="diff.external",
        GIT_CONFIG_VALUE_0=str(script),
        GIT_DIFF_OPTS="--unified=9",
        GIT_TRACE=str(tmp_path / "trace"),
    )
    assert lines(found) == EXPECTED
    assert not ran.exists()
    assert not (tmp_path / "trace").exists()


def test_git_gets_no_key(here: Repository, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\nenv > {tmp_path}/env\n")
    (folder / "git").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    asked(here, "main", PATH=path, DD_API_KEY="a" * 32, GITHUB_TOKEN="b" * 32)
    given = (tmp_path / "env").read_text()
    assert "PATH=" in given
    assert "DD_API_KEY" not in given
    assert "GITHUB_TOKEN" not in given


def test_a_replaced_commit_is_the_one_that_it_was(here: Repository) -> None:
    here.git("replace", here.git("rev-parse", "work").decode().strip(), "main")
    assert lines(asked(here, "main")) == EXPECTED


@pytest.mark.parametrize(
    "ref",
    [
        "origin/main",
        "--output=x",
        "-x",
        "--help",
        "main..work",
        "",
        " ",
        "a b",
        "HEAD:src",
        "ü",
        "@{-9}",
    ],
)
def test_a_ref_that_is_no_commit_here_is_named(here: Repository, ref: str) -> None:
    before = sorted(here.folder.iterdir())
    assert asked(here, ref).missing == (
        f"`--diff-base {ref}`: this clone does not have {ref!r}, its branch or its commits:"
        " `git fetch --unshallow origin`, or `git fetch origin BRANCH`, fetches them"
    )
    assert sorted(here.folder.iterdir()) == before


def test_of_a_ref_that_fills_a_screen_the_beginning_is_shown(here: Repository) -> None:
    shown = "a" * 100
    missing = asked(here, "a" * 5_000).missing
    assert missing.startswith(f"`--diff-base {shown}`: this clone does not have '{shown}', its")


def test_the_way_to_more_commits_is_that_of_the_ci(here: Repository) -> None:
    place = checkout.find(str(here.folder))
    for provider, way in (
        ("github", "`fetch-depth: 0`"),
        ("gitlab", "`GIT_DEPTH: 0`"),
        ("jenkins", "not shallow"),
        ("azurepipelines", "`fetchDepth: 0`"),
    ):
        missing = from_base("origin/x", place, here.environ, provider=provider).missing
        assert way in missing


def test_a_shallow_clone_lacks_where_the_two_parted(here: Repository, tmp_path: Path) -> None:
    clone = Repository(tmp_path / "clone")
    source = f"file://{here.folder}"
    clone.git("fetch", "-q", "--depth=1", source, "main:refs/remotes/origin/main", "work:w")
    clone.git("checkout", "-q", "w")
    assert asked(clone, "origin/main").missing == (
        "`--diff-base origin/main`: this clone does not have the commit where 'origin/main' and"
        " HEAD parted: `git fetch --unshallow origin`, or `git fetch origin BRANCH`, fetches them"
    )
    clone.git("fetch", "-q", "--unshallow", source, "main", "work")
    found = asked(clone, "origin/main")
    assert (found.missing, lines(found)) == ("", EXPECTED)


def test_a_partial_clone_is_not_fetched(here: Repository, tmp_path: Path) -> None:
    here.git("config", "uploadpack.allowFilter", "true")
    source, clone = f"file://{here.folder}", tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--filter=blob:none", "--no-checkout", source, str(clone)],
        env=here.environ,
        check=True,
        capture_output=True,
    )
    ran = tmp_path / "ran"
    made = Repository(clone)
    made.git("config", "remote.origin.url", f"ext::touch {ran}")
    made.git("config", "protocol.ext.allow", "always")
    missing = asked(made, "origin/main").missing
    assert missing == (
        "`--diff-base origin/main`: this clone is partial (`--filter`), and lacks files of the"
        " commits to compare"
    )
    assert not ran.exists()


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        pytest.param("/nowhere", "`--diff-base` needs git, which is not here: ", id="no git"),
        pytest.param(".", "`--diff-base` needs git, which is not here: ", id="relative"),
        pytest.param(
            "{here}", "`--diff-base` needs git, which is not here: ", id="of the checkout"
        ),
    ],
)
def test_git_is_none_that_the_checkout_brings(
    here: Repository, path: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here.folder / "git").write_text("#!/bin/sh\ntouch ran\n")
    (here.folder / "git").chmod(0o755)
    monkeypatch.chdir(here.folder)
    found = asked(here, "main", PATH=path.replace("{here}", str(here.folder)))
    assert found.missing.startswith(f"`--diff-base main`: {missing}")
    assert not (here.folder / "ran").exists()


@pytest.mark.parametrize(
    ("script", "missing"),
    [
        pytest.param("exec sleep 60", "git took more than 0.2 s to say what changed", id="late"),
        pytest.param(
            "echo fatal: bad object >&2; exit 128",
            "git cannot say what changed: bad object",
            id="ends",
        ),
        pytest.param("exit 3", "git cannot say what changed: git failed", id="says nothing"),
        pytest.param(
            "echo 'fatal: detected dubious ownership in repository' >&2; exit 128",
            "git does not read a checkout that belongs to another user, as in many containers:"
            " `git config --global --add safe.directory {here}` before this step lets it",
            id="of another user",
        ),
        pytest.param(
            "head -c 3000000 /dev/zero >&2; echo fatal: x >&2; exit 1",
            "this clone does not have 'main', its branch or its commits: `git fetch --unshallow"
            " origin`, or `git fetch origin BRANCH`, fetches them",
            id="says much",
        ),
    ],
)
def test_what_git_says_when_it_fails(
    here: Repository, script: str, missing: str, tmp_path: Path
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    found = asked(here, "main", PATH=path, seconds=0.2 if "sleep" in script else 60)
    assert found.missing == f"`--diff-base main`: {missing.replace('{here}', str(here.folder))}"


def test_no_checkout_and_no_commit(tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty")
    assert "does not have 'main'" in asked(empty, "main").missing
    shutil.rmtree(empty.folder / ".git")
    assert asked(empty, "main").missing == (
        "`--diff-base main`: the working directory is in no checkout of git"
    )
