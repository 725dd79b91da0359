"""The file of a baseline: what it looks like, and that what is written is what is read."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from scorecard_action.baselines import values
from scorecard_action.baselines.keys import Key
from scorecard_action.baselines.reading import parse
from scorecard_action.baselines.writing import to_json
from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times
from scorecard_action.model import State
from scorecard_action.outputs.text import terminal
from tests.baselines.building import LINT, UNIT, baselines, known

ABOUT = json.loads(to_json({}))["about"]
BOTH = {
    UNIT: known(
        failed={
            FailedTest("com.acme.CartTest", "tax"): 1,
            FailedTest("com.acme.CartTest", "##[error]\u202e"): 2,
            FailedTest("", "", "setup"): 1,
        },
        measured={"tests": 7, "passed": 3, "pass_rate": Fraction(300, 7)},
    ),
    LINT: known(
        findings={
            Fingerprint("eqeqeq", "src/cart.js", "Expected '===' and saw '=='."): Times(3, 3),
            Fingerprint("no-undef", "src/cart.js", "‘é’ is not defined.", "9f2b:1"): Times(1, 0),
        },
    ),
}
WRITTEN = f"""\
{{
"version": 1,
"about": {json.dumps(ABOUT)},
"rules": [
{{
 "rule": "Lint",
 "id": "lint-1",
 "entity": "service:cart",
 "state": "fail",
 "measured": {{
  "notes": 0
 }},
 "findings": [
  "src/cart.js",
   ["eqeqeq", "Expected '===' and saw '=='.", 3, 3],
   ["no-undef", "‘é’ is not defined.", 1, 0, "9f2b:1"],
  null]
}},
{{
 "rule": "Unit tests pass",
 "scorecard": "Quality",
 "entity": "service:cart",
 "state": "fail",
 "measured": {{
  "pass_rate": "42.85 % = 3/7",
  "passed": 3,
  "tests": 7
 }},
 "failed": [
  "",
   ["", 1, "setup"],
  "com.acme.CartTest",
   ["\\u0023#[error]\\u202e", 2],
   ["tax"],
  null]
}}
]
}}
"""


def test_it_reads_well() -> None:
    assert to_json(BOTH).decode() == WRITTEN
    assert parse(WRITTEN.encode(), "b.json") == BOTH


@given(baselines)
def test_what_is_written_is_read(entries: dict[Key, Known]) -> None:
    data = to_json(entries)
    read = parse(data, "b.json")
    assert read == entries
    assert to_json(read) == data
    assert all(terminal(line) == line for line in data.decode().split("\n"))


@given(baselines)
def test_a_checkout_or_an_editor_may_have_changed_how_it_is_stored(
    entries: dict[Key, Known],
) -> None:
    data = to_json(entries)
    assert parse(data.replace(b"\n", b"\r\n"), "b.json") == entries
    assert parse(b"\xef\xbb\xbf" + data, "b.json") == entries
    assert parse(json.dumps(json.loads(data)).encode(), "b.json") == entries


@pytest.mark.parametrize(
    "gone",
    [
        Fingerprint("a", "a.js", "first"),
        Fingerprint("b", "a.js", "in between"),
        Fingerprint("c", "a.js", "last of a file"),
        Fingerprint("d", "b.js", "last of all"),
    ],
    ids=lambda one: one.message,
)
def test_one_mended_finding_is_one_line_of_a_diff(gone: Fingerprint) -> None:
    found = {
        Fingerprint("a", "a.js", "first"): Times(1, 1),
        Fingerprint("b", "a.js", "in between"): Times(1, 0),
        Fingerprint("c", "a.js", "last of a file"): Times(1, 1),
        Fingerprint("c", "b.js", "another"): Times(1, 1),
        Fingerprint("d", "b.js", "last of all"): Times(1, 0),
    }
    before = to_json({LINT: known(findings=found)}).decode().splitlines()
    del found[gone]
    after = to_json({LINT: known(findings=found)}).decode().splitlines()
    (line,) = [line for line in before if gone.message in line]
    before.remove(line)
    assert after == before


@pytest.mark.parametrize(
    ("metric", "value", "written"),
    [
        pytest.param("skipped", Fraction(3), "3", id="a count"),
        pytest.param("line_coverage", Fraction(80), "80", id="a whole percentage"),
        pytest.param("line_coverage", Fraction(801, 10), "80.1", id="two decimals hold it"),
        pytest.param("line_coverage", Fraction(200, 3), '"66.66 % = 2/3"', id="thirds"),
        pytest.param("line_coverage", Fraction(100, 10**6), '"0 % = 1/1000000"', id="tiny"),
        pytest.param(
            "line_coverage", Fraction(99999999, 10**6), '"99.99 % = 99999999/100000000"', id="near"
        ),
        pytest.param("any_other", Fraction(1234567, 10**6), "1.234567", id="microseconds"),
        pytest.param("any_other", Fraction(1, 3), '"0.333333 = 1/3"', id="thirds of no percentage"),
        pytest.param("tests", Fraction(100), "100", id="no exponent"),
        pytest.param("any_other", Fraction(1000005, 10), "100000.5", id="large"),
    ],
)
def test_a_value_is_exact_and_readable(metric: str, value: Fraction, written: str) -> None:
    entries = {LINT: Known(State.PASS, {metric: value})}
    data = to_json(entries)
    assert f'  "{metric}": {written}\n' in data.decode()
    assert parse(data, "b.json") == entries


@pytest.mark.parametrize(
    "value",
    [True, None, -1, 10**21, "66.66 %", "66.67 % = 2/3", "1 = 2/0", "66.66 = 2/3", [], "x = 1/3"],
    ids=str,
)
def test_no_value(value: object) -> None:
    with pytest.raises(ValueError, match=r"is neither|says two things|is no number"):
        values.read(value)


def test_the_order_of_what_was_found_does_not_matter() -> None:
    turned = {
        key: Known(
            one.state,
            dict(reversed(list(one.measured.items()))),
            dict(reversed(list(one.failed.items()))),
            dict(reversed(list(one.findings.items()))),
        )
        for key, one in reversed(BOTH.items())
    }
    assert to_json(turned) == to_json(BOTH)


def test_fifty_thousand_findings_are_small() -> None:
    # as a checkstyle or PMD run of a legacy code base words them: 1,250 files of 40 findings each
    found = {
        Fingerprint(
            f"JavadocMethod{number % 12}",
            f"legacy/src/main/java/com/acme/billing/module{number % 25}/Service{number // 40}.java",
            f"Expected @param tag for 'parameter{'abcdefghij'[number % 10]}' of the method number"
            f" {'x' * (number % 40)}",
        ): Times(1, number % 2)
        for number in range(50_000)
    }
    data = to_json({LINT: known(findings=found)})
    assert len(found) == 50_000
    assert len(data) < 10_000_000
    page = (Path(__file__).parents[2] / "docs/baseline.md").read_text("utf-8")
    assert f"50,000 findings in 1,250 files take {len(data) / 1e6:.1f} MB" in page
    assert len(parse(data, "b.json")[LINT].findings) == 50_000
