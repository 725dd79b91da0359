"""Outcomes as the flow composes them: what leaves is text that UTF-8 holds, and a time in UTC."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from scorecard_action.entities.targets import targets
from scorecard_action.flow import evaluate, outcomes
from scorecard_action.mapping.loader import loads
from scorecard_action.model import Delivery, Outcome, State
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place
from scorecard_action.remarks import LIMIT

UNIT = '<testsuite><testcase classname="C" name="t"><failure/></testcase></testsuite>'
LINKS = (("build 57", "https://ci.example/57"),)
EAST = dt.datetime(2026, 3, 1, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=5)))


def composed(top: Path, rule: str, *, remarks_limit: int = LIMIT) -> Outcome:
    mapping = loads(f"version: 1\nservice: s\nrules:\n  - {{{rule}}}\n", "m.yaml")
    place = Place(top, find_checkout(str(top)), EAST)
    judged = evaluate(targets(mapping, top, None, None), place).judged
    (outcome,) = outcomes(judged, place, LINKS, remarks_limit)
    return outcome


def test_a_name_of_a_file_that_utf_8_does_not_hold(tmp_path: Path) -> None:
    (tmp_path / "a\udc80.xml").write_text(UNIT)
    (tmp_path / "b\udc80.xml").write_text("<testsuite")
    outcome = composed(tmp_path, "rule: U, reports: '*.xml'")
    assert outcome.reports == ("a?.xml", "b?.xml")
    assert "b?.xml" in outcome.reason
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome) == outcome


def test_when_and_where_it_was_decided(tmp_path: Path) -> None:
    (tmp_path / "u.xml").write_text(UNIT)
    outcome = composed(tmp_path, "rule: U, scorecard: Quality, id: r1, reports: u.xml")
    assert outcome.decided_at.isoformat() == "2026-03-01T12:30:00+00:00"
    assert outcome.identity == (EAST, "service:s", "U", "Quality")
    assert (outcome.rule_id, outcome.state, outcome.due) == ("r1", State.FAIL, True)


@pytest.mark.parametrize(
    ("missing", "state", "delivery"),
    [
        pytest.param("fail", State.FAIL, Delivery.UNDELIVERED, id="fail"),
        pytest.param("keep", None, Delivery.KEPT, id="keep"),
    ],
)
def test_what_is_due(tmp_path: Path, missing: str, state: State | None, delivery: Delivery) -> None:
    outcome = composed(tmp_path, f"rule: U, reports: none.xml, missing: {missing}")
    assert (outcome.state, outcome.delivery) == (state, delivery)
    assert outcome.due is (state is not None)


def test_remarks_link_to_the_build_within_their_limit(tmp_path: Path) -> None:
    (tmp_path / "u.xml").write_text(UNIT.replace('"t"', f'"{"t" * 500}"'))
    whole = composed(tmp_path, "rule: U, reports: u.xml").remarks
    assert whole.endswith('<a href="https://ci.example/57">build 57</a>')
    short = composed(tmp_path, "rule: U, reports: u.xml", remarks_limit=150).remarks
    assert len(short) <= 150 < len(whole)
