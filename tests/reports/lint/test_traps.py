"""What in a tool's own report is easily taken for another result, or for none."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from scorecard_action.model import Nothing
from tests.reports.lint.reading import counts, evidence, findings, outcome, told, unfinished
from tests.reports.test_detection import taken_by

PHPCS: Final = {"errors": 0, "warnings": 0, "fixable": 0}
PHPSTAN: Final = {"errors": 0, "file_errors": 0}
SENTENCE: Final = "No results with a severity of 'error' found!\n"


def phpstan(*errors: str, counted: int = 0) -> dict[str, Any]:
    return {"totals": {"errors": 0, "file_errors": counted}, "files": [], "errors": [*errors]}


def phpcs(source: str) -> dict[str, Any]:
    one = {"message": "m", "source": source, "severity": 5, "type": "ERROR", "line": 1}
    return {"totals": {**PHPCS, "errors": 1}, "files": {"a.php": {"messages": [one]}}}


def sql(**violation: object) -> list[Any]:
    return [{"filepath": "a.sql", "violations": [{"description": "m", **violation}]}]


def spectral(line: int, severity: int, code: str = "rule") -> list[Any]:
    place = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 1}}
    one = {"code": code, "path": [], "message": "m", "severity": severity, "range": place}
    return [{**one, "source": "api.yaml"}]


def zizmor(kind: str = "Primary", *, ignored: bool = False, **key: object) -> list[Any]:
    def at(row: int, kind: str, path: object) -> dict[str, Any]:
        place = {"location": {"start_point": {"row": row, "column": 0}}}
        return {"symbolic": {"kind": kind, "key": path}, "concrete": place}

    places = [at(8, "Related", {"Local": {"given_path": "other.yml"}}), at(0, kind, key)]
    one = {"ident": "artipacked", "desc": "m", "locations": places, "ignored": ignored}
    return [{**one, "determinations": {"severity": "Medium", "confidence": "Low"}}]


def axe(*impacts: str | None, passes: int = 1, **more: object) -> dict[str, Any]:
    found: list[Any] = [
        {"id": "a", "impact": one, "nodes": [{}, {}], "help": "m"} for one in impacts
    ]
    passed = [{"id": "b", "nodes": []}] * passes
    engine = {"name": "axe-core", "version": "4.14.1"}
    return {"testEngine": engine, "url": "u", "violations": found, "passes": passed, **more}


def credo(priority: object) -> dict[str, Any]:
    return {"issues": [{"check": "C", "filename": "a.ex", "line_no": 1, "priority": priority}]}


def jscpd(sources: int, clones: int = 0) -> dict[str, Any]:
    total = {"sources": sources, "clones": clones}
    return {"statistics": {"total": total}, "duplicates": []}


def sonar(severity: str | None) -> dict[str, Any]:
    place = {"message": "m", "filePath": "a.js"}
    return {"issues": [{"ruleId": "r", "severity": severity, "primaryLocation": place}]}


def pa11y_ci(**results: object) -> dict[str, Any]:
    return {"total": len(results), "passes": 0, "errors": 0, "results": results}


TYPO: Final = {"type": "typo", "path": "a", "line_num": 1, "typo": "teh", "corrections": ["the"]}


@pytest.mark.parametrize(
    ("form", "document", "expected"),
    [
        pytest.param("sqlfluff-json", sql(code="LT01"), (1, 0, 0, 0), id="SQLFluff, error"),
        pytest.param(
            "sqlfluff-json", sql(code="LT01", warning=True), (0, 1, 0, 0), id="SQLFluff, warning"
        ),
        *(
            pytest.param("spectral-json", spectral(1, number), level, id=f"Spectral, {number}")
            for number, level in enumerate([(1, 0, 0, 0), (0, 1, 0, 0), *[(0, 0, 1, 0)] * 2])
        ),
        pytest.param("zizmor-json", zizmor(ignored=True), (0, 0, 0, 1), id="zizmor, ignored"),
        pytest.param(
            "axe-json",
            axe("critical", "serious", "moderate", "minor", None),
            (2, 1, 2, 0),
            id="axe: rules, not nodes, and no impact is a note",
        ),
        pytest.param(
            "axe-json", axe(incomplete=[{"id": "c", "impact": "critical"}]), (0, 0, 0, 0), id="axe"
        ),
        pytest.param("axe-json", [axe("minor"), axe()], (0, 0, 1, 0), id="axe, a page each"),
        *(
            pytest.param("credo-json", credo(number), level, id=f"Credo, {number}")
            for number, level in {
                20: (1, 0, 0, 0), 10: (1, 0, 0, 0), 9: (0, 1, 0, 0), 0: (0, 1, 0, 0),
                -1: (0, 0, 1, 0), -10: (0, 0, 1, 0), None: (1, 0, 0, 0),
            }.items()
        ),
        pytest.param("sonar-issues", sonar("MAJOR"), (1, 0, 0, 0), id="Sonar"),
        pytest.param("sonar-issues", sonar(None), (1, 0, 0, 0), id="Sonar, severity at the rule"),
        pytest.param(
            "typos-json", {"type": "binary_file", "path": "a.png"}, (0, 0, 0, 0), id="typos"
        ),
        pytest.param("typos-json", TYPO, (1, 0, 0, 0), id="typos, a typo"),
    ],
)  # fmt: skip
def test_how_serious(form: str, document: object, expected: tuple[int, int, int, int]) -> None:
    assert counts(evidence(form, json.dumps(document))) == expected


@pytest.mark.parametrize(
    ("form", "document", "expected"),
    [
        pytest.param(
            "spectral-json", spectral(0, 0), ("rule", "error", "api.yaml", 1), id="Spectral, from 0"
        ),
        pytest.param(
            "zizmor-json",
            zizmor(Local={"given_path": "a.yml"}),
            ("artipacked", "Medium", "a.yml", 1),
            id="zizmor: the primary place, from 0",
        ),
        pytest.param(
            "zizmor-json",
            zizmor(Local={"verbatim_path": "a.yml"}),
            ("artipacked", "Medium", "a.yml", 1),
            id="zizmor 1.32",
        ),
        pytest.param(
            "sqlfluff-json",
            sql(code="LT01", line_no=7),
            ("LT01", "error", "a.sql", 7),
            id="SQLFluff before 3",
        ),
        pytest.param(
            "phpstan-json",
            {"totals": PHPSTAN, "files": {"a.php": {"messages": [{"message": "m", "line": None}]}}},
            ("", "error", "a.php", 0),
            id="PHPStan, no line",
        ),
    ],
)
def test_where_a_finding_is(form: str, document: object, expected: object) -> None:
    (found,) = findings(evidence(form, json.dumps(document)))
    assert told(found) == expected


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("phpstan-json", phpstan("No files found to analyse."), id="PHPStan"),
        pytest.param("phpstan-json", phpstan(counted=2), id="PHPStan, lost"),
        pytest.param(
            "phpcs-json",
            {"totals": {**PHPCS, "errors": 3}, "files": {"a.php": {"messages": []}}},
            id="phpcs",
        ),
        pytest.param("typos-json", {"type": "error", "message": "no such file"}, id="typos"),
        pytest.param("pa11y-json", pa11y_ci(u=[{"message": "timed out"}]), id="pa11y-ci"),
        pytest.param("pa11y-json", pa11y_ci(u=[{}]), id="pa11y-ci, an error without a text"),
        pytest.param("jscpd-json", jscpd(3, clones=1), id="jscpd, lost"),
    ],
)
def test_what_did_not_finish(form: str, document: object) -> None:
    pieces = evidence(form, json.dumps(document))
    assert not findings(pieces)
    assert len(unfinished(pieces)) == 1


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("phpcs-json", {"totals": PHPCS, "files": {}}, id="phpcs"),
        pytest.param("sqlfluff-json", [], id="SQLFluff"),
        pytest.param("axe-json", axe(passes=0), id="axe"),
        pytest.param("axe-json", [axe(passes=0)], id="axe, pages"),
        pytest.param("axe-json", [], id="axe, no page"),
        pytest.param("jscpd-json", jscpd(0), id="jscpd"),
        pytest.param("pa11y-json", pa11y_ci(), id="pa11y-ci"),
    ],
)
def test_what_looked_at_nothing(form: str, document: object) -> None:
    pieces = evidence(form, json.dumps(document))
    assert [type(piece) for piece in pieces].count(Nothing) == 1
    assert not findings(pieces)


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("phpstan-json", phpstan(), id="PHPStan, an empty map"),
        pytest.param("phpcs-json", {"totals": PHPCS, "files": {"a": {"messages": []}}}, id="phpcs"),
        pytest.param("sqlfluff-json", [{"filepath": "a", "violations": []}], id="SQLFluff"),
        pytest.param("axe-json", axe(), id="axe"),
        pytest.param("jscpd-json", jscpd(2), id="jscpd"),
        pytest.param("pa11y-json", pa11y_ci(u=[]), id="pa11y-ci"),
    ],
)
def test_what_is_clean_and_says_so(form: str, document: object) -> None:
    pieces = evidence(form, json.dumps(document))
    assert len(pieces) == 1  # the tool
    assert taken_by(json.dumps(document).encode()) == [form]


@pytest.mark.parametrize(
    ("form", "document"),
    [
        *(
            pytest.param("sqlfluff-json", sql(code=code, warning=True), id=f"SQLFluff, {code}")
            for code in ("PRS", "LXR", "TMP")
        ),
        *(
            pytest.param("spectral-json", spectral(0, 1, code), id=f"Spectral, {code}")
            for code in ("parser", "unrecognized-format")
        ),
        *(
            pytest.param("phpcs-json", phpcs(f"Internal.{rule}"), id=f"phpcs, {rule}")
            for rule in ("Exception", "Tokenizer.Exception", "ParseError")
        ),
    ],
)
def test_a_file_that_was_not_looked_at_is_no_ordinary_finding(form: str, document: object) -> None:
    (found,) = findings(evidence(form, json.dumps(document)))
    assert found.unparsed


@pytest.mark.parametrize(
    ("text", "findings_and_whole"),
    [
        pytest.param("{}", (0, True), id="clean"),
        pytest.param('{"Code": "E100", "Text": "x", "Path": "a", "Line": 1}', (0, False), id="E"),
        pytest.param('{"a.md": {"x": 1}}', (0, False), id="another object"),
    ],
)
def test_vales_own_error_is_no_clean_report(
    text: str, findings_and_whole: tuple[int, bool]
) -> None:
    found, error = outcome("vale-json", text.encode())
    assert (found, not error) == findings_and_whole


def test_no_code_found_is_an_ordinary_one() -> None:
    (found,) = findings(evidence("phpcs-json", json.dumps(phpcs("Internal.NoCodeFound"))))
    assert not found.unparsed


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        pytest.param(SENTENCE, True, id="Spectral's"),
        pytest.param(SENTENCE.replace("' found", "' or higher found"), True, id="or higher"),
        pytest.param("\n" + SENTENCE, True, id="on a line of its own"),
        pytest.param("No results", False, id="cut off"),
        pytest.param(SENTENCE + "{", False, id="something else"),
    ],
)
@pytest.mark.parametrize(
    ("document", "count"),
    [
        pytest.param([], 0, id="clean"),
        pytest.param(spectral(4, 1), 1, id="a warning"),
    ],
)
def test_a_sentence_behind_the_report(
    document: list[Any], count: int, sentence: str, *, whole: bool
) -> None:
    found, error = outcome("spectral-json", (json.dumps(document) + sentence).encode())
    assert (not error) is whole
    assert found == (count if whole else 0)


VALGRIND: Final = (
    "<valgrindoutput><status><state>RUNNING</state></status>{}"
    "<status><state>{}</state></status></valgrindoutput>"
)
LEAK: Final = "<error><kind>{}</kind><xwhat><text>m</text></xwhat></error>"
CODENARC: Final = "<CodeNarc><PackageSummary totalFiles='{}' priority1='0'/></CodeNarc>"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param("Leak_DefinitelyLost", (1, 0, 0, 0), id="lost"),
        pytest.param("Leak_PossiblyLost", (0, 1, 0, 0), id="perhaps lost"),
        pytest.param("Leak_StillReachable", (0, 0, 1, 0), id="reachable"),
        pytest.param("Race", (1, 0, 0, 0), id="Helgrind"),
    ],
)
def test_a_leak_that_is_none_is_no_error(kind: str, expected: object) -> None:
    pieces = evidence("valgrind", VALGRIND.format(LEAK.format(kind), "FINISHED"))
    assert counts(pieces) == expected
    assert not unfinished(pieces)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        pytest.param("valgrind", VALGRIND.format("", "RUNNING"), id="Valgrind still runs"),
        pytest.param("valgrind", "<valgrindoutput/>", id="Valgrind says no state"),
        pytest.param(
            "valgrind",
            VALGRIND.format("<fatal_signal><signo>11</signo></fatal_signal>", "FINISHED"),
            id="the program died",
        ),
        pytest.param("ecj", "<compiler><error message='no classpath'/></compiler>", id="ecj"),
        pytest.param(
            "ecj",
            "<compiler><sources><source path='A.java'/></sources><stats>"
            "<problem_summary errors='1'/></stats></compiler>",
            id="ecj, lost",
        ),
        pytest.param("clang-analyzer", "<plist><dict/></plist>", id="Clang's analyzer"),
    ],
)
def test_what_did_not_finish_in_xml(form: str, text: str) -> None:
    pieces = evidence(form, text)
    assert len(unfinished(pieces)) == 1
    assert len(pieces) == 2  # and the tool


@pytest.mark.parametrize(
    ("form", "text", "nothing"),
    [
        pytest.param("codenarc", CODENARC.format(0), True, id="CodeNarc"),
        pytest.param("codenarc", CODENARC.format(3), False, id="CodeNarc, clean"),
        pytest.param("ecj", "<compiler><sources/></compiler>", True, id="ecj"),
        pytest.param(
            "ecj", "<compiler><sources><source path='A'/></sources></compiler>", False, id="clean"
        ),
    ],
)
def test_what_looked_at_nothing_in_xml(form: str, text: str, *, nothing: bool) -> None:
    pieces = evidence(form, text)
    assert any(isinstance(piece, Nothing) for piece in pieces) is nothing
    assert len(pieces) == 1 + nothing


def test_a_plist_of_anything_else_is_none_of_the_analyzers() -> None:
    text = "<plist><dict><key>CFBundleName</key><string>Shop</string></dict></plist>"
    assert taken_by(text.encode()) == []


def test_an_issue_has_its_own_severity_before_that_of_its_type() -> None:
    issues = '<Issue TypeId="T" Severity="HINT"/><Issue TypeId="T"/><Issue TypeId="U"/>'
    types = '<IssueTypes><IssueType Id="T" Severity="WARNING"/></IssueTypes>'
    pieces = evidence("inspectcode", f"<Report>{types}<Issues>{issues}</Issues></Report>")
    assert counts(pieces) == (1, 1, 1, 0)


ECJ: Final = "1. ERROR in /b/A.java (at line 3)"
PLACE: Final = "[ERROR] /b/A.java:[3,5] cannot find symbol"
AGAIN: Final = f"[ERROR] Failed to execute goal p:compile on project shop: failed:\n{PLACE}"
ANT: Final = "/b/build.xml:4: Compile failed; see the compiler error output for details."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{ECJ}\n\tint a;\n\t    ^\nno a\n----------\n", (1, "no a"), id="ecj"),
        pytest.param(f"{ECJ}\n----------\n", (1, "without a message"), id="ecj says no more"),
        pytest.param(f"{ECJ}\n\tint a;\n", (1, "without a message"), id="ecj, cut off"),
        pytest.param(f"{ECJ}\n{ECJ}\nno a\n", (2, "without a message"), id="ecj, two"),
        pytest.param(
            f"{PLACE}\n[INFO] BUILD FAILURE\n{AGAIN}\n", (1, "cannot find symbol"), id="Maven"
        ),
        pytest.param(f"{AGAIN}\n", (1, "cannot find symbol"), id="Maven, said only at its end"),
        pytest.param(
            f"{PLACE}\n{AGAIN}\n[INFO] Scanning for projects...\n{PLACE}\n{AGAIN}\n",
            (2, "cannot find symbol"),
            id="Maven, run twice",
        ),
        pytest.param(
            f"    [javac] /b/A.java:3: error: no a\nBUILD FAILED\n{ANT}\n", (1, "no a"), id="Ant"
        ),
        pytest.param(
            f"BUILD FAILED\n{ANT}\n",
            (1, "Compile failed; see the compiler error output for details."),
            id="Ant, without what failed",
        ),
    ],
)
def test_a_compilers_console(text: str, expected: tuple[int, str]) -> None:
    found = findings(evidence("lint-text", text))
    assert (len(found), found[0].message) == expected
    assert {finding.line for finding in found} <= {3, 4}
