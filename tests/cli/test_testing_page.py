"""docs/testing.md: its shell lines do what stands there, its cases are read, its steps agree."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scorecard_action.cli import inspect
from scorecard_action.trials.document import Expect
from scorecard_action.trials.reader import reads
from tests.tables import ROOT

PAGE = (ROOT / "docs/testing.md").read_text("utf-8")
MAPPING, CASE = (
    re.search(rf"```yaml\n# {name}\n(.*?)```", PAGE, re.DOTALL)
    for name in (r"scorecard\.datadog\.yaml", r"expect\.yaml")
)
CONSOLE = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
REPORT = (
    '<testsuite name="CartTest"><testcase classname="CartTest" name="total"><failure/></testcase>'
    '<testcase classname="CartTest" name="tax"/></testsuite>'
)


@pytest.mark.skipif(os.name == "nt", reason="of a shell")
def test_its_shell_lines(tmp_path: Path) -> None:
    assert MAPPING
    results = tmp_path / "build/test-results"
    results.mkdir(parents=True)
    (results / "TEST-CartTest.xml").write_text(REPORT, "utf-8")
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING[1], "utf-8")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    shown = "".join(CONSOLE)
    assert len(shown.splitlines()) > 10
    told = ""
    for line in re.findall(r"^\$ (.*)$", shown, re.MULTILINE):
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=tmp_path,
            env={"PATH": path, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        told += f"$ {line}\n{done.stdout}{done.stderr}"
    assert told == shown


def test_its_case_is_read_and_has_every_key() -> None:
    assert CASE
    expect, doubts = reads(CASE[1].encode(), "expect.yaml", columns=inspect.columns())
    assert doubts == ()
    keys = Expect.__struct_fields__
    assert [key for key in keys if getattr(expect, key) is None] == []
    assert tuple(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == keys
