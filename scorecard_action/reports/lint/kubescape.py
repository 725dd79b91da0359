"""Kubescape's JSON (`--format json`, its version v2): controls by the resource they were tried on.

A control that failed on a resource is one finding, as Kubescape counts them by severity. How bad a
control is stands in the summary (`scoreFactor`, opa-utils `ControlSeverityToString`), the file of a
resource beside the results. What an exception covers is suppressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import field

from scorecard_action.model import Evidence, Finding, Kind, Nothing, Tool
from scorecard_action.reports.format import Format
from scorecard_action.reports.keys import told
from scorecard_action.reports.lint.documents import Partial, decode, short, unlisted
from scorecard_action.reports.lint.levels import SECURITY, level
from scorecard_action.reports.source import Source

_TOOL: Final = "kubescape"
_BANDS: Final = ((9, "critical"), (7, "high"), (4, "medium"), (1, "low"))
_EXCEPTED: Final = "w/exceptions"
_TOLD: Final = told(
    (
        "summaryDetails.controls, clusterAPIServerInfo",
        "results[].controls[].controlID, results[].resourceID",
        "resources[].resourceID, resources[].object",
    )
)


class _Status(Partial):
    status: str | None = None
    sub_status: str | None = field(default=None, name="subStatus")


class _Tried(Partial):
    control: str | None = field(default=None, name="controlID")
    name: str | None = None
    status: _Status | None = None


class _Result(Partial):
    resource: str | None = field(default=None, name="resourceID")
    controls: list[_Tried] | None = None


class _Origin(Partial):
    path: str | None = field(default=None, name="relativePath")


class _Resource(Partial):
    resource: str | None = field(default=None, name="resourceID")
    source: _Origin | None = None


# numbers of any size: msgspec makes no float of an integer that is too large for one
class _Control(Partial):
    factor: int | float | None = field(default=None, name="scoreFactor")


class _Summary(Partial):
    controls: dict[str, _Control] | None
    resources: dict[str, int | float] | None = field(default=None, name="ResourceCounters")
    failures: dict[str, int | float] | None = field(default=None, name="resourcesSeverityCounters")


class _Report(Partial):
    summary: _Summary = field(name="summaryDetails")
    results: list[_Result] | None = None
    resources: list[_Resource] | None = None


def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report = decode(source, _Report)
    controls = report.summary.controls or {}
    severities = {name: _severity(one.factor or 0) for name, one in controls.items()}
    files = {
        one.resource: one.source.path for one in report.resources or () if one.source is not None
    }
    failed, excused = 0, 0
    for result in report.results or ():
        for tried in result.controls or ():
            status = tried.status or _Status()
            excepted = status.sub_status == _EXCEPTED
            if status.status != "failed" and not excepted:
                continue
            failed += not excepted
            excused += excepted
            severity = severities.get(tried.control or "", "unknown")
            yield Finding(
                level(SECURITY, severity),
                rule=tried.control or "",
                severity=severity,
                tool=_TOOL,
                file=files.get(result.resource) or "",
                message=short(f"{tried.name or ''}: {result.resource or ''}"),
                suppressed=excepted,
            )
    counted = sum((report.summary.failures or {}).values())
    yield from unlisted("Kubescape", "failures", counted, failed)
    resources = report.summary.resources
    if not failed and not excused and resources and not any(resources.values()):
        yield Nothing("Kubescape tried its controls on no resource")


def _severity(factor: float) -> str:
    return next((word for least, word in _BANDS if factor >= least), "unknown")


FORMAT = Format(
    name="kubescape-json",
    kind=Kind.LINT,
    title="Kubescape JSON",
    producers="Kubescape",
    detect=_TOLD.detect,
    read=_read,
    severities=frozenset({"unknown", "low", "medium", "high", "critical"}),
    keys=_TOLD.keys,
)
