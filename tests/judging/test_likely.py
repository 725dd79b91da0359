"""Patterns that are not asked could not have matched, and few are asked of many."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.errors import ReportError
from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging import index
from scorecard_action.judging.likely import Budget, Likely
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.mapping.types import Selector
from scorecard_action.reading.fold import fold

TEXT = st.text("aAßk.\u212a/", max_size=9)


@st.composite
def globs(draw: st.DrawFn) -> Glob:
    try:
        return Glob(draw(st.text("ab*?{},[]/.\\", min_size=1, max_size=14)))
    except ValueError:
        return Glob("a*")


@pytest.mark.parametrize("fold", [False, True])
@given(patterns=st.lists(st.text("aAßk*\\/", max_size=9), min_size=9), text=TEXT)
def test_no_text_pattern_that_matches_is_passed_over(
    fold: bool, patterns: list[str], text: str
) -> None:
    all_bits = {TextPattern(one, ignore_case=fold): 1 for one in patterns}
    asked = dict(Likely(all_bits, fold=fold).of(text.casefold() if fold else text))
    assert [one for one in all_bits if one.matches(text) and one not in asked] == []


@given(patterns=st.lists(globs(), min_size=9), path=st.text("ab/.", min_size=1, max_size=12))
def test_no_glob_that_matches_is_passed_over(patterns: list[Glob], path: str) -> None:
    all_bits = dict.fromkeys(patterns, 1)
    asked = dict(Likely(all_bits).of(path))
    fitting = [one for one in all_bits if one.matches(path) or one.matches_suffix(path)]
    assert [one for one in fitting if one not in asked] == []


@pytest.mark.parametrize(
    ("patterns", "text"),
    [
        pytest.param([TextPattern(f"*x{n}y*") for n in range(8_000)], "test_x17y_is", id="text"),
        pytest.param([Glob(f"**/x{n}y*.py") for n in range(8_000)], "src/a/x17y_b.py", id="path"),
        pytest.param(
            [Glob(f"**/{{ab,cd}}{n}[xy]*") for n in range(8_000)], "src/cd17x", id="braces"
        ),
    ],
)
def test_few_of_many_are_asked(patterns: list[TextPattern | Glob], text: str) -> None:
    asked = Likely(dict.fromkeys(patterns, 1)).of(text)
    assert len(asked) < 200
    assert [one.text for one in {one for one, _ in asked} if one.matches(text)] == [
        patterns[17].text
    ]


@pytest.mark.parametrize(
    ("spent", "over"),
    [
        pytest.param([(3, 10), (2, 255)], [], id="just enough"),
        pytest.param([(3, 10), (2, 256)], [True], id="a long value costs more"),
        pytest.param([(6, 0)], [True], id="too many"),
    ],
)
def test_a_budget(spent: list[tuple[int, int]], over: list[bool]) -> None:
    budget = Budget(5)
    told = []
    for patterns, length in spent:
        try:
            budget.take(patterns, length)
        except ReportError as error:
            told.append(error.message)
    assert [one.startswith("what it holds would be compared over 5 times") for one in told] == over


@pytest.mark.parametrize(
    ("field", "pattern", "case"),
    [
        pytest.param("name", "*a*{}*", 'name="a{}"', id="text"),
        pytest.param("file", "**/*a*{}*", 'name="n" file="src/a{}"', id="path"),
        pytest.param("file", "**/*a*{}*", 'name="n" file="/other/a{}"', id="absolute path"),
        pytest.param(
            "class", "C{}", 'name="n{}"><failure/></testcase><testcase name="o"', id="one by one"
        ),
    ],
)
def test_what_is_not_compared_does_not_pass(
    field: str, pattern: str, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "Budget", lambda: Budget(1_000))
    kind = Glob if field == "file" else TextPattern
    matchers = [
        Matcher(Selection((Selector(((field, (kind(pattern.format(n)),)),)),))) for n in range(40)
    ]
    report = tmp_path / "a.xml"

    def problems(tests: int) -> list[int]:
        cases = "".join(f"<testcase {case.format(n)}/>" for n in range(tests))
        report.write_text(f"<testsuite>{cases}</testsuite>")
        tallies = fold(report, "a.xml", matchers).tallies
        assert all(one.unreadable for tally in tallies for one in tally.problems)
        return [len(tally.problems) for tally in tallies]

    assert problems(2) == [0] * 40
    assert problems(100) == [1] * 40
    # what is spent is spent for the next report of these rules
    assert problems(100) == [1] * 40
