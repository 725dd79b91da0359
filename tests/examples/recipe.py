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
FOUND = {"Unit tests pass": "1 of 8 tests failed", "No lint errors": "1 error"}
LEGS = pytest.mark.parametrize(
    ("lost", "expected", "reasons"),
    [
        pytest.param("", STATES, FOUND, id="all legs"),
        pytest.param("unit-1", {**STATES, "Line coverage": "fail"},
                     dict.fromkeys(("Unit tests pass", "Line coverage"), "1 report (at least 2)"),
                     id="the leg with the failure lacks"),
        pytest.param("lint", STATES, {**FOUND, "No lint errors": "no evidence: no file matches"},
                     id="the linter lacks"),
    ],
)  # fmt: skip


def check(
    arrived: Mapping[str, tuple[str, str]], states: Mapping[str, str], reasons: Mapping[str, str]
) -> None:
    """Compare what arrived, by rule: the states of all, and a part of the remarks of some."""
    assert {rule: state for rule, (state, _) in arrived.items()} == states, arrived
    assert {
        rule: reason for rule, reason in reasons.items() if reason not in arrived[rule][1]
    } == {}
