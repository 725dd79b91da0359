"""Every sample report counts to what its tool says of the same run.

Made by the tools themselves on one small project, and from the specification where a tool could
not be run: golangci-lint, Trivy, PMD, PHPMD, CPD, SpotBugs, Android lint, GitLab's dependency and
secret scanning, MSBuild, go vet, javac, Checkstyle and phpcs in text, Phan, Vale, Credo,
Sonar's issues, CodeNarc, InspectCode and StyleCop. Of others, the commands:

    pa11y --include-warnings --include-notices -r json bad.html; pa11y-ci --json
    jscpd dup --reporters json                                     (clean)
    ecj -17 -proc:none -d none -log x.xml src/shop/Cart.java       (without -proc:none: it stops)
    valgrind --leak-check=full --xml=yes --xml-file=x.xml ./m
    clang --analyze -o m.plist m.c
    ant; mvn -B compile, with -Xlint:all; ecj -17 -proc:none -d none src/shop/Cart.java
"""

from __future__ import annotations

import pytest

from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS
from tests.reports.lint.reading import SAMPLES, counts, evidence, findings, told, tools, unfinished
from tests.reports.lint.test_row_samples import ROWS as OF_ROWS

# (rule, severity, file, line) of the first finding
Told = tuple[str, str, str, int]
B = "/builds/shop/"


def row(
    path: str,
    expected: tuple[int, int, int, int],
    first: Told | None = None,
    *,
    tool: str = "",
    stopped: int = 0,
) -> object:
    """A sample, its errors, warnings, notes and suppressed, and what else it says."""
    return pytest.param(path, expected, first, tool, stopped, id=path)


SHOP = ("invalid-syntax", "error", f"{B}src/broken.py", 1)
LOCAL = ("invalid-syntax", "error", "src/broken.py", 1)
PYLINT = ("E0001", "error", "src/broken.py", 1)
DOCKER = ("DL3006", "warning", "Dockerfile", 1)
UNPARSED = ("", "error", f"{B}src/broken.js", 1)
HEX = ("color-no-invalid-hex", "warning", f"{B}src/style.css", 1)

