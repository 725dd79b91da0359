"""What is said of a pattern that finds no file: why, and which reports are nearest to it."""

from __future__ import annotations

from itertools import chain, repeat
from pathlib import Path

import pytest

from scorecard_action.globs.find import Wanted
from scorecard_action.globs.globs import Glob
from scorecard_action.model import Kind
from scorecard_action.reading.gather import gather
from scorecard_action.reading.nearby import MAX_OPENED, SECONDS, Nearby, Wish, article
from scorecard_action.reports.formats import FORMATS
from tests.reading import building as some
from tests.reading.building import build, place, wanted

A_RULE = "  - {{rule: R, {}}}\n"
SARIF = some.BROKEN_OFF
LCOV = "SF:src/a.py\nDA:1,1\nend_of_record\n"
JUNIT, A_SARIF = "a JUnit XML report", "a SARIF report"
KNOWN = f"there is z/a.xml, {JUNIT}"
AT_THE_TOP = (
    "out/a.xml (out/a.xml is there, but patterns of service:cart start in services/cart: write"
    " /out/a.xml to start at the working directory)"
)
FOLDERS = "services: {cart: services/cart, search: services/search}"


def absent(top: Path, rules: str, head: str = "service: s") -> list[str]:
    """What is said of each entry without a file, without `no file matches `."""
    gathered = gather(wanted(top, rules, head), place(top))
    said = [text for texts in gathered.absent for text in texts]
    assert all(text.startswith("no file matches ") for text in said)
    return [text.removeprefix("no file matches ") for text in said]


