"""go test -json. The samples were written by Go 1.19; that of Go 1.24 (builds and benchmarks as
events) follows its documentation, cmd/test2json and `go help buildjson`."""

from __future__ import annotations

import io
import json

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source
from scorecard_action.reports.tests import go_events
from scorecard_action.reports.tests.go_test_json import FORMAT
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished

CART, CRASH, FINE, MAIN, BROKEN = (
    f"example.com/shop/{name}" for name in ("cart", "crash", "fine", "main", "broken")
)


def test_a_report_of_go() -> None:
    found = sample(FORMAT, "go-test-json/go-1.19.json")

    assert sorted(rows(found)) == sorted(
        [
            ("failed", BROKEN, "", BROKEN, False),
            ("passed", "TestTotal", CART, CART, True),
            ("failed", "TestTax", CART, CART, True),
            ("skipped", "TestAbroad", CART, CART, True),
            ("failed", "TestCoupons", CART, CART, True),
            ("passed", "TestCoupons/ten_percent", CART, CART, True),
            ("failed", "TestCoupons/expired", CART, CART, True),
            ("passed", "FuzzName", CART, CART, True),
            ("passed", "FuzzName/seed#0", CART, CART, True),
            ("passed", "TestFirst", CRASH, CRASH, True),
            ("failed", "TestPanics", CRASH, CRASH, True),
            ("passed", "TestFine", FINE, FINE, True),
            ("passed", "TestA", MAIN, MAIN, True),
            ("failed", MAIN, "", MAIN, False),
        ]
    )
    assert unfinished(found) == [f"{BROKEN} was not tested: the setup failed"]


def test_builds_and_benchmarks_as_events() -> None:
    found = sample(FORMAT, "go-test-json/go-1.24.json")

    assert rows(found) == [
        ("failed", BROKEN, "", BROKEN, False),
        ("passed", "TestTotal", CART, CART, True),
        ("passed", "BenchmarkTotal", CART, CART, True),
    ]
    assert unfinished(found) == [f"{BROKEN} was not tested: the build failed"]


def test_benchmarks_as_output() -> None:
    found = sample(FORMAT, "go-test-json/bench-1.19.json")

    assert [(result, name) for result, name, *_ in rows(found)] == [
        ("passed", "BenchmarkTotal"),
        ("passed", "TestTotal"),
    ]


def events(*given: str) -> bytes:
    """Each is `action`, `action test` or `action test package`; the package is `p`."""
    lines = []
    for one in given:
        action, test, package, *_ = (*one.split(), "", "")
        event = {"Action": action, "Package": package or "p"} | ({"Test": test} if test else {})
        lines.append(json.dumps(event))
    return "\n".join(lines).encode()


