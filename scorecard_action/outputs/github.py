"""The files of a GitHub Actions step: outputs and the job summary.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from scorecard_action.files import add_lines
from scorecard_action.model import Run, State
from scorecard_action.outputs.result_json import encode_outcomes

# GitHub takes 1 MB of outputs a job, counted roughly as UTF-16; some is left for other outputs.
OUTCOMES_LIMIT = 900_000
_BULKY = (
    ("remarks", "examples"),
    ("remarks", "examples", "reason", "measured", "limits", "reports"),
)


def outputs_of(run: Run, limit: int = OUTCOMES_LIMIT) -> dict[str, str]:
    """The outputs `passed`, `failed`, `skipped`, `submitted`, `kept` (numbers), `outcomes` (JSON).

    `outcomes` is an array on one line with the fields of `submit --json`. Where that would be
    longer than `limit` bytes of UTF-16, `remarks` and `examples` of all outcomes are null; if that
    is not enough also `reason`, `measured`, `limits` and `reports`; and at last `outcomes` is null.
    """
    states = [outcome.state for outcome in run.outcomes]
    outcomes = encode_outcomes(run.outcomes)
    for without in _BULKY:
        if _utf16(outcomes) > limit:
            outcomes = encode_outcomes(run.outcomes, without=without)
    return {
        "passed": str(states.count(State.PASS)),
        "failed": str(states.count(State.FAIL)),
        "skipped": str(states.count(State.SKIP)),
        "submitted": str(run.submitted),
        "kept": str(run.kept),
        "outcomes": outcomes if _utf16(outcomes) <= limit else "null",
    }


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le"))


def step_outputs(run: Run) -> str:
    """What is to be appended to the file of GITHUB_OUTPUT."""
    return blocks(outputs_of(run))


def blocks(values: Mapping[str, str]) -> str:
    """The values in the runner's syntax.

    Each stands between lines of a delimiter drawn at random, so that no value ends itself early.
    """
    lines = []
    for name, value in values.items():
        delimiter = f"end_{secrets.token_hex(16)}"
        lines.append(f"{name}<<{delimiter}\n{value}\n{delimiter}\n")
    return "".join(lines)


def append(path: str | Path, text: str) -> None:
    """Append whole lines to a file of the runner, which others write to as well. Raises OSError."""
    add_lines(path, text)
