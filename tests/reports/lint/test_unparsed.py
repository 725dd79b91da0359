"""A file that could not be parsed, as each tool says it, in every format that it is written in."""

from __future__ import annotations

import json
from typing import Final

import pytest

from scorecard_action.model import Kind, Level
from scorecard_action.reports.formats import FORMATS
from tests.reports.lint.reading import evidence, findings, unfinished
from tests.reports.lint.writing import SHARED

# rule, message: of the tools' own documentation or output
SAYS: Final = [
    pytest.param("invalid-syntax", "Expected an expression", id="ruff"),
    pytest.param("E999", "SyntaxError: invalid syntax", id="flake8, ruff before 0.5"),
    pytest.param("E902", "TokenError: EOF in multi-line statement", id="pycodestyle"),
    pytest.param("", "SyntaxError: Expected an expression", id="ruff without a code"),
    pytest.param("E0001", "Parsing failed: 'invalid syntax'", id="pylint"),
    pytest.param("syntax-error", "Parsing failed: 'invalid syntax'", id="pylint, by name"),
    pytest.param("F0002", "a: Fatal error while checking", id="pylint, fatal"),
    pytest.param("astroid-error", "a: Fatal error while checking", id="pylint, fatal by name"),
    pytest.param("syntax", "invalid syntax", id="mypy, yamllint"),
    pytest.param("", "Parsing error: Unexpected token }", id="ESLint"),
    pytest.param("Lint/Syntax", "unexpected token tIDENTIFIER", id="RuboCop"),
    pytest.param("CssSyntaxError", "Unclosed block", id="Stylelint"),
    pytest.param("DL1000", "unexpected 'X'", id="hadolint"),
    pytest.param("SC1073", "Couldn't parse this if expression.", id="ShellCheck"),
    pytest.param("SC1009", "The mentioned syntax error was in this function.", id="its parser"),
    pytest.param("ShellCheck.SC1072", "Unexpected keyword.", id="ShellCheck's Checkstyle"),
    pytest.param("typecheck", "undefined: rate", id="golangci-lint"),
    pytest.param("clang-diagnostic-error", "use of undeclared identifier", id="clang-tidy"),
    pytest.param("syntaxError", "syntax error", id="Cppcheck"),
    pytest.param("load-failure", "Failed to load YAML file", id="ansible-lint"),
    pytest.param("Internal.ParseError", "An error occurred during parsing", id="phpcs"),
    pytest.param("TS1005", "',' expected.", id="tsc"),
    pytest.param("PRS", "Line 1: Found unparsable section", id="SQLFluff"),
]
ORDINARY: Final = [
    *("F401", "E501", "W0612", "E1101", "I0011", "SC2086", "SC1091", "DL3008", "TS2322"),
    *("Style/StringLiterals", "no-restricted-syntax", "errcheck", "arg-type", "block-no-empty"),
]
OWN: Final = [
    pytest.param("phan-json", [{"type_id": 1, "check_name": "PhanSyntaxError"}], id="Phan"),
    pytest.param(
        "sonar-issues",
        {"issues": [{"ruleId": "syntax-error", "primaryLocation": {"filePath": "a"}}]},
        id="Sonar's generic issues",
    ),
    pytest.param(
        "eslint-json",
        [{"filePath": "a.js", "messages": [{"fatal": True, "severity": 2, "message": "Parsing"}]}],
        id="ESLint",
    ),
    pytest.param(
        "eslint-json",
        {"results": [{"filePath": "a", "messages": [{"fatal": True, "severity": 2}]}]},
        id="ESLint with metadata",
    ),
    pytest.param("ruff-json", [{"code": "invalid-syntax", "filename": "a.py"}], id="ruff"),
    pytest.param(
        "ruff-json", [{"code": None, "filename": "a", "message": "SyntaxError: x"}], id="ruff 0.5"
    ),
    pytest.param("ruff-jsonl", {"code": "E902", "filename": "a.py"}, id="ruff lines"),
    pytest.param("pylint-json", [{"type": "error", "message-id": "E0001"}], id="pylint"),
    pytest.param("pylint-json", {"messages": [{"type": "fatal", "messageId": "F0001"}]}, id="2"),
    pytest.param("mypy-json", {"file": "a.py", "code": "syntax", "severity": "error"}, id="mypy"),
    pytest.param(
        "mypy-json",
        {"file": "a.py", "code": None, "message": 'Duplicate module named "a"'},
        id="mypy, blocking without a code",
    ),
    pytest.param(
        "rubocop-json",
        {"files": [{"offenses": [{"severity": "fatal", "cop_name": "Lint/Syntax"}]}]},
        id="RuboCop",
    ),
    pytest.param(
        "stylelint-json",
        [{"source": "a.css", "warnings": [{"rule": "CssSyntaxError", "severity": "error"}]}],
        id="Stylelint",
    ),
    pytest.param("hadolint-json", [{"file": "a", "code": "DL1000", "level": "error"}], id="hadol"),
    pytest.param("shellcheck-json", [{"file": "a", "code": 1073, "level": "error"}], id="shellc"),
    pytest.param(
        "shellcheck-json", {"comments": [{"code": 1094, "level": "warning"}]}, id="shellcheck 1"
    ),
    pytest.param("golangci-lint-json", {"Issues": [{"FromLinter": "typecheck"}]}, id="golangci"),
    pytest.param(
        "biome-json",
        {"summary": {}, "diagnostics": [{"category": "parse", "severity": "error"}]},
        id="Biome",
    ),
    pytest.param(
        "oxlint-json", {"number_of_files": 1, "diagnostics": [{"message": "m"}]}, id="oxc"
    ),
    pytest.param(
        "pyright-json", {"summary": {}, "generalDiagnostics": [{"severity": "error"}]}, id="pyright"
    ),
    pytest.param(
        "pyrefly-json", {"errors": [{"name": "parse-error", "severity": "error"}]}, id="Pyrefly"
    ),
    pytest.param(
        "sqlfluff-json", [{"filepath": "a", "violations": [{"code": "TMP"}]}], id="SQLFluff"
    ),
    pytest.param("cfn-lint-json", [{"Level": "Error", "Rule": {"Id": "E0000"}}], id="cfn-lint"),
    pytest.param("staticcheck-jsonl", {"code": "compile", "location": {}}, id="Staticcheck"),
    pytest.param("spectral-json", [{"code": "parser", "severity": 0, "range": {}}], id="Spectral"),
    pytest.param(
        "spectral-json",
        [{"code": "unrecognized-format", "severity": 1, "range": {}}],
        id="Spectral, no rule set is for it",
    ),
    pytest.param("buf-jsonl", {"type": "COMPILE", "path": "a.proto"}, id="buf"),
    pytest.param(
        "phpcs-json",
        {
            "totals": {},
            "files": {"a": {"messages": [{"source": "Internal.ParseError", "type": "ERROR"}]}},
        },
        id="phpcs",
    ),
    pytest.param("psalm-json", [{"type": "ParseError", "severity": "error"}], id="Psalm"),
    pytest.param(
        "ktlint-json",
        [{"file": "a", "errors": [{"rule": "", "message": "Not a valid Kotlin file"}]}],
        id="ktlint",
    ),
]
# they say that they did not finish instead, for the whole report
UNFINISHED: Final = [
    pytest.param("clang-analyzer", "<plist><dict/></plist>", id="Clang's analyzer"),
    pytest.param(
        "codenarc",
        "<CodeNarc><PackageSummary totalFiles='1' priority1='1'/></CodeNarc>",
        id="CodeNarc",
    ),
    pytest.param("ecj", "<compiler><exception message='x'/></compiler>", id="ecj"),
    pytest.param(
        "jscpd-json", '{"duplicates": [], "statistics": {"total": {"clones": 1}}}', id="jscpd"
    ),
    pytest.param("pa11y-json", '{"results": {"u": [{"message": "x"}]}}', id="pa11y-ci"),
    pytest.param("valgrind", "<valgrindoutput/>", id="Valgrind"),
    pytest.param("bandit-json", '{"results": [], "errors": [{"filename": "a"}]}', id="bandit"),
    pytest.param("semgrep-json", '{"results": [], "errors": [{"level": "error"}]}', id="semgrep"),
    pytest.param("pmd-json", '{"files": [], "processingErrors": [{"filename": "a"}]}', id="PMD"),
    pytest.param("pmd", '<pmd><error filename="a" msg="x"/></pmd>', id="PMD XML"),
    pytest.param("spotbugs", '<BugCollection><Errors errors="1"/></BugCollection>', id="SpotBugs"),
    pytest.param(
        "gitlab-security",
        '{"vulnerabilities": [], "scan": {"status": "failure"}, "version": "15"}',
        id="GitLab",
    ),
    pytest.param("trivy-json", '{"Resources": [{"Error": "x"}]}', id="Trivy"),
    pytest.param(
        "android-lint",
        '<issues><issue id="LintError" severity="Error" message="x"/></issues>',
        id="Android lint",
    ),
    pytest.param("cpd", '<pmd-cpd><error filename="a" msg="x"/></pmd-cpd>', id="CPD"),
    pytest.param("npm-audit-json", '{"statusCode": 405, "message": "m"}', id="npm"),
    pytest.param("pnpm-audit-json", '{"error": {"code": "ERR_PNPM"}}', id="pnpm"),
    pytest.param("yarn-audit-jsonl", '{"type": "auditAction"}', id="yarn"),
    pytest.param("cargo-jsonl", '{"reason": "build-finished", "success": false}', id="cargo"),
    pytest.param(
        "checkov-json",
        '{"results": {"failed_checks": []}, "summary": {"parsing_errors": 1}}',
        id="checkov",
    ),
    pytest.param("snyk-json", '{"ok": false, "error": "m"}', id="Snyk"),
    pytest.param(
        "brakeman-json",
        '{"warnings": [], "scan_info": {}, "errors": [{"error": "m"}]}',
        id="Brakeman",
    ),
    pytest.param(
        "gosec-json",
        '{"Issues": [], "Stats": {}, "Golang errors": {"a.go": [{"error": "m"}]}}',
        id="gosec",
    ),
    pytest.param("tflint-json", '{"issues": [], "errors": [{"message": "m"}]}', id="TFLint"),
    pytest.param(
        "dependency-check-json",
        '{"reportSchema": "1.1", "dependencies": [{"fileName": "a.jar"}],'
        ' "scanInfo": {"analysisExceptions": [{"exception": {"message": "x"}}]}}',
        id="Dependency-Check",
    ),
    pytest.param(
        "zap-json",
        '{"@generated": "", "site": [{"alerts": []}], "stoppingInsight": {"key": "x"}}',
        id="ZAP",
    ),
    pytest.param("zap", "<OWASPZAPReport><stoppingInsight/><site/></OWASPZAPReport>", id="ZAP XML"),
    pytest.param(
        "kics-json", '{"queries": [], "files_scanned": 2, "files_failed_to_scan": 1}', id="KICS"
    ),
    pytest.param("phpstan-json", '{"totals": {}, "files": [], "errors": ["m"]}', id="PHPStan"),
]
# what they look at cannot be broken, or they say nothing of it
UNSAID: Final = {
    *("axe-json", "cargo-audit-json", "detect-secrets-json", "gitleaks-json", "grype-json"),
    *("credo-json", "vale-json", "bundler-audit-json", "kubescape-json", "tfsec-json"),
    *("kube-linter-json", "markdownlint-json", "osv-scanner-json", "pip-audit-json"),
    *("redocly-json", "swiftlint-json", "trufflehog-jsonl", "typos-jsonl", "zizmor-json"),
}
CPPCHECK: Final = (
    '<results version="2"><cppcheck version="2.9"/><errors><error id="syntaxError"'
    ' severity="error" msg="syntax error"/></errors></results>'
)


