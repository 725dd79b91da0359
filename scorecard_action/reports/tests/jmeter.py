"""JMeter's JTL in CSV, of `jmeter -n -l results.jtl`, with the names of the fields in its first
line.

Format: xdocs/usermanual/listeners.xml of apache/jmeter. A case is a row: a sample, or a
transaction, which repeats its samples. The separator is the user's. A text may go over several
lines.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports.durations import MILLISECOND, read
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.words import Words

_SEPARATORS: Final = ",;\t|"
_FIELDS: Final = frozenset({"label", "success"})
_OWN: Final = frozenset({"timeStamp", "elapsed", "responseCode", "threadName"})
_PASSED: Final = ("true",)
_FALSE: Final = "false"


def _read(source: Source) -> Iterator[Evidence]:
    words = Words(source, _PASSED, ())
    lines = (line.decode("utf-8", "replace") + "\n" for line in source.lines())
    first = next(lines, "")
    separator, fields = _header(first)
    if separator is None:
        raise ReportError("the first line does not name `label` and `success`", source.first_line)
    label, success = fields.index("label"), fields.index("success")
    elapsed = fields.index("elapsed") if "elapsed" in fields else None
    rows = csv.reader(lines, delimiter=separator)
    try:
        for row in rows:
            line = source.first_line + rows.line_num
            if len(row) < len(fields):
                if row:
                    yield ToolError("a row is cut off", line)
                continue
            said = row[success].strip()
            result, why = (Result.FAILED, "") if said == _FALSE else words.read(said)
            micros = read(row[elapsed], MILLISECOND) if elapsed is not None else None
            yield TestCase(
                result, row[label], why=why, line=line, id=str(rows.line_num), micros=micros
            )
    except csv.Error as error:
        raise ReportError(f"no CSV: {error}", source.first_line + rows.line_num) from None


def _header(line: str) -> tuple[str | None, list[str]]:
    for separator in _SEPARATORS:
        fields = line.strip().split(separator)
        if set(fields) >= _FIELDS and not _OWN.isdisjoint(fields):
            return separator, fields
    return None, []


def _detect(head: Head) -> bool:
    return _header(head.text.partition("\n")[0])[0] is not None


FORMAT = Format(
    name="jmeter-csv",
    kind=Kind.TESTS,
    title="JMeter results (JTL, CSV)",
    producers="jmeter -n -l results.jtl",
    detect=_detect,
    read=_read,
    times=True,
)
