"""Schema and loader are of one mind on any value in the place of any key: accepted by both or by
neither.

One key at a time, so that nothing is drawn that a schema has no words for (`BEYOND_A_SCHEMA` of
`test_schema` lists that: a `min` over its `max`, limits of two kinds, a pattern's own grammar).
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action.metrics import METRICS
from scorecard_action.model import Kind
from tests.mapping.test_schema import SUM, VALIDATOR, refused_by_loader

WORDS = st.sampled_from(
    [
        *(
            "",
            " ",
            "a",
            "a*",
            "none",
            "None",
            "baseline",
            "Baseline",
            "new",
            "fail",
            "never",
            "FAIL",
        ),
        *("regression", "base.yaml", "./base.yaml", "/base.yaml", "https://x.example/b", "../a"),
        *("1", "90%", "0.5%", "0%", "1 %", "1e3", "2027-01-31", "2027-02-29", "2027-1-3"),
        *("http://a.example", "ftp://a.example", "C:\\base.yaml", "a b", SUM, SUM[1:], SUM.upper()),
        *("service:cart", "queue:", "é", "<<", "auto"),
    ]
)
NUMBERS = (
    st.integers(-2, 101)
    | st.sampled_from([10**9, 10**9 + 1, 10**12, 10**12 + 1, 2**64])
    | st.sampled_from([-0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 79.5, 99.999, 100.0, 100.5, 1e300])
)
SCALARS = st.none() | st.booleans() | NUMBERS | WORDS
SELECTED = st.sampled_from(
    [*("suite", "class", "name", "file"), *("tool", "rule", "severity", "baseline"), "x-a", "lines"]
)


def objects(*keys: str, more: st.SearchStrategy[Any] = SCALARS) -> st.SearchStrategy[Any]:
    """Objects with some of these keys, or with one that is unknown."""
    named = st.sampled_from([*keys, "x-note", "unknown"])
    return st.dictionaries(named, more | st.lists(SCALARS, max_size=2), max_size=4)


@st.composite
def acceptances(draw: st.DrawFn) -> Any:
    """An entry that is nearly right: one field, and now and then a value that is not."""
    entry: dict[str, Any] = {"until": "2027-01-31", "reason": "r"}
    entry[draw(SELECTED)] = draw(WORDS | st.lists(WORDS, max_size=2))
    entry |= draw(
        st.dictionaries(st.sampled_from(["until", "reason", "link"]), SCALARS, max_size=1)
    )
    for key in draw(st.sets(st.sampled_from(["until", "reason"]), max_size=1)):
        del entry[key]
    return entry


NEARLY: dict[str, st.SearchStrategy[Any]] = {
    "accept": acceptances() | st.lists(acceptances(), max_size=2),
    "enforce": WORDS,
    "min": st.dictionaries(st.sampled_from(sorted(METRICS)), SCALARS, min_size=1, max_size=1),
    "max": st.dictionaries(st.sampled_from(sorted(METRICS)), SCALARS, min_size=1, max_size=1),
    "missing": WORDS,
}
ANY = SCALARS | st.lists(SCALARS, max_size=2) | objects("path", "sha256", "until", "name", "tests")
# a file that is not there, or not the one of the sum, is for the loader alone to say
PATHS = st.sampled_from(
    ["base.yaml", "./base.yaml", "/base.yaml", "https://x.example/b", "C:\\base.yaml", "", " "]
)
SUMS = st.sampled_from([SUM, SUM.upper(), SUM[1:], "", "none", f" {SUM}", f"{SUM}0"])
BASES = (
    PATHS
    | st.fixed_dictionaries({}, optional={"path": PATHS, "sha256": SUMS, "x-a": NUMBERS})
    | st.fixed_dictionaries({"path": PATHS}, optional={"unknown": NUMBERS, "sha256": NUMBERS})
)
AT_TOP: dict[str, st.SearchStrategy[Any]] = {
    "extends": BASES | st.lists(BASES | NUMBERS, max_size=2) | NUMBERS | st.none() | st.booleans(),
    "baseline": ANY,
}


def differs(document: dict[str, Any]) -> str:
    """What schema and loader say of a document, where it is not the same; else ""."""
    valid = VALIDATOR.is_valid(document)
    loaded = not refused_by_loader(json.dumps(document).encode())
    return "" if loaded == valid else f"schema {valid}, loader {loaded}: {json.dumps(document)}"


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(sorted(NEARLY)).flatmap(lambda key: st.tuples(st.just(key), NEARLY[key] | ANY))
)
def test_any_value_of_a_rules_key(said: tuple[str, Any]) -> None:
    key, value = said
    entry = {"rule": "A", "reports": "a", key: value}
    assert not differs({"version": 1, "rules": [entry]})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(AT_TOP)).flatmap(lambda key: st.tuples(st.just(key), AT_TOP[key])))
def test_any_value_of_a_key_at_the_top(said: tuple[str, Any]) -> None:
    key, value = said
    rules = [{"rule": "C", "reports": "a"}]
    assert not differs({"version": 1, key: value, "rules": rules})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(METRICS)), st.sampled_from(["min", "max"]), SCALARS)
def test_any_limit_of_any_metric(metric: str, side: str, value: Any) -> None:
    entry = {"rule": "A", "reports": "a", side: {metric: value}}
    assert not differs({"version": 1, "rules": [entry]})


def test_every_kind_has_a_metric_that_may_be_as_in_the_baseline() -> None:
    for kind in Kind:
        entry = {"rule": "A", "reports": "a"}
        sides = [
            {**entry, side: {name: "baseline"}}
            for name, metric in METRICS.items()
            for side in ("min", "max")
            if metric.kind is kind
        ]
        documents = [{"version": 1, "rules": [one]} for one in sides]
        assert not any(map(differs, documents))
        assert any(map(VALIDATOR.is_valid, documents))