@pytest.mark.parametrize("form", SHARED)
@pytest.mark.parametrize(("rule", "message"), SAYS)
def test_it_is_marked_in_every_format_that_tools_share(form: str, rule: str, message: str) -> None:
    (finding,) = findings(evidence(form, SHARED[form](rule, message, "error")))
    assert finding.unparsed


@pytest.mark.parametrize("form", SHARED)
@pytest.mark.parametrize("rule", ["load-failure", "E999", "syntax-error", "Lint/Syntax"])
def test_it_is_an_error_whatever_the_tool_calls_it(form: str, rule: str) -> None:
    (finding,) = findings(evidence(form, SHARED[form](rule, "not to be read", "warning")))
    assert (finding.level, finding.unparsed) == (Level.ERROR, True)


@pytest.mark.parametrize("form", ["github-annotations", "azure-annotations", "codeclimate"])
@pytest.mark.parametrize("code", ["PRS: Could not find a bracket", "E999 SyntaxError: x"])
def test_it_is_known_by_the_code_in_the_message(form: str, code: str) -> None:
    (finding,) = findings(evidence(form, SHARED[form]("SQLFluff", code, "warning")))
    assert (finding.level, finding.unparsed) == (Level.ERROR, True)


@pytest.mark.parametrize("form", SHARED)
@pytest.mark.parametrize("rule", ORDINARY)
def test_an_ordinary_finding_is_not(form: str, rule: str) -> None:
    word = "warning" if rule == "SC1091" else "error"
    (finding,) = findings(evidence(form, SHARED[form](rule, "Parsing error: of words", word)))
    assert not finding.unparsed


