"""The secret that a scanner found, and writes into its report, comes out of nowhere.

Whole reports, and those that cannot be read: what is said of them must not quote them either.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

import pytest

from scorecard_action.cli import run
from tests.cli.command import MAPPING, mapping

SECRET: Final = "7Xq-correct-horse-battery-staple"
LINE: Final = f'token = "{SECRET}"'
REPORT: Final = "report.json"
# what the findings are of: shown, so that the report was read
RULE: Final = "the-rule-of-it"
# Datadog, refused: what was to be sent is saved
NOBODY: Final = (
    "--save-undelivered",
    "kept.json",
    "--api-url",
    "http://127.0.0.1:9",
    "--timeout",
    "1",
)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    for name, value in {
        "DD_API_KEY": "0" * 32,
        "DD_APP_KEY": "1" * 40,
        "DD_GIT_BRANCH": "main",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def gitleaks(**more: object) -> Any:
    return [
        {
            "RuleID": RULE,
            "Description": "Identified a token",
            "StartLine": 20,
            "Match": LINE,
            "Secret": SECRET,
            "Line": LINE,
            "File": "src/conf.py",
            "Message": f"add {SECRET}",
            "Fingerprint": f"src/conf.py:{RULE}:20",
            **more,
        }
    ]


def trufflehog(**more: object) -> Any:
    return {
        "SourceMetadata": {"Data": {"Git": {"file": "src/conf.py", "line": 20}}},
        "DetectorName": RULE,
        "Verified": True,
        "Raw": SECRET,
        "RawV2": f"{SECRET}:{SECRET}",
        "Redacted": SECRET[:-4],
        "ExtraData": {"account": SECRET},
        "StructuredData": {"token": SECRET},
        **more,
    }


def detect_secrets(**more: object) -> Any:
    found = {"type": RULE, "hashed_secret": SECRET, "secret": SECRET, "line_number": 20, **more}
    return {
        "version": "1.5.0",
        "plugins_used": [{"name": "KeywordDetector"}],
        "filters_used": [{"path": "a", "word": SECRET}],
        "results": {"src/conf.py": [found]},
    }


SARIF = {
    "version": "2.1.0",
    "runs": [
        {
            "tool": {"driver": {"name": "gitleaks"}},
            "results": [
                {
                    "ruleId": RULE,
                    "message": {"text": "A token was found"},
                    "partialFingerprints": {"commitMessage": SECRET},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": "src/conf.py"},
                                "region": {"startLine": 20, "snippet": {"text": SECRET}},
                            }
                        }
                    ],
                }
            ],
        }
    ],
}
GITLAB = {
    "version": "15.0.0",
    "scan": {"type": "secret_detection", "status": "success", "scanner": {"id": "gitleaks"}},
    "vulnerabilities": [
        {
            "name": "A token",
            "severity": "Critical",
            "raw_source_code_extract": SECRET,
            "identifiers": [{"value": RULE}],
            "location": {"file": "src/conf.py", "start_line": 20},
        }
    ],
}
TRIVY = {
    "SchemaVersion": 2,
    "ArtifactName": ".",
    "Results": [
        {
            "Target": "src/conf.py",
            "Secrets": [
                {
                    "RuleID": RULE,
                    "Severity": "CRITICAL",
                    "Title": "A token",
                    "StartLine": 20,
                    "Match": LINE,
                    "Code": {"Lines": [{"Content": LINE, "Highlighted": LINE}]},
                }
            ],
        }
    ],
}
SEMGREP = {
    "results": [
        {
            "check_id": RULE,
            "path": "src/conf.py",
            "start": {"line": 20},
            "extra": {
                "message": "A token",
                "severity": "ERROR",
                "lines": LINE,
                "metavars": {"$S": {"abstract_content": SECRET}},
            },
        }
    ],
    "errors": [],
}
GOSEC = {
    "Golang errors": {},
    "Issues": [
        {
            "severity": "HIGH",
            "rule_id": RULE,
            "details": "Potential hardcoded credentials",
            "file": "conf.go",
            "code": LINE,
            "line": "20",
        }
    ],
    "Stats": {"files": 1, "lines": 20, "nosec": 0, "found": 1},
}
CHECKOV = {
    "check_type": "secrets",
    "results": {
        "failed_checks": [
            {
                "check_id": RULE,
                "check_name": "A token",
                "file_path": "/src/conf.py",
                "file_line_range": [20, 21],
                "code_block": [[20, LINE]],
                "resource": "0f3a",
            }
        ]
    },
    "summary": {"failed": 1, "parsing_errors": 0},
}
KICS = {
    "files_scanned": 1,
    "queries_total": 9,
    "queries": [
        {
            "query_name": "Passwords And Secrets",
            "query_id": RULE,
            "severity": "HIGH",
            "files": [
                {
                    "file_name": "conf.tf",
                    "line": 20,
                    "search_key": LINE,
                    "search_value": SECRET,
                    "actual_value": LINE,
                    "value": SECRET,
                }
            ],
        }
    ],
}
ZAP = {
    "@programName": "ZAP",
    "@generated": "Mon, 2 Mar 2026",
    "site": [
        {
            "@name": "https://shop.example.com",
            "alerts": [
                {
                    "pluginid": RULE,
                    "alert": "A token in the address",
                    "riskcode": "3",
                    "instances": [{"uri": f"https://a/?t={SECRET}", "evidence": SECRET}],
                    "otherinfo": SECRET,
                }
            ],
        }
    ],
}
BUNDLER = {
    "version": "0.9.2",
    "created_at": "2026-03-02 10:11:12 +0000",
    "results": [
        {"type": "insecure_source", "source": f"http://shop:{SECRET}@gems.example.com/"},
        {"type": "unpatched_gem", "advisory": {"id": RULE, "criticality": "high"}},
    ],
}

WHOLE = [
    pytest.param(json.dumps(gitleaks(), indent=1), id="Gitleaks"),
    pytest.param(json.dumps(trufflehog()) + "\n", id="TruffleHog"),
    pytest.param(json.dumps(detect_secrets(), indent=2), id="detect-secrets"),
    *(
        pytest.param(json.dumps(document), id=name)
        for name, document in (
            ("Gitleaks' SARIF", SARIF),
            ("GitLab's secret detection", GITLAB),
            ("Trivy", TRIVY),
            ("Semgrep", SEMGREP),
            ("gosec", GOSEC),
            ("checkov", CHECKOV),
            ("KICS", KICS),
            ("ZAP", ZAP),
            ("bundler-audit", BUNDLER),
        )
    ),
]
LEAKS = {
    "gitleaks-json": json.dumps(gitleaks()),
    "trufflehog-jsonl": json.dumps(trufflehog()),
    "detect-secrets-json": json.dumps(detect_secrets()),
}
# of each scanner, what its reader or its detection stumbles over
BROKEN = [
    *(
        pytest.param(form, text[: text.index(SECRET) + cut], id=f"{form}, cut off {where}")
        for form, text in LEAKS.items()
        for where, cut in (("in it", 7), ("behind it", len(SECRET)))
    ),
    *(
        pytest.param(form, text.replace(f'{SECRET}"', f'{SECRET}" {SECRET}'), id=f"{form}, no JSON")
        for form, text in LEAKS.items()
    ),
    *(
        pytest.param("", text.replace('"RuleID"', '"Rule"').replace('"DetectorName"', '"Detector"')
                     .replace('"plugins_used"', '"plugins"'), id=f"{form}, not recognised")
        for form, text in LEAKS.items()
    ),
    pytest.param("gitleaks-json", json.dumps(gitleaks(File=[SECRET])), id="Gitleaks, a list"),
    pytest.param("gitleaks-json", json.dumps(gitleaks(RuleID={SECRET: 1})), id="Gitleaks, a key"),
    pytest.param(
        "trufflehog-jsonl", json.dumps(trufflehog(DetectorName=[SECRET])), id="TruffleHog, a list"
    ),
    pytest.param(
        "trufflehog-jsonl", json.dumps(trufflehog()) + f"\n{SECRET}\n", id="TruffleHog, a line"
    ),
    pytest.param(
        "detect-secrets-json", json.dumps(detect_secrets(type=[SECRET])), id="detect-secrets, list"
    ),
]  # fmt: skip


def everything(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """All that the commands print and write about the report of a folder."""
    for command in (
        ("submit", "--json", "result.json", *arguments),
        ("inspect", REPORT),
        ("inspect", "--json", REPORT),
        ("explain", "R0"),
        ("baseline", "-o", "baseline.json"),
        ("check", "--against", MAPPING),
        ("test", "--record", ".", "--junit", "cases.xml"),
        ("init", "--mapping", "drafted.yaml"),
    ):
        run(command)
    printed = capsys.readouterr()
    left = [path for path in folder.iterdir() if path.name not in {REPORT, MAPPING}]
    assert {"summary.md", "outputs", "result.json"} <= {path.name for path in left}
    return "\n".join([printed.out, printed.err, *(path.read_text("utf-8") for path in left)])


@pytest.mark.parametrize("report", WHOLE)
def test_the_secret_of_a_report_is_in_no_output(
    work: Path, capsys: pytest.CaptureFixture[str], report: str
) -> None:
    mapping(work, REPORT)
    (work / REPORT).write_text(report, "utf-8")
    told = everything(work, capsys, "--no-dry-run", *NOBODY)
    assert (work / "kept.json").exists()
    assert SECRET in report
    assert RULE in told
    assert SECRET not in told
    assert SECRET[:-4] not in told


@pytest.mark.parametrize(("form", "report"), BROKEN)
def test_what_cannot_be_read_is_not_quoted(
    work: Path, capsys: pytest.CaptureFixture[str], form: str, report: str
) -> None:
    entry = f"{{path: {REPORT}, format: {form}}}" if form else REPORT
    (work / MAPPING).write_text(
        f"version: 1\nservice: cart\nrules:\n  - rule: R0\n    reports: {entry}\n", "utf-8"
    )
    (work / REPORT).write_text(report, "utf-8")
    told = everything(work, capsys, "--dry-run")
    assert SECRET[:7] in report
    assert REPORT in told
    assert SECRET[:7] not in told
