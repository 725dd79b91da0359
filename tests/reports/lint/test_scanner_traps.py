"""Where reports of scanners would be read as clean, or as too much, by their shape alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Nothing
from tests.reports.lint.reading import SAMPLES, counts, evidence, findings, unfinished

GEMS = {"version": "0.9.2", "created_at": "2026-03-02 10:11:12 +0000"}
CHECKED = {"reportSchema": "1.1", "scanInfo": {"engineVersion": "12.1.0"}}
ZAP = {"@programName": "ZAP", "@generated": "Mon, 2 Mar 2026"}
ERROR, WARNING, NOTE = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)
SUPPRESSED = (0, 0, 0, 1)


def gems(*results: object) -> object:
    return {**GEMS, "results": list(results)}


def advisory(criticality: str | None) -> object:
    return {"type": "unpatched_gem", "advisory": {"id": "A", "criticality": criticality}}


def vulnerable(**more: object) -> object:
    return {**CHECKED, "dependencies": [{"vulnerabilities": [{"name": "CVE-1", **more}]}]}


def infra(**more: object) -> object:
    return {"results": [{"long_id": "aws-s3-x", "severity": "HIGH", **more}]}


def snyk(*found: object, **more: object) -> object:
    return {"vulnerabilities": list(found), "dependencyCount": 3, "ok": False, **more}


def path(**more: object) -> object:
    return {"id": "SNYK-JS-1", "severity": "high", **more}


def site(**alert: object) -> object:
    return {**ZAP, "site": [{"@name": "https://a", "alerts": [{"riskcode": "3", **alert}]}]}


def tried(status: str, sub: str = "", factor: int = 8, **summary: object) -> dict[str, Any]:
    control = {"controlID": "C-1", "status": {"status": status, "subStatus": sub}}
    return {
        "summaryDetails": {"controls": {"C-1": {"scoreFactor": factor}}, **summary},
        "results": [{"resourceID": "r", "controls": [control]}],
    }


@pytest.mark.parametrize(
    ("form", "document", "expected"),
    [
        ("bundler-audit-json", gems(advisory("high")), ERROR),
        ("bundler-audit-json", gems(advisory("medium")), WARNING),
        *(("bundler-audit-json", gems(advisory(one)), NOTE) for one in ("low", "none", None)),
        ("bundler-audit-json", gems({"type": "insecure_source", "source": "git://a"}), ERROR),
        ("bundler-audit-json", gems({"type": "unpatched_engine", "advisory": {}}), NOTE),
        ("dependency-check-json", vulnerable(severity="HIGH"), ERROR),
        ("dependency-check-json", vulnerable(severity="moderate"), WARNING),
        ("dependency-check-json", vulnerable(severity="0.0"), NOTE),
        ("dependency-check-json", vulnerable(), NOTE),
        ("dependency-check-json", vulnerable(cvssv3={"baseSeverity>": "CRITICAL"}), ERROR),
        ("dependency-check-json", vulnerable(cvssv2={"severity": "MEDIUM"}), WARNING),
        ("snyk-json", snyk(path(), path()), ERROR),
        ("snyk-json", snyk(path(isIgnored=True), path()), (1, 0, 0, 1)),
        ("snyk-json", snyk(path(isIgnored=True), path(isIgnored=True)), SUPPRESSED),
        ("snyk-json", snyk(dependencyCount=0, infrastructureAsCodeIssues=[path()]), ERROR),
        ("tfsec-json", {"results": None}, (0, 0, 0, 0)),
        ("tfsec-json", infra(), ERROR),
        ("tfsec-json", infra(status=0), ERROR),
        ("tfsec-json", infra(status=1), (0, 0, 0, 0)),
        ("tfsec-json", infra(status=2), SUPPRESSED),
        ("zap-json", site(), ERROR),
        ("zap-json", site(riskcode=2), WARNING),
        *(("zap-json", site(riskcode=one), NOTE) for one in ("0", "1")),
        ("zap-json", site(confidence="0"), SUPPRESSED),
        ("zap-json", site(instances=[{"uri": "a"}, {"uri": "b"}], count="2"), ERROR),
        ("kubescape-json", tried("failed", factor=9), ERROR),
        ("kubescape-json", tried("failed", factor=4), WARNING),
        ("kubescape-json", tried("failed", factor=1), NOTE),
        ("kubescape-json", tried("passed"), (0, 0, 0, 0)),
        ("kubescape-json", tried("skipped", "requires review"), (0, 0, 0, 0)),
        ("kubescape-json", tried("passed", "w/exceptions"), SUPPRESSED),
    ],
)
def test_what_counts(form: str, document: object, expected: tuple[int, int, int, int]) -> None:
    pieces = evidence(form, json.dumps(document))
    assert counts(pieces) == expected
    assert not unfinished(pieces)
    assert not [piece for piece in pieces if isinstance(piece, Nothing)]


@pytest.mark.parametrize(
    ("form", "document", "said"),
    [
        (
            "dependency-check-json",
            {
                **CHECKED,
                "scanInfo": {"analysisExceptions": [{"exception": {"message": "no NVD"}}]},
                "dependencies": [{"fileName": "a.jar"}],
            },
            "dependency-check reports an exception: no NVD",
        ),
        (
            "zap-json",
            {**ZAP, "site": [{"alerts": []}], "stoppingInsight": {"key": "insight.auth"}},
            "ZAP was stopped: insight.auth",
        ),
        (
            "zap-json",
            {**ZAP, "site": [{"alerts": []}], "afPlanErrors": ["Job spider failed"]},
            "ZAP's automation plan reports an error: Job spider failed",
        ),
        (
            "checkov-json",
            {"passed": 0, "failed": 0, "parsing_errors": 2, "resource_count": 0},
            "checkov could not parse 2 files: without --quiet it names them",
        ),
        (
            "kubescape-json",
            tried("passed", resourcesSeverityCounters={"highSeverity": 2, "lowSeverity": 1}),
            "Kubescape counts 3 failures and lists 0",
        ),
    ],
)
def test_what_did_not_finish_says_so(form: str, document: object, said: str) -> None:
    assert unfinished(evidence(form, json.dumps(document))) == [said]


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("dependency-check-json", {**CHECKED, "dependencies": []}, id="no dependency"),
        pytest.param("zap-json", {**ZAP, "site": []}, id="no site"),
        pytest.param(
            "kubescape-json",
            {"summaryDetails": {"controls": {}, "ResourceCounters": {"passedResources": 0}}},
            id="no resource",
        ),
    ],
)
def test_what_looked_at_nothing_is_no_evidence(form: str, document: object) -> None:
    pieces = evidence(form, json.dumps(document))
    assert [type(piece) for piece in pieces if isinstance(piece, Nothing)] == [Nothing]


@pytest.mark.parametrize(
    ("form", "document"),
    [
        *((form, {"message": "API rate limit exceeded"}) for form in
          ("bundler-audit-json", "dependency-check-json", "tfsec-json", "zap-json",
           "kubescape-json")),
        ("bundler-audit-json", {"results": []}),
        ("dependency-check-json", {"dependencies": []}),
        ("tfsec-json", {"results": [{"check_id": "a"}]}),
        ("zap-json", {"site": []}),
    ],
)  # fmt: skip
def test_another_document_is_never_clean(form: str, document: object) -> None:
    with pytest.raises(ReportError, match="not the shape of this format"):
        evidence(form, json.dumps(document))


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        ("bundler-audit-json/bundler-audit-0.9.json", "pass-of-the-mirror"),
        ("zap/zap-2.16.xml", "token-of-the-scan"),
        ("zap-json/zap-2.16.json", "token-of-the-scan"),
    ],
)
def test_what_may_be_a_secret_is_never_read(path: str, secret: str) -> None:
    raw = (SAMPLES / path).read_bytes()
    pieces = evidence(path.partition("/")[0], raw)
    assert findings(pieces)
    assert secret.encode() in raw
    assert secret not in repr(pieces)
