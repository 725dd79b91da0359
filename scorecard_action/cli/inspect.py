"""`inspect`: what is in these report files?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from scorecard_action.cli import console, options
from scorecard_action.errors import ReportError, locate
from scorecard_action.globs.find import Wanted, find
from scorecard_action.globs.globs import Glob
from scorecard_action.judging.metric import Found, Measured, Metric, Told
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.metrics import of_kind
from scorecard_action.model import Kind, Tool
from scorecard_action.outputs import result_json
from scorecard_action.outputs.text import printable
from scorecard_action.reading.patience import Patience
from scorecard_action.reports.formats import FORMATS

_SUPPRESSED: Final = "suppressed"


class Mistake(msgspec.Struct, frozen=True):
    """Why a file could not be read; line and column count from 1, null is unknown."""

    message: str
    line: int | None
    column: int | None


class Inspected(msgspec.Struct):
    """What one file holds: its metrics, and by name the `counts` behind and beside them."""

    path: str
    format: str | None = None
    kind: Kind | None = None
    tool: str | None = None
    measured: Measured = {}
    counts: dict[str, int] = {}
    error: Mistake | None = None

    def document(self) -> dict[str, object]:
        """The object of `--json`: what does not apply to the file's kind is null."""
        shown = {metric.name: metric.shown(value) for metric, value in self.measured.items()}
        return {
            "path": self.path,
            "format": self.format,
            "kind": self.kind,
            "tool": self.tool,
            **{key: (self.counts | shown).get(key) for key in _keys()},
            "error": msgspec.to_builtins(self.error),
        }


def columns() -> tuple[str, ...]:
    """Return the keys of the objects of `--json`."""
    return ("path", "format", "kind", "tool", *_keys(), "error")


def _keys() -> Iterator[str]:
    for kind in Kind:
        for metric in _metrics(kind):
            yield from _parts(metric)
            yield metric.name
        if kind is Kind.LINT:
            yield _SUPPRESSED


def _metrics(kind: Kind) -> list[Metric]:
    return [metric for metric in of_kind(kind) if metric.inspected is not Told.NEVER]


def _parts(metric: Metric) -> tuple[str, ...]:
    noun = metric.counts.noun if metric.counts else ""
    return (f"{noun}_covered", f"{noun}_valid") if noun else ()


@click.command(name="inspect")
@options.working_directory
@click.argument("files", nargs=-1)
@options.option("--format", "form", metavar="NAME", help="Read the files as this format.")
@click.option("--formats", is_flag=True, help="List the formats that are read, and stop.")
@options.read_timeout
@click.option("--json", "as_json", is_flag=True, help="Print an array with one object per file.")
def command(
    *,
    working_directory: str | None,
    files: tuple[str, ...],
    form: str | None,
    formats: bool,
    read_timeout: float,
    as_json: bool,
) -> int:
    """Show what is in report FILES: format, tool and counts.

    FILES may be quoted globs. Exits with 3 if a file cannot be read, after showing the others.
    """
    if formats:
        console.out_lines(_formats())
        return 0
    if not files:
        raise click.UsageError("name the report files to look into", click.get_current_context())
    options.enter(working_directory)
    patience = Patience(read_timeout)
    inspected = [inspect(path, form, patience) for path in _expanded(files)]
    if as_json:
        documents = [one.document() for one in inspected]
        console.result(result_json.dump(documents).rstrip("\n"))
    else:
        for one in inspected:
            console.out(_line(one))
    return ReportError.exit_code if any(one.error for one in inspected) else 0


def inspect(path: str, form: str | None, patience: Patience) -> Inspected:
    """Read one report and count what is in it; what is wrong with it is in `error`."""
    result = Inspected(printable(path))
    tallies = ReportTallies(path, [Matcher(Selection())])
    kind, flaky = None, False
    tools: dict[str, None] = {}
    try:
        with patience.opened(Path(path), form) as (found, evidence):
            kind, flaky = found.kind, found.flaky
            result.format, result.kind = found.name, kind
            for piece in evidence:
                tallies.add(piece)
                if isinstance(piece, Tool) and len(tools) < 20:
                    tools[printable(piece.name)] = None
    except ReportError as error:
        result.error = Mistake(printable(error.message), error.line or None, error.column or None)
    (tally,) = tallies.finish(kind, flaky=flaky)
    result.tool = ", ".join(tools) or None
    nothing = [one for found in tally.nothing.values() for one in found]
    for one in (*tally.problems, *nothing):
        console.warn(f"{locate(one.file, one.line)}: {one.message}")
    for message, places in sorted(tally.notices.items()):
        console.warn(f"{min(places)}: {message}")
    if kind is not None:
        _count(result, kind, tally)
    return result


def _count(result: Inspected, kind: Kind, tally: Tally) -> None:
    found = Found(tally)
    for metric in _metrics(kind):
        if (value := metric.value(found)) is not None:
            result.measured[metric] = value
        if metric.counts and (counts := metric.counts.of(found)):
            result.counts.update(zip(_parts(metric), counts, strict=True))
    if kind is Kind.LINT:
        result.counts[_SUPPRESSED] = tally.suppressed


def _formats() -> Iterator[str]:
    width = max(map(len, FORMATS))
    for form in FORMATS.values():
        yield f"{form.name:{width}}  {form.kind or '':8}  {form.title}: {form.producers}"


def _line(one: Inspected) -> str:
    if one.error:
        where = locate(one.path, one.error.line or 0, one.error.column or 0)
        return f"{where}: {one.error.message}"
    words = [one.format or "", f"by {one.tool}" if one.tool else ""]
    counts = _counts(one, one.kind) if one.kind else "no report: passed over"
    return f"{one.path}: {' '.join(filter(None, words))}: {counts}"


def _counts(one: Inspected, kind: Kind) -> str:
    """`4 tests: 2 passed, 1 failed, 1 skipped`; `2 of 3 lines (66.66 %)`."""
    total, told = "", []
    for metric in _metrics(kind):
        value = one.measured.get(metric)
        if not metric.is_told(metric.inspected, value):
            continue
        if metric.counts:
            told.append(_covered(metric, metric.counts.noun, one))
        elif value is None:
            told.append(f"no {metric.label}")
        elif metric.total:
            total = f"{metric.say(value)}: "
        else:
            told.append(metric.say(value, brief=True))
    if suppressed := one.counts.get(_SUPPRESSED):
        told.append(f"{suppressed:,} {_SUPPRESSED}")
    return total + ", ".join(told)


def _covered(metric: Metric, what: str, one: Inspected) -> str:
    if metric not in one.measured:
        return f"no {what}"
    rate = metric.shown(one.measured[metric])
    covered, valid = (one.counts.get(part) for part in _parts(metric))
    if covered is None or valid is None:
        return f"{what} {rate} %"
    return f"{covered:,} of {valid:,} {what} ({rate} %)"


def _expanded(files: Iterable[str]) -> list[str]:
    paths: list[str] = []
    for file in files:
        if Path(file).exists() or not set(file) & set("*?[{"):
            paths.append(file)
            continue
        try:
            paths.extend(find(Path.cwd(), [Wanted(Glob(file))]).files or [file])
        except ValueError as error:
            raise click.BadParameter(f"{file}: {error}") from None
    return paths
