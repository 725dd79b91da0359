"""One report into tallies: each way in which reading may end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.model import Kind
from scorecard_action.reading.fold import fold
from tests.reading import building as some
from tests.reading.building import build, wanted

ALL = Matcher(Selection())
Told = tuple[int, int, str, bool]  # line, column, words, unreadable


@pytest.mark.parametrize(
    ("content", "form", "clean", "kinds", "counts", "problems"),
    [
        pytest.param(some.PASSING, None, False, {Kind.TESTS}, (1, 0, 0), [], id="tests"),
        pytest.param(some.FAILING, None, False, {Kind.TESTS}, (0, 1, 0), [], id="a failed test"),
        pytest.param(some.CHECKSTYLE, None, False, {Kind.LINT}, (0, 0, 1), [], id="lint"),
        pytest.param(some.COVERAGE, None, False, {Kind.COVERAGE}, (0, 0, 0), [], id="coverage"),
        pytest.param(some.MYPY, "mypy-json", False, {Kind.LINT}, (0, 0, 1), [], id="format named"),
        pytest.param(
            some.MYPY, "mypy-json", True, {Kind.LINT}, (0, 0, 1), [], id="empty: clean, not empty"
        ),
        pytest.param("", "mypy-json", True, {Kind.LINT}, (0, 0, 0), [], id="empty: clean, empty"),
        pytest.param("\n \n", "mypy-json", True, {Kind.LINT}, (0, 0, 0), [], id="and blank"),
        pytest.param(
            "",
            "mypy-json",
            False,
            set(),
            (0, 0, 0),
            [(0, 0, "the file is empty", True)],
            id="empty, where nothing says that it is clean",
        ),
        pytest.param(
            "", None, False, set(), (0, 0, 0), [(0, 0, "the file is empty", True)], id="empty"
        ),
        pytest.param(
            "",
            None,
            True,
            set(),
            (0, 0, 0),
            [(0, 0, "the file is empty", True)],
            id="empty: clean without a format",
        ),
        pytest.param(
            some.CUT_OFF,
            None,
            False,
            {Kind.TESTS},
            (1, 0, 0),
            [(3, 1, "", True)],
            id="evidence before the error",
        ),
        pytest.param(
            some.FAILING.replace("</testsuite>", "</suite>"),
            None,
            False,
            {Kind.TESTS},
            (0, 1, 0),
            [(1, some.FAILING.index("</testsuite>") + 3, "mismatched tag", True)],
            id="a failure before the error",
        ),
        pytest.param(
            "<html/>", None, False, set(), (0, 0, 0), [(1, 0, "", True)], id="no format known"
        ),
        pytest.param(
            some.CHECKSTYLE,
            "sarif",
            False,
            set(),
            (0, 0, 0),
            [(1, 0, "", True)],
            id="not of the format named",
        ),
        pytest.param(
            some.BROKEN_OFF,
            None,
            False,
            {Kind.LINT},
            (0, 0, 0),
            [(0, 0, "", False)],
            id="a tool that did not finish",
        ),
    ],
)
def test_one_report(
    tmp_path: Path,
    content: str,
    form: str | None,
    clean: bool,
    kinds: set[Kind],
    counts: tuple[int, int, int],
    problems: list[Told],
) -> None:
    build(tmp_path, {"r.xml": content})
    folded = fold(tmp_path / "r.xml", "out/r.xml", [ALL], form=form, empty_clean=clean)
    (tally,) = folded.tallies
    assert tally.files == {"out/r.xml"}
    assert tally.kinds == kinds
    assert (tally.passed, tally.failed, tally.errors) == counts
    assert tally.problem_count == len(tally.problems) == len(problems)
    for found, (line, column, words, unreadable) in zip(tally.problems, problems, strict=True):
        assert (found.file, found.line, found.column) == ("out/r.xml", line, column)
        assert found.unreadable is unreadable
        assert words in found.message
    assert folded.by_product is None


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        pytest.param(some.SUMMARY, [], id="that says nothing"),
        pytest.param(
            some.TIMED_OUT,
            [("Failsafe timed out: the tests did not finish", False)],
            id="that tells of a timeout",
        ),
    ],
)
def test_a_by_product(tmp_path: Path, content: str, problems: list[tuple[str, bool]]) -> None:
    build(tmp_path, {"r.xml": content})
    folded = fold(tmp_path / "r.xml", "r.xml", [ALL])
    (tally,) = folded.tallies
    assert folded.by_product == "Failsafe's summary"
    assert tally.kinds == set()
    assert [(one.message, one.unreadable) for one in tally.problems] == problems


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda path: None, "No such file", id="not there"),
        pytest.param(Path.mkdir, "a directory", id="a folder"),
        pytest.param(os.mkfifo, "a FIFO", id="a FIFO, which nobody writes to"),
        pytest.param(lambda path: path.symlink_to(path), "symbolic links", id="a loop of links"),
    ],
)
def test_what_is_no_file_is_a_problem(tmp_path: Path, make, words: str) -> None:
    path = tmp_path / "r.xml"
    make(path)
    (tally,) = fold(path, "r.xml", [ALL]).tallies
    (problem,) = tally.problems
    assert problem.unreadable
    assert words in problem.message


def test_a_tally_for_each_matcher_in_their_order(tmp_path: Path) -> None:
    build(tmp_path, {"r.xml": some.PASSING + "\n", "none.xml": ""})
    lines = ("", "only: {name: bad}", "except: {class: X}", "only: {class: C}")
    text = "".join(f"  - {{rule: R{n}, reports: r.xml, {one}}}\n" for n, one in enumerate(lines))
    rules = [target.rule for target in wanted(tmp_path, text.replace(", }", "}")).targets]
    matchers = [Matcher(Selection(rule.only, rule.except_)) for rule in rules]
    tallies = fold(tmp_path / "r.xml", "r.xml", matchers).tallies
    assert [tally.passed for tally in tallies] == [1, 0, 1, 1]
    assert [tally.all_tests for tally in tallies] == [1, 1, 1, 1]
    broken = fold(tmp_path / "none.xml", "none.xml", matchers).tallies
    assert [tally.problem_count for tally in broken] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("content", "unknown"),
    [
        pytest.param(some.PASSING, False, id="JUnit marks flaky tests"),
        pytest.param("TAP version 13\n1..1\nok 1 - a\n", True, id="TAP does not"),
        pytest.param(some.CHECKSTYLE, False, id="lint has none"),
    ],
)
def test_whether_flaky_tests_are_known(tmp_path: Path, content: str, unknown: bool) -> None:
    build(tmp_path, {"r": content})
    (tally,) = fold(tmp_path / "r", "r", [ALL]).tallies
    assert tally.flaky_unknown is unknown
