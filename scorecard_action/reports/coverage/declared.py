"""What a report declares in all, held against what it lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.model import Notice

Count = Annotated[int, msgspec.Meta(ge=0)]


def checked(covered: int, valid: int, where: str) -> tuple[int, int]:
    """Return (covered, valid); raises ReportError where more is covered than there is."""
    if covered > valid:
        raise ReportError(f"more is covered than there is in {where}")
    return covered, valid


def compared(declared: tuple[int, int], listed: tuple[int, int], unit: str) -> Iterator[Notice]:
    """Yield a notice where the totals, (covered, valid), are not the sum of what is listed."""
    if declared != listed:
        yield Notice(
            f"its totals say {declared[0]:,} of {declared[1]:,} {unit},"
            f" what it lists adds up to {listed[0]:,} of {listed[1]:,}"
        )


class Sum:
    """Adds up (covered, valid)."""

    def __init__(self) -> None:
        self.covered = self.valid = 0

    def add(self, covered: int, valid: int) -> None:
        """Take in what one file, or one module, says."""
        self.covered += covered
        self.valid += valid

    @property
    def counts(self) -> tuple[int, int]:
        """All that was added."""
        return self.covered, self.valid
