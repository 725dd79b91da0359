"""The version is in one place, and every other place that shows it says the same."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from scorecard_action import __version__
from tests import tables
from tools.bump import PLACES, Place, bump, expected, shown

ROOT = tables.ROOT
DAY = date(2027, 2, 3)
MAJOR, MINOR, PATCH = (int(number) for number in __version__.split("."))
ABOVE = f"{MAJOR + 90}.7.6"
FILES = sorted({place.path for place in PLACES} | {"CHANGELOG.md"})

# Where a user, or a machine of theirs, may read which version this is.
READ = [
    "*",
    ".[!.]*",
    ".ci/*",
    "docs/**/*",
    "examples/**/*",
    "scorecard_action/**/*",
    "templates/**/*",
    "vars/*",
]
LOCKS = {
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-lowest.txt",
    "requirements-lock.txt",
    "requirements-lint.txt",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the files that show the version."""
    for path in FILES:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, tmp_path / path)
    return tmp_path


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.path)
def test_a_place_shows_the_version(place: Place) -> None:
    found = shown(ROOT, place)
    assert found
    assert set(found) == {expected(place, __version__)}


def test_no_other_place_shows_it() -> None:
    said: dict[str, int] = {}
    for path in {path for pattern in READ for path in ROOT.glob(pattern) if path.is_file()}:
        name = path.relative_to(ROOT).as_posix()
        if name in LOCKS or name == "CHANGELOG.md" or path.suffix in {".pyc", ".png"}:
            continue
        text = path.read_text("utf-8", errors="replace")
        if count := len(re.findall(rf"(?<![\w.]){re.escape(__version__)}(?![\w.]*\d)", text)):
            said[name] = count
        if count := len(re.findall(rf"\bv{re.escape(__version__)}(?![\w.]*\d)", text)):
            said[name] = said.get(name, 0) + count
    known: dict[str, int] = {}
    for place in PLACES:
        if not place.major:
            known[place.path] = known.get(place.path, 0) + len(shown(ROOT, place))
    assert said == known


def test_the_changelog_ends_with_this_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [__version__])


@pytest.mark.parametrize(
    "version",
    [
        pytest.param(f"{MAJOR}.{MINOR}.{PATCH + 1}", id="patch"),
        pytest.param(f"{MAJOR}.{MINOR + 10}.0", id="minor"),
        pytest.param(f"{MAJOR + 1}.0.0", id="major"),
        pytest.param(f"{MAJOR + 12}.0.3", id="major-of-two-digits"),
    ],
)
def test_bump_writes_every_place(copy: Path, version: str) -> None:
    assert sorted(bump(copy, version, DAY)) == FILES
    for place in PLACES:
        before, after = shown(ROOT, place), shown(copy, place)
        assert after == [expected(place, version)] * len(before)
    changelog = (copy / "CHANGELOG.md").read_text("utf-8")
    assert f"## [Unreleased]\n\n## [{version}] - 2027-02-03\n" in changelog


def test_bump_leaves_all_else_as_it_is(copy: Path) -> None:
    bump(copy, ABOVE, DAY)
    for path in set(FILES) - {"CHANGELOG.md"}:
        before, after = (root.joinpath(path).read_text("utf-8") for root in (ROOT, copy))
        back = after.replace(ABOVE, __version__).replace(f"@v{MAJOR + 90}", f"@v{MAJOR}")
        assert back == before


def test_bump_twice(copy: Path) -> None:
    bump(copy, f"{MAJOR + 1}.0.0", DAY)
    bump(copy, f"{MAJOR + 1}.0.1", DAY)
    headings = re.findall(r"^## \[(.+?)\]", (copy / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[:3] == ["Unreleased", f"{MAJOR + 1}.0.1", f"{MAJOR + 1}.0.0"]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        pytest.param("1.2", "MAJOR.MINOR.PATCH", id="short"),
        pytest.param("v1.2.3", "MAJOR.MINOR.PATCH", id="prefix"),
        pytest.param("1.2.3\n", "MAJOR.MINOR.PATCH", id="line-end"),
        pytest.param("01.2.3", "MAJOR.MINOR.PATCH", id="leading-zero"),
        pytest.param(__version__, "is not above", id="the-same"),
        pytest.param("0.0.9", "is not above", id="lower"),
    ],
)
def test_bump_refuses(copy: Path, version: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bump(copy, version, DAY)
    assert all((copy / path).read_bytes() == (ROOT / path).read_bytes() for path in FILES)


def test_bump_writes_nothing_where_a_place_is_lost(copy: Path) -> None:
    (copy / "Dockerfile").write_text("FROM scratch\n", "utf-8")
    with pytest.raises(ValueError, match="Dockerfile does not show the version"):
        bump(copy, ABOVE, DAY)
    assert shown(copy, PLACES[0]) == [__version__]
