"""However the steps end, each outcome is delivered, in the file, or printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorecard_action.delivery.deliver import How, delivering
from scorecard_action.delivery.undelivered import load
from scorecard_action.errors import MappingError, Problem
from tests.datadog.helpers import client_for, outcome

MISTAKE = MappingError([Problem("m.yaml", 1, 1, "the same rule twice")])


class Heard:
    """A voice that keeps what it is told."""

    def __init__(self) -> None:
        self.results: list[str] = []
        self.said: list[str] = []

    def out(self, text: str, /) -> bool:
        self.results.append(text)
        return True

    err = out

    def note(self, text: str, /) -> None:
        self.said.append(text)

    warn = fail = note


@pytest.mark.parametrize(
    ("error", "folder", "kept", "printed"),
    [
        pytest.param(KeyboardInterrupt(), ".", True, False, id="interrupted"),
        pytest.param(RuntimeError("a bug"), ".", True, False, id="a bug"),
        pytest.param(MISTAKE, ".", False, False, id="nothing to deliver"),
        pytest.param(KeyboardInterrupt(), "none", False, True, id="interrupted, not saved"),
        pytest.param(RuntimeError("a bug"), "none", False, True, id="a bug, not saved"),
        pytest.param(MISTAKE, "none", False, False, id="nothing to deliver, not saved"),
    ],
)
def test_what_ends_the_steps(
    tmp_path: Path, error: BaseException, folder: str, kept: bool, printed: bool
) -> None:
    file, voice, outcomes = tmp_path / folder / "left.json", Heard(), [outcome(), outcome(rule="2")]
    how = How("auto", 100, str(file), "left.json as shown")
    connect = lambda: client_for("http://127.0.0.1:9")  # noqa: E731 - nothing is sent there
    with pytest.raises(type(error)), delivering(connect, outcomes, how, voice):
        raise error
    assert file.exists() is kept
    assert (len(load(file)) if kept else 0) == 2 * kept
    assert any("left.json as shown" in text for text in voice.said) is kept
    assert [len(json.loads(text)["outcomes"]) for text in voice.results] == [2] * printed
