"""One case of `test`: its folder run as a dry run, with nothing of this process but PATH and HOME.

All cases run in this process. What a run may change of it, the working directory, the environment,
the streams and what is masked, is put back after each.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import click

from scorecard_action.cli import EXIT_BUG, console, inspect, names, show, submit
from scorecard_action.cli.cases import Case
from scorecard_action.cli.setup import Sealed
from scorecard_action.errors import ScorecardActionError, UsageError
from scorecard_action.mapping.source import NAMES
from scorecard_action.model import Run
from scorecard_action.outputs import result_json, terminal
from scorecard_action.outputs.table import OUTPUTS
from scorecard_action.reading.patience import READ_TIMEOUT, Patience
from scorecard_action.trials.compare import Found
from scorecard_action.trials.document import Expect

_KEPT: Final = ("PATH", "HOME")
_WIDTH: Final = 120


@dataclass
class _Seen:
    """What a run leaves: its exit code, the error that ended it, its result as JSON has it, and the
    text of all its outputs.
    """

    code: int = 0
    ended: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    inspected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    text: str = ""
    printed: str = ""


def run(case: Case, mapping: str | None) -> Found:
    """Run a case. `mapping` is the repository's, by its absolute path; None where there is none.

    What goes wrong is in the result: nothing of a case raises.
    """
    environ = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environ |= {str(name): str(value) for name, value in (case.expect.env or {}).items()}
    seen = _Seen()
    try:
        with (
            _environment(environ),
            contextlib.chdir(case.folder),
            console.apart(environ) as printed,
        ):
            _see(seen, case, mapping)
            seen.printed = printed.getvalue()
    except OSError as error:
        seen.code, seen.ended = UsageError.exit_code, f"cannot work there: {error.strerror}"
    lines = seen.printed.splitlines()
    return Found(
        seen.code,
        seen.result.get("outcomes", ()),
        seen.inspected,
        [text for text in (*seen.result.get("warnings", ()), seen.ended, *lines) if text],
        "\n".join((seen.text, seen.printed, seen.ended)),
        seen.ended,
    )


def _see(seen: _Seen, case: Case, mapping: str | None) -> None:
    if _submits(case.expect):
        seen.code, ended = _code(seen, case, mapping)
        seen.ended = console.masked(ended)
    patience = Patience(READ_TIMEOUT)
    rows = [inspect.inspect(str(file), None, patience) for file in case.expect.inspect or ()]
    shown = console.masked(result_json.dump([row.document() for row in rows]))
    seen.inspected = dict(zip(map(str, case.expect.inspect or ()), json.loads(shown), strict=True))
    seen.text += shown


def _submits(expect: Expect) -> bool:
    """Whether a case is about more than files to inspect."""
    more = (expect.outcomes, expect.warnings, expect.absent, expect.args, expect.exit)
    return not expect.inspect or any(one is not None for one in more)


def _code(seen: _Seen, case: Case, mapping: str | None) -> tuple[int, str]:
    """The exit code, and what ended the run before its end: as of `cli.run`."""
    try:
        names.check_variables(os.environ)
        return _submit(seen, case, mapping), ""
    except ScorecardActionError as error:
        return error.exit_code, str(error)
    except click.ClickException as error:
        return UsageError.exit_code, error.format_message()
    except click.exceptions.Exit as end:
        return end.exit_code, "an option in `args` ends the run"
    except Exception:  # noqa: BLE001 - it costs this case, not the others
        return EXIT_BUG, f"this is a bug in scorecard-action:\n{traceback.format_exc()}"


def _submit(seen: _Seen, case: Case, mapping: str | None) -> int:
    """Run `submit --dry-run` here."""
    expect = case.expect
    arguments = [str(word) for word in expect.args or ()]
    chosen = submit.options_of(submit.command.make_context("submit", arguments).params)
    if chosen.files:
        raise UsageError(f"a case writes no file: take --{', --'.join(chosen.files)} out of `args`")
    folder = os.path.join(case.folder, chosen.working_directory or "")  # noqa: PTH118
    file = chosen.mapping or (
        os.path.relpath(f"{case.folder}/{expect.mapping}", folder)
        if expect.mapping
        else _mapping(folder, case.folder, mapping)
    )
    sealed = Sealed(
        case.folder,
        expect.now or dt.datetime.now(dt.UTC),
        {
            os.path.normpath(f"{case.folder}/{name}"): age
            for name, age in (expect.ages or {}).items()
        },
    )

    def told(result: Run, _: Mapping[str, str], __: Mapping[str, str]) -> int:
        safe = show.safe(result)
        seen.result = json.loads(result_json.encode(safe))
        if expect.absent:
            report = terminal.render(safe, width=_WIDTH, color=False, encoding="utf-8")
            seen.text = "\n".join((report, *(output.render(safe) for output in OUTPUTS)))
        return 0

    return submit.execute(
        replace(chosen, dry_run=True, mapping=file), os.environ, sealed=sealed, told=told
    )


def _mapping(folder: str, case: str, otherwise: str | None) -> str | None:
    """The mapping of a case that names none, as seen from the folder where it runs."""
    for own in dict.fromkeys((folder, case)):
        found = [name for name in NAMES if os.path.lexists(f"{own}/{name}")]
        if found:
            # two of them are refused as everywhere
            return os.path.relpath(f"{own}/{found[0]}", folder) if len(found) == 1 else None
    return otherwise and os.path.relpath(otherwise, folder)


@contextlib.contextmanager
def _environment(environ: Mapping[str, str]) -> Iterator[None]:
    """Make this all that the environment has."""
    before = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(environ)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
