"""go test text. The samples were written by Go 1.19."""

from __future__ import annotations

import pytest

from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.tests.go_test_text import FORMAT, MAX_UNNAMED
from tests.reports.tests.reading import evidence, results, rows, sample, unfinished

CART, CRASH, FINE, MAIN, BROKEN = (
    f"example.com/shop/{name}" for name in ("cart", "crash", "fine", "main", "broken")
)
FAILED = [
    ("failed", BROKEN, "", BROKEN, False),
    ("failed", "TestTax", CART, CART, True),
    ("failed", "TestCoupons", CART, CART, True),
    ("failed", "TestCoupons/expired", CART, CART, True),
    ("failed", "TestPanics", CRASH, CRASH, True),
    ("failed", MAIN, "", MAIN, False),
]
UNBUILT = [f"{BROKEN} was not tested: the setup failed"]


def test_plain() -> None:
    found = sample(FORMAT, "go-test-text/plain-1.19.txt")

    assert sorted(rows(found)) == sorted([*FAILED, ("passed", "", FINE, FINE, True)])
    assert unfinished(found) == UNBUILT


def test_verbose() -> None:
    found = sample(FORMAT, "go-test-text/verbose-1.19.txt")

    assert sorted(rows(found)) == sorted(
        [
            *FAILED,
            ("passed", "TestTotal", CART, CART, True),
            ("skipped", "TestAbroad", CART, CART, True),
            ("passed", "TestCoupons/ten_percent", CART, CART, True),
            ("passed", "FuzzName", CART, CART, True),
            ("passed", "FuzzName/seed#0", CART, CART, True),
            ("passed", "TestFirst", CRASH, CRASH, True),
            ("passed", "TestFine", FINE, FINE, True),
            ("passed", "TestA", MAIN, MAIN, True),
        ]
    )
    assert unfinished(found) == UNBUILT


def test_a_benchmark() -> None:
    found = sample(FORMAT, "go-test-text/bench-1.19.txt")

    assert rows(found) == [("passed", "BenchmarkTotal", CART, CART, True)]


