"""`rules plan | apply`: rule definitions as code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Environ
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from scorecard_action.cli import console, options, setup
from scorecard_action.datadog import absent, rulebook
from scorecard_action.datadog.keys import not_set
from scorecard_action.datadog.rulebook import Action, Change, Plan, Step, StoredRule, Value
from scorecard_action.errors import DatadogRefused, UsageError
from scorecard_action.mapping.types import Mapping
from scorecard_action.near import did_you_mean, nearest
from scorecard_action.outputs.text import cut
from scorecard_action.outputs.words import count
from scorecard_action.outputs.yaml import scalar

if TYPE_CHECKING:
    from scorecard_action.datadog.client import Client
    from scorecard_action.datadog.rule_requests import Done

_WIDTH: Final = len("unchanged")
_LONGEST: Final = 1_000  # characters of a value
_PAST: Final = {"create": "created", "update": "updated", "delete": "deleted"}


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of `rules`."""

    action: str
    working_directory: str | None
    mapping: str | None
    extends: tuple[str, ...]
    prune: bool
    scorecard: str | None
    yes: bool
    api_url: str | None
    timeout: float


@click.command(name="rules")
@click.argument("action", metavar="plan|apply", type=click.Choice(["plan", "apply"]))
@options.working_directory
@options.mapping
@options.extends
@click.option(
    "--prune",
    is_flag=True,
    help="Also delete the custom rules of --scorecard that the mapping does not name.",
)
@click.option("--scorecard", metavar="NAME", help="The scorecard that --prune is about.")
@click.option("--yes", is_flag=True, help="Delete without asking: `apply --prune` needs it.")
@options.api_url
@options.timeout
def command(**given: object) -> int:
    """Show (plan) or bring about (apply) the rule definitions of the mapping.

    A rule of the mapping may carry `define: {description, level, owner, scope, enabled}`. `plan`
    shows what that would create and change in Datadog; `apply` does it, and prints the ids to pin.
    What a definition leaves open stays as it is. Rules belong to the whole organization.

    Needs DD_API_KEY and DD_APP_KEY, or DD_ACCESS_TOKEN alone; `plan` only reads (scope
    apm_service_catalog_read).
    """
    return execute(Options(**given), os.environ)  # type: ignore[arg-type]


def execute(chosen: Options, environ: Environ[str, str]) -> int:
    """Plan, and apply where that was asked for; return the exit code.

    Raises UsageError before anything is changed where the command line, the mapping or the keys do
    not do, and what the client raises where the rules cannot be read.
    """
    _check(chosen)
    top = options.enter(chosen.working_directory)
    mapping, _ = setup.read_mapping(top, chosen.mapping, chosen.extends, environ)
    for warning in mapping.warnings:
        console.warn(str(warning))
    keys = setup.read_keys(environ)
    if keys is None:
        raise not_set(
            "the rules of Datadog cannot be read",
            "for `plan` the scope apm_service_catalog_read is enough",
        )
    from scorecard_action.datadog import rule_requests  # noqa: PLC0415 - requests is slow to import

    with setup.connect(environ, keys, api_url=chosen.api_url, timeout=chosen.timeout) as client:
        known = rule_requests.read(client)
        wanted = rulebook.plan(mapping, known, chosen.scorecard if chosen.prune else None)
        console.out_lines(_planned(mapping, wanted))
        _warn(mapping, wanted, known, chosen)
        if chosen.action == "plan":
            return _impossible(wanted)
        if wanted.deletions and not chosen.yes:
            raise UsageError(
                f"--prune would delete {count(len(wanted.deletions), 'rule')}, with all outcomes of"
                " each, for the whole organization: nothing was changed",
                hint="look at the list above; --yes deletes them",
            )
        return _apply(client, mapping, wanted)


def _check(chosen: Options) -> None:
    if chosen.prune and not (chosen.scorecard or "").strip():
        raise UsageError(
            "--prune needs --scorecard NAME",
            hint="it deletes the custom rules of that scorecard that the mapping does not name",
        )
    if chosen.scorecard and not chosen.prune:
        raise UsageError("--scorecard says what --prune is about, and --prune was not given")
    if chosen.yes and not (chosen.prune and chosen.action == "apply"):
        raise UsageError("--yes goes with `rules apply --prune`: nothing else asks")


