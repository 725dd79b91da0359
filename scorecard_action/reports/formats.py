"""The one table of formats, for detection, `format:` in the mapping, `inspect` and the README."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from scorecard_action.reports.format import Format

# A format is a module with a FORMAT; to add one is to name it here. They are asked in this order
# whether a report is theirs: the most frequent first, since a report is of one alone.
_MODULES: Final = (
    "tests.junit",
    "lint.sarif",
    "lint.checkstyle",
    "coverage.cobertura",
    "coverage.clover",
    "coverage.coveragepy_json",
    "coverage.gcovr_json",
    "coverage.gcovr_summary",
    "coverage.go_coverprofile",
    "coverage.jacoco",
    "coverage.lcov",
    "coverage.opencover",
    "coverage.simplecov",
    "coverage.simplecov_internal",
    "coverage.simplecov_last_run",
    "tests.nunit2",
    "tests.nunit3",
    "tests.robot_xml",
    "tests.testng",
    "tests.trx",
    "tests.xunit_net",
    "tests.tap",
    "tests.go_test_json",
    "tests.go_test_text",
    "tests.ctrf",
    "tests.cucumber",
    "tests.behave",
    "tests.robot_json",
    "tests.mocha",
    "tests.jest",
    "tests.rspec",
    "tests.dart",
    "lint.codeclimate",
    "lint.rdjson",
    "lint.rdjsonl",
    "lint.eslint",
    "lint.ruff",
    "lint.ruff_lines",
    "lint.pylint",
    "lint.mypy",
    "lint.golangci_lint",
    "lint.rubocop",
    "lint.stylelint",
    "lint.hadolint",
    "lint.shellcheck",
    "lint.semgrep",
    "lint.bandit",
    "lint.trivy",
    "lint.gitlab_security",
    "lint.biome",
    "lint.oxlint",
    "lint.npm_audit",
    "lint.pnpm_audit",
    "lint.yarn_audit",
    "lint.pyright",
    "lint.pyrefly",
    "lint.pip_audit",
    "lint.cargo",
    "lint.axe",
    "lint.checkov",
    "lint.gitleaks",
    "lint.trufflehog",
    "lint.detect_secrets",
    "lint.grype",
    "lint.osv",
    "lint.snyk",
    "lint.cargo_audit",
    "lint.brakeman",
    "lint.gosec",
    "lint.tflint",
    "lint.kube_linter",
    "lint.kics",
    "lint.bundler_audit",
    "lint.dependency_check",
    "lint.kubescape",
    "lint.tfsec",
    "lint.zap",
    "lint.zap_xml",
    "lint.phpstan",
    "lint.phpcs",
    "lint.psalm",
    "lint.sqlfluff",
    "lint.markdownlint",
    "lint.spectral",
    "lint.redocly",
    "lint.buf",
    "lint.swiftlint",
    "lint.ktlint",
    "lint.zizmor",
    "lint.cfn_lint",
    "lint.typos",
    "lint.staticcheck",
    "lint.pmd",
    "lint.pmd_json",
    "lint.cpd",
    "lint.spotbugs",
    "lint.cppcheck",
    "lint.android_lint",
    "lint.github_annotations",
    "lint.azure_annotations",
    "lint.text",
    # by-products
    "tests.failsafe_summary",
    "tests.testng_suite",
)


def _format(module: str) -> Format:
    found: Format = import_module(f"scorecard_action.reports.{module}").FORMAT
    return found


_ALL: Final = tuple(map(_format, _MODULES))

FORMATS: Final = {form.name: form for form in _ALL if form.kind}
BY_PRODUCTS: Final = {form.name: form for form in _ALL if not form.kind}

REPEATS: Final = {name: beside for form in _ALL for name, beside in form.repeats.items()}
"""The names of files that hold the same as those beside them that the pattern matches."""
