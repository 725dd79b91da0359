"""Wherever a key stands in what is read, it is on none of the ways out."""

from __future__ import annotations

import html
import re
import xml.sax.saxutils
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.cli import run
from tests.delivery.building import APP_KEY, FastClock, api, rules

# Of letters and digits, as Datadog's are; and with what HTML, Markdown, JSON and URLs escape.
KEYS = ["0123456789abcdef0123456789abcdef", 'k_01-23"4567+89ab=cdef&01.23~4567|!']
RULE = rules(1)[0]

CASE = '<testcase classname="{classname}" name="{name}"><failure message="{message}"/></testcase>'
STYLE = '<checkstyle version="8"><file name="{file}"><error line="1" message="{message}"/></file>'


class Place:
    """A build in which `{key}` stands in one place, by the names of `fields`."""

    def __init__(self, **fields: str) -> None:
        self.fields = fields

    def build(self, folder: Path, key: str) -> dict[str, str]:
        """Write the reports and the mapping; return what is to be set in the environment."""

        def field(name: str, default: str) -> str:
            return self.fields.get(name, default).replace("{key}", key)

        def attributes(**defaults: str) -> dict[str, str]:
            return {
                name: xml.sax.saxutils.escape(field(name, default), {'"': "&quot;"})
                for name, default in defaults.items()
            }

        (folder / "out").mkdir()
        case = CASE.format(**attributes(classname="C", name="t", message="m"))
        unit = folder / "out" / f"{field('report', 'unit')}.xml"
        unit.write_text(f"<testsuite>{case}</testsuite>")
        style = STYLE.format(**attributes(file="a.py", message="m"))
        (folder / "style.xml").write_text(f"{style}</checkstyle>")
        reports = f"[out/*.xml, style.xml, {quoted(field('glob', 'no.xml'))}]"
        (folder / "scorecard.datadog.yaml").write_text(
            f"version: 1\nservices: [{quoted(field('entity', 's'))}, other]\nrules:\n"
            f"  - rule: {quoted(field('rule', 'Rule 0'))}\n    id: {RULE['id']}\n"
            f"    reports: {reports}\n"
            f"    define: {{description: {quoted(field('description', 'd'))}}}\n"
            f"  - {{rule: {quoted(field('unknown', 'Unknown'))}, reports: style.xml,"
            f" scorecard: {quoted(field('scorecard', 'Quality'))}}}\n"
            f"  - rule: Waived\n    id: {RULE['id']}x\n    reports: out/*.xml\n"
            f"    waive: {{until: 2999-01-31, reason: {quoted(field('reason', 'r'))},"
            f" link: {quoted(field('link', 'https://a.example/'))}}}\n"
        )
        return {
            "GITLAB_CI": "true",
            "CI_COMMIT_REF_NAME": field("branch", "main"),
            "CI_DEFAULT_BRANCH": field("branch", "main"),
            "CI_PIPELINE_URL": field("url", "https://ci.example/1"),
        }