@pytest.mark.parametrize(("form", "document"), OWN)
def test_it_is_marked_in_the_tools_own_format(form: str, document: object) -> None:
    (finding,) = findings(evidence(form, json.dumps(document)))
    assert finding.unparsed


@pytest.mark.parametrize(("form", "text"), UNFINISHED)
def test_or_the_tool_did_not_finish(form: str, text: str) -> None:
    assert unfinished(evidence(form, text))


def test_cppcheck_marks_it_in_its_own_format() -> None:
    assert findings(evidence("cppcheck", CPPCHECK))[0].unparsed


@pytest.mark.parametrize(
    "line",
    [
        "Dockerfile:1:1 unexpected 'X' expecting ADD",
        "a.rb:3:5: F: [Correctable] Lint/Syntax: unexpected token",
        "a.rb:3:5: F: unexpected token",
        "a.py:3:5: E999 SyntaxError: invalid syntax",
        "a.py:1:0: F0001: No module named a (fatal)",
        "a.c:3:10: fatal error: tax.h: No such file or directory",
        "LINK : fatal error LNK1104: cannot open file 'tax.lib'",
        "a.yml:3:5: [error] syntax error: expected <block end> (syntax)",
        "a.css: line 1, col 1, error - Unclosed block (CssSyntaxError)",
        "a.yml:2:2: load-failure[yaml][/] (warning)",
        "a.yml:1: load-failure[not-found] (warning)",
    ],
)
def test_it_is_marked_in_text(line: str) -> None:
    (finding,) = findings(evidence("lint-text", line))
    assert finding.unparsed


@pytest.mark.parametrize(
    ("form", "text"),
    [
        pytest.param(
            "inspectcode",
            '<Report><Issues><Issue TypeId="CSharpErrors" File="a.cs" Line="1"/></Issues></Report>',
            id="InspectCode",
        ),
        pytest.param(
            "stylecop",
            '<StyleCopViolations><Violation RuleId="SA0102" Source="a.cs"/></StyleCopViolations>',
            id="StyleCop",
        ),
    ],
)
def test_it_is_marked_in_xml(form: str, text: str) -> None:
    (finding,) = findings(evidence(form, text))
    assert finding.unparsed


def test_every_lint_format_is_tested() -> None:
    lint = {name for name, form in FORMATS.items() if form.kind is Kind.LINT}
    rows = {param.values[0] for param in (*OWN, *UNFINISHED)}
    assert {*SHARED, *rows, *UNSAID, "cppcheck", "inspectcode", "stylecop"} == lint
