"""A report that is cut off, or says what cannot be, is an error at its line: never a pass."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecard_action import metrics
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS
from tests.reports.coverage.counting import SAMPLES, measured, tally_of

ALL = [
    pytest.param(path, name, id=f"{name}/{path.name}")
    for name, form in FORMATS.items()
    if form.kind is Kind.COVERAGE and (SAMPLES / name).is_dir()
    for path in sorted((SAMPLES / name).iterdir())
    if path.is_file()
]

CLOVER = "<coverage><project>\n{}</project></coverage>"
RATE = '{{"result": {{"line": {}}}}}'


def with_file(executed: str, totals: str = '"covered_lines": 1, "num_statements": 2') -> str:
    return (
        '{"meta": {"version": "7", "branch_coverage": false}, "files": {"a.py": {"executed_lines":'
        f' {executed}, "missing_lines": []}}}}, "totals": {{{totals}}}}}'
    )


@pytest.mark.parametrize(
    ("form", "text", "line", "words"),
    [
        pytest.param("lcov", "TN:\nSF:a\nDA:1,1\n", 3, "no end_of_record", id="cut off"),
        pytest.param("lcov", "SF:a\nDA:1,1\nSF:b\nend_of_record\n", 3, "line 1 has no", id="open"),
        pytest.param("lcov", "TN:\n", 1, "no section", id="lcov, no section"),
        pytest.param("lcov", "SF:a\nDA:1\nend_of_record", 2, "without a count", id="no count"),
        pytest.param("lcov", "SF:a\nDA:x,1\nend_of_record", 2, "'x' is no count", id="no line"),
        pytest.param("lcov", "SF:a\nDA:-1,1\nend_of_record", 2, "'-1' is no count", id="line -1"),
        pytest.param("lcov", "SF:a\nDA:5000001,1\nend_of_record", 2, "out of range", id="far line"),
        pytest.param("lcov", "SF:a\nBRDA:1,0\nend_of_record", 2, "without a count", id="BRDA"),
        pytest.param("lcov", "SF:a\nLF:1\nLH:2\nend_of_record", 4, "LH is greater", id="LH > LF"),
        pytest.param("lcov", "SF:a\nBRF:1\nBRH:2\nend_of_record", 4, "BRH is greater", id="BRH"),
        pytest.param("lcov", "SF:a\nLH:-2\nend_of_record", 2, "'-2' is no count", id="LH < 0"),
        pytest.param("lcov", "SF:a\nD A:1\nend_of_record", 2, "no record", id="no record"),
        pytest.param("go-coverprofile", "mode: foo\n", 1, "no mode", id="go, mode"),
        pytest.param("go-coverprofile", "mode: set\na.go:1.2,3.4 2\n", 2, "cut off", id="go"),
        pytest.param("go-coverprofile", "mode: set\na.go:1.2,3.4 2 -1\n", 2, "cut off", id="-1"),
        pytest.param("go-coverprofile", "mode: set\na.go:0.2,3.4 2 1\n", 2, "cut off", id="go, 0"),
        pytest.param("go-coverprofile", "mode: set\n:1.2,3.4 2 1\n", 2, "cut off", id="file"),
        pytest.param(
            "clover",
            CLOVER.format('<metrics statements="1" coveredstatements="2"/>'),
            2,
            "coveredstatements is greater than statements",
            id="clover, covered > valid",
        ),
        pytest.param(
            "clover",
            CLOVER.format('<metrics statements="x" coveredstatements="2"/>'),
            2,
            "statements='x' is no count",
            id="clover, no number",
        ),
        pytest.param(
            "clover",
            CLOVER.format('<file name="a"><line num="99999999" type="stmt"/></file>'),
            2,
            "line 99,999,999 of a source file is out of range",
            id="clover, far line",
        ),
        pytest.param(
            "jacoco",
            '<report name="x">\n<counter type="LINE" missed="-5" covered="5"/></report>',
            2,
            "missed='-5' is no count",
            id="jacoco, negative",
        ),
        pytest.param(
            "jacoco",
            '<report name="x">\n<sourcefile name="a"><line nr="1" mi="1e3"/></sourcefile></report>',
            2,
            "mi='1e3' is no count",
            id="jacoco, instructions",
        ),
        pytest.param(
            "opencover",
            "<CoverageSession>\n"
            '<Summary numSequencePoints="1" visitedSequencePoints="3"/></CoverageSession>',
            2,
            "visitedSequencePoints is greater than numSequencePoints",
            id="opencover, covered > valid",
        ),
        pytest.param("coveragepy-json", with_file("[5000001]"), 0, "out of range", id="py, far"),
        pytest.param("coveragepy-json", with_file("[1e400]"), 0, "executed_lines", id="py, 1e400"),
        pytest.param("coveragepy-json", with_file('["1"]'), 0, "executed_lines", id="py, text"),
        pytest.param(
            "coveragepy-json",
            with_file("[1]", '"covered_lines": 3, "num_statements": 2'),
            0,
            "covered_lines is greater",
            id="py, covered > valid",
        ),
        pytest.param(
            "coveragepy-json",
            with_file("[1]", '"covered_lines": -3, "num_statements": 2'),
            0,
            r"\$.totals.covered_lines",
            id="py, negative",
        ),
        pytest.param(
            "coveragepy-json", with_file("[1]", '"covered_lines": NaN'), 0, "shape", id="py, NaN"
        ),
        pytest.param(
            "gcovr-summary",
            '{"gcovr/summary_format_version": "0.6", "files": [], "line_covered": 2,'
            ' "line_total": 1, "branch_covered": 0, "branch_total": 0}',
            0,
            "more is covered than there is in the totals",
            id="gcovr summary, covered > valid",
        ),
        pytest.param(
            "simplecov",
            '{"meta": {"simplecov_version": "0.21.2"}, "coverage": {"a.rb": {"branches": []}}}',
            0,
            "the file 'a.rb' has no lines",
            id="simplecov, no lines",
        ),
        pytest.param(
            "simplecov",
            '{"meta": {"simplecov_version": "0.17.0"}, "coverage": {"a.rb": [1, null]}}',
            0,
            "not the shape",
            id="simplecov before 0.18",
        ),
        pytest.param("simplecov-last-run", RATE.format("100.1"), 0, "no percentage", id=">100"),
        pytest.param("simplecov-last-run", RATE.format("-1"), 0, "no percentage", id="<0"),
        pytest.param("simplecov-last-run", RATE.format("1e-999999"), 0, "no perc", id="tiny"),
        pytest.param("simplecov-last-run", RATE.format("NaN"), 0, "no percentage", id="NaN"),
    ],
)
def test_an_error_at_its_line(tmp_path: Path, form: str, text: str, line: int, words: str) -> None:
    path = tmp_path / "report"
    path.write_bytes(text.encode())
    tally = tally_of(path, form)
    assert [problem.unreadable for problem in tally.problems] == [True]
    assert tally.problems[0].line == line
    assert re.search(words, tally.problems[0].message)


@pytest.mark.parametrize(("path", "form"), ALL)
def test_a_part_of_a_report_is_no_report(tmp_path: Path, path: Path, form: str) -> None:
    data = path.read_bytes().rstrip()
    for tenth in range(10):
        cut = tmp_path / "cut"
        # a Go profile has no end that shows: it is cut inside a line
        cut.write_bytes(data[: len(data) * tenth // 10].rstrip(b"0123456789 \n"))
        assert tally_of(cut, form).problems, f"cut to {tenth} tenths"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@pytest.mark.parametrize(("path", "form"), ALL)
@given(data=st.data())
def test_a_damaged_report_is_an_error_or_a_percentage(
    tmp_path: Path, path: Path, form: str, data: st.DataObject
) -> None:
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    report = tmp_path / "damaged"
    report.write_bytes(damaged)
    tally = tally_of(report, form)
    if not tally.problems:
        for metric in (metrics.LINE_COVERAGE, metrics.BRANCH_COVERAGE):
            assert 0 <= measured(tally).get(metric, 0) <= 100


@pytest.mark.parametrize("form", ["coveragepy-json", "lcov"])
def test_small_reports_of_huge_files_take_no_memory(tmp_path: Path, form: str) -> None:
    names = [f"f{number}" for number in range(2_000)]
    texts = {
        "coveragepy-json": json.dumps(
            {
                "meta": {"version": "7", "branch_coverage": False},
                "files": {n: {"executed_lines": [5_000_000], "missing_lines": []} for n in names},
                "totals": {"covered_lines": 1, "num_statements": 1},
            }
        ),
        "lcov": "".join(f"SF:{name}\nDA:5000000,1\nend_of_record\n" for name in names),
    }
    path = tmp_path / "report"
    path.write_text(texts[form], encoding="utf-8")
    tally = tally_of(path, form)
    assert "more than 400,000,000 lines" in tally.problems[0].message
    assert len(tally.coverage.files) <= 80
