"""What the tests of this folder share: keys to look for, a clock that does not wait, a client."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.keys import Keys
from scorecard_action.datadog.sites import api_base
from scorecard_action.datadog.waits import Clock
from scorecard_action.model import Outcome, State

API = "0123456789abcdef0123456789ABCDEF"
APP = "f00dfacef00dfacef00dfacef00dfacef00dface"
KEYS = Keys(API, APP)
NOW = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)


def assert_no_keys(*things: object) -> None:
    """No key is in any text of `things`, nor 12 characters from the beginning or end of one."""
    for thing in things:
        for text in (str(thing), repr(thing)):
            for key in (API, APP):
                assert key[:12] not in text, text
                assert key[-12:] not in text, text


class FakeClock(Clock):
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def wall(self) -> float:
        return 1_700_000_000.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def random(self) -> float:
        return 0.5


def client_for(url: str, **options: Any) -> Client:
    settings: dict[str, Any] = {"clock": FakeClock(), "user_agent": "scorecard-action/0", **options}
    return Client(api_base(None, url), KEYS, **settings)


def outcome(entity: str = "service:my-service", rule: str = "r1", **fields: Any) -> Outcome:
    settings: dict[str, Any] = {
        "state": State.PASS,
        "reason": "because",
        "decided_at": NOW,
        **fields,
    }
    return Outcome(entity=entity, rule=f"Rule {rule}", rule_id=rule, **settings)
