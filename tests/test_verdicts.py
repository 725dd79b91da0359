"""Cases with the verdict that is right and why, read in place beside the checkout, area by area.

A case is a folder with reports, a mapping and `expect.yaml`; the runner that lies with them says
what differs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.tables import ROOT

VERDICTS = SHARED / "verdicts"
COMMAND = Path(sys.executable).with_name("scorecard-action")
AREAS = sorted({file.relative_to(VERDICTS).parts[0] for file in VERDICTS.glob("*/*/expect.yaml")})
SECONDS = 600
"""For one area, on a machine that is busy with others."""


def wrong(folder: Path) -> str:
    """The cases below a folder whose verdict is not the right one, each with what differs."""
    ran = subprocess.run(
        [sys.executable, VERDICTS / "run", COMMAND, folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    *lines, last = ran.stdout.splitlines() or [""]
    if "passed, " not in last:
        return f"the runner did not finish: {ran.stdout[-500:]}{ran.stderr[-500:]}"
    return "" if ran.returncode == 0 else "\n".join(lines)


def test_the_cases_are_there() -> None:
    if not VERDICTS.is_dir():
        pytest.skip("no ../shared beside the checkout: verdicts are read in place, never copied")
    assert AREAS


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("area", AREAS)
def test_every_verdict_of_an_area_is_right(area: str) -> None:
    assert not (found := wrong(VERDICTS / area)), found
