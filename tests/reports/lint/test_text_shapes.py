"""Shapes of lines: what stands before one, whose words it uses, and what is no finding."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Final

import pytest

from scorecard_action.errors import ReportError
from scorecard_action.model import Finding, Level, Nothing
from scorecard_action.reports.detect import candidates
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint.text_line import parse
from tests.reports.lint.reading import counts, evidence, findings

E, W, N = Level.ERROR, Level.WARNING, Level.NOTE
GCC: Final = "src/a.c:3:7: warning: unused variable 'x' [-Wunused-variable]"


def read(*lines: str) -> list[Finding]:
    return findings(evidence("lint-text", "\n".join(lines) + "\n"))


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("12:00:01 ", id="a time"),
        pytest.param("12:00:01.123 ", id="with parts of a second"),
        pytest.param("[12:00:01] ", id="in brackets"),
        pytest.param("2026-11-27T12:00:00.1234567Z ", id="GitHub's log"),
        pytest.param("[2026-11-27T12:00:00.123Z] ", id="Jenkins' log"),
        pytest.param("2026-11-27 12:00:00,123 ", id="a date and a time"),
        pytest.param("     [exec] ", id="Ant"),
        pytest.param("    [cc] ", id="Ant's cpptasks"),
        pytest.param("23>", id="MSBuild's node"),
        pytest.param("  1:2>", id="MSBuild's node and project"),
        pytest.param("C/C++: ", id="Gradle's NDK build"),
        pytest.param("#12 3.456 ", id="BuildKit"),
        pytest.param("     [exec] 23>", id="two of them"),
        pytest.param("12:00:01      [exec]   ", id="a time and Ant"),
        pytest.param("\x1b[1m", id="bold"),
        pytest.param("\x1b[38;5;214m\x1b[K", id="CSI"),
        pytest.param("\x1b(B\x1b[m", id="a character set"),
        pytest.param("\x0f", id="SI"),
        pytest.param("\x1b]8;;https://gcc.example/x\x1b\\", id="a link, ended by ST"),
        pytest.param("\x1b]8;;https://gcc.example/x\x07", id="a link, ended by BEL"),
    ],
)
def test_what_stands_before_a_line_hides_nothing(before: str) -> None:
    (finding,) = read(before + GCC)
    assert (finding.level, finding.rule, finding.file) == (W, "-Wunused-variable", "src/a.c")
    assert finding.message == "unused variable 'x'"


@pytest.mark.parametrize(
    ("line", "level", "rule", "file"),
    [
        # MSBuild's canonical form: origin : subcategory category code : text
        pytest.param("C:\\S.csproj : error NU1101: x", E, "NU1101", "C:\\S.csproj", id="drive"),
        pytest.param("cl : Command line error D8016 : x", E, "D8016", "", id="subcategory"),
        pytest.param("C:\\a.pas(4): Hint warning H2164: x", W, "H2164", "C:\\a.pas", id="Delphi"),
        pytest.param("EXEC : error : x [C:\\s\\S.csproj]", E, "", "", id="no code"),
        pytest.param("EXEC : warning : x [/s/S.csproj]", W, "", "", id="its project is no rule"),
        pytest.param("LINK : fatal error LNK1104: x", E, "LNK1104", "", id="a tool"),
        pytest.param("main.obj : error LNK2019: x", E, "LNK2019", "main.obj", id="an object"),
        pytest.param("CSC : error CS5001: x [/s/S.csproj]", E, "CS5001", "", id="compiler"),
        pytest.param("/s/x.targets(9,5): error MSB4018: x", E, "MSB4018", "/s/x.targets", id="at"),
        pytest.param("a.cs(3,5): warning CS1: x [/s/S.csproj::TargetFramework=net8.0]", W, "CS1",
                     "a.cs", id="a framework"),
        pytest.param("a.dpr(6) Error: E2003 x", E, "", "a.dpr", id="Delphi's compiler itself"),
        pytest.param("a.dpr(6) Hint: H2164 x", N, "", "a.dpr", id="a hint of it"),
        # level and rule in one
        pytest.param("a.py:4:8: error[invalid-type] x", E, "invalid-type", "a.py", id="ty"),
        pytest.param("a.py:4:8: info[revealed-type] x", N, "revealed-type", "a.py", id="ty info"),
        pytest.param("src/a.rs:4:8: error[E0308]: x", E, "E0308", "src/a.rs", id="rustc short"),
        # scanners
        pytest.param("a.py:1: B404[bandit]: LOW: x", N, "B404", "a.py", id="bandit's template"),
        pytest.param("a.py:1: B608[bandit]: MEDIUM: x", W, "B608", "a.py", id="medium"),
        pytest.param("a.py:1: B602[bandit]: HIGH: x", E, "B602", "a.py", id="high"),
        pytest.param("a.py:1:2: [CRITICAL] x", E, "", "a.py", id="critical in brackets"),
        pytest.param("a.py:1:2: [low] x", N, "", "a.py", id="low in brackets"),
        pytest.param("[HIGH] a.tf:3: x", E, "", "a.tf", id="in front"),
        # pylint, whatever its template
        pytest.param("a.py:1: [C] x", N, "", "a.py", id="a letter"),
        pytest.param("a.py:1: [E] x", E, "", "a.py", id="E"),
        pytest.param("a.py:1: [W] x", W, "", "a.py", id="W"),
        pytest.param("s/a.py:s.a:7: [E0602(u-v), f] x", E, "E0602", "s/a.py", id="a module"),
        pytest.param("s/a.py:s.a:1: [C0114(m-d), ] x", N, "C0114", "s/a.py", id="no object"),
        pytest.param("a.py:1: W0612(unused-variable): x", W, "W0612", "a.py", id="id and name"),
        # docutils and Sphinx
        pytest.param("/d/a.rst:12: WARNING: x [ref.ref]", W, "ref.ref", "/d/a.rst", id="Sphinx"),
        pytest.param("/d/a.rst:12: SEVERE: x", E, "", "/d/a.rst", id="severe"),
        pytest.param("/s/a.py:docstring of a.f:3: ERROR: x", E, "", "/s/a.py", id="a docstring"),
        pytest.param("/s/a.py:docstring of a.f: WARNING: x", W, "", "/s/a.py", id="without a line"),
        pytest.param("/d/a.rst: WARNING: x", W, "", "/d/a.rst", id="a whole document"),
        pytest.param("a.rst:3: (WARNING/2) x", W, "", "a.rst", id="docutils"),
        pytest.param("a.rst:3: (SEVERE/4) x", E, "", "a.rst", id="docutils, severe"),
        pytest.param("a.rst:3: (INFO/1) x", N, "", "a.rst", id="docutils, info"),
        pytest.param("a.js:1:5: x [Warning/eslint(no-undef)]", W, "eslint(no-undef)", "a.js",
                     id="oxlint as unix"),
        pytest.param("a.js:1:5: warning eslint(no-undef): x", W, "eslint(no-undef)", "a.js",
                     id="oxlint for agents"),
        # linkers have no word for the level
        pytest.param("/usr/bin/ld: cannot find -ltax", E, "", "", id="ld"),
        pytest.param("ld: cannot find -ltax: No such file or directory", E, "", "", id="newer ld"),
        pytest.param("src/a.c:12: undefined reference to `f'", E, "", "src/a.c", id="undefined"),
        pytest.param("a.c:(.text+0x5): undefined reference to `f'", E, "", "a.c", id="section"),
        pytest.param("/usr/bin/ld: a.o:a.c:(.data+0x0): multiple definition of `x'; b.o: first"
                     " defined here", E, "", "a.c", id="twice"),
        pytest.param("ld: library not found for -ltax", E, "", "", id="macOS"),
        pytest.param("/usr/bin/ld: warning: a.o: missing section", W, "", "", id="its own word"),
        # others
        pytest.param("e: file:///s/a.kt:3:5 x", E, "", "/s/a.kt", id="Kotlin 2"),
        pytest.param("w: /s/a.kt: (3, 5): x", W, "", "/s/a.kt", id="Kotlin 1"),
        pytest.param("A.java:9: warning: [unchecked] x", W, "unchecked", "A.java", id="javac"),
    ],
)  # fmt: skip
def test_a_line_is_read_by_its_whole_shape(line: str, level: Level, rule: str, file: str) -> None:
    (finding,) = read(line)
    assert (finding.level, finding.rule, finding.file) == (level, rule, file)


@pytest.mark.parametrize(
    "line",
    [
        # the way to a finding, which stands in a line of its own
        "src/main.cpp:7:8:   required from here",
        "src/main.cpp:7:8:   required from 'void f() [with T = int]'",
        "src/main.cpp:7:8:   recursively required from 'struct A<1>'",
        "src/main.cpp:7:8:   instantiated from here",
        "src/main.cpp:12:30:   in 'constexpr' expansion of 'square(70000)'",
        "src/main.cpp:12:30:   [ skipping 5 instantiation contexts, use -ftemplate… ]",
        "In file included from src/main.cpp:2:0:",
        "                 from src/main.cpp:2:0,",
        "C:\\s\\a.cpp(10) : see declaration of 'f'",
        # hosts
        "redis:6379: connected",
        "localhost:80: up",
        "db.example.com:5432: ok",
        "10.0.0.7:80: up",
        "kafka-0.kafka.svc.cluster.local:9092: ready",
        "api.internal:8080: listening",
        "12:00:01 redis:6379: connected",
        # what others say
        "1>------ Build started: Project: Shop ------",
        "/usr/bin/ld: skipping incompatible /lib/x.so when searching for -lx",
        "/usr/bin/ld: a.o: in function `main':",
        "[javac] 1 error",
        "printf(3): see the manual",
        "app: WARNING: slow",
    ],
)
def test_other_lines_are_no_finding(line: str) -> None:
    assert [finding.file for finding in read(GCC, line)] == ["src/a.c"]


@pytest.mark.parametrize(
    "line",
    [
        "cart.py:3: undefined name 'rate'",
        "shop/cart:3: bad",
        "cart.spec.ts:3: bad",
        "Dockerfile:3: bad",
        "a.xyz:3: bad",
        ".env:3: bad",
        "redis:6379: error: refused",
    ],
)
def test_files_are_told_from_hosts(line: str) -> None:
    assert [finding.level for finding in read(line)] == [E]


INSTANTIATED: Final = """\
In file included from src/main.cpp:2:
src/cart.h: In instantiation of 'void total(T) [with T = int]':
src/main.cpp:7:8:   required from 'void all() [with T = int]'
src/main.cpp:9:8:   required from here
src/cart.h:5:9: warning: unused variable 'x' [-Wunused-variable]
"""
LINKED: Final = """\
/usr/bin/ld: /tmp/ccX.o: in function `main':
main.c:(.text+0x5): undefined reference to `total'
"""


@pytest.mark.parametrize("text", [INSTANTIATED, LINKED])
def test_context_makes_no_report_unknown(text: str) -> None:
    assert candidates(Head(text)) == ["lint-text"]
    assert len(read(text)) == 1


RUSTC: Final = """\
error[E0308]: mismatched types
  --> src/main.rs:3:18
   |
