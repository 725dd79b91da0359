"""What two keys of a mapping say together: each alone may be right, and both wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

import msgspec

from scorecard_action.mapping.checker import IGNORED, Checker, Entry
from scorecard_action.mapping.document import (
    Document,
    Report,
    RuleEntry,
    WaiverEntry,
)
from scorecard_action.mapping.limiting import Limits
from scorecard_action.mapping.nodes import Mark, Series, Table
from scorecard_action.mapping.selecting import AcceptEntry, Select
from scorecard_action.mapping.shapes import fields_of
from scorecard_action.mapping.types import FIELDS
from scorecard_action.mapping.wording import join, quote, suggest
from scorecard_action.metrics import METRICS
from scorecard_action.model import Entity, Kind

Said = Iterator[tuple[Mark, str]]
_Seen = dict[tuple[str, ...], dict[Entity | None, Mark]]


def check_file(document: Document, root: Table, checker: Checker) -> None:
    """Say of one file of several what none that lies above or below it can mend."""
    for mark, message in together(checker.entries(root)):
        checker.say(mark, message)
    seen: _Seen = {}
    for rule, node, number in _entries(document, root, checker):
        for mark, message in _duplicate(rule, node, checker.rule_name(node, number), seen, ()):
            checker.say(mark, message)


def check(
    document: Document,
    root: Table,
    checker: Checker,
    formats: Collection[str],
    empty_formats: Collection[str],
) -> None:
    """Say of the document what its single values do not show."""
    entries = checker.entries(root)
    for mark, message in _services(document, entries):
        checker.say(mark, message)
    declared = _declared(document)
    seen: _Seen = {}
    cut = {(warning.file, warning.line) for warning in checker.warnings}
    for rule, node, number in _entries(document, root, checker):
        where = checker.rule_name(node, number)
        given = checker.entries(node)
        for mark, message in (
            *_naming(node, given, where),
            *_limits(rule, given, where, checker.file),
            *_unselected(rule, given, where, checker),
            *_reports(rule, given, where, formats, empty_formats),
            *_narrowing(rule, given, where),
            *_accepting(rule, given, where, checker),
            *_duplicate(rule, node, where, seen, cut),
        ):
            checker.say(mark, message)
        for mark, message in _unknown_services(rule, given, where, declared):
            checker.warn(mark, message)


def _entries(
    document: Document, root: Table, checker: Checker
) -> Iterator[tuple[RuleEntry, Table, int]]:
    """Yield the rules that are entries, with their nodes and numbers."""
    entries = checker.entries(root)
    series = entries["rules"].value if "rules" in entries else None
    if isinstance(series, Series) and isinstance(document.rules, list):
        for number, (rule, node) in enumerate(zip(document.rules, series.items, strict=True), 1):
            if isinstance(rule, RuleEntry) and isinstance(node, Table):
                yield rule, node, number


def together(entries: dict[str, Entry]) -> Said:
    """Say where one file names its services twice over."""
    if "service" in entries and "services" in entries:
        yield (
            entries["services"].key.mark,
            "'service' and 'services' together: keep one, 'services' names several",
        )


def _services(document: Document, entries: dict[str, Entry]) -> Said:
    yield from together(entries)
    if isinstance(document.services, list):
        yield from _twice(document.services, entries["services"].value, "'services' in the mapping")


def _twice(names: Sequence[object], node: object, said: str) -> Said:
    items = node.items if isinstance(node, Series) else []
    first: set[Entity] = set()
    for name, item in zip(names, items, strict=True):
        if not isinstance(name, str):
            continue
        entity = Entity.parse(name)
        if entity in first:
            yield item.mark, f"{said}: {quote(name)} is named twice"
        first.add(entity)


def _declared(document: Document) -> dict[Entity, str] | None:
    """The services that the mapping names; None where they come from elsewhere."""
    if isinstance(document.service, str):
        return {Entity.parse(document.service): document.service}
    if isinstance(document.services, list | dict):
        return {Entity.parse(name): name for name in document.services if isinstance(name, str)}
    return None


def _naming(node: Table, given: dict[str, Entry], where: str) -> Said:
    if "rule" not in given and "id" not in given:
        yield (
            node.mark,
            f"{where} has no 'rule' and no 'id': write for example rule: Unit tests pass",
        )
    if "scorecard" in given and "rule" not in given:
        yield (
            given["scorecard"].key.mark,
            f"'scorecard' in {where} without 'rule': an id alone names the rule",
        )


def _limits(rule: RuleEntry, given: dict[str, Entry], where: str, file: str) -> Said:
    if not isinstance(rule.min, Limits) or not isinstance(rule.max, Limits):
        return
    for name in msgspec.structs.asdict(rule.min):
        low, high = getattr(rule.min, name), getattr(rule.max, name)
        if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
            least, most = given["min"].value.mark, given["max"].value.mark
            # Of two files, the one whose reader can mend it.
            yield (
                most if most.file == file != least.file else least,
                f"'min' of '{name}' in {where} is {low}, more than its 'max' of {high}",
            )


def _unselected(rule: RuleEntry, given: dict[str, Entry], where: str, checker: Checker) -> Said:
    """Say which limits are of a kind of evidence of which `only` selects none."""
    if "only" not in given:
        return
    node = given["only"].value
    selectors = [
        {name for name in checker.entries(one) if not name.startswith(IGNORED)}
        for one in (node.items if isinstance(node, Series) else [node])
        if isinstance(one, Table)
    ]
    if not selectors or not set().union(*selectors) <= set().union(*FIELDS.values()):
        return  # said already; what was meant is not known
    named = ", ".join(sorted(set().union(*selectors)))
    for key, limits in (("min", rule.min), ("max", rule.max)):
        if not isinstance(limits, Limits):
            continue
        table = given[key].value
        entries = checker.entries(table) if isinstance(table, Table) else {}
        for name, value in msgspec.structs.asdict(limits).items():
            kind = METRICS[name].kind
            if kind is None or value in {None, "none"}:
                continue
            if not any(one <= FIELDS[kind] for one in selectors):
                said = f"'{name}' in '{key}' of {where} is a limit on {kind}, which 'only'"
                why = f"leaves out (it names {named}): split it into two rules"
                yield entries[name].key.mark, f"{said} {why}"


def _reports(
    rule: RuleEntry,
    given: dict[str, Entry],
    where: str,
    formats: Collection[str],
    empty_formats: Collection[str],
) -> Said:
    if "reports" not in given:
        return
    node = given["reports"].value
    reports = rule.reports if isinstance(rule.reports, list) else [rule.reports]
    nodes = node.items if isinstance(node, Series) else [node]
    for report, place in zip(reports, nodes, strict=False):
        if not isinstance(report, Report):
            continue
        if isinstance(report.format, str) and report.format not in formats:
            near = suggest(report.format, sorted(formats))
            yield place.mark, f"unknown format {quote(report.format)} in {where}{near}"
        elif report.empty and report.format is None:
            yield place.mark, f"'empty: clean' in {where} needs 'format': which tool was silent?"
        elif report.empty and report.format not in empty_formats:
            yield (
                place.mark,
                f"'empty: clean' in {where}: a '{report.format}' report is never empty, remove it",
            )


def _narrowing(rule: RuleEntry, given: dict[str, Entry], where: str) -> Said:
    if isinstance(rule.services, list):
        yield from _twice(rule.services, given["services"].value, f"'services' in {where}")


def _accepting(rule: RuleEntry, given: dict[str, Entry], where: str, checker: Checker) -> Said:
    """Say which acceptances name nothing, which would be everything, or what nothing can be."""
    if "accept" not in given:
        return
    node = given["accept"].value
    entries = rule.accept if isinstance(rule.accept, list) else [rule.accept]
    nodes = node.items if isinstance(node, Series) else [node]
    for entry, place in zip(entries, nodes, strict=False):
        if not isinstance(entry, AcceptEntry) or not isinstance(place, Table):
            continue
        keys = checker.entries(place)
        named = {name for name in fields_of(Select) if name in keys}
        if not named:
            if all(name in fields_of(AcceptEntry) or name.startswith(IGNORED) for name in keys):
                fields = join(map(quote, fields_of(Select)))
                said = f"'accept' of {where} names no test and no finding"
                yield place.mark, f"{said}, so it would accept all: add {fields}"
        elif not any(named <= FIELDS[kind] for kind in (Kind.TESTS, Kind.LINT)):
            said = f"'accept' of {where} names {', '.join(sorted(named))}"
            why = "which no test and no finding has together: make it two entries"
            yield place.mark, f"{said}, {why}"


def _unknown_services(
    rule: RuleEntry, given: dict[str, Entry], where: str, declared: dict[Entity, str] | None
) -> Said:
    """Say which services a rule, a waiver or an acceptance is narrowed to in vain: a warning, the
    rest holds.
    """
    if isinstance(rule.services, list):
        place = given["services"].value
        yield from _undeclared(rule.services, place, f"'services' in {where}", declared)
    for key, value in (("waive", rule.waive), ("accept", rule.accept)):
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, WaiverEntry | AcceptEntry) and isinstance(one.services, list):
                said = f"'services' in '{key}' of {where}"
                yield from _undeclared(one.services, given[key].value, said, declared)


def _undeclared(
    names: Sequence[object], node: object, said: str, declared: dict[Entity, str] | None
) -> Said:
    if declared is None or not isinstance(node, Series | Table):
        return
    items = node.items if isinstance(node, Series) and len(node.items) == len(names) else []
    for index, name in enumerate(names):
        if isinstance(name, str) and Entity.parse(name) not in declared:
            mark = items[index].mark if items else node.mark
            yield (
                mark,
                f"{said}: the mapping has no service {quote(name)}"
                + (suggest(name, declared.values()) or ": take it out, or declare it"),
            )


def _duplicate(
    rule: RuleEntry,
    node: Table,
    where: str,
    seen: _Seen,
    cut: Collection[tuple[str, int]],
) -> Said:
    """Two entries that decide one rule for one entity. By id where given, else by name."""
    keys: list[tuple[str, ...]] = []
    if isinstance(rule.id, str):
        keys.append(("id", rule.id))
    elif isinstance(rule.rule, str):
        keys.append(("rule", rule.rule, rule.scorecard or ""))
    services: list[Entity | None] = [None]
    if isinstance(rule.services, list):
        services = [Entity.parse(name) for name in rule.services if isinstance(name, str)]
    for key in keys:
        marks = seen.setdefault(key, {})
        hits = [marks[s] for s in (*services, None) if s in marks]
        if services == [None]:
            hits += list(marks.values())[:1]
        if hits:
            if node.mark in hits:
                # one above two that are one rule
                yield node.mark, f"{where} changes several entries for the same services"
                continue
            line = line_of(min(hits), node.mark)
            first = f"{where} is decided on {line} already for the same services"
            if (node.mark.file, node.mark.line) in cut:
                yield node.mark, f"{first}: ' #' begins a comment, quote the name"
            else:
                yield node.mark, f"{first}: join the two, or give each its own 'services'"
        for service in services:
            marks.setdefault(service, node.mark)


def line_of(other: Mark, here: Mark) -> str:
    """`line 3`, or `line 3 of base.yaml` where that is in another file."""
    same = other.file == here.file
    return f"line {other.line}" if same else f"line {other.line} of {other.file}"
