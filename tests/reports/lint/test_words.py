"""The words that each lint format can say for how serious a finding is: one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Finding, Kind
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import Source
from tests.reports.lint.reading import SAMPLES

ESLINT = {"error", "warning"}
PMD = {"1", "2", "3", "4", "5"}
RDF = {"error", "warning", "info"}
RUFF = {"info", "warning", "error", "fatal"}
# of the tools' own documentation; a set is not the whole of it where tools write it in its shape
WORDS: dict[str, set[str] | None] = {
    "android-lint": {"fatal", "error", "warning", "informational", "information", "ignore"},
    "azure-annotations": {"error", "warning"},
    "bandit-json": {"low", "medium", "high", "undefined"},
    "checkstyle": {"error", "warning", "info", "ignore"},
    "clang-analyzer": {"warning"},
    "codeclimate": {"info", "minor", "major", "critical", "blocker"},
    "codenarc": {"1", "2", "3"},
    "cpd": {"error"},
    "cppcheck": {
        *("error", "warning", "style", "performance", "portability", "information", "debug"),
    },
    "credo-json": {"high", "normal", "low"},
    "ecj": {"error", "warning", "info"},
    "dependency-check-json": {"unknown", "low", "medium", "moderate", "high", "critical"},
    "eslint-json": ESLINT,
    "github-annotations": {"error", "warning", "notice"},
    "gitlab-security": {"info", "unknown", "low", "medium", "high", "critical"},
    "golangci-lint-json": None,
    "hadolint-json": {"error", "warning", "info", "style"},
    "inspectcode": {"error", "warning", "suggestion", "hint"},
    "jscpd-json": {"error"},
    "lint-text": {"fatal error", "error", "warning", "note", "convention", "refactor", "high"},
    "mypy-json": {"error", "note"},
    "pa11y-json": {"error", "warning", "notice"},
    "phan-json": {"low", "normal", "critical"},
    "pmd": PMD,
    "pmd-json": PMD,
    "pylint-json": {"fatal", "error", "warning", "refactor", "convention", "info"},
    "rdjson": RDF,
    "rdjsonl": RDF,
    "rubocop-json": {"info", "refactor", "convention", "warning", "error", "fatal"},
    "ruff-json": RUFF,
    "ruff-jsonl": RUFF,
    "sarif": {"error", "warning", "note", "none", "critical", "high", "medium", "low"},
    "semgrep-json": {"error", "warning", "info", "critical", "high", "medium", "low"},
    "shellcheck-json": {"error", "warning", "info", "style"},
    "sonar-issues": {"blocker", "critical", "major", "minor", "info"},
    "spotbugs": {"1", "2", "3"},
    "stylecop": {"error"},
    "stylelint-json": ESLINT,
    "trivy-json": {"unknown", "low", "medium", "high", "critical"},
    "vale-json": {"error", "warning", "suggestion"},
    "valgrind": {"error", "warning", "note"},
    "axe-json": {"critical", "serious", "moderate", "minor"},
    "biome-json": {"fatal", "error", "warning", "information", "hint"},
    "brakeman-json": {"high", "medium", "weak"},
    "buf-jsonl": {"error"},
    "bundler-audit-json": {"unknown", "none", "low", "medium", "high", "critical", "error"},
    "cargo-audit-json": {"error", "warning"},
    "cargo-jsonl": {"error", "warning", "note", "help"},
    "cfn-lint-json": {"error", "warning", "informational"},
    "checkov-json": {"low", "medium", "high", "critical"},
    "detect-secrets-json": {"error"},
    "gitleaks-json": {"error"},
    "gosec-json": {"low", "medium", "high"},
    "grype-json": {"unknown", "negligible", "low", "medium", "high", "critical"},
    "kics-json": {"trace", "info", "low", "medium", "high", "critical"},
    "ktlint-json": {"error"},
    "kube-linter-json": {"error"},
    "kubescape-json": {"unknown", "low", "medium", "high", "critical"},
    "markdownlint-json": {"error", "warning"},
    "npm-audit-json": {"info", "low", "moderate", "high", "critical"},
    "osv-scanner-json": {"low", "medium", "high", "critical", "error"},
    "oxlint-json": {"error", "warning", "advice"},
    "phpcs-json": {"error", "warning"},
    "phpstan-json": {"error"},
    "pip-audit-json": {"error"},
    "pnpm-audit-json": {"info", "low", "moderate", "high", "critical"},
    "psalm-json": {"error", "info"},
    "pyrefly-json": {"error", "warn", "info"},
    "pyright-json": {"error", "warning", "information"},
    "redocly-json": {"error", "warn"},
    "snyk-json": {"low", "medium", "high", "critical"},
    "spectral-json": {"error", "warn", "info", "hint"},
    "sqlfluff-json": {"error", "warning"},
    "staticcheck-jsonl": {"error", "warning", "ignored"},
    "swiftlint-json": {"error", "warning"},
    "tflint-json": {"error", "warning", "info"},
    "tfsec-json": {"low", "medium", "high", "critical"},
    "trufflehog-jsonl": {"verified", "unverified"},
    "typos-jsonl": {"error"},
    "yarn-audit-jsonl": {"info", "low", "moderate", "high", "critical"},
    "zap": {"informational", "low", "medium", "high"},
    "zap-json": {"informational", "low", "medium", "high"},
    "zizmor-json": {"unknown", "informational", "low", "medium", "high"},
}
NONSENSE = {"blocking", "sev1", ""}


def test_every_lint_format_has_its_words() -> None:
    assert set(WORDS) == {name for name, form in FORMATS.items() if form.kind is Kind.LINT}


@pytest.mark.parametrize(("form", "words"), WORDS.items(), ids=WORDS)
def test_a_format_says_its_words_and_no_others(form: str, words: set[str] | None) -> None:
    known = FORMATS[form].severities
    if words is None:
        assert known is None
    else:
        assert known is not None
        assert words <= known
        assert not NONSENSE & known


@pytest.mark.parametrize(
    "sample",
    [
        pytest.param(file, id=f"{form}/{file.name}")
        for form in WORDS
        for file in sorted((SAMPLES / form).glob("*"))
    ],
)
def test_what_is_read_is_among_them(sample: Path) -> None:
    form = FORMATS[sample.parent.name]
    with Source.open(sample) as source:
        try:
            read = [piece for piece in form.read(source) if isinstance(piece, Finding)]
        except ReportError:
            return
    if form.severities is not None:
        assert {finding.severity.lower() for finding in read} <= {*form.severities, "error", ""}


LISTS = {
    *("codeclimate", "ruff-json", "pylint-json", "hadolint-json", "shellcheck-json"),
    *("gitleaks-json", "psalm-json", "markdownlint-json", "spectral-json", "swiftlint-json"),
    *("ktlint-json", "zizmor-json", "cfn-lint-json", "pa11y-json", "phan-json"),
}


def test_which_formats_are_lists_that_say_nothing_when_clean() -> None:
    assert {name for name, form in FORMATS.items() if form.clean_list} == LISTS
