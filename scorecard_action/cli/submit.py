"""`submit`: evaluate the build's reports and send the outcomes to Datadog."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Environ
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import msgspec

from scorecard_action import flow
from scorecard_action.ci.branches import dry_run_reason
from scorecard_action.ci.links import file_link
from scorecard_action.cli import EXIT_BUG, annotating, console, enforcing, options, setup, show
from scorecard_action.cli.changed import changes
from scorecard_action.cli.setup import Sealed, Setup
from scorecard_action.commits import committed_at
from scorecard_action.datadog.keys import Keys, not_set
from scorecard_action.delivery.pending import Delivered
from scorecard_action.delivery.undelivered import FILE
from scorecard_action.errors import MappingError, Problem, ReportError, UsageError
from scorecard_action.flow import Judged
from scorecard_action.interrupts import terminable
from scorecard_action.mapping.types import Enforce, Mapping, Rule, place_of
from scorecard_action.model import Delivery, Outcome, Run

if TYPE_CHECKING:
    from scorecard_action.datadog.outcomes import Endpoint
    from scorecard_action.datadog.stored import Stored
    from scorecard_action.delivery import deliver

EXIT_FAILED = 1
_EXIT_ZERO = frozenset({1, 3, 4, 5})


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of `submit`, as the command line, the environment or an action gave them."""

    working_directory: str | None
    mapping: str | None
    extends: tuple[str, ...]
    service: str | None
    allow_outside: bool
    read_timeout: float
    diff: str | None
    diff_base: str | None
    baseline: str | None
    dry_run: bool
    fail_on: str
    exit_zero: bool
    files: dict[str, str]
    """Those of `options.output_files`."""
    endpoint: Endpoint
    api_url: str | None
    batch_size: int
    skip_unchanged: bool
    force: bool
    save_undelivered: str
    timeout: float
    remarks_limit: int
    job_id: str | None
    matrix: str | None


@click.command(name="submit")
@options.working_directory
@options.mapping
@options.extends
@options.service
@options.allow_outside
@options.read_timeout
@options.changes
@options.baseline
@options.option("--dry-run", is_flag=True, help="Evaluate and show, but send nothing.")
@options.option(
    "--fail-on",
    type=click.Choice([one.value for one in Enforce]),
    default="never",
    show_default=True,
    help="Exit with 1 for a failure whose rule has no `enforce`.",
)
@options.option(
    "--exit-zero", is_flag=True, help="Exit with 0 instead of 1, 3, 4 or 5, after all messages."
)
@options.output_files
@options.endpoint
@options.api_url
@options.batch_size
@options.option(
    "--skip-unchanged",
    is_flag=True,
    help="Read what Datadog has first, and leave out outcomes whose state it has already.",
)
@options.force("Send also what would hide a later build's outcome, or a failure of this build.")
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
@options.job
def command(**given: Any) -> int:  # noqa: ANN401 - click's own
    """Evaluate the build's reports and send the outcomes to Datadog.

    Needs DD_API_KEY and DD_APP_KEY, or DD_ACCESS_TOKEN alone, in the environment (or files that
    DD_API_KEY_FILE and so on name); DD_SITE names the Datadog site. Pull requests, and branches
    other than those of the mapping, are dry runs: evaluated and shown, not sent.
    """
    with terminable():
        return execute(options_of(given), os.environ)


def options_of(given: dict[str, Any]) -> Options:
    """Return the options that click read, by their names in Python."""
    return Options(files=options.files_of(given), **given)


def execute(
    chosen: Options,
    environ: Environ[str, str],
    *,
    sealed: Sealed | None = None,
    told: Callable[[Run, Environ[str, str], Environ[str, str]], int] = show.everywhere,
) -> int:
    """Run the flow and return the exit code.

    A `sealed` run is decided alone, never compared with Datadog; `told` shows the run, as
    `show.everywhere` does.

    Raises UsageError or MappingError where nothing could be evaluated or sent.
    """
    ready = setup.prepare(
        environ,
        working_directory=chosen.working_directory,
        mapping_file=chosen.mapping,
        service=chosen.service,
        extends=chosen.extends,
        outside=chosen.allow_outside,
        job_id=chosen.job_id,
        matrix=chosen.matrix,
        read_timeout=chosen.read_timeout,
        sealed=sealed,
        compare=True,
        baseline=chosen.baseline,
    )
    show.refuse_doubles(chosen.files, environ, chosen.save_undelivered)
    keys, dry_run = _keys_or_dry_run(chosen, ready, environ)
    connect = _connector(chosen, environ, None if sealed else keys, dry_run=dry_run is not None)

    evaluation = flow.evaluate(
        ready.targets,
        ready.place,
        ready.earlier,
        changes=changes(chosen.diff, chosen.diff_base, ready, environ),
        mask=console.masked,
    )
    bugs = list(evaluation.bugs)
    outcomes = flow.outcomes(
        evaluation.judged,
        ready.place,
        ready.links,
        chosen.remarks_limit,
        bugs,
        page=partial(file_link, ready.context.build),
    )
    show.bugs(bugs)
    outcomes = _signed(outcomes, ready, environ, dry_run=dry_run is not None)
    delivered = _delivered(
        chosen, ready.mapping, evaluation.judged, outcomes, connect, dry_run=dry_run is not None
    )

    counted = enforcing.counted(evaluation.judged, delivered, Enforce(chosen.fail_on))
    code = max(
        EXIT_FAILED if counted else 0,
        ReportError.exit_code if evaluation.unreadable else 0,
        delivered.exit_code,
        EXIT_BUG if bugs else 0,
    )
    run = Run(
        build=ready.context.build,
        outcomes=delivered.outcomes,
        endpoint=delivered.endpoint,
        dry_run_reason=dry_run,
        warnings=(*evaluation.warnings, *delivered.warnings),
        undelivered_file=delivered.undelivered_file,
        links=ready.links,
        compared=delivered.compared,
        enforced=enforcing.said(counted, code, exit_zero=chosen.exit_zero),
        due=evaluation.due,
    )
    not_written = 0
    try:
        not_written = told(run, environ, chosen.files)
    finally:
        delivered.tell_unsaved(console, alone=show.alone(chosen.files))
    annotating.tell(enforcing.problems(counted, run.enforced), environ)

    if chosen.exit_zero and code in _EXIT_ZERO:
        code = 0
    return code or not_written


