"""`check`: validate the mapping, and print it as it is understood."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from scorecard_action.cli import console, options
from scorecard_action.evaluate import reasons
from scorecard_action.evaluate.limits import limits, needed
from scorecard_action.evaluate.select import Selection
from scorecard_action.mapping.loader import find_mapping, load
from scorecard_action.mapping.types import Mapping, Rule, Selector
from scorecard_action.model import Kind


@click.command(name="check")
@options.working_directory
@options.mapping
def command(working_directory: str | None, mapping: str | None) -> int:
    """Validate the mapping file and print it as it is understood, defaults filled in.

    Reads no report and needs no key. Exits with 2 when the mapping is wrong.
    """
    top = options.enter(working_directory)
    file = Path(mapping) if mapping else find_mapping(top)
    shown = mapping or os.path.relpath(file, top)
    checked = load(file, shown)
    for warning in checked.warnings:
        console.warn(str(warning))
    console.out("\n".join(_described(checked)))
    return 0


def _described(mapping: Mapping) -> Iterator[str]:
    yield f"{mapping.file}: sound, {_many(len(mapping.rules), 'rule')}"
    yield f"service: {_services(mapping)}"
    branches = ", ".join(glob.text for glob in mapping.branches or ())
    yield f"branches: {branches or 'the default branch (main or master where the CI names none)'}"
    for rule in mapping.rules:
        yield ""
        yield f"rule: {rule.label}"
        yield from (f"  {line}" for line in _rule(rule))


def _services(mapping: Mapping) -> str:
    if isinstance(mapping.services, dict):
        return ", ".join(f"{name} (in {folder})" for name, folder in mapping.services.items())
    if isinstance(mapping.services, tuple):
        return ", ".join(mapping.services)
    return mapping.service or mapping.services or "named by --service or DD_SERVICE"


def _rule(rule: Rule) -> Iterator[str]:
    if rule.id and rule.name:
        yield f"id: {rule.id}"
    if rule.scorecard:
        yield f"scorecard: {rule.scorecard}"
    for pattern in rule.reports:
        form = f" as {pattern.format}" if pattern.format else ""
        clean = ", empty means clean" if pattern.empty_clean else ""
        yield f"reports: {pattern.glob.text}{form}{clean}"
    for glob in rule.exclude:
        yield f"exclude: {glob.text}"
    for word, selectors in (("only", rule.only), ("except", rule.except_)):
        for selector in selectors:
            yield f"{word}: {_selector(selector)}"
    yield from _limits(rule)
    yield f"missing: {rule.missing}"
    if rule.max_age:
        yield f"max_age: {rule.max_age}"
    if rule.services:
        yield f"services: {', '.join(rule.services)}"
    for waiver in rule.waivers:
        yield f"waived until {waiver.until}: {waiver.reason}"


def _limits(rule: Rule) -> Iterator[str]:
    selection = Selection(rule.only, rule.except_)
    for kind in Kind:
        if not selection.judges(kind) or (kind is Kind.COVERAGE and kind not in needed(rule)):
            continue
        must = kind in needed(rule) | selection.needs
        bounds = [
            f"{'min' if limit.least else 'max'} {limit.metric} {reasons.bound_value(limit)}"
            for limit in limits(rule, frozenset({kind}))
        ]
        where = "needed" if must else "where the reports hold them"
        yield f"{kind} ({where}): {', '.join(bounds) or 'no limit'}"


def _selector(selector: Selector) -> str:
    return ", ".join(
        f"{name}: {' or '.join(pattern.text for pattern in patterns)}"
        for name, patterns in selector.fields
    )


def _many(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else what + 's'}"
