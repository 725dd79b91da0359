"""A format that is named is checked against the document: another one is never a clean report."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import pytest

from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Kind
from scorecard_action.reading.fold import fold
from scorecard_action.reports.formats import FORMATS
from tests.reports.test_every_reader import SAMPLES, first_of_each, samples

MATCHERS: Final = [Matcher(Selection())]
FOREIGN: Final = {
    "{}": "{}",
    "[]": "[]",
    "object": '{"a": 1}',
    "objects": '[{"a": 1}]',
    "numbers": "[1]",
    "null": "null",
    "JUnit": '<?xml version="1.0"?><testsuite><testcase classname="C" name="t"/></testsuite>',
    "HTML": "<html/>",
    "text": "hello",
}
# the clean form of a tool that lists its findings, and nothing else
CLEAN: Final = {form.name for form in FORMATS.values() if form.clean_list} | {"trivy-json"}
# the clean form of a tool that lists its findings under their files, and nothing else
CLEAN_OBJECT: Final = {"vale-json"}
# they list all that they looked at, so that nothing listed is nothing looked at
OBJECTS: Final = {"simplecov-internal", "istanbul"}
LISTS_ALL: Final = {
    *("eslint-json", "stylelint-json", "cucumber-json", "behave-json", "sqlfluff-json"),
    *("axe-json", "checkov-json", "snyk-json", "xccov"),
}
JUDGED: Final = [form.name for form in FORMATS.values() if form.kind is not Kind.TESTS]
LOG: Final = b"Note: Using configuration file /app/phpstan.neon.\n 0/8 [>---]   0%\n\n"
XML: Final = [
    (form, file)
    for form, file in samples()
    if file.read_bytes().lstrip().startswith(b"<?xml")
    if file.name not in ("testng-failed.xml", "Cart.php.xml")  # by-products
]


def read(folder: Path, content: str | bytes, form: str | None) -> Tally:
    file = folder / "report"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return fold(file, "report", MATCHERS, form=form).tallies[0]


@pytest.mark.parametrize("seen", FOREIGN)
@pytest.mark.parametrize("form", [*JUDGED, "cucumber-json", "behave-json"])
def test_a_foreign_document(tmp_path: Path, form: str, seen: str) -> None:
    tally = read(tmp_path, FOREIGN[seen], form)
    if (seen == "[]" and form in CLEAN) or (seen == "{}" and form in CLEAN_OBJECT):
        assert not tally.problems
        assert not tally.nothing
    elif (seen == "[]" and form in LISTS_ALL) or (seen == "{}" and form in OBJECTS):
        assert tally.nothing
    else:
        assert tally.problems


@pytest.mark.parametrize("form", JUDGED)
def test_reports_of_other_formats(tmp_path: Path, form: str) -> None:
    """No report of another tool is clean, whatever it is called."""
    for other, file in first_of_each():
        if other == form or FORMATS[other].kind is FORMATS[form].kind is Kind.COVERAGE:
            continue
        if other == "lint-text" or {form, other} <= {"lint-text", "azure-annotations"}:
            continue
        tally = read(tmp_path, file.read_bytes(), form)
        bad = tally.problems or tally.nothing or tally.errors
        assert bad, f"{file.relative_to(SAMPLES)} as {form}"


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(("form", "file"), XML, ids=[f"{f}/{p.name}" for f, p in XML])
def test_lines_before_an_xml_report(tmp_path: Path, form: str, file: Path, named: bool) -> None:
    content = file.read_bytes()
    name = form if named else None
    plain, late = (read(tmp_path, before + content, name) for before in (b"", LOG))
    moved = [msgspec.structs.replace(p, line=p.line + LOG.count(b"\n")) for p in plain.problems]
    assert late.problems == moved
    assert (late.tests, late.failed, late.findings) == (plain.tests, plain.failed, plain.findings)
    assert late.coverage == plain.coverage
    if b"</" not in content:
        return  # all of it is one tag
    cut = LOG + content.rstrip()[:-3]
    last = read(tmp_path, cut, name).problems[-1]
    assert last.unreadable
    assert last.line == 1 + cut.count(b"\n")


def test_the_encoding_that_a_late_declaration_names(tmp_path: Path) -> None:
    report = (
        '<?xml version="1.0" encoding="iso-8859-1"?><testsuite>'
        '<testcase classname="C" name="für"><failure/></testcase></testsuite>'
    )
    tally = read(tmp_path, LOG + report.encode("latin-1"), None)
    assert [text for _, _, text in tally.examples["failed"]] == ["C.für"]


def test_findings_before_an_xml_report_are_not_lost(tmp_path: Path) -> None:
    found = "".join(f"src/a.py:{line}:1: E501 line too long\n" for line in range(1, 9))
    report = '<?xml version="1.0"?>\n<checkstyle version="8"></checkstyle>\n'
    (problem,) = read(tmp_path, found + report, None).problems
    assert problem.message.startswith("findings of a linter stand before an XML report")
    assert not read(tmp_path, found + report, "checkstyle").problems
