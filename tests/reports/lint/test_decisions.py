"""Where formats leave something open: levels, suppressions, did-not-finish marks, empty reports."""

from __future__ import annotations

import json

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Evidence, Kind
from scorecard_action.reports.formats import FORMATS
from tests.reports.lint.reading import counts, evidence, findings, told, tools, unfinished


def read(form: str, document: object) -> list[Evidence]:
    return evidence(form, json.dumps(document))


JSON_ARRAYS = (
    "codeclimate", "eslint-json", "ruff-json", "pylint-json", "stylelint-json", "hadolint-json",
    "shellcheck-json", "trivy-json",
)  # fmt: skip
JSON_OBJECTS = (
    "rdjson", "golangci-lint-json", "rubocop-json", "semgrep-json", "bandit-json",
    "gitlab-security", "pmd-json", "eslint-json", "shellcheck-json", "pylint-json", "trivy-json",
)  # fmt: skip


@pytest.mark.parametrize("form", JSON_ARRAYS)
def test_an_empty_array_is_clean_where_the_format_is_named(form: str) -> None:
    assert counts(evidence(form, " [ ]\n")) == (0, 0, 0, 0)


@pytest.mark.parametrize("form", JSON_OBJECTS)
def test_an_empty_object_is_never_clean(form: str) -> None:
    with pytest.raises(ReportError, match="not the shape of this format"):
        evidence(form, "{}")


@pytest.mark.parametrize("form", [name for name in JSON_OBJECTS if name != "rdjson"])
def test_another_object_is_never_clean(form: str) -> None:
    with pytest.raises(ReportError, match="not the shape of this format"):
        read(form, {"message": "API rate limit exceeded"})


@pytest.mark.parametrize("form", ["eslint-json", "stylelint-json"])
def test_an_array_of_something_else_is_never_clean(form: str) -> None:
    with pytest.raises(ReportError, match="not the shape of this format"):
        read(form, [{"message": "API rate limit exceeded"}])


@pytest.mark.parametrize(
    ("form", "tool"),
    [
        ("eslint-json", "eslint"),
        ("ruff-json", "ruff"),
        ("hadolint-json", "hadolint"),
        ("trivy-json", "trivy"),
    ],
)
def test_a_clean_report_of_one_tool_names_it(form: str, tool: str) -> None:
    assert tools(evidence(form, "[]")) == {tool}


def gitlab(severity: str | None) -> object:
    return [{"check_name": "r", "severity": severity, "location": {"path": "a", "lines": {}}}]


def diagnostics(severity: object, overall: object = None) -> object:
    one = {"message": "m", "location": {"path": "a"}, "severity": severity}
    return {"diagnostics": [one], "severity": overall}


def pmd(priority: object) -> object:
    return {"files": [{"filename": "a", "violations": [{"priority": priority}]}]}


def security(severity: str | None) -> object:
    return {"version": "15", "vulnerabilities": [{"severity": severity, "location": {}}]}


