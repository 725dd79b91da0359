"""When a commit was made, beside what git itself says, and where nothing can be known."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import zlib
from pathlib import Path

import pytest

from scorecard_action.commits import committed_at

TWO = dt.timezone(dt.timedelta(hours=2))
FIRST = dt.datetime(2026, 1, 2, 10, 0, tzinfo=TWO)
NOBODY = "f" * 40


def git(folder: Path, *arguments: str, at: dt.datetime = FIRST) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        # The author's time, and a name that looks like the end of the line, are not what is read.
        "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": at.isoformat(),
        **{f"GIT_{who}_NAME": "x > 1 +0000" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "x@example.com" for who in ("AUTHOR", "COMMITTER")},
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def repository(folder: Path, *options: str, commits: int = 3) -> list[str]:
    """A repository with a commit a day; gives their hashes, the oldest first."""
    folder.mkdir()
    git(folder, "init", "-q", *options)
    made = []
    for day in range(commits):
        message = f"m\n\ncommitter x <x> {day} +0000"
        at = FIRST + dt.timedelta(days=day)
        git(folder, "commit", "-q", "--allow-empty", "-m", message, at=at)
        made.append(git(folder, "rev-parse", "HEAD"))
    return made


def loose(folder: Path, work: Path) -> Path:
    return folder


def packed(folder: Path, work: Path) -> Path:
    git(folder, "gc", "-q")
    assert not list((folder / ".git/objects").glob("[0-9a-f][0-9a-f]"))
    return folder


def worktree(folder: Path, work: Path) -> Path:
    git(folder, "worktree", "add", "-q", str(work))
    return work


def shared(folder: Path, work: Path) -> Path:
    git(folder, "clone", "-q", "--shared", str(folder), str(work))
    return work


def subfolder(folder: Path, work: Path) -> Path:
    (folder / "a/b").mkdir(parents=True)
    return folder / "a/b"


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)], ids=["sha1", "sha256"])
@pytest.mark.parametrize("place", [loose, packed, worktree, shared, subfolder])
def test_as_git_has_it(tmp_path: Path, place: object, options: tuple[str, ...]) -> None:
    made = repository(tmp_path / "r", *options)
    assert callable(place)
    folder = place(tmp_path / "r", tmp_path / "w")
    found = [committed_at({}, folder, name) for name in made]
    # An older commit may be packed as the difference to a newer one.
    known = [time for time in found if time or place is not packed]
    assert known == [FIRST + dt.timedelta(days=day) for day in range(3)][-len(known) :]
    assert found[-1]
    assert committed_at({}, folder, made[-1].upper()) == found[-1]
    assert committed_at({}, folder, "f" * len(made[0])) is None


def test_the_newest_commit_of_a_shallow_clone(tmp_path: Path) -> None:
    made = repository(tmp_path / "r")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path / 'r'}", "w")
    assert committed_at({}, tmp_path / "w", made[-1]) == FIRST + dt.timedelta(days=2)
    assert committed_at({}, tmp_path / "w", made[0]) is None


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param({"DD_GIT_COMMIT_COMMITTER_DATE": FIRST.isoformat()}, FIRST, id="the user's"),
        pytest.param(
            {"CI_COMMIT_TIMESTAMP": FIRST.isoformat(), "CI_COMMIT_SHA": NOBODY}, FIRST, id="GitLab"
        ),
        pytest.param(
            {"CI_COMMIT_TIMESTAMP": FIRST.isoformat(), "CI_COMMIT_SHA": "e" * 40},
            None,
            id="of another commit",
        ),
        pytest.param({"DD_GIT_COMMIT_COMMITTER_DATE": "2026-01-02T10:00:00"}, None, id="no zone"),
        pytest.param({"DD_GIT_COMMIT_COMMITTER_DATE": "yesterday"}, None, id="no time"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_what_the_ci_says(
    tmp_path: Path, environ: dict[str, str], expected: dt.datetime | None
) -> None:
    assert committed_at(environ, tmp_path, NOBODY) == expected


@pytest.mark.parametrize("sha", [None, "", "main", "../../../etc/passwd", "f" * 39, "f" * 41])
def test_what_is_no_hash(tmp_path: Path, sha: str | None) -> None:
    repository(tmp_path / "r", commits=1)
    assert committed_at({}, tmp_path / "r", sha) is None


HEADER = b"tree x\ncommitter x <x> 99999999999 +0000\n\nm"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no zlib", id="not compressed"),
        pytest.param(zlib.compress(b"blob 3\0abc"), id="a blob"),
        pytest.param(zlib.compress(b"commit 3\0abc"), id="no committer"),
        pytest.param(zlib.compress(b"commit 9\0" + b"a" * 10_000_000), id="very large"),
        pytest.param(zlib.compress(b"commit 9\0" + HEADER * 2), id="year 5138, twice"),
        pytest.param(zlib.compress(b"commit 9\0committer x <x> 999999999999 +0000"), id="no year"),
    ],
)
def test_objects_that_are_none(tmp_path: Path, content: bytes) -> None:
    repository(tmp_path / "r", commits=1)
    folder = tmp_path / "r/.git/objects/ff"
    folder.mkdir(exist_ok=True)
    (folder / NOBODY[2:]).write_bytes(content)
    found = committed_at({}, tmp_path / "r", NOBODY)
    assert found is None or found.year == 5138


@pytest.mark.parametrize("cut", [0, 7, 8, 500, 1100])
@pytest.mark.parametrize("ending", ["idx", "pack"])
def test_packs_that_are_cut_off(tmp_path: Path, ending: str, cut: int) -> None:
    made = repository(tmp_path / "r")
    git(tmp_path / "r", "gc", "-q")
    (pack,) = (tmp_path / "r/.git/objects/pack").glob(f"*.{ending}")
    pack.chmod(0o644)
    pack.write_bytes(pack.read_bytes()[:cut])
    found = {committed_at({}, tmp_path / "r", name) for name in made}
    # What is still whole may be read.
    assert found <= {None, *(FIRST + dt.timedelta(days=day) for day in range(3))}
    if cut < 500:
        assert found == {None}


def test_alternates_that_name_each_other_or_nothing(tmp_path: Path) -> None:
    repository(tmp_path / "r", commits=1)
    info = tmp_path / "r/.git/objects/info"
    info.mkdir(exist_ok=True)
    (info / "alternates").write_text("# a note\n../objects\n/no/such/folder\n" * 2000)
    assert committed_at({}, tmp_path / "r", NOBODY) is None


@pytest.mark.parametrize(
    ("dated", "expected"),
    [
        pytest.param((NOBODY, FIRST.isoformat()), FIRST, id="of this commit"),
        pytest.param(("e" * 40, FIRST.isoformat()), None, id="of another one"),
        pytest.param((NOBODY, "yesterday"), None, id="no time"),
        pytest.param(("", FIRST.isoformat()), None, id="of none"),
    ],
)
def test_what_the_event_says(
    tmp_path: Path, dated: tuple[str, str], expected: dt.datetime | None
) -> None:
    assert committed_at({}, tmp_path, NOBODY, dated) == expected
