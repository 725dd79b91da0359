"""What would be a wrong pass, or a wrong failure, if a format were read by its looks."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from scorecard_action.cli import cli
from scorecard_action.errors import ReportError
from scorecard_action.model import Finding, Level, Nothing, Notice
from tests.reports.lint.reading import SAMPLES, counts, evidence, findings, unfinished

B = {"path": "a.js", "start": {"line": 2}}
SUMMARY = {"changed": 0, "unchanged": 1, "diagnosticsNotPrinted": 0}
NPM = {"auditReportVersion": 2, "vulnerabilities": {}}


def sample(path: str) -> object:
    return json.loads((SAMPLES / path).read_text("utf-8"))


def biome(*found: object, **summary: int) -> object:
    return {"summary": {**SUMMARY, **summary}, "diagnostics": list(found), "command": "lint"}


def lines(*documents: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in documents)


def message(level: str, code: str | None, line: int | None) -> object:
    spans = [{"file_name": "src/a.rs", "line_start": line, "is_primary": True}] if line else []
    said = {"level": level, "code": code and {"code": code}, "spans": spans, "message": "m"}
    return {"reason": "compiler-message", "package_id": "p", "message": said}


FINISHED = {"reason": "build-finished", "success": True}


@pytest.mark.parametrize(
    ("form", "text", "expected", "stopped"),
    [
        pytest.param(
            "biome-json",
            json.dumps(biome({"category": "lint/a", "severity": "hint", "location": B})),
            (0, 0, 1, 0),
            0,
            id="Biome: a hint is a note",
        ),
        pytest.param(
            "biome-json",
            json.dumps(biome({"category": "internalError/io", "severity": "warning"})),
            (0, 1, 0, 0),
            1,
            id="Biome: its own error",
        ),
        pytest.param(
            "biome-json",
            json.dumps(
                biome(
                    {
                        "category": "lint/a",
                        "severity": "error",
                        "description": "d",
                        "message": [{"elements": [], "content": "d"}],
                        "location": {"path": {"file": "a.js"}, "span": [3, 9]},
                    }
                )
            ),
            (1, 0, 0, 0),
            0,
            id="Biome 1: no lines",
        ),
        pytest.param(
            "biome-json", json.dumps(biome(diagnosticsNotPrinted=3)), (0,) * 4, 1, id="Biome: cut"
        ),
        pytest.param(
            "npm-audit-json",
            json.dumps({"error": {"code": "ENOLOCK", "summary": "needs a lockfile", "detail": ""}}),
            (0, 0, 0, 0),
            1,
            id="npm: without a lock file",
        ),
        pytest.param(
            "npm-audit-json",
            json.dumps({**NPM, "metadata": {"vulnerabilities": {"total": 2}}}),
            (0, 0, 0, 0),
            1,
            id="npm: counts more than it lists",
        ),
        pytest.param(
            "pnpm-audit-json",
            json.dumps({"error": {"code": "ERR_PNPM_AUDIT_BAD_RESPONSE", "message": "m"}}),
            (0, 0, 0, 0),
            1,
            id="pnpm: the registry did not answer",
        ),
        pytest.param(
            "yarn-audit-jsonl",
            lines({"type": "error", "data": "An unexpected error occurred"}),
            (0, 0, 0, 0),
            2,
            id="yarn: an error, and no summary",
        ),
        pytest.param(
            "cargo-jsonl",
            lines(message("warning", "dead_code", 3), message("warning", "dead_code", 3), FINISHED),
            (0, 1, 0, 0),
            0,
            id="cargo: a finding of two targets",
        ),
        pytest.param(
            "cargo-jsonl",
            lines(message("warning", "dead_code", 3), message("warning", None, None), FINISHED),
            (0, 1, 0, 0),
            0,
            id="cargo: a line that counts the others",
        ),
        pytest.param(
            "cargo-jsonl",
            lines(message("error: internal compiler error", None, 3), FINISHED),
            (1, 0, 0, 0),
            0,
            id="cargo: the compiler's own error",
        ),
        pytest.param(
            "cargo-jsonl", lines(message("note", "a", 3)), (0, 0, 1, 0), 1, id="cargo: no end"
        ),
        pytest.param(
            "pyright-json",
            json.dumps(
                {"generalDiagnostics": [], "summary": {"filesAnalyzed": 1, "errorCount": 1}}
            ),
            (0, 0, 0, 0),
            1,
            id="pyright: counts more than it lists",
        ),
        pytest.param(
            "kube-linter-json",
            json.dumps({"Checks": [{"name": "a"}], "Reports": None, "Summary": {}}),
            (0, 0, 0, 0),
            0,
            id="Go's null is none",
        ),
        pytest.param(
            "phpstan-json",
            json.dumps({"totals": {"errors": 0, "file_errors": 0}, "files": [], "errors": []}),
            (0, 0, 0, 0),
            0,
            id="PHP's empty map is []",
        ),
        pytest.param(
            "spectral-json",
            "[]No results with a severity of 'error' found!\n",
            (0, 0, 0, 0),
            0,
            id="Spectral: a sentence behind it",
        ),
    ],
)
def test_a_trap(form: str, text: str, expected: tuple[int, ...], stopped: int) -> None:
    pieces = evidence(form, text)
    assert counts(pieces) == expected
    assert len(unfinished(pieces)) == stopped


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("npm-audit-json", {"message": "API rate limit exceeded"}, id="npm"),
        pytest.param("pnpm-audit-json", {"message": "API rate limit exceeded"}, id="pnpm"),
        pytest.param("checkov-json", {"passed": 3, "failed": 0, "resource_count": 3}, id="checkov"),
        pytest.param("snyk-json", {"ok": True, "path": "/builds"}, id="snyk"),
        pytest.param("pip-audit-json", {"dependencies": [{"vulns": [{}]}]}, id="pip-audit"),
        pytest.param("gitleaks-json", [{"message": "m"}], id="gitleaks"),
        pytest.param("spectral-json", [{"message": "m"}], id="spectral"),
    ],
)
def test_another_document_is_never_clean(form: str, document: object) -> None:
    with pytest.raises(ReportError, match="not the shape of this format"):
        evidence(form, json.dumps(document))


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("biome-json", biome(unchanged=0), id="Biome"),
        pytest.param(
            "npm-audit-json", {**NPM, "metadata": {"dependencies": {"total": 0}}}, id="npm"
        ),
        pytest.param("sqlfluff-json", [], id="SQLFluff"),
        pytest.param("snyk-json", [], id="Snyk without a project"),
        pytest.param("snyk-json", {"vulnerabilities": [], "dependencyCount": 0}, id="Snyk"),
        pytest.param(
            "pip-audit-json",
            {"dependencies": [{"name": "a", "skip_reason": "not on PyPI"}], "fixes": []},
            id="pip-audit skipped all",
        ),
        pytest.param("kube-linter-json", {"Checks": [], "Reports": None}, id="KubeLinter"),
        pytest.param(
            "axe-json",
            {"violations": [], "passes": [], "testEngine": {"name": "axe-core"}},
            id="axe-core",
        ),
    ],
)
def test_what_looked_at_nothing_is_no_evidence(form: str, document: object) -> None:
    pieces = evidence(form, json.dumps(document))
    assert [type(piece) for piece in pieces if isinstance(piece, Nothing)] == [Nothing]
    assert not findings(pieces)


def test_a_package_that_was_not_audited_is_said() -> None:
    pieces = evidence("pip-audit-json", json.dumps(sample("pip-audit-json/pip-audit.json")))
    (notice,) = [piece.message for piece in pieces if isinstance(piece, Notice)]
    assert notice.startswith("pip-audit did not audit shop: ")


@pytest.mark.parametrize(
    "path",
    [
        "biome-json/biome-2.6-broken.json",
        "oxlint-json/oxlint-1.94-broken.json",
        "pyright-json/pyright-1.1.414-broken.json",
        "sqlfluff-json/sqlfluff-4.5-broken.json",
        "cfn-lint-json/cfn-lint-1.58-broken.json",
        "staticcheck-jsonl/staticcheck-compile.jsonl",
    ],
)
def test_a_file_that_could_not_be_parsed_is_marked(path: str) -> None:
    found = findings(evidence(path.partition("/")[0], (SAMPLES / path).read_bytes()))
    assert found
    assert all(one.unparsed and one.level is Level.ERROR for one in found)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param("pyright-json/pyright-1.1.414.json", 5, id="pyright"),
        pytest.param("zizmor-json/zizmor-1.32.json", 7, id="zizmor"),
        pytest.param("spectral-json/spectral-6.16.json", 1, id="Spectral"),
    ],
)
def test_lines_from_0_are_counted_from_1(path: str, line: int) -> None:
    first: Finding = findings(evidence(path.partition("/")[0], (SAMPLES / path).read_bytes()))[0]
    assert first.line == line


SECRETS = {
    "gitleaks-json/gitleaks-8.json": ("AKIA-this-is-the-secret-0000",),
    "trufflehog-jsonl/trufflehog-3.jsonl": ("AKIA-this-is-the-secret-0000", "AKIA"),
    "detect-secrets-json/detect-secrets-1.5.json": ("cd32de16c90473e475b05e0c5f0281449a69db79",),
}


@pytest.mark.parametrize("path", SECRETS)
def test_a_secret_is_never_read(path: str) -> None:
    raw = (SAMPLES / path).read_bytes()
    read = repr(evidence(path.partition("/")[0], raw))
    for arguments in (["inspect"], ["inspect", "--json"]):
        printed = CliRunner().invoke(cli, [*arguments, str(SAMPLES / path)])
        assert printed.exit_code == 0
        read += printed.output
    for secret in SECRETS[path]:
        assert secret.encode() in raw
        assert secret not in read
