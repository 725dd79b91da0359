"""behave JSON: like Cucumber's, with a status on each scenario and each feature.

Format: behave's own formatter `json` (behave.formatter.json), whose words are those of
behave.model_type.Status. A scenario that is untested failed: a hook broke, or the run stopped. A
feature that failed without a scenario that did (its hook failed) is one failed test of its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase
from scorecard_action.reports import stray
from scorecard_action.reports.durations import SECOND, total
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.jsonvalues import text, worst
from scorecard_action.reports.tests.words import Said, Words


class _Result(Struct, gc=False):
    status: object = None
    duration: object = None


class _Step(Struct, gc=False):
    result: _Result | None = None


class _Element(Struct, gc=False):
    type: object = None
    name: object = None
    location: object = None
    status: object = None
    steps: list[_Step] | None = None


class _Feature(Struct, gc=False):
    name: object
    location: object = None
    status: object = None
    elements: list[_Element] | None = None


_PASSED: Final = ("passed", "xfailed", "xpassed", "pendingwarn")
_SKIPPED: Final = ("skipped",)


def _read(source: Source) -> Iterator[Evidence]:
    words = Words(source, _PASSED, _SKIPPED)
    for feature in stray.each(stray.decode(source, list[Raw]), _Feature):
        failed = False
        for element in feature.elements or ():
            if text(element.type) == "background":
                continue  # its steps are run, and listed, with each scenario
            result, why = _result(element, words)
            failed |= result is Result.FAILED
            yield TestCase(
                result,
                text(element.name),
                suite=text(feature.name),
                file=_file(element.location) or _file(feature.location),
                why=why,
                id=text(element.location),
                micros=total((result.duration for result in _results(element)), SECOND),
            )
        result, why = words.read(text(feature.status))
        if text(feature.status) and not failed and result is Result.FAILED:
            name = text(feature.name)
            file = _file(feature.location)
            yield TestCase(Result.FAILED, name, suite=name, file=file, own=False, why=why)


def _result(element: _Element, words: Words) -> Said:
    if isinstance(element.status, str):
        return words.read(element.status)
    steps = (words.read(text(result.status)) for result in _results(element))
    return worst(steps) or (Result.SKIPPED, "")


def _results(element: _Element) -> Iterator[_Result]:
    """Yield what the steps came to; one that was not reached has no result."""
    return (step.result for step in element.steps or () if step.result)


def _file(location: object) -> str:
    """Return the file of `features/a.feature:3`."""
    file, colon, line = text(location).rpartition(":")
    return file if colon and line.isdigit() else text(location)


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "["
        and "[].keyword" in json.paths
        and "[].location" in json.paths
        and "[].uri" not in json.paths
        and not json.paths.isdisjoint({"[].elements", "[].status", "[].tags"})
    )


FORMAT = Format(
    name="behave-json",
    kind=Kind.TESTS,
    title="behave JSON",
    producers="behave --format json",
    detect=_detect,
    keys=frozenset({"[].keyword"}),
    read=_read,
    times=True,
)
