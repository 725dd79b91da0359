"""Cucumber JSON, of cucumber-jvm, cucumber-js, cucumber-ruby, godog and others.

Format: cucumber/cucumber-json-schema. A scenario is as bad as the worst of its steps, its hooks and
the background before it. `undefined`, `ambiguous` and `untested` are failures, `pending` is
skipped; a scenario without any result was not run, and one with a step without a result not to its
end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import stray
from scorecard_action.reports.durations import NANOSECOND, total
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.jsonvalues import count, text, worst
from scorecard_action.reports.tests.words import Said, Words


class _Result(Struct, gc=False):
    status: object = None
    duration: object = None


class _Hook(Struct, gc=False):
    result: _Result | None = None


class _Step(Struct, gc=False):
    result: _Result | None = None
    before: list[_Hook] | None = None
    after: list[_Hook] | None = None


class _Element(Struct, gc=False):
    type: object = None
    keyword: object = None
    name: object = None
    line: object = None
    steps: list[_Step] | None = None
    before: list[_Hook] | None = None
    after: list[_Hook] | None = None


class _Feature(Struct, gc=False):
    name: object
    uri: object = None
    elements: list[_Element] | None = None


_PASSED: Final = ("passed",)
_SKIPPED: Final = ("skipped", "pending")


def _read(source: Source) -> Iterator[Evidence]:
    words = Words(source, _PASSED, _SKIPPED)
    for feature in stray.each(stray.decode(source, list[Raw]), _Feature):
        background: Said | None = None
        before: list[object] = []
        for element in feature.elements or ():
            found = worst(words.read(status) for status in _statuses(element))
            unended = any(step.result is None for step in element.steps or ())
            if unended and found and found[0] is Result.PASSED:
                found = Result.SKIPPED, ""
            kind = text(element.type).lower()
            if kind == "background" or (not kind and text(element.keyword) == "Background"):
                background, before = found, _times(element)
                continue
            if found is None and kind in {"scenario_outline", "rule"}:
                continue  # its examples are elements of their own
            result, why = worst(filter(None, (found, background))) or (Result.SKIPPED, "")
            yield TestCase(
                result,
                text(element.name),
                suite=text(feature.name),
                file=text(feature.uri),
                why=why,
                id=str(count(element.line) or ""),
                micros=total([*before, *_times(element)], NANOSECOND),
            )
            background, before = None, []


def _statuses(element: _Element) -> list[str]:
    """Return the status of each step and hook that has a result."""
    return [text(result.status) for result in _results(element)]


def _times(element: _Element) -> list[object]:
    """Return how long each of them took."""
    return [result.duration for result in _results(element)]


def _results(element: _Element) -> Iterator[_Result]:
    parts: list[_Step | _Hook] = [*(element.before or ())]
    for step in element.steps or ():
        parts += [*(step.before or ()), step, *(step.after or ())]
    for part in (*parts, *(element.after or ())):
        if part.result is not None:
            yield part.result


_KEYS: Final = frozenset(
    f"[].elements[].{key}" for key in ("keyword", "type", "steps", "name", "line", "id", "before")
)


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "["
        and "[].elements" in json.paths
        and not (json.paths.isdisjoint(_KEYS) and "[].uri" not in json.paths)
        # behave has these, and Cucumber has not
        and json.paths.isdisjoint({"[].location", "[].status", "[].elements[].location"})
    )


FORMAT = Format(
    name="cucumber-json",
    kind=Kind.TESTS,
    title="Cucumber JSON",
    producers="cucumber-jvm, cucumber-js, cucumber-ruby, godog, pytest-bdd, Karate …",
    detect=_detect,
    keys=frozenset({"[].elements"}),
    read=_read,
    times=True,
)
