"""Which rule of a baseline is which of the mapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.baselines.keys import Key, match
from tests.baselines.building import keys


def key(rule: str, id: str = "", scorecard: str = "", entity: str = "service:a") -> Key:  # noqa: A002
    return Key(rule, id, scorecard, entity)


@pytest.mark.parametrize(
    ("wanted", "there", "found"),
    [
        pytest.param([key("R")], [key("R")], [0], id="the same name"),
        pytest.param([key("R")], [key("S")], [None], id="another name"),
        pytest.param([key("r")], [key("R")], [None], id="case differs"),
        pytest.param([key("R")], [key("R", entity="service:b")], [None], id="another entity"),
        pytest.param([key("New", "1")], [key("Old", "1")], [0], id="renamed, pinned by id"),
        pytest.param([key("", "1")], [key("Old", "1")], [0], id="the name taken out"),
        pytest.param([key("R", "1")], [key("R")], [0], id="pinned since"),
        pytest.param([key("R")], [key("R", "1")], [0], id="looked up by name since"),
        pytest.param([key("R", "2")], [key("R", "1")], [None], id="another rule of the name"),
        pytest.param([key("R", "", "Q")], [key("R")], [0], id="scorecard said since"),
        pytest.param([key("R", "", "Q")], [key("R", "", "P")], [None], id="another scorecard"),
        pytest.param(
            [key("R", "", "Q"), key("R", "", "P")],
            [key("R", "", "P"), key("R", "", "Q")],
            [1, 0],
            id="two scorecards have the name",
        ),
        pytest.param(
            [key("R", "", "Q"), key("R", "", "P")], [key("R")], [None, None], id="which became two"
        ),
        pytest.param(
            [key("R")], [key("R", "", "P"), key("R", "", "Q")], [None], id="which of two it is"
        ),
        pytest.param(
            [key("R"), key("S", "1")], [key("R", "1")], [None, 0], id="an id goes before a name"
        ),
        pytest.param([key("R")], [key("R", "1"), key("R")], [1], id="the same goes before all"),
        pytest.param([key("R", "1")], [key("R"), key("S", "1")], [1], id="the id among several"),
        pytest.param([key("R")], [], [None], id="an empty baseline"),
        pytest.param([], [key("R")], [], id="nothing wanted"),
    ],
)
def test_a_rule_is_found(wanted: list[Key], there: list[Key], found: list[int | None]) -> None:
    assert match(wanted, there) == found


@given(st.lists(keys, unique=True), st.lists(keys, unique=True), st.randoms())
def test_what_is_the_same_is_found_and_nothing_twice(
    wanted: list[Key], there: list[Key], random: st.DataObject
) -> None:
    found = match(wanted, there)
    numbers = [number for number in found if number is not None]
    assert len(numbers) == len(set(numbers))
    for one, number in zip(wanted, found, strict=True):
        if number is not None:
            assert one.entity == there[number].entity
            assert one.id in {"", there[number].id} or not there[number].id
        if one in there:
            assert number == there.index(one)
    pairs = {one: None if n is None else there[n] for one, n in zip(wanted, found, strict=True)}
    random.shuffle(wanted)  # type: ignore[attr-defined]
    random.shuffle(there)  # type: ignore[attr-defined]
    again = match(wanted, there)
    assert pairs == {
        one: None if n is None else there[n] for one, n in zip(wanted, again, strict=True)
    }
