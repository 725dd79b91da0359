"""Newman's JSON. The samples were written by newman 6 (samples/newman-json/made); the failures
expected are its own `run.failures`, the assertions its `run.stats`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.tests.newman import FORMAT
from tests.reports.tests.reading import SAMPLES, evidence, results, rows, sample, unfinished


@pytest.mark.parametrize("file", ["bad", "good", "dead", "bail", "nothing"])
def test_the_counts_are_those_of_newman(file: str) -> None:
    name = f"newman-json/{file}.json"
    run = json.loads((SAMPLES / name).read_bytes())["run"]

    found = [one for one in sample(FORMAT, name) if isinstance(one, TestCase)]
    assert sum(one.result == "failed" for one in found) == len(run["failures"])
    assert sum(one.own for one in found) == run["stats"]["assertions"]["total"]


def test_a_request_without_an_answer_and_a_script_that_broke() -> None:
    found = sample(FORMAT, "newman-json/dead.json")

    assert rows(found) == [
        ("passed", "is there", "", "get cart", True),
        ("passed", "is JSON", "", "get cart", True),
        ("failed", "is there", "", "get stock", True),
        ("failed", "is JSON", "", "get stock", True),
        ("failed", "get stock: no answer", "", "get stock", False),
        ("failed", "get tax: a script broke", "", "get tax", False),
    ]


def test_an_assertion_that_was_skipped() -> None:
    found = sample(FORMAT, "newman-json/bad.json")

    assert results(found) == ["passed", "passed", "failed", "skipped"]
    assert [one.id for one in found if isinstance(one, TestCase)] == ["0:0", "0:0", "0:1", "0:1"]


def report(execution: dict[str, Any], failures: int = 0, **run: object) -> bytes:
    parts = {"executions": [{"item": {"name": "a"}, **execution}], "failures": [{}] * failures}
    return json.dumps({"collection": {}, "run": {**parts, **run}}).encode()


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        # older versions run no test script then: there is not even an assertion
        pytest.param(report({"requestError": {}}, 1), ["failed!"], [], id="no answer"),
        pytest.param(report({}, 2), ["failed!"], [], id="not listed"),
        pytest.param(
            report({"prerequestScript": [{"error": {}}]}, 1), ["failed!"], [], id="before it"
        ),
        pytest.param(report({}, error={}), [], ["the run ended with an error"], id="not finished"),
        pytest.param(
            report({"assertions": [{"assertion": "a", "skipped": True, "error": {}}]}, 1),
            ["failed"],
            [],
            id="skipped, and failed",
        ),
        pytest.param(
            report({}, stats={"assertions": {"failed": 1}}), ["failed!"], [], id="only a number"
        ),
    ],
)
def test_reports(data: bytes, expected: list[str], why: list[str]) -> None:
    found = evidence(FORMAT, data)
    assert (results(found), unfinished(found)) == (expected, why)
