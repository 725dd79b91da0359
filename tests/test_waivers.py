"""What is said of a rule beside its state, from the mapping and the day."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from scorecard_action.entities.targets import targets
from scorecard_action.flow import evaluate
from scorecard_action.mapping.loader import loads
from scorecard_action.model import State
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place

NOON = dt.time(12, tzinfo=dt.UTC)
RULE = """version: 1
services: [cart, shop]
rules:
  - rule: R
    reports: r.xml
    waive:
"""
ENDS_IN_JANUARY = "      - {until: 2027-01-31, reason: moving}\n"
ENDS_IN_MARCH = "      - {until: 2027-03-31, reason: moving on}\n"
ENDED = "rule 'R': the waiver until 2027-01-31 has ended: take it out, or set another day"


@pytest.mark.parametrize(
    ("waivers", "day", "state", "warnings"),
    [
        pytest.param(ENDS_IN_JANUARY, dt.date(2027, 1, 30), State.SKIP, (), id="to come"),
        pytest.param(ENDS_IN_JANUARY, dt.date(2027, 1, 31), State.SKIP, (), id="the day itself"),
        pytest.param(ENDS_IN_JANUARY, dt.date(2027, 2, 1), State.PASS, (ENDED,), id="past"),
        pytest.param(
            ENDS_IN_JANUARY + ENDS_IN_MARCH,
            dt.date(2027, 2, 1),
            State.SKIP,
            (ENDED,),
            id="one of two",
        ),
    ],
)
def test_a_waiver_that_has_ended_is_a_warning_said_once(
    tmp_path: Path, waivers: str, day: dt.date, state: State, warnings: tuple[str, ...]
) -> None:
    report = tmp_path / "r.xml"
    report.write_text("<testsuite><testcase name='a'/></testsuite>", encoding="utf-8")
    now = dt.datetime.combine(day, NOON)
    # a report of an hour ago, whatever day it is in the test
    os.utime(report, times=2 * ((now - dt.timedelta(hours=1)).timestamp(),))
    wanted = targets(loads(RULE + waivers, "m"), tmp_path, None, None)
    evaluation = evaluate(wanted, Place(tmp_path, find_checkout(str(tmp_path)), now))
    assert [one.decision.state for one in evaluation.judged] == [state, state]
    assert evaluation.warnings == warnings
