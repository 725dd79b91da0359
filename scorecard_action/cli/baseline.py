"""`baseline`: write what this build measured, for later builds to be compared with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from scorecard_action import flow
from scorecard_action.baselines.keys import Key
from scorecard_action.baselines.measuring import Measured, measured
from scorecard_action.baselines.reading import load, too_large
from scorecard_action.baselines.shrink import Shrunk, shrink
from scorecard_action.baselines.writing import to_json
from scorecard_action.cli import EXIT_BUG, EXIT_NOT_WRITTEN, console, options, setup, show
from scorecard_action.cli.changed import changes
from scorecard_action.cli.setup import Setup
from scorecard_action.datadog.waits import Clock
from scorecard_action.errors import ReportError, UsageError
from scorecard_action.files import write_whole
from scorecard_action.flow import Judged
from scorecard_action.judging.known import Known
from scorecard_action.judging.patch import Changes
from scorecard_action.locks import locked
from scorecard_action.outputs.words import count

MOST_LINES = 20
_STDOUT = "-"
_OWN = "the baseline needs a file of its own"


@click.command(name="baseline")
@options.working_directory
@options.mapping
@options.extends
@options.service
@options.allow_outside
@options.read_timeout
@options.changes
@options.baseline
@click.option(
    "-o", "--output", metavar="FILE", help="Write here instead; `-` is the standard output."
)
@options.option(
    "--shrink",
    is_flag=True,
    help="Only tighten what the file says: what is better now is written, what is worse is told.",
)
def command(
    *,
    working_directory: str | None,
    mapping: str | None,
    extends: tuple[str, ...],
    service: str | None,
    allow_outside: bool,
    read_timeout: float,
    diff: str | None,
    diff_base: str | None,
    baseline: str | None,
    output: str | None,
    shrink: bool,
) -> int:
    """Write what this build measured, to compare later builds with.

    Reads the reports as `submit` does, sends nothing and needs no key. A rule that fails is written
    as it is; one whose reports cannot be read is left out. The file is that of --output, else of
    --baseline, else the mapping's.
    """
    ready = setup.prepare(
        os.environ,
        working_directory=working_directory,
        mapping_file=mapping,
        extends=extends,
        service=service,
        outside=allow_outside,
        read_timeout=read_timeout,
    )
    file = _file(setup.named_baseline(output or baseline), ready, shrinking=shrink)
    # without a diff nothing is a change: what is measured here is what is compared with
    changed = changes(diff, diff_base, ready, os.environ) if diff or diff_base else Changes()
    evaluation = flow.evaluate(ready.targets, ready.place, compared=True, changes=changed)
    _spare_reports(file, evaluation.judged)
    found = measured(evaluation.judged, console.masked)
    for warning in evaluation.warnings:
        console.warn(warning)
    show.bugs(evaluation.bugs)
    _tell_lacking(found, shrinking=shrink)
    code = max(
        ReportError.exit_code if evaluation.unreadable else 0, EXIT_BUG if evaluation.bugs else 0
    )
    try:
        if shrink:
            _shrink(file, found, ready)
        else:
            _write(file, found.entries)
    except (OSError, ValueError) as error:
        cause = error.strerror if isinstance(error, OSError) else "not a file name"
        console.fail(f"cannot write {file}: {cause}")
        return code or EXIT_NOT_WRITTEN
    return code


def _tell_lacking(found: Measured, *, shrinking: bool) -> None:
    unread = "keeps what the baseline says of it" if shrinking else "is left out"
    bare = unread if shrinking else "is written with nothing to compare later builds with"
    for key, why in found.unread.items():
        console.warn(f"rule {key} {unread}: {why}")
    for key, why in found.bare.items():
        console.warn(f"rule {key} {bare}: {why}")


def _file(named: str | None, ready: Setup, *, shrinking: bool) -> str:
    """Return where to write. Raises UsageError where nothing says it, or it cannot be there."""
    file = named or ready.mapping.baseline or ""
    if not file:
        raise UsageError(
            "nothing says where to write the baseline",
            hint=f"-o FILE, or `baseline: FILE` in {ready.mapping.file}",
        )
    if file == _STDOUT and shrinking:
        raise UsageError("--shrink needs a file that it can read", hint="-o FILE")
    mappings = {
        os.path.realpath(one.file): "a mapping below this one" for one in ready.mapping.lower
    }
    mappings[os.path.realpath(ready.mapping.file)] = "the mapping"
    if what := mappings.get(os.path.realpath(file)):
        raise UsageError(f"{file} is {what}: {_OWN}")
    return file


def _spare_reports(file: str, judged: Iterable[Judged]) -> None:
    """Raise UsageError where the file is a report: the next step is to find it as it was."""
    if not os.path.exists(file):  # noqa: PTH110 - as named
        return
    target = os.path.realpath(file)
    for one in judged:
        if any(os.path.realpath(path) == target for path in one.tally.files):
            raise UsageError(f"{file} is a report of rule {one.target.rule.label}: {_OWN}")


def _write(file: str, entries: Mapping[Key, Known]) -> None:
    """Raises UsageError where no later build could read it, OSError where it cannot be written."""
    data = to_json(entries)
    if problem := too_large(data):
        raise UsageError(
            f"nothing is written, since the baseline {problem}",
            hint="let its rules select less (`only`)",
        )
    if file == _STDOUT:
        console.result(data.decode().removesuffix("\n"))
        console.note(_summary("the baseline", entries, len(data)))
        return
    write_whole(file, data)
    console.out_lines([_summary(file, entries, len(data))])


def _shrink(file: str, found: Measured, ready: Setup) -> None:
    """Tighten the file; what another run tightens meanwhile stays. Raises as `_write` does."""
    target = Path(os.path.realpath(file))
    if not target.exists():
        _write(file, found.entries)
        return
    with locked(target, Clock()):
        there = load(target, file) or {}
        rules = [Key.of_rule(rule).masked(console.masked) for rule in ready.mapping.rules]
        tight = shrink(there, found, rules)
        console.out_lines(_told(tight))
        if tight.entries == there:
            console.out_lines([f"{file}: nothing to tighten, left as it is"])
        else:
            _write(file, tight.entries)


def _told(tight: Shrunk) -> Iterator[str]:
    yield from _some("tightened:", tight.tightened)
    yield from _some("new in it:", [f"rule {key}" for key in tight.added])
    yield from _some(
        "taken out, for the mapping has it no more:", [f"rule {key}" for key in tight.dropped]
    )
    yield from _some("worse than it says, which stays:", tight.worse)


def _some(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
    yield from (f"  {line}" for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"  … {len(lines) - MOST_LINES:,} more"


def _summary(file: str, entries: Mapping[Key, Known], size: int) -> str:
    tests = sum(sum(one.failed.values()) for one in entries.values())
    findings = sum(times.count for one in entries.values() for times in one.findings.values())
    return (
        f"{file}: {count(len(entries), 'outcome')}, {count(tests, 'failed test')} and"
        f" {count(findings, 'finding')} known, {count(size, 'byte')}"
    )
