"""The folders of `cases/`, as `scorecard-action test` runs them, and what a person reads of them.

`expect.yaml` has what must come out; beside it `expected.txt` is what `submit --dry-run` prints on
stdout, `errors.txt` on stderr, to the letter.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from scorecard_action.cli import cases, run
from tests.tables import ROOT

CASES = cases.below([str(Path(__file__).parent / "cases")], record=False)
PRINTED = ("expected.txt", "errors.txt")


def test_every_case_is_as_expected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert (run(["test", "tests/cases"]), capsys.readouterr().out) == (
        0,
        f"{len(CASES)} cases passed\n",
    )


def test_every_folder_is_a_case() -> None:
    folders = {str(path) for path in (ROOT / "tests/cases").iterdir()}
    assert {case.folder for case in CASES} == folders


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.name.rpartition("/")[2])
        for case in CASES
        if any(Path(case.folder, name).exists() for name in PRINTED)
    ],
)
def test_what_is_printed(
    case: cases.Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(case.folder, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    for name in set(os.environ) - {"PATH"}:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    code = run(["submit", "--dry-run", *(case.expect.args or ())])
    shown = capsys.readouterr()
    assert (code, shown.out, shown.err) == (
        case.expect.exit,
        read(tmp_path / "work/expected.txt"),
        read(tmp_path / "work/errors.txt"),
    )


def read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""