@pytest.mark.parametrize(
    ("rule", "files", "said"),
    [
        pytest.param(
            "reports: report/*.sarif",
            {"reports/ruff.sarif": SARIF, "reports/junit.xml": some.PASSING},
            f"report/*.sarif; there is reports/ruff.sarif, {A_SARIF}",
            id="a letter of the folder",
        ),
        pytest.param(
            "reports: Reports/Junit.xml",
            {"reports/junit.xml": some.PASSING},
            f"Reports/Junit.xml; there is reports/junit.xml, {JUNIT}",
            id="case",
        ),
        pytest.param(
            "reports: build/junit.xml",
            {"build/junit.json": some.MYPY, "src/main.py": "", "README.md": ""},
            "build/junit.xml; there is build/junit.json, a mypy JSON lines report",
            id="extension",
        ),
        pytest.param(
            "reports: build/test-results/**/*.xml",
            {f"target/surefire-reports/TEST-{n}.xml": some.PASSING for n in "ab"},
            "build/test-results/**/*.xml; there is target/surefire-reports/TEST-a.xml,"
            f" {JUNIT} (and others beside it)",
            id="another tool's folder",
        ),
        pytest.param(
            "reports: build",
            {"build/a.xml": some.PASSING},
            f"build ('build' is a folder); there is build/a.xml, {JUNIT}",
            id="a folder",
        ),
        pytest.param(
            "reports: coverage.xml, min: {line_coverage: 80}",
            {"a/b/lcov.info": LCOV, "coverage.json": some.MYPY, "cov.xml": some.PASSING},
            "coverage.xml; there is a/b/lcov.info, an LCOV report",
            id="what the limits ask for",
        ),
        pytest.param(
            "reports: lint.xml, only: {severity: error}",
            {"lint/lint.json": some.MYPY, "lint.txt": "", "tests.xml": some.PASSING},
            "lint.xml; there is lint/lint.json, a mypy JSON lines report",
            id="what only asks for",
        ),
        pytest.param(
            "reports: {path: a.json, format: sarif}",
            {"out/z.sarif": SARIF, "b.json": some.MYPY},
            f"a.json; there is out/z.sarif, {A_SARIF}",
            id="the format that is named",
        ),
        pytest.param(
            "reports: '*.xml'",
            {"coverage/lines.xml": some.COVERAGE},
            "*.xml",
            id="coverage is nothing to a rule without a limit on it",
        ),
        pytest.param(
            "reports: out/unit.xml",
            {"out/unit-old.xml": "<html></html>", "out/unite.xml": ""},
            "out/unit.xml; there is out/unite.xml",
            id="an empty file is named by its path",
        ),
        pytest.param(
            "reports: out/unit.xml",
            {"node_modules/out/unit.xml": some.PASSING, "venv/pyvenv.cfg": ""}
            | {"venv/out/unit.xml": some.PASSING, ".tox/out/unit.xml": some.PASSING},
            "out/unit.xml",
            id="not where wildcards do not go",
        ),
        pytest.param(
            "reports: [junit.xml, lint.xml]",
            {"junit.xml": some.PASSING},
            "lint.xml",
            id="not what the rule reads already",
        ),
        pytest.param(
            "reports: '*.xml', exclude: '**/old.xml'",
            {"out/old.xml": some.PASSING},
            "*.xml",
            id="not what is excluded",
        ),
        pytest.param(
            "reports: 'out/*.xml', exclude: out/old.xml",
            {"out/old.xml": some.PASSING, "out2/new.xml": some.PASSING},
            "out/*.xml (1 file that it matches is excluded)",
            id="nor another one where that says why",
        ),
        pytest.param(
            "reports: unit.xml",
            {"tests/fixtures/unit.xml": some.PASSING, "out/unit.xml": some.PASSING},
            f"unit.xml; there is out/unit.xml, {JUNIT}",
            id="test data comes last",
        ),
        pytest.param(
            r"reports: 'build\*.xml'",
            {"build/a.xml": some.PASSING},
            r"build\*.xml (build/*.xml finds build/a.xml:"
            r" `/` stands between folders, `\` takes the next character literally)",
            id="separators of Windows",
        ),
        pytest.param(
            r"reports: 'C:\build\a.xml'",
            {"build/a.xml": some.PASSING},
            r"C:\build\a.xml (build/a.xml finds build/a.xml:"
            " C: is taken as it stands, patterns start at the working directory)",
            id="a drive",
        ),
        pytest.param(
            "reports: 'a.xml '",
            {"a.xml": some.PASSING},
            "a.xml  (a.xml finds a.xml: the pattern has a blank at its beginning or end)",
            id="a blank at the end",
        ),
        pytest.param(
            "reports: ././a.xml",
            {"out/a.xml": some.PASSING},
            f"././a.xml; there is out/a.xml, {JUNIT}",
            id="a dot at the beginning is no difference",
        ),
        pytest.param(
            "reports: ~/a.xml",
            {"a.xml": some.PASSING},
            "~/a.xml (a.xml finds a.xml:"
            " ~ is taken as it stands, patterns start at the working directory)",
            id="home",
        ),
        pytest.param(
            "reports: $PWD/out/a.xml",
            {"out/a.xml": some.PASSING},
            "$PWD/out/a.xml (out/a.xml finds out/a.xml:"
            " $PWD is taken as it stands, no variable is filled in)",
            id="a variable at the beginning",
        ),
        pytest.param(
            "reports: 'out/${{ matrix.os }}.xml'",
            {"b.json": some.PASSING},
            "out/${{ matrix.os }}.xml"
            " (${{ matrix.os }} is taken as it stands, no variable is filled in)",
            id="an expression within",
        ),
        pytest.param("reports: a.xml", {}, "a.xml", id="nothing there"),
    ],
)
def test_one_rule(tmp_path: Path, rule: str, files: dict[str, str], said: str) -> None:
    build(tmp_path, files)
    assert absent(tmp_path, A_RULE.format(rule)) == [said]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            {"services/search/out/a.xml": some.PASSING},
            ["out/a.xml"],
            id="another service's report is no hint",
        ),
        pytest.param(
            {"services/search/out/a.xml": some.PASSING, "services/cart/b/a.xml": some.PASSING},
            [f"out/a.xml; there is services/cart/b/a.xml, {JUNIT}"],
            id="one of its own is",
        ),
        pytest.param(
            {"services/search/out/a.xml": some.PASSING, "out/a.xml": some.PASSING},
            [AT_THE_TOP],
            id="at the top",
        ),
    ],
)
def test_services_with_folders(tmp_path: Path, files: dict[str, str], said: list[str]) -> None:
    build(tmp_path, files)
    assert absent(tmp_path, A_RULE.format("reports: out/a.xml"), FOLDERS) == said


def test_a_pattern_that_repeats_the_folder_of_its_service(tmp_path: Path) -> None:
    build(tmp_path, {"services/cart/out/a.xml": some.PASSING})
    rules = A_RULE.format("reports: services/cart/out/*.xml")
    (said,) = absent(tmp_path, rules, "services: {cart: services/cart}")
    assert said == (
        "services/cart/out/*.xml (services/cart/out/a.xml is there, but patterns of service:cart"
        " start in services/cart: write out/*.xml)"
    )