ROWS = [
    row("codeclimate/hadolint-stream.json", (6, 0, 1, 0), ("DL3006", "major", "Dockerfile", 1)),
    row("codeclimate/hadolint.json", (6, 0, 1, 0), ("DL3006", "major", "Dockerfile", 1)),
    row("codeclimate/pylint-gitlab.json", (5, 4, 0, 0), ("C0114", "minor", "src/shop.py", 1)),
    row("codeclimate/ruff.json", (10, 0, 0, 0), ("invalid-syntax", "major", "src/broken.py", 1)),
    row("rdjson/ruff-clean.json", (0, 0, 0, 0), tool="ruff"),
    row("rdjson/ruff.json", (10, 0, 0, 0), (SHOP[0], "WARNING", *SHOP[2:]), tool="ruff"),
    row("rdjsonl/diagnostics.jsonl", (1, 1, 1, 0), ("", "error", "cart/cart.go", 18), tool="govet"),
    row("eslint-json/eslint-9-metadata.json", (3, 1, 0, 1), UNPARSED, tool="eslint"),
    row("eslint-json/eslint-9.json", (3, 1, 0, 1), UNPARSED, tool="eslint"),
    row("ruff-json/ruff.json", (10, 0, 0, 0), SHOP, tool="ruff"),
    row("ruff-jsonl/ruff.jsonl", (10, 0, 0, 0), SHOP, tool="ruff"),
    row("pylint-json/pylint-4-clean.json", (0, 0, 0, 0), tool="pylint"),
    row(
        "pylint-json/pylint-4-fatal.json",
        (1, 0, 0, 0),
        ("F0001", "fatal", "nonexistent_mod", 1),
        tool="pylint",
        stopped=1,
    ),
    row("pylint-json/pylint-4-json2.json", (2, 4, 4, 0), PYLINT, tool="pylint"),
    row("pylint-json/pylint-4.json", (2, 4, 4, 0), PYLINT, tool="pylint"),
    row(
        "mypy-json/mypy-2-syntax.jsonl",
        (2, 0, 0, 0),
        ("syntax", "error", "src/broken.py", 1),
        tool="mypy",
        stopped=1,
    ),
    row(
        "mypy-json/mypy-2.jsonl",
        (1, 0, 0, 0),
        ("return-value", "error", "src/shop.py", 15),
        tool="mypy",
    ),
    row(
        "golangci-lint-json/golangci-lint-1-error.json",
        (0, 0, 0, 0),
        tool="golangci-lint",
        stopped=2,
    ),
    row("golangci-lint-json/golangci-lint-2-clean.json", (0, 0, 0, 0), tool="golangci-lint"),
    row(
        "golangci-lint-json/golangci-lint-2.json",
        (1, 1, 1, 0),
        ("errcheck", "error", "cart/cart.go", 8),
        tool="golangci-lint",
    ),
    row(
        "rubocop-json/rubocop-1.39.json",
        (2, 1, 6, 0),
        ("Style/Documentation", "convention", "src/cart.rb", 1),
        tool="rubocop",
    ),
    row(
        "stylelint-json/stylelint-syntax.json",
        (1, 0, 0, 0),
        ("CssSyntaxError", "error", f"{B}src/broken.css", 2),
        tool="stylelint",
    ),
    row(
        "stylelint-json/stylelint.json",
        (1, 1, 0, 0),
        ("block-no-empty", "error", f"{B}src/style.css", 2),
        tool="stylelint",
    ),
    row("hadolint-json/hadolint-2.json", (2, 4, 1, 0), DOCKER, tool="hadolint"),
    row("shellcheck-json/shellcheck-0.11-clean.json", (0, 0, 0, 0), tool="shellcheck"),
    row(
        "shellcheck-json/shellcheck-0.11-json1.json",
        (1, 3, 4, 0),
        ("SC2164", "warning", "src/run.sh", 2),
        tool="shellcheck",
    ),
    row(
        "shellcheck-json/shellcheck-0.11.json",
        (1, 3, 4, 0),
        ("SC2164", "warning", "src/run.sh", 2),
        tool="shellcheck",
    ),
    row(
        "semgrep-json/semgrep-1.121.json",
        (1, 1, 0, 0),
        ("no-eq-none", "ERROR", "src/shop.py", 7),
        tool="semgrep",
    ),
    row("bandit-json/bandit-1.9-clean.json", (0, 0, 0, 0), tool="bandit"),
    row(
        "bandit-json/bandit-1.9-errors.json",
        (0, 0, 4, 0),
        ("B404", "LOW", "./src/shop.py", 2),
        tool="bandit",
        stopped=1,
    ),
    row(
        "bandit-json/bandit-1.9.json",
        (0, 0, 4, 0),
        ("B404", "LOW", "./src/shop.py", 2),
        tool="bandit",
    ),
    row(
        "trivy-json/trivy-0.18.json",
        (0, 0, 1, 0),
        ("CVE-2020-3810", "LOW", "debian:10 (debian 10.4)", 0),
        tool="trivy",
    ),
    row(
        "trivy-json/trivy-cluster.json",
        (0, 1, 0, 0),
        ("CVE-2019-1549", "MEDIUM", "cart:1.2", 0),
        tool="trivy",
        stopped=1,
    ),
    row("trivy-json/trivy-nothing-to-scan.json", (0, 0, 0, 0), tool="trivy"),
    row(
        "trivy-json/trivy.json",
        (3, 1, 1, 2),
        ("CVE-2019-11358", "MEDIUM", "package-lock.json", 0),
        tool="trivy",
    ),
    row(
        "gitlab-security/dependency-scanning-failed.json",
        (1, 0, 0, 1),
        ("CVE-2021-23337", "Critical", "app/yarn.lock", 0),
        tool="gemnasium",
        stopped=1,
    ),
    row("gitlab-security/secrets.json", (0, 0, 0, 0), tool="gitleaks"),
    row(
        "gitlab-security/semgrep-sast.json",
        (1, 1, 0, 0),
        ("no-eq-none", "High", "src/shop.py", 7),
        tool="semgrep",
    ),
    row(
        "phan-json/phan-5.json",
        (1, 1, 1, 0),
        ("PhanUndeclaredVariable", "critical", "src/Cart.php", 9),
        tool="phan",
    ),
    row(
        "vale-json/vale-3.json",
        (1, 1, 1, 0),
        ("Shop.Terms", "error", "docs/cart.md", 3),
        tool="vale",
    ),
    row(
        "pa11y-json/pa11y-9.json",
        (3, 1, 25, 0),
        ("WCAG2AA.Principle2.Guideline2_4.2_4_2.H25.1.EmptyTitle", "error", "", 0),
        tool="pa11y",
    ),
    row("pa11y-json/pa11y-ci-4-clean.json", (0, 0, 0, 0), tool="pa11y"),
    row(
        "pa11y-json/pa11y-ci-4.json",
        (3, 0, 0, 0),
        (
            "WCAG2AA.Principle2.Guideline2_4.2_4_2.H25.1.EmptyTitle",
            "error",
            "https://shop.example/bad.html",
            0,
        ),
        tool="pa11y",
        stopped=1,
    ),
    row("jscpd-json/jscpd-4.3-clean.json", (0, 0, 0, 0), tool="jscpd"),
    row(
        "jscpd-json/jscpd-4.3.json",
        (2, 0, 0, 0),
        ("duplication", "error", "dup/a2.js", 1),
        tool="jscpd",
    ),
    row(
        "credo-json/credo-1.7.json",
        (1, 1, 1, 0),
        ("Credo.Check.Warning.IoInspect", "high", "lib/shop/cart.ex", 8),
        tool="credo",
    ),
    row(
        "sonar-issues/sonar-issues-10.3.json",
        (1, 0, 0, 0),
        ("price-check", "major", "src/cart.js", 30),
        tool="sonar",
    ),
    row(
        "sonar-issues/sonar-issues.json",
        (1, 1, 1, 0),
        ("price-check", "BLOCKER", "src/cart.js", 30),
        tool="sonar",
    ),
    row("pmd/phpmd.xml", (0, 1, 0, 0), ("UnusedPrivateField", "3", "src/Cart.php", 4), tool="pmd"),
    row(
        "pmd/pmd-7.xml",
        (1, 1, 1, 1),
        ("AvoidCatchingThrowable", "1", "src/main/java/shop/Cart.java", 12),
        tool="pmd",
        stopped=2,
    ),
    row(
        "pmd-json/phpmd-2.json",
        (0, 1, 0, 0),
        ("UnusedPrivateField", "3", "src/Cart.php", 4),
        tool="pmd",
        stopped=1,
    ),
    row(
        "pmd-json/pmd-7.json",
        (1, 1, 0, 1),
        ("AvoidCatchingThrowable", "2", "src/main/java/shop/Cart.java", 12),
        tool="pmd",
        stopped=2,
    ),
    row("cpd/cpd-6-clean.xml", (0, 0, 0, 0), tool="cpd"),
    row(
        "cpd/cpd-7.xml",
        (2, 0, 0, 0),
        ("duplication", "error", "src/main/java/shop/Cart.java", 12),
        tool="cpd",
        stopped=1,
    ),
    row("spotbugs/spotbugs-4-errors.xml", (0, 0, 0, 0), tool="spotbugs", stopped=1),
    row(
        "spotbugs/spotbugs-4.xml",
        (1, 0, 1, 1),
        ("EQ_ALWAYS_TRUE", "1", "shop/Cart.java", 18),
        tool="spotbugs",
    ),
    row(
        "cppcheck/cppcheck-1.xml",
        (1, 0, 1, 0),
        ("uninitvar", "error", "src/main.c", 5),
        tool="cppcheck",
    ),
    row(
        "cppcheck/cppcheck-2-internal-error.xml",
        (1, 0, 0, 0),
        ("internalAstError", "error", "src/broken.c", 3),
        tool="cppcheck",
        stopped=1,
    ),
    row(
        "cppcheck/cppcheck-2.xml",
        (2, 0, 5, 0),
        ("arrayIndexOutOfBounds", "error", "src/main.c", 6),
        tool="cppcheck",
    ),
    row(
        "android-lint/lint-8.xml",
        (3, 1, 1, 0),
        ("MissingSuperCall", "Fatal", f"{B}app/src/main/java/shop/CartActivity.java", 24),
        tool="android-lint",
        stopped=1,
    ),
    row("codenarc/codenarc-3-clean.xml", (0, 0, 0, 0), tool="codenarc"),
    row(
        "codenarc/codenarc-3.xml",
        (1, 1, 1, 0),
        ("EmptyCatchBlock", "1", "src/main/groovy/shop/Cart.groovy", 12),
        tool="codenarc",
    ),
    row("ecj/ecj-3.32-clean.xml", (0, 0, 0, 0), tool="ecj"),
    row("ecj/ecj-3.32-stopped.xml", (0, 0, 0, 0), tool="ecj", stopped=2),
    row(
        "ecj/ecj-3.32-syntax.xml",
        (5, 0, 0, 0),
        ("ParsingErrorInsertToComplete", "ERROR", "/builds/shop/src/shop/Broken.java", 1),
        tool="ecj",
    ),
    row(
        "ecj/ecj-3.32.xml",
        (2, 1, 0, 0),
        ("RawTypeReference", "WARNING", "/builds/shop/src/shop/Cart.java", 6),
        tool="ecj",
    ),
    row("valgrind/valgrind-3.19-clean.xml", (0, 0, 0, 0), tool="valgrind"),
    row(
        "valgrind/valgrind-3.19-reachable.xml",
        (0, 1, 1, 0),
        ("Leak_StillReachable", "note", "/builds/shop/keep.c", 2),
        tool="valgrind",
    ),
    row(
        "valgrind/valgrind-3.19-signal.xml",
        (1, 0, 0, 0),
        ("InvalidRead", "error", "/builds/shop/seg.c", 1),
        tool="valgrind",
        stopped=1,
    ),
    row(
        "valgrind/valgrind-3.19.xml",
        (3, 0, 0, 0),
        ("UninitCondition", "error", "/builds/shop/m.c", 7),
        tool="valgrind",
    ),
    row("inspectcode/inspectcode-2023-clean.xml", (0, 0, 0, 0), tool="inspectcode"),
    row(
        "inspectcode/inspectcode-2023.xml",
        (2, 1, 2, 0),
        ("PossibleNullReferenceException", "WARNING", "Shop\\Cart.cs", 12),
        tool="inspectcode",
    ),
    row("stylecop/stylecop-4.7-clean.xml", (0, 0, 0, 0), tool="stylecop"),
    row(
        "stylecop/stylecop-4.7.xml",
        (2, 0, 0, 0),
        ("SA1600", "error", "Shop\\Cart.cs", 7),
        tool="stylecop",
    ),
    row("clang-analyzer/clang-14-clean.plist", (0, 0, 0, 0), tool="clang-analyzer"),
    row(
        "clang-analyzer/clang-14.plist",
        (0, 2, 0, 0),
        ("core.DivideZero", "warning", "m.c", 3),
        tool="clang-analyzer",
    ),
    row("github-annotations/pylint.txt", (1, 4, 4, 0), ("C0114", "notice", "src/shop.py", 1)),
    row(
        "github-annotations/rubocop.txt",
        (9, 0, 0, 0),
        ("Style/Documentation", "error", "src/cart.rb", 1),
    ),
    row("github-annotations/ruff.txt", (10, 0, 0, 0), SHOP),
    row(
        "github-annotations/yamllint.txt",
        (3, 2, 0, 0),
        ("document-start", "warning", "conf.yaml", 1),
    ),
    row("azure-annotations/ruff.txt", (10, 0, 0, 0), SHOP),
    row(
        "lint-text/ant.txt",
        (2, 1, 0, 0),
        ("rawtypes", "warning", "/builds/shop/src/shop/Cart.java", 6),
    ),
    row(
        "lint-text/checkstyle.txt",
        (1, 1, 0, 0),
        ("MissingJavadocMethod", "error", f"{B}src/Cart.java", 3),
    ),
    row(
        "lint-text/cppcheck.txt",
        (2, 0, 5, 0),
        ("arrayIndexOutOfBounds", "error", "src/main.c", 6),
    ),
    row(
        "lint-text/dotnet.txt",
        (0, 2, 0, 0),
        (
            "MSB3884",
            "warning",
            r"C:\Program Files (x86)\MSBuild\Current\Bin\Microsoft.CSharp.targets",
            135,
        ),
    ),
    row("lint-text/ecj.txt", (2, 1, 0, 0), ("", "warning", "/builds/shop/src/shop/Cart.java", 6)),
    row("lint-text/eslint-compact.txt", (3, 1, 0, 0), UNPARSED),
    row("lint-text/eslint-stylish.txt", (3, 1, 0, 0), UNPARSED),
    row("lint-text/eslint-unix.txt", (3, 1, 0, 0), UNPARSED),
    row("lint-text/eslint-visualstudio.txt", (3, 1, 0, 0), UNPARSED),
    row("lint-text/flake8-pylint.txt", (5, 0, 0, 0), ("E999", "error", "src/broken.py", 1)),
    row("lint-text/flake8.txt", (5, 0, 0, 0), ("E999", "error", "src/broken.py", 1)),
    row("lint-text/gcc-12.txt", (1, 3, 1, 0), ("", "error", "src/main.c", 7)),
    row("lint-text/go-vet.txt", (3, 0, 0, 0), ("", "error", "./cart.go", 12)),
    row("lint-text/golangci-lint.txt", (2, 0, 0, 0), ("errcheck", "error", "cart/cart.go", 42)),
    row("lint-text/hadolint-gnu.txt", (2, 4, 1, 0), DOCKER),
    row("lint-text/hadolint.txt", (2, 4, 1, 0), DOCKER),
    row("lint-text/javac.txt", (1, 1, 0, 0), ("", "error", "src/shop/Cart.java", 3)),
    row(
        "lint-text/maven.txt",
        (2, 1, 0, 0),
        ("", "warning", "/builds/shop/src/main/java/shop/Cart.java", 6),
    ),
    row(
        "lint-text/msbuild.txt", (2, 1, 0, 0), ("CS0168", "warning", r"C:\builds\shop\Cart.cs", 12)
    ),
    row("lint-text/mypy-clean.txt", (0, 0, 0, 0)),
    row("lint-text/mypy-columns.txt", (3, 0, 0, 0), ("no-untyped-def", "error", "src/shop.py", 5)),
    row(
        "lint-text/mypy-syntax.txt",
        (2, 0, 0, 0),
        ("syntax", "error", "src/broken.py", 1),
        stopped=1,
    ),
    row("lint-text/mypy.txt", (1, 0, 0, 0), ("return-value", "error", "src/shop.py", 15)),
    row("lint-text/phpcs-emacs.txt", (1, 1, 0, 0), ("", "error", f"{B}src/Cart.php", 2)),
    row("lint-text/pylint-clean.txt", (0, 0, 0, 0)),
    row("lint-text/pylint-colorized.txt", (2, 4, 4, 0), PYLINT),
    row("lint-text/pylint-msvs.txt", (2, 4, 4, 0), PYLINT),
    row("lint-text/pylint-parseable.txt", (2, 4, 4, 0), PYLINT),
    row("lint-text/pylint.txt", (2, 4, 4, 0), PYLINT),
    row(
        "lint-text/pyright.txt",
        (2, 0, 0, 0),
        ("reportUndefinedVariable", "error", f"{B}src/shop.py", 8),
    ),
    row(
        "lint-text/rubocop-clang.txt",
        (2, 1, 6, 0),
        ("Style/Documentation", "convention", "src/cart.rb", 1),
    ),
    row(
        "lint-text/rubocop-emacs.txt",
        (2, 1, 6, 0),
        ("Style/Documentation", "convention", f"{B}src/cart.rb", 1),
    ),
    row("lint-text/ruff-concise.txt", (10, 0, 0, 0), LOCAL),
    row("lint-text/ruff-pylint.txt", (10, 0, 0, 0), LOCAL),
    row("lint-text/shellcheck-gcc.txt", (1, 3, 4, 0), ("SC2164", "warning", "src/run.sh", 2)),
    row("lint-text/stylelint-compact.txt", (1, 1, 0, 0), HEX),
    row("lint-text/stylelint-unix.txt", (1, 1, 0, 0), HEX),
    row("lint-text/stylelint.txt", (1, 1, 0, 0), (*HEX[:2], "src/style.css", 1)),
    row("lint-text/tsc-no-inputs.txt", (1, 0, 0, 0), ("TS18003", "error", "", 0)),
    row("lint-text/tsc-pretty.txt", (3, 0, 0, 0), ("TS2322", "error", "src/shop.ts", 1)),
    row("lint-text/tsc.txt", (3, 0, 0, 0), ("TS2322", "error", "src/shop.ts", 1)),
    row("lint-text/ty.txt", (2, 0, 0, 0), ("invalid-explicit-return", "error", "src/shop.py", 5)),
    row(
        "lint-text/yamllint-parsable.txt",
        (3, 2, 0, 0),
        ("document-start", "warning", "conf.yaml", 1),
    ),
    row("lint-text/yamllint.txt", (3, 2, 0, 0), ("document-start", "warning", "conf.yaml", 1)),
]


