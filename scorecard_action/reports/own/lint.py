"""Linters, formatters and compilers: what each writes for itself, and what it can write instead."""

from __future__ import annotations

from typing import Final

from scorecard_action.reports.own.row import Own

LINT: Final = (
    Own(
        "Biome",
        "biome lint --reporter=sarif",
        "sarif",
        (("{", "summary", "diagnostics[]", "command"),),
    ),
    Own(
        "oxlint",
        "oxlint --format sarif",
        "sarif",
        (("{", "diagnostics[]", "number_of_files", "number_of_rules"),),
    ),
    Own("HTMLHint", "htmlhint -f sarif", "sarif", (("[", "file", "messages[].rule.id"),)),
    Own(
        "JSHint",
        "jshint --reporter=checkstyle",
        "checkstyle",
        (("<", "jslint"), ("~", r"\A\S+: line \d+, col \d+, ")),
    ),
    Own(
        "TSLint",
        "tslint -t checkstyle",
        "checkstyle",
        (("[", "failure", "ruleName", "ruleSeverity"),),
    ),
    Own(
        "Spectral", "spectral lint -f sarif", "sarif", (("[", "code", "path[]", "range", "source"),)
    ),
    Own(
        "Redocly",
        "redocly lint --format=checkstyle",
        "checkstyle",
        (("{", "totals", "problems[]"),),
    ),
    Own(
        "buf",
        "buf lint --error-format=gitlab-code-quality",
        "codeclimate",
        (("{", "path", "start_line", "type", "message"),),
    ),
    Own("protolint", "protolint lint -reporter sarif", "sarif", (("{", "basedir", "lints"),)),
    Own("jscpd", "jscpd --reporters sarif", "sarif", (("{", "statistics", "duplicates[]"),)),
    Own("knip", "knip --reporter sarif", "sarif", (("{", "issues[].file", "issues[].unlisted[]"),)),
    Own(
        "secretlint",
        "secretlint --format checkstyle",
        "checkstyle",
        (("[", "filePath", "sourceContentType"),),
    ),
    Own(
        "Vale",
        "vale --output=line",
        "lint-text",
        (("{", "*[].Check", "*[].Severity", "*[].Match"),),
    ),
    Own("typos", "typos --format sarif", "sarif", (("{", "type=typo", "corrections[]"),)),
    Own("SQLFluff", "sqlfluff lint -f sarif", "sarif", (("[", "filepath", "violations[]"),)),
    Own("ansible-lint", "ansible-lint -f sarif", "sarif"),
    Own(
        "zizmor",
        "zizmor --format sarif",
        "sarif",
        (("[", "ident", "determinations", "locations[]"),),
    ),
    Own(
        "actionlint",
        "`actionlint -format` with the SARIF template of its documentation",
        "sarif",
        (("[", "message", "filepath", "kind", "snippet"),),
        prose=True,
    ),
    Own("ty", "ty check --output-format sarif", "sarif"),
    Own(
        "Pyrefly",
        "pyrefly check --output-format sarif",
        "sarif",
        (("{", "errors[].concise_description"),),
    ),
    Own("basedpyright", "basedpyright --gitlabcodequality FILE", "codeclimate"),
    Own(
        "pyright",
        "",
        marks=(("{", "generalDiagnostics[]"),),
        note="it writes no other; `basedpyright --gitlabcodequality FILE` does",
    ),
    Own(
        "cargo",
        "",
        marks=(("{", "reason", "package_id"), ("{", "reason=build-finished", "success")),
        note="it writes no other; clippy-sarif makes SARIF of it",
    ),
    Own(
        "SwiftLint",
        "swiftlint lint --reporter sarif",
        "sarif",
        (("[", "rule_id", "reason", "character"),),
    ),
    Own(
        "ktlint", "ktlint --reporter=sarif,output=FILE", "sarif", (("[", "file", "errors[].rule"),)
    ),
    Own(
        "scalastyle",
        "scalastyle --xmlOutput FILE",
        "checkstyle",
        (("~", r"^(?:warning|error) file=.+ message="),),
    ),
    Own(
        "CodeNarc",
        "the report types sarif and gitlab",
        "sarif",
        (("<", "CodeNarc"),),
        prose=True,
    ),
    Own(
        "PHPStan",
        "phpstan analyse --error-format=checkstyle",
        "checkstyle",
        (("{", "totals.file_errors", "files"),),
    ),
    Own(
        "Psalm",
        "psalm --report=psalm.sarif",
        "sarif",
        (("[", "severity", "line_from", "shortcode"),),
    ),
    Own(
        "Phan",
        "phan --output-mode checkstyle",
        "checkstyle",
        (("[", "type_id", "check_name", "severity"),),
    ),
    Own(
        "PHP_CodeSniffer",
        "phpcs --report=checkstyle",
        "checkstyle",
        (("{", "totals.fixable", "files"),),
    ),
    Own(
        "PHP-CS-Fixer",
        "php-cs-fixer fix --dry-run --format=checkstyle",
        "checkstyle",
        (("{", "about", "files[]", "memory"), ("{", "files[].appliedFixers[]")),
    ),
    Own(
        "Credo",
        "mix credo --format sarif",
        "sarif",
        (("{", "issues[].check", "issues[].priority"),),
    ),
    Own("Sobelow", "mix sobelow --format sarif", "sarif", (("{", "findings", "sobelow_version"),)),
    Own(
        "luacheck",
        "luacheck --formatter JUnit",
        "junit",
        (("~", r"^Total: \d+ warnings? / \d+ errors? in \d+ files?"),),
    ),
    Own(
        "Staticcheck",
        "staticcheck -f sarif",
        "sarif",
        (("{", "code", "severity", "location.file", "end"),),
    ),
    Own("revive", "revive -formatter sarif", "sarif", (("[", "Failure", "RuleName", "Position"),)),
    Own(
        "InspectCode (ReSharper, Rider)",
        "jb inspectcode … -f=Sarif",
        "sarif",
        (("<", "Report", "IssueTypes"),),
    ),
    Own(
        "Clang's static analyzer",
        "clang --analyze -Xclang -analyzer-output=sarif",
        "sarif",
        (("~", r"<plist[\s>](?s:.)*<key>diagnostics</key>"),),
    ),
    Own(
        "axe-core",
        "",
        marks=(("{", "violations[]", "incomplete[]"), ("[", "violations[]", "incomplete[]")),
    ),
    Own("Pa11y", "", marks=(("[", "typeCode", "selector"),)),
    Own("Lighthouse", "", marks=(("{", "lighthouseVersion", "categories"),)),
)
