"""The harness itself: expressions and the file of outputs, by GitHub's own pages on them."""

from __future__ import annotations

import pytest

from tests.runner.expressions import fill, holds
from tests.runner.jobs import read_outputs

CONTEXTS = {
    "job": {"check_run_id": 54321987654.0, "ok": True},
    "matrix": None,
    "leg": {"python": 3.12, "os": "linux"},
    "steps": {"one": {"outputs": {"hit": "true"}}},
}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("plain", "plain"),
        ("${{ job.check_run_id }}", "54321987654"),
        ("${{job.ok}} and ${{ job.none.further }}.", "true and ."),
        ("${{ toJSON(matrix) }}", "null"),
        ("${{ toJson(leg) }}", '{\n  "python": 3.12,\n  "os": "linux"\n}'),
        ("${{ steps.one.outputs.hit == 'TRUE' }}", "true"),
    ],
)
def test_an_expression_is_what_the_runner_makes_of_it(text: str, filled: str) -> None:
    assert fill(text, CONTEXTS) == filled


def test_what_the_harness_cannot_evaluate_is_no_empty_text() -> None:
    with pytest.raises(NotImplementedError, match="hashFiles"):
        fill("${{ hashFiles('a') }}", CONTEXTS)
    with pytest.raises(KeyError, match="secrets"):
        fill("${{ secrets.KEY }}", CONTEXTS)
    assert not holds("steps.one.outputs.hit != 'true'", CONTEXTS)


@pytest.mark.parametrize(
    ("text", "outputs"),
    [
        ("a=1\nb=x=y\n", {"a": "1", "b": "x=y"}),
        ("a<<end\nb=1\n\nlast\nend\nb=2\n", {"a": "b=1\n\nlast", "b": "2"}),
        ("a=b<<c\n", {"a": "b<<c"}),
    ],
)
def test_outputs_are_read_as_they_are_written(text: str, outputs: dict[str, str]) -> None:
    assert read_outputs(text) == outputs
