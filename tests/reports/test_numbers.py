"""Numbers as tools write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scorecard_action.reports.numbers import MOST, rate, whole


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(None, 0, id="absent"),
        pytest.param("", 0, id="empty"),
        pytest.param("0", 0, id="zero"),
        pytest.param("007", 7, id="leading zeros"),
        pytest.param(" 12\n", 12, id="blanks around"),
        pytest.param("+3", 3, id="plus"),
        pytest.param("12.0", 12, id="written by JavaScript"),
        pytest.param("12,00", 12, id="decimal comma"),
        pytest.param("1,234", 1234, id="comma groups"),
        pytest.param("1,000", 1000, id="a thousand, not one"),
        pytest.param("12.000", 12_000, id="twelve thousand, not twelve"),
        pytest.param("1.234.567", 1_234_567, id="point groups"),
        pytest.param("1 234", 1234, id="blank groups"),
        pytest.param("1\u00a0234\u202f567", 1_234_567, id="typographic groups"),
        pytest.param("1'234", 1234, id="swiss groups"),
        pytest.param("-3", 0, id="negative"),
        pytest.param("12.5", 0, id="no count"),
        pytest.param("NaN", 0, id="NaN"),
        pytest.param("Infinity", 0, id="infinity"),
        pytest.param("1e3", 0, id="exponent"),
        pytest.param("0x10", 0, id="hexadecimal"),
        pytest.param("12 tests", 0, id="words"),
        pytest.param("٣", 3, id="other digits"),
        pytest.param("18446744073709551615", MOST, id="a counter that overflowed"),
        pytest.param("9" * 900, MOST, id="900 digits"),
        pytest.param("9" * 100_000, 0, id="100,000 digits"),
        pytest.param("9" + ",999" * 100, MOST, id="100 groups"),
    ],
)
def test_whole(text: str | None, value: int) -> None:
    assert whole(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(None, None, id="absent"),
        pytest.param("", None, id="empty"),
        pytest.param("0", Fraction(0), id="zero"),
        pytest.param("1", Fraction(1), id="one"),
        pytest.param("1.0", Fraction(1), id="one, as Java writes it"),
        pytest.param("0.1", Fraction(1, 10), id="exact, not binary"),
        pytest.param("0,875", Fraction(7, 8), id="decimal comma"),
        pytest.param(".5", Fraction(1, 2), id="no leading zero"),
        pytest.param("8.5E-1", Fraction(17, 20), id="exponent"),
        pytest.param("1e-99", Fraction(1, 10**99), id="tiny"),
        pytest.param("85.5", None, id="a percentage is no rate"),
        pytest.param("1e99", None, id="huge"),
        pytest.param("1e999999999", None, id="an exponent that would not end"),
        pytest.param("-0.5", None, id="negative"),
        pytest.param("NaN", None, id="NaN"),
        pytest.param("Infinity", None, id="infinity"),
        pytest.param(".", None, id="point alone"),
        pytest.param("0.8 %", None, id="words"),
    ],
)
def test_rate(text: str | None, value: Fraction | None) -> None:
    assert rate(text) == value
