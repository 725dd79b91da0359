from __future__ import annotations

import pytest

from scorecard_action.datadog.waits import wait_before
from tests.datadog.helpers import FakeClock

# FakeClock: it is 2023-11-14 22:13:20 UTC, and chance is 0.5.
FIRST = 0.75  # 2^0 * (0.5 + 0.5 / 2)


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        pytest.param(429, {"x-ratelimit-reset": "3"}, 3, id="reset"),
        pytest.param(429, {"x-ratelimit-reset": " 2.5 "}, 2.5, id="with a fraction"),
        pytest.param(
            429, {"x-ratelimit-reset": "3", "retry-after": "9"}, 3, id="reset comes first"
        ),
        pytest.param(429, {"retry-after": "9"}, 9, id="retry-after"),
        pytest.param(
            429, {"x-ratelimit-reset": "soon", "retry-after": "9"}, 9, id="unreadable reset"
        ),
        pytest.param(503, {"x-ratelimit-reset": "50"}, FIRST, id="reset is for 429 only"),
        pytest.param(503, {"retry-after": "9"}, 9, id="503 with retry-after"),
        pytest.param(503, {"retry-after": "Tue, 14 Nov 2023 22:13:30 GMT"}, 10, id="date"),
        pytest.param(503, {"retry-after": "Tue, 14 Nov 2023 22:13:10 GMT"}, FIRST, id="past date"),
        pytest.param(503, {"retry-after": "Tue, 99 Nov 2023 22:13:10 GMT"}, FIRST, id="no date"),
        pytest.param(503, {"retry-after": "Fri, 14 Nov 2099 22:13:30 GMT"}, FIRST, id="far date"),
        pytest.param(500, {}, FIRST, id="nothing said"),
        pytest.param(429, {"x-ratelimit-reset": "-5"}, FIRST, id="negative"),
        pytest.param(429, {"x-ratelimit-reset": "0"}, FIRST, id="zero"),
        pytest.param(429, {"x-ratelimit-reset": "nan"}, FIRST, id="nan"),
        pytest.param(429, {"x-ratelimit-reset": "inf"}, FIRST, id="inf"),
        pytest.param(429, {"x-ratelimit-reset": "1e300"}, FIRST, id="huge"),
        pytest.param(429, {"x-ratelimit-reset": "1700000060"}, FIRST, id="a point in time"),
        pytest.param(429, {"x-ratelimit-reset": "600"}, 600, id="long"),
        pytest.param(429, {"retry-after": "9" * 100_000}, FIRST, id="very many digits"),
        pytest.param(0, {}, FIRST, id="not reached"),
    ],
)
def test_wait(status: int, headers: dict[str, str], expected: float) -> None:
    assert wait_before(1, status, headers, FakeClock()) == expected


def test_waits_grow_up_to_a_bound() -> None:
    waits = [wait_before(tries, 500, {}, FakeClock()) for tries in (1, 2, 3, 4, 10, 1000)]
    assert waits == [0.75, 1.5, 3, 6, 22.5, 22.5]