3  |     let x: u32 = "";
   |                  ^^ expected `u32`, found `&str`

 warning: unused variable: `x`
   --> src/main.rs:9:9

error: aborting due to 1 previous error; 1 warning emitted
error: could not compile `shop` (bin "shop") due to 1 previous error
"""
RUFF: Final = """\
F401 [*] `os` imported but unused
 --> shop/a.py:1:8
  |
1 | import os
  |        ^^
help: Remove unused import: `os`

Found 1 error.
"""


def test_a_place_in_an_arrow_below() -> None:
    places = [(one.level, one.rule, one.file, one.line) for one in read(RUSTC)]
    assert places == [(E, "E0308", "src/main.rs", 3), (W, "", "src/main.rs", 9)]
    assert [(one.rule, one.file, one.line) for one in read(RUFF)] == [("F401", "shop/a.py", 1)]
    assert candidates(Head(RUSTC)) == candidates(Head(RUFF)) == ["lint-text"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Success: no issues found in 3 source files\n", (0, 0, 0, 0), id="mypy"),
        pytest.param(
            "a.py:2: note: By default …  [annotation-unchecked]\n"
            "Success: no issues found in 1 source file\n",
            (0, 0, 1, 0),
            id="mypy with a note",
        ),
        pytest.param("> npm run lint\nSuccess: no issues found in 1 source file\n", (0, 0, 0, 0),
                     id="among other lines"),
        pytest.param("All checks passed!\n", (0, 0, 0, 0), id="ruff"),
        pytest.param("0 issues.\n", (0, 0, 0, 0), id="golangci-lint"),
        pytest.param(
            "a.go:5:2: Error return value is not checked (errcheck)\n\tf()\n\t^\n1 issues:\n"
            "* errcheck: 1\n",
            (1, 0, 0, 0),
            id="golangci-lint, one",
        ),
        pytest.param(
            "src/a.cpp:1:  Missing space before {  [whitespace/braces] [5]\n"
            "Done processing src/a.cpp\nTotal errors found: 1\n",
            (1, 0, 0, 0),
            id="cpplint",
        ),
        pytest.param("Done processing a.cpp\nTotal errors found: 0\n", (0, 0, 0, 0), id="clean"),
        pytest.param(
            "Inspecting 3 files\n...\n\n3 files inspected, no offenses detected\n",
            (0, 0, 0, 0),
            id="RuboCop",
        ),
        pytest.param("Starting audit...\nAudit done.\n", (0, 0, 0, 0), id="Checkstyle"),
        pytest.param("Analyzing shop...\nNo issues found!\n", (0, 0, 0, 0), id="dart"),
        pytest.param("0 errors, 0 warnings, 0 informations \n", (0, 0, 0, 0), id="pyright"),
        pytest.param(
            "Shop -> /s/Shop.dll\n\nBuild succeeded.\n    0 Warning(s)\n    0 Error(s)\n",
            (0, 0, 0, 0),
            id="MSBuild",
        ),
        pytest.param(
            "Done linting! Found 0 violations, 0 serious in 3 files.\n", (0, 0, 0, 0), id="Swift"
        ),
        pytest.param(
            "markdownlint-cli2 v0.18.1 (markdownlint v0.38.0)\nFinding: **/*.md\n"
            "Linting: 3 file(s)\nSummary: 0 error(s)\n",
            (0, 0, 0, 0),
            id="markdownlint-cli2",
        ),
    ],
)  # fmt: skip
def test_closing_words_make_a_report_known(text: str, found: tuple[int, int, int, int]) -> None:
    assert candidates(Head(text)) == ["lint-text"]
    assert counts(evidence("lint-text", text)) == found


def test_annotations_are_known_beside_the_closing_words_of_their_tool() -> None:
    text = (
        "::warning file=a.js,line=1,title=eslint(no-undef)::a.js:1:5: x\n\n"
        "Found 1 warning and 0 errors.\nFinished in 76ms on 2 files with 97 rules.\n"
    )
    assert candidates(Head(text)) == ["github-annotations"]
    assert counts(evidence("github-annotations", text)) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Starting lint of 12 files\nReading configuration\n", id="a log"),
        pytest.param("Deploying\nAll checks passed!\n", id="words that others say too"),
        pytest.param("Found 3 errors.\n", id="a total alone"),
        pytest.param("1 issues:\n* errcheck: 1\n", id="a total without its findings"),
        pytest.param("No issues found! (so far)\nworking\n", id="in the midst"),
    ],
)
def test_other_words_do_not(text: str) -> None:
    assert candidates(Head(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("WARN No python files found under the given path(s)", id="ty"),
        pytest.param("warning: No Python files found under the given path(s)", id="ruff"),
        pytest.param("No Python files are present to be formatted. Nothing to do", id="black"),
        pytest.param("Linting: 0 file(s)", id="markdownlint-cli2"),
        pytest.param("Scanned 0 files, no errors found (1 ms).", id="HTMLHint"),
        pytest.param("Linted 0 files, found 0 errors.", id="djLint"),
        pytest.param('level=warning msg="no go files to analyze"', id="golangci-lint"),
        pytest.param("error: no go files to analyze: running `go mod tidy`", id="its error"),
        pytest.param("× No files were processed in the specified paths.", id="Biome"),
        pytest.param("[error] No files matching the pattern were found", id="Prettier"),
        pytest.param("Error: No lintable files found at paths: ''", id="SwiftLint"),
        pytest.param("No files found to lint. Please check your paths.", id="oxlint"),
    ],
)
@pytest.mark.parametrize("clean", ["All checks passed!", "0 issues.", "Summary: 0 error(s)"])
def test_a_tool_that_had_no_file_to_look_at_is_not_clean(line: str, clean: str) -> None:
    for text in (f"{line}\n{clean}\n", f"{clean}\n{line}\n"):
        assert [type(piece) for piece in evidence("lint-text", text)] == [Nothing]


def test_a_finding_may_speak_of_files() -> None:
    text = "a.py:1:1: error: No files found by this glob  [glob]\nAll checks passed!\n"
    assert counts(evidence("lint-text", text)) == (1, 0, 0, 0)


def test_a_total_of_findings_that_were_not_read_is_not_clean() -> None:
    text = "Some shape that is not known\nFound 3 errors.\nAll checks passed!\n"
    with pytest.raises(ReportError, match="no finding"):
        evidence("lint-text", text)


@pytest.mark.parametrize(
    ("total", "fails"),
    [
        pytest.param("1 warning and 1 error generated.", True, id="Clang"),
        pytest.param("Found 2 errors in 1 file (checked 1 source file)", True, id="mypy"),
        pytest.param("✖ 3 problems (1 error, 2 warnings)", True, id="ESLint"),
        pytest.param("1 warning generated.", False, id="warnings"),
        pytest.param("✖ 1 problem (0 errors, 1 warning)", False, id="no error"),
        pytest.param("Found 1 error (1 fixed, 0 remaining).", False, id="mended"),
    ],
)
def test_errors_that_are_counted_and_not_read_are_not_passed_over(total: str, fails: bool) -> None:
    text = f"{GCC}\n{total}\n"
    if fails:
        with pytest.raises(ReportError, match="counts errors here") as caught:
            evidence("lint-text", text)
        assert caught.value.line == 2
    else:
        assert counts(evidence("lint-text", text)) == (0, 1, 0, 0)


NEAR: Final = [
    pytest.param(start + middle * 60_000 + end, id=f"{start}{middle}…{end}"[:40])
    for start, middle, end in (
        ("a(", "1", "x"),
        ("a(1,", "1,", "x"),
        ("", "a(1", ""),
        ("", "[exec] ", "x"),
        ("", "1>", ""),
        ("", "12:00:00 ", ""),
        ("", "a.o:", " undefined reference to"),
        ("/", "ld/", "ld: cannot"),
        ("", "ld", ": cannot find"),
        ("", "a b ", " error X1 : y"),
        ("x : ", "Ab ", "warning C1"),
        ("a:1:1: ", "[", "]"),
        ("a:1:1: E1", "[a", "]"),
        ("a:1:1: ", "a-", ": x"),
        ("a:1:1: ", "(", ")"),
        ("", "\x1b]8;;", ""),
        ("", "\x1b[1;", ""),
        ("", "\x1b(", ""),
        ("a.py:", "docstring of ", ":1: ERROR: x"),
        ("a", ".a", ":3: x"),
        ("e: ", "a/", ":3:x"),
        ("Found ", "1", " error"),
        ("Found 1 errors in ", "in ", "("),
        ("", " ", "--> a:1:1"),
        ("  --> ", "a:1", ":x"),
        ("no files ", "found ", ""),
    )
]


@pytest.mark.parametrize("text", NEAR)
def test_long_near_misses_take_no_time(text: str) -> None:
    start = time.process_time()
    for line in (text, text[:4_096]):
        candidates(Head(line[:65_536]))
        parse(line[:4_096])
    with suppress(ReportError):
        evidence("lint-text", f"{text}\n{text}\n")
    # a guard against growth without end, not a measurement: it takes some milliseconds
    assert time.process_time() - start < 2
