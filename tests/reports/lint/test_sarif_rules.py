"""What a SARIF log lists beside its results: rules of which nothing was found, and bands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import RulesListed, WordsUnsaid
from tests.reports.lint.reading import evidence

SECURE = {"properties": {"security-severity": "9.8"}}


def run(
    rules: list[Any], found: list[str], *, extension: bool = False, tool: str = "t"
) -> dict[str, Any]:
    """A run that lists rules (an id, or an object) and has a result of some."""
    listed = [one if isinstance(one, dict) else {"id": one} for one in rules]
    driver = {"name": tool} if extension else {"name": tool, "rules": listed}
    extensions = [{"name": "pack", "rules": listed}] if extension else []
    results = [{"ruleId": one, "message": {"text": "m"}} for one in found]
    return {"tool": {"driver": driver, "extensions": extensions}, "results": results}


@pytest.mark.parametrize(
    ("runs", "listed"),
    [
        pytest.param([run(["a", "b"], [])], {"a", "b"}, id="nothing found"),
        pytest.param([run(["a", "b"], ["a", "a"])], {"a", "b"}, id="one of two found"),
        pytest.param([run(["a"], ["a"])], None, id="no more than what was found"),
        pytest.param([run([], [])], None, id="no rule"),
        pytest.param([run(["a", "b"], ["a"], extension=True)], {"a", "b"}, id="of an extension"),
        pytest.param([run(["a"], ["a/x"])], None, id="found by a rule below it"),
        pytest.param([run(["a"], []), run(["b"], [])], {"a", "b"}, id="two runs"),
        pytest.param([run(["a"], []), run(["b"], ["b"])], None, id="one of them lists no more"),
        pytest.param([run(["a"], []), run(["a"], ["a"])], None, id="idle in another run alone"),
        pytest.param([run([{"id": 7}, {"name": "x"}], [])], {"7"}, id="numbers, and no id"),
    ],
)  # fmt: skip
def test_rules_that_are_listed_without_a_result(
    runs: list[dict[str, Any]], listed: set[str] | None
) -> None:
    read = evidence("sarif", json.dumps({"version": "2.1.0", "runs": runs}))
    found = [set(piece.names) for piece in read if isinstance(piece, RulesListed)]
    assert found == ([] if listed is None else [listed])


@pytest.mark.parametrize(
    ("runs", "unsaid"),
    [
        pytest.param([run(["a"], ["a"])], ["t"], id="no band"),
        pytest.param([run(["a"], [])], [], id="nothing found"),
        pytest.param([run([{"id": "a", **SECURE}], ["a"])], [], id="found with a band"),
        pytest.param([run([{"id": "b", **SECURE}], ["a"])], [], id="listed with a band"),
        pytest.param([run(["a"], ["a"]), run([{"id": "b", **SECURE}], [])], [], id="other run"),
        pytest.param(
            [run(["a"], ["a"]), run([{"id": "b", **SECURE}], ["b"], tool="u")],
            ["t"],
            id="another tool",
        ),
        pytest.param([run(["a"], ["a"]), run(["b"], [], tool="u")], ["t"], id="a clean one"),
    ],
)
def test_bands_that_no_finding_has(runs: list[dict[str, Any]], unsaid: list[str]) -> None:
    read = evidence("sarif", json.dumps({"version": "2.1.0", "runs": runs}))
    assert [piece.tool for piece in read if isinstance(piece, WordsUnsaid)] == unsaid
