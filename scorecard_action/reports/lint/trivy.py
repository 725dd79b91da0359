"""Trivy's JSON (trivy `types.Report`): vulnerabilities, misconfigurations, secrets, licenses.

Misconfigurations that passed are no findings; exceptions and what a policy or an ignore file
modified (`ExperimentalModifiedFindings`) are suppressed. A report of a cluster holds `Resources`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET, UnsetType, field

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Nothing, Notice, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import SECURITY, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_TOOL: Final = "trivy"
# Artifact types of images, of Trivy 0.20 and of today.
_IMAGES: Final = frozenset({"container_image", "container", "image"})


class _Cause(Partial, rename="pascal"):
    start_line: Number = None


class _Found(Partial, rename="pascal"):
    """Any of the four; which fields it has depends on what was found."""

    severity: str | None = None
    title: str | None = None
    message: str | None = None
    status: str | None = None
    vulnerability_id: str | None = field(default=None, name="VulnerabilityID")
    pkg_name: str | None = None
    pkg_path: str | None = None
    id: str | None = field(default=None, name="ID")
    avd_id: str | None = field(default=None, name="AVDID")
    cause_metadata: _Cause | None = None
    rule_id: str | None = field(default=None, name="RuleID")
    start_line: Number = None
    name: str | None = None
    file_path: str | None = None


class _Modified(Partial, rename="pascal"):
    finding: _Found | None = None


class _Result(Partial, rename="pascal"):
    target: str | None
    vulnerabilities: list[_Found] | None = None
    misconfigurations: list[_Found] | None = None
    secrets: list[_Found] | None = None
    licenses: list[_Found] | None = None
    experimental_modified_findings: list[_Modified] | None = None


class _Resource(Partial, rename="pascal"):
    name: str | None = None
    results: list[_Result] | None = None
    error: str | None = None


class _Metadata(Partial):
    os: object = field(default=None, name="OS")


class _Report(Partial, rename="pascal"):
    schema_version: int | UnsetType = UNSET
    artifact_type: str | None = None
    metadata: _Metadata | None = None
    results: list[_Result] | UnsetType | None = UNSET
    resources: list[_Resource] | UnsetType | None = UNSET


@marking
def _read(source: Source) -> Iterator[Evidence]:
    yield Tool(_TOOL)
    report: list[_Result] | _Report = decode(
        source,
        list[_Result] | _Report,  # type: ignore[arg-type]
    )
    if isinstance(report, _Report):
        if all(part is UNSET for part in (report.schema_version, report.results, report.resources)):
            raise ReportError("not the shape of this format: neither SchemaVersion nor Results")
        for resource in report.resources or ():
            if resource.error:
                name = clip(resource.name or "a resource", 200)
                yield ToolError(f"trivy did not scan {name}: {clip(resource.error, 200)}")
            yield from _results(resource.results)
        yield from _results(report.results or ())
        if not report.results and report.resources is UNSET:
            yield _without_results(report)
    else:
        yield from _results(report)


def _without_results(report: _Report) -> Evidence:
    image = (report.artifact_type or "").lower() in _IMAGES
    if image and not (report.metadata and report.metadata.os):
        return Nothing("Trivy found nothing to scan in the image: neither an OS nor packages")
    return Notice(
        "Trivy lists nothing that it scanned, which is also what a clean scan looks like;"
        " with `--list-all-pkgs` the report would say"
    )


def _results(results: list[_Result] | tuple[()] | None) -> Iterator[Finding]:
    for result in results or ():
        target = result.target or ""
        for found in (*(result.vulnerabilities or ()), *(result.secrets or ())):
            yield _finding(found, target)
        for found in result.licenses or ():
            yield _finding(found, target)
        for found in result.misconfigurations or ():
            status = (found.status or "FAIL").upper()
            if status != "PASS":
                yield _finding(found, target, suppressed=status == "EXCEPTION")
        for modified in result.experimental_modified_findings or ():
            yield _finding(modified.finding or _Found(), target, suppressed=True)


def _finding(found: _Found, target: str, *, suppressed: bool = False) -> Finding:
    severity = found.severity or "UNKNOWN"
    line = found.start_line if found.cause_metadata is None else found.cause_metadata.start_line
    rule = found.vulnerability_id or found.rule_id or found.id or found.avd_id or found.name
    about = found.title or found.message or found.name or ""
    return Finding(
        level(SECURITY, severity),
        rule=rule or "",
        severity=severity,
        tool=_TOOL,
        file=found.pkg_path or found.file_path or target,
        line=line_number(line),
        message=short(": ".join(part for part in (found.pkg_name, about) if part)),
        suppressed=suppressed,
    )


def _detect(head: Head) -> bool:
    if head.json is None:
        return False
    paths = head.json.paths
    if head.json.root == "[":
        return "[].Target" in paths and not paths.isdisjoint(
            {"[].Type", "[].Vulnerabilities", "[].Vulnerabilities[]", "[].Misconfigurations[]"}
        )
    return (
        {"SchemaVersion", "ArtifactName"} <= paths
        or "Results[].Target" in paths
        or ("Resources[]" in paths and "ClusterName" in paths)
    )


FORMAT = Format(
    name="trivy-json",
    kind=Kind.LINT,
    title="Trivy JSON",
    producers="Trivy",
    detect=_detect,
    keys=frozenset({"[].Target", "SchemaVersion", "Results[].Target", "ClusterName"}),
    read=_read,
    severities=frozenset({"unknown", "low", "medium", "high", "critical"}),
)
