"""Checkstyle XML, as Checkstyle's XMLLogger and the tools that imitate it write it."""

from __future__ import annotations

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Finding
from scorecard_action.reports.lint.checkstyle import FORMAT
from tests.reports.tests.reading import evidence, unfinished


def read(text: str) -> list[Finding]:
    return [piece for piece in evidence(FORMAT, text.encode()) if isinstance(piece, Finding)]


@pytest.mark.parametrize(
    ("severity", "levels"),
    [
        pytest.param('severity="error"', ["error"], id="error"),
        pytest.param('severity="warning"', ["warning"], id="warning"),
        pytest.param('severity="info"', ["note"], id="info"),
        pytest.param('severity="ignore"', [], id="ignore"),
        pytest.param('severity="Warning"', ["warning"], id="other case"),
        pytest.param('severity="IGNORE"', [], id="ignore in other case"),
        pytest.param('severity="style"', ["note"], id="shellcheck's style"),
        pytest.param('severity=""', ["error"], id="empty"),
        pytest.param("", ["error"], id="absent: Checkstyle's default is error"),
        pytest.param('severity="blocker"', ["error"], id="unknown words are taken seriously"),
    ],
)
def test_severity(severity: str, levels: list[str]) -> None:
    found = read(f'<checkstyle><file name="a"><error line="1" {severity}/></file></checkstyle>')
    assert [finding.level.value for finding in found] == levels


def test_a_finding_has_everything_that_a_rule_can_ask() -> None:
    (found,) = read(
        """<?xml version="1.0" encoding="UTF-8"?><checkstyle version="10.1">
        <file name="src/a b/Ü.java"><error line="7" column="3" severity="warning"
        message="Line is longer than 100 &lt;chars&gt;" source="com.puppy.LineLength"/></file>
        </checkstyle>"""
    )
    assert (found.file, found.line, found.rule) == ("src/a b/Ü.java", 7, "com.puppy.LineLength")
    assert (found.severity, found.message) == ("warning", "Line is longer than 100 <chars>")
    assert not found.suppressed


@pytest.mark.parametrize(
    ("line", "number"), [("", 0), ("x", 0), ("-1", 0), ("1,234", 1234), ("9" * 30, 10**12)]
)
def test_odd_lines_are_read(line: str, number: int) -> None:
    (found,) = read(f'<checkstyle><file name="a"><error line="{line}"/></file></checkstyle>')
    assert found.line == number


@pytest.mark.parametrize(
    ("text", "files"),
    [
        pytest.param("<checkstyle/>", [], id="clean"),
        pytest.param('<checkstyle><file name="a"/></checkstyle>', [], id="clean, with files"),
        pytest.param("<checkstyle><error/></checkstyle>", [""], id="outside of a file"),
        pytest.param('<checkstyle><file name=""><error/></file></checkstyle>', [""], id="no name"),
        pytest.param("<checkstyle><file><error/></file></checkstyle>", [""], id="name absent"),
        pytest.param(
            '<checkstyle><file name="a"><error/><error/></file><file name="b"><error/></file>'
            "<error/></checkstyle>",
            ["a", "a", "b", ""],
            id="several files, and none",
        ),
        pytest.param(
            '<c:checkstyle xmlns:c="u"><c:file name="a"><c:error/></c:file></c:checkstyle>',
            ["a"],
            id="prefixes",
        ),
    ],
)
def test_files(text: str, files: list[str]) -> None:
    assert [finding.file for finding in read(text)] == files


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            '<checkstyle><file name="A.java"><exception><![CDATA[java.lang.Error]]></exception>'
            "</file></checkstyle>",
            ["the tool reports an exception in A.java: java.lang.Error"],
            id="in a file",
        ),
        pytest.param(
            "<checkstyle><exception>x</exception></checkstyle>",
            ["the tool reports an exception: x"],
            id="outside",
        ),
        pytest.param(
            "<checkstyle><exception/><file name='a'><exception/></file></checkstyle>",
            ["the tool reports an exception", "the tool reports an exception in a"],
            id="several",
        ),
        pytest.param(
            "<checkstyle><exception>\n  a.B: no viable alternative\n\tat a.C.d(C.java:1)"
            "</exception></checkstyle>",
            ["the tool reports an exception: a.B: no viable alternative"],
            id="with its trace",
        ),
    ],
)
def test_an_exception_says_that_the_tool_did_not_finish(text: str, told: list[str]) -> None:
    assert unfinished(evidence(FORMAT, text.encode())) == told


def test_cut_off_at_every_tenth() -> None:
    data = b"<checkstyle>" + b'<file name="a"><error line="1"/></file>' * 100 + b"</checkstyle>"
    for tenth in range(1, 10):
        with pytest.raises(ReportError, match="cut off"):
            evidence(FORMAT, data[: len(data) * tenth // 10])
