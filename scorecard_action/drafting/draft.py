"""The text of a drafted mapping: rules with comments that say what they were drafted from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from scorecard_action.drafting.groups import Group
from scorecard_action.drafting.patterns import literal
from scorecard_action.drafting.tools import shown
from scorecard_action.drafting.unused import Unused
from scorecard_action.judging.metric import Found, Measured, Metric, Unit
from scorecard_action.judging.tally import Tally
from scorecard_action.metrics import ERRORS, LINE_COVERAGE, TESTS, measure, of_kind
from scorecard_action.model import Kind
from scorecard_action.outputs.words import count
from scorecard_action.outputs.yaml import comment, scalar
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS

STEP: Final = 5  # percent: limits are drafted in whole steps below today's value
UNMEASURED: Final = 80  # percent, where today's value is not known
EXAMPLE: Final = "build/test-results/**/*.xml"
MODELINE: Final = "# yaml-language-server: $schema=./scorecard.schema.json"


class Services(NamedTuple):
    """Who the mapping speaks for.

    `names` are one service, or several that are decided from the same reports; with `auto`, the
    definition files of the tree name them, and `of_folder` has the first of each folder; `sharing`
    says that a folder has more. `source` says where the names come from.
    """

    names: tuple[str, ...]
    source: str
    auto: bool = False
    sharing: bool = False
    of_folder: dict[str, str] = {}  # noqa: RUF012 - never changed
    notes: tuple[str, ...] = ()


class RuleDraft(NamedTuple):
    """A group with what is known of it: a tally for each service that has such reports (none where
    they were not read), its format, the rule's name in Datadog (with its scorecard and id), names
    that may be meant, other groups that tell the same, and files that may be of its linter.
    """

    group: Group
    form: Format
    tallies: tuple[Tally, ...] = ()
    name: str | None = None
    scorecard: str | None = None
    id: str | None = None
    candidates: tuple[str, ...] = ()
    others: tuple[Group, ...] = ()
    unused: tuple[Unused, ...] = ()


class Draft(NamedTuple):
    """All that a mapping is drafted from; `cut` says that there may be more reports.

    `define` is the scorecard that rules are defined in which Datadog does not have, None where they
    are not to be defined. `schema` says that the JSON Schema lies beside the mapping. `unused` are
    files that no rule reads.
    """

    services: Services
    rules: tuple[RuleDraft, ...]
    exclude: tuple[str, ...] = ()
    jenkins: bool = False
    schema: bool = False
    cut: bool = False
    notes: tuple[str, ...] = ()
    define: str | None = None
    unused: tuple[Unused, ...] = ()


def write(draft: Draft) -> str:
    """Return the mapping file: it is sound, and names every service and file as it is."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    if draft.schema:
        yield MODELINE
    yield "# Which reports decide which rules of Datadog Scorecards: a draft, to be changed."
    yield "# How it is understood: `scorecard-action check`; what it would send: `scorecard-action"
    yield "# submit --dry-run`."
    if not draft.schema:
        yield "# Editors check it after `scorecard-action schema > scorecard.schema.json`, with"
        yield f"# this as the first line:  {MODELINE}"
    yield "version: 1"
    yield from _services(draft.services)
    if draft.exclude:
        yield "# definition files of test data: no services"
        yield f"exclude: [{', '.join(map(scalar, draft.exclude))}]"
    if draft.jenkins:
        yield "# Jenkins reuses workspaces: reports of an earlier build may still lie there. Older"
        yield "# ones than this count as absent; best is a little longer than a build takes."
        yield "max_age: 1d"
    yield "# branches: [main]   # outcomes of others are shown only; without it, the default branch"
    yield ""
    yield from (f"# {comment(note)}" for note in draft.notes)
    yield "rules:"
    if not draft.rules:
        yield from _example()
    for number, rule in enumerate(draft.rules):
        if number:
            yield ""
        yield from _rule(rule, draft)
    for one in draft.unused:
        yield ""
        yield from _commented(one, draft.services)


