"""What tools write for themselves is recognised, and the message says what to let them write."""

from __future__ import annotations

import io
import json
from typing import Final

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.reports.detect import candidates, detect
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.own.row import Own
from scorecard_action.reports.own.table import TABLE, owner
from scorecard_action.reports.source import Source

NONE: Final = "it writes no format that is read"

# the least that each tool's own output has, by the tool's documentation or source
SAMPLES: Final[dict[str, list[object]]] = {
    "Playwright": [
        {"config": {}, "suites": [], "errors": [], "stats": {"expected": 1, "unexpected": 0}}
    ],
    "Mochawesome": [
        {"stats": {"suites": 1, "tests": 1}, "results": [], "meta": {"mochawesome": {}}}
    ],
    "Newman": [{"collection": {}, "run": {"stats": {}, "executions": [], "failures": []}}],
    "pytest-json-report": [
        {"created": 1.5, "duration": 0.1, "exitcode": 0, "root": "/b", "summary": {"total": 1}}
    ],
    "Allure": [
        {"uuid": "1", "historyId": "2", "status": "passed", "labels": [], "start": 1, "stop": 2},
        {"uuid": "1", "children": ["2"], "befores": [], "start": 1, "stop": 2},
    ],
    "Karate": [{"version": "1", "featuresPassed": 1, "scenariosPassed": 2, "featureSummary": []}],
    "CTest": ["<Site Name='ci'><Testing><TestList/></Testing></Site>"],
    "Boost.Test": [
        "<TestLog></TestLog>",
        "<TestResult><TestSuite name='a' result='passed'/></TestResult>",
    ],
    "QTest": [
        "<TestCase name='t'><Environment><QtVersion>5.15.8</QtVersion></Environment></TestCase>",
        "<Environment><QtVersion>5.15.8</QtVersion></Environment><TestFunction name='a'/>",
    ],
    "Check": [
        "<testsuites xmlns='http://check.sourceforge.net/ns'><suite/></testsuites>",
    ],
    "CUnit": ["<CUNIT_TEST_RUN_REPORT><CUNIT_HEADER/></CUNIT_TEST_RUN_REPORT>"],
    "gtester": ["<gtester><testbinary path='./t'/></gtester>"],
    "subunit": ["test: a\nsuccess: a\n"],
    "TeamCity's service messages": ["##teamcity[testStarted name='a' flowId='1']\n"],
    "xcresulttool": [
        {"testNodes": [], "devices": [], "testPlanConfigurations": []},
        {"totalTestCount": 1, "passedTests": 1, "failedTests": 0, "result": "Passed"},
    ],
    "k6": [
        {"metrics": {}, "root_group": {"name": "", "checks": {}}},
        {"version": "1", "metadata": {"k6Version": "1.5"}, "results": {"checks": []}},
    ],
    "Biome": [{"summary": {"errors": 1}, "diagnostics": [], "command": "lint"}],
    "oxlint": [{"diagnostics": [], "number_of_files": 1, "number_of_rules": 90}],
    "HTMLHint": [[{"file": "a.html", "messages": [{"type": "error", "rule": {"id": "x"}}]}]],
    "JSHint": [
        "a.js: line 1, col 5, Missing semicolon.\n\n1 error\n",
        "<jslint><file name='a.js'><issue line='1'/></file></jslint>",
    ],
    "TSLint": [[{"failure": "f", "name": "a.ts", "ruleName": "x", "ruleSeverity": "ERROR"}]],
    "Spectral": [
        [{"code": "x", "path": ["info"], "message": "m", "severity": 1,
          "range": {"start": {"line": 0}}, "source": "/b/a.yaml"}]
    ],
    "Redocly": [{"totals": {"errors": 1}, "version": "2", "problems": [{"ruleId": "x"}]}],
    "buf": [{"path": "a.proto", "start_line": 1, "type": "PACKAGE_DEFINED", "message": "m"}],
    "protolint": [{"basedir": "", "lints": None}],
    "jscpd": [{"statistics": {"total": {}}, "duplicates": []}],
    "knip": [{"issues": [{"file": "a.ts", "unlisted": [], "exports": []}]}],
    "secretlint": [[{"filePath": "a", "sourceContentType": "text", "messages": []}]],
    "Vale": [{"a.md": [{"Check": "x", "Line": 1, "Severity": "error", "Match": "m", "Span": []}]}],
    "typos": [{"type": "typo", "path": "a", "line_num": 1, "typo": "teh", "corrections": ["the"]}],
    "SQLFluff": [[{"filepath": "a.sql", "violations": [], "statistics": {}}]],
    "zizmor": [[{"ident": "x", "desc": "d", "determinations": {}, "locations": []}]],
    "actionlint": [
        [{"message": "m", "filepath": "a.yml", "line": 1, "column": 2, "kind": "k", "snippet": ""}]
    ],
    "Pyrefly": [{"errors": [{"line": 1, "path": "a.py", "name": "x", "concise_description": "d"}]}],
    "pyright": [{"version": "1", "generalDiagnostics": [], "summary": {"filesAnalyzed": 1}}],
    "cargo": [
        {"reason": "compiler-artifact", "package_id": "a", "target": {}},
        {"reason": "build-finished", "success": True},
    ],
    "SwiftLint": [[{"character": 1, "file": "a.swift", "reason": "r", "rule_id": "x"}]],
    "ktlint": [[{"file": "a.kt", "errors": [{"line": 1, "message": "m", "rule": "r"}]}]],
    "scalastyle": ["warning file=/b/A.scala message=Magic Number line=3 column=4\n"],
    "CodeNarc": ["<CodeNarc version='3'><Project title=''/></CodeNarc>"],
    "PHPStan": [{"totals": {"errors": 0, "file_errors": 1}, "files": [], "errors": []}],
    "Psalm": [[{"severity": "error", "line_from": 1, "type": "x", "shortcode": 1}]],
    "Phan": [[{"type": "issue", "type_id": 1, "check_name": "x", "severity": 5}]],
    "PHP_CodeSniffer": [{"totals": {"errors": 0, "warnings": 0, "fixable": 0}, "files": {}}],
    "PHP-CS-Fixer": [{"about": "PHP CS Fixer", "files": [], "time": {"total": 1}, "memory": 1}],
    "Credo": [{"issues": [{"check": "x", "priority": 1, "filename": "a.ex", "line_no": 1}]}],
    "Sobelow": [{"findings": {"high_confidence": []}, "sobelow_version": "1"}],
    "luacheck": ["Checking a.lua    1 warning\n\nTotal: 1 warning / 0 errors in 1 file\n"],
    "Staticcheck": [
        {"code": "S1", "severity": "error", "location": {"file": "a.go"}, "end": {}, "message": "m"}
    ],
    "revive": [[{"Severity": "warning", "Failure": "f", "RuleName": "r", "Position": {}}]],
    "InspectCode (ReSharper, Rider)": ["<Report ToolsVersion='1'><IssueTypes/><Issues/></Report>"],
    "Clang's static analyzer": [
        '<?xml version="1.0"?><plist><dict><key>diagnostics</key><array/></dict></plist>',
    ],
    "axe-core": [
        {"violations": [], "passes": [], "incomplete": [], "testEngine": {}},
        [{"violations": [], "passes": [], "incomplete": []}],
    ],
    "Pa11y": [[{"code": "x", "type": "error", "typeCode": 1, "message": "m", "selector": "a"}]],
    "Lighthouse": [{"lighthouseVersion": "12", "audits": {}, "categories": {}}],
    "gitleaks": [
        [{"RuleID": "x", "StartLine": 1, "Secret": "s3cr3t", "Fingerprint": ""}]
    ],
    "TruffleHog": [{"SourceMetadata": {}, "DetectorName": "x", "Verified": True, "Raw": "s3cr3t"}],
    "detect-secrets": [{"version": "1", "plugins_used": [], "filters_used": [], "results": {}}],
    "Grype": [{"matches": [], "source": {}, "descriptor": {"name": "grype"}}],
    "OSV-Scanner": [
        {"results": [{"source": {}, "packages": []}]},
        {"results": [], "experimental_config": {}},
    ],
    "Snyk": [
        {"vulnerabilities": [], "ok": True, "dependencyCount": 3},
        [{"vulnerabilities": [], "ok": True, "dependencyCount": 3}],
        {"ok": False, "error": "Authentication failed", "path": "/b"},
    ],
    "Checkov": [
        {"check_type": "terraform", "results": {"failed_checks": []}, "summary": {}},
        [{"check_type": "terraform", "results": {"failed_checks": []}, "summary": {}}],
        {"passed": 0, "failed": 0, "resource_count": 0, "checkov_version": "3"},
    ],
    "tfsec": [{"results": [{"rule_id": "x", "long_id": "y", "rule_provider": "aws"}]}],
    "TFLint": [{"issues": [{"rule": {"name": "x", "severity": "error"}}], "errors": []}],
    "Terrascan": [{"results": {"violations": None, "scan_summary": {"policies_validated": 3}}}],
    "KICS": [{"kics_version": "2", "files_scanned": 1, "queries": []}],
    "KubeLinter": [{"Checks": [], "Reports": None, "Summary": {"ChecksStatus": "Passed"}}],
    "Kubescape": [{"summaryDetails": {}, "resources": [], "results": []}],
    "Kyverno": [{"kind": "PolicyReport", "results": [{"result": "pass"}]}],
    "Conftest": [[{"filename": "a.yaml", "namespace": "main", "successes": 1}]],
    "Nuclei": [
        {"template-id": "x", "info": {"severity": "high"}, "matched-at": "u"},
        [{"template-id": "x", "info": {"severity": "high"}, "matched-at": "u"}],
    ],
    "Dockle": [{"summary": {"fatal": 0, "warn": 1}, "details": []}],
    "gosec": [{"Golang errors": {}, "Issues": [], "Stats": {"files": 1}}],
    "Brakeman": [{"scan_info": {}, "warnings": [], "ignored_warnings": [], "errors": []}],
    "bundler-audit": [{"version": "1", "created_at": "x", "results": []}],
    "cargo-audit": [{"database": {}, "lockfile": {}, "vulnerabilities": {"list": []}}],
    "cargo-deny": [
        {"type": "diagnostic", "fields": {"severity": "error", "message": "m"}},
        {"type": "summary", "fields": {"advisories": {}}},
    ],
    "Dependency-Check": [
        {"reportSchema": "1.1", "scanInfo": {}, "dependencies": []},
        '<analysis xmlns="https://jeremylong.github.io/DependencyCheck/dependency-check.4.1.xsd"/>',
    ],
    "ZAP": [{"@programName": "ZAP", "site": []}, "<OWASPZAPReport version='2'/>"],
    "OSSF Scorecard": [{"date": "d", "repo": {}, "scorecard": {}, "score": 7, "checks": []}],
    "cfn-lint": [[{"Filename": "a.yaml", "Level": "Error", "Rule": {"Id": "E1"}, "Message": "m"}]],
    "npm audit": [
        {"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {}},
        {"actions": [], "advisories": {}, "muted": [], "metadata": {}},
    ],
    "pip-audit": [{"dependencies": [{"name": "a", "vulns": []}], "fixes": []}],
    "CycloneDX": [
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []},
        "<bom xmlns='http://cyclonedx.org/schema/bom/1.6'/>",
    ],
    "SPDX": [{"spdxVersion": "SPDX-2.3", "packages": []}],
    "Visual Studio before 2012": ["<CoverageDSPriv><Module/></CoverageDSPriv>"],
}  # fmt: skip


