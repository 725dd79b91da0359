"""Cucumber JSON, of cucumber-jvm, cucumber-js, cucumber-ruby, godog and others.

Format: cucumber/cucumber-json-schema. A scenario is as bad as the worst of its steps, its hooks and
the background before it. `undefined` and `ambiguous` are failures, `pending` is skipped; a scenario
without any result was not run, and one with a step without a result not to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import stray
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.jsonvalues import text, worst


class _Result(Struct, gc=False):
    status: object = None


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
    steps: list[_Step] | None = None
    before: list[_Hook] | None = None
    after: list[_Hook] | None = None


class _Feature(Struct, gc=False):
    name: object
    uri: object = None
    elements: list[_Element] | None = None


_RESULTS: Final = {
    "passed": Result.PASSED,
    "skipped": Result.SKIPPED,
    "pending": Result.SKIPPED,
    "unknown": Result.SKIPPED,
    "untested": Result.SKIPPED,
}


def _read(source: Source) -> Iterator[Evidence]:
    for feature in stray.each(stray.decode(source, list[Raw]), _Feature):
        background: Result | None = None
        for element in feature.elements or ():
            found = worst(_results(element))
            if found is Result.PASSED and any(step.result is None for step in element.steps or ()):
                found = Result.SKIPPED
            kind = text(element.type).lower()
            if kind == "background" or (not kind and text(element.keyword) == "Background"):
                background = found
                continue
            if found is None and kind in {"scenario_outline", "rule"}:
                continue  # its examples are elements of their own
            yield TestCase(
                worst((found, background)) or Result.SKIPPED,
                text(element.name),
                suite=text(feature.name),
                file=text(feature.uri),
            )
            background = None


def _results(element: _Element) -> Iterator[Result | None]:
    yield from map(_of, element.before or ())
    for step in element.steps or ():
        yield from map(_of, step.before or ())
        yield _of(step)
        yield from map(_of, step.after or ())
    yield from map(_of, element.after or ())


def _of(step: _Step | _Hook) -> Result | None:
    if step.result is None:
        return None
    return _RESULTS.get(text(step.result.status).lower(), Result.FAILED)


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
    read=_read,
)
