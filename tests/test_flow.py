"""From a mapping and a folder of reports to states: what the parts make together."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.flow import evaluate, outcomes
from scorecard_action.model import State
from tests.reading import building as some
from tests.reading.building import build, place, wanted

FILES = {
    "good.xml": some.PASSING,
    "bad.xml": some.FAILING,
    "cut.xml": some.CUT_OFF,
    "off.sarif": some.BROKEN_OFF,
}


A_LIMIT = "min: {line_coverage: …}"


def waived(until: str, more: str = "") -> str:
    return f"waive: {{until: {until}, reason: moving{more}}}"


@pytest.mark.parametrize(
    ("rule", "state", "words", "unreadable"),
    [
        pytest.param("reports: good.xml", State.PASS, "1 of 1 test passed", False, id="pass"),
        pytest.param("reports: bad.xml", State.FAIL, "1 of 1 test failed", False, id="fail"),
        pytest.param("reports: cut.xml", State.FAIL, "cut.xml:3", True, id="unreadable"),
        pytest.param(
            "reports: '{good,cut}.xml'", State.FAIL, "cut.xml:3", True, id="one of two unreadable"
        ),
        pytest.param(
            "reports: off.sarif", State.FAIL, "off.sarif", False, id="a tool that did not finish"
        ),
        pytest.param(
            "reports: none.xml", State.FAIL, "no evidence: no file matches", False, id="missing"
        ),
        pytest.param(
            "reports: none.xml, missing: skip", State.SKIP, "no evidence: ", False, id="skip"
        ),
        pytest.param("reports: none.xml, missing: keep", None, "no evidence: ", False, id="keep"),
        pytest.param(
            "reports: [bad.xml, none.xml], missing: skip",
            State.FAIL,
            "1 of 1 test failed",
            False,
            id="what was found counts, whatever is missing",
        ),
        pytest.param(
            "reports: [good.xml, none.xml]",
            State.FAIL,
            "no evidence: no file matches none.xml",
            False,
            id="a pass needs every entry",
        ),
        pytest.param(
            f"reports: bad.xml, {waived('2026-11-27')}",
            State.SKIP,
            "waived until 2026-11-27: moving",
            False,
            id="waived to the end of the day",
        ),
        pytest.param(
            f"reports: cut.xml, {waived('2026-11-27')}",
            State.SKIP,
            "waived until",
            False,
            id="waived, whatever its report is",
        ),
        pytest.param(
            f"reports: cut.xml, {waived('2026-11-26')}",
            State.FAIL,
            "cut.xml:3",
            True,
            id="a waiver that has ended",
        ),
    ],
)
def test_one_rule(
    tmp_path: Path, rule: str, state: State | None, words: str, unreadable: bool
) -> None:
    build(tmp_path, FILES)
    evaluation = evaluate(wanted(tmp_path, f"  - {{rule: R, {rule}}}\n"), place(tmp_path))
    (one,) = evaluation.judged
    assert one.decision.state is state
    assert words in one.decision.reason
    assert evaluation.unreadable is unreadable


@pytest.mark.parametrize(
    ("rules", "warnings"),
    [
        pytest.param("  - {rule: R, reports: good.xml}\n", [], id="none"),
        pytest.param(
            f"  - {{rule: R, reports: good.xml, {waived('2026-11-26')}}}\n",
            ["rule 'R': the waiver until 2026-11-26 has ended: take it out, or set another day"],
            id="a waiver has ended, once for all services",
        ),
        pytest.param(
            f"  - {{rule: R, reports: good.xml, {waived('2026-11-27')}}}\n",
            [],
            id="a waiver of today",
        ),
        pytest.param(
            "  - {rule: R, reports: good.xml, waive: [{until: 2026-01-01, reason: a},"
            " {until: 2026-02-01, reason: b}, {until: 2999-01-01, reason: c}]}\n",
            [
                "rule 'R': the waiver until 2026-01-01 has ended: take it out, or set another day",
                "rule 'R': the waiver until 2026-02-01 has ended: take it out, or set another day",
                "rule 'R': the waiver until 2999-01-01 is for more than a year: is the date right?",
            ],
            id="each waiver that has ended, and one for very long",
        ),
        pytest.param(
            "  - {rule: R, reports: [good.xml, c.xml]}\n",
            [f"rule 'R' leaves out the coverage of its reports: set `{A_LIMIT}` to judge it"],
            id="of deciding, once",
        ),
    ],
)
def test_warnings(tmp_path: Path, rules: str, warnings: list[str]) -> None:
    build(tmp_path, {**FILES, "c.xml": some.COVERAGE})
    evaluation = evaluate(wanted(tmp_path, rules, "services: [a, b]"), place(tmp_path))
    assert [*evaluation.warnings] == warnings


def test_every_rule_is_decided_for_every_entity_in_the_mappings_order(tmp_path: Path) -> None:
    build(tmp_path, {"b/r.xml": some.PASSING, "a/r.xml": some.FAILING})
    rules = (
        f"  - {{rule: T, reports: r.xml, {waived('2026-12-01', ', services: [b]')}}}\n"
        "  - {rule: S, reports: r.xml, services: [a]}\n"
    )
    evaluation = evaluate(wanted(tmp_path, rules, "services: {b: b, a: a}"), place(tmp_path))
    told = [
        (one.target.rule.label, one.target.entity.name, one.decision.state, sorted(one.tally.files))
        for one in evaluation.judged
    ]
    assert told == [
        ("T", "b", State.SKIP, ["b/r.xml"]),
        ("T", "a", State.FAIL, ["a/r.xml"]),
        ("S", "a", State.FAIL, ["a/r.xml"]),
    ]


def test_warnings_of_the_entities_come_first(tmp_path: Path) -> None:
    build(tmp_path, {"service.datadog.yaml": "schema-version: v2\ndd-service: a\n"})
    rules = "  - {rule: R, reports: gone.xml, missing: skip, services: [a, c]}\n"
    evaluation = evaluate(wanted(tmp_path, rules, "services: auto"), place(tmp_path))
    assert evaluation.warnings == (
        (
            "rule 'R': c of its `services` is not a service of this mapping:"
            " take it out, or declare it"
        ),
        "rule 'R': no file matches gone.xml",
    )


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        pytest.param("", {"min": {"tests": 1}, "max": {"failed": 0}}, id="defaults"),
        pytest.param(
            "min: {tests: 2, pass_rate: 98.5}, max: {skipped: 1}",
            {"min": {"tests": 2, "pass_rate": 98.5}, "max": {"skipped": 1}},
            id="said",
        ),
        pytest.param("max: {failed: none}", {"min": {"tests": 1}, "max": {}}, id="lifted"),
    ],
)
def test_limits_of_an_outcome(
    tmp_path: Path, limits: str, told: dict[str, dict[str, float]]
) -> None:
    build(tmp_path, FILES)
    rules = f"  - {{rule: R, reports: good.xml, {limits}}}\n"
    at = place(tmp_path)
    (outcome,) = outcomes(evaluate(wanted(tmp_path, rules), at).judged, at)
    assert outcome.limits == told
