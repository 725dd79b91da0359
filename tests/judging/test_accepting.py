"""What `accept` accepts: which failures it takes, what it touches, and how it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scorecard_action.judging import accepting
from scorecard_action.judging.decide import decide
from scorecard_action.mapping.types import Acceptance, Rule
from scorecard_action.metrics import ACCEPTED, ERRORS, FAILED, FINDINGS, PASSED, TESTS
from scorecard_action.model import Entity, Evidence, Finding, Kind, Level, Result, State, TestCase
from tests.judging.building import failed, found, passed, rule, skipped, tallied

PASS, FAIL, SKIP = State.PASS, State.FAIL, State.SKIP
UNTIL = "until: 2027-02-01, reason: no fix yet"
SAID = "accepted until 2027-02-01: no fix yet"
PARSE = Finding(Level.ERROR, "E999", "error", "ruff", "src/a.py", 3, "bad syntax", unparsed=True)
SUITE = TestCase(Result.FAILED, "cart", suite="cart", own=False)
EXCESS = TestCase(Result.FAILED, "declared, not listed", own=False, count=3)


def accept(*entries: str) -> str:
    return "accept:\n" + "".join(f"  - {{{entry}, {UNTIL}}}\n" for entry in entries)


@pytest.mark.parametrize(
    ("text", "evidence", "state", "said"),
    [
        pytest.param(
            accept("name: f"),
            [*passed(count=2), *failed()],
            PASS,
            f"2 of 3 tests passed; 1 {SAID} (C.f)",
            id="a failed test",
        ),
        pytest.param(
            accept("name: f"),
            [*passed(), *failed(), *failed("g")],
            FAIL,
            f"1 of 3 tests failed (limit 0); 1 {SAID} (C.f)",
            id="another failure counts",
        ),
        pytest.param(
            accept("name: t"),
            [*passed(), *failed()],
            FAIL,
            "1 of 2 tests failed (limit 0)",
            id="a test that passes is not accepted",
        ),
        pytest.param(
            accept("name: s"),
            [*passed(), *skipped()],
            PASS,
            "1 of 2 tests passed, 1 skipped",
            id="nor one that is skipped",
        ),
        pytest.param(
            accept("name: f", "name: g"),
            [*passed(), *failed(count=2), *failed("g")],
            PASS,
            f"1 of 4 tests passed; 3 {SAID} (C.f, C.f and 1 more)",
            id="two entries of one day and reason are one",
        ),
        pytest.param(
            "accept:\n"
            "  - {class: C, until: 2027-02-01, reason: no fix yet}\n"
            "  - {name: f, until: 2027-03-01, reason: later}",
            [*passed(), *failed(), TestCase(Result.FAILED, "f", "D")],
            PASS,
            f"1 of 3 tests passed; 1 {SAID} (C.f); 1 accepted until 2027-03-01: later (D.f)",
            id="the first entry that takes it is named",
        ),
        pytest.param(
            accept("class: C, name: g"),
            [*passed(), *failed()],
            FAIL,
            "1 of 2 tests failed (limit 0)",
            id="all fields of an entry",
        ),
        pytest.param(
            "min: {pass_rate: 50}\n" + accept("name: f"),
            [*passed(), *failed(), *failed("g")],
            PASS,
            f"1 of 3 tests passed, 1 failed, pass rate 50 % (at least 50 %); 1 {SAID} (C.f)",
            id="no part of the pass rate",
        ),
        pytest.param(
            "min: {tests: 2}\n" + accept("name: f"),
            [*passed(), *failed()],
            PASS,
            f"1 of 2 tests passed; 1 {SAID} (C.f)",
            id="one of the tests",
        ),
        pytest.param(
            accept("name: f"),
            failed(),
            SKIP,
            f"the only test was accepted; 1 {SAID} (C.f)",
            id="only",
        ),
        pytest.param(
            "min: {pass_rate: 90}\n" + accept("name: f"),
            [*failed(), *skipped(count=2)],
            SKIP,
            f"all 3 tests were skipped or accepted; 1 {SAID} (C.f)",
            id="none passed, whatever the rate",
        ),
        pytest.param(
            "min: {pass_rate: 90}\n" + accept("name: f"),
            failed(),
            SKIP,
            f"the only test was accepted; 1 {SAID} (C.f)",
            id="nor is there a rate of none",
        ),
        pytest.param(
            "min: {passed: 1}\n" + accept("name: f"),
            failed(),
            FAIL,
            f"0 of 1 test passed (at least 1); 1 {SAID} (C.f)",
            id="a pass may be asked for",
        ),
        pytest.param(
            "max: {accepted: 1}\n" + accept("name: f"),
            [*passed(), *failed(count=2)],
            FAIL,
            f"2 accepted (limit 1); 2 {SAID} (C.f, C.f)",
            id="more than may be accepted",
        ),
        pytest.param(
            "only: {class: C}\n" + accept("name: f"),
            [*passed(), *failed(), *failed("f", "D")],
            PASS,
            f"1 of 2 tests passed (3 in the reports); 1 {SAID} (C.f)",
            id="what only leaves out is not accepted",
        ),
        pytest.param(
            "except: {name: f}\n" + accept("name: f"),
            [*passed(), *failed()],
            PASS,
            "1 of 1 test passed (2 in the reports)",
            id="nor what except leaves out",
        ),
        pytest.param(
            "only: {class: D}\n" + accept("class: D"),
            [*passed(), *failed("f", "D")],
            SKIP,
            f"the only test was accepted; 1 {SAID} (D.f)",
            id="an accepted failure is selected evidence",
        ),
        pytest.param(
            accept("rule: E1"),
            [found(Level.ERROR), found(Level.WARNING, "W1")],
            PASS,
            f"0 errors, 1 warning; 1 {SAID} (src/a.py:7 E1)",
            id="a finding",
        ),
        pytest.param(
            "max: {findings: 0}\n" + accept("file: src/**"),
            [found(Level.ERROR), found(Level.NOTE, file="lib/b.py")],
            FAIL,
            f"1 finding (limit 0); 1 {SAID} (src/a.py:7 E1)",
            id="touches no other limit",
        ),
        pytest.param(
            accept("severity: ERROR"),
            [found(Level.ERROR, severity="blocker")],
            PASS,
            f"0 errors; 1 {SAID} (src/a.py:7 E1)",
            id="by its level, in any case",
        ),
        pytest.param(
            accept("file: src/**"),
            [found(Level.ERROR, file="/elsewhere/src/a.py")],
            FAIL,
            "1 error (limit 0)",
            id="no file of an absolute path that lies nowhere",
        ),
        pytest.param(
            accept("file: '**'"),
            [found(Level.ERROR, file="")],
            FAIL,
            "1 error (limit 0)",
            id="no file of a finding without one",
        ),
        pytest.param(
            accept("rule: E1"),
            [Finding(Level.ERROR, "E1", suppressed=True)],
            PASS,
            "0 errors",
            id="what is suppressed counts for nothing already",
        ),
        pytest.param(
            accept("rule: E999"), [PARSE], PASS, "0 errors; 1", id="unparsed, by its rule"
        ),
        pytest.param(
            accept("file: src/*"), [PARSE], PASS, "0 errors; 1", id="unparsed, by its file"
        ),
        pytest.param(accept("rule: '*'"), [PARSE], FAIL, "1 error", id="unparsed, not by any rule"),
        pytest.param(accept("file: '**'"), [PARSE], FAIL, "1 error", id="nor by any file"),
        pytest.param(
            accept("rule: E501, file: src/*"), [PARSE], FAIL, "1 error", id="nor by half an entry"
        ),
        pytest.param(
            accept("suite: cart"), [*passed(), SUITE], PASS, "1 of 2 tests", id="a suite's failure"
        ),
        pytest.param(
            accept("class: '*'"),
            [*passed(), SUITE],
            FAIL,
            "1 of 2 tests",
            id="not by what it lacks",
        ),
        pytest.param(
            accept("suite: cart, class: '*'"), [*passed(), SUITE], FAIL, "1 of", id="nor by half"
        ),
        pytest.param(
            accept("name: '*'"), [*passed(), EXCESS], FAIL, "3 of 4 tests", id="nor by any name"
        ),
        pytest.param(
            accept("name: ['*', slow]"), [*passed(), EXCESS], FAIL, "3 of 4 tests", id="in a list"
        ),
        pytest.param(
            accept("suite: ['*', shop]"), [*passed(), SUITE], FAIL, "1 of 2", id="of suites"
        ),
        pytest.param(
            accept("suite: ['*', cart]"), [*passed(), SUITE], PASS, "1 of 2", id="beside its name"
        ),
        pytest.param(
            accept("severity: ['*', none]"), [PARSE], FAIL, "1 error", id="in a list of words"
        ),
        pytest.param(
            accept("severity: ['*', error]"), [PARSE], PASS, "0 errors; 1", id="beside its level"
        ),
        pytest.param(
            accept("file: ['[!x]*/**', lib/*]"), [PARSE], FAIL, "1 error", id="any file but one"
        ),
        pytest.param(accept("file: '{**,x}'"), [PARSE], FAIL, "1 error", id="any in braces"),
        pytest.param(
            "min: {pass_rate: 90}\n" + accept("name: f"),
            failed(),
            SKIP,
            f"the only test was accepted; 1 {SAID} (C.f)",
            id="none decides anything, whatever the rate",
        ),
        pytest.param(
            accept("name: declared*"),
            [*passed(), EXCESS],
            PASS,
            "1 of 4 tests passed; 3",
            id="count",
        ),
    ],
)
def test_what_is_accepted(text: str, evidence: list[Evidence], state: State, said: str) -> None:
    judging = rule(text)
    decision = decide(judging, tallied(judging, evidence), ())
    assert (decision.state, decision.said[: len(said)]) == (state, said)
    assert " (" not in said or decision.said == said


A_FAILURE = TestCase(Result.FAILED, "f", "C")
A_PASS = TestCase(Result.PASSED, "f", "C")


@pytest.mark.parametrize(
    ("retries", "evidence", "state", "said", "met"),
    [
        pytest.param(
            "last",
            [A_FAILURE, A_PASS],
            PASS,
            "1 of 1 test passed, 1 flaky",
            True,
            id="passes at last",
        ),
        pytest.param(
            "last",
            [A_PASS, A_FAILURE],
            SKIP,
            f"the only test was accepted; 1 {SAID} (C.f)",
            True,
            id="fails at last",
        ),
        pytest.param(
            "last",
            [A_FAILURE, A_FAILURE],
            SKIP,
            f"the only test was accepted; 1 {SAID} (C.f)",
            True,
            id="fails twice",
        ),
        pytest.param(
            "all",
            [A_FAILURE, A_PASS],
            PASS,
            f"1 of 2 tests passed; 1 {SAID} (C.f)",
            True,
            id="each case for itself",
        ),
        pytest.param(
            "all",
            [A_FAILURE, A_PASS, TestCase(Result.FAILED, "g", "C")],
            FAIL,
            f"1 of 3 tests failed (limit 0); 1 {SAID} (C.f)",
            True,
            id="what overrules an accepted failure is not named",
        ),
        pytest.param("last", [A_PASS], PASS, "1 of 1 test passed", False, id="did not fail"),
    ],
)
def test_attempts(
    retries: str, evidence: list[Evidence], state: State, said: str, *, met: bool
) -> None:
    judging = rule(f"retries: {retries}\n" + accept("name: f"))
    tally = tallied(judging, evidence)
    decision = decide(judging, tally, ())
    assert (decision.state, decision.said, tally.met) == (state, said, {0} if met else set())


def test_what_is_measured_and_shown() -> None:
    judging = rule("max: {accepted: 2}\n" + accept("name: f", "rule: E1"))
    tally = tallied(judging, [*passed(), *failed(count=2)], [found(Level.ERROR)])
    decision = decide(judging, tally, ())
    metrics = (TESTS, PASSED, FAILED, ACCEPTED, ERRORS, FINDINGS)
    assert {metric: decision.measured[metric] for metric in metrics} == {
        TESTS: 3,
        PASSED: 1,
        FAILED: 0,
        ACCEPTED: 3,
        ERRORS: 0,
        FINDINGS: 0,
    }
    assert decision.state is FAIL
    assert decision.examples == ("C.f", "C.f", "src/a.py:7 E1")
    assert list(accepting.explained(judging, tally, (0,), Entity.parse("cart"))) == [
        "accept {name: f} until 2027-02-01: no fix yet (2 accepted)",
        "accept {rule: E1} until 2027-02-01: no fix yet (over)",
    ]


def test_of_many_reasons_the_first_are_told() -> None:
    entries = [f"{{name: f{n}, until: 2027-02-01, reason: r{n}}}" for n in range(6)]
    judging = rule(f"accept: [{', '.join(entries)}]")
    tally = tallied(judging, [*passed(), *(one for n in range(6) for one in failed(f"f{n}"))])
    assert accepting.said(judging, tally).split("; ")[2:] == [
        "1 accepted until 2027-02-01: r2 (C.f2)",
        "3 more accepted for other reasons",
    ]


@pytest.mark.parametrize(
    ("day", "entity", "active"),
    [
        pytest.param("2027-01-31", "cart", (0, 1), id="the last day of one"),
        pytest.param("2027-02-01", "cart", (1,), id="the day after"),
        pytest.param("2027-01-31", "search", (0,), id="a service that one is not for"),
        pytest.param("2027-02-01", "search", (), id="none"),
    ],
)
def test_which_are_in_force(day: str, entity: str, active: tuple[int, ...]) -> None:
    judging = rule(
        "accept:\n"
        "  - {name: f, until: 2027-01-31, reason: x}\n"
        "  - {name: f, until: 2027-03-01, reason: x, services: [cart]}"
    )
    today = dt.date.fromisoformat(day)
    assert accepting.in_force(judging, Entity.parse(entity), today) == active


NAMES = st.sampled_from(["a", "b", "c", ""])
CASES = st.builds(
    TestCase, st.sampled_from(Result), NAMES, NAMES, NAMES, own=st.booleans(), flaky=st.booleans()
)
FINDINGS_ = st.builds(
    Finding,
    st.sampled_from(Level),
    NAMES,
    st.sampled_from(["critical", "low", ""]),
    file=NAMES,
    unparsed=st.booleans(),
    suppressed=st.booleans(),
)
ENTRIES = st.lists(
    st.sampled_from(["name: a", "class: b", "name: '*'", "rule: a", "file: '*'", "severity: low"]),
    max_size=4,
)
# a test that is accepted is no failure, and no pass; so limits that ask for so many of these, or
# so few accepted, are the ones that accepting can break
LIMITS = st.sampled_from(
    [
        "max: {failed: 1}",
        "max: {errors: 1, warnings: 0}",
        "max: {critical: 0}",
        "min: {tests: 3}",
        "min: {pass_rate: 50}",
        "max: {findings: 2}",
        "retries: last",
        "",
    ]
)


def _state(text: str, tests: Sequence[Evidence], findings: Sequence[Evidence]) -> State | None:
    judging = rule(text)
    reports = [(one, kind) for one, kind in ((tests, Kind.TESTS), (findings, Kind.LINT)) if one]
    tally = tallied(judging, *(one for one, _ in reports), kinds=[kind for _, kind in reports])
    return decide(judging, tally, ()).state


@given(LIMITS, ENTRIES, ENTRIES, st.lists(CASES, max_size=6), st.lists(FINDINGS_, max_size=6))
def test_accepting_more_never_turns_a_pass_into_a_fail(
    limits: str, some: list[str], more: list[str], tests: list[Evidence], findings: list[Evidence]
) -> None:
    assume(tests or findings)
    before = _state(f"{limits}\n{accept(*some) if some else ''}", tests, findings)
    entries = [*some, *more]
    after = _state(f"{limits}\n{accept(*entries) if entries else ''}", tests, findings)
    # nothing that passed is taken back; where no test passed, there is nothing left to be decided
    assert after in {PASS: {PASS, SKIP}, SKIP: {SKIP}, FAIL: {FAIL, PASS, SKIP}}[before or FAIL]


def _numbers(judging: Rule, evidence: Sequence[Evidence]) -> tuple[int, int, int]:
    tally = tallied(judging, evidence)
    return tally.failed, tally.accepted_tests, tally.tests


@given(ENTRIES, st.lists(CASES, min_size=1, max_size=8))
def test_what_is_accepted_failed(entries: list[str], tests: list[Evidence]) -> None:
    failed_, none, all_ = _numbers(rule(), tests)
    left, accepted, still = _numbers(rule(accept(*entries) if entries else ""), tests)
    assert (none, left + accepted, still) == (0, failed_, all_)


def test_an_entry_reads_as_it_is_written() -> None:
    (one,) = rule(accept("class: [a.*, b.*], name: t")).accept
    assert isinstance(one, Acceptance)
    assert str(one) == "accept {class: a.* or b.*, name: t} until 2027-02-01"