@pytest.mark.parametrize(("path", "expected", "first", "tool", "stopped"), ROWS)
def test_a_sample_counts_to_what_its_tool_says(
    path: str,
    expected: tuple[int, int, int, int],
    first: Told | None,
    tool: str,
    stopped: int,
) -> None:
    pieces = evidence(path.partition("/")[0], (SAMPLES / path).read_bytes())
    found = findings(pieces)
    assert counts(pieces) == expected
    assert (told(found[0]) if found else None) == first
    assert len(unfinished(pieces)) == stopped
    if tool:
        assert tool in tools(pieces)
        assert {finding.tool for finding in found} - {""} <= tools(pieces)


def test_every_sample_of_a_lint_format_is_in_the_table() -> None:
    known = {form.name for form in FORMATS.values() if form.kind is Kind.LINT}
    ours = {
        f"{path.parent.name}/{path.name}"
        for path in SAMPLES.glob("*/*")
        if path.parent.name in known - {"sarif", "checkstyle"}
    }
    assert ours == {one.id for one in (*ROWS, *OF_ROWS)}  # type: ignore[attr-defined]


def test_every_lint_format_has_a_sample() -> None:
    known = {form.name for form in FORMATS.values() if form.kind is Kind.LINT}
    sampled = {one.id.partition("/")[0] for one in (*ROWS, *OF_ROWS)}  # type: ignore[attr-defined]
    assert known - {"sarif", "checkstyle"} == sampled
