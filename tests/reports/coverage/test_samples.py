"""Reports that the tools themselves wrote of one small source file, and what each says of it.

The numbers are those that the tools print. OpenCover's and SimpleCov's coverage.json are written by
hand after their schemas.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scorecard_action import metrics
from tests.reports.coverage.counting import SAMPLES, measured, tally_of

Counts = tuple[int, int] | None


@pytest.mark.parametrize(
    ("sample", "lines", "branches", "files"),
    [
        pytest.param("clover/gcovr-first.xml", (7, 11), None, ["cart.c"], id="clover, gcovr"),
        pytest.param("clover/istanbul-first.xml", (6, 8), (3, 6), ["cart.js"], id="clover, nyc"),
        pytest.param("clover/phpunit-first.xml", (4, 7), None, ["src/Cart.php"], id="clover, PHP"),
        pytest.param("coveragepy-json/first.json", (7, 11), (3, 6), ["cart.py"], id="coverage.py"),
        pytest.param("gcovr-json/first.json", (7, 11), (3, 6), ["cart.c"], id="gcovr"),
        pytest.param("gcovr-summary/first.json", (7, 11), (3, 6), ["cart.c"], id="gcovr summary"),
        pytest.param(
            "go-coverprofile/first.out", (7, 11), None, ["example.com/cart/cart.go"], id="go, set"
        ),
        pytest.param(
            "go-coverprofile/both.out",
            (11, 11),
            None,
            ["example.com/cart/cart.go"],
            id="go",
        ),
        pytest.param("jacoco/jacoco-first.xml", (9, 16), (4, 8), ["com/acme/Cart.java"]),
        pytest.param(
            "jacoco/aggregate.xml",
            (18, 32),
            (8, 16),
            ["module-a/com/acme/Cart.java", "module-b/com/acme/Cart.java"],
            id="jacoco, two modules with a file of one name",
        ),
        pytest.param(
            "jacoco/gcovr-first.xml", (7, 11), (3, 6), ["cart.c"], id="jacoco without instructions"
        ),
        pytest.param("lcov/c8-first.info", (11, 16), (5, 6), ["cart.js"], id="lcov, c8"),
        pytest.param("lcov/coverage-py-first.lcov", (7, 11), (3, 6), ["cart.py"], id="lcov, py"),
        pytest.param("lcov/gcovr-first.lcov", (7, 11), (3, 6), ["cart.c"], id="lcov, checksums"),
        pytest.param("lcov/geninfo-first.info", (7, 11), (3, 6), ["cart.c"], id="lcov, no summary"),
        pytest.param("lcov/istanbul-first.info", (6, 8), (3, 6), ["cart.js"], id="lcov, nyc"),
        pytest.param("opencover/coverlet-first.xml", (4, 5), (1, 2), ["Cart.cs"], id="coverlet"),
        pytest.param(
            "opencover/opencover.xml", (4, 6), (2, 3), ["C:/build/cart/Cart.cs"], id="opencover"
        ),
        pytest.param("simplecov/first.json", (7, 8), (3, 6), ["cart.rb"], id="simplecov"),
        pytest.param(
            "simplecov/with-totals.json", (3, 4), (1, 2), ["lib/cart.rb"], id="simplecov, totals"
        ),
        pytest.param("simplecov-internal/first.json", (7, 8), (3, 6), ["cart.rb"], id="resultset"),
    ],
)
def test_what_a_report_says(
    sample: str, lines: Counts, branches: Counts, files: Sequence[str]
) -> None:
    tally = tally_of(SAMPLES / sample)
    assert tally.problems == []
    assert tally.coverage.lines(by_file=False) == lines
    assert tally.coverage.branches(by_file=False) == branches
    assert sorted(name.removeprefix("/build/cart/") for name in tally.coverage.files) == files


@pytest.mark.parametrize(
    ("sample", "line", "branch"),
    [
        pytest.param("simplecov-last-run/first.json", 87.5, 50, id="first"),
        pytest.param("simplecov-last-run/second.json", 87.5, 66.66, id="second"),
    ],
)
def test_a_report_of_rates_alone(sample: str, line: float, branch: float) -> None:
    found = measured(tally_of(SAMPLES / sample))
    assert float(found[metrics.LINE_COVERAGE]) == line
    assert float(found[metrics.BRANCH_COVERAGE]) == branch


def test_rates_alone_do_not_unite_and_know_no_file() -> None:
    tally = tally_of(SAMPLES / "simplecov-last-run/first.json")
    assert metrics.LINE_COVERAGE not in measured(tally, by_file=True)


@pytest.mark.parametrize(
    ("sample", "lines", "branches"),
    [
        # 4 of 6 sequence points; two of them are on line 4, and one stands in no source
        pytest.param("opencover/opencover.xml", (3, 4), (1, 2), id="points are not lines"),
        pytest.param("clover/istanbul-first.xml", (6, 8), (3, 6), id="clover"),
        pytest.param("jacoco/gcovr-first.xml", (7, 11), (3, 6), id="the counts of a file"),
    ],
)
def test_a_selected_file_counts_by_its_own_lines(
    sample: str, lines: Counts, branches: Counts
) -> None:
    tally = tally_of(SAMPLES / sample)
    assert tally.coverage.lines(by_file=True) == lines
    assert tally.coverage.branches(by_file=True) == branches