CUT = "p did not finish: the report is cut off"


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        pytest.param(events("start", "run A", "pass A", "pass"), ["passed"], [], id="one"),
        pytest.param(events("start", "skip"), [], [], id="a package without tests"),
        pytest.param(
            events("run A", "fail"), ["failed"], [], id="no end: it panicked or ran out of time"
        ),
        pytest.param(
            events("run A", "pass A", "fail"), ["passed", "failed!"], [], id="TestMain failed"
        ),
        pytest.param(
            events("run A", "pass"), ["failed"], [], id="no end, in a package that passed"
        ),
        pytest.param(
            events("run A", "run A/b", "pass A", "pass"), ["passed"] * 2, [], id="a passed test's"
        ),
        pytest.param(
            events("run A", "run A/b", "pass A", "pass A/b", "pass"),
            ["passed"] * 2,
            [],
            id="a subtest that ends after its test",
        ),
        pytest.param(
            events("run A", "run A/b", "fail A", "fail"), ["failed"] * 2, [], id="a failed test's"
        ),
        pytest.param(
            events("run A", "run A/b", "pass A/b", "pass A", "run A/c", "pass"),
            ["passed", "passed", "failed"],
            [],
            id="a subtest that its test did not wait for",
        ),
        pytest.param(
            events("run BenchmarkA", "run BenchmarkB", "fail"),
            ["passed", "failed"],
            [],
            id="the last benchmark panicked",
        ),
        pytest.param(events("run BenchmarkA", "bench BenchmarkA", "pass"), ["passed"], [], id="b"),
        pytest.param(events("pass A", "pass"), ["passed"], [], id="a test without its beginning"),
        pytest.param(
            events("run A", "pass A", "run A", "fail A", "fail"),
            ["passed", "failed"],
            [],
            id="-count=2",
        ),
        pytest.param(events("start", "run A"), ["failed"], [CUT], id="cut off in a test"),
        pytest.param(events("start", "run A", "pass A"), ["passed", "failed!"], [CUT], id="after"),
        pytest.param(events("start"), ["failed!"], [CUT], id="cut off before the tests"),
        pytest.param(events("output"), ["failed!"], [CUT], id="cut off in the output"),
        pytest.param(
            events("run A", "pass A", "pass", "output"), ["passed"], [], id="output after the end"
        ),
        pytest.param(
            events("start", "run A", "fail A", "fail", "start", "run A", "pass A", "pass"),
            ["failed", "passed"],
            [],
            id="a rerun",
        ),
        pytest.param(
            b'{"Action":"start"}',
            ["failed!"],
            ["the package did not finish: the report is cut off"],
            id="test2json without -p",
        ),
        pytest.param(
            b'{"Action":"build-fail","ImportPath":"p"}',
            ["failed!"],
            ["p was not tested: the build failed"],
            id="nothing but a build",
        ),
        pytest.param(
            b"FAIL\tp [build failed]\n" + events("fail"),
            ["failed!", "failed!"],
            ["p was not tested: the build failed"],
            id="a build that failed, in text",
        ),
        pytest.param(
            b'[log] line\n{"level":"info","Action":"login"}\n' + events("start A", "pass"),
            [],
            [],
            id="lines of others",
        ),
        pytest.param(
            events("start", "pass") + b'\n{"Time":"x","Action":"run","Pack',
            [],
            ["a broken event: the report is cut off"],
            id="cut off in an event",
        ),
        pytest.param(
            events("start", "run A")
            + b'\n{"Action":"output","Package":"p","Output":"'
            + b"x" * (1 << 20)
            + b'"}\n'
            + events("pass A", "pass"),
            ["passed"],
            [],
            id="a line of over 1 MiB",
        ),
        pytest.param(
            b'{"Action":"run","Package":5}',
            [],
            [
                (
                    "a broken event: not the shape of this format:"
                    " Expected `str | null`, got `int` - at `$.Package`"
                )
            ],
            id="a wrong type",
        ),
    ],
)
def test_events(data: bytes, expected: list[str], why: list[str]) -> None:
    found = evidence(FORMAT, data)

    assert results(found) == expected
    assert unfinished(found) == why


def test_too_much_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go_events, "MAX_HELD", 1 << 20)
    data = events(*(f"run Test{number}" for number in range(20_000)))

    with pytest.raises(ReportError, match="over 1 MiB of names") as caught:
        list(FORMAT.read(Source(io.BytesIO(data))))
    assert caught.value.line > 1_000


def test_what_has_ended_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(go_events, "MAX_HELD", 1 << 10)
    data = events(*(f"{word} T/{n}" for n in range(1_000) for word in ("run", "pass")), "pass")

    assert results(evidence(FORMAT, data)) == ["passed"] * 1_000


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ('{"Package":"p","Action":"start"}', True),
        ('noise [x\n{"Test":"T","Action":"run"}\n', True),
        ('{"Action":"build-output","ImportPath":"p"}', True),
        ('{"Action":"output","Package":"p","Output":"' + "x" * 70_000, True),
        ('{"Action":"login","Package":"p"}', False),
        ('{"Action":"start","Items":[]', False),
        ('{"action":"run","package":"p"}', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert candidates(Head(text)) == (["go-test-json"] if taken else [])
