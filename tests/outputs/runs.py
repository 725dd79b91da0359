"""Runs to show: one with something of everything, and one of a single entity."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scorecard_action.model import Build, Delivery, KeptReason, Outcome, Run, State

BUILD_URL = "https://github.com/acme/shop/actions/runs/1?a=1&copy;=2"
LINKS = (
    ("GitHub Actions build 57", BUILD_URL),
    ("job test", "https://github.com/acme/shop/actions/runs/1/job/2"),
    ("commit 3f2a9c1", "https://github.com/acme/shop/commit/3f2a9c1"),
)

NOW = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)


def decided(  # in the order in which a line of a report tells it
    entity: str, rule: str, rule_id: str | None, state: State | None, reason: str, **more: Any
) -> Outcome:
    return Outcome(
        entity=entity,
        rule=rule,
        rule_id=rule_id,
        state=state,
        reason=reason,
        decided_at=NOW,
        **more,
    )


COVERAGE = decided(
    "service:checkout",
    "Line coverage",
    None,
    State.PASS,
    "83.1 % of lines are covered (limit 80 %)",
    delivery=Delivery.SENT,
    measured={"line_coverage": 83.129},
    limits={"min": {"line_coverage": 80}},
    previous=State.PASS,
)
TESTS = decided(
    "service:checkout",
    "Unit tests pass",
    "q8MQxk8TCqrHnWkx",
    State.FAIL,
    "2 of 1,412 tests failed (limit 0)",
    remarks="2 of 1,412 tests failed (limit 0): CartTest.total, CartTest.tax.",
    delivery=Delivery.SENT,
    measured={"tests": 1412, "failed": 2},
    limits={"min": {"tests": 1}, "max": {"failed": 0}},
    reports=("build/TEST-cart.xml",),
    examples=("CartTest.total", "CartTest.tax"),
    previous=State.PASS,
)
CONTRACTS = decided(
    "service:checkout",
    "Contract tests pass",
    None,
    State.SKIP,
    "all 12 selected tests were skipped",
    delivery=Delivery.REJECTED,
)
LINT = decided(
    "service:checkout",
    "No lint errors",
    None,
    None,
    "no file matches reports/*.sarif",
    delivery=Delivery.KEPT,
    kept_reason=KeptReason.MISSING,
)
RUN = Run(
    Build(provider="github", branch="main"),
    (COVERAGE, TESTS, CONTRACTS, LINT),
    endpoint="batch",
    warnings=("reports/checkstyle.xml is 3 days old",),
    undelivered_file="scorecard-undelivered.json",
)
DRY = Run(
    Build(),
    (
        decided(
            "service:cart", "Tests", None, State.PASS, "9 tests passed", delivery=Delivery.DRY_RUN
        ),
        decided(
            "queue:orders",
            "Tests",
            None,
            State.FAIL,
            "no report",
            delivery=Delivery.DRY_RUN,
            examples=("a",),
        ),
    ),
    dry_run_reason="this is the build of a pull request",
)


MET = Run(
    Build(provider="github", branch="main"),
    (
        decided(
            "service:checkout",
            "Unit tests pass",
            None,
            State.FAIL,
            "2 of 9 tests failed",
            delivery=Delivery.KEPT,
            previous=State.PASS,
            kept_reason=KeptReason.LATER_BUILD,
            kept_why="build 58 has reported since",
        ),
        decided(
            "service:checkout",
            "Line coverage",
            None,
            State.PASS,
            "83 % of lines are covered",
            delivery=Delivery.KEPT,
            previous=State.FAIL,
            kept_reason=KeptReason.FAILED_IN_THIS_BUILD,
            kept_why="job test (linux) failed in this build",
        ),
        decided("service:checkout", "Lint", None, State.PASS, "clean", delivery=Delivery.SENT),
        LINT,
    ),
    endpoint="batch",
    warnings=("1 outcome not sent, as build 58 has reported since: …",),
)


def hostile_run(text: str) -> Run:
    """A run in which every piece of foreign text is the given one."""
    outcome = decided(
        f"service:{text}",
        text,
        text,
        State.FAIL,
        text,
        remarks=text,
        delivery=Delivery.REJECTED,
        measured={"failed": 1},
        limits={"max": {"failed": 0}},
        reports=(text,),
        examples=(text, text),
    )
    other = decided(
        "service:other",
        text,
        None,
        State.PASS,
        text,
        delivery=Delivery.KEPT,
        kept_reason=KeptReason.LATER_BUILD,
        kept_why=text,
    )
    build = Build(provider=text, pipeline_number=text, branch=text, tag=text, pull_request=text)
    return Run(
        build,
        (outcome, other),
        dry_run_reason=text,
        warnings=(text,),
        undelivered_file=text,
        due=(text,),
    )
