"""`<uuid>-container.json`, beside the results of Allure: the set-ups and tear-downs of tests.

Format: TestResultContainer of allure-framework/allure2. It holds no test; but where a set-up failed
and no test is named that says so, tests did not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, ToolError
from scorecard_action.reports import jsondoc
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.jsonvalues import text

_BAD: Final = frozenset({"failed", "broken"})


class _Fixture(Struct, gc=False):
    name: object = None
    status: object = None


class _Container(Struct, gc=False):
    uuid: object
    children: list[object] | None = None
    befores: list[_Fixture] | None = None


def _read(source: Source) -> Iterator[Evidence]:
    container = jsondoc.decode(source, _Container)
    for fixture in container.befores or ():
        if text(fixture.status) in _BAD and not container.children:
            name = clip(text(fixture.name), 100)
            yield ToolError(f"the set-up '{name}' failed, and no test of it is named")
            return


def _detect(head: Head) -> bool:
    json = head.json
    return (
        json is not None
        and json.root == "{"
        and "uuid" in json.paths
        and not json.paths.isdisjoint({"befores[]", "afters[]", "children[]"})
        and json.paths.isdisjoint({"historyId", "labels[]", "fullName"})
    )


FORMAT = Format(
    name="allure-container",
    kind=None,
    title="Allure's set-ups and tear-downs",
    producers="Allure",
    detect=_detect,
    keys=frozenset({"befores[]", "afters[]", "children[]"}),
    read=_read,
)
