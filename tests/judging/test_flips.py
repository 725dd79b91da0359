"""Which outcome of one mapping is which of another."""

from __future__ import annotations

import pytest

from scorecard_action.judging.flips import Decided, Paired, paired, same_rule
from scorecard_action.mapping.types import Rule
from scorecard_action.model import State


def rule(name: str | None = None, id_: str | None = None, scorecard: str | None = None) -> Rule:
    return Rule(name, id_, (), scorecard)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        pytest.param(rule("Lint"), rule("Lint"), True, id="by name"),
        pytest.param(rule("Lint"), rule("Lint errors"), False, id="another name"),
        pytest.param(rule("Lint"), rule("Lint", "a1"), True, id="pinned now"),
        pytest.param(rule("Lint", "a1"), rule("Lint"), True, id="no longer pinned"),
        pytest.param(rule("Lint", "a1"), rule("Lint errors", "a1"), True, id="renamed"),
        pytest.param(rule("Lint", "a1"), rule("Lint", "b2"), False, id="two of one name"),
        pytest.param(rule(None, "a1"), rule("Lint", "a1"), True, id="named now"),
        pytest.param(rule(None, "a1"), rule("Lint"), False, id="nothing in common"),
        pytest.param(rule(None, "a1"), rule(None, "b2"), False, id="two ids"),
        pytest.param(rule("Lint"), rule("Lint", None, "Quality"), True, id="a scorecard now"),
        pytest.param(
            rule("Lint", None, "Quality"), rule("Lint", None, "Basics"), False, id="two scorecards"
        ),
    ],
)
def test_rules_are_one(old: Rule, new: Rule, *, same: bool) -> None:
    assert same_rule(old, new) is same
    assert same_rule(new, old) is same


def decided(*rules: Rule, entity: str = "service:s") -> list[Decided]:
    return [Decided(one, entity, State.PASS) for one in rules]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            decided(rule("A"), rule("B")),
            decided(rule("B"), rule("A")),
            [Paired(1, 0), Paired(0, 1)],
            id="another order",
        ),
        pytest.param(
            decided(rule("A")),
            decided(rule("B")),
            [Paired(None, 0), Paired(0, None)],
            id="one comes, one goes",
        ),
        pytest.param(
            decided(rule("A")),
            decided(rule("A"), entity="service:t"),
            [Paired(None, 0), Paired(0, None)],
            id="another entity",
        ),
        pytest.param(
            decided(rule("A", "a1"), rule("B", "b2")),
            decided(rule("A", "b2"), rule("B", "a1")),
            [Paired(1, 0), Paired(0, 1)],
            id="the names are swapped, the ids are not",
        ),
        pytest.param(
            decided(rule("A", "a1")),
            decided(rule("A"), rule("B", "a1")),
            [Paired(None, 0), Paired(0, 1)],
            id="an id before a name",
        ),
        pytest.param(decided(), decided(), [], id="nothing"),
    ],
)
def test_pairs(old: list[Decided], new: list[Decided], expected: list[Paired]) -> None:
    assert paired(old, new) == expected
