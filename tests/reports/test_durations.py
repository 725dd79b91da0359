"""Times as tools write them. The exact values are those of Python's Decimal."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.reports.durations import (
    MICROSECOND,
    MILLISECOND,
    MOST,
    NANOSECOND,
    SECOND,
    between,
    moment,
    number,
    read,
    seconds,
    span,
    total,
)


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        pytest.param("12.345", 12_345_000, id="as nearly all are"),
        pytest.param("0", 0, id="zero"),
        pytest.param("-0.000", 0, id="below zero, and zero"),
        pytest.param("12", 12_000_000, id="whole"),
        pytest.param("5.", 5_000_000, id="nothing behind the point"),
        pytest.param(".5", 500_000, id="nothing before it"),
        pytest.param("+1.5", 1_500_000, id="a plus"),
        pytest.param(" 1.5 ", 1_500_000, id="blanks"),
        pytest.param("0.123456", 123_456, id="microseconds"),
        pytest.param("0.1234564", 123_456, id="rounded down"),
        pytest.param("0.1234566", 123_457, id="rounded up"),
        pytest.param("0.0000005", 0, id="half to even, down"),
        pytest.param("0.0000015", 2, id="half to even, up"),
        pytest.param("1.5e+1", 15_000_000, id="an exponent"),
        pytest.param("1.6e-05", 16, id="a small one"),
        pytest.param("1e-999999999", 0, id="a very small one"),
        pytest.param("1,234.5", 1_234_500_000, id="thousands"),
        pytest.param("1,234", 1_234_000_000, id="thousands alone"),
        pytest.param("1,234,567.891", 1_234_567_891_000, id="millions"),
        pytest.param("1.234,5", 1_234_500_000, id="thousands by points"),
        pytest.param("1 234,5", 1_234_500_000, id="thousands by blanks"),
        pytest.param("1\u202f234,5", 1_234_500_000, id="by narrow blanks"),
        pytest.param("1'234.5", 1_234_500_000, id="by apostrophes"),
        pytest.param("1.234", 1_234_000, id="a point is the decimal one"),
        pytest.param("0,25", 250_000, id="a decimal comma"),
        pytest.param("0,123", 123_000, id="of three digits, below one"),
        pytest.param("1,2345", 1_234_500, id="of four digits"),
        pytest.param("0:01:30", 90_000_000, id="a clock"),
        pytest.param("1:30", 90_000_000, id="of minutes"),
        pytest.param("00:00:00.0156250", 15_625, id="TimeSpan"),
        pytest.param("1.02:03:04", 93_784_000_000, id="TimeSpan with days"),
        pytest.param("00:00:05,25", 5_250_000, id="a clock with a comma"),
        pytest.param("1.5s", 1_500_000, id="s"),
        pytest.param("15 ms", 15_000, id="ms"),
        pytest.param("3µs", 3, id="µs"),
        pytest.param("1500 ns", 2, id="ns"),
        pytest.param("1m2.5s", 62_500_000, id="a duration of Go"),
        pytest.param("2 seconds", 2_000_000, id="in words"),
        pytest.param("PT1M30.5S", 90_500_000, id="ISO 8601"),
        pytest.param("P1DT2H", 93_600_000_000, id="ISO 8601 with days"),
        pytest.param("1000000000", MOST, id="the most"),
        *(
            pytest.param(text, None, id=f"none: {text[:20]!r}")
            for text in (
                "", " ", "NaN", "inf", "-Infinity", "-1", "-0.001", "x", "1x", "3 parsecs", "0x1",
                "1_000.5", "1e", "--1", "1:90", "0:61:00", "1.30:00:00", "P", "PT", "1,23,4",
                "1000000001", "1e10", "1e999999999", "9" * 64, "9" * 10_000, "1" + "0" * 63 + "s",
                "9e999999999 s", "PT9e999999999S",
            )
        ),
    ],
)  # fmt: skip
def test_seconds(text: str, micros: int | None) -> None:
    assert seconds(text) == micros


def test_nothing_is_no_time() -> None:
    assert seconds(None) is None


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        pytest.param("1,234", 1_234_000, id="a comma is the decimal one"),
        pytest.param("0,016", 16_000, id="below one"),
        pytest.param("00:00:01.5000000", 1_500_000, id="TimeSpan"),
    ],
)
def test_what_never_groups(text: str, micros: int) -> None:
    assert read(text, SECOND, grouped=False) == micros


@given(st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=9))
def test_decimals_are_exact(value: Decimal) -> None:
    expected = int((value * 10**6).to_integral_value(ROUND_HALF_EVEN))
    assert seconds(f"{value:f}") == seconds(f"{value:e}") == expected
    assert read(f"{value:f}", SECOND, grouped=False) == expected


@given(st.integers(0, 10**9 - 1), st.integers(0, 999))
def test_grouped_as_not_grouped(whole: int, thousandths: int) -> None:
    text = f"{whole}.{thousandths:03}"
    assert seconds(f"{whole:,}.{thousandths:03}") == seconds(text)


@given(st.text(max_size=80) | st.text("0123456789.,:-+eEPTDHMSms ", max_size=80))
def test_any_text_is_a_time_or_none(text: str) -> None:
    for unit in (SECOND, MILLISECOND, MICROSECOND, NANOSECOND):
        found = read(text, unit)
        assert found is None or 0 <= found <= MOST
    assert seconds(text) == read(text, SECOND)


@given(st.integers(0, 10**9), st.sampled_from(["s", "ms", "us", "ns", "m", "h"]))
def test_units_are_those_of_numbers(value: int, unit: str) -> None:
    sizes = {"s": SECOND, "ms": MILLISECOND, "us": MICROSECOND, "ns": NANOSECOND}
    size = sizes.get(unit) or SECOND * {"m": 60, "h": 3_600}[unit]
    assert read(f"{value}{unit}", SECOND) == number(value, size)


@pytest.mark.parametrize(
    ("value", "micros"),
    [
        pytest.param(12, 12_000, id="whole"),
        pytest.param(0.1, 100, id="a tenth"),
        pytest.param(4.1963499999999954, 4_196, id="a fraction"),
        pytest.param(1e-300, 0, id="tiny"),
        pytest.param("15", 15_000, id="as text"),
        pytest.param("1.5s", 1_500_000, id="as text with a unit"),
        pytest.param(10**15, None, id="too much"),
        pytest.param(10**5_000, None, id="far too much"),
        pytest.param(1e308, None, id="a great fraction"),
        pytest.param(float("inf"), None, id="endless"),
        pytest.param(float("nan"), None, id="no number"),
        pytest.param(-1, None, id="below zero"),
        pytest.param(True, None, id="true"),
        pytest.param(None, None, id="null"),
        pytest.param([1], None, id="a list"),
    ],
)
def test_numbers(value: object, micros: int | None) -> None:
    assert number(value, MILLISECOND) == micros


@pytest.mark.parametrize(
    ("values", "micros"),
    [
        pytest.param([400, 400, 400], 1, id="rounded once"),
        pytest.param([1_500, None, 500], 2, id="one without"),
        pytest.param([None, None], None, id="none with"),
        pytest.param([], None, id="none"),
        pytest.param([1_000, "x"], None, id="one that is no number"),
        pytest.param([5_000, -1_000], None, id="one below zero"),
        pytest.param([1_000, float("nan")], None, id="NaN"),
    ],
)
def test_totals(values: list[object], micros: int | None) -> None:
    assert total(values, NANOSECOND) == micros


@pytest.mark.parametrize(
    ("start", "end", "micros"),
    [
        pytest.param(1_795_822_599_594, 1_795_822_599_598, 4_000, id="since 1970"),
        pytest.param(1_000, 1_000, 0, id="at once"),
        pytest.param(2_000, 1_000, None, id="back in time"),
        pytest.param(None, 1_000, None, id="never began"),
        pytest.param(1_000, None, None, id="never ended"),
        pytest.param(True, 2, None, id="no moment"),
    ],
)
def test_spans(start: object, end: object, micros: int | None) -> None:
    assert span(start, end, MILLISECOND) == micros


@pytest.mark.parametrize(
    ("start", "end", "micros"),
    [
        pytest.param("20260105 10:00:00.000", "20260105 10:00:02.500", 2_500_000, id="Robot"),
        pytest.param("20260105 23:59:59.999", "20260106 00:00:00.000", 1_000, id="at midnight"),
        pytest.param(
            "2026-01-05T10:00:00Z", "2026-01-05T12:00:00.5+02:00", 500_000, id="two zones"
        ),
        pytest.param("20260105 10:00:01.000", "20260105 10:00:00.000", None, id="back in time"),
        pytest.param("N/A", "20260105 10:00:00.000", None, id="not told"),
        pytest.param(None, None, None, id="neither"),
        pytest.param("2" * 70, "x", None, id="long"),
    ],
)
def test_moments(start: str | None, end: str | None, micros: int | None) -> None:
    assert between(moment(start), moment(end)) == micros
