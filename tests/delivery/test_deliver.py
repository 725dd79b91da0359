"""However the steps end, each outcome is delivered, in the file, or printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

from scorecard_action.delivery.deliver import How, delivering
from scorecard_action.delivery.undelivered import FILE, load, update
from scorecard_action.errors import MappingError, Problem
from tests.datadog.helpers import client_for, outcome
from tests.delivery.building import api, build, rules
from tests.delivery.conftest import Command

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


def test_what_earlier_runs_left_stays_where_the_mapping_turns_out_to_be_wrong(
    tmp_path: Path, command: Command
) -> None:
    """Two of its rules are one rule in Datadog, which is known when rules were looked up."""
    build(tmp_path, 2, 2, pinned=False)
    left = (
        outcome("service:s0", "rule-0000-abcdefg"),
        structs.replace(outcome("service:s1"), rule="Rule 1", rule_id=None),
        outcome("service:s1", "of no rule in the mapping"),
    )
    update(tmp_path / FILE, left, frozenset())
    before = (tmp_path / FILE).read_bytes()
    with (tmp_path / "scorecard.datadog.yaml").open("a") as mapping:
        mapping.write("  - {rule: again, id: rule-0000-abcdefg, reports: unit.xml}\n")
    with api(rules(2)) as server:
        code, _, err = command(server.url, "submit")
        assert (code, server.stored) == (2, {})
        assert "is the same rule in Datadog" in err
        assert (tmp_path / FILE).read_bytes() == before
