"""`submit`: evaluate the build's reports and send the outcomes to Datadog."""

from __future__ import annotations

import os
from collections.abc import Mapping as Environ
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import msgspec

from scorecard_action import flow
from scorecard_action.ci.branches import dry_run_reason
from scorecard_action.cli import console, options, secrets, setup, show
from scorecard_action.cli.interrupts import terminable
from scorecard_action.cli.setup import Setup
from scorecard_action.datadog.keys import Keys
from scorecard_action.delivery.delivered import Delivered, print_undelivered
from scorecard_action.delivery.undelivered import FILE, Unsent, unsent, without_keys
from scorecard_action.errors import MappingError, Problem, ReportError, UsageError
from scorecard_action.flow import Judged
from scorecard_action.mapping.types import Mapping
from scorecard_action.model import Delivery, Outcome, Run, State

if TYPE_CHECKING:
    from scorecard_action.datadog.current import Stored
    from scorecard_action.delivery import deliver

EXIT_FAILED = 1


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of `submit`, as the command line, the environment or an action gave them."""

    working_directory: str | None
    mapping: str | None
    service: str | None
    dry_run: bool
    fail_on: str
    exit_zero: bool
    json: str | None
    endpoint: str
    api_url: str | None
    batch_size: int
    skip_unchanged: bool
    save_undelivered: str
    timeout: float
    remarks_limit: int


@click.command(name="submit")
@options.working_directory
@options.mapping
@options.service
@options.option("--dry-run", is_flag=True, help="Evaluate and show, but send nothing.")
@options.option(
    "--fail-on",
    type=click.Choice(["never", "fail"]),
    default="never",
    show_default=True,
    help="Exit with 1 when an outcome is `fail`.",
)
@options.option(
    "--exit-zero", is_flag=True, help="Exit with 0 instead of 1, 3, 4 or 5, after all messages."
)
@options.json_file
@options.endpoint
@options.api_url
@options.batch_size
@options.option(
    "--skip-unchanged",
    is_flag=True,
    help="Read what Datadog has first, and leave out outcomes whose state it has already.",
)
@options.option(
    "--save-undelivered",
    metavar="FILE",
    default=FILE,
    show_default=True,
    help="Keep what is not delivered yet in this file, for `resend`.",
)
@options.timeout
@options.option(
    "--remarks-limit",
    type=click.IntRange(100, 10_000),
    default=1000,
    show_default=True,
    help="The most characters of an outcome's remarks.",
)
def command(**given: object) -> int:
    """Evaluate the build's reports and send the outcomes to Datadog.

    Needs DD_API_KEY and DD_APP_KEY (or DD_API_KEY_FILE and DD_APP_KEY_FILE) in the environment;
    DD_SITE names the Datadog site. Pull requests, and branches other than those of the mapping, are
    dry runs: evaluated and shown, not sent.
    """
    chosen = Options(**given)  # type: ignore[arg-type]
    try:
        with terminable():
            code = execute(chosen, os.environ)
    except MappingError as error:
        show.write_errors(chosen.json, error)
        raise
    return 0 if chosen.exit_zero and code in {1, 3, 4, 5} else code


def execute(chosen: Options, environ: Environ[str, str]) -> int:
    """Run the flow and return the exit code, before `--exit-zero`.

    Raises UsageError or MappingError where nothing could be evaluated or sent.
    """
    ready = setup.prepare(
        environ,
        working_directory=chosen.working_directory,
        mapping_file=chosen.mapping,
        service=chosen.service,
        remarks_limit=chosen.remarks_limit,
    )
    found, dry_run = _keys_or_dry_run(chosen, ready, environ)
    connect = None
    if found:
        connect = _connector(chosen, environ, found, dry_run=bool(dry_run))

    evaluation = flow.evaluate(ready.targets, ready.place)
    outcomes = _outcomes(evaluation.judged, ready)
    delivered = _delivered(
        chosen, ready, evaluation.judged, outcomes, connect=connect, dry_run=dry_run
    )
    sent = {Delivery.SENT, Delivery.ACCEPTED}
    run = Run(
        build=ready.context.build,
        outcomes=delivered.outcomes,
        endpoint=delivered.endpoint,
        dry_run_reason=dry_run,
        submitted=sum(outcome.delivery in sent for outcome in delivered.outcomes),
        warnings=evaluation.warnings,
        undelivered_file=delivered.undelivered_file,
    )
    try:
        show.everywhere(
            run,
            ready.place.links,
            environ,
            json_file=chosen.json,
            compared=delivered.compared,
        )
    finally:
        print_undelivered(delivered)

    failed = any(
        one.decision.state is State.FAIL for one in evaluation.judged if not one.decision.waived
    )
    return max(
        EXIT_FAILED if failed and chosen.fail_on == "fail" else 0,
        ReportError.exit_code if evaluation.unreadable else 0,
        delivered.exit_code,
    )


def _keys_or_dry_run(
    chosen: Options, ready: Setup, environ: Environ[str, str]
) -> tuple[Keys | None, str | None]:
    """Return the keys, if there are any, and why nothing is sent.

    Raises UsageError where something is to be sent and the keys are missing or malformed.
    """
    reason = "--dry-run was given" if chosen.dry_run else None
    reason = reason or dry_run_reason(ready.context, ready.mapping.branches)
    try:
        found = secrets.read_keys(environ)
    except UsageError as error:
        if not reason:
            raise
        console.note(f"not compared with Datadog: {error.message}")
        return None, reason
    if reason or found:
        return found, reason
    if ready.context.fork:
        return None, "this is a build of a fork, which has no keys"
    raise UsageError(
        "DD_API_KEY and DD_APP_KEY are not set, so nothing can be sent",
        hint="set both in the step's environment (README: where keys come from),"
        " or use --dry-run to see the outcomes without sending them",
    )


def _connector(
    chosen: Options, environ: Environ[str, str], found: Keys, *, dry_run: bool
) -> deliver.Connect | None:
    """Return what connects to Datadog; None in a dry run that cannot."""
    from scorecard_action.delivery import deliver  # noqa: PLC0415 - requests is slow to import

    try:
        return deliver.connector(environ, found, api_url=chosen.api_url, timeout=chosen.timeout)
    except UsageError as error:
        if not dry_run:
            raise
        console.note(f"not compared with Datadog: {error.message}")
        return None


def _outcomes(judged: Sequence[Judged], ready: Setup) -> list[Unsent]:
    """Compose the outcomes, with no key in any of them: the output of a test may hold one."""
    found = []
    for one, outcome in zip(judged, flow.outcomes(judged, ready.place), strict=True):
        for keys in secrets.known():
            outcome = without_keys(outcome, keys)  # noqa: PLW2901
        found.append(unsent(outcome, ready.place.now, one.target.rule.scorecard))
    return found


def _delivered(
    chosen: Options,
    ready: Setup,
    judged: Sequence[Judged],
    outcomes: Sequence[Unsent],
    *,
    connect: deliver.Connect | None,
    dry_run: str | None,
) -> Delivered:
    """Send the outcomes, or compare those of a dry run with what Datadog has."""
    if dry_run is not None:
        outcomes = [
            msgspec.structs.replace(one, delivery=Delivery.DRY_RUN) if one.state else one
            for one in outcomes
        ]
    if connect is None:
        return Delivered(tuple(outcomes))
    from scorecard_action.delivery import deliver  # noqa: PLC0415 - requests is slow to import

    if dry_run is not None:
        return deliver.compare(connect, outcomes)
    file = chosen.save_undelivered
    how = deliver.How(
        endpoint=chosen.endpoint,  # type: ignore[arg-type]
        batch_size=chosen.batch_size,
        file=file,
        # The folder is another one for whoever runs `resend`.
        shown=os.path.abspath(file) if chosen.working_directory else file,  # noqa: PTH100
        left_out=_same_state if chosen.skip_unchanged else None,
    )
    return deliver.deliver(
        connect, outcomes, how, lambda named: _refuse_doubles(ready.mapping, judged, named)
    )


def _same_state(outcome: Unsent, stored: Stored) -> bool:
    return outcome.state == stored.state


def _refuse_doubles(
    mapping: Mapping, judged: Sequence[Judged], outcomes: Sequence[Outcome]
) -> None:
    """Raise MappingError where two rules of the mapping are one rule in Datadog, for one entity."""
    first: dict[tuple[str, str | None], int] = {}
    problems = []
    for one, outcome in zip(judged, outcomes, strict=True):
        line = one.target.rule.line
        before = first.setdefault((outcome.entity, outcome.rule_id), line)
        if outcome.rule_id and before != line:
            text = (
                f"rule {outcome.rule!r} is the same rule in Datadog ({outcome.rule_id}) as the one"
                f" on line {before}, for the same entity: keep one of them"
            )
            problems.append(Problem(mapping.file, line, 1, text))
    if problems:
        raise MappingError(problems)