def written(sample: object) -> bytes:
    return (sample if isinstance(sample, str) else json.dumps(sample)).encode()


ROWS: Final = [
    pytest.param(tool, written(sample), id=f"{tool} {number}")
    for tool, samples in SAMPLES.items()
    for number, sample in enumerate(samples)
]


def message(data: bytes) -> str:
    with pytest.raises(ReportError) as caught:
        detect(Source(io.BytesIO(data)))
    return caught.value.message


@pytest.mark.parametrize(("tool", "data"), ROWS)
def test_the_message_names_the_tool_and_what_to_let_it_write(tool: str, data: bytes) -> None:
    head = Head(data.decode())
    if taken := candidates(head):
        assert len(taken) == 1  # read by now; the row is for the documentation, and for older forms
        return
    own = owner(head)
    assert own is not None
    assert own.tool == tool
    said = message(data)
    assert said.startswith(f"unknown format: this is {tool}'s own ")
    assert said.endswith(own.said if own.line else own.note or NONE)
    assert "nearest" not in said
    assert "s3cr3t" not in said


@pytest.mark.parametrize(("tool", "data"), ROWS)
def test_a_sample_is_of_one_tool(tool: str, data: bytes) -> None:
    assert [one.tool for one in TABLE if one.matches(Head(data.decode()))] == [tool]


