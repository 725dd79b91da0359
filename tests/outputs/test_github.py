from __future__ import annotations

import json
import os

import pytest

from scorecard_action.model import Build, Run, State
from scorecard_action.outputs.github import append, blocks, outputs_of, step_outputs
from tests.outputs.hostile import HOSTILE
from tests.outputs.runs import DRY, MET, RUN, decided, hostile_run


def read_outputs(text: str) -> dict[str, str]:
    """What the runner makes of the file: `name=value` lines and `name<<end` blocks."""
    values: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        name, heredoc, end = line.partition("<<")
        if heredoc and "=" not in name:
            block = []
            for inner in lines:
                if inner == end:
                    break
                block.append(inner)
            else:
                pytest.fail(f"no end of {name}")
            values[name] = "\n".join(block)
        elif line:
            name, _, value = line.partition("=")
            values[name] = value
    return values


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        pytest.param(RUN, ("1", "1", "1", "2", "1"), id="one of each"),
        pytest.param(DRY, ("1", "1", "0", "0", "0"), id="a dry run"),
        pytest.param(Run(Build(), ()), ("0", "0", "0", "0", "0"), id="nothing"),
        pytest.param(MET, ("2", "1", "0", "1", "3"), id="builds that meet"),
    ],
)
def test_outputs(run, expected):
    outputs = outputs_of(run)
    assert list(outputs) == ["passed", "failed", "skipped", "submitted", "kept", "outcomes"]
    assert tuple(outputs.values())[:5] == expected
    assert "\n" not in outputs["outcomes"]
    assert read_outputs(step_outputs(run)) == outputs
    assert [item["rule"] for item in json.loads(outputs["outcomes"])] == [
        outcome.rule for outcome in run.outcomes
    ]


BULKY = {"remarks", "examples"}
MORE = BULKY | {"reason", "measured", "limits", "reports"}


@pytest.mark.parametrize(
    ("limit", "null"),
    [
        pytest.param(900_000, set(), id="all"),
        pytest.param(30_000, BULKY, id="without remarks and examples"),
        pytest.param(5_000, MORE, id="states only"),
    ],
)
def test_what_an_output_leaves_out_when_it_is_too_long(limit, null):
    outcome = decided(
        "service:a", "R", "i", State.PASS, "r" * 400, remarks="m" * 2000, previous=State.FAIL
    )
    run = Run(Build(), (outcome,) * 8)
    text = outputs_of(run, limit)["outcomes"]
    assert len(text) * 2 <= limit
    (first, *_) = items = json.loads(text)
    assert len(items) == 8
    assert {name for name, value in first.items() if value is None} == {"kept_reason"} | null
    assert outputs_of(run, 100)["outcomes"] == "null"


def test_outputs_are_measured_as_utf_16():
    run = Run(Build(), (decided("service:a", "x" * 300_000, None, None, "y" * 200_000),))
    assert json.loads(outputs_of(run)["outcomes"])[0]["reason"] is None


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_forges_another(tmp_path, text):
    file = tmp_path / "output"
    file.write_text("earlier=1\n")
    forged = f"{text}\nfailed=0\nEOF\nfailed<<EOF\n0\nEOF"
    outcomes = outputs_of(hostile_run(forged))["outcomes"]
    append(file, blocks({"reason": forged, "outcomes": outcomes}))
    append(file, blocks({"failed": "1"}))
    values = read_outputs(file.read_bytes().decode())
    assert list(values) == ["earlier", "reason", "outcomes", "failed"]
    assert (values["earlier"], values["failed"]) == ("1", "1")
    assert values["reason"] == forged.encode("utf-8", "backslashreplace").decode()
    json.loads(values["outcomes"])


def test_delimiters_differ(tmp_path):
    file = tmp_path / "output"
    append(file, blocks({"a": "1", "b": "2"}))
    ends = [line.split("<<")[1] for line in file.read_text().split("\n") if "<<" in line]
    assert len(set(ends)) == 2
    assert all(len(end) >= 32 for end in ends)


def test_a_line_that_another_left_unfinished_is_ended_first(tmp_path):
    file = tmp_path / "output"
    file.write_text("earlier=1")
    append(file, blocks({"failed": "2"}))
    assert read_outputs(file.read_text()) == {"earlier": "1", "failed": "2"}


def test_a_summary_is_appended(tmp_path):
    file = tmp_path / "summary.md"
    append(file, "## Prüfung ✅")
    append(file, "## more\n")
    assert file.read_text(encoding="utf-8") == "## Prüfung ✅\n## more\n"


def test_only_regular_files_are_written(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(OSError, match="not a regular file"):
        append(fifo, "x")
    with pytest.raises(OSError, match="not a regular file"):
        append("/dev/null", "x")
    with pytest.raises(IsADirectoryError):
        append(tmp_path, "x")
    with pytest.raises(FileNotFoundError):
        append(tmp_path / "absent" / "output", blocks({"a": "1"}))
