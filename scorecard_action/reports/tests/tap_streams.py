"""The streams of a TAP report, the outermost and its subtests, and how each is off its plan."""

from __future__ import annotations

from scorecard_action.masking import clip
from scorecard_action.model import TestCase
from scorecard_action.reports.tests.tap_points import Sums


class Level:
    """An open stream: the outermost, or a subtest of this name; `failed` if a test in it did.

    `owner` is the parent of a subtest that follows it in braces; else the parent comes after it.
    """

    __slots__ = ("failed", "name", "owner", "plan", "points")

    def __init__(self, name: str = "", owner: TestCase | None = None) -> None:
        self.name = name
        self.owner = owner
        self.failed = False
        self.plan: int | None = None
        self.points = 0

    @property
    def off(self) -> str:
        """Say how the subtest is off its plan; "" where it is not."""
        if self.points == (self.plan or 0):
            return ""
        what = f"subtest '{clip(self.name, 60)}'" if self.name else "a subtest"
        if self.plan is None:
            return f"{what} has no plan: it was cut off"
        return f"{what} has {self.points:,} tests where {self.plan:,} are planned"


class Stream:
    """What the outermost stream has shown so far."""

    __slots__ = ("failed", "highest", "plan", "plan_last", "points", "sums")

    def __init__(self) -> None:
        self.sums = Sums()
        self.plan: tuple[int, int] | None = None
        self.plan_last = False
        self.points = 0
        self.highest = 0
        self.failed = False

    @property
    def planned(self) -> int:
        """How many tests the plan has, 0 where there is none yet."""
        return max(0, self.plan[1] - self.plan[0] + 1) if self.plan else 0

    @property
    def complete(self) -> bool:
        """Whether all that was planned was seen."""
        return self.plan is not None and self.points == self.planned
