"""`check`: validate the mapping, and print it as it is understood."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scorecard_action.cli import against, console, enforcing, meanings, options, origins, setup
from scorecard_action.cli.reads import Reads, Report, reads
from scorecard_action.datadog import absent
from scorecard_action.datadog.keys import not_set
from scorecard_action.drafting.survey import survey
from scorecard_action.entities.targets import Targets, targets
from scorecard_action.errors import (
    DatadogRefused,
    DatadogUnreachable,
    MappingError,
    UsageError,
)
from scorecard_action.flow import due
from scorecard_action.judging import ending, reasons
from scorecard_action.judging.limits import judged, limits, needed_evidence
from scorecard_action.judging.select import Selection
from scorecard_action.mapping.types import Mapping, Retries, Rule
from scorecard_action.model import Entity, Kind
from scorecard_action.near import did_you_mean, nearest
from scorecard_action.outputs.words import count
from scorecard_action.reading.gather import Place
from scorecard_action.reading.patience import Patience
from scorecard_action.reports.names import kinds_of

if TYPE_CHECKING:
    from scorecard_action.datadog.client import Client

# What a rule reads now, at the most this many files each: the rest is counted.
MOST_FILES = 10
# A request or two each: for more services than this, the look-up would only be slow.
MOST_SERVICES = 50
# Pages of the catalog, of 100 each, in which near names are looked for.
MOST_PAGES = 20


@click.command(name="check")
@options.working_directory
@options.mapping
@options.extends
@options.service
@options.allow_outside
@options.read_timeout
@options.changes
@options.baseline
@options.option(
    "--reports", is_flag=True, help="Also list files that look like reports and that no rule reads."
)
@options.option(
    "--against",
    "old_mapping",
    metavar="OLD",
    help="Also read the reports, and show which states another mapping file would turn.",
)
@options.option("--online", is_flag=True, help="Also look the rules and services up in Datadog.")
@options.api_url
@options.timeout
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
    reports: bool,
    old_mapping: str | None,
    online: bool,
    api_url: str | None,
    timeout: float,
) -> int:
    """Validate the mapping file and print it as it is understood, defaults filled in.

    Shows which files each rule reads now, of which only the beginning is looked at (all with
    --against, which --baseline and --diff are for); needs keys only with --online. Exits with 2
    when the mapping is wrong, with 4 when Datadog does not know a rule of it.
    """
    top = options.enter(working_directory)
    (checked, file), *others = setup.read_mappings(
        top, [mapping, *filter(None, [old_mapping])], extends, os.environ
    )
    old = others[0][0] if others else None
    found = _targets(checked, top, service)
    checkout = setup.checkout_here(top, os.environ)
    patience = Patience(read_timeout)
    read = reads(found, checkout, file.absolute().parent, patience, outside=allow_outside)
    console.out_lines(_described(checked, found, read))
    today = dt.datetime.now(dt.UTC).date()
    console.out_lines(_due(checked, today))
    if reports:
        known = {path for files in read.reports.values() for path in files}
        console.out_lines(_unread(top, known, patience))
    code = 0
    if old:
        now = dt.datetime.now(dt.UTC)
        folder = file.absolute().parent
        place = Place(top, checkout, now, folder, allow_outside, read_timeout)
        base = setup.named_baseline(baseline)
        before, after = (
            against.side(one, place, service, os.environ, base) for one in (old, checked)
        )
        changed = against.changed(diff, diff_base, before, after, os.environ)
        code = against.show(before, after, _rule, changed)
    for text in found.warnings if found else map(str, checked.warnings):
        console.warn(text)
    for text in (text for rule in checked.rules for text in ending.doubts(rule, today)):
        console.warn(text)
    for text in meanings.told(found.targets, read, top) if found else ():
        console.warn(text)
    for text in (
        *(found.notes if found else ()),
        *_branches(checked),
        *origins.notes(checked, checkout.root),
    ):
        console.note(text)
    if online:
        code = max(code, _online(checked, found, api_url=api_url, timeout=timeout))
    return code


def _targets(mapping: Mapping, top: Path, service: str | None) -> Targets | None:
    """Return what is decided in this tree; None where no entity is named yet."""
    try:
        return targets(mapping, top, service, os.environ.get("DD_SERVICE") or None)
    except MappingError:
        raise
    except UsageError as error:
        console.warn(str(error))
        return None


def _branches(mapping: Mapping) -> Iterator[str]:
    if any(glob.text == "**" for glob in mapping.branches or ()):
        yield (
            '`branches: "**"` sends from tags and from builds whose branch is not known too;'
            ' `branches: "**/*"` from every branch alone'
        )


def _due(mapping: Mapping, today: dt.date) -> Iterator[str]:
    """Say what is waived or accepted for a few more days only."""
    if texts := due(mapping.rules, today):
        yield ""
        yield f"due within {ending.DUE_DAYS} days:"
        yield from (f"  {text}" for text in texts)


def _unread(top: Path, read: set[str], patience: Patience) -> Iterator[str]:
    found = survey(top, patience)
    unread = sorted(one for one in found.reports if one.path not in read)
    yield ""
    yield f"reports that no rule reads: {count(len(unread), 'file')}"
    for one in unread:
        yield f"  {one.path} ({one.form})"
    if found.cut:
        yield f"  only {found.looked:,} files were looked at"


def _described(mapping: Mapping, found: Targets | None, read: Reads) -> Iterator[str]:
    yield f"{mapping.file}: sound, {count(len(mapping.rules), 'rule')}"
    yield from origins.of_mapping(mapping)
    yield from _services(mapping, found)
    branches = ", ".join(glob.text for glob in mapping.branches or ())
    yield f"branches: {branches or 'the default branch (main or master where the CI names none)'}"
    if mapping.baseline:
        there = "" if Path(mapping.baseline).exists() else " (not there yet)"
        yield f"baseline: {mapping.baseline}{there}"
    for rule in mapping.rules:
        yield ""
        yield f"rule: {rule.label}"
        yield from (f"  {line}" for line in _rule(rule, read.kinds(rule)))
        yield from (f"  {line}" for line in origins.of_rule(rule, mapping))
        if found:
            reports = read.reports.get(rule, {})
            yield from (f"  {line}" for line in _reads(reports, read.absent.get(rule, ())))


def _services(mapping: Mapping, found: Targets | None) -> Iterator[str]:
    if found is None:
        yield "service: not named yet"
        return
    places = {str(one.entity): one.folder for one in found.targets}
    for entity, folder in places.items():
        yield f"entity: {entity}{f' (in {folder})' if folder else ''}"
    if mapping.services is None and mapping.service is None and len(places) > 1:
        yield "  captured from paths: a service without any report is invisible this way"


def _reads(reports: Map[str, Report], absent: Sequence[str]) -> Iterator[str]:
    yield f"reads now: {count(len(reports), 'file')}"
    for path, report in list(reports.items())[:MOST_FILES]:
        yield f"  {path}{f' ({report.form.title})' if report.form else ''}"
    if len(reports) > MOST_FILES:
        yield f"  … {len(reports) - MOST_FILES:,} more"
    shared = sorted(path for path, one in reports.items() if len(one.entities) > 1)
    if shared:
        entities = ", ".join(sorted(reports[shared[0]].entities)[:5])
        yield f"reads the same files for several entities: {shared[0]} for {entities}"
    yield from absent[:MOST_FILES]
    if len(absent) > MOST_FILES:
        yield f"… {len(absent) - MOST_FILES:,} more patterns match no file"


def _rule(rule: Rule, kinds: frozenset[Kind]) -> Iterator[str]:
    if rule.id and rule.name:
        yield f"id: {rule.id}"
    if rule.scorecard:
        yield f"scorecard: {rule.scorecard}"
    for pattern in rule.reports:
        form = f" as {pattern.format}" if pattern.format else ""
        clean = ", empty means clean" if pattern.empty_clean else ""
        base = f", paths start at {pattern.base}" if pattern.base is not None else ""
        words = "".join(f", {word} means {result}" for word, result in pattern.words)
        yield f"reports: {pattern.glob.text}{form}{clean}{base}{words}"
    for glob in rule.exclude:
        yield f"exclude: {glob.text}"
    for word, selectors in (("only", rule.only), ("except", rule.except_)):
        for selector in selectors:
            yield f"{word}: {selector}"
    yield from _limits(rule, kinds)
    yield f"missing: {rule.missing}"
    if rule.max_age:
        yield f"max_age: {rule.max_age}"
    if rule.tools:
        yield f"tools: {', '.join(pattern.text for pattern in rule.tools)}"
    if rule.retries is not Retries.ALL:
        yield f"retries: {rule.retries}"
    if rule.services:
        yield f"services: {', '.join(rule.services)}"
    yield from enforcing.described(rule)
    yield from _until_a_day(rule)


def _until_a_day(rule: Rule) -> Iterator[str]:
    for waiver in rule.waivers:
        yield f"waived until {waiver.until}: {waiver.reason}"
    for one in rule.accept:
        services = f" (services: {', '.join(one.services)})" if one.services else ""
        yield f"{one}: {one.reason}{services}"


def _limits(rule: Rule, now: frozenset[Kind]) -> Iterator[str]:
    """Say what a rule holds each kind of evidence to that it needs, or that its reports hold `now`;
    each that they could hold, where neither is known.
    """
    needed, possible = needed_evidence(rule), judged(rule)
    known = needed | now or kinds_of(entry.glob.text for entry in rule.reports) & possible
    for kind in Kind:
        if kind not in (known or possible):
            continue
        if kind not in possible:
            selects = Selection(rule.only, rule.except_).judges(kind)
            why = "no limit names it" if selects else "`only` selects none of it"
            yield f"{kind}: left out, {why}"
            continue
        bounds = [
            f"{'min' if limit.least else 'max'} {limit.metric} {reasons.bound_value(limit)}"
            for limit in limits(rule, frozenset({kind}))
        ]
        what = " (needed)" if kind in needed else "" if known else " (if the reports hold them)"
        yield f"{kind}{what}: {', '.join(bounds) or 'no limit'}"


def _online(mapping: Mapping, found: Targets | None, *, api_url: str | None, timeout: float) -> int:
    """Look rules and services up and say what Datadog does not know; return the exit code.

    Raises UsageError without keys, and what the client raises where the rules cannot be read.
    """
    keys = setup.read_keys(os.environ)
    if keys is None:
        raise not_set(
            "nothing can be looked up", "the scope apm_service_catalog_read is enough for that"
        )
    with setup.connect(os.environ, keys, api_url=api_url, timeout=timeout) as client:
        unknown = _unknown_rules(client, mapping)
        if found:
            _tell_services(client, sorted({str(one.entity) for one in found.targets}))
    return DatadogRefused.exit_code if unknown else 0


def _unknown_rules(client: Client, mapping: Mapping) -> int:
    from scorecard_action.datadog.rules import RuleRef, list_rules, resolve  # noqa: PLC0415

    wanted = [RuleRef(rule.name, rule.id, rule.scorecard) for rule in mapping.rules]
    records = list_rules(client)
    resolved = resolve(wanted, records, check_ids=True)
    unknown = [rule for rule, answer in zip(mapping.rules, resolved, strict=True) if answer.absent]
    for rule, answer in zip(mapping.rules, resolved, strict=True):
        if answer.problem and (records or not answer.absent):
            console.fail(f"{rule.file}:{rule.line}: {answer.problem}")
        elif not answer.problem:
            console.out_lines([f"rule {rule.label}: known in Datadog, id: {answer.id}"])
        if answer.warning:
            console.warn(answer.warning)
    if unknown and not records:
        console.fail(absent.no_rules([rule.label for rule in unknown]))
    elif unknown:
        console.fail(absent.ways(len(unknown)))
    return sum(answer.id is None for answer in resolved)


def _tell_services(client: Client, entities: list[str]) -> None:
    """Say which entities the catalog knows. It only informs: nothing of it decides the exit code,
    and no warning is made of an answer that is no list.
    """
    from scorecard_action.datadog.catalog import Standing, names, standing  # noqa: PLC0415

    known: dict[str, list[str]] = {}
    try:
        for text in entities[:MOST_SERVICES]:
            entity = Entity.parse(text)
            found = standing(client, entity)
            if found is Standing.DEFINED:
                console.out_lines([f"{text}: in Datadog's catalog"])
                continue
            if found is Standing.DISCOVERED:
                console.out_lines([f"{text}: in Datadog's catalog, seen but without a definition"])
                continue
            if entity.kind not in known:
                known[entity.kind] = []
                with contextlib.suppress(DatadogRefused, DatadogUnreachable):
                    known[entity.kind] = names(client, entity.kind, MOST_PAGES)
            alike = nearest(entity.name, known[entity.kind])
            near = did_you_mean(f"{entity.kind}:{name}" for name in alike)
            console.warn(
                f"{text} is not in Datadog's catalog, so its outcomes may not be shown:"
                f" {near or 'mend its name, or define it there'}"
            )
    except (DatadogRefused, DatadogUnreachable) as error:
        console.note(f"the services could not be looked up: {error}")
        return
    if len(entities) > MOST_SERVICES:
        console.note(f"only the first {MOST_SERVICES} of {len(entities):,} entities were looked up")
