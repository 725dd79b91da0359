"""Which file of which folder a report means: real trees, reports as tools write them, and what is
decided where nothing settles it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from scorecard_action import flow
from scorecard_action.model import State
from tests.reading.building import build, place, wanted

PASS, FAIL = State.PASS, State.FAIL


def lcov(*sections: tuple[str, int, int], test: str = "") -> str:
    """Sections (path, covered lines, lines) as Istanbul writes them."""
    return "".join(
        f"TN:{test}\nSF:{path}\n"
        + "".join(f"DA:{line},{int(line <= covered)}\n" for line in range(1, valid + 1))
        + f"LF:{valid}\nLH:{covered}\nend_of_record\n"
        for path, covered, valid in sections
    )


def cobertura(sources: list[str], *classes: tuple[str, int, int]) -> str:
    """Classes (file, covered lines, lines) below several source folders, as coverage.py writes."""
    named = "".join(f"<source>{source}</source>" for source in sources)
    listed = "".join(
        f'<class name="c" filename="{name}"><lines>'
        + "".join(f'<line number="{n}" hits="{int(n <= hit)}"/>' for n in range(1, valid + 1))
        + "</lines></class>"
        for name, hit, valid in classes
    )
    return (
        f'<coverage line-rate="1"><sources>{named}</sources><packages><package name=".">'
        f"<classes>{listed}</classes></package></packages></coverage>"
    )


def sarif(*found: tuple[str, str]) -> str:
    """Findings (path, level)."""
    results = [
        {
            "ruleId": "R1",
            "level": level,
            "message": {"text": "m"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": path}}}],
        }
        for path, level in found
    ]
    runs = [{"tool": {"driver": {"name": "lint"}}, "results": results}]
    return json.dumps({"version": "2.1.0", "runs": runs})


def junit(*cases: tuple[str, str]) -> str:
    """Tests (file, result element)."""
    inner = "".join(f'<testcase name="t" file="{file}">{how}</testcase>' for file, how in cases)
    return f"<testsuite>{inner}</testsuite>"


def decided(top: Path, files: Mapping[str, str], rule: str) -> tuple[State | None, str]:
    """Write the files, and decide a rule with these keys."""
    (top / ".git").mkdir()
    build(top, files)
    targets = wanted(top, f"  - {{rule: R, {rule}}}\n")
    (judged,) = flow.evaluate(targets, place(top)).judged
    return judged.decision.state, judged.decision.reason


A, B = "packages/a/src/x.js", "packages/b/src/x.js"


@pytest.mark.parametrize(
    ("files", "state", "reason"),
    [
        pytest.param(
            {
                A: "",
                "packages/a/src/y.js": "",
                "packages/a/lcov.info": lcov(("src/x.js", 100, 100)),
                "packages/a/coverage/lcov.info": lcov(
                    ("src/x.js", 100, 100), ("src/y.js", 50, 100)
                ),
            },
            FAIL,
            "line coverage 75 % (at least 80 %)",
            id="sure in one report and looked for in another: it counts once",
        ),
        pytest.param(
            {
                A: "",
                "packages/a/lcov.info": lcov(("src/x.js", 60, 100)),
                "packages/a/coverage/lcov.info": lcov(("src/x.js", 80, 100)),
            },
            PASS,
            "line coverage 80 % (at least 80 %)",
            id="and its lines unite",
        ),
        pytest.param(
            {
                A: "",
                "packages/a/lcov.info": lcov(("src/x.js", 100, 100)),
                "packages/a/coverage/lcov.info": lcov(("src/x.js", 10, 50)),
            },
            FAIL,
            "line coverage at least 73.33 % (at least 80 %); line coverage is 100 % if all reports"
            " mean the same file by packages/a/src/x.js, 73.33 % if each means its own: `base` in"
            " the entry of `reports` says where paths begin",
            id="if the lines that they know are those of one file",
        ),
        pytest.param(
            {A: "", B: "", "lcov.info": lcov(("src/x.js", 100, 100), ("src/x.js", 20, 100))},
            FAIL,
            "line coverage at least 60 % (at least 80 %); line coverage is 100 % if all reports"
            " mean the same file by src/x.js, 60 % if each means its own: `base` in the entry of"
            " `reports` says where paths begin",
            id="tracefiles of two packages that were put together",
        ),
        pytest.param(
            {"src/x.js": "", "lcov.info": lcov(("src/x.js", 100, 100), ("src/x.js", 20, 100))},
            PASS,
            "line coverage 100 % (at least 80 %)",
            id="tracefiles of one package that were put together",
        ),
        pytest.param(
            {
                "lcov.info": lcov(("src/x.js", 100, 100), test="unit")
                + lcov(("src/x.js", 20, 100), test="e2e")
            },
            PASS,
            "line coverage 100 % (at least 80 %)",
            id="one tracefile of two tests",
        ),
    ],
)
def test_lcov(tmp_path: Path, files: Mapping[str, str], state: State, reason: str) -> None:
    rule = "reports: '**/lcov.info', min: {line_coverage: 80}"
    assert decided(tmp_path, files, rule) == (state, reason)


def test_branches_in_doubt_name_both_numbers(tmp_path: Path) -> None:
    section = "SF:src/x.js\nDA:1,1\n{}end_of_record\n"
    all_taken = section.format("BRDA:1,0,0,1\nBRDA:1,0,1,1\n")
    none_taken = section.format("BRDA:1,0,0,0\nBRDA:1,0,1,0\n")
    rule = "reports: '*/lcov.info', min: {branch_coverage: 80}"
    state, reason = decided(tmp_path, {"a/lcov.info": all_taken, "b/lcov.info": none_taken}, rule)
    assert state is FAIL
    assert "branch coverage is 100 % if all reports mean the same file by src/x.js, 50 %" in reason


@pytest.mark.parametrize(
    ("sources", "tree", "state", "text"),
    [
        pytest.param(["/app/a", "/app/b"], ["a/m.py", "b/n.py"], FAIL, "20 %", id="a container's"),
        pytest.param(["C:\\w\\a", "C:\\w\\b"], ["a/m.py", "b/n.py"], FAIL, "20 %", id="Windows"),
        pytest.param(["a", "b"], ["a/m.py", "b/n.py"], FAIL, "20 %", id="relative"),
        pytest.param(["", "b"], ["m.py", "b/n.py"], FAIL, "20 %", id="one is the folder itself"),
        pytest.param(["/host/checkout/a", "/host/checkout/b"], ["a/m.py", "b/n.py"], FAIL, "20 %",
                     id="the host's"),
        pytest.param(["/app/a", "/app/b"], ["a/m.py", "b/n.py", "n.py"], FAIL, "20 %",
                     id="the longer end says more"),
        pytest.param(["/app/a", "/app/b"], ["a/m.py", "a/n.py", "b/n.py"], FAIL,
                     "select none of 2 covered files", id="below two of them: nobody knows"),
        pytest.param(["/app/a", "/app/b"], [], FAIL, "select none of 2 covered files",
                     id="below none of them"),
    ],
)  # fmt: skip
def test_several_source_folders(
    tmp_path: Path, sources: list[str], tree: list[str], state: State, text: str
) -> None:
    report = cobertura(sources, ("m.py", 100, 100), ("n.py", 20, 100))
    files = {**dict.fromkeys(tree, ""), "coverage.xml": report}
    rule = "reports: coverage.xml, only: {file: 'b/**'}, min: {line_coverage: 80}"
    found, reason = decided(tmp_path, files, rule)
    assert found is state
    assert text in reason


INNER = (("src/A.cs", 50, 50), ("src/A.cs", 0, 20))  # an inner class shares lines with its outer


@pytest.mark.parametrize("reports", [1, 2])
@pytest.mark.parametrize("more", ["", ", only: {file: 'src/**'}"])
def test_classes_of_one_file_are_of_one_file(tmp_path: Path, reports: int, more: str) -> None:
    report = cobertura(["/w/app"], *INNER)
    files = {f"coverage/{number}.xml": report for number in range(reports)}
    rule = f"reports: 'coverage/*.xml', min: {{line_coverage: 90}}{more}"
    found = decided(tmp_path, {"src/A.cs": "", **files}, rule)
    assert found == (PASS, "line coverage 100 % (at least 90 %)")


@pytest.mark.parametrize(
    ("path", "tree", "reason"),
    [
        pytest.param("/w/src/h.h", "src/h.h", "100 %", id="a header, once for each object file"),
        pytest.param("/w/src/h.h", "README", "at least 60 %", id="if it is in the checkout"),
        pytest.param("src/h.h", "src/h.h", "100 %", id="as many lines"),
    ],
)
def test_a_file_that_a_tracefile_names_twice(
    tmp_path: Path, path: str, tree: str, reason: str
) -> None:
    files = {tree: "", "coverage/c.info": lcov((path, 100, 100), (path, 20, 100))}
    rule = "reports: coverage/c.info, min: {line_coverage: 50}"
    state, said = decided(tmp_path, files, rule)
    assert state is PASS
    assert said.startswith(f"line coverage {reason}")


def test_reports_of_several_source_folders_unite(tmp_path: Path) -> None:
    sources = ["/app/a", "/app/b"]
    files = {
        "a/m.py": "",
        "b/n.py": "",
        "r1.xml": cobertura(sources, ("m.py", 100, 100), ("n.py", 0, 100)),
        "r2.xml": cobertura(sources, ("m.py", 0, 100), ("n.py", 100, 100)),
    }
    state, reason = decided(tmp_path, files, "reports: 'r*.xml', min: {line_coverage: 90}")
    assert (state, reason) == (PASS, "line coverage 100 % (at least 90 %)")


LINT, TESTS, LINES = "max: {findings: 5}", "max: {failed: 0}", "min: {line_coverage: 80}"
HERE = {"cart/a.py": ""}


@pytest.mark.parametrize(
    ("limit", "reports", "says"),
    [
        pytest.param(LINT, [sarif(("cart/a.py", "note")), sarif(("/srv/x/b.py", "error"))],
                     "none of the findings of a report, and nothing says where /srv/x/b.py lies",
                     id="findings of one of two reports"),
        pytest.param(LINT, [sarif(("cart/a.py", "note")), sarif(("/usr/lib/b.py", "error"))], "",
                     id="findings that are nobody's"),
        pytest.param(LINT, [sarif(("cart/a.py", "note"), ("/srv/x/b.py", "error"))], "",
                     id="findings of a report of which one is known"),
        pytest.param(TESTS, [junit(("cart/a.py", ""), ("/srv/x/b.py", "<failure/>"))],
                     "none of the failed tests, and nothing says where /srv/x/b.py lies",
                     id="a failed test"),
        pytest.param(TESTS, [junit(("cart/a.py", ""), ("/srv/x/b.py", ""))], "",
                     id="a passed test"),
        pytest.param(TESTS, [junit(("cart/a.py", ""), ("search/b.py", "<failure/>"))], "",
                     id="a failed test of another folder"),
        pytest.param(LINES, [lcov(("cart/a.py", 9, 9)), lcov(("/srv/x/b.py", 0, 9))],
                     "none of the covered files of a report, and nothing says where /srv/x/b.py",
                     id="the covered files of one of two reports"),
        pytest.param(LINES, [lcov(("cart/a.py", 9, 9)), lcov(("search/b.py", 0, 9))], "",
                     id="covered files of another folder"),
    ],
)  # fmt: skip
def test_what_is_left_out_of_each_report(
    tmp_path: Path, limit: str, reports: list[str], says: str
) -> None:
    files = {**HERE, **{f"r{number}.txt": text for number, text in enumerate(reports)}}
    rule = f"reports: 'r*.txt', only: {{file: 'cart/**'}}, {limit}"
    state, reason = decided(tmp_path, files, rule)
    assert state is (FAIL if says else PASS), reason
    assert says in reason


@pytest.mark.parametrize(
    ("path", "base", "state"),
    [
        pytest.param("/app/cart/a.py", "/", FAIL, id="the folder may be cut off"),
        pytest.param("/app/search/a.py", "/", PASS, id="another folder"),
        pytest.param("/app/a.py", "/search", PASS, id="below a base elsewhere"),
        pytest.param("/app/a.py", "/cart", FAIL, id="below a base here"),
    ],
)
def test_a_base_without_a_checkout(tmp_path: Path, path: str, base: str, state: State) -> None:
    rule = f"reports: {{path: r.sarif, base: {base}}}, only: {{file: 'cart/**'}}"
    assert decided(tmp_path, {"r.sarif": sarif((path, "error"))}, rule)[0] is state


def go(file: str, covered: int, valid: int) -> str:
    """A cover profile of one file, a statement a line."""
    blocks = (f"{file}:{n}.1,{n}.9 1 {int(n <= covered)}\n" for n in range(1, valid + 1))
    return "mode: set\n" + "".join(blocks)


MODULES = {
    "a/go.mod": "module app\n",
    "a/main.go": "",
    "b/go.mod": "module (\n\tapp\n)\n",
    "b/main.go": "",
}
GOOD, BAD = go("app/main.go", 100, 100), go("app/main.go", 20, 100)


@pytest.mark.parametrize(
    ("files", "more", "state", "text"),
    [
        pytest.param({"a/c.out": GOOD, "b/c.out": BAD}, "", FAIL, "line coverage 60 %",
                     id="each in its own"),
        pytest.param({"a/out/c.out": GOOD, "b/out/c.out": BAD}, "", FAIL, "line coverage 60 %",
                     id="in a folder of its own"),
        pytest.param({"a/c.out": GOOD, "b/c.out": BAD}, ", only: {file: 'a/**'}", PASS,
                     "line coverage 100 %", id="one of them"),
        pytest.param({"out/a.out": GOOD, "out/b.out": BAD}, "", FAIL,
                     "60 % if each means its own: `base`", id="both above: nobody knows"),
    ],
)  # fmt: skip
def test_go_modules_of_one_name(
    tmp_path: Path, files: Mapping[str, str], more: str, state: State, text: str
) -> None:
    rule = f"reports: '**/*.out', min: {{line_coverage: 80}}{more}"
    found, reason = decided(tmp_path, {**MODULES, **files}, rule)
    assert found is state
    assert text in reason


def test_base_tells_go_modules_of_one_name_apart(tmp_path: Path) -> None:
    entries = "{path: out/a.out, base: /a}, {path: out/b.out, base: /b}"
    files = {**MODULES, "out/a.out": GOOD, "out/b.out": BAD}
    rule = f"reports: [{entries}], min: {{line_coverage: 60}}"
    assert decided(tmp_path, files, rule) == (PASS, "line coverage 60 % (at least 60 %)")


@pytest.mark.parametrize(
    ("pattern", "path", "says"),
    [
        pytest.param("src", "src/a.py", "src/a.py if it named what is below a folder: write `/**`",
                     id="a folder"),
        pytest.param("src/", "src/a.py", "write `/**`", id="with a slash"),
        pytest.param("/src", "src/a.py", "write `/**`", id="from the working directory"),
        pytest.param("*/deep", "src/deep/a.py", "write `/**`", id="after a wildcard"),
        pytest.param("src", "lib/a.py", "", id="another folder"),
        pytest.param("src/*", "src/deep/a.py", "", id="a wildcard that stays in one folder"),
        pytest.param("cart/**", "/usr/src/app/lib/z.py", "/usr/src/app/lib/z.py lies",
                     id="the application in an image"),
        pytest.param("cart/**", "/opt/app/lib/z.py", "/opt/app/lib/z.py lies", id="in /opt"),
        pytest.param("cart/**", "/usr/src/app/node_modules/a.js", "", id="its packages"),
        pytest.param("cart/**", "/usr/src/linux-headers-6/a.h", "", id="the kernel"),
        pytest.param("cart/**", "/opt/hostedtoolcache/go/a.go", "", id="a tool"),
        pytest.param("cart/**", "/usr/local/lib/a.rb", "", id="a library"),
    ],
)  # fmt: skip
def test_findings_left_out_of_a_clean_folder(
    tmp_path: Path, pattern: str, path: str, says: str
) -> None:
    files = {"src/a.py": "", "src/deep/a.py": "", "lib/a.py": "", "r.sarif": sarif((path, "error"))}
    state, reason = decided(tmp_path, files, f"reports: r.sarif, only: {{file: '{pattern}'}}")
    assert state is (FAIL if says else PASS), reason
    assert says in reason
