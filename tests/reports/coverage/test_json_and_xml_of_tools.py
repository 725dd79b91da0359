"""What stands in reports of single tools: dialects, totals that do not add up, broken counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorecard_action import metrics
from tests.reports.coverage.counting import lines_of, measured, tally_of
from tests.reports.coverage.test_shard_branches import coveralls, istanbul, llvm_cov

Counts = tuple[int, int] | None

XCCOV = '{{"coveredLines": {}, "executableLines": {}, "lineCoverage": 0, "targets": {}}}'
TARGET = '[{"name": "Cart.app", "coveredLines": 1, "executableLines": 2, "files": []}]'
SUMMARY = (
    '{{"total": {{"lines": {0}, "statements": {0}, "functions": {0}, "branches": {0}}},'
    ' "a.js": {{"lines": {1}, "statements": {1}, "functions": {1}, "branches": {1}}}}}'
)
COUNTS = '{{"total": {}, "covered": {}, "skipped": 0, "pct": {}}}'
VS = (
    '<results><modules><module lines_covered="{}" lines_partially_covered="{}"'
    ' lines_not_covered="{}"><functions><function><ranges>{}</ranges></function></functions>'
    '<source_files><source_file id="0" path="a.cs"/></source_files></module></modules></results>'
)
RANGE = '<range source_id="0" start_line="{0}" end_line="{0}" covered="{1}"/>'
DOTCOVER = (
    '<Root CoveredStatements="{}" TotalStatements="{}"><FileIndices><File Index="1" Name="a.cs"/>'
    "</FileIndices><Assembly>{}</Assembly></Root>"
)
STATEMENT = '<Statement FileIndex="1" Line="2" Column="{}" EndLine="2" EndColumn="9" Covered="{}"/>'
TARPAULIN = (
    '{{"files": [{{"path": {}, "content": "", "traces": [{{"line": 2, "stats": {{"Line": 1}}}}],'
    ' "covered": 1, "coverable": 1}}], "covered": {}, "coverable": {}}}'
)
PIT = '<mutations><mutation detected="{}" status="{}"/></mutations>'


@pytest.mark.parametrize(
    ("text", "lines", "branches"),
    [
        pytest.param(
            SUMMARY.format(COUNTS.format(4, 2, 50), COUNTS.format(4, 2, 50)),
            (2, 4),
            (2, 4),
            id="istanbul, summary",
        ),
        pytest.param(
            istanbul("if", 1, 0).replace('"path": "a.js"', '"path": "/build/a.js", "all": false'),
            (1, 1),
            (1, 2),
            id="istanbul, a key of c8",
        ),
        pytest.param(
            istanbul("if", 1, 0).replace('"s": {"0": 1}', '"s": {"0": 1, "9": 0}'),
            (1, 1),
            (1, 2),
            id="istanbul, a statement without a place",
        ),
        pytest.param(
            llvm_cov(1, 0)
            .replace("true, true, false]", "true, true]")
            .replace("false, false]]", "false]]"),
            (1, 1),
            (1, 2),
            id="llvm-cov 11, segments without gaps",
        ),
        pytest.param(
            llvm_cov(18446744073709551615, 0), (1, 1), (1, 2), id="llvm-cov, a count of 64 bits"
        ),
        pytest.param(VS.format(1, 1, 2, ""), (1, 4), None, id="Visual Studio, no lines"),
        pytest.param(
            DOTCOVER.format(1, 2, STATEMENT.format(1, "True") + STATEMENT.format(5, "False")),
            (1, 2),
            None,
            id="dotCover, two statements of one line",
        ),
        pytest.param(
            '{"DotCoverVersion": "2025.1", "Kind": "SolutionRoot", "CoveredStatements": 1,'
            ' "TotalStatements": 4, "CoveragePercent": 25, "Children": []}',
            (1, 4),
            None,
            id="dotCover JSON of a solution",
        ),
        pytest.param(
            TARPAULIN.format('["C:", "\\\\", "build", "a.rs"]', 1, 1), (1, 1), None, id="tarpaulin"
        ),
        pytest.param(
            json.dumps({"source_files": [{"name": "a.ex", "coverage": "[null, 0, 3]"}]}),
            (1, 2),
            None,
            id="Coveralls, the lines as a text",
        ),
        pytest.param(
            '{"coverage": {"a.py": {"1": true, "2": 0, "3": null}}}', (1, 2), None, id="Codecov"
        ),
        pytest.param('<coverage version="1"><file path="a"/></coverage>', None, None, id="Sonar"),
        # a mutation that runs out of memory, or never ends, is detected: PIT says so itself
        pytest.param(PIT.format("true", "TIMED_OUT"), (1, 1), None, id="PIT, timed out"),
        pytest.param(PIT.format("false", "NO_COVERAGE"), (0, 1), None, id="PIT, no coverage"),
    ],
)
def test_a_dialect(tmp_path: Path, text: str, lines: Counts, branches: Counts) -> None:
    path = tmp_path / "report"
    path.write_text(text, encoding="utf-8")
    tally = tally_of(path)
    assert tally.problems == []
    assert tally.notices == {}
    assert tally.coverage.lines(by_file=False) == lines
    assert tally.coverage.branches(by_file=False) == branches


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        pytest.param(
            "istanbul-summary",
            SUMMARY.format(COUNTS.format(4, 4, 100), COUNTS.format(4, 2, 50)),
            "its totals say 4 of 4 lines, what it lists adds up to 2 of 4",
            id="istanbul, summary",
        ),
        pytest.param(
            "xccov",
            XCCOV.format(5, 9, TARGET),
            "its totals say 5 of 9 lines, what it lists adds up to 1 of 2",
            id="xccov",
        ),
        pytest.param(
            "xccov",
            XCCOV.format(1, 2, TARGET.replace(".app", "Tests.xctest")),
            "Xcode's totals count the tests themselves (CartTests.xctest)",
            id="xccov, a test bundle",
        ),
        pytest.param(
            "llvm-cov",
            llvm_cov(1, 0).replace(
                '{"lines": {"count": 1, "covered": 1', '{"lines": {"count": 3, "covered": 2', 1
            ),
            "its totals say 1 of 1 lines, what it lists adds up to 2 of 3",
            id="llvm-cov",
        ),
        pytest.param(
            "dotcover",
            DOTCOVER.format(9, 9, STATEMENT.format(1, "False")),
            "its totals say 9 of 9 statements, what it lists adds up to 0 of 1",
            id="dotCover",
        ),
        pytest.param(
            "tarpaulin",
            TARPAULIN.format('["a.rs"]', 7, 7),
            "its totals say 7 of 7 lines, what it lists adds up to 1 of 1",
            id="tarpaulin",
        ),
        pytest.param(
            "scoverage",
            '<scoverage statement-count="3" statements-invoked="3"><packages/></scoverage>',
            "its totals say 3 of 3 statements, what it lists adds up to 0 of 0",
            id="scoverage, a class without a source folder",
        ),
        pytest.param(
            "phpunit-xml",
            '<phpunit xmlns="https://schema.phpunit.de/coverage/1.0"><project source="/b">'
            '<directory name="/"><totals><lines executable="2" executed="2"/></totals>'
            '<file name="a.php"><totals><lines executable="2" executed="1"/></totals></file>'
            "</directory></project></phpunit>",
            "its totals say 2 of 2 lines, what it lists adds up to 1 of 2",
            id="PHPUnit",
        ),
    ],
)
def test_totals_that_do_not_add_up_are_a_warning(
    tmp_path: Path, form: str, text: str, words: str
) -> None:
    path = tmp_path / "report"
    path.write_text(text, encoding="utf-8")
    tally = tally_of(path, form)
    assert tally.problems == []
    assert any(notice.startswith(words) for notice in tally.notices), tally.notices


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        pytest.param(
            "istanbul-summary",
            SUMMARY.format(COUNTS.format(4, 5, 100), COUNTS.format(4, 2, 50)),
            "more is covered than there is in the totals",
            id="istanbul, summary",
        ),
        pytest.param(
            "istanbul-summary",
            SUMMARY.format(COUNTS.format(4, 2, 50), COUNTS.format(4, -1, 50)),
            "covered",
            id="istanbul, negative",
        ),
        pytest.param("istanbul-summary", "{}", "no `total` in it", id="istanbul, no total"),
        pytest.param(
            "llvm-cov",
            llvm_cov(1, 0).replace("[2, 9, 0,", "[1, 9, 0,"),
            "not in the order of their lines",
            id="llvm-cov, lines that go back",
        ),
        pytest.param(
            "llvm-cov",
            llvm_cov(1, 0).replace("[2, 9, 0,", "[9000000, 9, 0,"),
            "out of range",
            id="llvm-cov, far line",
        ),
        pytest.param(
            "sonar-coverage",
            '<coverage version="1"><file path="a"><lineToCover lineNumber="1" covered="yes"/>'
            "</file></coverage>",
            "covered='yes' is neither true nor false",
            id="sonar, no word",
        ),
        pytest.param(
            "sonar-coverage",
            '<coverage version="1"><file path="a"><lineToCover lineNumber="1" covered="true"'
            ' branchesToCover="1" coveredBranches="2"/></file></coverage>',
            "coveredBranches is greater than branchesToCover",
            id="sonar, covered > valid",
        ),
        pytest.param(
            "vs-coverage", VS.format(1, 0, 0, RANGE.format(1, "maybe")), "neither yes", id="VS"
        ),
        pytest.param(
            "vs-coverage", VS.format(-1, 0, 0, ""), "lines_covered='-1' is no count", id="VS, -1"
        ),
        pytest.param(
            "dotcover", DOTCOVER.format(3, 2, ""), "CoveredStatements is greater", id="dotCover"
        ),
        pytest.param("dotcover", "<Root/>", "no CoveredStatements", id="dotCover, no totals"),
        pytest.param("tarpaulin", TARPAULIN.format('["a"]', 2, 1), "in the totals", id="tarpaulin"),
        pytest.param(
            "coveralls", coveralls(1, 0).replace("1, 0]", "1]"), "not the shape", id="Coveralls"
        ),
        pytest.param("codecov", '{"coverage": {"a": {"x": 1}}}', "'x' is no line", id="Codecov"),
        pytest.param("codecov", '{"coverage": {"a": {"1": "x"}}}', "'x' is no coverage", id="part"),
        pytest.param(
            "codecov", '{"coverage": {"a": {"99999999": 1}}}', "out of range", id="Codecov, far"
        ),
        pytest.param("pit", PIT.format("maybe", "KILLED"), "neither true nor false", id="PIT"),
    ],
)
def test_a_broken_count_is_an_error(tmp_path: Path, form: str, text: str, words: str) -> None:
    path = tmp_path / "report"
    path.write_text(text, encoding="utf-8")
    tally = tally_of(path, form)
    assert [problem.unreadable for problem in tally.problems] == [True]
    assert words in tally.problems[0].message


def test_a_line_that_is_covered_in_part_is_not_covered_in_visual_studio(tmp_path: Path) -> None:
    """As in `line_coverage`, and in the Cobertura that dotnet-coverage makes of it."""
    ranges = "".join(
        RANGE.format(*one)
        for one in ((1, "yes"), (2, "yes"), (2, "no"), (3, "partial"), (15732480, "no"))
    )
    path = tmp_path / "report"
    path.write_text(VS.format(1, 2, 0, ranges), encoding="utf-8")
    (_, file), *_ = tally_of(path).coverage.by_name()
    assert lines_of(file) == {1: True, 2: False, 3: False}


@pytest.mark.timeout(60)  # a guard against growth without end
def test_segments_of_huge_files_take_no_memory(tmp_path: Path) -> None:
    report = json.loads(llvm_cov(1, 0))
    file = report["data"][0]["files"][0]
    file["segments"] = [[1, 1, 1, True, True, False], [5_000_000, 9, 0, False, False, False]]
    report["data"][0]["files"] = [{**file, "filename": f"f{number}"} for number in range(2_000)]
    path = tmp_path / "report"
    path.write_text(json.dumps(report), encoding="utf-8")
    tally = tally_of(path)
    assert "more than 400,000,000 lines" in tally.problems[0].message
    assert len(tally.coverage.files) <= 80


def test_jest_json_with_a_coverage_map_is_no_coverage_report(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_text(
        f'{{"coverageMap": {istanbul("if", 1, 0)}, "numTotalTests": 1, "numFailedTests": 0,'
        ' "numPassedTests": 1, "success": true, "testResults": [{"assertionResults": [{"status":'
        ' "passed", "title": "t", "fullName": "t", "ancestorTitles": []}], "name": "a.test.js",'
        ' "status": "passed"}]}',
        encoding="utf-8",
    )
    tally = tally_of(path)
    assert (tally.tests, tally.problems) == (1, [])
    assert metrics.LINE_COVERAGE not in measured(tally)
