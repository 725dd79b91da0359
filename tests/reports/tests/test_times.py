"""How long the tests took, in every format that says it.

The numbers are those of the samples, added up by hand; what a time counts in is told by the
documentation that each reader names.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest

from scorecard_action.judging.tally import Tally
from scorecard_action.model import Kind
from scorecard_action.reading.fold import fold
from scorecard_action.reports.formats import FORMATS
from tests.conftest import SHARED
from tests.reports.test_every_reader import MATCHERS, ids, samples

TESTS = [(form, file) for form, file in samples() if FORMATS[form].kind is Kind.TESTS]
# where their tools round, or a sample's tests took nothing: written in this file instead
INLINE = {
    "junit": ('<testsuite><testcase name="a" time="1.5"/></testsuite>', 1_500_000),
    "fpcunit": (
        (
            "<TestResults><TestListing><TestSuite Name='S'>"
            "<Test Name='a' Result='OK' ElapsedTime='00:00:01.250'/>"
            "</TestSuite></TestListing></TestResults>"
        ),
        1_250_000,
    ),
    "cppunit": (
        (
            "<TestRun><FailedTests/><SuccessfulTests>"
            "<Test elapsed='0.250000'><Name>a</Name></Test></SuccessfulTests></TestRun>"
        ),
        250_000,
    ),
    "webdriverio-json": (
        (
            '{"suites": [{"name": "S", "tests": [{"name": "a", "state":'
            ' "passed", "duration": 12}]}],'
            ' "state": {"passed": 1}, "capabilities": {}}'
        ),
        12_000,
    ),
    "go-test-json": (
        (
            '{"Action":"run","Package":"p","Test":"T"}\n'
            '{"Action":"pass","Package":"p","Test":"T","Elapsed":0.25}\n'
            '{"Action":"pass","Package":"p","Elapsed":0.5}\n'
        ),
        250_000,
    ),
    "tap": ("1..2\nok 1 - a # time=1.5s\nok 2 - b\n  ---\n  duration_ms: 0.25\n  ...\n", 1_500_250),
    "playwright-json": (
        (
            '{"config": {"rootDir": "/w"}, "suites": [{"specs": [{"title": "a", "tests": ['
            '{"status": "flaky", "results": [{"duration": 200}, {"duration": 50}]}]}]}],'
            ' "errors": [], "stats": {"flaky": 1}}'
        ),
        250_000,
    ),
    "cucumber-json": (
        (
            '[{"name": "F", "elements": ['
            '{"type": "background", "steps": [{"result": {"status":'
            ' "passed", "duration": 1500000}}]},'
            '{"type": "scenario", "name": "a", "before": [{"result": {"status": "passed",'
            ' "duration": 400}}], "steps": [{"result": {"status": "passed", "duration": 400}},'
            ' {"result": {"status": "passed"}}],'
            ' "after": [{"result": {"status": "passed", "duration": 400}}]}]}]'
        ),
        1_501,
    ),
    "qtest": (
        (
            '<TestCase name="C"><Environment><QtVersion>6</QtVersion></Environment>'
            '<TestFunction name="f"><Incident type="pass"><DataTag>r</DataTag></Incident>'
            '<Incident type="pass"><DataTag>s</DataTag></Incident><Duration msecs="2.5"/>'
            '</TestFunction><Duration msecs="9"/></TestCase>'
        ),
        2_500,
    ),
    "trx": (
        (
            '<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>'
            '<UnitTestResult testId="t" testName="a" outcome="Passed" duration="00:01:02.5000000"/>'
            "</Results></TestRun>"
        ),
        62_500_000,
    ),
}


def read(file: Path, form: str) -> Tally:
    tally = fold(file, file.name, MATCHERS, form=form).tallies[0]
    assert tally.tests or not tally.slowest
    return tally


@pytest.mark.parametrize("form", sorted(INLINE))
def test_a_time_counts_in_the_unit_of_its_format(form: str, tmp_path: Path) -> None:
    text, micros = INLINE[form]
    file = tmp_path / "report"
    file.write_text(text, encoding="utf-8")
    tally = read(file, form)
    assert (tally.problems, tally.micros, tally.untimed) == ([], micros, "")


@pytest.mark.parametrize(
    ("sample", "micros", "slowest", "name"),
    [
        pytest.param("boost-test/good.xml", 105, 105, "adds", id="Boost.Test"),
        pytest.param("check/good.xml", 11, 11, "core.adds", id="Check"),
        pytest.param("ctest/good.xml", 8_779, 6_399, "adds", id="CTest"),
        pytest.param("ctrf/pytest.json", 26_000, 19_000, "py/test_cart.py::test_tax", id="CTRF"),
        pytest.param(
            "allure-result/test_known_to_be_wrong.json",
            4_000,
            4_000,
            "cart.test_known_to_be_wrong",
            id="Allure",
        ),
        pytest.param("gtester/good.xml", 4, 4, "/cart/adds", id="gtester"),
        pytest.param("jest-json/jest-30.json", 8_000, 4_000, "opens", id="Jest"),
        pytest.param("jest-json/vitest.json", 8_031, 5_571, "Cart tax is right", id="Vitest"),
        pytest.param("jmeter-csv/good.jtl", 215_000, 120_000, "GET /cart", id="JMeter CSV"),
        pytest.param("jmeter-xml/good.jtl", 120_000, 120_000, "GET /cart", id="JMeter XML"),
        pytest.param("nunit2/console-2.6.xml", 149_000, 146_000, "CartTests.Total", id="NUnit 2"),
        pytest.param("nunit3/console.xml", 3_000, 3_000, "CartTests.Total", id="NUnit 3, a comma"),
        pytest.param("robot/robot-6.1.1.xml", 23_000, 9_000, "Cart.Tax Is Right", id="Robot 6"),
        pytest.param("robot/robot-7.5.xml", 31_744, 14_204, "Cart.Total Is Right", id="Robot 7"),
        pytest.param("robot-json/robot-7.json", 5_241, 1_725, "Cart.Total Is Right", id="as JSON"),
        pytest.param("rspec-json/rspec-3.12.json", 24_745, 24_171, "Cart has tax", id="RSpec"),
        pytest.param("sonar-tests/good.xml", 1_000, 1_000, "counts", id="Sonar"),
        pytest.param("teamcity/good.log", 5_000, 5_000, "testCounts", id="TeamCity"),
        pytest.param("testng/fragment-7.5.xml", 6_000, 2_000, "CartTest.mostly", id="TestNG"),
        pytest.param("unittest-cpp/good.xml", 18, 18, "adds", id="UnitTest++"),
        pytest.param("xunit.net/v3.xml", 3_621, 2_621, "CartTests.Total", id="xUnit.net"),
        pytest.param("go-test-text/plain-1.19.txt", 4_000, 4_000, "fine", id="go test"),
        pytest.param("tap/node-20.tap", 11_505, 7_355, "expired", id="node --test"),
    ],
)
def test_what_the_samples_say(sample: str, micros: int, slowest: int, name: str) -> None:
    form, _, _ = sample.partition("/")
    tally = read(Path(__file__).parents[1] / "samples" / sample, form)
    assert tally.micros == micros
    assert (-tally.slowest[0][0], tally.slowest[0][3]) == (slowest, name)


@pytest.mark.parametrize(("form", "file"), TESTS, ids=ids(TESTS))
def test_a_format_without_times_never_has_one(form: str, file: Path) -> None:
    tally = read(file, form)
    assert FORMATS[form].times or not tally.slowest
    ran = tally.own and (tally.passed or tally.failed)
    assert not ran or FORMATS[form].times or tally.untimed


def test_a_format_with_times_has_some() -> None:
    shown = {form for form, file in TESTS if read(file, form).slowest} | set(INLINE)
    assert shown == {form.name for form in FORMATS.values() if form.times}


@pytest.mark.parametrize(
    ("lines", "micros", "untimed"),
    [
        pytest.param("ok 1 adds in 7ms", 7_000, False, id="bats --timing"),
        pytest.param("ok 1 ships in 7ms # skip later", 7_000, False, id="skipped by bats"),
        pytest.param("not ok 1 tax in 4ms", 4_000, False, id="failed in bats"),
        pytest.param("ok 1 - a # time=4.78ms", 4_780, False, id="node-tap"),
        pytest.param("ok 1 - a # time=2m", 120_000_000, False, id="in minutes"),
        pytest.param("ok 1 - a # time=x", 0, True, id="no time"),
        pytest.param("ok 1 - took time=4ms", 0, True, id="a name"),
        pytest.param("ok 1 - settles in 7ms or so", 0, True, id="a name that goes on"),
        pytest.param("ok 1 - a\n  ---\n  duration_ms: 1.5\n  ...", 1_500, False, id="Node"),
        pytest.param("ok 1 - a\n  ---\n  duration_ms: x\n  ...", 0, True, id="a broken time"),
        pytest.param("ok 1 - a\n  ---\n    duration_ms: 1\n  ...", 0, True, id="not at the top"),
        pytest.param("ok 1 - a", 0, True, id="plain"),
        pytest.param("ok 1 - a # skip", 0, False, id="skipped"),
    ],
)
def test_tap(lines: str, micros: int, *, untimed: bool, tmp_path: Path) -> None:
    file = tmp_path / "a.tap"
    file.write_text(f"1..1\n{lines}\n", encoding="utf-8")
    tally = read(file, "tap")
    assert (tally.micros, bool(tally.untimed)) == (micros, untimed)


def plain_times(file: Path) -> int | None:
    """The microseconds that a JUnit report's cases have, by another parser; None where unsure."""
    try:
        root = ET.parse(file).getroot()
    except ET.ParseError:
        return None
    if root.tag.rpartition("}")[2] not in {"testsuites", "testsuite"}:
        return None
    texts = [case.get("time") for case in root.iter() if case.tag.rpartition("}")[2] == "testcase"]
    try:
        times = [Decimal(text) for text in texts if text]
        exact = all(time >= 0 and time * 10**6 == int(time * 10**6) for time in times)
    except ArithmeticError:
        return None
    return int(sum(times) * 10**6) if times and exact else None


def test_reports_of_others_add_up() -> None:
    files = sorted((SHARED / "corpus").rglob("*.xml")) if SHARED.is_dir() else []
    if not files:
        pytest.skip("no ../shared beside the checkout: the corpus is read in place, never copied")
    compared = 0
    for file in files:
        if not file.is_file() or file.stat().st_size > 2_000_000:
            continue
        if (micros := plain_times(file)) is None:
            continue
        tally = fold(file, file.name, MATCHERS, form="junit").tallies[0]
        if any(one.unreadable for one in tally.problems):
            continue
        assert tally.micros == micros, file
        compared += 1
    assert compared > 50