def _services(services: Services) -> Iterator[str]:
    for note in services.notes:
        yield f"# {comment(note)}"
    if services.auto:
        yield f"services: auto   # {comment(services.source)}"
    elif len(services.names) == 1:
        yield f"service: {scalar(services.names[0])}   # {comment(services.source)}"
    else:
        yield f"# {comment(services.source)}"
        yield f"services: [{', '.join(map(scalar, services.names))}]"


def _example() -> Iterator[str]:
    yield "  # No report was found here. Run the tests and `scorecard-action init --force`, or"
    yield "  # write where your tools leave their reports. Until then this rule fails."
    yield "  - rule: Unit tests pass   # the rule's name in Datadog"
    yield f"    reports: {scalar(EXAMPLE)}"


def _rule(rule: RuleDraft, draft: Draft) -> Iterator[str]:
    group = rule.group
    yield f"  # {comment(_found(rule))}"
    if not rule.tallies:
        yield "  # too large to be read for this draft"
    elif any(tally.problems for tally in rule.tallies):
        yield "  # not every one could be read to its end: `scorecard-action inspect` says why"
    if rule.candidates:
        yield f"  # rules of Datadog that may be meant: {comment(', '.join(rule.candidates))}"
    hint = "   # a rule of Datadog" if rule.name else "   # the rule's name in Datadog"
    defined = draft.define is not None and not rule.name
    yield f"  - rule: {scalar(rule.name or group.name)}{'' if defined else hint}"
    if rule.scorecard:
        yield f"    scorecard: {scalar(rule.scorecard)}"
    if rule.id:
        yield f"    # id: {comment(scalar(rule.id))}   # pins the rule, whatever its name becomes"
    if defined:
        yield f"    scorecard: {scalar(draft.define or '')}"
        yield "    define:   # made by `scorecard-action rules apply`"
        yield f"      description: {scalar(_description(group))}"
        yield f"      level: {1 if group.about is Kind.TESTS else 2}"
    yield from _reports(rule)
    yield from _others(rule)
    if group.exclude:
        yield "    exclude:   # these are no such reports"
        yield from (f"      - {scalar(path)}" for path in group.exclude)
    services = draft.services
    all_have = draft.cut or set(group.seen) == set(services.of_folder)
    if services.auto and (services.sharing or not all_have):
        names = [services.of_folder[owner] for owner in group.seen]
        yield "    # other services have no such reports of their own; without this line they fail"
        yield f"    services: [{', '.join(map(scalar, names))}]"
    yield from _limits(rule)


def _found(rule: RuleDraft) -> str:
    where = f" in {_place(rule.group)}" if rule.group.place else ""
    now = f"; now: {words}" if (words := _now(rule)) else ""
    return f"{count(rule.group.size, 'file')} of {rule.form.title}{where}{now}"


def _place(group: Group) -> str:
    return group.place.replace("\\", "")


def _reports(rule: RuleDraft) -> Iterator[str]:
    entries = _entries(rule.group, rule.form)
    if rule.form.silent:
        yield "    # its tool writes an empty file when it finds nothing"
    elif rule.form.clean_list:
        yield "    # a clean report is `[]`, which does not say of which format it is"
    elif rule.form.empty_clean:
        yield "    # if its tool writes an empty file when it finds nothing, write each entry as"
        form = scalar(rule.form.name)
        yield f"    # {{path: {comment(entries[0])}, format: {form}, empty: clean}}"
    if len(entries) == 1:
        yield f"    reports: {entries[0]}"
        return
    yield "    reports:   # each of these must find a file"
    yield from (f"      - {entry}" for entry in entries)


def _others(rule: RuleDraft) -> Iterator[str]:
    """Yield, as comments, what tells the same as the reports of the rule."""
    for group in rule.others:
        form = FORMATS[group.form]
        entries = _entries(group, form)
        listed = entries[0] if len(entries) == 1 else f"[{', '.join(entries)}]"
        yield f"    # reports: {comment(listed)}   # tells the same, as {form.title}"
    for one in rule.unused:
        yield f"    # reports: {comment(_entry(one))}   # the same, maybe: {one.why}"


