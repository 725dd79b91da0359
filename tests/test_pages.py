"""Every page: its links lead somewhere, its blocks are what they say, its commands exist."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from scorecard_action.cli import COMMANDS, cli
from tests.tables import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
BLOCK = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?<![\w/.:=-])scorecard-action +(?P<rest>[^`\n|&;)]*)")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(*languages: str) -> list[tuple[Path, str]]:
    """The fenced blocks in these languages of all pages, with the page of each."""
    return [
        (page, re.sub(rf"^{found[1]}", "", found[3], flags=re.MULTILINE))
        for page in PAGES
        for found in BLOCK.finditer(page.read_text("utf-8"))
        if found[2] in languages
    ]


def _cases(*languages: str) -> list[object]:
    numbers: dict[Path, int] = {}
    rows: list[object] = []
    for page, text in blocks(*languages):
        numbers[page] = numbers.get(page, 0) + 1
        rows.append(pytest.param(text, id=f"{_name(page)}-{numbers[page]}"))
    return rows


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    text = BLOCK.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_to_files_and_headings(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    broken = []
    for link in LINK.findall(text):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.is_file() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_led_to() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in LINK.findall(page.read_text("utf-8"))
    }
    docs = [page for page in PAGES if page.parent != ROOT]
    assert [_name(page) for page in docs if page not in linked] == []


@pytest.mark.parametrize("text", _cases("yaml"))
def test_yaml_is_yaml(text: str) -> None:
    assert list(YAML(typ="safe", pure=True).load_all(text))


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="needs shellcheck")
@pytest.mark.parametrize("text", _cases("sh", "bash"))
def test_shell_is_clean(text: str) -> None:
    done = subprocess.run(
        ["shellcheck", "--shell=bash", "-"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""


def commands() -> Iterator[tuple[Path, str]]:
    """Yield each command line of ours that a page shows, in a block or in the text."""
    for page in PAGES:
        text = page.read_text("utf-8").replace("\\\n", " ")
        shown = [found[3] for found in BLOCK.finditer(text) if found[2] != "text"]
        shown += re.findall(r"`(scorecard-action [^`]+)`", BLOCK.sub("", text))
        for block in shown:
            for found in COMMAND.finditer(block):
                yield page, found["rest"].partition(" #")[0].strip()


def _words(rest: str) -> list[str]:
    try:
        return shlex.split(rest)
    except ValueError:
        return rest.split()


@pytest.mark.parametrize(
    "rest", [pytest.param(rest, id=f"{_name(page)}-{rest}") for page, rest in commands()]
)
def test_a_command_that_is_shown_exists(rest: str) -> None:
    words = [word.strip("'\"") for word in _words(rest)]
    name = next((word for word in words if word in COMMANDS), None)
    asked = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
    if name is None:
        assert asked <= {"--version", "--help"}, f"no command: {rest}"
        return
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    known = {one for option in command.params for one in (*option.opts, *option.secondary_opts)}
    assert asked - known - {"--help"} == set()


# What raises a message, and which of its arguments that is.
FAMILIES = {"UsageError": 0, "DatadogRefused": 0, "DatadogUnreachable": 0, "BrokenDiffError": 1}


def messages() -> Iterator[tuple[str, str]]:
    """Yield each message that the program raises, with `…` for what differs, and where it is."""
    for file in sorted((ROOT / "scorecard_action").rglob("*.py")):
        if "sandbox" in (file.parent.name, file.stem):
            continue  # for whoever tries things out: its own words are all there is to say
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _called(node) in FAMILIES:
                for text in _texts(node.args[FAMILIES[_called(node)]]):
                    if re.search(r"\w{3}", text):
                        yield text, f"{_name(file)}-{text[:40]}"


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _texts(node: ast.expr) -> list[str]:
    """What an expression says: each way, where it has several."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = (one.value if isinstance(one, ast.Constant) else "…" for one in node.values)
        return ["".join(map(str, parts))]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    return []


CURED = [
    [piece.strip() for piece in text.replace("`", "").split("…") if piece.strip()]
    for text in re.findall("“(.+?)”", (ROOT / "docs/troubleshooting.md").read_text("utf-8"))
]


@pytest.mark.parametrize("text", [pytest.param(text, id=where) for text, where in messages()])
def test_every_message_has_its_cure(text: str) -> None:
    said = text.replace("`", "")
    quoted = [
        pieces
        for pieces in CURED
        if all(piece in said for piece in pieces) and max(map(len, pieces), default=0) > 7
    ]
    assert quoted, "docs/troubleshooting.md does not quote this message: add it, with its cure"
