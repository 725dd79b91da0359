"""Reports that the tools themselves wrote of one small source file, and what each says of it.

The numbers are those that the tools print. OpenCover's and SimpleCov's coverage.json, and those
with a `made/by-hand.txt` beside them, are written by hand after their schemas.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from scorecard_action import metrics
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.reading.fold import fold
from tests.reports.coverage.counting import SAMPLES, lines_of, measured, tally_of, united

Counts = tuple[int, int] | None
JS = ["cart.js", "tax.js"]
C = ["cart.c", "tax.c"]
CS = "C:/build/cart/Cart.cs"
PHP = ["src/Cart.php", "src/Tax/Rate.php"]
XCODE = [
    f"/Users/runner/work/cart/cart/{name}"
    for name in ("Sources/Cart.swift", "Sources/Tax.swift", "Tests/CartTests.swift")
]


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
        pytest.param("istanbul-summary/nyc-first.json", (9, 13), (4, 10), JS, id="nyc, summary"),
        pytest.param("istanbul-summary/nyc-second.json", (11, 13), (6, 10), JS, id="nyc, good"),
        pytest.param("istanbul-summary/c8-first.json", (18, 23), (5, 9), JS, id="c8, summary"),
        pytest.param("istanbul-summary/jest.json", (9, 13), (4, 10), JS, id="Jest, summary"),
        pytest.param("istanbul/nyc-first.json", (9, 13), (4, 10), JS, id="nyc"),
        pytest.param("istanbul/nyc-second.json", (11, 13), (6, 10), JS, id="nyc, second"),
        pytest.param("istanbul/c8-first.json", (18, 23), (5, 9), JS, id="c8"),
        pytest.param("istanbul/c8-second.json", (22, 23), (10, 13), JS, id="c8, second"),
        pytest.param("istanbul/jest.json", (9, 13), (4, 10), JS, id="Jest"),
        pytest.param("istanbul/vitest-v8.json", (15, 20), (3, 7), JS, id="Vitest, V8"),
        pytest.param("istanbul/vitest-istanbul.json", (8, 12), (4, 10), JS, id="Vitest, Istanbul"),
        pytest.param("istanbul-summary/vitest-v8.json", (15, 20), (3, 7), JS, id="Vitest, summary"),
        pytest.param("llvm-cov/first.json", (11, 16), (5, 10), C, id="llvm-cov"),
        pytest.param("llvm-cov/second.json", (14, 16), (8, 10), C, id="llvm-cov, second"),
        pytest.param("llvm-cov/summary.json", (11, 16), (5, 10), C, id="llvm-cov, summary only"),
        pytest.param("sonar-coverage/first.xml", (9, 13), (5, 10), C, id="gcovr for Sonar"),
        pytest.param("sonar-coverage/second.xml", (11, 13), (8, 10), C, id="gcovr, second"),
        pytest.param("xccov/report.json", (54, 80), None, XCODE, id="xccov"),
        pytest.param("xccov/only-targets.json", (54, 80), None, [], id="xccov, targets"),
        pytest.param("vs-coverage/first.xml", (3, 7), None, [CS], id="Visual Studio"),
        pytest.param("dotcover/first.xml", (3, 5), None, [CS], id="dotCover"),
        pytest.param("dotcover/totals.xml", (3, 5), None, [], id="dotCover, totals"),
        pytest.param("dotcover-json/report.json", (12, 20), None, [], id="dotCover JSON"),
        pytest.param(
            "tarpaulin/first.json", (6, 9), None, ["src/cart.rs", "src/tax.rs"], id="tarpaulin"
        ),
        pytest.param(
            "scoverage/first.xml",
            (4, 7),
            (1, 2),
            ["src/main/scala/com/acme/Cart.scala"],
            id="scoverage, one of two arms, one statement ignored",
        ),
        pytest.param("coveralls/first.json", (7, 9), (3, 4), ["cart.py"], id="Coveralls"),
        pytest.param("coveralls/second.json", (8, 9), (3, 4), ["cart.py"], id="Coveralls, second"),
        pytest.param(
            "codecov/first.json", (5, 7), (3, 4), ["src/cart.py", "src/tax.py"], id="Codecov"
        ),
        pytest.param("phpunit-xml/low.xml", (7, 10), None, PHP, id="PHPUnit"),
        pytest.param("phpunit-xml/good.xml", (10, 10), None, PHP, id="PHPUnit, all of it"),
        # as PIT's score: what is detected, by its attribute, of all mutations
        pytest.param("pit/low.xml", (4, 6), None, [], id="PIT"),
        pytest.param("pit/good.xml", (2, 2), None, [], id="PIT, all detected"),
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


SAME_RUN = [
    # regions that the preprocessor skips, gaps, a macro
    ("llvm-cov/odd.json", "lcov/same-run/llvm-cov-odd.info"),
    ("istanbul/vitest-v8.json", "lcov/same-run/vitest-v8.info"),
    ("istanbul/vitest-istanbul.json", "lcov/same-run/vitest-istanbul.info"),
    *(
        (sample.format(part), f"lcov/same-run/{lcov.format(part)}")
        for part in ("first", "second")
        for sample, lcov in (
            ("istanbul/nyc-{}.json", "nyc-{}.info"),
            ("istanbul/c8-{}.json", "c8-{}.info"),
            ("llvm-cov/{}.json", "llvm-cov-{}.info"),
            ("sonar-coverage/{}.xml", "gcovr-sonar-{}.info"),
        )
    ),
]


@pytest.mark.parametrize(("sample", "lcov"), SAME_RUN)
def test_two_formats_of_one_run_agree_line_by_line(sample: str, lcov: str) -> None:
    one, other = tally_of(SAMPLES / sample).coverage, tally_of(SAMPLES / lcov).coverage
    mine = {Path(name).name: lines_of(file) for name, file in one.by_name()}
    theirs = {Path(name).name: lines_of(file) for name, file in other.by_name()}
    assert mine == theirs
    assert one.branches(by_file=False) == other.branches(by_file=False)
    # of selected files, too
    assert one.branches(by_file=True) == other.branches(by_file=True)


def test_lines_that_no_test_ran_are_not_covered_in_tarpaulin() -> None:
    files = dict(tally_of(SAMPLES / "tarpaulin/first.json").coverage.by_name())
    assert lines_of(files["/build/cart/src/tax.rs"]) == {1: True, 2: False}


@pytest.mark.parametrize(
    "sample",
    sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.glob("*/*empty*")),
)
def test_a_report_of_nothing_is_no_evidence(sample: str) -> None:
    tally = tally_of(SAMPLES / sample)
    assert tally.problems == []
    assert tally.nothing
    assert metrics.LINE_COVERAGE not in measured(tally)


@pytest.mark.parametrize("form", ["istanbul", "simplecov-internal"])
def test_an_empty_object_lists_no_file(tmp_path: Path, form: str) -> None:
    path = tmp_path / "coverage-final.json"
    path.write_text("{}", encoding="utf-8")
    tally = tally_of(path, form)
    assert tally.problems == []
    assert tally.nothing


def test_what_pit_did_not_come_to_is_not_finished() -> None:
    problems = tally_of(SAMPLES / "pit/unfinished.xml").problems
    assert [problem.message for problem in problems] == [
        "a mutation has the status NOT_STARTED",
        "a mutation has the status RUN_ERROR",
    ]
    assert not any(problem.unreadable for problem in problems)


def test_a_mutation_score_never_unites_with_lines(tmp_path: Path) -> None:
    total = united(
        tally_of(SAMPLES / "pit/good.xml"), tally_of(SAMPLES / "jacoco/jacoco-first.xml")
    )
    assert total.coverage.lines(by_file=False) is None


def test_a_file_of_phpunit_xml_is_passed_over() -> None:
    found = fold(SAMPLES / "phpunit-xml/Cart.php.xml", "Cart.php.xml", [Matcher(Selection())])
    assert found.by_product


def test_a_token_in_a_report_is_never_read() -> None:
    path = SAMPLES / "coveralls/first.json"
    assert b"s3cr3t-token" in path.read_bytes()
    assert "s3cr3t" not in repr(fold(path, path.name, [Matcher(Selection())]))
