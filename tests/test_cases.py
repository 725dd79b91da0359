"""A folder of `cases/` is a test: a mapping, reports, an environment, and what must come out.

`arguments` has the command line (one argument a line; without it `submit --dry-run`), `environment`
the variables, `expected.txt` what is printed on stdout, `errors.txt` what is on stderr, `exit` the
exit code (without it 0).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from scorecard_action.cli import run

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def read(path: Path, default: str = "") -> str:
    return path.read_text(encoding="utf-8") if path.exists() else default


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_case(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(case, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    for name in os.environ:
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    for line in read(case / "environment").splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    arguments = read(case / "arguments", "submit\n--dry-run").splitlines()
    code = run(arguments)
    shown = capsys.readouterr()
    assert shown.err == read(case / "errors.txt")
    assert shown.out == read(case / "expected.txt")
    assert code == int(read(case / "exit", "0"))
