"""The index of many selections says what each selection's own matcher says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging import likely
from scorecard_action.judging.accepting import Accepting
from scorecard_action.judging.index import Index
from scorecard_action.judging.select import MAX_VALUE, Entries, Matcher, Selection
from scorecard_action.mapping.types import FIELDS, Selector
from scorecard_action.model import Coverage, Finding, Kind, Level, Result, TestCase

TEXTS = st.sampled_from(["a", "A", "ab", "abc", "b", "", "x/y"])
PATHS = st.sampled_from(
    [
        "src/a.py",
        "src/b/c.py",
        "a.py",
        "/abs/src/a.py",
        "/ws/src/a.py",
        "C:\\x\\src\\a.py",
        "",
        "src",
    ]
)
TEXT_PATTERNS = st.sampled_from(["a", "A", "a*", "ab*", "*", "*b", "a*c", "x/y"])
PATH_PATTERNS = st.sampled_from(
    ["src/a.py", "src/**", "**/*.py", "a.py", "src/*", "**", "/abs/**", "{src,lib}/**", "src/b/**"]
).map(Glob)


@st.composite
def selectors(draw: st.DrawFn) -> Selector:
    names = draw(
        st.sets(st.sampled_from(sorted(set().union(*FIELDS.values()))), min_size=1, max_size=3)
    )
    return Selector(
        tuple(
            (name, tuple(draw(st.lists(_patterns(name), min_size=1, max_size=3)))) for name in names
        )
    )


def _patterns(name: str) -> st.SearchStrategy[Glob | TextPattern]:
    if name == "file":
        return PATH_PATTERNS
    fold = name in {"tool", "rule", "severity"}
    return TEXT_PATTERNS.map(lambda text: TextPattern(text, ignore_case=fold))


SELECTIONS = st.lists(
    st.builds(
        Selection,
        st.lists(selectors(), max_size=2).map(tuple),
        st.lists(selectors(), max_size=2).map(tuple),
        st.just(()),
        accept=st.lists(selectors(), max_size=3).map(
            lambda made: Entries.of(tuple(enumerate(made)))
        ),
    ),
    min_size=1,
    max_size=5,
)
EVIDENCE = st.one_of(
    st.tuples(
        st.builds(TestCase, st.sampled_from(Result), TEXTS, TEXTS, TEXTS, PATHS, own=st.booleans()),
        st.just(Kind.TESTS),
    ),
    st.tuples(
        st.builds(
            Finding, st.sampled_from(Level), TEXTS, TEXTS, TEXTS, PATHS, unparsed=st.booleans()
        ),
        st.just(Kind.LINT),
    ),
    st.tuples(st.builds(Coverage, PATHS), st.just(Kind.COVERAGE)),
)


@pytest.mark.parametrize(("few", "gram"), [(8, 3), (0, 1), (0, 2)])
@given(SELECTIONS, st.lists(EVIDENCE, min_size=1, max_size=8))
def test_index_and_matchers_agree(
    few: int,
    gram: int,
    selections: list[Selection],
    evidence: list[tuple[TestCase | Finding | Coverage, Kind]],
) -> None:
    matchers = [Matcher(selection) for selection in selections]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likely, "_FEW", few)
        patch.setattr(likely, "_GRAM", gram)
        index = Index(matchers)
        for piece, kind in evidence:
            expected = {n for n, matcher in enumerate(matchers) if matcher.selects(piece, kind)}
            assert set(index.selected(piece, kind)) == expected


@pytest.mark.parametrize(("few", "gram"), [(8, 3), (0, 1)])
@given(SELECTIONS, st.lists(EVIDENCE, min_size=1, max_size=8))
def test_what_is_accepted_is_what_matchers_accept(
    few: int,
    gram: int,
    selections: list[Selection],
    evidence: list[tuple[TestCase | Finding | Coverage, Kind]],
) -> None:
    matchers = [Matcher(selection) for selection in selections]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likely, "_FEW", few)
        patch.setattr(likely, "_GRAM", gram)
        index = Index(matchers)
        accepting = Accepting(matchers, index.budget)
        for piece, kind in evidence:
            if kind is Kind.COVERAGE:
                continue
            selected = index.selected(piece, kind)
            expected = {n: matchers[n].accepts(piece, kind) for n in selected}
            found = accepting.entries(piece, kind, selected)
            assert found == {n: entry for n, entry in expected.items() if entry is not None}


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        pytest.param("src/a.py", "src/a.py", "lib/a.py", id="a file"),
        pytest.param("{src,lib}/a.py", "lib/a.py", "a.py", id="the second of two files"),
        pytest.param("{src,lib}/**", "lib/x/a.py", "test/a.py", id="the second of two folders"),
        pytest.param("*/a.py", "src/a.py", "a.py", id="any folder"),
        pytest.param("src/*/a.py", "src/x/a.py", "src/a.py", id="any folder within"),
        pytest.param("*/**", "src/a.py", "a.py", id="all within any folder"),
    ],
)
@pytest.mark.parametrize("others", [0, 5])
def test_a_path(pattern: str, taken: str, left: str, others: int) -> None:
    texts = [pattern, *(f"other{number}/**" for number in range(others))]
    selectors = [Selector((("file", (Glob(text),)),)) for text in texts]
    index = Index([Matcher(Selection((one,))) for one in selectors])
    assert list(index.selected(Finding(Level.ERROR, file=taken), Kind.LINT)) == [0]
    assert list(index.selected(Finding(Level.ERROR, file=left), Kind.LINT)) == []


@pytest.mark.parametrize("length", [MAX_VALUE, MAX_VALUE + 1])
@pytest.mark.parametrize(("pattern", "taken"), [("a*", True), ("b*", False)])
def test_a_value_that_is_not_kept_is_asked_alike(length: int, pattern: str, taken: bool) -> None:
    selection = Selection((Selector((("name", (TextPattern(pattern),)),)),))
    case = TestCase(Result.FAILED, "a" * length)
    matcher = Matcher(selection)
    assert [matcher.selects(case, Kind.TESTS) for _ in range(2)] == [taken, taken]
    assert set(Index([matcher]).selected(case, Kind.TESTS)) == ({0} if taken else set())
