"""What is new: what a build holds more often than an earlier one did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times
from scorecard_action.judging.news import News, compared
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Evidence, Finding, Level, Result, TestCase
from tests.judging.building import rule, tallied

ERROR, WARNING = Level.ERROR, Level.WARNING
TAX, SUM = FailedTest("CartTest", "tax"), FailedTest("CartTest", "sum")
NOTHING = Known(measured={"tests": Fraction(1), "findings": Fraction(0)})


def known_of(tally: Tally) -> Known:
    """What a later build knows of these reports."""
    return replace(NOTHING, failed=tally.failures, findings=tally.fingerprints)


def lint(
    level: Level = ERROR,
    rule_id: str = "E1",
    file: str = "src/a.py",
    message: str = "long",
    own: str = "",
    line: int = 7,
) -> Finding:
    return Finding(level, rule_id, "", "ruff", file, line, message, own=own)


def of(*evidence: Evidence) -> Tally:
    return tallied(rule(), list(evidence), compared=True)


@pytest.mark.parametrize(
    ("now", "accepted", "then", "new"),
    [
        pytest.param({}, {}, {}, {}, id="none failed"),
        pytest.param({TAX: 1}, {}, {}, {TAX: 1}, id="one is new"),
        pytest.param({TAX: 1}, {}, {TAX: 1}, {}, id="it failed then"),
        pytest.param({TAX: 1}, {}, {SUM: 1}, {TAX: 1}, id="another failed then"),
        pytest.param({TAX: 3}, {}, {TAX: 1}, {TAX: 2}, id="more often"),
        pytest.param({TAX: 1}, {}, {TAX: 3}, {}, id="less often"),
        pytest.param({TAX: 2, SUM: 1}, {}, {TAX: 1, SUM: 2}, {TAX: 1}, id="each for itself"),
        pytest.param({TAX: 1}, {TAX: 1}, {}, {}, id="accepted"),
        pytest.param({TAX: 3}, {TAX: 1}, {}, {TAX: 2}, id="some accepted"),
        pytest.param({TAX: 2}, {TAX: 1}, {TAX: 1}, {TAX: 1}, id="nobody knows which is accepted"),
        pytest.param({TAX: 2}, {TAX: 2}, {TAX: 1}, {}, id="all are accepted"),
    ],
)
def test_new_failures(
    now: dict[FailedTest, int],
    accepted: dict[FailedTest, int],
    then: Mapping[FailedTest, int],
    new: Mapping[FailedTest, int],
) -> None:
    news = compared(Tally(failures=now, accepted_failures=accepted), replace(NOTHING, failed=then))
    assert news.failed == new
    assert news.new_failed == sum(new.values())
    assert news.known_failed == sum(now.values()) - sum(accepted.values()) - sum(new.values())


@pytest.mark.parametrize(
    ("then", "now", "findings", "errors"),
    [
        pytest.param([], [lint()], 1, 1, id="new"),
        pytest.param([lint()], [lint()], 0, 0, id="known"),
        pytest.param([lint(line=3)], [lint(line=900)], 0, 0, id="moved"),
        pytest.param([lint()], [lint(), lint(line=8)], 1, 1, id="one more of the same"),
        pytest.param([lint(WARNING)], [lint(ERROR)], 0, 1, id="a warning became an error"),
        pytest.param([lint(ERROR)], [lint(WARNING)], 0, 0, id="an error became a warning"),
        pytest.param([lint(file="a")], [lint(file="b")], 1, 1, id="in another file"),
        pytest.param([lint(rule_id="A")], [lint(rule_id="B")], 1, 1, id="of another rule"),
        pytest.param([lint(message="a")], [lint(message="b")], 1, 1, id="with other words"),
        pytest.param([lint(own="h: 1")], [lint(own="h: 2")], 1, 1, id="another hash"),
        pytest.param(
            [lint(own="h: 1", message="a")], [lint(own="h: 1", message="b")], 0, 0, id="one hash"
        ),
        pytest.param(
            [lint(own="h: 1", file="a")], [lint(own="h: 1", file="b")], 1, 1, id="of another line"
        ),
        pytest.param(
            [lint(own="h: 1")], [lint(own="h: 2"), lint(message="x")], 1, 1, id="not all now"
        ),
        pytest.param(
            [lint(own="h: 1"), lint(message="x")], [lint(own="h: 2")], 0, 0, id="not all then"
        ),
        pytest.param([lint()], [lint(own="h: 2")], 0, 0, id="none then"),
        pytest.param(
            [lint(own="h: 1"), lint(own="h: 2"), lint(message="x")],
            [lint(own="h: 3"), lint(own="h: 4"), lint(own="h: 5")],
            1,
            1,
            id="by words they are counted together",
        ),
        pytest.param(
            [lint(file="/ci/1/src/a.py")], [lint(file="/ws/src/a.py")], 0, 0, id="checkout"
        ),
    ],
)
def test_new_findings(
    then: list[Evidence], now: list[Evidence], findings: int, errors: int
) -> None:
    before = replace(NOTHING, findings=of(*then).fingerprints if then else {})
    news = compared(of(*now), before)
    assert (news.new_findings, news.new_errors) == (findings, errors)
    assert news.known_found == len(now) - findings


@pytest.mark.parametrize(
    ("known", "failed", "findings"),
    [
        pytest.param(Known(), None, None, id="nothing was measured"),
        pytest.param(Known(measured={"tests": Fraction(3)}), 1, None, id="no lint"),
        pytest.param(Known(measured={"findings": Fraction(0)}), None, 1, id="no tests"),
        pytest.param(Known(failed={TAX: 1}), 1, None, id="a failed test says that there were some"),
    ],
)
def test_what_was_not_measured_then_is_not_compared(
    known: Known, failed: int | None, findings: int | None
) -> None:
    one = Fingerprint("E1", "a", "b")
    news = compared(Tally(failures={SUM: 1}, fingerprints={one: Times(1)}), known)
    assert (news.new_failed, news.new_findings) == (failed, findings)


def test_what_is_new_is_told_by_its_place_the_first_first() -> None:
    then = of(lint(message="old"))
    now = of(
        lint(message="old"),
        *(lint(WARNING, "W", f"src/{n}.py", f"new {n}", line=n) for n in range(9, 0, -1)),
        lint(message="bad 3", line=3),
    )
    news = compared(now, known_of(then))
    assert news.findings(2) == ("src/9.py:9 W new 9", "src/8.py:8 W new 8")
    assert news.findings(errors=True) == ("src/a.py:3 E1 bad 3",)


def test_what_is_known_by_hash_is_told_by_its_place() -> None:
    news = compared(of(lint(own="h: 2", message="two"), lint(own="h: 2", line=1)), NOTHING)
    assert news.findings() == ("src/a.py:7 E1 two",)


def test_tests_are_told_by_name() -> None:
    tests = {FailedTest("a.b.Cart", "tax"): 1, FailedTest("", "", "suite"): 1}
    news = News({**tests, FailedTest("", "not listed"): 3}, ())
    assert news.tests() == ("suite", "not listed × 3", "Cart.tax")


def attempt(result: Result, name: str = "tax") -> TestCase:
    return TestCase(result, name, "CartTest")


@pytest.mark.parametrize(
    ("retries", "cases", "failures"),
    [
        pytest.param("all", [Result.FAILED, Result.PASSED], {TAX: 1}, id="each attempt counts"),
        pytest.param("last", [Result.FAILED, Result.PASSED], {}, id="the last passed"),
        pytest.param("last", [Result.PASSED, Result.FAILED], {TAX: 1}, id="the last failed"),
        pytest.param("last", [Result.FAILED, Result.FAILED], {TAX: 1}, id="both failed"),
        pytest.param("last", [Result.FAILED, Result.SKIPPED], {TAX: 1}, id="a skip did not run"),
    ],
)
def test_of_several_attempts(
    retries: str, cases: Sequence[Result], failures: Mapping[FailedTest, int]
) -> None:
    tally = tallied(rule(f"retries: {retries}"), list(map(attempt, cases)), compared=True)
    assert tally.failures == failures


def test_nothing_is_kept_that_is_not_compared() -> None:
    tally = tallied(rule(), [lint()])
    assert (tally.fingerprints, tally.failures, tally.places) == ({}, {}, {})


def test_what_is_suppressed_is_neither_known_nor_new() -> None:
    assert of(replace(lint(), suppressed=True)).fingerprints == {}


def test_failures_without_a_case_of_their_own_are_counted() -> None:
    excess = TestCase(Result.FAILED, "not listed", suite="s", own=False, count=3)
    then, now = of(replace(excess, count=1)), of(excess)
    assert compared(now, known_of(then)).new_failed == 2


FINDINGS = st.lists(
    st.builds(
        lint,
        level=st.sampled_from(Level),
        rule_id=st.sampled_from(["A", "B"]),
        file=st.sampled_from(["a.py", "/w/1/b.py"]),
        message=st.sampled_from(["x 1", "x 2", "y"]),
        own=st.sampled_from(["", "h: 1", "h: 2"]),
        line=st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)
CASES = st.lists(
    st.builds(
        TestCase,
        st.just(Result.FAILED),
        name=st.sampled_from(["a", "b[1]", "b[2]", ""]),
        classname=st.sampled_from(["C", ""]),
        suite=st.sampled_from(["s", "t"]),
    ),
    min_size=1,
    max_size=12,
)


def sums(news: News) -> tuple[int | None, int | None, int | None]:
    return news.new_failed, news.new_findings, news.new_errors


@given(FINDINGS, CASES, st.data())
def test_a_report_and_any_part_of_it_has_nothing_new(
    findings: list[Evidence], cases: list[Evidence], data: st.DataObject
) -> None:
    for whole in (findings, cases):
        known = known_of(of(*whole))
        part = data.draw(st.lists(st.sampled_from(whole), unique_by=id, max_size=12))
        assert sums(compared(of(*whole), known)) == (0, 0, 0)
        assert sums(compared(of(*part) if part else Tally(), known)) == (0, 0, 0)


@given(FINDINGS, FINDINGS, CASES, CASES)
def test_what_is_new_and_what_is_known_is_all(
    then: list[Evidence], now: list[Evidence], failed_then: list[Evidence], failed: list[Evidence]
) -> None:
    found = compared(of(*now), known_of(of(*then)))
    assert (found.new_findings or 0) + found.known_found == len(now)
    tests = compared(of(*failed), known_of(of(*failed_then)))
    assert (tests.new_failed or 0) + tests.known_failed == len(failed)


@given(FINDINGS, FINDINGS, st.permutations(range(12)), st.integers(0, 12))
def test_reports_are_compared_alike_in_any_order_and_however_they_are_split(
    then: list[Evidence], now: list[Evidence], order: list[int], cut: int
) -> None:
    def tallies(evidence: Sequence[Evidence]) -> list[Tally]:
        # by (path, position): the same places, whatever the order
        return [tallied(rule(), [one], compared=True) for one in evidence]

    apart = tallies(now)
    for number, tally in enumerate(apart):
        tally.places = {one: (f"r{number}", 1, text) for one, (*_, text) in tally.places.items()}
    whole, first, second = Tally(), Tally(), Tally()
    for number in range(len(apart)):
        whole.merge(apart[number])
    shuffled = [apart[number] for number in order if number < len(apart)]
    for one in shuffled[:cut]:
        first.merge(one)
    for one in shuffled[cut:]:
        second.merge(one)
    second.merge(first)
    known = known_of(of(*then))
    assert compared(whole, known).findings(99) == compared(second, known).findings(99)
    assert sums(compared(whole, known)) == sums(compared(second, known))


@given(FINDINGS, FINDINGS, st.integers(0, 3))
def test_to_accept_more_makes_nothing_new(
    then: list[Evidence], now: list[Evidence], accepted: int
) -> None:
    known, tally = known_of(of(*then)), of(*now)
    before = sums(compared(tally, known))
    tally.accepted_fingerprints = {
        one: Times(min(accepted, times.count), min(accepted, times.errors))
        for one, times in tally.fingerprints.items()
    }
    after = sums(compared(tally, known))
    assert all((b or 0) <= (a or 0) for a, b in zip(before, after, strict=True))
