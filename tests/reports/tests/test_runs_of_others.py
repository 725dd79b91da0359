"""Xcode's results, WebdriverIO, k6, JMeter and FPCUnit. The samples of WebdriverIO were written by
@wdio/json-reporter 9 and those of FPCUnit by Free Pascal 3.2 (samples/*/made); the others are made
by hand, from the schema of xcresulttool, k6's summary-wrapper.js and JMeter's manual."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.model import FlakyMarked, TestCase
from scorecard_action.reports.format import Format
from scorecard_action.reports.tests import fpcunit, jmeter, jmeter_xml, k6, webdriverio, xcresult
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished


@pytest.mark.parametrize(
    ("form", "file", "expected"),
    [
        (webdriverio.FORMAT, "webdriverio-json/bad.json", ["passed", "failed", "skipped"]),
        (webdriverio.FORMAT, "webdriverio-json/good.json", ["passed"]),
        # no test was run, and none is listed
        (webdriverio.FORMAT, "webdriverio-json/hook.json", ["failed!"]),
        (webdriverio.FORMAT, "webdriverio-json/nothing.json", []),
        (xcresult.FORMAT, "xcresult-json/good.json", ["passed"]),
        (k6.FORMAT, "k6-summary/export-good.json", ["passed"] * 5),
        (jmeter.FORMAT, "jmeter-csv/good.jtl", ["passed"] * 2),
        (jmeter.FORMAT, "jmeter-csv/bad.jtl", ["passed", "passed", "failed", "failed"]),
        (jmeter_xml.FORMAT, "jmeter-xml/good.jtl", ["passed"]),
        (jmeter_xml.FORMAT, "jmeter-xml/bad.jtl", ["passed", "failed", "failed"]),
        (fpcunit.FORMAT, "fpcunit/bad.xml", ["passed", "failed", "failed", "skipped"]),
        (fpcunit.FORMAT, "fpcunit/good.xml", ["passed"]),
        (fpcunit.FORMAT, "fpcunit/nothing.xml", []),
    ],
)
def test_samples(form: Format, file: str, expected: list[str]) -> None:
    found = sample(form, file)
    assert (results(found), unfinished(found)) == (expected, [])


def test_names_of_fpcunit() -> None:
    assert rows(sample(fpcunit.FORMAT, "fpcunit/bad.xml"))[0] == (
        "passed", "TestAdds", "TCart", "shop", True,
    )  # fmt: skip


def test_xcode_counts_a_test_case_once_whatever_stands_below_it() -> None:
    found = sample(xcresult.FORMAT, "xcresult-json/bad.json")

    assert rows(found) == [
        ("passed", "testAdds()", "CartTests", "ShopTests", True),
        ("failed", "testTax()", "CartTests", "ShopTests", True),
        ("passed", "testSlow()", "CartTests", "ShopTests", True),
        ("skipped", "testShips()", "CartTests", "ShopTests", True),
        ("skipped", "testKnown()", "CartTests", "ShopTests", True),
    ]
    assert [one.name for one in found if isinstance(one, TestCase) and one.flaky] == ["testSlow()"]
    assert FlakyMarked() in found


def test_the_numbers_of_xcode() -> None:
    found = sample(xcresult.FORMAT, "xcresult-json/summary.json")

    assert [(one.result.value, one.count) for one in found if isinstance(one, TestCase)] == [
        ("passed", 2),
        ("failed", 1),
        ("skipped", 2),
    ]
    assert unfinished(found) == []


def nodes(*cases: dict[str, Any], result: str = "Passed") -> bytes:
    bundle = {"nodeType": "Unit test bundle", "name": "b", "result": result, "children": cases}
    return json.dumps({"testNodes": [bundle]}).encode()


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        pytest.param(nodes({"nodeType": "Test Case"}), ["failed"], [], id="no result"),
        pytest.param(
            nodes({"nodeType": "Test Case", "result": "unknown"}), ["failed"], [], id="unknown"
        ),
        pytest.param(
            nodes({"nodeType": "Test Case", "result": "Passed"}, result="Failed"),
            ["passed", "failed!"],
            [],
            id="a bundle that crashed",
        ),
        pytest.param(
            b'{"totalTestCount": 1, "passedTests": 1, "failedTests": 0, "result": "unknown"}',
            ["passed"],
            ["the result is unknown, though no test failed"],
            id="a summary without an end",
        ),
    ],
)
def test_xcode_that_is_not_sure(data: bytes, expected: list[str], why: list[str]) -> None:
    found = evidence(xcresult.FORMAT, data)
    assert (results(found), unfinished(found)) == (expected, why)


def test_a_threshold_of_k6_is_true_where_it_was_crossed_in_one_form_and_not_ok_in_the_other() -> (
    None
):
    assert rows(sample(k6.FORMAT, "k6-summary/export-bad.json")) == [
        ("failed", "http_req_duration: p(95)<500", "", "thresholds", True),
        ("passed", "http_req_duration: avg<200", "", "thresholds", True),
        ("passed", "http_req_failed: rate<0.01", "", "thresholds", True),
        ("passed", "is there", "", "cart", True),
        ("failed", "is quick", "", "cart", True),
    ]
    assert rows(sample(k6.FORMAT, "k6-summary/handle-summary.json")) == [
        ("failed", "http_req_duration: p(95)<500", "", "thresholds", True),
        ("passed", "http_req_duration: avg<200", "", "thresholds", True),
        ("passed", "is there", "", "cart", True),
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (False, "passed"),
        (True, "failed"),
        ({"ok": True}, "passed"),
        ({"ok": False}, "failed"),
        ({}, "failed"),
        (None, "failed"),
        ("false", "failed"),
        (0, "failed"),
    ],
)
def test_thresholds(said: object, expected: str) -> None:
    data = {"metrics": {"m": {"thresholds": {"a": said}}}, "root_group": {"checks": []}}
    assert results(evidence(k6.FORMAT, json.dumps(data).encode())) == [expected]


HEAD = "timeStamp,elapsed,label,success,bytes\n"


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        pytest.param(HEAD + "1,2,a,true,3\n", ["passed"], [], id="passed"),
        pytest.param(HEAD.replace(",", ";") + "1;2;a;false;3\n", ["failed"], [], id="semicolons"),
        pytest.param(HEAD + '1,2,"a,\nb",true,3\n', ["passed"], [], id="over two lines"),
        pytest.param(HEAD + "1,2,a,yes,3\n", ["failed"], [], id="another word"),
        pytest.param(
            HEAD + "1,2,a,true,3\n1,2,b", ["passed"], ["a row is cut off"], id="a row cut off"
        ),
        pytest.param(HEAD, [], [], id="no row"),
    ],
)
def test_rows_of_jmeter(text: str, expected: list[str], why: list[str]) -> None:
    found = evidence(jmeter.FORMAT, text.encode())
    assert (results(found), unfinished(found)) == (expected, why)


def test_samples_of_one_label_are_no_attempts_at_one_test() -> None:
    found = sample(jmeter.FORMAT, "jmeter-csv/good.jtl")
    assert len({one.id for one in found if isinstance(one, TestCase)}) == 2


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<sample s="true" lb="a"><httpSample s="false"/></sample>', "failed"),
        (
            '<sample s="true"><assertionResult><error>true</error></assertionResult></sample>',
            "failed",
        ),
        ('<sample lb="a"/>', "failed"),
        ('<sample s="true" lb="a"><httpSample s="true"/></sample>', "passed"),
    ],
)
def test_samples_of_jmeter(inside: str, expected: str) -> None:
    data = f'<testResults version="1.2">{inside}</testResults>'
    assert results(evidence(jmeter_xml.FORMAT, data.encode())) == [expected]


@pytest.mark.parametrize(
    ("hook", "expected"),
    [
        ({"state": "failed"}, ["failed!"]),
        ({"state": "passed", "error": {}}, ["failed!"]),
        ({"state": "passed"}, []),
    ],
)
def test_hooks_of_webdriverio(hook: dict[str, object], expected: list[str]) -> None:
    report = {"suites": [{"hooks": [hook]}], "state": {}}
    assert results(evidence(webdriverio.FORMAT, json.dumps(report).encode())) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"failed": 1}, ["passed", "failed!"]),
        ({"failed": 0, "passed": 1}, ["passed"]),
        ({}, ["passed"]),
    ],
)
def test_what_webdriverio_declares(state: dict[str, int], expected: list[str]) -> None:
    report = {"suites": [{"tests": [{"state": "passed"}]}], "state": state}
    assert results(evidence(webdriverio.FORMAT, json.dumps(report).encode())) == expected
