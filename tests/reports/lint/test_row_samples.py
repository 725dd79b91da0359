"""The samples of the formats that are rows count to what their tools say of the same run.

`../samples.md` has the command of each, and which were made by hand.
"""

from __future__ import annotations

import pytest

from scorecard_action.model import Nothing
from scorecard_action.reports.formats import FORMATS
from tests.reports.lint.reading import SAMPLES, counts, evidence, findings, told, tools, unfinished

# (rule, severity, file, line) of the first finding
Told = tuple[str, str, str, int]


def row(
    path: str,
    expected: tuple[int, int, int, int],
    first: Told | None = None,
    *,
    stopped: int = 0,
    nothing: bool = False,
) -> object:
    """A sample, its errors, warnings, notes and suppressed, and what else it says."""
    return pytest.param(path, expected, first, stopped, nothing, id=path)


ROWS = [
    row("axe-json/axe-4-clean.json", (0, 0, 0, 0)),
    row(
        "axe-json/axe-4.json",
        (5, 1, 0, 0),
        ("document-title", "serious", "http://localhost/cart", 0),
    ),
    row(
        "biome-json/biome-2.6-broken.json", (3, 0, 0, 0), ("parse", "error", "broken/broken.js", 1)
    ),
    row("biome-json/biome-2.6-clean.json", (0, 0, 0, 0)),
    row(
        "biome-json/biome-2.6.json",
        (1, 1, 0, 0),
        ("lint/correctness/noUnusedVariables", "warning", "src/shop.js", 3),
    ),
    row(
        "biome-json/biome-cut.json",
        (0, 1, 0, 0),
        ("lint/correctness/noUnusedVariables", "warning", "src/shop.js", 3),
        stopped=1,
    ),
    row("brakeman-json/brakeman-6-clean.json", (0, 0, 0, 0)),
    row("brakeman-json/brakeman-6-errors.json", (0, 0, 0, 0), stopped=1),
    row("brakeman-json/brakeman-6-nothing.json", (0, 0, 0, 0), nothing=True),
    row("brakeman-json/brakeman-6.json", (1, 0, 1, 1), ("SQL", "High", "app/models/cart.rb", 4)),
    row(
        "buf-jsonl/buf-1.75.jsonl", (4, 0, 0, 0), ("PACKAGE_DIRECTORY_MATCH", "error", "a.proto", 2)
    ),
    row("bundler-audit-json/bundler-audit-0.9-clean.json", (0, 0, 0, 0)),
    row(
        "bundler-audit-json/bundler-audit-0.9.json",
        (3, 1, 1, 0),
        ("CVE-2022-30123", "critical", "Gemfile.lock", 0),
    ),
    row("cargo-audit-json/cargo-audit-clean.json", (0, 0, 0, 0)),
    row("cargo-audit-json/cargo-audit-nothing.json", (0, 0, 0, 0), nothing=True),
    row(
        "cargo-audit-json/cargo-audit.json",
        (1, 2, 0, 0),
        ("RUSTSEC-2020-0071", "error", "Cargo.lock", 0),
    ),
    row("cargo-jsonl/clippy-1.95-clean.jsonl", (0, 0, 0, 0)),
    row(
        "cargo-jsonl/clippy-1.95-error.jsonl",
        (1, 0, 0, 0),
        ("E0308", "error", "src/main.rs", 3),
        stopped=1,
    ),
    row(
        "cargo-jsonl/clippy-1.95.jsonl",
        (0, 3, 0, 0),
        ("unused_variables", "warning", "src/main.rs", 2),
    ),
    row("cfn-lint-json/cfn-lint-1.58-broken.json", (1, 0, 0, 0), ("E0000", "Error", "bad.yaml", 3)),
    row("cfn-lint-json/cfn-lint-1.58.json", (1, 1, 0, 0), ("W2001", "Warning", "t.yaml", 3)),
    row("checkov-json/checkov-3.3-broken.json", (0, 0, 0, 0), stopped=1),
    row("checkov-json/checkov-3.3-clean.json", (0, 0, 0, 0)),
    row("checkov-json/checkov-3.3-no-resources.json", (0, 0, 0, 0), nothing=True),
    row(
        "checkov-json/checkov-3.3-skipped.json", (2, 0, 0, 1), ("CKV_AWS_24", "error", "main.tf", 4)
    ),
    row("checkov-json/checkov-3.3.json", (9, 0, 0, 0), ("CKV_AWS_24", "error", "main.tf", 4)),
    row("dependency-check-json/dependency-check-12-clean.json", (0, 0, 0, 0)),
    row("dependency-check-json/dependency-check-12-exceptions.json", (0, 0, 0, 0), stopped=1),
    row("dependency-check-json/dependency-check-12-nothing.json", (0, 0, 0, 0), nothing=True),
    row(
        "dependency-check-json/dependency-check-12.json",
        (1, 2, 1, 1),
        ("CVE-2021-44228", "CRITICAL", "/builds/shop/lib/log4j-core-2.14.1.jar", 0),
    ),
    row(
        "dependency-check-json/dependency-check-6.json",
        (1, 1, 0, 0),
        ("CVE-2022-42889", "CRITICAL", "/builds/shop/lib/commons-text-1.9.jar", 0),
    ),
    row("detect-secrets-json/detect-secrets-1.5-clean.json", (0, 0, 0, 0)),
    row(
        "detect-secrets-json/detect-secrets-1.5.json",
        (2, 0, 0, 0),
        ("AWS Access Key", "error", "conf.py", 1),
    ),
    row(
        "gitleaks-json/gitleaks-8.json",
        (1, 0, 0, 0),
        ("aws-access-token", "error", "src/conf.py", 20),
    ),
    row("gosec-json/gosec-2-clean.json", (0, 0, 0, 0)),
    row("gosec-json/gosec-2-errors.json", (0, 0, 0, 0), stopped=1),
    row("gosec-json/gosec-2-nothing.json", (0, 0, 0, 0), nothing=True),
    row("gosec-json/gosec-2.json", (1, 1, 0, 1), ("G101", "HIGH", "/builds/shop/cart.go", 12)),
    row("grype-json/grype-clean.json", (0, 0, 0, 0)),
    row(
        "grype-json/grype.json", (1, 1, 1, 1), ("CVE-2024-1", "Critical", "/var/lib/dpkg/status", 0)
    ),
    row("kics-json/kics-2-clean.json", (0, 0, 0, 0)),
    row("kics-json/kics-2-failed.json", (0, 0, 0, 0), stopped=2),
    row("kics-json/kics-2-nothing.json", (0, 0, 0, 0), nothing=True),
    row(
        "kics-json/kics-2.json",
        (2, 1, 1, 0),
        ("568a4d22-3517-44a6-a7ad-6a7eed88722c", "HIGH", "main.tf", 3),
    ),
    row(
        "ktlint-json/ktlint-1.json",
        (2, 0, 0, 0),
        ("standard:no-unused-imports", "error", "src/Cart.kt", 3),
    ),
    row("kube-linter-json/kube-linter-clean.json", (0, 0, 0, 0)),
    row(
        "kube-linter-json/kube-linter.json",
        (1, 0, 0, 0),
        ("latest-tag", "error", "deploy/shop.yaml", 0),
    ),
    row("kubescape-json/kubescape-3-clean.json", (0, 0, 0, 0)),
    row("kubescape-json/kubescape-3-nothing.json", (0, 0, 0, 0), nothing=True),
    row(
        "kubescape-json/kubescape-3.json",
        (2, 1, 1, 1),
        ("C-0057", "high", "deploy/cart.yaml", 0),
    ),
    row("markdownlint-json/markdownlint-0.48.json", (6, 0, 0, 0), ("MD022", "error", "a.md", 1)),
    row("npm-audit-json/npm-11-refused.json", (0, 0, 0, 0), stopped=1),
    row("npm-audit-json/npm-7-clean.json", (0, 0, 0, 0)),
    row("npm-audit-json/npm-7.json", (2, 1, 0, 0), ("braces", "high", "", 0)),
    row("osv-scanner-json/osv-scanner-2-clean.json", (0, 0, 0, 0)),
    row(
        "osv-scanner-json/osv-scanner-2.json",
        (2, 0, 0, 0),
        ("GHSA-562c-5r94-xh97", "high", "app/poetry.lock", 0),
    ),
    row("oxlint-json/oxlint-1.94-broken.json", (1, 0, 0, 0), ("", "error", "broken/broken.js", 1)),
    row("oxlint-json/oxlint-1.94-clean.json", (0, 0, 0, 0)),
    row("oxlint-json/oxlint-1.94-no-files.json", (0, 0, 0, 0), nothing=True),
    row(
        "oxlint-json/oxlint-1.94.json",
        (0, 2, 0, 0),
        ("eslint(no-unused-vars)", "warning", "src/shop.js", 3),
    ),
    row("phpcs-json/phpcs-3.7-clean.json", (0, 0, 0, 0)),
    row("phpcs-json/phpcs-3.7-no-files.json", (0, 0, 0, 0), nothing=True),
    row(
        "phpcs-json/phpcs-3.7.json",
        (12, 0, 0, 0),
        ("PSR12.Files.FileHeader.SpacingAfterBlock", "ERROR", "/builds/shop/Cart.php", 1),
    ),
    row("phpstan-json/phpstan-1-clean.json", (0, 0, 0, 0)),
    row("phpstan-json/phpstan-1-errors.json", (0, 0, 0, 0), stopped=1),
    row(
        "phpstan-json/phpstan-1.json",
        (2, 0, 0, 0),
        ("variable.undefined", "error", "/builds/shop/src/Cart.php", 4),
    ),
    row("pip-audit-json/pip-audit-2.10-skipped.json", (0, 0, 0, 0), nothing=True),
    row("pip-audit-json/pip-audit-clean.json", (0, 0, 0, 0)),
    row("pip-audit-json/pip-audit-nothing.json", (0, 0, 0, 0), nothing=True),
    row("pip-audit-json/pip-audit.json", (2, 0, 0, 0), ("PYSEC-2019-179", "error", "", 0)),
    row("pnpm-audit-json/pnpm-clean.json", (0, 0, 0, 0)),
    row("pnpm-audit-json/pnpm.json", (1, 0, 1, 0), ("GHSA-35jh-r3h4-6jhm", "high", "", 0)),
    row(
        "psalm-json/psalm-5.json",
        (1, 0, 1, 0),
        ("UndefinedVariable", "error", "/builds/shop/src/Cart.php", 4),
    ),
    row("pyrefly-json/pyrefly-1.4.json", (1, 0, 0, 0), ("unknown-name", "error", "src/shop.py", 9)),
    row(
        "pyright-json/basedpyright-1.40.json",
        (2, 1, 0, 0),
        ("reportUnusedImport", "warning", "/builds/shop/src/shop.py", 1),
    ),
    row(
        "pyright-json/pyright-1.1.414-broken.json",
        (7, 0, 0, 0),
        ("", "error", "/builds/shop/broken/broken.py", 1),
    ),
    row("pyright-json/pyright-1.1.414-clean.json", (0, 0, 0, 0)),
    row("pyright-json/pyright-1.1.414-no-files.json", (0, 0, 0, 0), nothing=True),
    row(
        "pyright-json/pyright-1.1.414.json",
        (2, 0, 0, 0),
        ("reportReturnType", "error", "/builds/shop/src/shop.py", 5),
    ),
    row(
        "redocly-json/redocly-2.77.json",
        (3, 3, 0, 0),
        ("no-empty-servers", "error", "openapi.yaml", 1),
    ),
    row("snyk-json/snyk-clean.json", (0, 0, 0, 0)),
    row("snyk-json/snyk-error.json", (0, 0, 0, 0), stopped=1),
    row(
        "snyk-json/snyk-projects.json",
        (1, 0, 0, 0),
        ("SNYK-JS-LODASH-590103", "critical", "package-lock.json", 0),
    ),
    row(
        "snyk-json/snyk.json",
        (1, 1, 0, 1),
        ("SNYK-JS-LODASH-590103", "high", "package-lock.json", 0),
    ),
    row(
        "spectral-json/spectral-6.16.json",
        (0, 6, 0, 0),
        ("oas3-api-servers", "warn", "/builds/shop/openapi.yaml", 1),
    ),
    row("sqlfluff-json/sqlfluff-4.5-broken.json", (1, 0, 0, 0), ("PRS", "error", "bad.sql", 1)),
    row("sqlfluff-json/sqlfluff-4.5-clean.json", (0, 0, 0, 0)),
    row("sqlfluff-json/sqlfluff-4.5.json", (6, 0, 0, 0), ("LT01", "error", "q.sql", 1)),
    row(
        "staticcheck-jsonl/staticcheck-compile.jsonl",
        (1, 0, 0, 0),
        ("compile", "error", "/builds/shop/cart.go", 3),
        stopped=1,
    ),
    row(
        "staticcheck-jsonl/staticcheck.jsonl",
        (1, 0, 0, 1),
        ("SA4006", "error", "/builds/shop/cart.go", 12),
    ),
    row(
        "swiftlint-json/swiftlint.json",
        (1, 1, 0, 0),
        ("force_cast", "Error", "/builds/shop/Cart.swift", 3),
    ),
    row("tflint-json/tflint-clean.json", (0, 0, 0, 0)),
    row("tflint-json/tflint-errors.json", (0, 0, 0, 0), stopped=1),
    row(
        "tflint-json/tflint.json",
        (1, 1, 1, 0),
        ("terraform_unused_declarations", "error", "main.tf", 3),
    ),
    row(
        "tfsec-json/tfsec-1.28-all.json",
        (1, 0, 0, 1),
        ("aws-s3-encryption-customer-key", "HIGH", "/builds/shop/infra/main.tf", 3),
    ),
    row(
        "tfsec-json/tfsec-1.28.json",
        (2, 1, 1, 0),
        ("aws-ec2-no-public-ingress-sgr", "CRITICAL", "/builds/shop/infra/main.tf", 12),
    ),
    row(
        "trufflehog-jsonl/trufflehog-3.jsonl", (1, 1, 0, 0), ("AWS", "verified", "src/conf.py", 20)
    ),
    row("typos-jsonl/typos-1.52.jsonl", (2, 0, 0, 0), ("typo", "error", "a.md", 1)),
    row("yarn-audit-jsonl/yarn-1-clean.jsonl", (0, 0, 0, 0)),
    row(
        "yarn-audit-jsonl/yarn-1-cut.jsonl",
        (1, 0, 0, 0),
        ("GHSA-35jh-r3h4-6jhm", "high", "", 0),
        stopped=1,
    ),
    row("yarn-audit-jsonl/yarn-1.jsonl", (1, 0, 0, 0), ("GHSA-35jh-r3h4-6jhm", "high", "", 0)),
    row("zap/zap-2.16-clean.xml", (0, 0, 0, 0)),
    row("zap/zap-2.16-nothing.xml", (0, 0, 0, 0), nothing=True),
    row("zap/zap-2.16.xml", (1, 1, 2, 1), ("40018-1", "high", "https://shop.example.com", 0)),
    row("zap/zap-2.17-stopped.xml", (0, 0, 0, 0), stopped=1),
    row("zap-json/zap-2.16-clean.json", (0, 0, 0, 0)),
    row("zap-json/zap-2.16-nothing.json", (0, 0, 0, 0), nothing=True),
    row(
        "zap-json/zap-2.16.json",
        (1, 1, 2, 1),
        ("40018-1", "high", "https://shop.example.com", 0),
    ),
    row("zap-json/zap-2.17-stopped.json", (0, 0, 0, 0), stopped=1),
    row(
        "zizmor-json/zizmor-1.32.json",
        (3, 2, 0, 0),
        ("artipacked", "Medium", "./.github/workflows/ci.yml", 7),
    ),
]


@pytest.mark.parametrize(("path", "expected", "first", "stopped", "nothing"), ROWS)
def test_a_sample_counts_to_what_its_tool_says(
    path: str,
    expected: tuple[int, int, int, int],
    first: Told | None,
    stopped: int,
    nothing: bool,
) -> None:
    form = path.partition("/")[0]
    pieces = evidence(form, (SAMPLES / path).read_bytes())
    found = findings(pieces)
    assert counts(pieces) == expected
    assert (told(found[0]) if found else None) == first
    assert len(unfinished(pieces)) == stopped
    assert any(isinstance(piece, Nothing) for piece in pieces) is nothing
    assert {one.tool for one in found} <= tools(pieces)
    words = FORMATS[form].severities
    assert words is None or {one.severity.lower() for one in found} <= words