def _commented(one: Unused, services: Services) -> Iterator[str]:
    """Yield a rule, as a comment, for a file that may be the clean report of a linter."""
    yield f"  # {comment(one.path)}: {comment(one.why)}."
    yield f"  # If it is {shown(one.tool)}'s, and a rule is to read it:"
    yield f"  # - rule: {comment(scalar(f'No {shown(one.tool)} errors'))}"
    yield f"  #   reports: {comment(_entry(one))}"
    if services.auto:
        yield f"  #   services: [{comment(scalar(services.of_folder[one.owner]))}]"


def _entry(one: Unused) -> str:
    extra = ", empty: clean" if one.empty else ""
    path = one.path[len(one.owner) + 1 :] if one.owner else one.path
    return f"{{path: {scalar(literal(path))}, format: {scalar(one.form)}{extra}}}"


def _description(group: Group) -> str:
    """What the rule asks for, of any service that it is decided for."""
    match group.about:
        case Kind.TESTS:
            return "The build runs tests, and none of them fails."
        case Kind.LINT:
            tool = shown(group.tool) if group.tool else "The linter"
            return f"{tool} runs in the build and finds no error."
        case Kind.COVERAGE:
            return "Tests cover at least the share of the code that the service's mapping asks for."


def _entries(group: Group, form: Format) -> list[str]:
    """The entries of `reports`; with the format where a clean report does not say what it is."""
    entries = [scalar(text) for text in group.reports]
    if not (form.silent or form.clean_list):
        return entries
    extra = ", empty: clean" if form.silent else ""
    return [f"{{path: {entry}, format: {scalar(form.name)}{extra}}}" for entry in entries]


def _measured(rule: RuleDraft) -> list[Measured]:
    """What each service's reports come to: limits hold for each."""
    kinds = frozenset({rule.group.kind})
    return [measure(Found(tally), kinds) for tally in rule.tallies]


def _told(kind: Kind) -> list[Metric]:
    return [metric for metric in of_kind(kind) if metric.drafted]


def _now(rule: RuleDraft) -> str:
    measured = _measured(rule)
    words = []
    for metric in _told(rule.group.kind):
        values = [found[metric] for found in measured if metric in found]
        if values:
            adds_up = metric.unit is Unit.COUNT
            low, high = min(values), max(values)
            total = metric.shown(sum(values, Fraction(0)) if adds_up else low)
            to = "" if adds_up or low == high else f" to {metric.shown(high)}"
            words.append(f"{metric.label} {total}{to}")
    return ", ".join(words)


def _limits(rule: RuleDraft) -> Iterator[str]:
    measured = _measured(rule)
    match rule.group.kind:
        case Kind.TESTS:
            yield "    # without limits: at least one test, and none failed"
            tests = [found.get(TESTS, Fraction(0)) for found in measured]
            if fewest := int(min(tests, default=0)):
                yield f"    # min: {{tests: {fewest}}}   # notices tests that are no longer run"
        case Kind.LINT:
            yield "    max: {errors: 0}   # warnings and notes have no limit"
            errors = [found.get(ERRORS, Fraction(0)) for found in measured]
            if most := int(max(errors, default=0)):
                yield f"    # it fails now; {{errors: {most}}} would allow no more than there are"
        case Kind.COVERAGE:
            yield from _coverage(measured)


def _coverage(measured: Sequence[Measured]) -> Iterator[str]:
    for metric in _told(Kind.COVERAGE):
        if measured and all(metric in found for found in measured):
            floor = int(min(found[metric] for found in measured) // STEP * STEP)
            lowest = "the lowest of today's values" if measured[1:] else "today's value"
            yield f"    min: {{{metric}: {floor}}}   # percent; {lowest}, rounded down"
            return
    yield "    # not measured for this draft: set the limit that you want"
    yield f"    min: {{{LINE_COVERAGE}: {UNMEASURED}}}"
