"""Of one rule and entity the newest outcome counts: table of what is the same rule."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from scorecard_action.delivery.newest import newest
from scorecard_action.model import Outcome
from tests.datadog.helpers import NOW, outcome


def one(
    name: str, id_: str | None, hours: int = 0, *, card: str | None = None, entity: str = "a"
) -> Outcome:
    made = outcome(entity, decided_at=NOW + dt.timedelta(hours=hours))
    return msgspec.structs.replace(made, rule=name, rule_id=id_, scorecard=card)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        pytest.param([one("X", "1"), one("X", "1", 1)], "-+", id="the older first"),
        pytest.param([one("X", "1", 1), one("X", "1")], "+-", id="the older last"),
        pytest.param([one("X", "1", n % 3) for n in range(5)], "--+--", id="five"),
        pytest.param([one("X", "1"), one("X", "1")], "-+", id="the same time: the later one"),
        pytest.param([one("X", "1"), one("Y", "1", 1)], "-+", id="renamed"),
        pytest.param([one("X", "1"), one("X", "2", 1)], "++", id="two rules of one name"),
        pytest.param([one("X", None), one("X", None, 1)], "-+", id="by name"),
        pytest.param([one("X", None), one("X", "1", 1)], "-+", id="looked up since"),
        pytest.param([one("X", "1"), one("X", None, 1)], "-+", id="not looked up since"),
        pytest.param([one("X", "1"), one("X", None)], "++", id="of one run, one not looked up"),
        pytest.param([one("X", None), one("X", None, 1, card="A")], "-+", id="a scorecard since"),
        pytest.param([one("X", None), one("X", "1", 1, card="A")], "-+", id="scorecard and id"),
        pytest.param([one("X", None, card="A"), one("X", None, 1, card="B")], "++", id="two cards"),
        pytest.param([one("X", None, card="A"), one("X", None, 1)], "++", id="no card any more"),
        pytest.param([one("X", "1"), one("X", "1", 1, entity="b")], "++", id="two entities"),
        pytest.param(
            [one("X", "1"), one("X", "1", 1, entity="service:a")], "-+", id="one entity, two ways"
        ),
        pytest.param([], "", id="none"),
    ],
)
def test_newest(outcomes: list[Outcome], expected: str) -> None:
    assert "".join("-+"[stays] for stays in newest(outcomes)) == expected
