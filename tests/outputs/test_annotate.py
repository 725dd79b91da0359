"""Annotations, as GitHub's runner and Azure's agent read them.

What is escaped is what https://github.com/actions/toolkit (packages/core/src/command.ts) and
https://github.com/microsoft/azure-pipelines-task-lib (node/taskcommand.ts) escape.
"""

from __future__ import annotations

import pytest

from scorecard_action.errors import Problem
from scorecard_action.outputs.annotate import MOST, azure, github


@pytest.mark.parametrize(
    ("problem", "on_github", "on_azure"),
    [
        pytest.param(
            Problem("ci/m.yaml", 14, 7, "unknown key 'reprots'"),
            "::error file=ci/m.yaml,line=14,col=7,title=Scorecard::unknown key 'reprots'",
            "##vso[task.logissue type=error;sourcepath=ci/m.yaml;linenumber=14;columnnumber=7]"
            "unknown key 'reprots'",
            id="a place",
        ),
        pytest.param(
            Problem("m.yaml", 14, 0, "no"),
            "::error file=m.yaml,line=14,title=Scorecard::no",
            "##vso[task.logissue type=error;sourcepath=m.yaml;linenumber=14]no",
            id="no column",
        ),
        pytest.param(
            Problem("", 0, 0, "no"),
            "::error title=Scorecard::no",
            "##vso[task.logissue type=error]no",
            id="no file",
        ),
        pytest.param(
            Problem("", 14, 7, "no"),
            "::error title=Scorecard::no",
            "##vso[task.logissue type=error]no",
            id="a line of no file says nothing",
        ),
        pytest.param(
            Problem("a,b:c;d]%.yaml", 1, 1, "100%, a: b; c]\nand more"),
            "::error file=a%2Cb%3Ac;d]%25.yaml,line=1,col=1,title=Scorecard"
            "::100%25, a: b; c]%0Aand more",
            "##vso[task.logissue type=error;sourcepath=a,b:c%3Bd%5D%AZP25.yaml;linenumber=1"
            ";columnnumber=1]100%AZP25, a: b; c]%0Aand more",
            id="escaped",
        ),
        pytest.param(
            Problem("a\r\n::stop", 1, 0, "x\r\n::set-env name=A::b\x1b[0m##vso[task.x]y\u202e"),
            "::error file=a\\r\\n%3A%3Astop,line=1,title=Scorecard::x%0A: :set-env name=A::b"
            "\\x1b[0m# #vso[task.x]y\\u202e",
            "##vso[task.logissue type=error;sourcepath=a\\r\\n::stop;linenumber=1]x%0A"
            ": :set-env name=A::b\\x1b[0m# #vso[task.x]y\\u202e",
            id="no command of another's",
        ),
    ],
)
def test_annotations(problem: Problem, on_github: str, on_azure: str) -> None:
    assert list(github([problem])) == [on_github]
    assert list(azure([problem])) == [on_azure]


@pytest.mark.parametrize(
    ("number", "last"),
    [
        pytest.param(
            MOST, "::error file=m.yaml,line=10,title=Scorecard::no", id="as many as shown"
        ),
        pytest.param(
            MOST + 3,
            "::error title=Scorecard::4 more errors: the log and the job summary have them",
            id="more",
        ),
    ],
)
def test_github_drops_what_is_after_ten(number: int, last: str) -> None:
    lines = list(github([Problem("m.yaml", line + 1, 0, "no") for line in range(number)]))
    assert (len(lines), lines[-1]) == (MOST, last)
