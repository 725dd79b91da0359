"""One result of Allure: a file `<uuid>-result.json` of a folder `allure-results` is one test.

Format: TestResult of allure-framework/allure2 (allure-plugin-api) and allure-js. `broken` is
failed; `unknown` is a word that no test should end with, so failed too. A test that has no `stop`,
or whose `stage` is another than finished, began and did not end. Attempts at one test share a
`historyId`; as in Allure (RetryPlugin), the last one decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from scorecard_action.model import Attempt, Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import jsondoc
from scorecard_action.reports.durations import MILLISECOND, span
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.jsonvalues import count, text
from scorecard_action.reports.tests.words import Words


class _Label(Struct, gc=False):
    name: object = None
    value: object = None


class _Result(Struct, rename="camel", gc=False):
    uuid: object
    name: object = None
    status: object = None
    stage: object = None
    start: object = None
    stop: object = None
    full_name: object = None
    history_id: object = None
    labels: list[_Label] | None = None


_PASSED: Final = ("passed",)
_SKIPPED: Final = ("skipped",)
_SUITES: Final = ("parentSuite", "suite", "subSuite")


def _read(source: Source) -> Iterator[Evidence]:
    test = jsondoc.decode(source, _Result)
    words = Words(source, _PASSED, _SKIPPED)
    result, why = words.read(text(test.status))
    name = text(test.name) or text(test.full_name)
    stage, ended = text(test.stage), count(test.stop)
    labels = {text(label.name): text(label.value) for label in test.labels or ()}
    if not ended or stage not in {"", "finished"}:
        result = Result.FAILED
        yield ToolError("a test began and did not end")
    elif known := text(test.history_id):
        # on another machine it is another environment, and no attempt at the same
        yield Attempt(f"{known} {labels.get('host', '')}", ended)
    yield TestCase(
        result,
        name,
        labels.get("testClass") or labels.get("package") or "",
        " > ".join(filter(None, map(labels.get, _SUITES))),
        why=why,
        id=text(test.history_id),
        micros=span(test.start, test.stop, MILLISECOND),
    )


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "{"
        and {"uuid", "labels[]"} <= json.paths
        and not json.paths.isdisjoint({"historyId", "testCaseId", "fullName", "stage"})
        and "children" not in json.paths
    )


FORMAT = Format(
    name="allure-result",
    kind=Kind.TESTS,
    title="Allure results",
    producers="allure-pytest, allure-junit5, allure-playwright, allure-cypress … (`*-result.json`)",
    detect=_detect,
    keys=frozenset({"labels[]"}),
    read=_read,
    times=True,
    flaky=True,
)