CUT = "the package did not finish: the report is cut off"
CUT_LINE = "the report is cut off in its last line"
RUN = "=== RUN   A\n"
PASS = "--- PASS: A (0.00s)\n"
FAIL = "--- FAIL: A (0.00s)\n"
OK = "PASS\nok  \tp\t0.1s\n"


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        pytest.param(RUN + PASS + OK, ["passed"], [], id="a test"),
        pytest.param(RUN + FAIL + "FAIL\nFAIL\tp\t0.1s\nFAIL\n", ["failed"], [], id="a failure"),
        pytest.param(RUN + "--- SKIP: A (0.00s)\n" + OK, ["skipped"], [], id="a skip"),
        pytest.param(RUN + "printed" + PASS + OK, ["passed"], [], id="behind what a test printed"),
        pytest.param(RUN + "panic: x\nFAIL\tp\t0.1s\n", ["failed"], [], id="a panic"),
        pytest.param(RUN + PASS + "PASS\nFAIL\tp\t0.1s\n", ["passed", "failed!"], [], id="exit 1"),
        pytest.param("ok  \tp\t(cached)\n", ["passed"], [], id="a package without its tests"),
        pytest.param("ok  \tp\t0.1s\tcoverage: 50.0% of statements\n", ["passed"], [], id="cover"),
        pytest.param(
            "ok  \tp\t(cached)\nok  \tq\t0.1", ["passed"], [CUT_LINE], id="cut off in its last line"
        ),
        pytest.param(
            RUN + PASS + "PASS\nok  \tp", ["passed", "failed!"], [CUT, CUT_LINE], id="cut off in it"
        ),
        pytest.param("goos: linux\npkg: p\n", ["failed!"], [CUT], id="a head without a result"),
        pytest.param("a text\n", [], ["there is no result of `go test` in it"], id="no result"),
        pytest.param("ok  \tp\t0.1s [no tests to run]\n", [], [], id="no tests to run"),
        pytest.param(
            "ok  \tp\t(cached)\tcoverage: 0.0% of statements [no tests to run]\n",
            [],
            [],
            id="no tests to run, behind the coverage",
        ),
        pytest.param(
            "testing: warning: no tests to run\nPASS\nok  \tp\t0.1s\nok  \tq\t0.1s\n",
            ["passed"],
            [],
            id="no tests to run, said before by the package's binary",
        ),
        pytest.param(
            "testing: warning: no tests to run\nPASS\n", [], [], id="a binary without tests"
        ),
        pytest.param(
            "ok  \tp\t0.1s\tcoverage: [no statements]\n", ["passed"], [], id="no statements"
        ),
        pytest.param("?   \tp\t[no test files]\n", [], [], id="no test files"),
        pytest.param(
            "=== RUN A\n--- PASS: A (0.10 seconds)\nPASS\nok      p 0.100s\n",
            ["passed"],
            [],
            id="of Go 1.3, with blanks",
        ),
        pytest.param(RUN + PASS + "PASS\n", ["passed"], [], id="a test binary by itself"),
        pytest.param(
            RUN + FAIL + "FAIL\n" + RUN + PASS + "PASS\n",
            ["failed", "passed"],
            [],
            id="two test binaries",
        ),
        pytest.param(RUN + "PASS\n" + PASS + OK, ["passed"], [], id="a test that prints PASS"),
        pytest.param(
            RUN + "PASS\n=== RUN   B\n--- PASS: B (0.00s)\n" + PASS + OK,
            ["passed"] * 2,
            [],
            id="before another begins",
        ),
        pytest.param(RUN, ["failed"], [CUT], id="cut off in a test"),
        pytest.param(RUN + PASS, ["passed", "failed!"], [CUT], id="cut off after a test"),
        pytest.param(
            "BenchmarkA-8 \t 10\t 23.00 ns/op\nBenchmarkA-8 \t 10\t 24 ns/op\n"
            "BenchmarkB\n--- FAIL: BenchmarkB\nFAIL\nexit status 1\nFAIL\tp\t0.1s\n",
            ["passed", "failed"],
            [],
            id="benchmarks",
        ),
        pytest.param(
            "# p\n./a.go:1:1: undefined: x\nFAIL\tp [build failed]\nFAIL\n",
            ["failed!"],
            ["p was not tested: the build failed"],
            id="a build that failed",
        ),
    ],
)
def test_lines(text: str, expected: list[str], why: list[str]) -> None:
    for data in (text.encode(), text.replace("\n", "\r\n").encode()):
        found = evidence(FORMAT, data)

        assert results(found) == expected
        assert unfinished(found) == why


def test_many_tests_of_one_package() -> None:
    number = MAX_UNNAMED + 10
    text = "".join(f"=== RUN   A{n}\n--- PASS: A{n} (0.00s)\n" for n in range(number)) + OK

    assert results(evidence(FORMAT, text.encode())) == ["passed"] * number


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("go: downloading x\nok  \tp\t0.1s\n", True),
        ("    --- FAIL: A/b (0.00s)\n", True),
        ("ok 1 0.5s\n", False),
        ("ok then, 0.5s\nFAIL is a word\n", False),
        ("=== RUN\n", False),
        ("mode: set\nexample.com/p/a.go:1.1,2.2 1 1\n", False),
        ("TN:\nSF:a.go\nDA:1,1\nend_of_record\n", False),
        ("<testsuite>\n=== RUN   A\n</testsuite>", False),
        ('{"Action":"output","Package":"p"}\nFAIL\tp [build failed]\n', False),
    ],
)
def test_detection(text: str, taken: bool) -> None:
    assert ("go-test-text" in candidates(Head(text))) is taken


def test_a_test_that_prints_the_verdict_does_not_end_its_package() -> None:
    text = RUN + "PASS\n" + PASS + "=== RUN   B\n--- PASS: B (0.00s)\n" + OK

    assert [row[1:4] for row in rows(evidence(FORMAT, text.encode()))] == [
        ("A", "p", "p"),
        ("B", "p", "p"),
    ]