def quoted(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


PLACES = [
    pytest.param(Place(name="t[{key}]"), id="name of a test"),
    pytest.param(Place(name="x" * 150 + "{key}"), id="name of a test, where it is cut"),
    pytest.param(Place(classname="C.{key}"), id="class of a test"),
    pytest.param(Place(message="no {key}"), id="message"),
    pytest.param(Place(file="src/{key}.py"), id="file of a finding"),
    pytest.param(Place(report="unit-{key}"), id="path of a report"),
    pytest.param(Place(glob="no/{key}.xml"), id="glob"),
    pytest.param(Place(entity="s-{key}"), id="entity"),
    pytest.param(Place(rule="R {key}"), id="rule"),
    pytest.param(Place(unknown="U {key}"), id="rule looked up by name"),
    pytest.param(Place(scorecard="S {key}"), id="scorecard"),
    pytest.param(Place(reason="since {key}"), id="reason of a waiver"),
    pytest.param(Place(link="https://a.example/{key}"), id="link of a waiver"),
    pytest.param(Place(branch="b-{key}"), id="branch"),
    pytest.param(Place(url="https://ci.example/{key}"), id="link of the build"),
]


def assert_not_in(key: str, where: str, text: str) -> None:
    """Neither the key nor a piece of it, wrapped or escaped."""
    seen = re.sub(r"\s+|\x1b\[[0-9;]*m|</?span>", "", html.unescape(html.unescape(text)))
    for form in (text, seen, seen.replace("\\", "")):
        assert key[:12] not in form, where
        assert key[-12:] not in form, where


@pytest.mark.parametrize("key", KEYS, ids=["plain", "odd"])
@pytest.mark.parametrize("place", PLACES)
def test_no_way_out(
    place: Place,
    key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scorecard_action.datadog.client.Clock", FastClock)
    for name, value in {
        **place.build(tmp_path, key),
        "DD_API_KEY": key,
        "DD_APP_KEY": APP_KEY,
        "GITHUB_OUTPUT": "github-output",
        "GITHUB_STEP_SUMMARY": "github-summary",
        "COLUMNS": "60",
    }.items():
        monkeypatch.setenv(name, value)
    out: dict[str, Any] = {}

    def note(when: str, url: str, *arguments: str) -> None:
        code = run([*arguments, "--json", "result.json", "--api-url", url])
        shown = capsys.readouterr()
        assert code in (0, 4, 5), shown.err
        out[f"{when}: stdout"], out[f"{when}: stderr"] = shown.out, shown.err
        for name in ("github-output", "github-summary", "result.json"):
            out[f"{when}: {name}"] = Path(name).read_text("utf-8")
        if Path("scorecard-undelivered.json").exists():
            out[f"{when}: saved"] = Path("scorecard-undelivered.json").read_text("utf-8")

    with api([RULE]) as server:
        note("dry run", server.url, "submit", "--dry-run")
        with api([RULE], ["500"]) as broken:
            note("not reached", broken.url, "submit")
            note("not saved", broken.url, "submit", "--save-undelivered", "no/folder/x")
        note("resend", server.url, "resend")
        note("submit", server.url, "submit")
        for n, said in enumerate([*server.said, *broken.said]):
            out[f"request {n}"] = said
        assert "FAIL" in out["submit: stdout"]
        assert len(server.stored) == 2
        assert {"not reached: saved", "resend: saved"} <= set(out)
    for where, text in out.items():
        assert_not_in(key, where, text)


EVERYWHERE = Place(
    name="t[{key}]",
    report="unit-{key}",
    file="src/{key}.py",
    glob="no/{key}.xml",
    entity="s-{key}",
    rule="R {key}",
    unknown="U {key}",
    scorecard="S {key}",
    reason="since {key}",
    link="https://a.example/{key}",
    description="with {key}",
)


@pytest.mark.parametrize("key", KEYS, ids=["plain", "odd"])
@pytest.mark.parametrize(
    ("arguments", "mistake", "code"),
    [
        pytest.param(["check"], "", 0, id="check"),
        pytest.param(["check", "--online"], "", 4, id="check --online"),
        pytest.param(["explain", str(RULE["id"])], "", 0, id="explain"),
        pytest.param(["inspect", "out/*.xml"], "", 0, id="inspect"),
        pytest.param(["inspect", "out/*.xml", "--json"], "", 0, id="inspect --json"),
        pytest.param(["rules", "plan"], "", 0, id="rules plan"),
        pytest.param(["rules", "apply"], "", 0, id="rules apply"),
        pytest.param(["init", "--output", "-"], "", 0, id="init"),
        pytest.param(["submit", "--json", "x.json"], "{key}: 3", 2, id="mistake"),
    ],
)
def test_no_way_out_of_other_commands(
    arguments: list[str],
    mistake: str,
    code: int,
    key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    EVERYWHERE.build(tmp_path, key)
    with (tmp_path / "scorecard.datadog.yaml").open("a") as mapping:
        mapping.write(f"{mistake}\n".replace("{key}", quoted(key)))
    monkeypatch.setenv("DD_API_KEY", key)
    monkeypatch.setenv("DD_APP_KEY", APP_KEY)
    with api([RULE]) as server:
        monkeypatch.setenv("SCORECARD_API_URL", server.url)
        assert run(arguments) == code
    shown = capsys.readouterr()
    assert shown.out or code == 2
    assert_not_in(key, "stdout", shown.out)
    assert_not_in(key, "stderr", shown.err)
    assert_not_in(key, "requests", "\n".join(server.said))
    if mistake:
        assert "***" in Path("x.json").read_text("utf-8")
        assert_not_in(key, "--json", Path("x.json").read_text("utf-8"))