def _planned(mapping: Mapping, wanted: Plan) -> Iterator[str]:
    words = {
        Action.CREATE: "to create",
        Action.UPDATE: "to update",
        Action.UNCHANGED: "unchanged",
        Action.IMPOSSIBLE: "that cannot be brought about",
        Action.DELETE: "to delete",
    }
    counted = [
        f"{number:,} {word}" for action, word in words.items() if (number := wanted.count(action))
    ]
    yield f"{mapping.file}: rules: {', '.join(counted) or 'none defined'}"
    for step in (*wanted.steps, *wanted.deletions):
        yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    words = {
        Action.FOUND: "in Datadog, not defined here",
        Action.ABSENT: "not in Datadog, not defined here",
    }
    note = "; ".join(filter(None, [words.get(step.action), step.note]))
    scorecard = f" ({step.scorecard})" if step.scorecard else ""
    id_ = f" id {step.id}" if step.id and step.id != step.name else ""
    yield f"{step.action:<{_WIDTH}}  {step.name}{scorecard}{id_}{f': {note}' if note else ''}"
    yield from (f"{'':<{_WIDTH}}    {_change(change)}" for change in step.changes)


def _change(change: Change) -> str:
    after = f"{change.called}: {_value(change.after)}"
    if change.before is None:
        return after
    return f"{change.called}: {_value(change.before)} -> {_value(change.after)}"


def _value(value: Value) -> str:
    return scalar(cut(value, _LONGEST)) if isinstance(value, str) else str(value).lower()


def _warn(mapping: Mapping, wanted: Plan, known: Iterable[StoredRule], chosen: Options) -> None:
    for step in wanted.steps:
        if step.action is Action.IMPOSSIBLE:
            console.fail(f"rule {step.name!r}: {step.note}")
    if not any(rule.define for rule in mapping.rules):
        console.note(
            "no rule has a `define`; one is written as"
            " `define: {description: …, level: 1, owner: …, scope: …, enabled: true}`"
        )
    if missing := wanted.count(Action.ABSENT):
        console.warn(absent.ways(missing))
    scorecards = {one.scorecard for one in known}
    if chosen.prune and chosen.scorecard not in scorecards:
        meant = did_you_mean(map(repr, nearest(chosen.scorecard or "", scorecards, 1)))
        hint = f"; {meant}" if meant else ""
        console.warn(
            f"Datadog has no rule in the scorecard {chosen.scorecard!r}, so nothing is deleted:"
            f" name it as Datadog does{hint}"
        )


def _impossible(wanted: Plan) -> int:
    return DatadogRefused.exit_code if wanted.count(Action.IMPOSSIBLE) else 0


def _apply(client: Client, mapping: Mapping, wanted: Plan) -> int:
    from scorecard_action.datadog.rule_requests import apply  # noqa: PLC0415

    code = _impossible(wanted)
    written: dict[int, str | None] = {}
    for done in apply(client, wanted):
        console.out_lines([_result(done)])
        if done.error:
            console.fail(f"rule {done.step.name!r} was not {_PAST[done.step.action]}: {done.error}")
            code = max(code, done.error.exit_code)
        written[id(done.step)] = done.id
    console.out_lines(_pins(mapping, wanted, written))
    return code


def _result(done: Done) -> str:
    past = _PAST[done.step.action]
    if not done.tried:
        past = f"not {past}, after the failure above"
    elif done.error:
        past = f"not {past}"
    scorecard = f" ({done.step.scorecard})" if done.step.scorecard else ""
    return f"{past}: {done.step.name}{scorecard}{f' id {done.id}' if done.id else ''}"


def _pins(mapping: Mapping, wanted: Plan, written: dict[int, str | None]) -> Iterator[str]:
    """Yield the ids of defined rules that the mapping finds by name, as lines to put into it."""
    loose = [
        (step, found)
        for step in wanted.steps
        if step.action in {Action.CREATE, Action.UPDATE, Action.UNCHANGED}
        and not step.pinned
        and (found := written.get(id(step), step.id))
    ]
    if not loose:
        return
    yield ""
    yield f"# pin these in {mapping.file}: an id stays when a rule is renamed"
    for step, found in loose:
        yield f"  - rule: {scalar(step.name)}"
        yield f"    id: {scalar(found)}"
