"""What the pages show is what the examples have, and what they say holds."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

from scorecard_action.cli import COMMANDS
from scorecard_action.sandbox import running
from tests.examples import recipe, service

PAGES = [
    service.ROOT / "docs" / name
    for name in ("ci/github.md", "ci/gitlab.md", "ci/jenkins.md", "several-jobs.md", "baseline.md")
]
EXAMPLES = [path for path in (service.ROOT / "examples").iterdir() if path.is_file()]
BLOCK = re.compile(r"```(?P<language>\w+)\n(?P<text>.*?)```", re.DOTALL)
BLOCKS = [
    pytest.param(found["language"], found["text"], id=f"{page.stem}-{number}")
    for page in PAGES
    for number, found in enumerate(BLOCK.finditer(page.read_text("utf-8")), 1)
]


@pytest.mark.parametrize(("language", "text"), BLOCKS)
def test_a_block_is_of_an_example(language: str, text: str) -> None:
    if language == "sh":
        words = [line.split() for line in text.splitlines()]
        assert all(word[0] == "scorecard-action" and word[1] in COMMANDS for word in words)
    elif language != "diff" and not text.startswith("version: 1\n"):  # a mapping: tests run it
        assert any(within(text, path) for path in EXAMPLES)


def within(text: str, path: Path) -> bool:
    lines, wanted = path.read_text("utf-8").splitlines(), text.rstrip("\n")
    length = len(wanted.splitlines())
    parts = ("\n".join(lines[at : at + length]) for at in range(len(lines)))
    return any(textwrap.dedent(part) == wanted for part in parts)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).is_file()] == []


def test_the_exit_codes_are_those_of_the_readme() -> None:
    readme = (service.ROOT / "README.md").read_text("utf-8")
    for page in PAGES[:3]:
        codes = re.findall(r"^\| (\d+) \|", page.read_text("utf-8"), re.MULTILINE)
        assert codes == ["1", "2", "3", "4", "5"]
        assert [code for code in codes if f"`{code}` " not in readme] == []


# Of the workflows on the page, what each has written.
UNIT = '<testsuite name="a" tests="1"><testcase classname="a" name="b"/></testsuite>'
LINT = service.ROOT / "examples/checkout/reports/ruff.sarif"


def test_separate_workflows_keep_what_the_other_said(tmp_path: Path) -> None:
    (mapping,) = recipe.MAPPINGS[1:]
    env = service.environment(tmp_path, {**service.KEYS, "DD_GIT_BRANCH": "main"})
    with running(rules=service.rules("Unit tests pass", "No lint errors")) as url:
        sent: list[dict[str, str]] = []
        for report in ("reports/unit/junit.xml", "reports/lint/ruff.sarif"):
            tree = service.checkout(tmp_path / Path(report).stem, mapping)
            (tree / report).parent.mkdir(parents=True)
            if report.endswith(".sarif"):
                shutil.copyfile(LINT, tree / report)
            else:
                (tree / report).write_text(UNIT)
            subprocess.run(
                [service.BIN / "scorecard-action", "submit", "--api-url", url],
                cwd=tree,
                env=env,
                capture_output=True,
                check=True,
                timeout=60,
            )
            sent.append(service.states(url))
    assert sent == [
        {"Unit tests pass": "pass"},
        {"Unit tests pass": "pass", "No lint errors": "fail"},
    ]
