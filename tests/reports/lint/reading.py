"""Read lint reports in tests: samples that lie beside them, and small ones written on the spot."""

from __future__ import annotations

import io
from pathlib import Path

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Finding, Level, Tool, ToolError
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import Source

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def evidence(form: str, data: bytes | str) -> list[Evidence]:
    """Read a report of the format called `form` to its end."""
    raw = data.encode() if isinstance(data, str) else data
    return list(FORMATS[form].read(Source(io.BytesIO(raw))))


def findings(pieces: list[Evidence]) -> list[Finding]:
    """The findings, in their order."""
    return [piece for piece in pieces if isinstance(piece, Finding)]


def counts(pieces: list[Evidence]) -> tuple[int, int, int, int]:
    """Errors, warnings, notes, and what is suppressed."""
    found = findings(pieces)
    open_ones = [finding.level for finding in found if not finding.suppressed]
    return (
        open_ones.count(Level.ERROR),
        open_ones.count(Level.WARNING),
        open_ones.count(Level.NOTE),
        len(found) - len(open_ones),
    )


def tools(pieces: list[Evidence]) -> set[str]:
    """The tools that the report names as having run."""
    return {piece.name for piece in pieces if isinstance(piece, Tool)}


def unfinished(pieces: list[Evidence]) -> list[str]:
    """Why a tool did not finish, as the report itself says it."""
    return [piece.message for piece in pieces if isinstance(piece, ToolError)]


def told(finding: Finding) -> tuple[str, str, str, int]:
    """What a rule of the mapping can ask of a finding, and its line."""
    return finding.rule, finding.severity, finding.file, finding.line


def outcome(form: str, data: bytes) -> tuple[int, str]:
    """Number of findings before the error, and the error ("" is none)."""
    found = 0
    try:
        for piece in FORMATS[form].read(Source(io.BytesIO(data))):
            found += isinstance(piece, Finding)
    except ReportError as error:
        return found, error.message
    return found, ""
