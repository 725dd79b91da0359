from __future__ import annotations

import json

import msgspec
import pytest

from scorecard_action.errors import Problem
from scorecard_action.model import Build, Delivery, Run, State
from scorecard_action.outputs.result_json import encode, encode_errors, encode_outcomes
from scorecard_action.outputs.text import printable
from tests.outputs.hostile import HOSTILE
from tests.outputs.runs import MET, RUN, TESTS, decided, hostile_run
from tests.outputs.test_text import no_command_in


def test_the_fields_and_their_order():
    document = json.loads(encode(RUN))
    assert list(document) == [
        *("version", "build", "endpoint", "dry_run_reason", "submitted", "outcomes"),
        *("warnings", "undelivered_file"),
    ]
    assert list(document["build"]) == [
        *("provider", "pipeline_name", "pipeline_number", "pipeline_url", "job_name", "job_url"),
        *("branch", "tag", "commit_sha", "repository_url", "pull_request"),
    ]
    assert list(document["outcomes"][1].items()) == [
        ("entity", "service:checkout"),
        ("rule", "Unit tests pass"),
        ("rule_id", "q8MQxk8TCqrHnWkx"),
        ("state", "fail"),
        ("delivery", "sent"),
        ("kept_reason", None),
        ("reason", "2 of 1,412 tests failed (limit 0)"),
        ("remarks", "2 of 1,412 tests failed (limit 0): CartTest.total, CartTest.tax."),
        ("measured", {"tests": 1412, "failed": 2}),
        ("limits", {"min": {"tests": 1}, "max": {"failed": 0}}),
        ("reports", ["build/TEST-cart.xml"]),
        ("examples", ["CartTest.total", "CartTest.tax"]),
        ("previous", "pass"),
    ]
    assert [outcome["state"] for outcome in document["outcomes"]] == ["pass", "fail", "skip", None]
    assert document["version"] == 1
    assert document["build"]["branch"] == "main"
    assert document["build"]["tag"] is None
    assert document["endpoint"] == "batch"
    assert document["submitted"] == 2
    assert document["warnings"] == ["reports/checkstyle.xml is 3 days old"]
    assert document["undelivered_file"] == "scorecard-undelivered.json"
    assert document["dry_run_reason"] is None


def test_numbers_are_as_they_are():
    measured = {"line_coverage": 83.129, "tests": 10**20, "failed": 0, "pass_rate": float("nan")}
    run = Run(Build(), (decided("service:a", "R", None, State.PASS, "", measured=measured),))
    assert json.loads(encode(run))["outcomes"][0]["measured"] == measured | {"pass_rate": None}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_printable(text):
    data = encode(hostile_run(text))
    no_command_in(data)
    assert data.endswith("}\n")
    outcome = msgspec.json.decode(data)["outcomes"][0]
    seen = printable(text)
    assert outcome["rule"] == outcome["reason"] == outcome["remarks"] == seen
    assert outcome["reports"] == [seen]
    assert json.loads(data)["build"]["branch"] == seen


def test_outcomes_on_one_line():
    line = encode_outcomes([TESTS, TESTS], without=("remarks", "examples"))
    assert "\n" not in line
    first, second = json.loads(line)
    assert (
        first
        == second
        == json.loads(encode(RUN))["outcomes"][1]
        | {
            "remarks": None,
            "examples": None,
        }
    )


def test_every_delivery_has_the_word_of_the_contract():
    assert [delivery.value for delivery in Delivery] == [
        *("sent", "accepted", "unchanged", "kept", "dry_run", "rejected", "undelivered"),
    ]


def test_why_one_is_kept():
    told = [(one["state"], one["kept_reason"]) for one in json.loads(encode(MET))["outcomes"]]
    assert told == [
        *(("fail", "later-build"), ("pass", "failed-in-this-build")),
        *(("pass", None), (None, "missing")),
    ]


def test_errors():
    problems = [Problem("a\nb.yaml", 14, 7, "unknown key '\udc80'"), Problem("", 0, 0, "no key")]
    assert json.loads(encode_errors(problems)) == {
        "version": 1,
        "errors": [
            {"file": r"a\nb.yaml", "line": 14, "column": 7, "message": r"unknown key '\udc80'"},
            {"file": None, "line": None, "column": None, "message": "no key"},
        ],
    }
