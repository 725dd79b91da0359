"""What `pip install` installs: the package with its data, and nothing beside it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scorecard_action import __version__
from tests import tables

PACKAGE = tables.ROOT / "scorecard_action"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=tables.ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (path,) = folder.iterdir()
    assert path.name == f"scorecard_action-{__version__}-py3-none-any.whl"
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel: zipfile.ZipFile) -> None:
    info = f"scorecard_action-{__version__}.dist-info/"
    held = {name for name in wheel.namelist() if not name.startswith(info)}
    files = {
        path.relative_to(tables.ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == files
    assert "scorecard_action/py.typed" in held


def test_the_wheel_bounds_what_it_needs(wheel: zipfile.ZipFile) -> None:
    metadata = wheel.read(f"scorecard_action-{__version__}.dist-info/METADATA").decode()
    needs = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ")]
    assert len(needs) == 7
    assert all("<" in line and ">=" in line for line in needs)
    assert "License-File: LICENSE" in metadata.splitlines()
    assert Path(tables.ROOT / "LICENSE").is_file()
