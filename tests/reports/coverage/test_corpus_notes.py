"""What the makers of other projects' coverage reports state of their lines, read in place."""

from __future__ import annotations

import pytest

from scorecard_action.judging.tally import Tally
from tests.conftest import SHARED
from tests.reports.coverage.counting import lines_of, tally_of

CORPUS = SHARED / "corpus"
CODACY = "codacy+codacy-coverage-reporter"
DATADOG = "DataDog+datadog-ci"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="no ../shared/corpus beside the checkout: it is read in place"
)


def of(path: str) -> Tally:
    tally = tally_of(CORPUS / path)
    assert tally.problems == []
    return tally


@pytest.mark.parametrize(
    "name", ["test_cobertura.xml", "thousand_sep_cobertura.xml", "windows_paths_cobertura.xml"]
)
def test_two_files_and_three_lines_that_are_hit(name: str) -> None:
    files = of(f"{CODACY}/cobertura/{name}").coverage.files
    assert len(files) == 2
    second = [file for path, file in files.items() if path.endswith("TestSourceFile2.scala")]
    assert [lines_of(file) for file in second] == [{1: True, 2: True, 3: True}]


def test_statements_of_a_file_in_clover() -> None:
    # CloverParserTest: five files, and the statements of one of them
    files = of(f"{CODACY}/clover/test_clover.xml").coverage.files
    assert len(files) == 5
    hit, missed = (11, 12, 13, 16), (19, 30, 31, 32, 33, 36, 39, 42)
    report = files["/home/codacy-php/src/Codacy/Coverage/Report/CoverageReport.php"]
    assert lines_of(report) == {line: line in hit for line in sorted(hit + missed)}


def test_the_path_of_a_file_in_clover() -> None:
    files = of(f"{CODACY}/clover/test_clover_with_paths.xml").coverage.files
    assert list(files) == ["/Users/username/workspace/repository/src/app/file.js"]


@pytest.mark.parametrize(
    ("path", "lines", "branches"),
    [
        pytest.param(f"{DATADOG}/clover/clover.xml", (80, 100), (40, 50), id="clover"),
        pytest.param(f"{DATADOG}/clover/clover-php.xml", (567, 223344), None, id="clover, PHPUnit"),
        pytest.param(
            f"{CODACY}/clover/test_clover_with_paths.xml",
            (31001, 125730),
            (3154, 5769),
            id="clover, Istanbul",
        ),
        pytest.param(
            "gcovr+gcovr/clover/const-functions/reference/clang-10/clover.xml",
            (17, 17),
            None,
            id="clover, gcovr",
        ),
        pytest.param(f"{DATADOG}/jacoco/jacoco-report.xml", (6, 6), (0, 12), id="jacoco"),
        pytest.param(f"{DATADOG}/jacoco/kover/report.xml", (3, 5), (2, 2), id="kover"),
        pytest.param(f"{DATADOG}/lcov/lcov.info", (19, 23), (4, 7), id="lcov"),
        pytest.param(f"{DATADOG}/lcov/lcov-bazel.info", (19, 23), (4, 7), id="lcov, Bazel"),
        pytest.param(
            f"{DATADOG}/opencover/subfolder.xml/opencover-coverage.xml",
            (1577, 1657),
            (769, 922),
            id="opencover",
        ),
        # 9 of 10 lines and 3 of 4; "ignored" and null are no code
        pytest.param(f"{DATADOG}/simplecov/coverage.json", (12, 14), None, id="simplecov"),
        pytest.param(f"{DATADOG}/simplecov-internal/dot-resultset.json", (6, 6), None, id="raw"),
        # a.go 0 of 9, b.go 10 of 10, main.go 1 of 22
        pytest.param(f"{DATADOG}/go-coverprofile/coverage.out", (11, 41), None, id="go"),
        pytest.param("_generated/coveragepy-json/coverage.json", (5, 5), (0, 0), id="coverage.py"),
        pytest.param("_generated/lcov/coverage.lcov", (5, 5), None, id="lcov, coverage.py"),
    ],
)
def test_totals(path: str, lines: tuple[int, int], branches: tuple[int, int] | None) -> None:
    coverage = of(path).coverage
    assert coverage.lines(by_file=False) == lines
    assert coverage.branches(by_file=False) == branches