def test_a_file_of_a_nested_service(tmp_path: Path) -> None:
    build(tmp_path, {"cart/ui/a.xml": some.PASSING})
    said = absent(
        tmp_path, A_RULE.format("reports: '**/a.xml'"), "services: {cart: cart, ui: cart/ui}"
    )
    assert said == ["**/a.xml (cart/ui/a.xml is in cart/ui, the folder of another service)"]


def test_a_nested_service_keeps_its_reports(tmp_path: Path) -> None:
    build(tmp_path, {"cart/ui/b/a.xml": some.PASSING})
    rules, head = A_RULE.format("reports: out/a.xml"), "services: {cart: cart, ui: cart/ui}"
    assert absent(tmp_path, rules, head) == [
        "out/a.xml",
        f"out/a.xml; there is cart/ui/b/a.xml, {JUNIT}",
    ]


def test_what_another_rule_reads_is_named_only_where_it_is_very_near(tmp_path: Path) -> None:
    build(tmp_path, {"out/unit.xml": some.PASSING})
    rules = "  - {rule: U, reports: out/unit.xml}\n" + "".join(
        f"  - {{rule: {name}, reports: {path}}}\n"
        for name, path in (("I", "out/integration.xml"), ("V", "out/Unit.xml"))
    )
    assert absent(tmp_path, rules) == [
        "out/integration.xml",
        f"out/Unit.xml; there is out/unit.xml, {JUNIT}",
    ]


def test_in_the_repository_above(tmp_path: Path) -> None:
    build(tmp_path, {".git/HEAD": "", "sub/x": "", "sub/out/a.xml": some.PASSING})
    top = tmp_path / "sub"
    assert absent(top, A_RULE.format("reports: sub/out/a.xml")) == [
        f"sub/out/a.xml (sub/out/a.xml is in the repository, but globs start in {top})"
    ]


def _wish(glob: str, *, asked: bool = False) -> Wish:
    return Wish(Wanted(Glob(glob)), frozenset({Kind.TESTS, Kind.LINT}), asked)


@pytest.mark.parametrize(
    ("others", "wishes", "far", "near"),
    [
        pytest.param(MAX_OPENED - 1, 1, KNOWN, KNOWN, id="as many as are opened"),
        pytest.param(MAX_OPENED, 1, "", "there is z/a.xml", id="one more, then paths only"),
        pytest.param(MAX_OPENED // 10 - 1, 10, KNOWN, KNOWN, id="ten to share"),
        pytest.param(MAX_OPENED // 10, 10, "", KNOWN, id="one more than each may open"),
    ],
)
def test_few_files_are_opened(
    tmp_path: Path, others: int, wishes: int, far: str, near: str
) -> None:
    build(tmp_path, {f"out/{n}.xml": "<html/>" for n in range(others)})
    build(tmp_path, {"z/a.xml": some.PASSING})
    nearby = Nearby(tmp_path, wishes=wishes)
    assert nearby.told(_wish("out/*.sarif", asked=True)) == far
    assert nearby.told(_wish("z/A.xml")) == near


@pytest.mark.parametrize(
    ("late_after", "said"),
    [
        pytest.param(1, "", id="before the tree is listed"),
        pytest.param(3, "", id="before a file is opened"),
        pytest.param(9, f"there is out/a.xml, {JUNIT}", id="after that"),
    ],
)
def test_time_is_bounded(tmp_path: Path, late_after: int, said: str) -> None:
    build(tmp_path, {"out/a.xml": some.PASSING})
    times = chain(repeat(0.0, late_after), repeat(SECONDS + 1))
    assert Nearby(tmp_path, clock=lambda: next(times)).told(_wish("a.xml")) == said


def test_formats_are_called_as_they_are_spoken() -> None:
    called = {name: article(form) for name, form in FORMATS.items()}
    assert called["sarif"] == A_SARIF
    assert called["nunit3"] == "an NUnit 3 report"
    assert called["lint-text"] == "a text report"
    assert called["gitlab-security"] == "a GitLab security report"
    assert all(name.count("(") == name.count(",") == 0 for name in called.values())
