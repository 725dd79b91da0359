"""What docs/several-jobs.md says to do, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.examples import service

PAGE = (service.ROOT / "docs/several-jobs.md").read_text("utf-8")
MAPPINGS = re.findall(r"```yaml\n(version: 1\n.*?)```", PAGE, re.DOTALL)
MAPPING = MAPPINGS[0]
# One of the service's tests fails, in the first of the two legs.
STATES = {"Unit tests pass": "fail", "Line coverage": "pass", "No lint errors": "fail"}
LEGS = pytest.mark.parametrize(
    ("lost", "expected", "reason"),
    [
        pytest.param("", STATES, "1 of 8 tests failed", id="all legs"),
        pytest.param("unit-1", {**STATES, "Line coverage": "fail"}, "1 report (at least 2)",
                     id="the leg with the failure lacks"),
        pytest.param("lint", STATES, "1 of 8 tests failed", id="the linter lacks"),
    ],
)  # fmt: skip


def check(arrived: Mapping[str, tuple[str, str]], expected: Mapping[str, str], reason: str) -> None:
    """Compare what arrived; `reason` is that of the unit tests."""
    assert {rule: state for rule, (state, _) in arrived.items()} == expected, arrived
    assert reason in arrived["Unit tests pass"][1]
