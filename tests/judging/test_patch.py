"""The coverage of changed lines: what counts, and what is missing to know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.judging.coverage import CoverageTally
from scorecard_action.judging.decide import Decision, decide
from scorecard_action.judging.file_coverage import FileCoverage
from scorecard_action.judging.patch import NOT_GIVEN, Changes, known_lines, patch, runs
from scorecard_action.judging.paths import Placed
from scorecard_action.metrics import PATCH_COVERAGE
from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind, State
from scorecard_action.reports.coverage.lines import line_set
from tests.judging.building import covered as lines
from tests.judging.building import passed, rule, tallied


def changes(
    files: Mapping[str, Iterable[int]], *, unseen: frozenset[str] = frozenset(), below: str = ""
) -> Changes:
    found = {path: line_set(numbers) for path, numbers in files.items()}
    return Changes(found, unseen, below, "change.diff")


def decided(
    diff: Changes, *reports: Sequence[Evidence], text: str = "min: {patch_coverage: 80}"
) -> Decision:
    judging = rule(text)
    return decide(judging, tallied(judging, *reports), (), changes=diff)


@pytest.mark.parametrize(
    ("report", "diff", "percentage"),
    [
        pytest.param([lines("a", [1], [1, 2])], {"a": [1, 2]}, 50, id="half"),
        pytest.param([lines("a", [1], [1, 2])], {"a": [1, 3, 9]}, 100, id="others do not count"),
        pytest.param([lines("a", [1], [1, 2])], {"a": [2]}, 0, id="none"),
        pytest.param(
            [lines("a", [1], [1]), lines("b", [], [1, 2])],
            {"a": [1], "b": [1, 2]},
            (100, 3),
            id="two",
        ),
        pytest.param([lines("a", [1], [1])], {"a": [1], "README": [1]}, 100, id="no covered file"),
        pytest.param(
            [Coverage("a", 5, 9), lines("b", [1], [1])],
            {"b": [1]},
            100,
            id="counts of another file",
        ),
        pytest.param(
            [Coverage("a", blocks=(("3.9,5.2", 2, 2), ("5.10,7.2", 0, 1)))],
            {"a": [2, 3, 4, 5, 6]},
            75,
            id="blocks: a line is covered where one is",
        ),
        pytest.param(
            [Coverage("a", blocks=(("3.9,5.2", 0, 0), ("7.9,8.2", 1, 1)))],
            {"a": [3, 7]},
            100,
            id="a block without a statement",
        ),
    ],
)
def test_percentage(
    report: Sequence[Evidence],
    diff: Mapping[str, Sequence[int]],
    percentage: int | tuple[int, int],
) -> None:
    expected = Fraction(percentage) if isinstance(percentage, int) else Fraction(*percentage)
    found = decided(changes(diff), report)
    assert found.measured[PATCH_COVERAGE] == expected
    assert found.state is (State.PASS if expected >= 80 else State.FAIL)


def test_reports_unite_by_line() -> None:
    found = decided(changes({"a": [1, 2]}), [lines("a", [1], [1, 2])], [lines("a", [2], [1, 2])])
    said = "2 of 2 changed lines covered, patch coverage 100 % (at least 80 %)"
    assert (found.state, found.reason) == (State.PASS, said)


@pytest.mark.parametrize(
    ("hit", "valid", "said"),
    [
        pytest.param([], [1], "0 of 1 changed line covered, patch coverage 0 %", id="one"),
        pytest.param([1], range(1, 4), "1 of 3 changed lines covered, patch ", id="some"),
        pytest.param(
            range(1, 1000), range(1, 2001), "999 of 2,000 changed lines covered, ", id="many"
        ),
    ],
)
def test_the_reason_counts_the_lines(hit: Iterable[int], valid: Iterable[int], said: str) -> None:
    found = decided(changes({"a": [*range(1, 3000)]}), [lines("a", [*hit], [*valid])])
    assert found.reason.startswith(said)


def test_only_selected_files_count() -> None:
    text = "only: {file: 'src/**'}\nmin: {patch_coverage: 80}"
    report = [lines("src/a", [1], [1]), lines("lib/b", [], [1])]
    found = decided(changes({"src/a": [1], "lib/b": [1]}), report, text=text)
    assert found.measured[PATCH_COVERAGE] == 100


def test_a_diff_is_measured_wherever_coverage_is_judged() -> None:
    found = decided(
        changes({"a": [1, 2]}), [lines("a", [1], [1, 2])], text="min: {line_coverage: 10}"
    )
    assert found.measured[PATCH_COVERAGE] == 50
    found = decided(NOT_GIVEN, [lines("a", [1], [1, 2])], text="min: {line_coverage: 10}")
    assert (found.state, PATCH_COVERAGE in found.measured) == (State.PASS, False)


@pytest.mark.parametrize(
    ("diff", "report", "why"),
    [
        pytest.param(NOT_GIVEN, [lines("a", [1], [1])], NOT_GIVEN.missing, id="no diff"),
        pytest.param(
            Changes(missing="`--diff-base x`: no"),
            [lines("a", [1], [1])],
            "`--diff-base x`: no",
            id="git",
        ),
        pytest.param(
            changes({"a": [1]}),
            [CoverageTotals(3, 4)],
            "a coverage report does not say which lines of which file are covered",
            id="totals",
        ),
        pytest.param(
            changes({"a": [1]}),
            [Coverage("a", 3, 4), lines("b", [1], [1])],
            "a changed, and no report says which of its lines are covered",
            id="counts of a changed file",
        ),
        pytest.param(
            changes({"a": [1]}),
            [lines("/build/a", [1], [1])],
            "no covered file is placed in the checkout, as /build/a, so nothing says whether a is"
            " among them: `base` in the entry of `reports` does, or a checkout",
            id="nothing is placed",
        ),
        pytest.param(
            changes({"src/a": [1]}),
            [lines("b", [1], [1]), lines("/build/src/a", [1], [1])],
            "src/a changed, and the covered /build/src/a may be it, but is not placed in the"
            " checkout: `base` in the entry of `reports` says where paths begin",
            id="one is not placed",
        ),
        pytest.param(
            changes({"a": [1]}, unseen=frozenset({"b"})),
            [lines("a", [1], [1]), lines("b", [1], [1])],
            "change.diff does not show which lines of b changed: `git diff --text` does",
            id="binary",
        ),
        pytest.param(
            changes({}, unseen=frozenset({"b"})),
            [lines("b", [1], [1])],
            "change.diff does not show which lines of b changed: `git diff --text` does",
            id="binary alone",
        ),
    ],
)
def test_missing_evidence(diff: Changes, report: Sequence[Evidence], why: str) -> None:
    kinds = [Kind.COVERAGE]
    judging = rule("min: {patch_coverage: 80}")
    found = decide(judging, tallied(judging, report, kinds=kinds), (), changes=diff)
    assert (found.state, found.reason) == (State.FAIL, f"no evidence: {why}")
    assert PATCH_COVERAGE not in found.measured
    skipping = rule("min: {patch_coverage: 80}\nmissing: skip")
    found = decide(skipping, tallied(skipping, report, kinds=kinds), (), changes=diff)
    assert found.state is State.SKIP


@pytest.mark.parametrize(
    ("name", "changed", "below", "pair"),
    [
        pytest.param("/build/src/a", "src/a", "", True, id="its end"),
        pytest.param("/build/xsrc/a", "src/a", "", False, id="not at a folder"),
        pytest.param("/build/src/a", "a", "src", True, id="by its path in the repository"),
        pytest.param("/build/src/a", "../lib/a", "src", False, id="another folder"),
        pytest.param("/app/lib/a", "../lib/a", "src", True, id="above the working directory"),
        pytest.param("com/acme/A", "src/com/acme/A", "", True, id="a package's path"),
        pytest.param("acme/A", "src/com/acme/B", "", False, id="another of its folder"),
        pytest.param("/usr/lib/x/src/a", "src/a", "", False, id="of the system"),
        pytest.param("/b/node_modules/src/a", "src/a", "", False, id="installed"),
        pytest.param("C:/build/src/a", "src/a", "", True, id="Windows"),
        pytest.param("C:/build/SRC/A", "src/a", "", True, id="Windows, in its own case"),
        pytest.param("Acme/a", "src/acme/A", "", True, id="a tail in its own case"),
    ],
)
def test_a_changed_file_may_be_one_that_is_not_placed(
    name: str, changed: str, below: str, pair: bool
) -> None:
    tally = CoverageTally(reports=1)
    tally.add(lines("b", [1], [1]), Placed("b", placed=True), "r.xml")
    tally.add(lines(name, [1], [1]), Placed(name), "r.xml")
    found = patch(tally, changes({changed: [1]}, below=below))
    assert (f"{changed} changed, and the covered {name} may be it" in found.lacking) is pair


@pytest.mark.parametrize(
    ("changed", "absent", "below", "pair"),
    [
        pytest.param(["src/a"], ["src/a"], "", ("src/a", "cart/src/a"), id="from a folder below"),
        pytest.param(["src/x"], ["src/x"], "", None, id="another file"),
        pytest.param(["src/a", "b"], ["src/a"], "", ("src/a", "cart/src/a"), id="among others"),
        pytest.param(["src/a"], [], "", None, id="a file that is there"),
        pytest.param(["rc/a"], ["rc/a"], "", None, id="not at a folder"),
        pytest.param(
            ["x/cart/src/a"], ["x/cart/src/a"], "", ("x/cart/src/a", "cart/src/a"), id="above"
        ),
        pytest.param(["x/cart/src/a", "b"], ["x/cart/src/a"], "", None, id="above, where one is"),
        pytest.param(
            ["../src/a"], ["../src/a"], "shop", ("../src/a", "cart/src/a"), id="of the repository"
        ),
    ],
)
def test_a_changed_file_that_is_not_there_may_be_one_that_is(
    changed: list[str], absent: list[str], below: str, pair: tuple[str, str] | None
) -> None:
    tally = CoverageTally(reports=1)
    tally.add(lines("cart/src/a", [1], [1]), Placed("cart/src/a", placed=True), "r.xml")
    diff = changes({path: [1] for path in changed}, below=below)._replace(absent=frozenset(absent))
    found = patch(tally, diff)
    assert found.lacking == (
        f"{pair[0]} changed and is not in the checkout, and the covered {pair[1]} may be it: the"
        " paths of a diff begin where the repository does (`git diff` without `--relative`)"
        if pair
        else ""
    )


@pytest.mark.parametrize(
    "diff",
    [
        pytest.param(changes({}), id="empty"),
        pytest.param(changes({"README.md": [1]}), id="a file that nothing covers"),
        pytest.param(changes({"a": [7]}), id="a line that coverage does not know"),
        pytest.param(changes({}, unseen=frozenset({"logo.png"})), id="a picture"),
    ],
)
def test_no_changed_line_that_coverage_knows(diff: Changes) -> None:
    report = [lines("a", [1], [1, 2])]
    why = "change.diff has no changed line that coverage knows"
    found = decided(diff, report)
    assert (found.state, found.reason, found.limits) == (State.SKIP, why, ())
    found = decided(diff, report, text="min: {patch_coverage: 80, line_coverage: 50}")
    assert (found.state, found.reason) == (
        State.PASS,
        f"line coverage 50 % (at least 50 %); {why}",
    )
    found = decided(diff, report, text="min: {patch_coverage: 80, line_coverage: 60}")
    assert found.state is State.FAIL
    found = decided(diff, report, passed())
    assert (found.state, found.reason) == (State.PASS, f"1 of 1 test passed; {why}")


@pytest.mark.parametrize(
    "diff", [pytest.param(changes({"a": [1]}), id="changed"), pytest.param(changes({}), id="empty")]
)
def test_nothing_passes_on_a_report_without_a_line(diff: Changes) -> None:
    found = decided(diff, [lines("a", [], [])])
    assert found.state is State.FAIL
    assert found.reason.startswith("no evidence: ")


def test_the_worse_of_two_readings_counts() -> None:
    tally = CoverageTally()
    for number, (covered, valid) in enumerate([([1], [1]), ([], range(1, 9))]):
        one = CoverageTally(reports=1)
        one.add(lines("a", covered, valid), Placed("a", placed=True, above=True), f"{number}.xml")
        one.close({"a"})
        tally.merge(one)
    found = patch(tally, changes({"a": [1, 2]}))
    assert found.counts == ((1, 2), (1, 3))
    assert found.percentage == Fraction(100, 3)
    assert found.both == (Fraction(50), Fraction(100, 3))
    assert found.doubtful == ("a",)


def test_examples_are_the_least_covered_changed_lines() -> None:
    report = [
        lines("b", [1], [1, 2, 3, 7]),
        lines("a", [], [12, 14, 20]),
        lines("c", [1, 2], [1, 2]),
    ]
    diff = changes({"a": [12, 13, 14, 20], "b": [1, 2, 7], "c": [1, 2]})
    found = decided(diff, report)
    assert found.examples == (
        "a:12-14 not covered",  # 13 is a comment
        "a:20 not covered",  # between the two are lines that did not change
        "b:2 not covered",
        "b:7 not covered",
    )
    many = changes({"a": range(0, 40, 2)})
    assert len(decided(many, [lines("a", [], range(40))]).examples) == 5


sets = st.sets(st.integers(1, 60)).map(line_set)


@given(sets, sets)
def test_runs_are_the_set_and_no_known_line_more(some: int, known: int) -> None:
    found = list(runs(some, known | some))
    whole = 0
    for first, last in found:
        run = (2 << last) - (1 << first)
        assert some >> first & some >> last & 1
        assert not run & known & ~some
        assert not run & whole
        whole |= run & some
    assert whole == some
    assert found == sorted(found)


COVERED = st.lists(st.tuples(st.sampled_from("abc"), sets, sets), min_size=1, max_size=6)


@given(COVERED, st.booleans())
def test_of_whole_files_it_is_their_line_coverage(
    parts: list[tuple[str, int, int]], placed: bool
) -> None:
    tally = CoverageTally()
    for number, (name, hit, valid) in enumerate(parts):
        one = CoverageTally(reports=1)
        placed_at = Placed(name, placed=placed or name == "a")
        one.add(Coverage(name, covered=hit & valid, valid=valid), placed_at, f"r{number}.xml")
        tally.merge(one)
    whole = patch(tally, Changes(dict.fromkeys("abcd", line_set(range(1, 70)))))
    assert whole.lacking or whole.percentage == tally.line_coverage(by_file=True)
    assert placed <= (not whole.lacking or not any(valid for *_, valid in parts))


@given(st.dictionaries(st.sampled_from("abc"), st.tuples(sets, sets)), st.data())
def test_parts_of_the_changes_add_up(
    files: dict[str, tuple[int, int]], data: st.DataObject
) -> None:
    tally = CoverageTally(reports=1)
    for name, (hit, valid) in files.items():
        one = Coverage(name, covered=hit & valid, valid=valid)
        tally.add(one, Placed(name, placed=True), "r.xml")
    changed = data.draw(st.dictionaries(st.sampled_from("abcd"), sets))
    halves = [
        Changes({path: found & half for path, found in changed.items()})
        for half in (line_set(range(1, 30)), line_set(range(30, 70)))
    ]
    whole = patch(tally, Changes(changed))
    if not whole.lacking and all(not patch(tally, half).lacking for half in halves):
        parts = [patch(tally, half).counts[0] for half in halves]
        assert whole.counts[0] == tuple(map(sum, zip(*parts, strict=True)))


def test_statements_of_other_tools_are_known_by_their_lines() -> None:
    found = FileCoverage.of(
        Coverage("a", covered=line_set([3]), valid=line_set([3, 4]), blocks=(("3.9.3.12", 1, 1),))
    )
    assert known_lines(found) == (line_set([3]), line_set([3, 4]))
