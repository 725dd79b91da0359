"""Measured values, exact, with what they say beside a number: whose it is, that there is more."""

from __future__ import annotations

from fractions import Fraction
from typing import Self


class AtLeast(Fraction):
    """A measured value that is a lower bound: the true one is this or more."""


class Named(Fraction):
    """A measured value of one thing among others, which goes by this name."""

    of = ""

    @classmethod
    def by(cls, value: Fraction, of: str) -> Self:
        """Return the value with the name of what it is of."""
        named = cls(value)
        named.of = of
        return named


class NamedAtLeast(Named, AtLeast):
    """One of which it is not known whether another thing has a greater value."""


def percent(covered: int, valid: int) -> Fraction | None:
    """Return 100 covered / valid exactly; None where there is nothing to cover."""
    return Fraction(100 * covered, valid) if valid else None