@pytest.mark.parametrize("own", TABLE, ids=lambda own: own.tool)
def test_a_row_is_whole(own: Own) -> None:
    assert bool(own.line) == bool(own.writes)
    assert not own.writes or own.writes in FORMATS
    assert bool(own.marks) == (own.tool in SAMPLES)
    assert own.marks or own.line


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(
            b'{"results": {"violations": null, "scan_summary": {"low": 0}}}',
            "unknown format: this is Terrascan's own JSON: let it write SARIF 2.1.0,"
            " `terrascan scan -o sarif`",
            id="a command",
        ),
        pytest.param(
            b'{"lighthouseVersion": "12", "categories": {}}',
            "this is Lighthouse's own JSON: it writes no format that is read",
            id="nothing to let it write",
        ),
        pytest.param(
            b'{"bomFormat": "CycloneDX"}', "an inventory of components, not findings", id="a bill"
        ),
        pytest.param(
            b"SQLite format 3\0\x10", "`coverage xml` makes a report of it", id=".coverage"
        ),
        pytest.param(b"\x01\xc0\xc0\x10\x07", "this is JaCoCo's own data", id="jacoco.exec"),
        pytest.param(b"\x81rforpl\xff", "this is a raw profile of LLVM", id="profraw"),
        pytest.param(b"\xfflprofi\x81", "this is a profile of LLVM", id="profdata"),
        pytest.param(b"adcg*21B", "this is gcov's own data", id="gcda"),
        pytest.param(b"\xb3\x29\x00\x10", "this is subunit: `subunit2junitxml`", id="subunit"),
        pytest.param(b"\x7fELF\0", "this is a binary file, not a report", id="another binary"),
    ],
)
def test_what_is_said(data: bytes, words: str) -> None:
    assert words in message(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"results": []}', id="results of something"),
        pytest.param(b'{"issues": [], "errors": []}', id="issues of something"),
        pytest.param(b"<TestRun/>", id="a root of several tools"),
        pytest.param(b'{"name": "shop", "version": "1.0.0"}', id="package.json"),
        pytest.param(b'{"summary": {"fatal": 1}}', id="one key of two"),
        pytest.param(b'[{"file": "a", "messages": []}]', id="a list of findings"),
    ],
)
def test_what_is_nobodys_own(data: bytes) -> None:
    assert owner(Head(data.decode())) is None
