"""SimpleCov's `.last_run.json`: the percentages of the last run, rounded down to two decimals.

It has no counts, so it can speak for itself only: with other reports it is no evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.model import CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Result(msgspec.Struct):
    line: Decimal | None = None
    branch: Decimal | None = None
    covered_percent: Decimal | None = None


class _Report(msgspec.Struct):
    result: _Result


def _read(source: Source) -> Iterator[Evidence]:
    result = jsondoc.decode(source, _Report).result
    # before SimpleCov 0.21 the lines were called covered_percent
    line = result.covered_percent if result.line is None else result.line
    yield CoverageTotals(line_rate=_rate(line), branch_rate=_rate(result.branch))


def _rate(percent: Decimal | None) -> Fraction | None:
    if percent is None:
        return None
    # checked before it becomes a fraction: 1e999999999 would not fit into memory
    short = percent.is_finite() and percent.adjusted() > -30 and len(percent.as_tuple().digits) < 40
    if not short or not 0 <= percent <= 100:
        raise ReportError(f"{percent!s:.40} is no percentage")
    return Fraction(percent) / 100


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    known = {"result", "result.line", "result.branch", "result.method", "result.covered_percent"}
    return head.json.paths <= known and bool(
        {"result.line", "result.branch", "result.covered_percent"} & head.json.paths
    )


FORMAT = Format(
    name="simplecov-last-run",
    kind=Kind.COVERAGE,
    title="SimpleCov .last_run.json",
    producers="SimpleCov",
    detect=_detect,
    keys=frozenset({"result"}),
    read=_read,
)
