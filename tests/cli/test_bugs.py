"""A fault of this program costs the rule or the report that it is met in, and no other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action import remarks
from scorecard_action.judging.limits import limits
from scorecard_action.reports import stray
from tests.cli.test_submit import Workspace, api, stored, work

__all__ = ["api", "work"]


class Fault(Exception):
    """What is raised on purpose; its text is what must not leave."""


def broken(*_: object, **__: object) -> object:
    raise Fault("text of a report")


def in_deciding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the limits of the lint rule fail."""

    def of_unit_tests(rule, *given):
        return broken() if rule.name == "No lint errors" else limits(rule, *given)

    monkeypatch.setattr("scorecard_action.judging.decide.limits", of_unit_tests)


def in_composing(monkeypatch: pytest.MonkeyPatch) -> None:
    compose = remarks.compose

    def of_passes(reason: str, *more: Any, **named: Any) -> str:
        if reason.startswith("1 error"):
            raise Fault("text of a report")
        return str(compose(reason, *more, **named))

    monkeypatch.setattr(remarks, "compose", of_passes)


@pytest.mark.parametrize("inject", [in_deciding, in_composing])
def test_a_rule_that_cannot_be_decided_is_kept(
    work: Workspace, api: str, monkeypatch: pytest.MonkeyPatch, inject
) -> None:
    inject(monkeypatch)
    assert work.submit("--json", "out.json", "--exit-zero") == 70
    assert {rule: state for rule, (state, _) in stored(api).items()} == {"unit-tests-0000a": "pass"}
    unit, lint = json.loads((work.folder / "out.json").read_text())["outcomes"]
    assert (unit["state"], unit["delivery"]) == ("pass", "sent")
    assert (lint["state"], lint["delivery"]) == (None, "kept")
    told = (
        "not decided, and not sent: this is a bug in scorecard-action, please report it: Fault at"
    )
    assert lint["reason"].startswith(told)
    assert "text of a report" not in json.dumps(lint)
    assert "rule 'No lint errors' for service:cart: Fault at" in work.err
    assert "Traceback" in work.err


def test_a_report_whose_reader_fails_is_unreadable(
    work: Workspace, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stray, "decode", broken)
    assert work.submit("--json", "out.json") == 70
    states = {rule: state for rule, (state, _) in stored(api).items()}
    assert states == {"unit-tests-0000a": "pass", "no-lint-errors0b": "fail"}
    _, lint = json.loads((work.folder / "out.json").read_text())["outcomes"]
    told = "lint.sarif: this is a bug in scorecard-action, please report it: Fault at reports/lint/"
    assert lint["reason"].startswith(told)
    assert "text of a report" not in json.dumps(lint)
    assert "Traceback" in work.err
