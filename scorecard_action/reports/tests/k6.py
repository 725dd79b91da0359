"""k6's summary, of `k6 run --summary-export=FILE`, and the data of `handleSummary` written as JSON.

Format: summary-wrapper.js of grafana/k6. A case is a threshold, or a check: failed where it failed
once. In an export a threshold is the answer to "was it crossed?", so true is a failure there; in
the data of `handleSummary` it has a key `ok`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from msgspec import Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import stray
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.jsonvalues import count, text

_T = TypeVar("_T")


class _Metric(Struct, gc=False):
    thresholds: dict[str, object] | None = None


class _Check(Struct, gc=False):
    name: object = None
    passes: object = None
    fails: object = None


class _Group(Struct, gc=False):
    name: object = None
    # lists in the data of handleSummary, by their names in an export
    groups: list[_Group] | dict[str, _Group] | None = None
    checks: list[_Check] | dict[str, _Check] | None = None


class _Report(Struct, gc=False):
    metrics: dict[str, _Metric]
    root_group: _Group


def _read(source: Source) -> Iterator[Evidence]:
    report = stray.decode(source, _Report)
    for metric, known in report.metrics.items():
        for limit, said in (known.thresholds or {}).items():
            kept = said.get("ok") is True if isinstance(said, dict) else said is False
            result = Result.PASSED if kept else Result.FAILED
            yield TestCase(result, f"{metric}: {limit}", suite="thresholds")
    pending = [(report.root_group, "")]
    while pending:
        group, above = pending.pop()
        path = "::".join(filter(None, (above, text(group.name))))
        for check in _listed(group.checks):
            yield TestCase(_result(check), text(check.name), suite=path or "checks")
        pending += [(inner, path) for inner in reversed(_listed(group.groups))]


def _result(check: _Check) -> Result:
    if count(check.fails):
        return Result.FAILED
    return Result.PASSED if count(check.passes) else Result.SKIPPED


def _listed(some: list[_T] | dict[str, _T] | None) -> list[_T]:
    return [*some.values()] if isinstance(some, dict) else some or []


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "{"
        and "metrics" in json.paths
        and not json.paths.isdisjoint({"root_group.checks", "root_group.checks[]"})
    )


FORMAT = Format(
    name="k6-summary",
    kind=Kind.TESTS,
    title="k6 summary",
    producers="k6 run --summary-export, handleSummary",
    detect=_detect,
    keys=frozenset({"metrics"}),
    read=_read,
)
