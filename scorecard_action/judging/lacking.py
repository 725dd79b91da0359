"""What evidence a rule lacks: nothing passes on absence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.errors import locate
from scorecard_action.judging import reasons
from scorecard_action.judging.bands import BANDS
from scorecard_action.judging.known import Known
from scorecard_action.judging.limits import left_out, limits, needed
from scorecard_action.judging.metric import Found, Measured, Metric
from scorecard_action.judging.select import Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.values import AtLeast
from scorecard_action.mapping.types import Rule
from scorecard_action.metrics import (
    DURATION,
    FILE_LINE_COVERAGE,
    PASS_RATE,
    SLOWEST_TEST,
)
from scorecard_action.model import Kind

# what only tests that ran have, and decide something
_OF_RUN: Final = frozenset({PASS_RATE, DURATION, SLOWEST_TEST})


def lacking(
    rule: Rule,
    found_in: Found,
    selection: Selection,
    kinds: frozenset[Kind],
    measured: Measured,
    *,
    known: Known | None = None,
) -> list[str]:
    """Say what evidence is missing: each reason stands for itself.

    `found_in` is what the metrics were `measured` from, `known` what an earlier build measured.
    """
    tally = found_in.tally
    if not tally.files:
        return []  # the entries that found no file say so
    found = [
        f"no report holds {reasons.KIND_WORDS[kind]}"
        for kind in sorted((needed(rule) | selection.needs) - tally.kinds)
    ]
    found += reasons.silent_tools(rule.tools, tally.tools)
    found += _empty(tally, kinds)
    if not found:
        found += _unselected(tally, selection, kinds)
    if not kinds and not found:
        found.append("the reports hold nothing that this rule judges")
    if not found:
        unmeasured = _of_none(tally)
        said = left_out(limits(rule, kinds, known), found_in.patch)
        ran = [limit for limit in said if limit.metric not in unmeasured]
        found += reasons.not_compared(said if known is None else ran, measured, known)
        if words := {one.metric.name for one in said if one.metric not in measured} & {*BANDS}:
            found.append(reasons.not_sayable(words))
        found += [
            reasons.not_supplied(limit.metric, found_in)
            for limit in ran
            if limit.metric not in measured
            and limit.metric.name not in BANDS
            and not limit.metric.among
        ]
        if tally.coverage.bare and any(
            limit.metric is FILE_LINE_COVERAGE and limit.metric in measured
            for limit in limits(rule, kinds)
        ):
            found.append(
                "a coverage report names no file, only totals: its least covered one is not known"
            )
        found += [
            reasons.only_at_least(limit.metric, measured, found_in)
            for limit in said
            # what was a lower bound in one build is one in the other as well
            if isinstance(measured.get(limit.metric), AtLeast)
            and (limit.of_baseline or not limit.least)
        ]
        if Kind.COVERAGE in kinds and not (found or tally.coverage.reports):
            found.append("the coverage reports have no line to cover")
    return [*dict.fromkeys(found)]


def _of_none(tally: Tally) -> frozenset[Metric]:
    """Return what tests cannot have of which each was skipped, or failed and is accepted."""
    return frozenset() if tally.passed or tally.failed or not tally.tests else _OF_RUN


def _empty(tally: Tally, kinds: frozenset[Kind]) -> list[str]:
    """Name the lint reports that looked at nothing: each of them is one that is missing."""
    empty = tally.nothing.get(Kind.LINT, []) if Kind.LINT in kinds else []
    if not empty:
        return []
    more = (
        f" (and {len(empty) - 1:,} more such {'report' if len(empty) == 2 else 'reports'})"
        if empty[1:]
        else ""
    )
    return [f"{locate(empty[0].file, empty[0].line)}: {empty[0].message}{more}"]


def _unselected(tally: Tally, selection: Selection, kinds: frozenset[Kind]) -> list[str]:
    found: list[str] = []
    none = "`only` and `except` select none of"
    if Kind.TESTS in kinds and not (tally.own or tally.failed or tally.accepted_tests):
        if tally.all_tests:
            found.append(f"{none} {tally.all_tests:,} tests")
        else:
            found.append("the reports hold no test")
    if Kind.LINT in kinds:
        found += _unselected_findings(tally, selection)
    found += _unplaced(tally, kinds)
    if Kind.COVERAGE in kinds and not tally.coverage.names and tally.coverage.named:
        found.append(f"{none} {tally.coverage.named:,} covered files")
    if not found:
        return []
    seen = "; ".join(
        f"{field}: {', '.join(reasons.nearest(field, names, selection))}"
        for field, names in sorted(tally.names.items())
        if names
    )
    return ["; ".join(found) + (f" (seen: {seen})" if seen else "")]


def _unselected_findings(tally: Tally, selection: Selection) -> Iterator[str]:
    """Say why it is no clean build where `only` and `except` select no finding of a report."""
    if not tally.tool_taken:
        only = any("tool" in one.names for one in selection.only)
        yield (
            "no report names a tool that `only` selects"
            if only
            else "`except` leaves out every tool of the reports"
        )
    words = selection.texts("severity")
    if words and not tally.sayable:
        yield reasons.not_sayable(words)
    if tally.uncompared:
        yield (
            f"`only: {{baseline: …}}` leaves out {tally.uncompared}, and its tool compares none of"
            " its findings with an earlier run"
        )
    if tally.respelled:
        of = _of_a_report(tally)
        yield (
            f"`only: {{file: …}}` selects none of the findings{of}, though it would select"
            f" {tally.respelled}"
        )


def _unplaced(tally: Tally, kinds: frozenset[Kind]) -> Iterator[str]:
    """Name what `only: {file: …}` leaves out of a report of which it selects nothing."""
    words = {Kind.TESTS: "failed tests", Kind.LINT: "findings", Kind.COVERAGE: "covered files"}
    for kind in sorted(kinds & tally.unplaced.keys()):
        of = _of_a_report(tally)
        yield (
            f"`only: {{file: …}}` selects none of the {words[kind]}{of}, and nothing says where"
            f" {tally.unplaced[kind]} lies: `base` in the entry of `reports` does, or a checkout"
        )


def _of_a_report(tally: Tally) -> str:
    return " of a report" if len(tally.files) > 1 else ""
