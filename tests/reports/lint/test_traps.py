"""What in a tool's own report is easily taken for another result, or for none."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from scorecard_action.model import Nothing
from tests.reports.lint.reading import counts, evidence, findings, outcome, unfinished
from tests.reports.test_detection import taken_by


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


@pytest.mark.parametrize(
    ("form", "document", "expected"),
    [
        *(
            pytest.param("credo-json", credo(number), level, id=f"Credo, {number}")
            for number, level in {
                20: (1, 0, 0, 0), 10: (1, 0, 0, 0), 9: (0, 1, 0, 0), 0: (0, 1, 0, 0),
                -1: (0, 0, 1, 0), -10: (0, 0, 1, 0), None: (1, 0, 0, 0),
            }.items()
        ),
        pytest.param("sonar-issues", sonar("MAJOR"), (1, 0, 0, 0), id="Sonar"),
        pytest.param("sonar-issues", sonar(None), (1, 0, 0, 0), id="Sonar, severity at the rule"),
    ],
)  # fmt: skip
def test_how_serious(form: str, document: object, expected: tuple[int, int, int, int]) -> None:
    assert counts(evidence(form, json.dumps(document))) == expected


@pytest.mark.parametrize(
    ("form", "document"),
    [
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
        pytest.param("jscpd-json", jscpd(2), id="jscpd"),
        pytest.param("pa11y-json", pa11y_ci(u=[]), id="pa11y-ci"),
    ],
)
def test_what_is_clean_and_says_so(form: str, document: object) -> None:
    pieces = evidence(form, json.dumps(document))
    assert len(pieces) == 1  # the tool
    assert taken_by(json.dumps(document).encode()) == [form]


@pytest.mark.parametrize(
    ("text", "findings_and_whole"),
    [
        pytest.param("{}", (0, True), id="clean"),
        pytest.param('{"Code": "E100", "Text": "x", "Path": "a", "Line": 1}', (0, False), id="E"),
        pytest.param("[]", (0, False), id="PHP's empty object"),
        pytest.param("note: x\n[]", (0, False), id="it, behind a line"),
        pytest.param('{"a.md": {"x": 1}}', (0, False), id="another object"),
    ],
)
def test_vales_own_error_is_no_clean_report(
    text: str, findings_and_whole: tuple[int, bool]
) -> None:
    found, error = outcome("vale-json", text.encode())
    assert (found, not error) == findings_and_whole


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
