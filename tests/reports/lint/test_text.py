"""Lines of text: each tool's shape, the level it means, and output without a finding."""

from __future__ import annotations

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Level
from tests.reports.lint.reading import counts, evidence, findings, told, unfinished

E, W, N = Level.ERROR, Level.WARNING, Level.NOTE


@pytest.mark.parametrize(
    ("line", "level", "rule", "severity", "file", "number"),
    [
        pytest.param("a.py:3:5: F401 x", E, "F401", "error", "a.py", 3, id="flake8"),
        pytest.param("a.py:3:5: W291 x", E, "W291", "error", "a.py", 3, id="flake8 has no levels"),
        pytest.param("a.py:3: [W0612] x", W, "W0612", "warning", "a.py", 3, id="pylint format"),
        pytest.param("a.py:3:5: R0903: x (y)", N, "R0903", "refactor", "a.py", 3, id="pylint R"),
        pytest.param("a.py:3:5: F0001: x (y)", E, "F0001", "fatal", "a.py", 3, id="pylint F"),
        pytest.param("a.py:3:5: I0011: x (y)", N, "I0011", "info", "a.py", 3, id="pylint I"),
        pytest.param(
            "a.py(3): [C0114(no-doc), f] x", N, "C0114", "convention", "a.py", 3, id="pylint msvs"
        ),
        pytest.param("a.py:3: note: x", N, "", "note", "a.py", 3, id="mypy note"),
        pytest.param("a.py:3: error: x  [arg-type]", E, "arg-type", "error", "a.py", 3, id="mypy"),
        pytest.param("a b/c.py:3:5: E1 x", E, "E1", "error", "a b/c.py", 3, id="blank in a path"),
        pytest.param("C:\\a\\b.c:3:5: error: x", E, "", "error", "C:\\a\\b.c", 3, id="drive"),
        pytest.param("a.c:3:5: fatal error: x", E, "", "fatal error", "a.c", 3, id="gcc fatal"),
        pytest.param(
            "a.c:3:5: warning: x [-Wunused=2]", W, "-Wunused=2", "warning", "a.c", 3, id="gcc"
        ),
        pytest.param(
            "a.cc:3:5: warning: x [a-b,-warnings-as-errors]",
            W,
            "a-b,-warnings-as-errors",
            "warning",
            "a.cc",
            3,
            id="clang-tidy",
        ),
        pytest.param("a.c:3:5: style: x [y]", N, "y", "style", "a.c", 3, id="cppcheck"),
        pytest.param("a.ts(3,5): error TS2322: x", E, "TS2322", "error", "a.ts", 3, id="tsc"),
        pytest.param("a.ts:3:5 - error TS1: x", E, "TS1", "error", "a.ts", 3, id="tsc pretty"),
        pytest.param(
            "a(1).cs(3,5,3,9): warning CS1: x [p.csproj]",
            W,
            "CS1",
            "warning",
            "a(1).cs",
            3,
            id="msbuild",
        ),
        pytest.param("MSBUILD : error MSB1: x", E, "MSB1", "error", "", 0, id="msbuild itself"),
        pytest.param("a.yml:3:5: [error] x (y)", E, "y", "error", "a.yml", 3, id="yamllint"),
        pytest.param("./a.go:3:5: x", E, "", "error", "./a.go", 3, id="go vet"),
        pytest.param("a.go:3: x", E, "", "error", "a.go", 3, id="go vet without a column"),
        pytest.param("a.js:3:5: x [Warning/y]", W, "y", "warning", "a.js", 3, id="eslint unix"),
        pytest.param(
            "a.js: line 3, col 5, Warning - x (y)", W, "y", "warning", "a.js", 3, id="compact"
        ),
        pytest.param("a.js(3,5): warning y : x", W, "y", "warning", "a.js", 3, id="visualstudio"),
        pytest.param(
            "a.rb:3:5: W: [Correctable] Lint/X: x", W, "Lint/X", "warning", "a.rb", 3, id="rubocop"
        ),
        pytest.param(
            "Dockerfile:3 DL3008 info: x", N, "DL3008", "info", "Dockerfile", 3, id="hadolint"
        ),
        pytest.param(
            "Dockerfile:3 DL3008 Pin x", E, "DL3008", "error", "Dockerfile", 3, id="old hadolint"
        ),
        pytest.param("/a/b.php:3:Call to x", E, "", "error", "/a/b.php", 3, id="phpstan raw"),
        pytest.param("a.php:3:5: warning - x", W, "", "warning", "a.php", 3, id="phpcs emacs"),
        pytest.param("a.cc:3:  x  [build/y] [5]", E, "build/y", "error", "a.cc", 3, id="cpplint"),
        pytest.param("[WARN] a.java:3: x [Y]", W, "Y", "warn", "a.java", 3, id="checkstyle"),
        pytest.param(
            "a.yml:3: no-changed-when: x (warning)",
            W,
            "no-changed-when",
            "warning",
            "a.yml",
            3,
            id="ansible-lint",
        ),
        pytest.param(
            "a.yml:3: fqcn[action]: x", E, "fqcn[action]", "error", "a.yml", 3, id="a rule's part"
        ),
        pytest.param("[ERROR] a.java:[3,5] x", E, "", "error", "a.java", 3, id="maven"),
        pytest.param("a.py: error: x", E, "", "error", "a.py", 0, id="of a file"),
        pytest.param("\x1b[1ma.c:3:5: \x1b[31merror: \x1b[0mx", E, "", "error", "a.c", 3, id="red"),
        pytest.param("::warning file=a.py,line=3::x", W, "", "warning", "a.py", 3, id="GitHub"),
        pytest.param(
            "##vso[task.logissue type=warning;sourcepath=a.py;linenumber=3;code=Y;]x",
            W,
            "Y",
            "warning",
            "a.py",
            3,
            id="Azure",
        ),
    ],
)
def test_a_line_is_read_as_its_tool_means_it(
    line: str, level: Level, rule: str, severity: str, file: str, number: int
) -> None:
    (finding,) = findings(evidence("lint-text", line + "\n"))
    assert (finding.level, *told(finding)) == (level, rule, severity, file, number)
    assert "\x1b" not in finding.message


