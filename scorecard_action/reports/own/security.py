"""Scanners: what each writes for itself, and what it can write instead."""

from __future__ import annotations

from typing import Final

from scorecard_action.reports.own.row import Own

_INVENTORY: Final = (
    "an inventory of components, not findings: give it to a scanner that writes SARIF"
)

SECURITY: Final = (
    Own(
        "gitleaks",
        "gitleaks … --report-format sarif --report-path FILE",
        "sarif",
        (("[", "RuleID", "StartLine", "Fingerprint"),),
    ),
    Own(
        "TruffleHog",
        "trufflehog … --sarif > FILE",
        "sarif",
        (("{", "SourceMetadata", "DetectorName"),),
    ),
    Own("detect-secrets", "", marks=(("{", "plugins_used[]", "results"),)),
    Own("Grype", "grype … -o sarif", "sarif", (("{", "matches[]", "descriptor.name=grype"),)),
    Own(
        "OSV-Scanner",
        "osv-scanner … --format sarif",
        "sarif",
        (("{", "results[].packages[]"), ("{", "results[]", "experimental_config")),
    ),
    Own(
        "Snyk",
        "snyk test --sarif-file-output=FILE",
        "sarif",
        (
            ("{", "vulnerabilities[]", "ok", "dependencyCount"),
            ("[", "vulnerabilities[]", "ok", "dependencyCount"),
            ("{", "ok=false", "error", "path"),
        ),
    ),
    Own(
        "Checkov",
        "checkov … -o sarif",
        "sarif",
        (
            ("{", "check_type", "results", "summary"),
            ("[", "check_type", "results", "summary"),
            ("{", "resource_count", "checkov_version"),
        ),
    ),
    Own("tfsec", "tfsec -f sarif", "sarif", (("{", "results[].rule_id", "results[].long_id"),)),
    Own("TFLint", "tflint --format sarif", "sarif", (("{", "issues[].rule.name", "errors[]"),)),
    Own("Terrascan", "terrascan scan -o sarif", "sarif", (("{", "results.scan_summary"),)),
    Own(
        "KICS", "kics scan --report-formats sarif", "sarif", (("{", "queries[]", "files_scanned"),)
    ),
    Own(
        "KubeLinter",
        "kube-linter lint --format sarif",
        "sarif",
        (("{", "Checks[]", "Summary.ChecksStatus"),),
    ),
    Own(
        "Kubescape",
        "kubescape scan --format sarif",
        "sarif",
        (("{", "summaryDetails", "resources[]"),),
    ),
    Own(
        "Kyverno",
        "kyverno test -o junit",
        "junit",
        (("{", "kind=PolicyReport", "results[]"), ("{", "kind=ClusterPolicyReport", "results[]")),
    ),
    Own(
        "Conftest",
        "conftest test -o sarif",
        "sarif",
        (("[", "filename", "namespace", "successes"),),
    ),
    Own(
        "Nuclei",
        "nuclei … -sarif-export FILE",
        "sarif",
        (("{", "template-id", "info", "matched-at"), ("[", "template-id", "info", "matched-at")),
    ),
    Own("Dockle", "dockle -f sarif", "sarif", (("{", "summary.fatal", "details[]"),)),
    Own("gosec", "gosec -fmt sarif", "sarif", (("{", "Golang errors", "Stats"),)),
    Own(
        "Brakeman",
        "brakeman -f sarif",
        "sarif",
        (("{", "scan_info", "warnings[]", "ignored_warnings[]"),),
    ),
    Own(
        "bundler-audit",
        "bundle-audit check --format junit",
        "junit",
        (("{", "version", "created_at", "results[]"),),
    ),
    Own(
        "cargo-audit",
        "cargo audit --format sarif",
        "sarif",
        (("{", "database", "lockfile", "vulnerabilities"),),
    ),
    Own(
        "cargo-deny",
        "cargo deny --format sarif check",
        "sarif",
        (("{", "type=diagnostic", "fields.severity"), ("{", "type=summary", "fields")),
    ),
    Own(
        "Dependency-Check",
        "dependency-check --format SARIF",
        "sarif",
        (("{", "reportSchema", "scanInfo"), ("<", "analysis", "@xmlns=dependency-check")),
    ),
    Own(
        "ZAP",
        "the report template sarif-json",
        "sarif",
        (("{", "@programName", "site[]"), ("<", "OWASPZAPReport")),
        prose=True,
    ),
    Own(
        "OSSF Scorecard",
        "ENABLE_SARIF=1 scorecard --format sarif --policy …",
        "sarif",
        (("{", "repo", "scorecard", "checks[]"),),
    ),
    Own("cfn-lint", "cfn-lint -f sarif", "sarif", (("[", "Filename", "Level", "Rule"),)),
    Own(
        "npm audit",
        "",
        marks=(("{", "auditReportVersion"), ("{", "advisories", "muted[]", "metadata")),
    ),
    Own("pip-audit", "", marks=(("{", "dependencies[]", "fixes[]"),)),
    Own(
        "CycloneDX",
        "",
        marks=(("{", "bomFormat=CycloneDX"), ("<", "bom", "@xmlns=cyclonedx")),
        note=_INVENTORY,
    ),
    Own("SPDX", "", marks=(("{", "spdxVersion", "packages[]"),), note=_INVENTORY),
)
