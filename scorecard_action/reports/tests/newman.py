"""Newman's JSON, of `newman run --reporters json` (postmanlabs/newman, lib/reporters/json).

A case is an assertion of a request. A request that got no answer and a script that broke have none:
each is a failure of its own, and the total is that of `run.failures`. Only names are read: requests
and answers hold what is secret.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Raw, Struct

from scorecard_action.model import Evidence, Kind, Result, TestCase, ToolError
from scorecard_action.reports import stray
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests.cases import fewer
from scorecard_action.reports.tests.jsonvalues import count, excess, text


class _Item(Struct, gc=False):
    name: object = None


class _Cursor(Struct, gc=False):
    iteration: object = None
    position: object = None


class _Assertion(Struct, gc=False):
    assertion: object = None
    skipped: object = None
    error: object = None


class _Script(Struct, gc=False):
    error: object = None


class _Execution(Struct, rename="camel", gc=False):
    item: _Item | None = None
    cursor: _Cursor | None = None
    assertions: list[_Assertion] | None = None
    request_error: object = None
    prerequest_script: list[_Script] | None = None
    test_script: list[_Script] | None = None


class _Total(Struct, gc=False):
    total: object = None
    failed: object = None


class _Stats(Struct, gc=False):
    assertions: _Total | None = None


class _Run(Struct, gc=False):
    executions: list[Raw] | None
    failures: list[object] | None
    stats: _Stats | None = None
    error: object = None


class _Report(Struct, gc=False):
    run: _Run


def _read(source: Source) -> Iterator[Evidence]:
    run = stray.decode(source, _Report).run
    failed = listed = 0
    for execution in stray.each(run.executions, _Execution):
        for case in _cases(execution):
            failed += case.result is Result.FAILED
            listed += case.own
            yield case
    declared = run.stats.assertions if run.stats else None
    yield from fewer(count(declared.total) if declared else 0, listed)
    most = max(len(run.failures or ()), count(declared.failed) if declared else 0)
    yield from excess(most, failed, "a failure of the run (declared by the report, not listed)")
    if run.error is not None:
        yield ToolError("the run ended with an error")


def _cases(execution: _Execution) -> Iterator[TestCase]:
    request = text(execution.item.name) if execution.item else ""
    cursor = execution.cursor or _Cursor()
    for assertion in execution.assertions or ():
        result = Result.SKIPPED if assertion.skipped is True else Result.PASSED
        yield TestCase(
            Result.FAILED if assertion.error is not None else result,
            text(assertion.assertion),
            suite=request,
            # the rows of the data, and requests of one name, are no attempts at one test
            id=f"{count(cursor.iteration)}:{count(cursor.position)}",
        )
    broken = [execution.request_error]
    broken += [script.error for script in execution.prerequest_script or ()]
    broken += [script.error for script in execution.test_script or ()]
    names = ("no answer", *("a script broke" for _ in broken[1:]))
    for error, what in zip(broken, names, strict=True):
        if error is not None:
            yield TestCase(Result.FAILED, f"{request}: {what}", suite=request, own=False)


def _detect(head: Head) -> bool:
    json = head.json
    # the collection stands first, and may be longer than what is looked at
    return (
        json is not None
        and json.root == "{"
        and "collection" in json.paths
        and not json.paths.isdisjoint(
            {"run.executions", "run.stats", "collection.item[].request", "collection.item[].item"}
        )
    )


FORMAT = Format(
    name="newman-json",
    kind=Kind.TESTS,
    title="Newman JSON",
    producers="newman run --reporters json (Postman)",
    detect=_detect,
    keys=frozenset({"collection"}),
    read=_read,
)
