"""`submit`: evaluate the build's reports and send the outcomes to Datadog."""

from __future__ import annotations

import os
from collections.abc import Mapping as Environ
from dataclasses import dataclass

import click
import msgspec

from scorecard_action import flow
from scorecard_action.ci.branches import dry_run_reason
from scorecard_action.cli import options, secrets, setup, show
from scorecard_action.cli.setup import Setup
from scorecard_action.datadog.keys import Keys
from scorecard_action.errors import MappingError, ReportError, UsageError
from scorecard_action.model import Delivery, Outcome, Run, State

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
@options.option("--json", metavar="FILE", help="Also write the result to this file, as JSON.")
@options.option(
    "--endpoint",
    type=click.Choice(["auto", "batch", "async"]),
    default="auto",
    show_default=True,
    help="Which of Datadog's endpoints to send to.",
)
@options.option("--api-url", metavar="URL", help="Send here instead of to the site of DD_SITE.")
@options.option(
    "--batch-size",
    type=click.IntRange(1, 1000),
    default=100,
    show_default=True,
    help="The most outcomes in one request.",
)
@options.option(
    "--timeout",
    type=click.FloatRange(1, 3600),
    default=120,
    show_default=True,
    help="Seconds for all requests together, retries included.",
)
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

    evaluation = flow.evaluate(ready.targets, ready.place)
    outcomes = flow.outcomes(evaluation.judged, ready.place)
    endpoint, delivery_code = None, 0
    if found is None:
        outcomes = [_as(outcome, Delivery.DRY_RUN) for outcome in outcomes]
    else:
        from scorecard_action.cli import deliver  # noqa: PLC0415 - requests is slow to import

        with deliver.connect(
            environ, found, api_url=chosen.api_url, timeout=chosen.timeout
        ) as client:
            delivered = deliver.deliver(
                client,
                ready.mapping,
                evaluation.judged,
                outcomes,
                endpoint=chosen.endpoint,  # type: ignore[arg-type]
                batch_size=chosen.batch_size,
            )
        outcomes, endpoint, delivery_code = [*delivered.outcomes], *delivered[1:]
    run = Run(
        build=ready.context.build,
        outcomes=tuple(outcomes),
        endpoint=endpoint,
        dry_run_reason=dry_run,
        submitted=sum(o.delivery in {Delivery.SENT, Delivery.ACCEPTED} for o in outcomes),
        warnings=evaluation.warnings,
    )
    show.everywhere(run, ready.place.links, environ, json_file=chosen.json)

    failed = any(
        one.decision.state is State.FAIL for one in evaluation.judged if not one.decision.waived
    )
    return max(
        EXIT_FAILED if failed and chosen.fail_on == "fail" else 0,
        ReportError.exit_code if evaluation.unreadable else 0,
        delivery_code,
    )


def _keys_or_dry_run(
    chosen: Options, ready: Setup, environ: Environ[str, str]
) -> tuple[Keys | None, str | None]:
    """Return the keys to send with, or why nothing is sent.

    Raises UsageError where something is to be sent and the keys are missing or malformed.
    """
    reason = "--dry-run was given" if chosen.dry_run else None
    reason = reason or dry_run_reason(ready.context, ready.mapping.branches)
    if reason:
        return None, reason
    found = secrets.read_keys(environ)
    if found is None and ready.context.fork:
        return None, "this is a build of a fork, which has no keys"
    if found is None:
        raise UsageError(
            "DD_API_KEY and DD_APP_KEY are not set, so nothing can be sent",
            hint="set both in the step's environment (README: where keys come from),"
            " or use --dry-run to see the outcomes without sending them",
        )
    return found, None


def _as(outcome: Outcome, delivery: Delivery) -> Outcome:
    if outcome.state is None:
        return outcome
    return msgspec.structs.replace(outcome, delivery=delivery)
