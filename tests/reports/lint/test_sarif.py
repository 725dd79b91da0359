"""SARIF 2.1.0: what counts as a finding, how serious it is, and when a tool did not finish.

Section numbers are of the OASIS standard, https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Finding, Notice, Tool
from scorecard_action.reading.checkout import find
from scorecard_action.reading.placing import Resolver
from scorecard_action.reports.lint.sarif import FORMAT
from tests.reports.tests.reading import evidence, unfinished

Json = dict[str, Any]


def read(*runs: Json, **more: object) -> list[Evidence]:
    return evidence(FORMAT, json.dumps({"version": "2.1.0", "runs": runs, **more}).encode())


def run(*results: Json, rules: list[Json] | None = None, **more: object) -> Json:
    driver = {"name": "scan", "rules": rules or []}
    return {"tool": {"driver": driver}, "results": list(results), **more}


def findings(*runs: Json) -> list[Finding]:
    return [piece for piece in read(*runs) if isinstance(piece, Finding)]


def override(level: str | None, **descriptor: object) -> Json:
    configuration = {"level": level} if level else {"enabled": True}
    return {
        "ruleConfigurationOverrides": [{"descriptor": descriptor, "configuration": configuration}]
    }


RULES: list[Json] = [
    {"id": "A", "defaultConfiguration": {"level": "note"}},
    {"id": "B", "defaultConfiguration": {"level": "error"}},
    {"id": "C"},
    {"id": "D", "defaultConfiguration": {}},
]


@pytest.mark.parametrize(
    ("result", "more", "level"),
    [
        # 3.27.10, in the order of its procedure
        pytest.param({"ruleId": "A", "level": "error"}, {}, "error", id="its own level"),
        pytest.param({"ruleId": "A", "level": "note"}, {}, "note", id="note"),
        pytest.param({"ruleId": "B", "level": "warning"}, {}, "warning", id="warning"),
        pytest.param({"ruleId": "B", "kind": "fail"}, {}, "error", id="kind fail, rule's default"),
        pytest.param({"ruleId": "A"}, {}, "note", id="rule by id"),
        pytest.param({"ruleIndex": 1}, {}, "error", id="rule by index"),
        pytest.param({"rule": {"index": 1}}, {}, "error", id="rule.index"),
        pytest.param({"rule": {"id": "B"}}, {}, "error", id="rule.id"),
        pytest.param({"ruleId": "B", "ruleIndex": 1}, {}, "error", id="both"),
        pytest.param({"ruleId": "B", "ruleIndex": -1}, {}, "error", id="index -1 is absent"),
        pytest.param({"ruleId": "B", "ruleIndex": 0}, {}, "error", id="an index of another rule"),
        pytest.param({"ruleId": "B", "ruleIndex": 99}, {}, "error", id="an index out of range"),
        pytest.param({"ruleId": "B/sub/x"}, {}, "error", id="hierarchical id (3.5.4)"),
        pytest.param({"ruleId": "B/x", "ruleIndex": 1}, {}, "error", id="hierarchical, with index"),
        pytest.param({"ruleId": "Bx"}, {}, "warning", id="no part of the id"),
        pytest.param({"ruleId": "C"}, {}, "warning", id="rule without configuration"),
        pytest.param({"ruleId": "D"}, {}, "warning", id="configuration without level"),
        pytest.param({"ruleId": "Z"}, {}, "warning", id="unknown rule"),
        pytest.param({}, {}, "warning", id="no rule"),
        pytest.param(
            {"ruleId": "A", "provenance": {"invocationIndex": 0}},
            {"invocations": [override("error", id="A")]},
            "error",
            id="override by id",
        ),
        pytest.param(
            {"ruleIndex": 0, "provenance": {"invocationIndex": 1}},
            {"invocations": [{}, override("error", index=0)]},
            "error",
            id="override by index, of the second invocation",
        ),
        pytest.param(
            {"ruleId": "A", "provenance": {"invocationIndex": 0}},
            {"invocations": [{}, override("error", id="A")]},
            "note",
            id="override of another invocation",
        ),
        pytest.param(
            {"ruleId": "A"},
            {"invocations": [override("error", id="A")]},
            "error",
            id="the only invocation need not be named",
        ),
        pytest.param(
            {"ruleId": "B"},
            {"invocations": [override("note", id="B"), {}]},
            "error",
            id="of two invocations none is guessed",
        ),
        pytest.param(
            {"ruleId": "A", "level": "warning"},
            {"invocations": [override("error", id="A")]},
            "warning",
            id="its own level before an override",
        ),
        pytest.param(
            {"ruleId": "A"},
            {"invocations": [override(None, id="A")]},
            "note",
            id="override without level",
        ),
        pytest.param(
            {"ruleId": "A"},
            {"invocations": [override("error", id="B")]},
            "note",
            id="override of another rule",
        ),
        pytest.param(
            {"ruleId": "A/x"},
            {"invocations": [override("error", id="A")]},
            "error",
            id="override of the rule of a hierarchical id",
        ),
        pytest.param(
            {"ruleId": "Z"},
            {"invocations": [override("error", id="Z")]},
            "error",
            id="override of a rule without metadata",
        ),
        pytest.param({}, {"invocations": [override("error")]}, "warning", id="override of nothing"),
        pytest.param({"level": "none"}, {}, "note", id="none on a failure is shown as a note"),
        pytest.param({"level": "fatal"}, {}, "error", id="a level that there is not"),
        pytest.param({"level": "Error"}, {}, "error", id="in another case"),
        pytest.param({"level": "Warning", "ruleIndex": None}, {}, "warning", id="no index"),
    ],
)
def test_level(result: Json, more: Json, level: str) -> None:
    (found,) = findings(run(result, rules=RULES, **more))
    assert found.level == level


@pytest.mark.parametrize(
    ("result", "level"),
    [
        pytest.param({"ruleId": "X"}, "error", id="by id"),
        pytest.param({"ruleId": "X", "rule": {"toolComponent": {"index": 1}}}, "error", id="named"),
        pytest.param({"rule": {"index": 0, "toolComponent": {"index": 1}}}, "error", id="by index"),
        pytest.param({"rule": {"index": 0, "toolComponent": {"index": 0}}}, "note", id="the first"),
        pytest.param({"ruleIndex": 0}, "warning", id="an index without component is the driver's"),
        pytest.param(
            {"ruleId": "X", "rule": {"index": 0, "toolComponent": {"guid": "g"}}},
            "error",
            id="component by guid, rule by id",
        ),
        pytest.param(
            {"rule": {"index": 0, "toolComponent": {"index": 9}}}, "warning", id="out of range"
        ),
    ],
)
def test_rules_of_extensions(result: Json, level: str) -> None:
    one = run(result, rules=[{"id": "own", "defaultConfiguration": {"level": "warning"}}])
    one["tool"]["extensions"] = [
        {"name": "e0", "rules": [{"id": "W", "defaultConfiguration": {"level": "note"}}]},
        {"name": "e1", "rules": [{"id": "X", "defaultConfiguration": {"level": "error"}}]},
    ]
    assert [found.level for found in findings(one)] == [level]


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        pytest.param("fail", True, id="fail"),
        pytest.param("Fail", True, id="fail in another case"),
        pytest.param("a new word", True, id="a new word"),
        pytest.param(None, True, id="null"),
        *(
            pytest.param(kind, False, id=kind)
            for kind in ("pass", "open", "review", "notApplicable", "informational")
        ),
    ],
)
@pytest.mark.parametrize("level", [None, "error"])
def test_kind(kind: str | None, counts: bool, level: str | None) -> None:
    assert len(findings(run({"kind": kind, "level": level}))) == counts


@pytest.mark.parametrize(
    ("suppressions", "suppressed"),
    [
        pytest.param(None, False, id="null"),
        pytest.param([], False, id="empty (3.27.23)"),
        pytest.param([{"kind": "inSource"}], True, id="status absent"),
        pytest.param([{"kind": "external", "status": None}], True, id="status null"),
        pytest.param([{"kind": "external", "status": "accepted"}], True, id="accepted"),
        pytest.param([{"kind": "external", "status": "underReview"}], False, id="under review"),
        pytest.param([{"kind": "external", "status": "rejected"}], False, id="rejected"),
        pytest.param([{"state": "rejected"}], False, id="rejected, as a draft called it"),
        pytest.param(
            [{"kind": "external", "status": "rejected"}, {"kind": "inSource"}], True, id="either"
        ),
    ],
)
def test_suppressions(suppressions: list[Json] | None, suppressed: bool) -> None:
    (found,) = findings(run({"suppressions": suppressions}))
    assert found.suppressed is suppressed


@pytest.mark.parametrize(
    ("state", "counts"),
    [("new", 1), ("unchanged", 1), ("updated", 1), ("absent", 0), (None, 1)],
)
def test_baseline_state(state: str | None, counts: int) -> None:
    assert len(findings(run({"baselineState": state}))) == counts


@pytest.mark.parametrize(
    ("score", "severity"),
    [
        pytest.param("9.8", "critical", id="9.8"),
        pytest.param("9.0", "critical", id="9.0"),
        pytest.param("8.9", "high", id="8.9"),
        pytest.param("7.0", "high", id="7.0"),
        pytest.param("6.9", "medium", id="6.9"),
        pytest.param("4.0", "medium", id="4.0"),
        pytest.param("3.9", "low", id="3.9"),
        pytest.param("0.1", "low", id="0.1"),
        pytest.param("0.0", "error", id="0 is none"),
        pytest.param("-1", "error", id="negative"),
        pytest.param(7.5, "high", id="a number"),
        pytest.param(9, "critical", id="an integer"),
        pytest.param("high", "error", id="a word"),
        pytest.param("", "error", id="empty"),
        pytest.param("NaN", "error", id="NaN"),
        pytest.param(None, "error", id="null"),
        pytest.param(["9.8"], "error", id="an array"),
    ],
)
def test_severity_is_the_band_of_security_severity_else_the_level(
    score: object, severity: str
) -> None:
    rules: list[Json] = [
        {"id": "A", "properties": {"security-severity": score, "tags": ["security"]}}
    ]
    (found,) = findings(run({"ruleId": "A", "level": "error"}, rules=rules))
    assert (found.severity, found.level) == (severity, "error")


@pytest.mark.parametrize(
    ("results", "message"),
    [
        pytest.param({"results": []}, None, id="[] is clean"),
        pytest.param({"results": None}, "scan holds no results: it did not scan", id="null"),
        pytest.param({}, "scan holds no results: it did not scan", id="absent"),
    ],
)
def test_results_that_are_not_there(results: Json, message: str | None) -> None:
    pieces = read({"tool": {"driver": {"name": "scan"}}, **results})
    assert unfinished(pieces) == ([message] if message else [])
    assert Tool("scan") in pieces


@pytest.mark.parametrize(
    "log",
    [
        pytest.param({"version": "2.1.0", "runs": []}, id="[]"),
        pytest.param({"version": "2.1.0", "runs": None}, id="null"),
        pytest.param({"version": "2.1.0"}, id="absent"),
    ],
)
def test_a_log_without_a_run_says_that_nothing_was_scanned(log: Json) -> None:
    assert len(unfinished(evidence(FORMAT, json.dumps(log).encode()))) == 1


def notified(place: str, level: str | None, **more: object) -> Json:
    return {place: [{"level": level, "message": {"text": "cannot parse a.js"}}], **more}


@pytest.mark.parametrize(
    ("invocation", "told"),
    [
        pytest.param({"executionSuccessful": True}, [], id="successful"),
        pytest.param({}, [], id="says nothing"),
        pytest.param(
            {"executionSuccessful": False},
            ["scan says that its execution was not successful"],
            id="not successful",
        ),
        *(
            pytest.param(
                notified(place, "error", executionSuccessful=successful),
                ["scan reports an error: cannot parse a.js"],
                id=f"{place}, {successful}",
            )
            for place in ("toolExecutionNotifications", "toolConfigurationNotifications")
            for successful in (True, False)
        ),
        *(
            pytest.param(notified("toolExecutionNotifications", level), [], id=f"level {level}")
            for level in ("warning", "note", "none", None)
        ),
        pytest.param(
            {"toolExecutionNotifications": [{"level": "error"}]},
            ["scan reports an error: without a message"],
            id="no message",
        ),
        pytest.param(
            {"executionSuccessful": True, "processStartFailureMessage": "no such file"},
            ["scan did not run to its end: no such file"],
            id="not started",
        ),
        pytest.param(
            {"executionSuccessful": True, "exitSignalName": "SIGKILL"},
            ["scan did not run to its end: SIGKILL"],
            id="killed",
        ),
        pytest.param(
            {"toolExecutionNotifications": None, "ruleConfigurationOverrides": None}, [], id="null"
        ),
    ],
)
def test_a_tool_that_did_not_finish(invocation: Json, told: list[str]) -> None:
    assert unfinished(read(run(invocations=[invocation]))) == told


def test_results_in_other_files_are_not_passed_over() -> None:
    elsewhere = {"results": [{"location": {"uri": "more.json"}, "itemCount": 3}]}
    assert unfinished(read(run(externalPropertyFileReferences=elsewhere))) == [
        "scan wrote results to other files, which are not read here"
    ]
    assert not unfinished(read(run(externalPropertyFileReferences={"artifacts": [{}]})))


def test_every_run_and_invocation_is_asked() -> None:
    good, bad = run(), run(invocations=[{}, {"executionSuccessful": False}])
    pieces = read(good, bad, run({"level": "error"}))
    assert len(unfinished(pieces)) == 1
    assert len([piece for piece in pieces if isinstance(piece, Finding)]) == 1


@pytest.mark.parametrize(
    ("artifact", "file"),
    [
        pytest.param({"uri": "src/a.py"}, "src/a.py", id="relative"),
        pytest.param({"uri": "src/a%20b%2520c.py"}, "src/a b%20c.py", id="decoded once"),
        pytest.param({"uri": "file:///work/a%20b%2520c.py"}, "a b%20c.py", id="file: decoded once"),
        pytest.param({"uri": "file:///other/a.py"}, "/other/a.py", id="file: elsewhere"),
        pytest.param({"uri": "file:///C:/w/a.cs"}, "C:/w/a.cs", id="file: on Windows"),
        pytest.param({"uri": "src/%C3%BC.py"}, "src/ü.py", id="utf-8"),
        pytest.param({"uri": "a.py", "uriBaseId": "%SRCROOT%"}, "a.py", id="below a base"),
        pytest.param({"index": 1}, "lib/b c.py", id="by index of the artifacts (3.4.5)"),
        pytest.param({"index": 0, "uri": "own.py"}, "own.py", id="its own uri first"),
        pytest.param({"index": 9}, "", id="index out of range"),
        pytest.param({"index": 2}, "", id="an artifact without location"),
        pytest.param({}, "", id="nothing"),
        pytest.param(None, "", id="null"),
    ],
)
def test_where_a_finding_is(artifact: Json | None, file: str) -> None:
    result = {
        "locations": [
            {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": 7}}},
            {"physicalLocation": {"artifactLocation": {"uri": "second.py"}}},
        ]
    }
    artifacts = [{"location": {"uri": "a.py"}}, {"location": {"uri": "lib/b%20c.py"}}, {}]
    (found,) = findings(run(result, artifacts=artifacts))
    assert Resolver(find("/no/such", host="/work")).report("r").place(found.file).path == file
    assert found.line == 7


@pytest.mark.parametrize(
    "locations",
    [None, [], [{}], [{"physicalLocation": None}], [{"logicalLocations": [{"name": "x"}]}]],
)
def test_a_finding_may_be_nowhere(locations: object) -> None:
    (found,) = findings(run({"locations": locations}))
    assert (found.file, found.line) == ("", 0)


def test_what_a_finding_says() -> None:
    result = {"ruleId": "A", "message": {"text": "x" * 5000}}
    (found,) = findings(run(result))
    assert (found.tool, found.rule, len(found.message)) == ("scan", "A", 500)
    (by_index,) = findings(run({"ruleIndex": 1, "message": {"id": "m"}}, rules=RULES))
    assert (by_index.rule, by_index.message) == ("B", "")


@pytest.mark.parametrize("tool", [{}, {"driver": {}}, {"driver": None}])
def test_a_tool_without_a_name(tool: Json) -> None:
    pieces = read({"tool": tool, "results": [{}], "invocations": [{"executionSuccessful": False}]})
    assert unfinished(pieces) == ["the tool says that its execution was not successful"]


def test_lone_surrogates_are_read() -> None:
    data = rb'{"version": "2.1.0", "runs": [{"results": [{"message": {"text": "\ud800"}}]}]}'
    (found,) = (piece for piece in evidence(FORMAT, data) if isinstance(piece, Finding))
    assert found.message == "\ufffd"


def test_another_generation_of_sarif_is_refused() -> None:
    with pytest.raises(ReportError, match=r"SARIF 1\.0\.0 is not read here"):
        read(run({"level": "error"}), version="1.0.0")


@pytest.mark.parametrize(
    ("log", "place"),
    [
        pytest.param({"runs": {}}, r"\$\.runs", id="runs"),
        pytest.param({"runs": [{"results": {}}]}, r"\$\.runs\[0\]\.results", id="results"),
        pytest.param({"runs": [{"results": [3]}]}, "got `int`, in element 0", id="result"),
    ],
)
def test_another_shape_is_named(log: Json, place: str) -> None:
    with pytest.raises(ReportError, match=place):
        evidence(FORMAT, json.dumps(log).encode())


def test_cut_off_at_every_tenth() -> None:
    data = json.dumps({"version": "2.1.0", "runs": [run({"level": "error"})] * 50}).encode()
    for tenth in range(1, 10):
        with pytest.raises(ReportError):
            evidence(FORMAT, data[: len(data) * tenth // 10])


def scored(severity: object, level: str | None) -> Finding:
    rules = [{"id": "S", "properties": {"security-severity": severity}}]
    (finding,) = findings(run({"ruleId": "S", "level": level}, rules=rules))
    return finding


@pytest.mark.parametrize(
    ("severity", "level", "counts_as", "word"),
    [
        # the worse of its own and the band's, as GitHub's check takes it
        pytest.param("9.8", "warning", "error", "critical", id="critical at warning"),
        pytest.param("7.0", "note", "error", "high", id="high at note"),
        pytest.param("7.0", "none", "error", "high", id="high at none"),
        pytest.param("5.5", "note", "warning", "medium", id="medium at note"),
        pytest.param("5.5", "warning", "warning", "medium", id="medium at warning"),
        pytest.param("5.5", "error", "error", "medium", id="its own is worse"),
        pytest.param("2.0", "error", "error", "low", id="low at error"),
        pytest.param("2.0", "note", "note", "low", id="low at note"),
        pytest.param("2.0", "warning", "warning", "low", id="low at warning"),
        pytest.param("2.0", None, "warning", "low", id="low without a level"),
        pytest.param(9.8, "warning", "error", "critical", id="a number"),
        pytest.param("0.0", "note", "note", "note", id="no band"),
        pytest.param("high", "note", "note", "note", id="no number"),
        pytest.param("nan", "note", "note", "note", id="NaN"),
    ],
)
def test_security_bands(severity: object, level: str | None, counts_as: str, word: str) -> None:
    finding = scored(severity, level)
    assert (finding.level, finding.severity) == (counts_as, word)


@pytest.mark.parametrize("three", [3, 3.0, "3", " 3 "])
def test_numbers_as_tools_write_them(three: object) -> None:
    place = {"artifactLocation": {"index": three}, "region": {"startLine": three}}
    rules: list[Json] = [{"id": "x"}, {"id": "y"}, {"id": "z"}, RULES[1]]
    result = {"ruleIndex": three, "locations": [{"physicalLocation": place}]}
    artifacts = [{"location": {"uri": f"{name}.py"}} for name in "abcd"]
    (finding,) = findings(run(result, rules=rules, artifacts=artifacts))
    assert (finding.rule, finding.level, finding.file, finding.line) == ("B", "error", "d.py", 3)


@pytest.mark.parametrize("line", ["x", -1, 0, 1e300, "9" * 50, None])
def test_a_line_that_is_none(line: object) -> None:
    place = {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": line}}
    (finding,) = findings(run({"locations": [{"physicalLocation": place}]}))
    assert finding.line == 0


@pytest.mark.parametrize(("written", "rule"), [(1234, "1234"), (7.0, "7"), ("7.0", "7.0")])
def test_a_rule_id_may_be_a_number(written: object, rule: str) -> None:
    rules = [{"id": written, "defaultConfiguration": {"level": "note"}}]
    (finding,) = findings(run({"ruleId": written}, rules=rules))
    assert (finding.rule, finding.level) == (rule, "note")


def invoked(name: str, *results: Json, **invocation: object) -> list[Evidence]:
    return read(
        {"tool": {"driver": {"name": name}}, "results": list(results), "invocations": [invocation]}
    )


MISSING_CLASSES: Json = {
    "level": "error",
    "descriptor": {"id": "spotbugs-missing-classes"},
    "message": {"text": "Classes needed for analysis were missing: [a.B]"},
}


@pytest.mark.parametrize(
    ("name", "results", "invocation", "stops", "warns"),
    [
        # SpotBugs' exit code is a sum: 1 bugs, 2 missing classes, 4 errors
        pytest.param("SpotBugs", 1, {"exitCode": 1}, False, False, id="bugs"),
        pytest.param("SpotBugs", 0, {"exitCode": 2}, False, True, id="missing classes"),
        pytest.param("SpotBugs", 1, {"exitCode": 3}, False, True, id="both"),
        pytest.param("SpotBugs", 0, {"exitCode": 4}, True, False, id="errors"),
        pytest.param("SpotBugs", 1, {"exitCode": 7}, True, False, id="all"),
        pytest.param("SpotBugs", 1, {"exitCode": "1"}, False, False, id="as text"),
        pytest.param("SpotBugs", 1, {"exitCode": 1.0}, False, False, id="1.0"),
        pytest.param("SpotBugs", 1, {"exitCode": 137}, True, False, id="killed: no such sum"),
        pytest.param("SpotBugs", 1, {}, True, False, id="no exit code"),
        pytest.param(
            "SpotBugs",
            0,
            {"exitCode": 2, "toolConfigurationNotifications": [MISSING_CLASSES]},
            False,
            True,
            id="missing classes by name",
        ),
        pytest.param("kube-linter", 1, {}, False, False, id="kube-linter found something"),
        pytest.param("kube-linter", 0, {}, True, False, id="kube-linter found nothing"),
        pytest.param("kube-linter", 1, {"exitCode": 2}, True, False, id="with an exit code"),
        pytest.param("scan", 1, {"exitCode": 1}, True, False, id="another tool"),
    ],
)
def test_execution_without_success(
    name: str, results: int, invocation: Json, stops: bool, warns: bool
) -> None:
    found = [{"ruleId": "A"}] * results
    pieces = invoked(name, *found, executionSuccessful=False, **invocation)
    assert bool(unfinished(pieces)) is stops
    assert any(isinstance(piece, Notice) for piece in pieces) is warns


@pytest.mark.parametrize(
    ("bases", "location", "file"),
    [
        # 3.4.4 and 3.14.14
        pytest.param(
            {"W": {"uri": "file:///b/shop/"}},
            ("src/a.py", "W"),
            "file:///b/shop/src/a.py",
            id="URI",
        ),
        pytest.param(
            {"W": {"uri": "services/cart/"}}, ("a.py", "W"), "services/cart/a.py", id="rel"
        ),
        pytest.param({"W": {"uri": "lib"}}, ("a.py", "W"), "lib/a.py", id="without its slash"),
        pytest.param(
            {"W": {"uri": "src/", "uriBaseId": "R"}, "R": {"uri": "shop/"}},
            ("a.py", "W"),
            "shop/src/a.py",
            id="a base of a base",
        ),
        pytest.param(
            {"W": {"uri": "src/", "uriBaseId": "R"}, "R": {}},
            ("a.py", "W"),
            "src/a.py",
            id="no top",
        ),
        pytest.param({}, ("src/a.py", "%SRCROOT%"), "src/a.py", id="a base that is not given"),
        pytest.param({"W": {"uri": "x/"}}, ("/b/a.py", "W"), "/b/a.py", id="an absolute path"),
        pytest.param(
            {"W": {"uri": "x/"}}, ("file:///a.py", "W"), "file:///a.py", id="absolute URI"
        ),
        pytest.param(
            {"W": {"uri": "my%20shop/"}}, ("a%20b.py", "W"), "my shop/a b.py", id="encoded"
        ),
        pytest.param({"W": {"uri": "x/"}}, ("a.py", None), "a.py", id="no base"),
    ],
)
def test_bases_of_uris(bases: Json, location: tuple[str, str | None], file: str) -> None:
    uri, base = location
    artifact = {"uri": uri, "uriBaseId": base}
    result = {"locations": [{"physicalLocation": {"artifactLocation": artifact}}]}
    (finding,) = findings(run(result, originalUriBaseIds=bases))
    assert finding.file == file


def test_a_circle_of_bases_ends() -> None:
    bases = {"A": {"uri": "a/", "uriBaseId": "B"}, "B": {"uri": "b/", "uriBaseId": "A"}}
    artifact = {"uri": "x.py", "uriBaseId": "A"}
    result = {"locations": [{"physicalLocation": {"artifactLocation": artifact}}]}
    (finding,) = findings(run(result, originalUriBaseIds=bases))
    assert finding.file.endswith("b/a/x.py")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        pytest.param({"text": "plain"}, "plain", id="text"),
        pytest.param({"markdown": "**m**"}, "**m**", id="markdown alone"),
        pytest.param({"id": "default", "arguments": ["x", "y"]}, "no y in x", id="of its rule"),
        pytest.param({"id": "gone"}, "", id="of no rule"),
        pytest.param({"text": "a {0}", "arguments": ["b"]}, "a b", id="a placeholder"),
    ],
)
def test_messages(message: Json, text: str) -> None:
    rules = [{"id": "A", "messageStrings": {"default": {"text": "no {1} in {0}"}}}]
    (finding,) = findings(run({"ruleId": "A", "message": message}, rules=rules))
    assert finding.message == text


@pytest.mark.parametrize("state", ["new", "unchanged", "updated", ""])
def test_the_state_against_a_baseline_is_kept(state: str) -> None:
    (finding,) = findings(run({"ruleId": "A", "baselineState": state or None}))
    assert finding.baseline == state


@pytest.mark.parametrize(
    ("marks", "own"),
    [
        pytest.param({"b/v1": "2", "a": "39fa2e:1"}, "a: 39fa2e:1, b/v1: 2", id="in one order"),
        pytest.param(
            # gitleaks/gitleaks report/sarif.go
            {
                "commitSha": "3f2a9c1",
                "email": "a@b.example",
                "author": "Ann",
                "date": "2026-11-27T12:00:00Z",
                "commitMessage": "hunter2",
            },
            "commitSha: 3f2a9c1",
            id="Gitleaks: not who wrote the commit, and what",
        ),
        pytest.param({"a": "requires login", "b": "1"}, "b: 1", id="words are no mark"),
        pytest.param({"a": "x" * 600}, "", id="too long to be one"),
        pytest.param({"a": "", "b": None}, "", id="empty"),
        pytest.param("39fa2e:1", "", id="no object"),
    ],
)
def test_the_mark_that_a_tool_knows_a_result_by(marks: object, own: str) -> None:
    (found,) = findings(run({"ruleId": "R", "partialFingerprints": marks}))
    assert found.own == own
