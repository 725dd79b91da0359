"""The JUnit report of cases: what a CI, and this program, read in it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from scorecard_action.cli import run
from scorecard_action.trials.junit import Ran, report

CASES = (
    Ran("tests/cases/passes", 0.25),
    Ran("breaks", 1.5, ["R: expected <pass>, found fail & more", 'exit: expected "0", found 1']),
    Ran("odd/\udcff\x1b[31m]]>", 0, ["\x00\n::error::\u202e\ud800"]),
)


def test_each_case_is_a_test_of_the_folder_above_it() -> None:
    suites = ET.fromstring(report(CASES))
    (suite,) = suites
    counts = {"tests": "3", "failures": "2", "errors": "0"}
    assert suites.attrib == {"name": "scorecard-action test", **counts, "time": "1.750"}
    assert suite.attrib == {**suites.attrib, "skipped": "0"}
    assert [test.attrib for test in suite] == [
        {"classname": "tests.cases", "name": "passes", "time": "0.250"},
        {"classname": "cases", "name": "breaks", "time": "1.500"},
        {"classname": "odd", "name": "\\udcff\\x1b[31m]]>", "time": "0.000"},
    ]
    assert [[failure.text for failure in test] for test in suite] == [
        [],
        ['R: expected <pass>, found fail & more\nexit: expected "0", found 1'],
        ["\\x00\\n::error::\\u202e\\ud800"],
    ]


def test_the_shape_is_that_of_xunit() -> None:
    """Attributes and children that junit-10.xsd of Jenkins's xunit plugin has, and no other."""
    known = {
        "testsuites": {"name", "time", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
        "testcase": {"name", "time", "classname"},
        "failure": {"type", "message"},
    }
    for element in ET.fromstring(report(CASES)).iter():
        assert set(element.attrib) == known[element.tag]


def test_our_own_reader_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "report.xml"
    file.write_text(report(CASES), "utf-8")
    assert run(["inspect", "--json", str(file)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["format"], row["tests"], row["passed"], row["failed"]) == ("junit", 3, 1, 2)
