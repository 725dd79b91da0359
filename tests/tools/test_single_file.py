"""The command as one file, run by another Python than made it, with nothing installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from scorecard_action import __version__
from tests.runner.jobs import EXAMPLE, KEYS, datadog, stored
from tests.tables import ROOT
from tools.single_file import name, pack


def others() -> list[str]:
    """Other Pythons of this version, which do not have what ours has; at least the one below it."""
    minor = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    named = [f"{folder}/{minor}" for folder in ("/usr/bin", "/usr/local/bin")]
    base = str(Path(sys.base_prefix, "bin", minor))
    return [one for one in named if os.access(one, os.X_OK)][:1] or [base]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pack what is installed here, by the names of the lock: no network is needed."""
    site = tmp_path_factory.mktemp("site")
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    for locked, version in re.findall(
        r"^([\w.-]+)==([\w.]+)(?! *; *sys_platform == 'win32')", lock, re.M
    ):
        try:
            found = metadata.distribution(locked)
        except metadata.PackageNotFoundError:
            continue  # of another system
        assert found.version == version
        for one in found.files or []:
            if ".." not in one.parts and "__pycache__" not in one.parts:
                (site / one).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(one.locate(), site / one)
    target = tmp_path_factory.mktemp("dist") / name()
    pack(site, target)
    return target


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


def run(
    file: Path, folder: Path, temporary: Path, *arguments: str, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [others()[0], str(file), *arguments],
        cwd=folder,
        env={"TMPDIR": str(temporary), **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_name_says_where_it_runs() -> None:
    minor = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    assert re.fullmatch(rf"scorecard-action-{re.escape(__version__)}-{minor}-\w+\.pyz", name())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["schema"]], ids=" ".join)
def test_it_starts_in_an_empty_folder(
    file: Path, tmp_path: Path, temporary: Path, arguments: list[str]
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    done = run(file, folder, temporary, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
    assert not list(folder.iterdir())
    assert not list(temporary.iterdir())


def test_it_checks_evaluates_and_sends(file: Path, tmp_path: Path, temporary: Path) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "examples" / "checkout", folder)
    # Of the checkout no module is imported.
    for module in ("scorecard_action", "click", "zipfile", "msgspec"):
        (folder / f"{module}.py").write_text("raise SystemExit('imported')\n")
    for arguments in (["check"], ["submit", "--dry-run"], ["inspect", "reports/ruff.sarif"]):
        done = run(file, folder, temporary, *arguments)
        assert done.returncode == 0, done.stderr
    with datadog() as url:
        sending = ["submit", "--api-url", url]
        done = run(file, folder, temporary, *sending, **KEYS, DD_GIT_BRANCH="main")
        assert done.returncode == 0, done.stderr
        assert stored(url) == sorted(EXAMPLE.values())
    assert not list(temporary.iterdir())


def test_certificates_are_found(file: Path, tmp_path: Path, temporary: Path) -> None:
    """An https address is refused for nobody listens there, not for certificates in a zip."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "examples" / "checkout", folder)
    sending = ["submit", "--api-url", "https://127.0.0.1:9", "--timeout", "1"]
    done = run(file, folder, temporary, *sending, **KEYS, DD_GIT_BRANCH="main")
    assert done.returncode == 5, done.stderr
    assert "certificate" not in done.stderr.lower()


def test_another_python_is_told_which_one_it_is_for(file: Path, tmp_path: Path) -> None:
    code = (
        "import runpy, sys; sys.version_info = (3, 99, 0); sys.path.insert(0, sys.argv[1]);"
        "runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    done = subprocess.run(
        [others()[0], "-c", code, str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    shown = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert done.stderr == f"this file is for Python {shown}, and this is Python 3.99\n"


def test_the_same_input_makes_the_same_file(file: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "click").mkdir(parents=True)
    (site / "click" / "__init__.py").write_text("")
    made = [tmp_path / "first.pyz", tmp_path / "second.pyz"]
    for one in made:
        pack(site, one)
        (site / "click" / "__init__.py").touch()
    assert made[0].read_bytes() == made[1].read_bytes()
