"""A secret that a limit cuts in two is on none of the ways out, however little of it is left."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import scorecard_action
from scorecard_action import remarks
from scorecard_action.datadog.answers import excerpt
from scorecard_action.mapping.wording import quote
from scorecard_action.model import Build, Run
from scorecard_action.outputs import markdown, terminal
from tests.delivery.building import api, rules
from tests.delivery.conftest import Command
from tests.outputs.runs import BUILD_URL, TESTS
from tests.outputs.runs import LINKS as OTHERS

BEGIN = "ghp_"
TOKEN = BEGIN + "abcdefghij" * 3 + "012345"
ROOT = Path(scorecard_action.__file__).parent


def run_of(text: str) -> Run:
    one = msgspec.structs.replace(TESTS, reason=text, examples=(text,), rule=text, entity=text)
    return Run(Build(), (one,), warnings=(text,), links=((text, BUILD_URL), *OTHERS))


def plain(text: str) -> str:
    """Text without what wraps and escapes it."""
    return html.unescape(re.sub(r"\n *|</?span>", "", text))


SHOWN: dict[str, tuple[int, Callable[[str], str]]] = {
    "remarks: reason": (150, lambda text: remarks.compose(text, [], [], 100)),
    "remarks: examples": (250, lambda text: remarks.compose("1 failed", [text], [])),
    "remarks: label": (150, lambda text: remarks.compose("", [], [(text, BUILD_URL)])),
    "terminal": (2050, lambda text: terminal.render(run_of(text), width=200, color=False)),
    "summary": (1050, lambda text: markdown.summary(run_of(text))),
    "a message of the mapping": (100, quote),
    "an answer of Datadog": (350, excerpt),
}


@pytest.mark.parametrize("name", SHOWN)
def test_wherever_text_is_cut(name: str) -> None:
    longest, show = SHOWN[name]
    some = set()
    for length in range(0, longest, 3):
        # Masked as far as it is known when it is shown, so that what is left is what was cut.
        shown = plain(show("x" * length + " " + TOKEN + " y" * 2000)).replace(TOKEN, "")
        assert BEGIN not in shown, length
        some.add("***" in shown)
    assert some == {True, False}


@pytest.mark.parametrize(
    "before", ["\n", "\x1b[31m", "\x1b[38;5;196m", "\u202e", "\t", " "], ids=ascii
)
def test_what_stands_before_it_is_escaped(before: str) -> None:
    text = f"said{before}{TOKEN}"
    assert BEGIN not in remarks.compose(text, [text], [])


RUFF = "a.py:1:1: F401 {text}\nFound 1 error.\n"
PLACES = {
    "unit.xml": '<testsuite name="S"><testcase classname="C" name="{text}"><failure/></testcase>'
    '<testcase classname="{text}" name="t"><error message="{text}"/></testcase></testsuite>',
    "style.xml": '<checkstyle version="8"><file name="{text}"><error line="1" message="{text}"'
    ' source="{text}"/></file></checkstyle>',
    "lines.txt": RUFF,
    "bandit.json": '{{"errors": [{{"filename": "{text}", "reason": "{text}"}}], "results": []}}',
    "own.xml": '<testsuite><testcase name="t"><{tag}/></testcase></testsuite>',
    "pmd.xml": '<pmd version="7"><error filename="{text}" msg="{text}"/></pmd>',
    "tap.txt": "TAP version 13\n1..2\nok 1\nBail out! {text}\n",
}


@pytest.mark.parametrize("limit", [60, 100, 200, 300, 500, 1000, 2000])
def test_whatever_limit_cuts_it(limit: int, tmp_path: Path, command: Command) -> None:
    """By the limits of readers, tallies, remarks and outputs: each has some of the token left."""
    made = rules(len(PLACES))
    lines = ["version: 1", "service: s", "rules:"]
    for rule, name in zip(made, PLACES, strict=True):
        lines += [f"  - {{rule: {rule['name']}, id: {rule['id']}, reports: {name}}}"]
    (tmp_path / "scorecard.datadog.yaml").write_text("\n".join(lines) + "\n")
    masked = 0
    for left in (6, 12, 18):
        text = "x" * (limit - left - 1) + " " + TOKEN
        for name, report in PLACES.items():
            (tmp_path / name).write_text(report.format(text=text, tag=text.replace(" ", "-")))
        with api(made) as server:
            url = "http://127.0.0.1:9" if left == 12 else server.url
            for arguments in (("submit", "--json", "result.json"), ("inspect", *PLACES)):
                _, out, err = command(url, *arguments)
                files = [path.read_text() for path in tmp_path.iterdir() if path.name not in PLACES]
                for said in (out, err, *files, *server.said):
                    assert BEGIN not in plain(said), arguments
                masked += sum("***" in said for said in (out, *files))
    assert masked or limit > 300  # which nothing shows the end of


def cuts(path: Path) -> list[str]:
    """The places where a file takes the beginning of something up to a limit."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            end = node.slice.upper
            number = isinstance(end, ast.Constant) and isinstance(end.value, int) and end.value > 16
            named = isinstance(end, ast.Name) and end.id.isupper()
            if node.slice.lower is None and (number or named):
                found.append(f"{path.relative_to(ROOT).as_posix()}: {ast.unparse(node)}")
    return found


# Lists, and text that is only looked at, or that is cut where it enters (and masked there).
NO_TEXT = {
    "ci/authors.py: remarks[:READ]",
    "reports/coverage/go_coverprofile.py: head.text[:2000]",
    "reports/detect.py: sorted(keys - {''})[:20]",
    "reports/lint/github_annotations.py: message[:2000]",
    "reports/lint/sarif_run.py: (one.arguments or ())[:20]",
    "reports/lint/text.py: line[:LINE_LENGTH]",
    "reports/lint/text_closing.py: line[:400]",
    "reports/lint/textual.py: line[:LINE_LENGTH]",
    "reports/lint/textual.py: raw[:LINE_LENGTH]",
    "reports/lint/unparsed.py: finding.rule[:200]",
    "reports/source.py: lines.pop()[:_LINE_LIMIT]",
    "reports/source.py: line[:_LINE_LIMIT]",
    "reports/tests/go_test_json.py: head.text.splitlines()[:200]",
    "reports/tests/playwright.py: (report.errors or ())[:_MAX_ERRORS]",
    "judging/accepting.py: [('accepted', url) for url in urls if url][:_MOST_SAID]",
    "judging/accepting.py: list(together.items())[:_MOST_SAID]",
    "judging/accepting.py: tally.shown((f'{ACCEPTED}{number}' for number in numbers))[:_NAMES]",
    "judging/decide.py: sorted(said.items())[:MAX_NOTICES]",
    "judging/firsts.py: sorted((*mine, *other))[:MAX_EXAMPLES]",
    "judging/reasons.py: sorted(seen)[:MAX_SEEN]",
    "judging/report_findings.py: listed.names[:_MAX_RULES]",
    "judging/times.py: slowest[:MAX_NAMED]",
    "judging/firsts.py: sorted({*mine, *other})[:MAX_PROBLEMS]",
    "judging/firsts.py: sorted({*mine.get(metric, ()), *examples})[:MAX_EXAMPLES]",
    "judging/firsts.py: sorted(names)[:MAX_NAMES]",
}


def test_text_is_cut_by_nothing_else() -> None:
    files = [path for room in ("reports", "judging", "ci") for path in (ROOT / room).rglob("*.py")]
    assert {cut for path in files for cut in cuts(path)} == NO_TEXT