ERROR, WARNING, NOTE = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)
SUPPRESSED = (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("form", "document", "expected"),
    [
        *(("codeclimate", gitlab(word), ERROR) for word in ("blocker", "critical", "major")),
        ("codeclimate", gitlab("minor"), WARNING),
        ("codeclimate", gitlab(None), WARNING),
        ("codeclimate", gitlab("info"), NOTE),
        ("codeclimate", gitlab("MAJOR"), ERROR),
        ("codeclimate", [{"type": "measurement", "check_name": "lines"}], (0, 0, 0, 0)),
        *(("rdjson", diagnostics(one), ERROR) for one in ("ERROR", 1, None, 0, 9, "odd")),
        *(("rdjson", diagnostics(one), WARNING) for one in ("WARNING", 2)),
        *(("rdjson", diagnostics(one), NOTE) for one in ("INFO", 3)),
        ("rdjson", diagnostics(None, "INFO"), NOTE),
        ("rdjson", diagnostics("UNKNOWN_SEVERITY", 2), WARNING),
        ("rdjson", diagnostics("ERROR", "INFO"), ERROR),
        ("eslint-json", [{"messages": [{"severity": 2}]}], ERROR),
        ("eslint-json", [{"messages": [{"severity": 1}]}], WARNING),
        ("eslint-json", [{"messages": [{"severity": 1, "fatal": True}]}], ERROR),
        ("eslint-json", [{"messages": None, "suppressedMessages": [{"severity": 2}]}], SUPPRESSED),
        ("ruff-json", [{"code": None, "filename": "a"}], ERROR),
        ("ruff-json", [{"code": "E1", "filename": "a", "severity": "warning"}], WARNING),
        *(("pylint-json", [{"type": word}], ERROR) for word in ("fatal", "error")),
        ("pylint-json", [{"type": "warning"}], WARNING),
        *(("pylint-json", [{"type": w}], NOTE) for w in ("refactor", "convention", "info")),
        ("golangci-lint-json", {"Issues": [{"Severity": ""}]}, ERROR),
        ("golangci-lint-json", {"Issues": [{"Severity": "warning"}]}, WARNING),
        ("rubocop-json", {"files": [{"offenses": [{"severity": "fatal"}]}]}, ERROR),
        ("rubocop-json", {"files": [{"offenses": [{"severity": "refactor"}]}]}, NOTE),
        (
            "rubocop-json",
            {"files": [{"offenses": [{"severity": "warning", "corrected": True}]}]},
            WARNING,
        ),
        ("stylelint-json", [{"warnings": [{"severity": "warning"}]}], WARNING),
        ("hadolint-json", [{"level": "style", "code": "DL1"}], NOTE),
        ("hadolint-json", [{"level": None, "code": None}], ERROR),
        ("shellcheck-json", [{"level": "info", "code": 2086}], NOTE),
        ("semgrep-json", {"results": [{"extra": {"severity": "CRITICAL"}}]}, ERROR),
        ("semgrep-json", {"results": [{"extra": {"severity": "MEDIUM"}}]}, WARNING),
        ("semgrep-json", {"results": [{"extra": {"severity": "INVENTORY"}}]}, NOTE),
        (
            "semgrep-json",
            {"results": [{"extra": {"severity": "ERROR", "is_ignored": True}}]},
            SUPPRESSED,
        ),
        ("bandit-json", {"results": [{"issue_severity": "HIGH"}]}, ERROR),
        ("bandit-json", {"results": [{"issue_severity": "MEDIUM"}]}, WARNING),
        ("bandit-json", {"results": [{"issue_severity": "UNDEFINED"}]}, NOTE),
        *(("gitlab-security", security(word), ERROR) for word in ("Critical", "High")),
        ("gitlab-security", security("Medium"), WARNING),
        *(("gitlab-security", security(w), NOTE) for w in ("Low", "Info", "Unknown", None)),
        *(("pmd-json", pmd(one), ERROR) for one in (1, 2, "1", None)),
        ("pmd-json", pmd(3), WARNING),
        *(("pmd-json", pmd(one), NOTE) for one in (4, 5)),
    ],
)
def test_levels(form: str, document: object, expected: tuple[int, int, int, int]) -> None:
    assert counts(read(form, document)) == expected


@pytest.mark.parametrize(
    ("form", "xml", "expected"),
    [
        *(("spotbugs", f'<BugInstance priority="{n}"/>', e)
          for n, e in (("1", ERROR), ("2", WARNING), ("3", NOTE), ("5", NOTE), ("", ERROR))),
        *(("cppcheck", f'<error id="x" severity="{word}" msg=""/>', e)
          for word, e in (("error", ERROR), ("warning", WARNING), ("style", NOTE),
                          ("performance", NOTE), ("portability", NOTE), ("information", NOTE))),
        *(("android-lint", f'<issue id="x" severity="{word}"/>', e)
          for word, e in (("Fatal", ERROR), ("Error", ERROR), ("Warning", WARNING),
                          ("Information", NOTE), ("Ignore", (0, 0, 0, 0)))),
        *(("pmd", f'<violation priority="{n}"/>', e)
          for n, e in (("1", ERROR), ("2", ERROR), ("3", WARNING), ("4", NOTE), ("5", NOTE))),
        ("pmd", '<suppressedviolation filename="a" msg="m"/>', SUPPRESSED),
        ("cpd", "<duplication/>", ERROR),
    ],
)  # fmt: skip
def test_levels_in_xml(form: str, xml: str, expected: tuple[int, int, int, int]) -> None:
    root = {
        "spotbugs": "BugCollection",
        "cppcheck": "results",
        "android-lint": "issues",
        "pmd": "pmd",
        "checkstyle": "checkstyle",
        "cpd": "pmd-cpd",
    }[form]
    assert counts(evidence(form, f"<{root}>{xml}</{root}>")) == expected