def _keys_or_dry_run(
    chosen: Options, ready: Setup, environ: Environ[str, str]
) -> tuple[Keys | None, str | None]:
    """Return the keys, if there are any, and why nothing is sent.

    Raises UsageError where something is to be sent and the keys are missing or malformed.
    """
    reason = "--dry-run was given" if chosen.dry_run else None
    reason = reason or dry_run_reason(ready.context, ready.mapping.branches)
    try:
        found = setup.read_keys(environ)
    except UsageError as error:
        if not reason:
            raise
        console.note(f"not compared with Datadog: {error.message}")
        return None, reason
    if reason or found:
        return found, reason
    if ready.context.fork:
        return None, "this is a build of a fork, which has no keys"
    raise not_set("nothing can be sent", "--dry-run shows the outcomes without sending them")


def _connector(
    chosen: Options, environ: Environ[str, str], keys: Keys | None, *, dry_run: bool
) -> deliver.Connect | None:
    """Return what connects to Datadog; None in a dry run that cannot."""
    if keys is None:
        return None
    try:
        made = setup.connector(environ, keys, api_url=chosen.api_url, timeout=chosen.timeout)
        made().close()  # certificates that cannot be used are found here
    except UsageError as error:
        if not dry_run:
            raise
        console.note(f"not compared with Datadog: {error.message}")
        return None
    return made


def _signed(
    outcomes: Sequence[Outcome], ready: Setup, environ: Environ[str, str], *, dry_run: bool
) -> list[Outcome]:
    """Return the outcomes with the build that decided them; of a dry run, as none to be sent."""
    author = ready.context.author
    if dry_run:
        return [
            msgspec.structs.replace(
                one, author=author, delivery=Delivery.DRY_RUN if one.state else one.delivery
            )
            for one in outcomes
        ]
    if not author:
        return [*outcomes]
    sha = author.commit or ready.context.build.commit_sha
    at = committed_at(environ, ready.place.top, sha, ready.context.dated)
    return [msgspec.structs.replace(one, author=author, committed_at=at) for one in outcomes]


def _delivered(
    chosen: Options,
    mapping: Mapping,
    judged: Sequence[Judged],
    outcomes: Sequence[Outcome],
    connect: deliver.Connect | None,
    *,
    dry_run: bool,
) -> Delivered:
    """Send the outcomes, or compare those of a dry run, where something connects to Datadog."""
    if connect is None:
        return Delivered(tuple(outcomes))
    from scorecard_action.delivery import deliver  # noqa: PLC0415 - requests is slow to import

    if dry_run:
        return deliver.compare(connect, outcomes, console)
    # All is saved before the first request, so that a run that is killed loses nothing.
    with deliver.delivering(connect, outcomes, _how(chosen, mapping), console) as steps:
        steps.look_up()
        _refuse_doubles(mapping, judged, steps.outcomes)
        steps.tell_unknown()
        steps.read()
        if not chosen.force:
            steps.keep()
        if chosen.skip_unchanged:
            steps.leave_out(_same_state)
        steps.send()
        steps.compare()
    return steps.delivered


def _how(chosen: Options, mapping: Mapping) -> deliver.How:
    from scorecard_action.delivery import deliver  # noqa: PLC0415 - requests is slow to import

    file = chosen.save_undelivered
    # The folder is another one for whoever runs `resend`.
    shown = os.path.abspath(file) if chosen.working_directory else file  # noqa: PTH100
    names = {rule.label for rule in mapping.rules}
    ids = {rule.id for rule in mapping.rules if rule.id}

    def known(outcome: Outcome) -> bool:
        return outcome.rule in names or outcome.rule_id in ids

    return deliver.How(chosen.endpoint, chosen.batch_size, file, shown, known)


def _same_state(outcome: Outcome, stored: Stored) -> bool:
    return outcome.state == stored.state


def _refuse_doubles(
    mapping: Mapping, judged: Sequence[Judged], outcomes: Sequence[Outcome]
) -> None:
    """Raise MappingError where two rules of the mapping are one rule in Datadog, for one entity."""
    first: dict[tuple[str, str | None], Rule] = {}
    problems = []
    for one, outcome in zip(judged, outcomes, strict=True):
        rule = one.target.rule
        before = first.setdefault((outcome.entity, outcome.rule_id), rule)
        if outcome.rule_id and (before.file, before.line) != (rule.file, rule.line):
            place = place_of(before, seen_from=rule)
            text = (
                f"rule {outcome.rule!r} is the same rule in Datadog ({outcome.rule_id}) as the one"
                f" on {place}, for the same entity: keep one of them"
            )
            problems.append(Problem(rule.file or mapping.file, rule.line, 1, text))
    if problems:
        raise MappingError(problems)
