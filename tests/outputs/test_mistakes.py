"""The job summary of a run that an error ended."""

from __future__ import annotations

import pytest

from scorecard_action.errors import Problem, Quoted
from scorecard_action.outputs.mistakes import summary

ONE = "## ❌ Scorecard: ended by 1 error\n\n"


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        pytest.param(Problem("", 0, 0, "no keys"), "no keys\n\n", id="no place"),
        pytest.param(Problem("m", 3, 5, "no"), "**m<span>&#58;</span>3&#58;5** no\n\n", id="place"),
        pytest.param(
            Quoted.of(Problem("m", 3, 5, "no"), "    reprots: <a> & @b"),
            "**m<span>&#58;</span>3&#58;5** no\n\n"
            "<pre>3 |     reprots: &lt;a&gt; &amp; @b\n        ^</pre>\n\n",
            id="with its line",
        ),
        pytest.param(
            Quoted.of(Problem("m", 3, 0, "no"), "a: b"),
            "**m&#58;3** no\n\n<pre>3 | a: b</pre>\n\n",
            id="no column, no mark",
        ),
        pytest.param(
            Quoted.of(Problem("m", 3, 4, "no"), "日本: b"),
            "**m<span>&#58;</span>3&#58;4** no\n\n<pre>3 | 日本: b</pre>\n\n",
            id="nor behind what is wider than a letter",
        ),
        pytest.param(
            Quoted.of(Problem("m", 3, 4, "no"), "  "),
            "**m<span>&#58;</span>3&#58;4** no\n\n",
            id="a blank line says nothing",
        ),
        pytest.param(
            Problem("", 0, 0, "<b>@all\n# x"),
            "&#60;b&#62;<span>&#64;</span>all<br>&#35; x\n\n",
            id="nothing is interpreted",
        ),
    ],
)
def test_one_error(problem: Problem, text: str) -> None:
    assert summary([problem]) == ONE + text


def test_fifty_are_enough() -> None:
    text = summary([Problem("m", line, 1, "no") for line in range(1, 60)])
    assert text.startswith("## ❌ Scorecard: ended by 59 errors\n")
    assert text.count("**m") == 50
    assert text.endswith("… and 9 more errors: the log has them\n\n")
