"""What docs/organisation.md shows: mappings that lie over each other, and what is said of them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from scorecard_action.mapping.loader import Below, load
from tests.cli.command import command
from tests.tables import ROOT
from tests.test_pages import blocks

PAGE = ROOT / "docs/organisation.md"
NAMED = re.compile(r"# (\S+\.yaml)\n")


def shown(language: str) -> list[str]:
    return [text for page, text in blocks(language) if page == PAGE]


def laid_out(folder: Path) -> list[str]:
    """Write the files that the page shows, and return the names of the mappings."""
    base = ""
    for text in shown("yaml"):
        if found := NAMED.match(text):
            file = folder / found[1]
            file.parent.mkdir(exist_ok=True)
            base = base or text
            file.write_text(text.replace("SUM", hashlib.sha256(base.encode()).hexdigest()))
    (folder / "vendored/scorecards").mkdir()
    (folder / "vendored/scorecards/base.yaml").write_text(base)
    return [found[1] for text in shown("yaml") if (found := NAMED.match(text))]


@pytest.mark.parametrize(
    "name",
    [found[1] for text in shown("yaml") if (found := NAMED.match(text))],
)
def test_every_mapping_of_the_page_is_sound(name: str, tmp_path: Path) -> None:
    assert name in laid_out(tmp_path)
    mapping = load(tmp_path / name, name, below=Below((), lambda: str(tmp_path)))
    assert mapping.rules
    assert mapping.warnings == ()
    assert bool(mapping.lower) == (not name.endswith("base.yaml"))


def test_what_check_prints_of_them(tmp_path: Path) -> None:
    laid_out(tmp_path)
    env = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(tmp_path)}
    done = command("check", cwd=tmp_path / "service", env=env)
    assert done.returncode == 0, done.stderr.decode()
    text, _ = shown("text")
    assert text in done.stdout.decode()


def test_what_a_step_would_turn(tmp_path: Path) -> None:
    laid_out(tmp_path)
    for folder, step in ((".scorecards", "step1"), (".scorecards-next", "step2")):
        (tmp_path / step).rename(tmp_path / folder)
    (tmp_path / "scorecard.datadog.yaml").write_text("version: 1\nservice: checkout\n")
    for name in ("now", "next"):
        (found,) = (text for text in shown("yaml") if text.startswith(f"# {name}.yaml:"))
        (tmp_path / f"{name}.yaml").write_text(found)
    error = {"level": "error", "message": {"text": "bad"}}
    run = {"tool": {"driver": {"name": "ruff"}}, "results": [error] * 60}
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/ruff.sarif").write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    (line,) = (text for text in shown("sh") if "--against" in text)
    done = command(*line.split()[1:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().endswith(shown("text")[1])


def test_the_base_comes_by_the_variable_of_the_image(tmp_path: Path) -> None:
    laid_out(tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "scorecard.datadog.yaml").write_text("version: 1\nservice: checkout\n")
    env = {"SCORECARD_EXTENDS": str(tmp_path / "scorecards/base.yaml")}
    done = command("check", cwd=work, env=env)
    assert done.returncode == 0, done.stderr.decode()
    assert "sound, 2 rules" in done.stdout.decode()
    assert "lies outside the repository and nothing here names its sum" in done.stderr.decode()
    (text,) = shown("dockerfile")
    assert "ENV SCORECARD_EXTENDS=" in text
