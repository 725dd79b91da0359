"""The states of the contract, in its order: one row for each way to be decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

import pytest

from scorecard_action.judging.decide import decide, waiver_in_force
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import Waiver
from scorecard_action.model import (
    Coverage,
    CoverageTotals,
    Entity,
    Evidence,
    Finding,
    Kind,
    Level,
    Result,
    State,
    TestCase,
    Tool,
    ToolError,
)
from tests.judging.building import (
    covered,
    failed,
    found,
    passed,
    rule,
    skipped,
    tallied,
    totals,
)

PASS, FAIL, SKIP, KEEP = State.PASS, State.FAIL, State.SKIP, None
COVERAGE_80 = "min: {line_coverage: 80}"

NOTHING_SAYS = "no evidence: `only: {file: …}` selects none of the findings, and nothing says where"


@pytest.mark.parametrize(
    ("text", "evidence", "state", "reason"),
    [
        pytest.param("", passed(count=3), PASS, "3 of 3 tests passed", id="all passed"),
        pytest.param(
            "",
            [*passed(), *failed(), *skipped()],
            FAIL,
            "1 of 3 tests failed (limit 0)",
            id="one failed",
        ),
        pytest.param(
            "", [*passed(count=2), *skipped()], PASS, "2 of 3 tests passed, 1 skipped", id="skipped"
        ),
        pytest.param("", skipped(count=2), SKIP, "all 2 tests were skipped", id="all skipped"),
        pytest.param("", skipped(), SKIP, "the only test was skipped", id="the only one skipped"),
        pytest.param(
            "min: {tests: 5}",
            passed(count=4),
            FAIL,
            "4 tests (at least 5)",
            id="too few tests are a broken limit",
        ),
        pytest.param(
            "min: {tests: 5}\nmissing: skip",
            passed(count=4),
            FAIL,
            "4 tests (at least 5)",
            id="too few tests are not missing",
        ),
        pytest.param(
            "max: {failed: 1}",
            [*passed(), *failed()],
            PASS,
            "1 of 2 tests passed, 1 failed (limit 1)",
            id="failures within the limit",
        ),
        pytest.param(
            "max: {failed: 1}",
            [*failed(), *skipped(count=2)],
            PASS,
            "0 of 3 tests passed, 1 failed (limit 1), 2 skipped",
            id="all skipped but an allowed failure: not every test was skipped",
        ),
        pytest.param(
            "max: {failed: 1}",
            [*failed(count=2), *skipped(count=2)],
            FAIL,
            "2 of 4 tests failed (limit 1)",
            id="all skipped but more failures than are allowed",
        ),
        pytest.param(
            "min: {passed: 1}\nmax: {failed: 1}",
            [*failed(), *skipped(count=2)],
            FAIL,
            "0 of 3 tests passed (at least 1)",
            id="a pass may be asked for",
        ),
        pytest.param(
            "min: {pass_rate: 50}",
            [*passed(), *failed()],
            PASS,
            "1 of 2 tests passed, 1 failed, pass rate 50 % (at least 50 %)",
            id="pass rate takes the place of failed",
        ),
        pytest.param(
            "min: {pass_rate: 66.67}",
            [*passed(count=2), *failed()],
            FAIL,
            "pass rate 66.66 % (at least 66.67 %)",
            id="pass rate is compared exactly and shown rounded down",
        ),
        pytest.param(
            "min: {pass_rate: 90}",
            skipped(count=2),
            SKIP,
            "all 2 tests were skipped",
            id="no rate of skipped tests",
        ),
        pytest.param(
            "max: {failed: none}",
            [*passed(), *failed()],
            PASS,
            "1 of 2 tests passed, 1 failed",
            id="none lifts a default",
        ),
        pytest.param(
            "max: {flaky: 0}",
            passed(),
            PASS,
            "1 of 1 test passed, 0 flaky (limit 0)",
            id="none flaky",
        ),
        pytest.param(
            "max: {flaky: 0}",
            [TestCase(Result.PASSED, "t", flaky=True)],
            FAIL,
            "1 of 1 test was flaky (limit 0)",
            id="one flaky",
        ),
        pytest.param(
            "max: {skipped: 0}",
            [*passed(), *skipped()],
            FAIL,
            "1 of 2 tests was skipped (limit 0)",
            id="skipped over its limit",
        ),
        pytest.param("", [Tool("ruff")], PASS, "0 errors", id="a clean lint report"),
        pytest.param(
            "",
            [found(Level.WARNING)],
            PASS,
            "0 errors, 1 warning",
            id="warnings have no default limit",
        ),
        pytest.param("", [found(Level.ERROR)], FAIL, "1 error (limit 0)", id="an error"),
        pytest.param(
            "max: {warnings: 1}",
            [found(Level.WARNING), found(Level.WARNING), found(Level.ERROR)],
            FAIL,
            "1 error (limit 0); 2 warnings (limit 1)",
            id="limits are merged per metric, all broken ones named",
        ),
        pytest.param(
            "only: {rule: E1}",
            [found(Level.NOTE)],
            FAIL,
            "1 finding (limit 0)",
            id="a rule that is named may not be found at all",
        ),
        pytest.param(
            "only: {rule: E1}\nmax: {errors: 0}",
            [found(Level.NOTE)],
            PASS,
            "0 errors, 1 note",
            id="unless a lint limit is set",
        ),
        pytest.param(
            "only: {rule: E2}",
            [found(Level.ERROR)],
            PASS,
            "0 errors; 0 of 1 finding selected",
            id="no finding selected is clean",
        ),
        pytest.param(
            "only: {tool: eslint}",
            [Tool("ruff"), found(Level.NOTE)],
            FAIL,
            "no evidence: no report names a tool that `only` selects (seen: tool: ruff)",
            id="a tool must be named",
        ),
        pytest.param("only: {tool: RUFF}", [Tool("ruff")], PASS, "0 errors", id="in any case"),
        pytest.param(
            COVERAGE_80,
            [totals(80, 100)],
            PASS,
            "line coverage 80 % (at least 80 %)",
            id="coverage just enough",
        ),
        pytest.param(
            COVERAGE_80,
            [totals(79_999, 100_000)],
            FAIL,
            "line coverage 79.99 % (at least 80 %)",
            id="coverage never rounds up",
        ),
        pytest.param(
            COVERAGE_80,
            [CoverageTotals(line_rate=Fraction(8, 10))],
            PASS,
            "line coverage 80 % (at least 80 %)",
            id="a rate alone",
        ),
        pytest.param(
            COVERAGE_80,
            [totals(0, 0)],
            FAIL,
            "no evidence: the coverage reports have no line to cover,"
            " or only rates that cannot be combined",
            id="nothing to cover is no evidence",
        ),
        pytest.param(
            "min: {branch_coverage: 50}",
            [totals(8, 10)],
            FAIL,
            "no evidence: not every coverage report has branches to cover",
            id="no branches",
        ),
        pytest.param(
            "",
            [totals(1, 2)],
            FAIL,
            "no evidence: the reports hold nothing that this rule judges",
            id="coverage without a limit is never called clean",
        ),
        pytest.param(
            COVERAGE_80,
            passed(),
            FAIL,
            "no evidence: no report holds coverage",
            id="a limit needs its kind",
        ),
        pytest.param(
            "only: {class: C}",
            [Tool("ruff")],
            FAIL,
            "no evidence: no report holds test results",
            id="an only key needs its kind",
        ),
        pytest.param(
            "only: {class: C}",
            [*passed(), *failed(classname=" ")],
            FAIL,
            "1 of 2 tests failed (limit 0)",
            id="a failed test of a blank class",
        ),
        pytest.param(
            "only: {class: D*}",
            passed(),
            FAIL,
            "no evidence: `only` and `except` select none of 1 tests (seen: class: C)",
            id="no test selected",
        ),
        pytest.param(
            "only: {class: D*}\nmissing: skip",
            passed(),
            SKIP,
            "no evidence: `only` and `except` select none of 1 tests (seen: class: C)",
            id="missing: skip",
        ),
        pytest.param(
            "only: {class: D*}\nmissing: keep",
            passed(),
            KEEP,
            "no evidence: `only` and `except` select none of 1 tests (seen: class: C)",
            id="missing: keep",
        ),
        pytest.param(
            "only: {class: D}",
            [*passed(), TestCase(Result.FAILED, "suite", own=False)],
            FAIL,
            "1 of 1 test failed (limit 0)",
            id="a failure without a case of its own counts for every rule",
        ),
        pytest.param(
            "only: {suite: other}",
            [*passed(), TestCase(Result.FAILED, "suite", suite="mine", own=False)],
            FAIL,
            "1 of 1 test failed (limit 0)",
            id="whatever values it carries",
        ),
        pytest.param(
            "except: {name: slow*}",
            [*passed(), *failed("slow one")],
            PASS,
            "1 of 1 test passed (2 in the reports)",
            id="except leaves out",
        ),
        pytest.param(
            "only: {suite: a}\nmax: {failed: none}",
            [
                TestCase(Result.PASSED, "t", suite="a"),
                TestCase(Result.FAILED, "b", suite="b", own=False, count=3),
            ],
            PASS,
            "1 of 4 tests passed, 3 failed",
            id="failures that a suite declares are counted one by one, whatever `only` says",
        ),
        pytest.param(
            "only: {file: src/**}",
            [found(Level.ERROR, file="/elsewhere/lib/a.py")],
            FAIL,
            f"{NOTHING_SAYS} /elsewhere/lib/a.py lies: `base` in the entry of `reports` does, or a"
            " checkout (seen: file: /elsewhere/lib/a.py)",
            id="a path that is nowhere in the checkout",
        ),
        pytest.param(
            "only: {file: src/**}",
            [found(Level.ERROR, file="/elsewhere/lib/a.py"), found(Level.ERROR, file="")],
            FAIL,
            f"{NOTHING_SAYS} /elsewhere/lib/a.py lies: `base` in the entry of `reports` does, or a"
            " checkout",
            id="a finding without a file is nowhere either",
        ),
        pytest.param(
            "only: {file: src/**}",
            [found(Level.ERROR, file="/elsewhere/lib/a.py"), found(Level.ERROR, file="lib/b.py")],
            FAIL,
            f"{NOTHING_SAYS} /elsewhere/lib/a.py lies: `base` in the entry of `reports` does, or a"
            " checkout",
            id="one path in the checkout says nothing of another",
        ),
        pytest.param(
            "only: {file: src/**}",
            [
                found(Level.ERROR, file="/usr/include/stdio.h"),
                found(Level.ERROR, file="/home/ci/.venv/lib/site-packages/x.py"),
                found(Level.ERROR, file="lib/b.py"),
            ],
            PASS,
            "0 errors; 0 of 3 findings selected",
            id="what is installed is no file of the repository",
        ),
        pytest.param(
            "only: {file: src/**}",
            [found(Level.ERROR, file="src/a b.py")],
            FAIL,
            "1 error (limit 0)",
            id="the workspace is cut off",
        ),
        pytest.param(
            "only: {file: src/**}",
            [found(Level.ERROR, file="D:/x/src/a.py")],
            FAIL,
            "1 error (limit 0)",
            id="a path that stays absolute matches from any folder",
        ),
        pytest.param(
            "",
            [*passed(), ToolError("the tool crashed", 12)],
            FAIL,
            "r0.xml:12: the tool crashed",
            id="the tool did not finish",
        ),
        pytest.param(
            "min: {reports: 2}", passed(), FAIL, "1 report (at least 2)", id="too few reports"
        ),
        pytest.param(
            "",
            [Finding(Level.ERROR, "E1", tool="ruff", suppressed=True)],
            PASS,
            "0 errors",
            id="a suppressed error is none",
        ),
        pytest.param(
            "only: {name: 'slow*'}",
            [*passed("slow"), *failed("slow" + "w" * 1_000)],
            FAIL,
            "1 of 2 tests failed (limit 0)",
            id="only, and a name that is very long",
        ),
        pytest.param(
            "except: {name: 'slow*'}",
            [*passed(), *failed("slow" + "w" * 1_000)],
            PASS,
            "1 of 1 test passed (2 in the reports)",
            id="except, and a name that is very long",
        ),
        pytest.param(
            "only: [{file: src/**}, {class: C}]",
            [found(Level.ERROR)],
            FAIL,
            "1 error (limit 0)",
            id="one of two selectors that this kind has the fields of",
        ),
        pytest.param(
            "only: [{file: src/**}, {rule: E9}]",
            [found(Level.ERROR, file="/elsewhere/a.py")],
            FAIL,
            f"{NOTHING_SAYS} /elsewhere/a.py lies: `base` in the entry of `reports` does, or a"
            " checkout",
            id="one of two selectors may be meant by a path that is nowhere",
        ),
    ],
)
def test_state(text: str, evidence: Sequence[Evidence], state: State | None, reason: str) -> None:
    judging = rule(text)
    decision = decide(judging, tallied(judging, evidence), ())
    assert decision.state == state
    if "(seen:" not in reason:
        assert decision.reason.partition(" (seen:")[0] == reason
    else:
        assert decision.reason == reason


BRANCHES: list[Evidence] = [
    Coverage("a.py", 1, 1, 2, 2, ((1, 1, 2),)),
    CoverageTotals(1, 1, branches_covered=1, branches_valid=2),
]


@pytest.mark.parametrize(
    ("other", "state", "reason"),
    [
        pytest.param(
            [covered("b.py", [1], [1])],
            FAIL,
            "no evidence: not every coverage report has branches to cover",
            id="a report that knows no branches",
        ),
        pytest.param(
            [totals(1, 1), covered("b.py", [1], [1])],
            FAIL,
            "no evidence: not every coverage report has branches to cover",
            id="nor in its totals",
        ),
        pytest.param(
            [Coverage("b.py", 1, 1, 2, 2, ())],
            PASS,
            "branch coverage 50 % (at least 50 %)",
            id="a report that knows that there are none",
        ),
        pytest.param(
            [Coverage("b.py", 1, 1, 2, 2, ((1, 0, 2),))],
            FAIL,
            "branch coverage 25 % (at least 50 %)",
            id="a report with branches",
        ),
    ],
)
def test_branches_of_two_reports(
    other: Sequence[Evidence], state: State | None, reason: str
) -> None:
    judging = rule("min: {branch_coverage: 50}")
    for reports in ([BRANCHES, other], [other, BRANCHES]):
        decision = decide(judging, tallied(judging, *reports), ())
        assert (decision.state, decision.reason) == (state, reason)


@pytest.mark.parametrize(
    ("reports", "reason"),
    [
        pytest.param([1], "r0.xml: crash 0", id="one"),
        pytest.param([2], "r0.xml: crash 0 (and 1 more problem)", id="two of one report"),
        pytest.param([0, 1], "r1.xml: crash 0", id="of the second report"),
        pytest.param([1, 1], "r0.xml: crash 0 (and 1 more problem)", id="one of each report"),
        pytest.param([1, 30], "r0.xml: crash 0 (and 30 more problems)", id="more than are kept"),
    ],
)
def test_problems_of_all_reports_are_counted(reports: Sequence[int], reason: str) -> None:
    judging = rule()
    evidence: list[list[Evidence]] = [
        [*passed(), *(ToolError(f"crash {number}") for number in range(count))] for count in reports
    ]
    assert decide(judging, tallied(judging, *evidence), ()).reason == reason


def test_no_report_is_told_before_what_it_lacks() -> None:
    judging = rule(COVERAGE_80)
    decision = decide(judging, tallied(judging), ["no file matches r.xml"])
    assert (decision.state, decision.reason) == (FAIL, "no evidence: no file matches r.xml")


def test_a_broken_limit_wins_over_a_missing_entry() -> None:
    judging = rule("missing: skip")
    decision = decide(judging, tallied(judging, failed()), ["no file matches b.xml"])
    assert (decision.state, decision.reason) == (FAIL, "1 of 1 test failed (limit 0)")


def test_one_missing_entry_is_enough() -> None:
    judging = rule()
    decision = decide(judging, tallied(judging, passed()), ["no file matches b.xml"])
    assert decision.state == FAIL


def test_an_unfinished_report_wins_over_everything_but_a_waiver() -> None:
    judging = rule("missing: skip")
    tally = tallied(judging, [*failed(), ToolError("crashed")])
    assert decide(judging, tally, ["absent"]).reason == "r0.xml: crashed"
    waiver = Waiver(dt.date(2027, 1, 31), "moving away")
    waived = decide(judging, tally, ["absent"], waiver)
    assert waived.state == SKIP
    assert waived.waived == FAIL
    assert (
        waived.reason == "waived until 2027-01-31: moving away (it would fail now: r0.xml: crashed)"
    )


def test_every_kind_that_the_reports_hold_is_judged() -> None:
    judging = rule()
    tally = tallied(judging, passed(), [found(Level.ERROR)])
    assert decide(judging, tally, ()).reason == "1 error (limit 0)"


@pytest.mark.parametrize(
    ("text", "kinds", "words"),
    [
        pytest.param("only: {class: C}", [Kind.TESTS, Kind.LINT], "leaves out the lint", id="lint"),
        pytest.param("", [Kind.TESTS, Kind.COVERAGE], "leaves out the coverage", id="coverage"),
    ],
)
def test_a_kind_left_out_is_told(text: str, kinds: Sequence[Kind], words: str) -> None:
    judging = rule(text)
    evidence: list[Sequence[Evidence]] = [
        passed(),
        [found(Level.ERROR)] if kinds[1] is Kind.LINT else [totals(1, 2)],
    ]
    decision = decide(judging, tallied(judging, *evidence), ())
    assert decision.state == PASS
    assert [words in warning for warning in decision.warnings] == [True]


def test_flaky_needs_a_format_that_marks_it() -> None:
    judging = rule("max: {flaky: 0}")
    decision = decide(judging, tallied(judging, passed(), flaky=False), ())
    assert decision.state == FAIL
    assert decision.reason.startswith("no evidence: a report is of a format that does not mark")


def test_examples_are_those_of_the_broken_limits() -> None:
    judging = rule("max: {errors: none, warnings: 0}")
    tally = tallied(judging, [found(Level.ERROR, "E1"), found(Level.WARNING, "W1")])
    assert decide(judging, tally, ()).examples == ("src/a.py:7 W1",)


@pytest.mark.parametrize(
    ("shards", "percent"),
    [
        pytest.param([([1, 2], [1, 2, 3, 4]), ([3, 4], [1, 2, 3, 4])], 100, id="two halves"),
        pytest.param([([1, 2], [1, 2, 3, 4]), ([1, 2], [1, 2, 3, 4])], 50, id="the same half"),
        pytest.param([([1], [1, 2]), ([], [3, 4])], 25, id="other lines valid"),
    ],
)
def test_coverage_of_one_file_unites_by_line(
    shards: Sequence[tuple[Sequence[int], Sequence[int]]], percent: int
) -> None:
    judging = rule(f"min: {{line_coverage: {percent}}}")
    reports: list[Sequence[Evidence]] = [
        [totals(len(lines), len(valid)), covered("a.py", lines, valid)] for lines, valid in shards
    ]
    assert decide(judging, tallied(judging, *reports), ()).state == PASS
    stricter = rule(f"min: {{line_coverage: {percent + 1 if percent < 100 else 100}}}")
    state = decide(stricter, tallied(stricter, *reports), ()).state
    assert state == (PASS if percent == 100 else FAIL)


def test_rates_of_several_reports_are_no_evidence() -> None:
    judging = rule(COVERAGE_80)
    tally = tallied(judging, [CoverageTotals(line_rate=Fraction(1))], [totals(9, 10)])
    assert decide(judging, tally, ()).reason.startswith("no evidence: the coverage reports have no")


def test_totals_without_files_are_not_lost_beside_a_report_that_has_them() -> None:
    judging = rule(COVERAGE_80)
    tally = tallied(judging, [totals(1, 10)], [covered("a.py", [1], [1])])
    decision = decide(judging, tally, ())
    assert decision.state == FAIL
    assert decision.reason.startswith("no evidence: the coverage reports have no")


def test_no_report_at_all_is_missing_and_not_too_few() -> None:
    judging = rule("min: {reports: 2}\nmissing: skip")
    assert decide(judging, Tally(), ("no file matches r.xml",)).state == SKIP


def test_a_file_selector_takes_the_place_of_a_reports_own_totals() -> None:
    judging = rule("only: {file: src/**}\nmin: {line_coverage: 60}")
    report: list[Evidence] = [
        totals(11, 12),
        covered("src/a.py", [1], [1, 2]),
        covered("t.py", [1], [1]),
    ]
    decision = decide(judging, tallied(judging, report), ())
    assert decision.reason == "line coverage 50 % (at least 60 %)"


@pytest.mark.parametrize(
    ("today", "service", "waived"),
    [
        pytest.param(dt.date(2027, 1, 30), "s", True, id="before"),
        pytest.param(dt.date(2027, 1, 31), "s", True, id="the day itself"),
        pytest.param(dt.date(2027, 2, 1), "s", False, id="past"),
        pytest.param(dt.date(2027, 1, 30), "other", False, id="another service"),
    ],
)
def test_waivers(today: dt.date, service: str, waived: bool) -> None:
    text = "waive: {until: 2027-01-31, reason: x, services: [s]}"
    assert (waiver_in_force(rule(text), Entity.parse(service), today) is not None) == waived
