"""Reports that are missing, broken, hostile or odd, through the real command line.

Nothing passes on absence, nothing hangs, and no text of a report steers the terminal, the CI or a
page.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import ROOT, Done, command, mapping, submit
from tests.outputs.hostile import HOSTILE
from tests.outputs.test_text import no_command_in

GOOD = "<testsuite><testcase name='a'/></testsuite>"


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket has 107 bytes at the most
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "bad.xml: the file is empty", id="0 bytes"),
        pytest.param(b" \r\n\t", "bad.xml: the file is empty", id="blanks"),
        pytest.param(b"<testsuite>\n<testcase", "bad.xml:2:1: the report is cut off", id="cut off"),
        pytest.param(b"<testsuite>\n<a></b>", "bad.xml:2:6: not well-formed XML", id="bad XML"),
        pytest.param(b"\x89PNG\0\0", "bad.xml:1: this is a binary file", id="binary"),
        pytest.param(b"<testsuite>\xe9</testsuite>", "bad.xml:1:12: not well-formed", id="latin-1"),
        pytest.param(
            b'<?xml version="1.0" encoding="ascii"?>\n<testsuite>\xe9</testsuite>',
            "bad.xml:2: not valid ascii",
            id="wrong declaration",
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="klingon"?><testsuite/>',
            "bad.xml:1: its encoding 'klingon' is not known",
            id="unknown encoding",
        ),
        pytest.param(b"<html/>", "bad.xml:1: unknown format: XML with the root", id="HTML"),
        pytest.param(b'{"a": 1}', "bad.xml:1: unknown format: JSON with a", id="JSON"),
        pytest.param(b'{"runs": [{\n"tool":', "bad.xml:2:8: the report is cut off", id="cut JSON"),
        pytest.param(
            b'<!DOCTYPE testsuite [<!ENTITY a "b">]>\n<testsuite/>',
            "bad.xml:1:",
            id="entities",
        ),
    ],
)
def test_an_unreadable_report_fails_its_rule_and_no_other(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    write(tmp_path / "bad.xml", content)
    write(tmp_path / "good.xml", GOOD)
    mapping(tmp_path, "bad.xml", "good.xml", "*.xml", more="    missing: skip\n")
    done = submit(tmp_path)
    assert done.code == 3
    assert done.states == {"R0": "fail", "R1": "pass", "R2": "fail"}
    assert done.reasons["R0"].startswith(reason)
    assert done.reasons["R2"] == done.reasons["R0"]
    assert done.reasons["R0"][:60] in done.out
    assert submit(tmp_path, "--exit-zero").code == 0


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: None, "no evidence: no file matches bad.xml", id="nothing"),
        pytest.param(Path.mkdir, "no evidence: no file matches bad.xml", id="directory"),
        pytest.param(os.mkfifo, "bad.xml: this is a FIFO, not a file", id="FIFO"),
        pytest.param(_socket, "bad.xml: this is a socket, not a file", id="socket"),
        pytest.param(
            lambda path: path.symlink_to("gone"),
            "bad.xml: this is a link to a file that does not exist",
            id="broken link",
        ),
        pytest.param(
            lambda path: path.symlink_to(path.name),
            "bad.xml: cannot be opened",
            id="link to itself",
        ),
    ],
)
def test_what_is_no_file_is_no_evidence(
    tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    make(tmp_path / "bad.xml")
    rules = (
        f"{{rule: {word}, reports: bad.xml, missing: {word}}}" for word in ("fail", "skip", "keep")
    )
    text = f"version: 1\nservice: cart\nrules: [{', '.join(rules)}]\n"
    write(tmp_path / "scorecard.datadog.yaml", text)
    done = submit(tmp_path)
    assert all(told.startswith(reason) for told in done.reasons.values())
    if reason.startswith("no evidence"):
        assert (done.code, done.states) == (0, {"fail": "fail", "skip": "skip", "keep": None})
    else:  # something lies there and cannot be read: `missing` does not excuse that
        assert (done.code, set(done.states.values())) == (3, {"fail"})


def test_a_report_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path / "bad.xml", GOOD)
    (tmp_path / "bad.xml").chmod(0)
    mapping(tmp_path, "bad.xml")
    if os.access(tmp_path / "bad.xml", os.R_OK):
        pytest.skip("this user reads everything: test_source gives its rights up")
    done = submit(tmp_path)
    assert (done.code, done.states) == (3, {"R0": "fail"})
    assert "Permission denied" in done.reasons["R0"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("version: 2\n", id="version"),
        pytest.param("version: 1\nservice: a\nservice: b\nrules: []\n", id="duplicate"),
        pytest.param("%%% no YAML [", id="no YAML"),
        pytest.param(None, id="none"),
    ],
)
def test_a_broken_mapping_sends_nothing(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        write(tmp_path / "scorecard.datadog.yaml", content)
    done = submit(tmp_path)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert "outcomes" not in done.result
    assert done.out == ""


def sarif(text: str) -> tuple[str, str]:
    """A finding and a tool that failed, with `text` wherever a report may have any."""
    place = {"artifactLocation": {"uri": text}, "region": {"startLine": 1}}
    result = {
        "ruleId": text,
        "level": "error",
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
    note = {"level": "error", "message": {"text": text}}
    broken = {"tool": {"driver": {"name": text}}, "results": [], "invocations": [
        {"toolExecutionNotifications": [note]}]}  # fmt: skip
    finding = {"tool": {"driver": {"name": text}}, "results": [result]}
    return json.dumps({"version": "2.1.0", "runs": [finding]}), json.dumps(
        {"version": "2.1.0", "runs": [broken]}
    )


# XML 1.0 has no way to write the other characters: such a report is not well-formed.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def harmless(done: Done) -> None:
    """Nothing raw, no command to a CI system, and nothing that is markup in a page."""
    for text in (done.out, done.err, done.summary, done.outputs, done.raw):
        assert not _UNSEEN.search(text)
        no_command_in(text)
    assert not re.search(
        r"<(?!/?(table|thead|tbody|tr|th|td|br|span|a|details|summary|sub)\b)", done.summary
    )
    assert not re.search(r"<a (?!href=\"https?://)", done.summary)
    for one in done.result["outcomes"]:
        assert not re.search(r"<(?!a href=\"https?://|/a>)", one["remarks"])
    for name, value in re.findall(r"(\w+)<<(end_\w+)\n", done.outputs):
        assert done.outputs.count(f"\n{value}\n") == 1, name


def test_hostile_text_from_reports_harms_no_output(tmp_path: Path) -> None:
    files = []
    for number, param in enumerate(HOSTILE):
        (text,) = param.values
        assert isinstance(text, str)
        quoted = "".join(f"&#{ord(char)};" for char in _NOT_XML.sub("\ufffd", text))
        finding, broken = sarif(text)
        contents = {
            "finding.sarif": finding,
            "broken.sarif": broken,
            "unknown.json": json.dumps({text: text}),
            "tests.xml": f'<testsuite name="{quoted}"><testcase name="{quoted}"'
            f' classname="{quoted}"><failure/></testcase><error message="{quoted}"/></testsuite>',
        }
        for name, content in contents.items():
            write(tmp_path / f"{number}-{name}", content)
            files.append(f"{number}-{name}")
    mapping(tmp_path, *files)
    done = submit(tmp_path)
    assert done.code == 3  # of unknown.json
    assert done.states == {f"R{number}": "fail" for number in range(len(files))}
    harmless(done)
    shown = command("inspect", *files, cwd=tmp_path)
    for stream in (shown.stdout.decode(), shown.stderr.decode()):
        assert not _UNSEEN.search(stream)
        no_command_in(stream)


def test_names_of_a_megabyte_are_cut(tmp_path: Path) -> None:
    name = "<b>é🧪" * 200_000
    quoted = name.replace("<", "&lt;")
    write(
        tmp_path / "tests.xml",
        f"<testsuite name='{quoted}'>"
        + f"<testcase classname='{quoted}' name='{quoted}'><failure/></testcase>" * 3
        + "</testsuite>",
    )
    write(tmp_path / "lint.sarif", sarif(name)[0])
    write(tmp_path / "broken.sarif", sarif(name)[1])
    more = "    only: {name: '*x*'}\n"
    mapping(tmp_path, "tests.xml", "lint.sarif", "broken.sarif")
    done = submit(tmp_path)
    assert set(done.states.values()) == {"fail"}
    harmless(done)
    assert len(done.out) < 20_000
    assert len(done.summary) < 60_000
    assert len(done.outputs) < 60_000
    assert all(len(one["remarks"]) <= 1000 for one in done.result["outcomes"])
    mapping(tmp_path, "tests.xml", more=more)
    done = submit(tmp_path)
    assert "select none of 3 tests" in done.reasons["R0"]
    assert len(done.reasons["R0"]) < 5_000


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("with blanks .xml", id="blanks"),
        pytest.param("line\nbreak\r.xml", id="line breaks"),
        pytest.param("größe 検査 🧪.xml", id="not ASCII"),
        pytest.param("::error::x ##[error].xml", id="commands"),
        pytest.param("\x1b[31m\u202e.xml", id="escapes"),
        pytest.param("<img src=x> & [b](c).xml", id="markup"),
        pytest.param("\udcff\udc80.xml", id="not UTF-8"),
        pytest.param("'\"`$(id);.xml", id="shell"),
        pytest.param("-rf.xml", id="like an option"),
    ],
)
def test_any_name_of_a_report(tmp_path: Path, name: str) -> None:
    write(tmp_path / "good" / name, GOOD)
    write(tmp_path / "bad" / name, "<x")
    mapping(tmp_path, "good/*.xml", "bad/*.xml")
    done = submit(tmp_path)
    assert (done.code, done.states) == (3, {"R0": "pass", "R1": "fail"})
    harmless(done)
    (report,) = done.result["outcomes"][0]["reports"]
    assert report.startswith("good/")


@pytest.mark.timeout(60)
def test_ten_thousand_reports_take_seconds(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    for number in range(10_000):
        (tmp_path / "r" / f"TEST-{number}.xml").write_text(
            f"<testsuite name='s{number}'><testcase name='a'/>"
            + ("<testcase name='b'><failure/></testcase>" if number % 1000 == 7 else "")
            + "</testsuite>"
        )
    mapping(tmp_path, "r/*.xml")
    done = submit(tmp_path)
    assert done.states == {"R0": "fail"}
    assert done.reasons["R0"].startswith("10 of 10,010 tests failed")
    assert len(done.result["outcomes"][0]["reports"]) == 10_000
    assert len(done.result["outcomes"][0]["remarks"]) <= 1000


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({}, id="no HOME, no locale"),
        pytest.param({"LC_ALL": "C"}, id="C"),
        pytest.param(
            {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, id="plain ASCII"
        ),
        pytest.param({"PYTHONIOENCODING": "latin-1"}, id="latin-1"),
        pytest.param({"HOME": "/nonexistent", "TERM": "dumb"}, id="HOME that there is not"),
        pytest.param({"COLUMNS": "3", "LINES": "x"}, id="no terminal"),
    ],
)
def test_any_locale(tmp_path: Path, env: dict[str, str]) -> None:
    write(
        tmp_path / "größe 検査.xml",
        "<testsuite><testcase name='größe 検査 🧪'><failure/></testcase></testsuite>",
    )
    mapping(tmp_path, "*.xml")
    done = command("submit", "--dry-run", "--json", "result.json", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "result.json").read_text("utf-8"))
    assert result["outcomes"][0]["examples"] == ["größe 検査 🧪"]
    if env.get("PYTHONUTF8") == "0":
        assert done.stdout.isascii()


def test_windows_line_ends_everywhere(tmp_path: Path) -> None:
    write(tmp_path / "a.xml", GOOD.replace("><", ">\r\n<"))
    write(tmp_path / "b.sarif", sarif("x")[0].replace(", ", ",\r\n"))
    mapping(tmp_path, "a.xml", "b.sarif")
    path = tmp_path / "scorecard.datadog.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = submit(tmp_path)
    assert (done.code, done.states) == (0, {"R0": "pass", "R1": "fail"})
    assert done.reasons["R1"].startswith("1 error")


# What each command may load before there is need of it.
@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        pytest.param(
            ["--version"],
            {"requests", "rich", "ruamel", "flask", "junitparser", "urllib3", "jinja2"},
            id="--version",
        ),
        pytest.param(["--help"], {"requests", "flask", "junitparser", "urllib3"}, id="--help"),
        pytest.param(
            ["submit", "--dry-run"], {"requests", "flask", "junitparser", "urllib3"}, id="dry run"
        ),
        pytest.param(["inspect", "a.xml"], {"requests", "ruamel", "flask"}, id="inspect"),
        pytest.param(["check"], {"requests", "flask", "junitparser"}, id="check"),
    ],
)
def test_nothing_is_loaded_that_is_not_needed(
    tmp_path: Path, arguments: list[str], absent: set[str]
) -> None:
    write(tmp_path / "a.xml", GOOD)
    mapping(tmp_path, "a.xml")
    program = (
        "import sys; from scorecard_action.cli import run; code = run(sys.argv[1:]);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr);"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "scorecard_action" in loaded
    assert not loaded & absent
