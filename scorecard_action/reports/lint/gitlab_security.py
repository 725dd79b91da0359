"""GitLab's security reports: SAST, secrets, dependencies, containers, DAST, fuzzing.

Specification: gitlab-org/security-products/security-report-schemas. `scan.status` says whether the
scanner finished, and a message of level `fatal` why not.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Finding, Kind, Tool, ToolError
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.documents import Number, Partial, decode, line_number, short
from scorecard_action.reports.lint.levels import SECURITY, level
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source


class _Scanner(Partial):
    id: str | None = None
    name: str | None = None


class _Message(Partial):
    level: str | None = None
    value: str | None = None


class _Scan(Partial):
    scanner: _Scanner | None = None
    status: str | None = None
    messages: list[_Message] | None = None


class _Identifier(Partial):
    value: str | None = None


class _Location(Partial):
    file: str | None = None
    start_line: Number = None


class _Vulnerability(Partial):
    name: str | None = None
    message: str | None = None
    description: str | None = None
    severity: str | None = None
    state: str | None = None
    scanner: _Scanner | None = None
    identifiers: list[_Identifier] | None = None
    location: _Location | None = None


class _Report(Partial):
    vulnerabilities: list[_Vulnerability] | None
    scan: _Scan | None = None


@marking
def _read(source: Source) -> Iterator[Evidence]:
    report = decode(source, _Report)
    scan = report.scan or _Scan()
    tool = _name(scan.scanner)
    if tool:
        yield Tool(tool)
    for one in report.vulnerabilities or ():
        severity = one.severity or "Unknown"
        place = one.location or _Location()
        yield Finding(
            level(SECURITY, severity),
            rule=(one.identifiers[0].value if one.identifiers else None) or "",
            severity=severity,
            tool=_name(one.scanner) or tool,
            file=place.file or "",
            line=line_number(place.start_line),
            message=short(one.name or one.message or one.description),
            suppressed=(one.state or "").lower() == "dismissed",
        )
    fatal = [message.value for message in scan.messages or () if message.level == "fatal"]
    for text in fatal:
        yield ToolError(f"{tool or 'the scanner'} reports: {clip(text or 'a fatal error', 300)}")
    if scan.status == "failure" and not fatal:
        yield ToolError(f"{tool or 'the scanner'} says that its scan failed")


def _name(scanner: _Scanner | None) -> str:
    return (scanner.id or scanner.name or "") if scanner else ""


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    if {"vulnerabilities[].identifiers[]", "vulnerabilities[].location"} <= paths:
        return True
    own = {"scan.type", "scan.status", "scan.scanner.id", "scan.analyzer.id"}
    return "version" in paths and not paths.isdisjoint(own)


FORMAT = Format(
    name="gitlab-security",
    kind=Kind.LINT,
    title="GitLab security report",
    producers="GitLab's analyzers, Semgrep, Trivy, Gitleaks …",
    detect=_detect,
    keys=frozenset(
        {
            "vulnerabilities[].identifiers[]",
            "scan.type",
            "scan.status",
            "scan.scanner.id",
            "scan.analyzer.id",
        }
    ),
    read=_read,
    severities=frozenset({"info", "unknown", "low", "medium", "high", "critical", "undefined"}),
)