@pytest.mark.parametrize(
    ("form", "document", "said"),
    [
        ("semgrep-json", {"results": [], "errors": [{"level": "error", "message": "m"}]}, "m"),
        ("semgrep-json", {"results": [], "errors": [{"message": "m"}]}, "m"),
        ("semgrep-json", {"results": [], "errors": [{"level": "warn", "message": "m"}]}, None),
        ("bandit-json", {"results": [], "errors": [{"filename": "a", "reason": "m"}]}, "a: m"),
        ("golangci-lint-json", {"Issues": None, "Report": {"Error": "m"}}, "m"),
        (
            "golangci-lint-json",
            {"Issues": [], "Report": {"Warnings": [{"Text": "x is deprecated"}]}},
            None,
        ),
        ("stylelint-json", [{"warnings": [], "parseErrors": [{"text": "m"}]}], "m"),
        ("stylelint-json", [{"warnings": [], "invalidOptionWarnings": [{"text": "m"}]}], "m"),
        ("gitlab-security", {"vulnerabilities": [], "scan": {"status": "failure"}}, "failed"),
        ("gitlab-security", {"vulnerabilities": [], "scan": {"status": "success"}}, None),
        ("pmd-json", {"files": [], "processingErrors": [{"message": "m"}]}, "m"),
        ("pmd-json", {"files": [], "configurationErrors": [{"message": "m"}]}, "m"),
        ("pylint-json", [{"type": "fatal", "message": "m"}], "m"),
        ("eslint-json", [{"messages": [{"fatal": True, "message": "m"}]}], None),
    ],
)
def test_what_did_not_finish_says_so(form: str, document: object, said: str | None) -> None:
    told_of = unfinished(read(form, document))
    assert len(told_of) == (said is not None)
    assert said is None or said in told_of[0]


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ('<Errors errors="2" missingClasses="0"/>', 1),
        ('<Errors errors="0" missingClasses="3"><MissingClass>a</MissingClass></Errors>', 0),
        ("<Errors><AnalysisError>m</AnalysisError></Errors>", 1),
        ("<Errors><MissingClass>a</MissingClass></Errors>", 0),
        ("", 0),
    ],
)
def test_spotbugs_errors_are_no_missing_classes(errors: str, said: int) -> None:
    assert len(unfinished(evidence("spotbugs", f"<BugCollection>{errors}</BugCollection>"))) == said


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ({"lines": {"begin": 3}}, 3),
        ({"lines": {"begin": "3"}}, 3),
        ({"lines": {"begin": 3.0}}, 3),
        ({"positions": {"begin": {"line": 3}}}, 3),
        ({"positions": {"begin": 812}}, 0),
        ({"positions": {"begin": {"offset": 4}}}, 0),
        ({"lines": {"begin": -1}}, 0),
        ({"lines": {"begin": 10**400}}, 0),
        ({}, 0),
    ],
)
def test_where_a_code_climate_issue_stands(place: dict[str, object], line: int) -> None:
    document = [{"check_name": "r", "severity": "major", "location": {"path": "a", **place}}]
    assert [told(one) for one in findings(read("codeclimate", document))] == [
        ("r", "major", "a", line)
    ]


ISSUE = '{"type":"issue","check_name":"r","location":{"path":"a"},"engine_name":"e"}'


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(f"{ISSUE}\0{ISSUE}\0", id="NUL"),
        pytest.param(f"{ISSUE}\0\n{ISSUE}\0\n", id="NUL and line end"),
        pytest.param(f"{ISSUE}\n{ISSUE}", id="lines"),
        pytest.param(f"[{ISSUE},{ISSUE}]", id="array"),
    ],
)
def test_an_engine_streams_its_issues(stream: str) -> None:
    pieces = evidence("codeclimate", stream)
    assert counts(pieces) == (0, 2, 0, 0)
    assert tools(pieces) == {"e"}


@pytest.mark.parametrize(
    ("stream", "line"),
    [
        pytest.param(f"{ISSUE}\0{ISSUE[:20]}", 1, id="in an issue"),
        pytest.param(f"{ISSUE}\0\n{ISSUE}", 2, id="before the NUL"),
        pytest.param(f"{ISSUE}\n{ISSUE[:20]}", 2, id="in a line"),
    ],
)
def test_a_stream_that_is_cut_off_is_not_whole(stream: str, line: int) -> None:
    with pytest.raises(ReportError, match=r"cut off|Unterminated") as caught:
        evidence("codeclimate", stream)
    assert caught.value.line == line


def test_text_around_a_report_is_passed_over_and_a_second_report_is_not() -> None:
    report = '[{"filePath": "a.js", "messages": [{"severity": 2}]}]'
    npm = "\n> shop@1.0.0 lint\n> eslint -f json .\n\n"
    assert counts(evidence("eslint-json", npm + report + "\n")) == ERROR
    assert counts(evidence("eslint-json", report + "\nDone in 1.2 s.\n")) == ERROR
    for twice in (f"{report}\n{report}", f"{report}{report}", f"{report} and more"):
        with pytest.raises(ReportError, match="not valid JSON"):
            evidence("eslint-json", twice)


def test_line_formats_may_be_empty_when_clean() -> None:
    lint = {name for name, form in FORMATS.items() if form.kind is Kind.LINT and form.empty_clean}
    assert lint == {
        "codeclimate", "rdjsonl", "ruff-jsonl", "mypy-json", "lint-text", "github-annotations",
        "azure-annotations", "buf-jsonl", "staticcheck-jsonl", "trufflehog-jsonl", "typos-jsonl",
    }  # fmt: skip
