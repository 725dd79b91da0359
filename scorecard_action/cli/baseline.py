"""`baseline`: write what this build measured, for later builds to be compared with."""

from __future__ import annotations

import os

import click

from scorecard_action import flow
from scorecard_action.baselines.measuring import Measured, measured
from scorecard_action.baselines.writing import to_json
from scorecard_action.cli import EXIT_BUG, EXIT_NOT_WRITTEN, console, options, setup, show
from scorecard_action.errors import ReportError, UsageError
from scorecard_action.files import write_whole
from scorecard_action.outputs.words import count


@click.command(name="baseline")
@options.working_directory
@options.mapping
@options.service
@options.allow_outside
@options.read_timeout
@options.baseline
@click.option("-o", "--output", metavar="FILE", help="Write here instead.")
def command(
    *,
    working_directory: str | None,
    mapping: str | None,
    service: str | None,
    allow_outside: bool,
    read_timeout: float,
    baseline: str | None,
    output: str | None,
) -> int:
    """Write what this build measured, to compare later builds with.

    Reads the reports as `submit` does, sends nothing and needs no key. A rule that fails is written
    as it is; one whose reports cannot be read is left out.
    """
    ready = setup.prepare(
        os.environ,
        working_directory=working_directory,
        mapping_file=mapping,
        service=service,
        outside=allow_outside,
        read_timeout=read_timeout,
    )
    file = output or baseline or ready.mapping.baseline
    if not file:
        raise UsageError(
            "nothing says where to write the baseline",
            hint=f"-o FILE, or `baseline: FILE` in {ready.mapping.file}",
        )
    evaluation = flow.evaluate(ready.targets, ready.place, compared=True)
    found = measured(evaluation.judged, console.masked)
    for warning in evaluation.warnings:
        console.warn(warning)
    show.bugs(evaluation.bugs)
    data = to_json(found.entries)
    code = max(
        ReportError.exit_code if evaluation.unreadable else 0, EXIT_BUG if evaluation.bugs else 0
    )
    try:
        write_whole(file, data)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        console.fail(f"cannot write {file}: {why}")
        return code or EXIT_NOT_WRITTEN
    _summary(file, found, len(data))
    return code


def _summary(file: str, found: Measured, size: int) -> None:
    tests = sum(sum(one.failed.values()) for one in found.entries.values())
    findings = sum(times.count for one in found.entries.values() for times in one.findings.values())
    for key, why in found.unread.items():
        console.warn(f"rule {key} is left out: {why}")
    for key, why in found.bare.items():
        console.warn(f"rule {key} has nothing to compare with: {why}")
    console.out_lines(
        [
            f"{file}: {count(len(found.entries), 'rule')},"
            f" {count(tests, 'failed test')} and {count(findings, 'finding')} known,"
            f" {count(size, 'byte')}"
        ]
    )
