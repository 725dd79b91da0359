"""The beginning of a report, and the format that it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports.detect import by_name, candidates
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.head import MAX_ELEMENTS, Head
from scorecard_action.reports.opener import opened
from scorecard_action.reports.source import HEAD

SARIF = '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": '


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("<testsuites/>", "junit", id="suites"),
        pytest.param("<testsuite/>", "junit", id="suite"),
        pytest.param("<testcase/>", "junit", id="bare case"),
        pytest.param('<testsuite xmlns="urn:x"/>', "junit", id="namespace"),
        pytest.param('<j:testsuite xmlns:j="urn:x"/>', "junit", id="prefix"),
        pytest.param('<!DOCTYPE testsuite SYSTEM "junit.dtd"><testsuite/>', "junit", id="DOCTYPE"),
        pytest.param(f'<testsuite name="{"a" * HEAD}', "junit", id="root longer than the head"),
        pytest.param(f"<!-- {'a' * 1000} --><testsuites", "junit", id="cut in the root"),
        pytest.param('<!DOCTYPE testsuite [<!ENTITY a "b">]><testsuite/>', "junit", id="subset"),
        pytest.param("<checkstyle/>", "checkstyle", id="checkstyle"),
        pytest.param('<coverage line-rate="0.5"/>', "cobertura", id="cobertura by its rate"),
        pytest.param("<coverage><packages/></coverage>", "cobertura", id="cobertura by packages"),
        pytest.param(SARIF + "[]}", "sarif", id="sarif without a run"),
        pytest.param('{"version": "2.1.0", "runs": [', "sarif", id="sarif without schema"),
        pytest.param('{"runs": [{"tool": {"driver": {', "sarif", id="sarif, runs first"),
        pytest.param(
            '{"runs": [{"results": []}], "version": "2.1.0"}', "sarif", id="runs, results"
        ),
        pytest.param('{\r\n  "runs": [ {\r\n "tool": {', "sarif", id="windows line ends"),
        pytest.param('<failsafe-summary result="254"/>', "failsafe-summary", id="by-product"),
    ],
)
def test_the_format_is_known_by_content(text: str, form: str) -> None:
    assert candidates(Head(text)) == [form]


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        pytest.param("<html><body/></html>", "XML with the root element <html>", id="HTML"),
        pytest.param("<!DOCTYPE html>\n<html><br></html>", "root element <html>", id="HTML 5"),
        pytest.param("<svg", "root element <svg>", id="cut in its root"),
        pytest.param("<<<<<<< HEAD", "text that begins with '<' and is no XML", id="conflict"),
        pytest.param("<" + "a" * 5000 + "/>", f"<{'a' * 60}>", id="long root"),
        pytest.param('{"dependencies": {"a": 1}, "b": 2}', "JSON with b, dependencies", id="JSON"),
        pytest.param("{}", "JSON without a key", id="empty object"),
        pytest.param('{"runs": null}', "JSON with runs", id="runs null"),
        pytest.param('[{"Secret": 1, "Tags": []}]', "objects with Secret, Tags", id="array"),
        pytest.param("[INFO] Scanning for\n[INFO] x\n", "unknown format: text", id="log"),
        pytest.param("hello\nworld", "text", id="text"),
        pytest.param("\x1b[31mred", "text", id="terminal output"),
    ],
)
def test_an_unknown_file_says_what_was_seen(tmp_path: Path, content: str, seen: str) -> None:
    path = tmp_path / "report"
    path.write_text(content)
    with pytest.raises(ReportError, match="unknown format") as caught, opened(path):
        pass
    assert seen in caught.value.message
    assert "`format:`" in caught.value.message
    assert "`scorecard-action inspect --formats`" in caught.value.message
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("content", "near"),
    [
        ("<checkstile/>", "checkstyle"),
        ("<testsuit/>", ""),
        ('{"sarif": 1}', "sarif"),
        ("log", ""),
        # words that many tools have are no likeness
        ('{"results": [], "foo": 1}', ""),
        ('{"tests": [], "stats": {}}', ""),
        ('{"line": 1, "mode": 2, "rules": [], "lint": 1}', ""),
        ("<result/>", ""),
        ("<coverage/>", ""),
        ("<cover/>", ""),
    ],
)
def test_an_unknown_file_is_told_the_nearest_formats(
    tmp_path: Path, content: str, near: str
) -> None:
    path = tmp_path / "report"
    path.write_text(content)
    with pytest.raises(ReportError) as caught, opened(path):
        pass
    assert caught.value.message.partition("; nearest: ")[2].partition(";")[0] == near


@pytest.mark.parametrize(
    ("name", "near"),
    [
        pytest.param("junitt", "junit", id="one letter more"),
        pytest.param("checkstyl", "checkstyle", id="one less"),
        pytest.param("sarf", "sarif", id="one missing"),
        pytest.param("coberture", "cobertura", id="one other"),
    ],
)
def test_a_misspelled_format_names_the_nearest(name: str, near: str) -> None:
    with pytest.raises(ReportError, match=f"unknown format '{name}'; did you mean {near}"):
        by_name(name)


def test_a_name_like_none_lists_all() -> None:
    with pytest.raises(ReportError) as caught:
        by_name("??")
    assert all(name in caught.value.message for name in FORMATS)


def test_a_named_format_reads_what_detection_would_not(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_text("<results><testcase name='a'/></results>")
    with pytest.raises(ReportError), opened(path):
        pass
    with opened(path, "junit") as (form, evidence):
        assert form.name == "junit"
        assert len(list(evidence)) == 1


def test_an_xml_head() -> None:
    head = Head(
        '<?xml version="1.0"?><!DOCTYPE a PUBLIC "p" "s"><x:a xmlns="u" b="c"><d/><d><e/>'
    ).xml
    assert head is not None
    assert (head.root, head.namespace, head.attributes["b"]) == ("a", "u", "c")
    assert head.doctype == "p s"
    assert head.children == {"d"}
    assert head.names == {"a", "d", "e"}
    assert head.elements[-1] == (2, "e", {})


def test_a_head_looks_at_so_many_elements_only() -> None:
    head = Head("<a>" + "<b/>" * 10_000).xml
    assert head is not None
    assert len(head.elements) == MAX_ELEMENTS


def test_a_json_head() -> None:
    head = Head(
        'npm notice\n{"a": "x\\"y", "b": [{"c": 1.5}, {"c": 2, "d": null}]}\n{"e": {}}'
    ).json
    assert head is not None
    assert (head.root, head.documents, head.prefix) == ("{", 2, "npm notice\n")
    assert head.paths == {"a", "b", "b[]", "b[].c", "b[].d", "e"}
    assert head.values == {"a": 'x\\"y', "b[].c": "1.5", "b[].d": "null"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<!--" * 16_000, id="comments that never end"),
        pytest.param("<!-- -" * 10_000, id="ends that never come"),
        pytest.param("<?" * 32_000, id="instructions"),
        pytest.param("<!DOCTYPE " * 6_000, id="DOCTYPEs"),
        pytest.param("<a " + "b=" * 30_000, id="attributes"),
        pytest.param("{" * HEAD, id="braces"),
        pytest.param('{"' + '\\"' * 32_000, id="escapes"),
        pytest.param("[" + '"' * HEAD, id="quotes"),
        pytest.param("\n {" * 20_000, id="lines that begin JSON"),
        pytest.param(" \t" * 32_000 + "{", id="blanks"),
        pytest.param('{"a":' * 13_000, id="nested keys"),
    ],
)
@pytest.mark.timeout(5)  # milliseconds here
def test_no_beginning_is_slow(text: str) -> None:
    assert candidates(Head(text)) == []
