"""Mappings merged: whatever is laid over what first, they come to the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action.mapping.checker import Checker
from scorecard_action.mapping.layers import flat, merge, settled
from scorecard_action.mapping.nodes import Node, Scalar, Series, Table, compose

IDS = {"A": "a1", "B": "b2", "C": "c3"}
VALUES = st.sampled_from(["skip", "keep", "none"])
LIMITS = st.one_of(
    st.just("none"),
    st.dictionaries(
        st.sampled_from(["tests", "failed", "skipped"]),
        st.sampled_from([1, 2, "none"]),
        min_size=1,
    ),
)
KEYS = st.fixed_dictionaries(
    {},
    optional={
        "missing": VALUES,
        "only": st.sampled_from([{"name": "x"}, "none"]),
        "min": LIMITS,
        "max": LIMITS,
        "reports": st.sampled_from(["a", "b"]),
    },
)


@st.composite
def layers(draw: st.DrawFn) -> dict[str, Any]:
    """A mapping: each rule at most once, by its name, its id or both."""
    rules = []
    for name in draw(st.lists(st.sampled_from(sorted(IDS)), unique=True)):
        called = draw(st.sampled_from(["name", "id", "both"]))
        entry = {} if called == "id" else {"rule": name}
        if called != "name":
            entry["id"] = IDS[name]
        rules.append({**entry, **draw(KEYS)})
    top = draw(
        st.fixed_dictionaries(
            {}, optional={"missing": VALUES, "exclude": st.sampled_from(["x", ["y"], "none"])}
        )
    )
    served: dict[str, Any] = draw(
        st.sampled_from(
            [{}, {"service": "s"}, {"services": ["t"]}, {"service": "none"}, {"services": "none"}]
        )
    )
    return {**top, **served, **({"rules": rules} if rules else {})}


def layer(said: dict[str, Any], file: str) -> Table:
    root, problems = compose(json.dumps({"version": 1, **said}), file)
    checker = Checker(file, {}, dict.fromkeys(problems), {})
    assert isinstance(root, Table)
    merged = flat(root, checker)
    assert not checker.problems
    return merged


def plain(node: Node) -> Any:
    if isinstance(node, Table):
        pairs = {key.text: plain(value) for key, value in node.pairs if isinstance(key, Scalar)}
        return {**pairs, "alone": True} if node.alone else pairs
    if isinstance(node, Series):
        return [plain(item) for item in node.items]
    return (node.text, node.mark) if isinstance(node, Scalar) else None


@settings(max_examples=400, deadline=None)
@given(layers(), layers(), layers())
def test_extends_is_associative(a: Any, b: Any, c: Any) -> None:
    top, middle, low = layer(a, "a"), layer(b, "b"), layer(c, "c")
    left = merge(merge(top, middle), low)
    right = merge(top, merge(middle, low))
    assert plain(left) == plain(right)
    assert plain(settled(left)) == plain(settled(right))


@settings(max_examples=100, deadline=None)
@given(layers(), layers())
def test_what_is_above_holds(a: Any, b: Any) -> None:
    above = plain(settled(layer(a, "a")))
    merged = plain(settled(merge(layer(a, "a"), layer(b, "b"))))
    assert {name: merged[name] for name in above if name != "rules"} == {
        name: value for name, value in above.items() if name != "rules"
    }
    assert len(merged.get("rules", [])) >= len(above.get("rules", []))


@settings(max_examples=100, deadline=None)
@given(layers())
def test_over_nothing_and_over_itself_it_stays(a: Any) -> None:
    one, nothing = layer(a, "a"), layer({}, "b")
    assert plain(merge(one, nothing)) == plain(one)
    assert plain(settled(merge(one, layer(a, "a")))) == plain(settled(one))


@pytest.mark.timeout(30)
def test_many_entries_are_paired_in_time_that_grows_with_their_number() -> None:
    entries = [{"rule": "A", "services": [f"s{number}"]} for number in range(8_000)]
    low, top = layer({"rules": entries}, "b"), layer({"rules": entries}, "a")
    assert len(plain(merge(top, low))["rules"]) == len(entries)
