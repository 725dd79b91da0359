"""Read reports in tests: samples that lie beside them, and small ones written on the spot."""

from __future__ import annotations

import io
from pathlib import Path

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, TestCase, ToolError
from scorecard_action.reports import detect
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

SAMPLES = Path(__file__).resolve().parents[1] / "samples"

Row = tuple[str, str, str, str, bool]
"""result, name, class, suite, own: what a rule can ask of a case."""


def evidence(form: Format, data: bytes) -> list[Evidence]:
    """Read a report of this format to its end."""
    return list(form.read(Source(io.BytesIO(data))))


def sample(form: Format, name: str) -> list[Evidence]:
    """Read a sample, whose content must show its format, and no other."""
    data = (SAMPLES / name).read_bytes()
    head = Head(Source(io.BytesIO(data)).head.decode())
    assert detect.candidates(head) == [form.name]
    return evidence(form, data)


def rows(pieces: list[Evidence]) -> list[Row]:
    """The cases, in their order."""
    return [
        (one.result.value, one.name, one.classname, one.suite, one.own)
        for one in pieces
        if isinstance(one, TestCase)
    ]


def results(pieces: list[Evidence]) -> list[str]:
    """The results of the cases alone; `failed!` has no case of its own."""
    return [result + ("" if own else "!") for result, _, _, _, own in rows(pieces)]


def unfinished(pieces: list[Evidence]) -> list[str]:
    """Why the tool did not finish, as the report itself says it."""
    return [one.message for one in pieces if isinstance(one, ToolError)]


def outcome(form: Format, data: bytes) -> tuple[list[str], str]:
    """What came of a report that may be broken: the results before the error, and the error."""
    pieces: list[Evidence] = []
    try:
        pieces.extend(form.read(Source(io.BytesIO(data))))
    except ReportError as error:
        return results(pieces), error.message
    return results(pieces), ""
