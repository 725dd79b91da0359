"""`inspect`: what is in these report files?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from scorecard_action.cli import console, options
from scorecard_action.errors import ReportError, locate
from scorecard_action.globs.find import Wanted, find
from scorecard_action.globs.globs import Glob
from scorecard_action.judging.measure import measure, shown
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import Metric
from scorecard_action.model import Kind, Tool
from scorecard_action.outputs import result_json
from scorecard_action.outputs.text import printable
from scorecard_action.outputs.words import count
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.opener import opened


class Mistake(msgspec.Struct, frozen=True):
    """Why a file could not be read; line and column count from 1, null is unknown."""

    message: str
    line: int | None
    column: int | None


class Inspected(msgspec.Struct):
    """What one file holds. Keys that do not apply to its kind are null."""

    path: str
    format: str | None = None
    kind: Kind | None = None
    tool: str | None = None
    tests: int | None = None
    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None
    flaky: int | None = None
    findings: int | None = None
    errors: int | None = None
    warnings: int | None = None
    notes: int | None = None
    suppressed: int | None = None
    lines_covered: int | None = None
    lines_valid: int | None = None
    line_coverage: float | None = None
    branches_covered: int | None = None
    branches_valid: int | None = None
    branch_coverage: float | None = None
    error: Mistake | None = None


@click.command(name="inspect")
@options.working_directory
@click.argument("files", nargs=-1)
@options.option("--format", "form", metavar="NAME", help="Read the files as this format.")
@click.option("--formats", is_flag=True, help="List the formats that are read, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print an array with one object per file.")
def command(
    *,
    working_directory: str | None,
    files: tuple[str, ...],
    form: str | None,
    formats: bool,
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
    inspected = [inspect(path, form) for path in _expanded(files)]
    if as_json:
        console.out(result_json.dump(msgspec.to_builtins(inspected)).decode().rstrip("\n"))
    else:
        for one in inspected:
            console.out(_line(one))
    return ReportError.exit_code if any(one.error for one in inspected) else 0


def inspect(path: str, form: str | None = None) -> Inspected:
    """Read one report and count what is in it; what is wrong with it is in `error`."""
    result = Inspected(printable(path))
    tallies = ReportTallies(path, [Matcher(Selection(), ())])
    kind, flaky = None, False
    tools: dict[str, None] = {}
    try:
        with opened(Path(path), form) as (found, evidence):
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
    for one in (*tally.problems, *nothing, *tally.cautions):
        console.warn(f"{locate(one.file, one.line)}: {one.message}")
    if kind is not None:
        _count(result, kind, tally)
    return result


def _count(result: Inspected, kind: Kind, tally: Tally) -> None:
    for metric, value in measure(tally, frozenset({kind}), by_file=False).items():
        if metric not in (Metric.REPORTS, Metric.PASS_RATE):
            setattr(result, metric.value, shown(metric, value))
    if kind is Kind.LINT:
        result.suppressed = tally.suppressed
    if kind is Kind.COVERAGE:
        lines = tally.coverage.lines(by_file=False)
        branches = tally.coverage.branches(by_file=False)
        result.lines_covered, result.lines_valid = lines or (None, None)
        result.branches_covered, result.branches_valid = branches or (None, None)


def _formats() -> Iterator[str]:
    width = max(map(len, FORMATS))
    for form in FORMATS.values():
        yield f"{form.name:{width}}  {form.kind or '':8}  {form.title}: {form.producers}"


def _line(one: Inspected) -> str:
    if one.error:
        where = locate(one.path, one.error.line or 0, one.error.column or 0)
        return f"{where}: {one.error.message}"
    words = [one.format or "", f"by {one.tool}" if one.tool else ""]
    match one.kind:
        case Kind.TESTS:
            counts = f"{count(one.tests or 0, 'test')}: {one.passed:,} passed,"
            counts += f" {one.failed:,} failed, {one.skipped:,} skipped"
            counts += f", {one.flaky:,} flaky" if one.flaky else ""
        case Kind.LINT:
            counts = f"{count(one.findings or 0, 'finding')}: {count(one.errors or 0, 'error')},"
            counts += f" {count(one.warnings or 0, 'warning')}, {count(one.notes or 0, 'note')}"
            counts += f", {one.suppressed:,} suppressed" if one.suppressed else ""
        case Kind.COVERAGE:
            counts = _covered("lines", one.lines_covered, one.lines_valid, one.line_coverage)
            if one.branch_coverage is not None:
                more = one.branches_covered, one.branches_valid, one.branch_coverage
                counts += ", " + _covered("branches", *more)
        case None:
            counts = "no report: passed over"
    return f"{one.path}: {' '.join(filter(None, words))}: {counts}"


def _covered(what: str, covered: int | None, valid: int | None, rate: float | None) -> str:
    if covered is not None and valid is not None:
        return f"{covered:,} of {valid:,} {what} ({rate} %)"
    return f"{what} {rate} %" if rate is not None else f"no {what}"


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
