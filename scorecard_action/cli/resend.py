"""`resend`: send the outcomes that an earlier run could not deliver."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click
import msgspec

from scorecard_action.cli import console, options, setup, show
from scorecard_action.datadog.keys import not_set
from scorecard_action.delivery.tracked import tracked
from scorecard_action.delivery.undelivered import FILE, load
from scorecard_action.errors import UsageError
from scorecard_action.interrupts import terminable
from scorecard_action.model import Build, Delivery, Outcome, Run
from scorecard_action.outputs import words

if TYPE_CHECKING:
    from scorecard_action.datadog.outcomes import Endpoint


@click.command(name="resend")
@click.argument("file", default=FILE)
@options.working_directory
@options.force("Send also what is older than what Datadog has, or would be kept for it.")
@options.option(
    "--drop",
    is_flag=True,
    help="Forget what Datadog refuses, or does not know the rule of, instead of keeping it.",
)
@options.option(
    "--exit-zero", is_flag=True, help="Exit with 0 instead of 4 or 5, after all messages."
)
@options.output_files
@options.endpoint
@options.api_url
@options.batch_size
@options.timeout
def command(
    *,
    file: str,
    working_directory: str | None,
    force: bool,
    drop: bool,
    exit_zero: bool,
    endpoint: Endpoint,
    api_url: str | None,
    batch_size: int,
    timeout: float,
    **given: Any,  # noqa: ANN401 - click's own
) -> int:
    """Send the outcomes that `submit` saved in FILE (scorecard-undelivered.json).

    Of one rule and entity the newest is sent, and none for which Datadog has a newer one, or one of
    a later build, by now. What is delivered or kept is taken out of the file, and the file is
    removed when nothing is left. Needs the keys that `submit` needs.
    """
    from scorecard_action.delivery import deliver  # noqa: PLC0415 - requests is slow to import
    from scorecard_action.delivery.keeping import is_older  # noqa: PLC0415

    files = options.files_of(given)
    options.enter(working_directory)
    show.refuse_doubles(files, os.environ, file)
    found = setup.read_keys(os.environ)
    if found is None:
        raise not_set("nothing can be sent")
    if tracked(file):
        raise UsageError(
            f"{file} came with the checkout (git tracks it): it is not what a run has left",
            hint="to send it all the same, copy it to a file that git does not track",
        )
    # The oldest first, so that the last word is the newest whatever Datadog makes of one request.
    outcomes = sorted(map(_fresh, load(file)), key=lambda outcome: outcome.decided_at)
    shown = os.path.abspath(file) if working_directory else file  # noqa: PTH100
    how = deliver.How(endpoint, batch_size, file=file, shown=shown, dropping=drop)
    connect = setup.connector(os.environ, found, api_url=api_url, timeout=timeout)
    with terminable(), deliver.delivering(connect, outcomes, how, console) as steps:
        steps.look_up()
        steps.tell_unknown()
        replaced = steps.leave_old(builds=not force)
        steps.read()
        if not force:
            steps.keep()
            steps.leave_out(is_older)
        steps.send()
        dropped = steps.drop() if drop else 0
        steps.compare()
    delivered = steps.delivered
    older = sum(outcome.delivery is Delivery.UNCHANGED for outcome in delivered.outcomes) - replaced
    if replaced:
        console.note(
            f"{file} has newer outcomes in place of {words.count(replaced, 'outcome')}: not sent"
        )
    if kept := sum(outcome.delivery is Delivery.KEPT for outcome in delivered.outcomes):
        console.note(f"{words.count(kept, 'outcome')} of {file} not sent, and taken out of it")
    if dropped:
        console.note(f"{words.count(dropped, 'outcome')} that Datadog does not take: forgotten")
    if older:
        console.note(
            f"Datadog has newer outcomes in place of {words.count(older, 'outcome')} of {file}:"
            " not sent (--force sends them)"
        )
    run = Run(
        build=Build(),
        outcomes=delivered.outcomes,
        endpoint=delivered.endpoint,
        warnings=delivered.warnings,
        undelivered_file=delivered.undelivered_file,
        compared=delivered.compared,
    )
    not_written = 0
    try:
        not_written = show.everywhere(run, os.environ, files)
    finally:
        delivered.tell_unsaved(console, alone=show.alone(files))
    return (0 if exit_zero else delivered.exit_code) or not_written


def _fresh(outcome: Outcome) -> Outcome:
    """The outcome as it was before it was tried."""
    return msgspec.structs.replace(
        outcome, delivery=Delivery.UNDELIVERED, previous=None, kept_reason=None, kept_why=""
    )
