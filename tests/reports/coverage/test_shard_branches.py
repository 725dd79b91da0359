"""Branches of two shards, and reports that hold nothing, in every coverage format.

The expected counts are those of `coverage combine` and `lcov -a`, where arcs have names.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorecard_action.judging.decide import decide
from scorecard_action.judging.values import AtLeast
from scorecard_action.metrics import BRANCH_COVERAGE
from scorecard_action.model import Kind, State
from scorecard_action.reports.formats import FORMATS
from tests.judging.building import rule
from tests.reports.coverage.counting import SAMPLES, measured, tally_of, united

NO_LINE = "it holds no line to cover, so it adds nothing: `exclude` leaves it out"

# each shard took one of the two ways of line 2: the first the first, the second the second
LCOV = "SF:a.c\nDA:2,1\nBRDA:2,0,0,{0}\nBRDA:2,0,1,{1}\nBRF:2\nBRH:1\nLF:1\nLH:1\nend_of_record\n"
COBERTURA = (
    '<coverage line-rate="1" branches-covered="1" branches-valid="2"><packages><package><classes>'
    '<class filename="a.c"><lines><line number="2" hits="1" branch="true"'
    ' condition-coverage="50% (1/2)"/></lines></class></classes></package></packages></coverage>'
)
CLOVER = (
    '<coverage generated="1"><project><metrics conditionals="2" coveredconditionals="1"'
    ' statements="1" coveredstatements="1"/><file path="a.c"><line num="2" type="cond" count="1"'
    ' truecount="1" falsecount="1"/></file></project></coverage>'
)
JACOCO = (
    '<report name="x"><package name="p"><sourcefile name="A.java"><line nr="2" ci="1" mi="0"'
    ' cb="1" mb="1"/></sourcefile></package><counter type="BRANCH" missed="1" covered="1"/>'
    "</report>"
)
OPENCOVER = (
    '<CoverageSession><Modules><Module><Files><File uid="1" fullPath="a.cs"/></Files><Classes>'
    '<Class><Methods><Method><FileRef uid="1"/><SequencePoints><SequencePoint sl="2" vc="1"/>'
    '</SequencePoints><BranchPoints><BranchPoint sl="2" vc="{0}"/><BranchPoint sl="2" vc="{1}"/>'
    "</BranchPoints></Method></Methods></Class></Classes></Module></Modules></CoverageSession>"
)


def coveragepy(first: int, second: int) -> str:
    arcs = {True: [], False: []}  # type: dict[bool, list[list[int]]]
    arcs[bool(first)].append([2, 3])
    arcs[bool(second)].append([2, -1])
    file = {
        "executed_lines": [2],
        "missing_lines": [],
        "executed_branches": arcs[True],
        "missing_branches": arcs[False],
    }
    totals = {
        "covered_lines": 1,
        "num_statements": 1,
        "num_branches": 2,
        "covered_branches": len(arcs[True]),
    }
    meta = {"version": "7.11.0", "branch_coverage": True}
    return json.dumps({"meta": meta, "files": {"a.py": file}, "totals": totals})


def gcovr(first: int, second: int) -> str:
    line = {"line_number": 2, "count": 1, "branches": [{"count": first}, {"count": second}]}
    return json.dumps({"gcovr/format_version": "0.6", "files": [{"file": "a.c", "lines": [line]}]})


def summary(first: int, second: int) -> str:
    counts = {"line_covered": 1, "line_total": 1, "branch_covered": 1, "branch_total": 2}
    return json.dumps(
        {"gcovr/summary_format_version": "0.6", "files": [{"filename": "a.c", **counts}], **counts}
    )


def simplecov(first: int, second: int) -> str:
    ways = [{"start_line": 2, "coverage": hits} for hits in (first, second)]
    meta = {"simplecov_version": "0.22.0", "branch_coverage": True}
    return json.dumps({"meta": meta, "coverage": {"a.rb": {"lines": [None, 1], "branches": ways}}})


def resultset(first: int, second: int) -> str:
    arms = {"[:then, 1, 2, 3, 2, 9]": first, "[:else, 2, 2, 3, 2, 9]": second}
    file = {"lines": [None, 1], "branches": {"[:if, 0, 2, 3, 2, 9]": arms}}
    return json.dumps({"RSpec": {"coverage": {"a.rb": file}, "timestamp": 1}})


def istanbul(kind: str, first: int, second: int) -> str:
    at = {"start": {"line": 2, "column": 0}, "end": {"line": 2, "column": 9}}
    branch = {"type": kind, "line": 2, "loc": at, "locations": [at, at]}
    file = {"path": "a.js", "statementMap": {"0": at}, "s": {"0": 1}, "fnMap": {}, "f": {}}
    ways = {"branchMap": {"0": branch}, "b": {"0": [first, second]}}
    return json.dumps({"a.js": file | ways})


def llvm_cov(true: int, false: int) -> str:
    counts = {"count": 1, "covered": 1, "percent": 100}
    summary = {"lines": counts, "branches": {"count": 2, "covered": 1, "percent": 50}}
    file = {
        "filename": "a.c",
        "segments": [[2, 1, 1, True, True, False], [2, 9, 0, False, False, False]],
        "branches": [[2, 5, 2, 9, true, false, 0, 0, 4]],
        "summary": summary,
    }
    data = [{"files": [file], "totals": summary}]
    return json.dumps({"data": data, "type": "llvm.coverage.json.export", "version": "2.0.1"})


def coveralls(first: int, second: int) -> str:
    branches = [2, 0, 0, first, 2, 0, 1, second]
    return json.dumps(
        {"source_files": [{"name": "a.py", "coverage": [None, 1], "branches": branches}]}
    )


ISTANBUL_COUNTS = {
    name: {"total": total, "covered": 1, "skipped": 0, "pct": 100 // total}
    for name, total in (("lines", 1), ("statements", 1), ("functions", 1), ("branches", 2))
}
ISTANBUL_SUM = json.dumps({"total": ISTANBUL_COUNTS, "a.js": ISTANBUL_COUNTS})
SONAR = (
    '<coverage version="1"><file path="a.c"><lineToCover lineNumber="2" covered="true"'
    ' branchesToCover="2" coveredBranches="1"/></file></coverage>'
)
SCOVERAGE = (
    '<scoverage statement-count="2" statements-invoked="1" statement-rate="50.00"'
    ' branch-rate="50.00"><statement source="a.scala" start="1" end="2" line="2" branch="true"'
    ' invocation-count="{0}" ignored="false"/><statement source="a.scala" start="3" end="4"'
    ' line="2" branch="true" invocation-count="{1}" ignored="false"/></scoverage>'
)
CODECOV = '{"coverage": {"a.py": {"2": "1/2"}}}'


SHARDS = [
    pytest.param("coveragepy-json", coveragepy(1, 0), coveragepy(0, 1), True, id="coverage.py"),
    pytest.param("lcov", LCOV.format(1, 0), LCOV.format("-", 7), True, id="lcov"),
    pytest.param("cobertura", COBERTURA, COBERTURA, False, id="cobertura"),
    pytest.param("clover", CLOVER, CLOVER, False, id="clover"),
    pytest.param("jacoco", JACOCO, JACOCO, False, id="jacoco"),
    pytest.param(
        "opencover", OPENCOVER.format(1, 0), OPENCOVER.format(0, 1), False, id="opencover"
    ),
    pytest.param("gcovr-json", gcovr(1, 0), gcovr(0, 1), False, id="gcovr"),
    pytest.param("gcovr-summary", summary(1, 0), summary(0, 1), False, id="gcovr summary"),
    pytest.param("simplecov", simplecov(1, 0), simplecov(0, 1), False, id="simplecov"),
    pytest.param("simplecov-internal", resultset(1, 0), resultset(0, 1), False, id="resultset"),
    pytest.param("istanbul", istanbul("if", 1, 0), istanbul("if", 0, 1), True, id="istanbul"),
    # V8's blocks: which there are depends on what ran
    pytest.param(
        "istanbul", istanbul("branch", 1, 0), istanbul("branch", 0, 1), False, id="istanbul of c8"
    ),
    pytest.param("istanbul-summary", ISTANBUL_SUM, ISTANBUL_SUM, False, id="istanbul summary"),
    pytest.param("llvm-cov", llvm_cov(1, 0), llvm_cov(0, 1), True, id="llvm-cov"),
    pytest.param("sonar-coverage", SONAR, SONAR, False, id="sonar"),
    pytest.param("scoverage", SCOVERAGE.format(1, 0), SCOVERAGE.format(0, 1), True, id="scoverage"),
    pytest.param("coveralls", coveralls(1, 0), coveralls(0, 1), True, id="coveralls"),
    pytest.param("codecov", CODECOV, CODECOV, False, id="codecov"),
]
# a rate alone; statements, lines or mutations, and no branches
BRANCHLESS = {
    "simplecov-last-run",
    "go-coverprofile",
    "xccov",
    "vs-coverage",
    "dotcover",
    "dotcover-json",
    "tarpaulin",
    "phpunit-xml",
    "pit",
}


@pytest.mark.parametrize(("form", "first", "second", "by_arc"), SHARDS)
def test_by_arc_where_arcs_have_names_else_at_least_the_larger(
    tmp_path: Path, form: str, first: str, second: str, by_arc: bool
) -> None:
    tallies = []
    for name, text in (("1", first), ("2", second)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        tallies.append(tally_of(tmp_path / name, form))
        assert measured(tallies[-1])[BRANCH_COVERAGE] == 50
        assert not isinstance(measured(tallies[-1])[BRANCH_COVERAGE], AtLeast)
    for order in (tallies, tallies[::-1]):
        found = measured(united(*order))[BRANCH_COVERAGE]
        assert found == (100 if by_arc else 50)
        assert isinstance(found, AtLeast) is not by_arc


def test_every_format_with_branches_is_tested() -> None:
    coverage = {name for name, form in FORMATS.items() if form.kind is Kind.COVERAGE}
    assert {param.values[0] for param in SHARDS} == coverage - BRANCHLESS


@pytest.mark.parametrize(
    ("limit", "state", "reason"),
    [
        ("min: {branch_coverage: 40}", State.PASS, "branch coverage at least 50 % (at least 40 %)"),
        ("min: {branch_coverage: 90}", State.FAIL, "branch coverage at least 50 % (at least 90 %)"),
        ("max: {branch_coverage: 40}", State.FAIL, "branch coverage at least 50 % (limit 40 %)"),
        ("max: {branch_coverage: 60}", State.FAIL, "no evidence: branch coverage at least 50 %: "),
    ],
)
def test_a_maximum_that_a_lower_bound_does_not_break_is_no_evidence(
    tmp_path: Path, limit: str, state: State, reason: str
) -> None:
    for name in "12":
        (tmp_path / name).write_text(COBERTURA, encoding="utf-8")
    tally = united(*(tally_of(tmp_path / name) for name in "12"))
    decision = decide(rule(limit), tally, ())
    assert (decision.state, decision.reason[: len(reason)]) == (state, reason)


def test_a_line_that_one_shard_covers_whole_is_exact(tmp_path: Path) -> None:
    whole = COBERTURA.replace("50% (1/2)", "100% (2/2)").replace('covered="1"', 'covered="2"')
    for name, text in (("1", COBERTURA), ("2", whole)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = measured(united(*(tally_of(tmp_path / name) for name in "12")))
    assert not isinstance(found[BRANCH_COVERAGE], AtLeast)
    assert found[BRANCH_COVERAGE] == 100


EMPTY = [
    pytest.param("coveragepy-json", '{"meta": {"version": "7", "branch_coverage": true},'
                 ' "files": {}, "totals": {"covered_lines": 0, "num_statements": 0,'
                 ' "covered_branches": 0, "num_branches": 0}}', id="coverage.py"),
    pytest.param("lcov", "SF:a.c\nLF:0\nLH:0\nend_of_record\n", id="lcov"),
    pytest.param("cobertura", '<coverage line-rate="1" branch-rate="1"><packages/></coverage>',
                 id="cobertura, a rate alone"),
    pytest.param("cobertura", '<coverage line-rate="0" lines-covered="0" lines-valid="0"'
                 ' branches-covered="0" branches-valid="0"><packages/></coverage>', id="cobertura"),
    pytest.param("clover", '<coverage generated="1"><project><metrics statements="0"'
                 ' coveredstatements="0"/></project></coverage>', id="clover"),
    pytest.param("jacoco", '<report name="x"><sessioninfo id="a" start="1" dump="2"/></report>',
                 id="jacoco"),
    pytest.param("opencover", '<CoverageSession><Summary numSequencePoints="0"'
                 ' visitedSequencePoints="0" numBranchPoints="0" visitedBranchPoints="0"/>'
                 "<Modules/></CoverageSession>", id="opencover"),
    pytest.param("gcovr-json", '{"gcovr/format_version": "0.6", "files": []}', id="gcovr"),
    pytest.param("gcovr-summary", '{"gcovr/summary_format_version": "0.6", "files": [],'
                 ' "line_covered": 0, "line_total": 0, "branch_covered": 0, "branch_total": 0}',
                 id="gcovr summary"),
    pytest.param("simplecov", '{"meta": {"simplecov_version": "0.22.0"}, "coverage": {}}',
                 id="simplecov"),
    pytest.param("simplecov-internal", '{"RSpec": {"coverage": {}, "timestamp": 1}}',
                 id="resultset"),
    pytest.param("go-coverprofile", "mode: set\n", id="go"),
    pytest.param("istanbul", "{}", id="istanbul"),
    *[
        pytest.param(path.parent.name, path.read_text("utf-8"), id=path.parent.name)
        for path in sorted(SAMPLES.glob("*/*empty.*"))
    ],
]  # fmt: skip


@pytest.mark.parametrize(("form", "text"), EMPTY)
def test_an_empty_report_among_others_adds_nothing_and_is_named(
    tmp_path: Path, form: str, text: str
) -> None:
    (tmp_path / "empty").write_text(text, encoding="utf-8")
    (tmp_path / "full").write_text(coveragepy(1, 0), encoding="utf-8")
    judging = rule("min: {line_coverage: 80, branch_coverage: 50}")
    empty, full = tally_of(tmp_path / "empty", form), tally_of(tmp_path / "full")
    for order in ((empty, full), (full, empty)):
        decision = decide(judging, united(*order), ())
        assert decision.state is State.PASS
        assert decision.measured[BRANCH_COVERAGE] == 50
        assert decision.warnings == (f"empty: {NO_LINE}",)
    alone = decide(judging, united(empty, tally_of(tmp_path / "empty", form)), ())
    assert alone.state is State.FAIL
    assert alone.reason.startswith("no evidence: the coverage reports have no line to cover")


def test_the_empty_report_of_every_format_is_tested() -> None:
    coverage = {name for name, form in FORMATS.items() if form.kind is Kind.COVERAGE}
    # a rate is all that SimpleCov's last run ever says
    assert {param.values[0] for param in EMPTY} == coverage - {"simplecov-last-run"}
