"""The index of many selections says what each selection's own matcher says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging.index import Index
from scorecard_action.judging.select import Matcher, Selection
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


@given(SELECTIONS, st.lists(EVIDENCE, min_size=1, max_size=8))
def test_index_and_matchers_agree(
    selections: list[Selection], evidence: list[tuple[TestCase | Finding | Coverage, Kind]]
) -> None:
    matchers = [Matcher(selection) for selection in selections]
    index = Index(matchers)
    for piece, kind in evidence:
        expected = {n for n, matcher in enumerate(matchers) if matcher.selects(piece, kind)}
        assert set(index.selected(piece, kind)) == expected
