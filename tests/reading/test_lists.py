"""Reports of formats whose clean form is `[]`: warned of while they still hold something."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import pytest

from scorecard_action.entities.targets import targets
from scorecard_action.mapping.loader import loads
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place, gather

ISSUE: Final = '[{"check_name": "r", "fingerprint": "f", "location": {"path": "src/a.py"}}]'
RUFF: Final = '[{"code": "E1", "message": "m", "filename": "a.py", "location": {"row": 1}}]'
PYLINT: Final = '[{"type": "error", "message-id": "E1", "symbol": "s"}]'
HADOLINT: Final = '[{"file": "Dockerfile", "line": 1, "code": "DL1", "level": "info"}]'
SHELLCHECK: Final = '[{"file": "a", "line": 1, "endLine": 1, "code": 1, "level": "info"}]'
ESLINT: Final = '[{"filePath": "a.js", "messages": []}]'
STYLELINT: Final = '[{"source": "a.css", "warnings": []}]'
JSON2: Final = '{"messages": [], "statistics": {"messageTypeCount": {}, "modulesLinted": 1}}'
STREAM: Final = '{"check_name": "r", "description": "m", "location": {"path": "a"}}\0'


def warnings(folder: Path, reports: str, **files: str) -> list[str]:
    for name, content in files.items():
        (folder / f"{name}.json").write_text(content)
    text = f"version: 1\nservice: s\nrules:\n  - rule: R\n    reports: {reports}\n"
    wanted = targets(loads(text, "scorecard.datadog.yaml"), folder, None, None)
    return list(
        gather(wanted, Place(folder, find_checkout(str(folder)), dt.datetime.now(dt.UTC))).warnings
    )


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("codeclimate", ISSUE),
        ("ruff-json", RUFF),
        ("pylint-json", PYLINT),
        ("hadolint-json", HADOLINT),
        ("shellcheck-json", SHELLCHECK),
    ],
)
def test_a_list_is_warned_of_before_it_is_empty(tmp_path: Path, form: str, content: str) -> None:
    text = (
        "a.json: a clean build writes `[]`, which does not say what it is and would fail;"
        f" write `{{path: …, format: {form}}}` in the mapping"
    )
    assert warnings(tmp_path, "a.json", a=content) == [text]
    assert warnings(tmp_path, f"{{path: a.json, format: {form}}}", a=content) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ESLINT, id="ESLint lists every file"),
        pytest.param(STYLELINT, id="Stylelint too"),
        pytest.param(JSON2, id="json2 of pylint is an object"),
        pytest.param(STREAM, id="an engine's stream"),
        pytest.param("[]", id="what fails says so itself"),
    ],
)
def test_what_says_what_it_is_needs_no_warning(tmp_path: Path, content: str) -> None:
    assert warnings(tmp_path, "a.json", a=content) == []


def test_one_warning_for_each_format(tmp_path: Path) -> None:
    found = warnings(tmp_path, '"*.json"', b=RUFF, a=RUFF, c=ISSUE)
    assert [text.partition(":")[0] for text in found] == ["c.json", "a.json (and 1 more)"]
