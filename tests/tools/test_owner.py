"""Whose repository this is stands in one place, and `make owner` writes it wherever it is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import tables
from tools.owner import owner_of, pages, write_owner

ROOT = tables.ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the files that may show the owner."""
    for path in pages(ROOT):
        there = tmp_path / path.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
    return tmp_path


def texts(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in pages(root)}


def test_the_owner_is_written_wherever_it_is_shown(copy: Path) -> None:
    before = owner_of(copy)
    shown = {name for name, text in texts(copy).items() if f"{before}/scorecard-action" in text}
    assert {"pyproject.toml", "examples/github.yml"} <= shown
    written = write_owner(copy, "Acme-Tools")
    assert shown <= set(written)
    assert owner_of(copy) == "Acme-Tools"
    for name, text in texts(copy).items():
        assert f"{before}/scorecard-action" not in text, name
        assert "ghcr.io/Acme-Tools/" not in text, name


def test_it_can_be_written_again(copy: Path) -> None:
    write_owner(copy, "acme")
    once = texts(copy)
    write_owner(copy, "Acme-Tools")
    write_owner(copy, "acme")
    assert texts(copy) == once


@pytest.mark.parametrize(
    ("line", "after"),
    [
        pytest.param(
            "uses: OWNER/scorecard-action@v0", "uses: Acme/scorecard-action@v0", id="uses"
        ),
        pytest.param(
            "docker run ghcr.io/OWNER/scorecard-action:0.1.0",
            "docker run ghcr.io/acme/scorecard-action:0.1.0",
            id="an-image-is-in-lower-case",
        ),
        pytest.param(
            "https://github.com/OWNER/scorecard-action/x",
            "https://github.com/Acme/scorecard-action/x",
            id="address",
        ),
        pytest.param("uses: OWNER/other@v0", "uses: OWNER/other@v0", id="another-repository"),
        pytest.param("my-OWNER/scorecard-action", "my-OWNER/scorecard-action", id="another-owner"),
    ],
)
def test_what_is_written(tmp_path: Path, line: str, after: str) -> None:
    address = 'Repository = "https://github.com/OWNER/scorecard-action"\n'
    (tmp_path / "pyproject.toml").write_text(address, "utf-8")
    (tmp_path / "README.md").write_text(f"{line}\n", "utf-8")
    write_owner(tmp_path, "Acme")
    assert (tmp_path / "README.md").read_text("utf-8") == f"{after}\n"


@pytest.mark.parametrize("owner", ["", "-acme", "acme/tools", "a" * 40, "acme\n"])
def test_what_can_be_no_owner_is_refused(copy: Path, owner: str) -> None:
    before = texts(copy)
    with pytest.raises(ValueError, match="an owner is"):
        write_owner(copy, owner)
    assert texts(copy) == before
