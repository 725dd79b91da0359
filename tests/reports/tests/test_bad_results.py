"""Broken and hostile reports of the XML test formats: a clear error or a right count."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS
from tests.reports.tests.reading import SAMPLES, outcome

OF_FORMAT = {
    "trx": ("trx/vstest.trx",),
    "nunit2": ("nunit2/console-2.2.xml", "nunit2/console-2.6.xml"),
    "nunit3": ("nunit3/console.xml",),
    "xunit.net": ("xunit.net/v1.xml", "xunit.net/v3.xml"),
    "testng": ("testng/results-7.5.xml",),
    "ctest": ("ctest/bad.xml",),
    "cppunit": ("cppunit/bad.xml",),
    "check": ("check/bad.xml",),
    "cunit": ("cunit/bad.xml",),
    "boost-test": ("boost-test/bad.xml",),
    "boost-test-report": ("boost-test-report/bad.xml",),
    "qtest": ("qtest/bad.xml", "qtest/crash.xml"),
    "unittest-cpp": ("unittest-cpp/bad.xml",),
    "gtester": ("gtester/bad.xml",),
    "sonar-tests": ("sonar-tests/bad.xml",),
    "fpcunit": ("fpcunit/bad.xml",),
    "jmeter-xml": ("jmeter-xml/bad.jtl",),
    "robot": ("robot/robot-3.2.2.xml", "robot/robot-7.5.xml"),
}
CASES = [
    pytest.param(FORMATS[name], file, id=file)
    for name, files in OF_FORMAT.items()
    for file in files
]
OF_ANOTHER = ("the root element is <", "no TRX: ", "no CppUnit: ", "no report of Check: ")
VALUES = ("", "-1", "9" * 400, "NaN", "1,234.5", "\u0661", "x" * 1_000_000, "&#xFFFD;", "yes")


@pytest.mark.parametrize(("form", "file"), CASES)
def test_cut_off_at_every_tenth(form: Format, file: str) -> None:
    data = (SAMPLES / file).read_bytes()

    for tenth in range(1, 10):
        _, error = outcome(form, data[: len(data) * tenth // 10])
        assert "cut off" in error, tenth


def _spoiled(text: str) -> Iterator[tuple[str, str]]:
    """Yield the report with each attribute that it knows given each value, once per name."""
    declaration = {"version", "encoding", "standalone", "xmlns"}
    for name in sorted(set(re.findall(r' ([\w-]+)="', text)) - declaration):
        for value in VALUES:
            spoiled = re.sub(rf' {name}="[^"]*"', f' {name}="{value}"', text, count=3)
            yield f"{name}={value[:20]}", spoiled


@pytest.mark.parametrize(("form", "file"), CASES)
def test_any_value_in_any_attribute(form: Format, file: str) -> None:
    text = (SAMPLES / file).read_text(encoding="utf-8")
    whole, error = outcome(form, text.encode())
    assert not error

    for what, spoiled in _spoiled(text):
        found, error = outcome(form, spoiled.encode())
        assert not error, what
        # no odd value makes a pass, unless it hides what is a set-up and what a tear-down
        if not what.startswith(("is-config=", "type=")):
            assert found.count("passed") <= whole.count("passed"), what


@pytest.mark.parametrize(("form", "file"), CASES)
def test_an_empty_root_holds_nothing(form: Format, file: str) -> None:
    root = re.findall(r"<([a-z][\w-]*)", (SAMPLES / file).read_text(encoding="utf-8"), re.I)[0]

    # roots that two formats have
    error = {
        "trx": "no TRX: <TestRun> has none of the elements that TRX has",
        "cppunit": "no CppUnit: <TestRun> has none of its lists of tests",
        "check": "no report of Check: its namespace is not check.sourceforge.net",
    }.get(form.name, "")
    assert outcome(form, f"<{root}/>".encode()) == ([], error)


@pytest.mark.parametrize(("form", "file"), CASES)
def test_every_element_at_any_place(form: Format, file: str) -> None:
    text = (SAMPLES / file).read_text(encoding="utf-8")
    names = sorted(set(re.findall(r"<([a-z][\w-]*)", text, re.I)))

    for outer in names:
        for inner in names:
            data = f"<{outer}><{inner}><{outer}/></{inner}><{inner}/></{outer}>".encode()
            error = outcome(form, data)[1]
            assert not error or error.startswith(OF_ANOTHER), data


@pytest.mark.parametrize("form", [FORMATS[name] for name in OF_FORMAT], ids=list(OF_FORMAT))
def test_nesting_without_an_end(form: Format) -> None:
    (file, *_) = OF_FORMAT[form.name]
    text = (SAMPLES / file).read_text(encoding="utf-8")
    root = re.findall(r"<[a-z][\w-]*", text, re.I)[0]
    root += ' xmlns="http://check.sourceforge.net/ns"' if form.name == "check" else ""

    assert "nested more than" in outcome(form, f"{root}>".encode() * 100_000)[1]
