"""`explain`: which files, which evidence and which limit decided a rule."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from scorecard_action import flow
from scorecard_action.ci.links import file_link
from scorecard_action.cli import (
    EXIT_BUG,
    changed,
    console,
    enforcing,
    explain_news,
    options,
    origins,
    setup,
    show,
)
from scorecard_action.cli.explain_json import Explained, document
from scorecard_action.cli.setup import Setup
from scorecard_action.entities.targets import Target
from scorecard_action.errors import UsageError, locate
from scorecard_action.flow import Judged
from scorecard_action.globs.globs import Glob, escape
from scorecard_action.judging import accepting, reasons
from scorecard_action.judging.decide import is_broken
from scorecard_action.judging.examples import told_of_times
from scorecard_action.judging.limits import Limit
from scorecard_action.judging.select import Entries, Matcher, Selection
from scorecard_action.mapping.types import ReportPattern, Rule
from scorecard_action.model import Entity
from scorecard_action.near import nearest
from scorecard_action.outputs.result_json import dump
from scorecard_action.reading.patience import Patience
from scorecard_action.reading.placing import Resolver
from scorecard_action.reading.record import Piece, Rank, record
from scorecard_action.reading.start import looks_for
from scorecard_action.reading.wanted import said_of


@click.command(name="explain")
@options.working_directory
@options.mapping
@options.extends
@options.service
@options.allow_outside
@options.read_timeout
@options.changes
@options.baseline
@click.option(
    "--most",
    type=click.IntRange(0, 1_000_000),
    default=20,
    show_default=True,
    help="The most pieces of evidence to list per report.",
)
@click.option("--json", "as_json", is_flag=True, help="Print an array with one object per entity.")
@click.argument("rule")
@click.argument("entity", required=False)
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
    most: int,
    as_json: bool,
    rule: str,
    entity: str | None,
) -> int:
    """Explain the state of RULE (its name or id) for ENTITY.

    Shows each limit with its value and where it comes from, what is accepted, new and changed, the
    files read and what each contributed, what counts against the rule first. Sends nothing and
    needs no key.
    """
    ready = setup.prepare(
        os.environ,
        working_directory=working_directory,
        mapping_file=mapping,
        service=service,
        extends=extends,
        outside=allow_outside,
        read_timeout=read_timeout,
        compare=True,
        baseline=baseline,
    )
    targets = _chosen(ready, rule, entity)
    whole = ready.targets.whole and entity is None
    wanted = ready.targets._replace(targets=tuple(targets), whole=whole)
    changes = changed.changes(diff, diff_base, ready, os.environ)
    evaluation = flow.evaluate(
        wanted, ready.place, ready.earlier, changes=changes, mask=console.masked
    )
    page = partial(file_link, ready.context.build)
    outcomes = flow.outcomes(evaluation.judged, ready.place, ready.links, page=page)
    told = [
        Explained(
            one,
            outcome,
            active := accepting.in_force(one.target.rule, one.target.entity, ready.place.today),
            _evidence(one, active, ready),
            changes,
            ready.baseline,
            most,
        )
        for one, outcome in zip(evaluation.judged, outcomes, strict=True)
    ]
    if as_json:
        console.result(dump([document(one) for one in told]).rstrip("\n"))
    else:
        for one in told:
            console.out_lines(_explained(one, ready))
    for warning in evaluation.warnings:
        console.warn(warning)
    show.bugs(evaluation.bugs)
    return EXIT_BUG if evaluation.bugs else 0


def _chosen(ready: Setup, rule: str, entity: str | None) -> list[Target]:
    of_rule = [one for one in ready.targets.targets if rule in (one.rule.name, one.rule.id)]
    if not of_rule:
        names = [one.label for one in ready.mapping.rules]
        alike = nearest(rule, names) or names[:10]
        raise UsageError(f"the mapping has no rule {rule!r}", hint=f"it has: {', '.join(alike)}")
    if entity is None:
        return of_rule
    chosen = [one for one in of_rule if one.entity == Entity.parse(entity)]
    if not chosen:
        names = [str(one.entity) for one in of_rule]
        alike = nearest(entity, names) or names[:10]
        raise UsageError(
            f"rule {rule!r} is not decided for {entity!r}", hint=f"it is for: {', '.join(alike)}"
        )
    return chosen


def _explained(told: Explained, ready: Setup) -> Iterator[str]:
    one, active, most = told.judged, told.active, told.most
    target, decision = one.target, one.decision
    rule = target.rule
    yield f"{rule.label} for {target.entity}: {decision.state or 'nothing to send'}"
    yield f"  because: {decision.said}"
    yield "  limits:" if decision.limits else "  limits: none"
    for limit in decision.limits:
        yield f"    {_limit(limit, one)}"
    yield from (f"  {line}" for line in _waived(one, ready))
    yield from (f"  {line}" for line in enforcing.explained(one))
    yield from (f"  {line}" for line in accepting.explained(rule, one.tally, active, target.entity))
    yield from explain_news.told(one, ready.baseline, most)
    yield from changed.told(one, told.changes)
    yield from told_of_times(decision.limits, one.tally)
    # of the first `because` tells
    for problem in one.tally.problems[1:]:
        yield f"  problem: {locate(problem.file, problem.line, problem.column)}: {problem.message}"
    yield "  looked for:"
    for pattern in rule.reports:
        start = f" below {target.folder}" if target.folder else ""
        yield f"    {pattern.glob.text}{start}"
    for absent in one.absent:
        yield f"    {absent}"
    yield from (f"  {line}" for line in origins.of_keys(rule, ready.mapping))
    for path, pieces in told.evidence:
        yield from _report(path, pieces, most, rule)
    yield f"  remarks: {told.outcome.remarks}"
    yield ""


def _limit(limit: Limit, one: Judged) -> str:
    """`failed: 2, broken (at most 0, the default)`."""
    found = one.decision.measured.get(limit.metric)
    value = "not measured"
    if found is not None:
        value = limit.metric.with_unit(limit.metric.number(found))
    if is_broken(limit, one.decision.measured, one.tally):
        value += ", broken"
    bound = f"{'at least' if limit.least else 'at most'} {reasons.bound_value(limit)}"
    of = ", as in the baseline" if limit.of_baseline and limit.value is not None else ""
    return f"{limit.metric}: {value} ({bound}{of}, {origins.of_limit(limit, one.target.rule)})"


def _waived(one: Judged, ready: Setup) -> Iterator[str]:
    for waiver in one.target.rule.waivers:
        held = "over" if waiver.until < ready.place.today else "not in force here"
        held = "in force" if waiver == one.waiver else held
        link = f", {waiver.link}" if waiver.link else ""
        yield f"waived until {waiver.until}: {waiver.reason} ({held}{link})"


def _evidence(
    one: Judged, active: Sequence[int], ready: Setup
) -> Iterator[tuple[str, Iterator[Piece]]]:
    """Yield each report that was read, with what it holds."""
    target = one.target
    entries = Entries.of(target.accepted(active))
    matcher = Matcher(Selection(target.rule.only, target.rule.except_, accept=entries))
    resolver = Resolver(ready.place.checkout)
    patience = Patience(ready.place.read_timeout)
    for path in sorted(one.tally.files):
        file = Path(resolver.checkout.top) / path
        said = _said(path, target, resolver)
        yield path, record(file, path, matcher, said, resolver=resolver, patience=patience)


def _said(path: str, target: Target, resolver: Resolver) -> ReportPattern:
    """Return what the mapping says of a file that the target read."""
    fitting = [
        one
        for number, one in enumerate(target.rule.reports)
        if looks_for(target.wanted(number), path, resolver.checkout)
    ]
    return said_of(fitting or [ReportPattern(Glob(escape(path)))])


def _report(path: str, pieces: Iterable[Piece], most: int, rule: Rule) -> Iterator[str]:
    counted = left_out = 0
    ranked: dict[Rank, list[str]] = {rank: [] for rank in Rank}
    for piece in pieces:
        counted += not piece.left_out
        left_out += bool(piece.left_out)
        listed = ranked[piece.rank]
        if len(listed) < most:
            why = f" (left out: {piece.left_out})" if piece.left_out else ""
            if piece.accepted is not None:
                one = rule.accept[piece.accepted]
                why = f" ({one}: {one.reason})"
            listed.append(f"    {piece.name}: {piece.says}{why}")
    yield f"  {path}: {counted:,} counted, {left_out:,} left out"
    shown = [line for rank in Rank for line in ranked[rank]][:most]
    yield from shown
    if counted + left_out > len(shown):
        yield f"    … {counted + left_out - len(shown):,} more (--most shows more)"