@pytest.mark.parametrize(
    "line",
    [
        "  3 |   int x;",
        "    |       ^",
        "In file included from a.h:3,",
        "a.c: In function 'f':",
        "a.py:3",
        "10:11:12: started",
        "at 2026-03-02 10:11:12: started",
        "Found 3 errors in 1 file (checked 1 source file)",
        "************* Module a",
        'a.py: note: In function "f":',
        "make: *** [Makefile:2: a.o] Error 1",
    ],
)
def test_other_lines_are_no_finding(line: str) -> None:
    assert counts(evidence("lint-text", f"a.py:1:1: E1 x\n{line}\n")) == (1, 0, 0, 0)


def test_a_heading_names_the_file_of_what_is_below() -> None:
    text = "\n/a/b.js\n  3:5   error    x  semi\n  4:1-4:9  warning  y\n\n/a/c.js\n  1:1  ✖  z  r\n"
    read = [(one.level, *told(one)) for one in findings(evidence("lint-text", text))]
    assert read == [
        (E, "semi", "error", "/a/b.js", 3),
        (W, "", "warning", "/a/b.js", 4),
        (E, "r", "error", "/a/c.js", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Success: no issues found in 3 source files\n",
        "All checks passed!\n",
        "\n0 issues.\n",
        "Your code has been rated at 10.00/10\n",
        "Build succeeded.\n    0 Warning(s)\n    0 Error(s)\n",
    ],
)
def test_what_says_that_there_is_nothing_is_clean(text: str) -> None:
    assert counts(evidence("lint-text", text)) == (0, 0, 0, 0)


@pytest.mark.parametrize("form", ["lint-text", "github-annotations", "azure-annotations"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("hello\n", id="something else"),
        pytest.param("usage: flake8 [options]\n", id="usage"),
        pytest.param("✖ 3 problems (0 errors, 3 warnings)\n", id="a total, in an unknown shape"),
        pytest.param("Checking a.c ...\n", id="progress"),
    ],
)
def test_text_without_a_finding_is_no_clean_report(form: str, text: str) -> None:
    with pytest.raises(ReportError, match="no finding") as caught:
        evidence(form, text)
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("b.py:3: error: INTERNAL ERROR -- Please report a bug", 2),
        ("Traceback (most recent call last):", 2),
        ("Found 1 error in 1 file (errors prevented further checking)", 2),
        ("panic: runtime error: index out of range", 2),
        ("sh: 1: flake8: command not found", 2),
        ("/usr/bin/python: No module named flake8", 2),
        ("Oops! Something went wrong! :(", 2),
        ("Segmentation fault (core dumped)", 2),
    ],
)
def test_a_tool_that_did_not_finish(line: str, number: int) -> None:
    pieces = evidence("lint-text", f"a.py:1:1: E1 x\n{line}\n")
    assert len(unfinished(pieces)) == 1
    assert line.removeprefix("b.py:3: error: ") in unfinished(pieces)[0]


def test_msbuild_lists_its_findings_twice_and_they_count_once() -> None:
    text = "a.cs(1,2): error CS1: x\n\nBuild FAILED.\n\na.cs(1,2): error CS1: x\n    1 Error(s)\n"
    assert counts(evidence("lint-text", text)) == (1, 0, 0, 0)


def test_msbuild_lists_its_findings_once_when_quiet() -> None:
    text = "Build FAILED.\n\na.cs(1,2): error CS1: x\n    1 Error(s)\n"
    assert counts(evidence("lint-text", text)) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("line", "rule", "tool", "message"),
    [
        ("::error title=ruff (F401),file=a.py,line=3::x", "F401", "ruff", "x"),
        ("::error file=a.py,line=3,title=C0114::x%0Ay%25", "C0114", "", "x\ny%"),
        ("::notice file=C%3A\\a%2Cb.py,line=3::x: y", "", "", "x: y"),
        ("::error file=a.go,line=3,col=1::x (errcheck)", "errcheck", "", "x (errcheck)"),
        ("::error::x", "", "", "x"),
        ("  ::warning file=a.py::1:1 [colons] x", "colons", "", "1:1 [colons] x"),
    ],
)
def test_github_annotations(line: str, rule: str, tool: str, message: str) -> None:
    (finding,) = findings(evidence("github-annotations", f"::debug::no\n{line}\n::endgroup::\n"))
    assert (finding.rule, finding.tool, finding.message) == (rule, tool, message)
    assert finding.file in ("a.py", "a.go", "C:\\a,b.py", "")


def test_azure_annotations() -> None:
    text = (
        "##[section]Starting\n"
        "##vso[task.logissue type=warning;sourcepath=a%3Bb.py;linenumber=7;code=Y;]x%0Ay%AZP2541\n"
        "##vso[task.logissue]bare\n##vso[task.complete result=Failed;]\n"
    )
    first, second = findings(evidence("azure-annotations", text))
    assert (*told(first), first.message) == ("Y", "warning", "a;b.py", 7, "x\ny%41")
    assert (second.level, second.message) == (Level.ERROR, "bare")
