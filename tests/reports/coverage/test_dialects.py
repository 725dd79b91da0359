"""What the specifications and the tools allow: one row for each way to write a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.coverage.counting import lines_of, tally_of

Counts = tuple[int, int] | None


def clover(inner: str, rest: str = "") -> str:
    return f'<coverage generated="1"><project timestamp="1">{inner}</project>{rest}</coverage>'


def jacoco(inner: str, name: str = "x") -> str:
    return f'<report name="{name}"><package name="p">{inner}</package></report>'


def opencover(methods: str, summary: str = "") -> str:
    files = '<Files><File uid="1" fullPath="a.cs"/></Files>'
    classes = f"<Classes><Class><Methods>{methods}</Methods></Class></Classes>"
    return (
        f"<CoverageSession>{summary}<Modules><Module>{files}{classes}</Module></Modules>"
        "</CoverageSession>"
    )


POINTS = (
    '<Method><FileRef uid="1"/><SequencePoints><SequencePoint sl="{}" vc="{}"/></SequencePoints>'
    "</Method>"
)


@pytest.mark.parametrize(
    ("text", "lines", "branches"),
    [
        pytest.param("SF:a\nDA:1,1\nDA:2,0\nend_of_record\n", (1, 2), None, id="lcov, no summary"),
        pytest.param("SF:a\nDA:1,1\nLF:9\nLH:5\nend_of_record\n", (5, 9), None, id="lcov, summary"),
        pytest.param("SF:a\nLF:9\nLH:5\nend_of_record\n", (5, 9), None, id="lcov, no lines"),
        pytest.param("# by hand\n\nTN:\nSF:a\nDA:1,1\nend_of_record\n", (1, 1), None, id="comment"),
        pytest.param("TN:\r\nSF:a\r\nDA:1,1\r\nend_of_record\r\n", (1, 1), None, id="lcov, CRLF"),
        pytest.param("SF:a\nDA:1,1\nend_of_record\nEOF\n", (1, 1), None, id="lcov, text behind"),
        pytest.param(
            "SF:a\nDA:1,2874063630\nDA:2,1.2e+10\nend_of_record", (2, 2), None, id="large"
        ),
        pytest.param("SF:a\nDA:1,-3\nDA:2,00\nDA:3,x\nend_of_record", (0, 3), None, id="no hits"),
        pytest.param("SF:a\nDA:0,1\nDA:2,0\nend_of_record\n", (0, 1), None, id="lcov, line 0"),
        pytest.param("SF:a\nDA:1,1\nDA:1,0\nend_of_record\n", (1, 1), None, id="lcov, line twice"),
        pytest.param(
            "SF:a\nDA:1,1\nBRDA:1,e0,f(a, b),-\nBRDA:1,0,1,4\nend_of_record\n",
            (1, 1),
            (1, 2),
            id="lcov, an exception branch, an expression with a comma",
        ),
        pytest.param(
            "SF:a\nVER:1\nFNL:0,1,2\nFNA:0,1,f\nMCDC:1,2,t,0,0,x\nDA:1,1,5d41402abc4b2a76\nend_of_record\n",
            (1, 1),
            None,
            id="lcov, records of version 2",
        ),
        pytest.param("SF:a\nDA:1,1\nBRF:0\nBRH:0\nend_of_record\n", (1, 1), (0, 0), id="no branch"),
        pytest.param("mode: set\n", None, None, id="go, no statements"),
        pytest.param("mode: set\r\na.go:1.2,3.4 2 1\r\n", (2, 2), None, id="go, CRLF"),
        pytest.param("mode: set\nC:/a b:c.go:1.2,3.4 2 1", (2, 2), None, id="go, odd path, no end"),
        pytest.param("a.go:1.2,3.4 2 1\nb.go:1.2,3.4 2 0\n", (2, 4), None, id="go, no mode"),
        pytest.param(
            clover(
                '<file name="a.php"><line num="1" type="method" count="0"/>'
                '<line num="2" type="stmt" count="1"/><line num="3" type="stmt" count="0"/></file>'
            ),
            (1, 2),
            None,
            id="clover, no metrics",
        ),
        pytest.param(
            clover('<metrics elements="8" coveredelements="6"/>'), (6, 8), None, id="elements"
        ),
        pytest.param(
            clover(
                '<file name="A.java"><line num="17" count="1" type="stmt"/>'
                '<line num="17" falsecount="0" type="cond" truecount="5"/></file>'
            ),
            (1, 1),
            (1, 2),
            id="clover, a condition that was never false",
        ),
        pytest.param(
            clover(
                '<metrics statements="4" coveredstatements="2"/>',
                '<testproject><metrics statements="9" coveredstatements="9"/><file name="t">'
                '<line num="1" type="stmt" count="1"/></file></testproject>',
            ),
            (2, 4),
            None,
            id="clover, tests do not count",
        ),
        pytest.param(
            jacoco(
                '<sourcefile name="a"><line nr="1" mi="3" ci="1"/><line nr="2" mi="1"/>'
                '<line nr="3" mi="0" ci="0"/></sourcefile>'
            ),
            (1, 2),
            (0, 0),
            id="jacoco, no counters; a line without instructions is none",
        ),
        pytest.param(
            '<report name="x"><counter type="LINE" missed="1" covered="3"/></report>',
            (3, 4),
            (0, 0),
            id="jacoco, counters only",
        ),
        pytest.param(
            jacoco('<sourcefile name="a"><line nr="1" ci="1"/></sourcefile>', "Pester (1/1/2026)"),
            (1, 1),
            None,
            id="Pester does not look at branches",
        ),
        pytest.param(opencover(POINTS.format(10, 1)), (1, 1), (0, 0), id="opencover, no summary"),
        pytest.param(
            opencover(POINTS.format(10, 1) + POINTS.format(16707566, 0)),
            (1, 1),
            (0, 0),
            id="hidden",
        ),
        pytest.param(
            opencover(POINTS.format(10, 1) + POINTS.format(11, 0).replace('uid="1"', 'uid="0"')),
            (1, 1),
            (0, 0),
            id="opencover, a file that is not listed",
        ),
        pytest.param(
            '{"files": [{"file": "a.c", "lines": [{"line_number": 1, "count": 0, "branches": []},'
            ' {"line_number": 1, "count": 2, "branches": [{"count": 0}, {"count": 2}]},'
            ' {"line_number": 2, "count": 0, "branches": [], "gcovr/excluded": true},'
            ' {"line_number": 3, "count": 0, "branches": [], "gcovr/noncode": true}]}],'
            ' "gcovr/format_version": 0.1}',
            (1, 1),
            (1, 2),
            id="gcovr, a line of two functions, lines left out",
        ),
        pytest.param(
            '{"RSpec": {"coverage": {"/b/a.rb": [null, 1, 0]}, "timestamp": 1}}',
            (1, 2),
            None,
            id="resultset before 0.18",
        ),
        pytest.param(
            '{"meta": {"simplecov_version": "1.0.0", "line_coverage": false,'
            ' "branch_coverage": true}, "coverage": {"a.rb": {"branches":'
            ' [{"start_line": 1, "coverage": 1}, {"start_line": 1, "coverage": "ignored"}]}}}',
            None,
            (1, 1),
            id="simplecov of branches alone",
        ),
        pytest.param(
            '{"meta": {"version": "5.0", "branch_coverage": false}, "files": {"a.py":'
            ' {"executed_lines": [1], "missing_lines": [2]}},'
            ' "totals": {"covered_lines": 1, "num_statements": 2}}',
            (1, 2),
            None,
            id="coverage.py 5 without branches",
        ),
    ],
)
def test_dialects(tmp_path: Path, text: str, lines: Counts, branches: Counts) -> None:
    path = tmp_path / "report"
    path.write_bytes(text.encode())
    tally = tally_of(path)
    assert tally.problems == []
    assert tally.coverage.lines(by_file=False) == lines
    found = tally.coverage.branches(by_file=False)
    # branches that are known, and none there, are 0 of 0 in totals and None in their sum
    assert (found or (0, 0)) == (branches or (0, 0))
    # a report without a line adds nothing, and so lacks nothing
    assert tally.coverage.branchless == (branches is None and not tally.nothing)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        pytest.param('<file name="a.js" path="/b/src/a.js"/>', "/b/src/a.js", id="path"),
        pytest.param('<file name="/b/src/a.php"/>', "/b/src/a.php", id="name"),
        pytest.param('<package name="com.acme"><file name="A.java"/></package>', "com/acme/A.java"),
        pytest.param('<package name="A\\B"><file name="C:\\b\\a.php"/></package>', "C:/b/a.php"),
    ],
)
def test_paths_in_clover(tmp_path: Path, file: str, name: str) -> None:
    path = tmp_path / "clover.xml"
    path.write_text(clover(file), encoding="utf-8")
    assert list(tally_of(path).coverage.files) == [name]


def test_lines_of_a_section(tmp_path: Path) -> None:
    path = tmp_path / "lcov.info"
    path.write_text("SF:a.c\nDA:3,0\nDA:4,1\nDA:6,2\nend_of_record\n", encoding="utf-8")
    assert lines_of(tally_of(path).coverage.files["a.c"]) == {3: False, 4: True, 6: True}
