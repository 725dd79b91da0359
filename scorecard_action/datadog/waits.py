"""How long to wait before a request is sent again."""

from __future__ import annotations

import email.utils
import math
import random
import threading
import time
from collections.abc import Mapping

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
TRIES = 5

_LONGEST = 30.0  # seconds, of a wait that nobody asked for
_ABSURD = 24 * 3600.0  # seconds; a value above is taken for a point in time, or nonsense


class Clock:
    """Time and chance, so that tests can have their own."""

    def now(self) -> float:
        """Seconds of a clock that never goes back."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait for the event, that long at most; whether it came."""
        return event.wait(seconds)

    def random(self) -> float:
        """A number from 0 to 1, never 1."""
        return random.random()  # noqa: S311 - spreads waits, guards nothing


def wait_before(tries: int, status: int, headers: Mapping[str, str], clock: Clock) -> float:
    """Seconds to wait after `tries` failed tries, the last of which was answered with `status`
    (0: not answered) and `headers` (names in lower case).

    X-RateLimit-Reset comes with every answer and says when the period ends; only with 429 is that
    a time to wait. A value that cannot be read, or is 0, negative or absurd, is passed over.
    """
    asked = seconds(headers.get("x-ratelimit-reset", "")) if status == 429 else None
    if asked is None:
        asked = retry_after(headers.get("retry-after", ""), clock.wall())
    if asked is not None:
        return asked
    longest: float = min(2.0 ** (tries - 1), _LONGEST)
    return longest * (0.5 + clock.random() / 2)


def seconds(text: str) -> float | None:
    """A positive number of seconds, at most a day; else None."""
    try:
        value = float(text.strip()[:32])
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 < value <= _ABSURD else None


def retry_after(text: str, now: float) -> float | None:
    """Retry-After (RFC 9110, 10.2.3) in seconds from `now`: a number or an HTTP date."""
    try:
        float(text.strip()[:32])
    except ValueError:
        pass
    else:
        return seconds(text)
    try:
        date = email.utils.parsedate_to_datetime(text[:64])
        return seconds(str(date.timestamp() - now))
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
