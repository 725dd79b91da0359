"""xUnit.net. Expected values follow xunit.net's pages on both formats; samples made by hand."""

from __future__ import annotations

import pytest

from scorecard_action.model import TestCase
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.xunit_net import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished

CART, DLL = "Shop.CartTests", "Shop.Tests.dll"


def test_a_report_of_v3() -> None:
    found = sample(FORMAT, "xunit.net/v3.xml")

    assert rows(found) == [
        ("failed", "test-class-cleanup Shop.CartTests", CART, DLL, False),
        ("failed", "fatal", "", DLL, False),
        ("passed", "Total", CART, DLL, True),
        ("failed", "Tax(rate: 0.19)", CART, DLL, True),
        ("skipped", "a name of its own", CART, DLL, True),
        ("skipped", "Slow", CART, DLL, True),
    ]
    assert unfinished(found) == []
    assert [one.file for one in found if isinstance(one, TestCase)][
        2
    ] == "/builds/shop/CartTests.cs"


def test_a_report_of_v1() -> None:
    found = sample(FORMAT, "xunit.net/v1.xml")

    assert rows(found) == [
        ("passed", "Total", CART, DLL, True),
        ("failed", "Tax", CART, DLL, True),
        ("skipped", "Later", CART, DLL, True),
        ("failed", "Shop.BasketTests", "Shop.BasketTests", DLL, False),
    ]
    assert unfinished(found) == []


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ('<test result="Pass"/>', "passed"),
        ('<test result="pass" time=""/>', "passed"),
        ('<test result="Pass"><failure/></test>', "failed"),
        ('<test result="Fail"/>', "failed"),
        ('<test result="invalid"/>', "failed"),
        ("<test/>", "failed"),
        ('<test result="Skip"/>', "skipped"),
        ('<test result="NotRun"/>', "skipped"),
        ('<test result="Skip"><failure/></test>', "failed"),
    ],
)
def test_results(case: str, expected: str) -> None:
    data = f"<assemblies><assembly><collection>{case}</collection></assembly></assemblies>"

    assert results(evidence(FORMAT, data.encode())) == [expected]


def test_failures_that_are_counted_and_not_listed() -> None:
    data = b"""<assemblies>
        <assembly name="/a/A.dll" failed="0" errors="2"><errors/></assembly>
        <assembly name="B.dll" failed="1" errors="0"><test result="Fail"/></assembly>
    </assemblies>"""

    assert unfinished(evidence(FORMAT, data)) == ["A.dll counts 2 failures and lists 0"]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('<assemblies timestamp="01/26/2024 13:49:51"/>', True),
        ('<assembly name="a.dll" total="0"/>', True),
        ('<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"/>', False),
        ('<assembly xmlns="http://maven.apache.org/ASSEMBLY/2.2.0"><id>bin</id></assembly>', False),
        ("<assembly><id>bin</id></assembly>", False),
        ("<assemblies><part/></assemblies>", False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert (candidates(Head(text)) == ["xunit.net"]) is taken
