"""`test`: run folders of reports against the mapping, and compare with what each expects."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import click

from scorecard_action.cli import EXIT_BUG, EXIT_NOT_WRITTEN, cases, console, options
from scorecard_action.cli.cases import Case
from scorecard_action.cli.trial import run
from scorecard_action.errors import UsageError
from scorecard_action.files import write_whole
from scorecard_action.outputs.words import count
from scorecard_action.trials import junit as report
from scorecard_action.trials import record as recording
from scorecard_action.trials.compare import Difference, Found, differences
from scorecard_action.trials.reader import FILE

_DIFFERS: Final = 1


@click.command(name="test")
@options.working_directory
@options.option(
    "--mapping",
    metavar="FILE",
    help="The mapping of the cases that have none.  [default: the one here, else the repository's]",
)
# no variable sets it: what is recorded everywhere differs nowhere
@click.option(
    "--record",
    is_flag=True,
    help="Write what is missing: the file expect.yaml, its `outcomes`, a rule in them.",
)
@options.option(
    "--junit", metavar="FILE", help="Also write which cases passed to this file, as JUnit XML."
)
@click.argument("folders", metavar="[FOLDER]...", nargs=-1)
def command(
    *,
    working_directory: str | None,
    mapping: str | None,
    record: bool,
    junit: str | None,
    folders: tuple[str, ...],
) -> int:
    """Run cases, folders of reports with an expect.yaml, and compare with what each expects.

    A FOLDER with an expect.yaml is a case, another one holds cases below it; without one, the
    current folder. Exits with 1 where something differs, with 2 where there is no case at all or an
    expect.yaml is wrong.
    """
    if junit == "-":
        raise UsageError("--junit needs a file: the standard output says what differs")
    top = options.enter(working_directory)
    theirs = os.path.abspath(mapping) if mapping else cases.repositorys(top)  # noqa: PTH100
    ran, recorded, code = [], 0, 0
    for case in cases.below(folders, record=record):
        began = time.monotonic()
        found = run(case, theirs)
        differing: list[Difference] = []
        if record and found.code != EXIT_BUG:  # what a bug left undecided is no state
            case, added, differing = _recorded(case, found)  # noqa: PLW2901
            recorded += added
        differing += differences(case.expect, found)
        if not (case.expect.expects or differing):
            ended = f" (its run ended: {found.ended})" if found.ended else ""
            console.warn(f"{case.file} expects nothing: --record writes the outcomes{ended}")
        if found.code == EXIT_BUG != case.expect.exit:
            differing.append(_BUG)
            code = EXIT_BUG
        texts = [console.masked(str(one)) for one in differing]
        ran.append(report.Ran(case.name, time.monotonic() - began, texts))
        console.out_lines(_told(case, texts))
    failed = sum(bool(one.differences) for one in ran)
    console.out_lines(_closing(len(ran), failed, recorded))
    written = _write(junit, ran)
    return max(code, _DIFFERS if failed else 0) or (0 if written else EXIT_NOT_WRITTEN)


_BUG: Final = Difference(
    "the run",
    f"another exit code than {EXIT_BUG}",
    "a bug in scorecard-action: `submit --dry-run` in the case's folder tells what to report",
)


def _recorded(case: Case, found: Found) -> tuple[Case, int, list[Difference]]:
    """Write what is missing in a case; return it as it is then, how much that is, and what is
    wrong.
    """
    added = recording.missing(case.expect, found.outcomes)
    if not added:
        wanted = case.expect
        # an end that is expected, or other expectations, are all there is to such a case
        if found.ended and wanted.outcomes is None and wanted.exit is None and not wanted.warnings:
            return case, 0, [Difference("outcomes", "some to record", found.ended)]
        return case, 0, []
    names = "\n".join((*added, *(entity or "" for rows in added.values() for entity, _ in rows)))
    if console.masked(names) != names:
        told = "the name of a rule or entity that holds a key, which is not to be written"
        return case, 0, [Difference("outcomes", "names to record", told)]
    try:
        written = recording.recorded(
            cases.content(case), case.file, added, partial(cases.read, case)
        )
        write_whole(Path(case.folder, FILE), written)
    except UsageError as error:
        return case, 0, [Difference("outcomes", "a place for more", str(error))]
    except OSError as error:
        told = f"cannot write {case.file}: {error.strerror}"
        return case, 0, [Difference("outcomes", "a place for more", told)]
    for rule, rows in added.items():
        states = ", ".join(f"{state} for {entity}" if entity else state for entity, state in rows)
        console.out_lines([f"recorded in {case.file}: {rule!r} is {states}"])
    return replace(case, expect=cases.read(case, written)), len(added), []


def _told(case: Case, differing: Sequence[str]) -> Iterator[str]:
    if differing:
        why = f" ({' '.join(case.expect.why.split())})" if case.expect.why else ""
        yield f"FAIL  {case.name}{why}"
    for text in differing:
        yield from (f"      {line}" for line in text.splitlines())


def _closing(cases: int, failed: int, recorded: int) -> Iterator[str]:
    if failed:
        yield ""
    told = f"{cases - failed} passed, {failed} failed" if failed else "passed"
    end = f", {count(recorded, 'rule')} recorded" if recorded else ""
    yield f"{count(cases, 'case')}{':' if failed else ''} {told}{end}"


def _write(file: str | None, ran: Sequence[report.Ran]) -> bool:
    """Whether the report was written, or is not asked for."""
    if not file:
        return True
    try:
        write_whole(file, console.masked(report.report(ran)).encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        console.fail(f"cannot write {file}: {why}")
        return False
    return True
