"""The words for a decision: what was measured, and against which limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Final

from scorecard_action.globs.globs import TextPattern
from scorecard_action.judging.known import Known
from scorecard_action.judging.limits import Limit
from scorecard_action.judging.metric import Found, Measured, Metric, Told
from scorecard_action.judging.news import NO_BASELINE, News
from scorecard_action.judging.select import Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.types import BASELINE, Rule, Waiver
from scorecard_action.metrics import (
    ERRORS,
    FAILED,
    FINDINGS,
    METRICS,
    TESTS,
    of_kind,
)
from scorecard_action.model import Kind, State

KIND_WORDS: Final = {
    Kind.TESTS: "test results",
    Kind.LINT: "lint results",
    Kind.COVERAGE: "coverage",
}


MAX_SEEN: Final = 10


def broken(limit: Limit, measured: Measured) -> str:
    """Say how a limit is broken: `2 of 412 tests failed (limit 0)`."""
    metric, value = limit.metric, measured[limit.metric]
    if among := metric.among:
        whole = int(measured.get(METRICS[among.metric], 0))
        said = among.say(int(value), whole)
        if not value and not limit.value:
            return said
    else:
        said = metric.say(value, measured.get(TESTS, 0))
    return f"{said} ({bound(limit)}{_by_little(limit, value)})"


def bound(limit: Limit) -> str:
    """Say what a limit demands: `limit 0`, `at least 80 %`, `limit 2, as in the baseline`."""
    of = ", as in the baseline" if limit.of_baseline else ""
    return f"{'at least' if limit.least else 'limit'} {bound_value(limit)}{of}"


def bound_value(limit: Limit) -> str:
    """Write the value of a limit: `0`, `80 %`; `baseline` where no baseline says it."""
    if limit.value is None:
        return BASELINE
    if isinstance(limit.value, Fraction):
        return limit.metric.with_unit(limit.metric.number(limit.value))
    return limit.metric.with_unit(f"{limit.value.normalize():,f}")


def _by_little(limit: Limit, value: Fraction) -> str:
    """Say that a limit is broken by less than its numbers show."""
    metric, bounded = limit.metric, limit.value
    if not isinstance(bounded, Fraction) or value == bounded:
        return ""
    return ": by less than is shown" if metric.number(value) == metric.number(bounded) else ""


def held(
    limits: tuple[Limit, ...], measured: Measured, tally: Tally, kinds: frozenset[Kind]
) -> str:
    """Say why a rule passes: what was measured of each kind, and the limits that hold."""
    parts: list[str] = []
    by_metric = {limit.metric: limit for limit in limits}
    # said where the new ones among them are
    once = {
        one.metric.among.metric for one in limits if one.metric.among and measured.get(one.metric)
    }

    def with_bound(text: str, metric: Metric) -> str:
        limit = by_metric.get(metric)
        return f"{text} ({bound(limit)})" if limit and limit.value else text

    def counted(kind: Kind) -> list[str]:
        told = []
        for metric in of_kind(kind):
            limit, value = by_metric.get(metric), metric.measure(Found(tally))
            if not limit and metric.name in once:
                continue
            if limit and metric.passing is Told.IF_LIMITED:
                told.append(broken(limit, measured))
            elif value is not None and metric.is_told(metric.passing, value):
                brief = metric.passing is Told.IF_ANY
                told.append(with_bound(metric.say(value, tally.tests, brief=brief), metric))
            elif limit and metric in measured and _is_asked(limit):
                text = metric.say(measured[metric], tally.tests, brief=True)
                told.append(f"{text} ({bound(limit)})")
        return told

    if Kind.TESTS in kinds:
        text = ", ".join(counted(Kind.TESTS))
        if tally.tests != tally.all_tests:
            text += f" ({tally.all_tests:,} in the reports)"
        parts.append(text)
    if Kind.LINT in kinds:
        text = ", ".join(counted(Kind.LINT))
        selected = tally.findings + tally.accepted_findings
        if selected != tally.all_findings:
            text += f"; {selected:,} of {FINDINGS.say(tally.all_findings)} selected"
        parts.append(with_bound(text, FINDINGS))
    parts.extend(broken(limit, measured) for limit in limits if limit.metric.kind is Kind.COVERAGE)
    return "; ".join(parts)


def _is_asked(limit: Limit) -> bool:
    """Say whether a pass tells a limit on something of which there was none: not a default."""
    metric = limit.metric
    default = not limit.least and limit.value == metric.most
    return metric.passing is Told.IF_ANY and not default


def not_supplied(metric: Metric, found: Found) -> str:
    """Say why a metric with a limit could not be measured."""
    if metric.lacks and (why := metric.lacks(found)):
        return why
    return metric.lacking or f"nothing to measure {metric.label} on"


def not_compared(limits: Iterable[Limit], measured: Measured, known: Known | None) -> Iterator[str]:
    """Say which limits lack what an earlier build measured, and how it gets here."""
    lacking = [
        limit.metric.label
        for limit in limits
        if (limit.of_baseline and limit.value is None)
        or (limit.metric.among and limit.metric not in measured)
    ]
    if lacking and known is None:
        yield NO_BASELINE
    elif lacking:
        yield (
            f"the baseline has nothing to compare {' and '.join(dict.fromkeys(lacking))} with:"
            " `scorecard-action baseline` on the main branch writes it anew"
        )


def all_known(limits: Iterable[Limit], rule: Rule, news: News | None) -> Iterator[str]:
    """Say which key lets what is new decide, where defaults are broken by what was there before."""
    if news is None:
        return
    new = {FAILED: ("new_failed", news.new_failed), ERRORS: ("new_errors", news.new_errors)}
    new[FINDINGS] = "new_findings", news.new_findings
    for limit in limits:
        name, count = new.get(limit.metric, ("", None))
        if count == 0 and not limit.least and limit.metric not in rule.max:
            yield f"the baseline has all of them: `max: {{{name}: 0}}` would judge what is new"


def not_sayable(words: AbstractSet[str]) -> str:
    """Say which words of `only: {severity: …}` no report has for a finding."""
    named = " or ".join(map(repr, sorted(words)))
    return f"no report can say {named} of a finding: its tool has other words for `severity`"


def not_all_can_say(band: str, silent: Sequence[str]) -> str:
    """Say which reports have no word of a limit, which others do."""
    more = f" (and {len(silent) - 1:,} more)" if silent[1:] else ""
    return (
        f"the limit on {band} findings sees none in {silent[0]}{more}: its tool has no such word"
        " for how serious a finding is"
    )


def none_ran(tally: Tally) -> str:
    """Say why no test ran that decides anything: all were skipped, or failed and are accepted."""
    what = [("skipped", tally.skipped), ("accepted", tally.accepted_tests)]
    words = " or ".join(word for word, count in what if count)
    tests = "the only test was" if tally.tests == 1 else f"all {tally.tests:,} tests were"
    return f"{tests} {words}"


def silent_tools(wanted: Sequence[TextPattern], seen: AbstractSet[str]) -> list[str]:
    """Say which tools of `tools` wrote no report that was read.

    A pattern takes the name of a tool or its first word: `semgrep` is "Semgrep OSS".
    """
    names = {*seen, *(name.split()[0] for name in seen if name.strip())}
    silent = [repr(one.text) for one in wanted if not any(map(one.matches, names))]
    if not silent:
        return []
    among = ", ".join(sorted(seen)[:MAX_SEEN]) or "none"
    return [f"no report of {' or '.join(silent)} was read (tools seen: {among})"]


def overruled(names: Iterable[str]) -> str:
    """Say that failed tests passed after all, and which key lets that decide."""
    first, *more = sorted(names)
    others = f" and {len(more):,} more" if more else ""
    return (
        f"{first}{others} passed in the same report after failing:"
        " with `retries: last` in the mapping the last attempt decides"
    )


def two_readings(metric: Metric, names: Sequence[str], united: Fraction, apart: Fraction) -> str:
    """Say how a coverage differs where reports that name a file may mean the same one."""
    named = f"{names[0]} and {len(names) - 1:,} more" if names[1:] else names[0]
    one, many = (metric.with_unit(metric.number(value)) for value in (united, apart))
    return (
        f"{metric.label} is {one} if all reports mean the same file by {named}, {many} if each"
        " means its own: `base` in the entry of `reports` says where paths begin"
    )


def only_at_least(metric: Metric, measured: Measured, found: Found) -> str:
    """Say why a maximum cannot be held against a lower bound."""
    if metric.lacks and (why := metric.lacks(found)):
        return why
    return (
        f"{metric.say(measured[metric])}: how much in all is not known, since the reports do not"
        " say which branches of a line, or whose file, they covered; merge the reports first"
        " (`coverage combine`, `nyc merge`, `jacoco:report-aggregate`)"
    )


def waived(waiver: Waiver, state: State | None, reason: str) -> str:
    """Say that a rule is waived, until when and why, and what it would be."""
    now = {State.PASS: "it would pass now", None: "there is no evidence now"}.get(
        state, f"it would {state} now"
    )
    return f"waived until {waiver.until}: {waiver.reason} ({now}: {reason})"


def nearest(field: str, names: Iterable[str], selection: Selection, count: int = 5) -> list[str]:
    """Return the names seen that are closest to what `only` asks of a field."""
    wanted = [
        pattern.text.replace("*", "").lower()
        for one in selection.only
        for name, patterns in one.fields
        if name == field
        for pattern in patterns
    ]
    return sorted(
        names,
        key=lambda name: (
            -max((SequenceMatcher(None, text, name.lower()).ratio() for text in wanted), default=0),
            name,
        ),
    )[:count]
