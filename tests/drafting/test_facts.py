"""Which reports tell the same, and what becomes of files that none can be drafted from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scorecard_action.drafting.facts import facts
from scorecard_action.drafting.groups import group, named_apart
from scorecard_action.drafting.reader import Reader
from scorecard_action.drafting.survey import survey
from scorecard_action.drafting.unused import unused


def junit(*names: str, failed: str = "") -> str:
    cases = "".join(
        f'<testcase classname="cart" name="{name}">{"<failure/>" * (name == failed)}</testcase>'
        for name in names
    )
    return f"<testsuite>{cases}</testsuite>"


def ctrf(*names: str) -> str:
    tests = [{"name": f"cart {name}", "status": "passed", "duration": 1} for name in names]
    summary = {"tests": len(tests), "passed": len(tests), "failed": 0, "pending": 0, "skipped": 0}
    summary |= {"other": 0, "start": 0, "stop": 1}
    results = {"tool": {"name": "jest"}, "summary": summary, "tests": tests}
    return json.dumps({"results": results})


def sarif(tool: str, *places: str) -> str:
    results = [
        {
            "ruleId": "F401",
            "level": "error",
            "message": {"text": "m"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": place.split(":")[0]},
                        "region": {"startLine": int(place.split(":")[1])},
                    }
                }
            ],
        }
        for place in places
    ]
    run = {"tool": {"driver": {"name": tool}}, "results": results}
    return json.dumps({"version": "2.1.0", "runs": [run]})


def ruff(*places: str) -> str:
    found = [
        {
            "code": "F401",
            "filename": f"/src/{place.split(':')[0]}",
            "location": {"row": int(place.split(":")[1]), "column": 1},
            "end_location": {"row": 1, "column": 2},
            "message": "m",
            "noqa_row": 1,
            "fix": None,
        }
        for place in places
    ]
    return json.dumps(found)


def checkstyle(*places: str) -> str:
    files = "".join(
        f'<file name="/src/{place.split(":")[0]}"><error line="{place.split(":")[1]}"'
        ' severity="error" message="m" source="x"/></file>'
        for place in places
    )
    return f'<checkstyle version="8">{files}</checkstyle>'


def cobertura(*files: str) -> str:
    classes = "".join(
        f'<class name="c" filename="{file}"><lines><line number="1" hits="1"/></lines></class>'
        for file in files
    )
    return (
        "<coverage><packages><package><classes>" + classes + "</classes></package></packages>"
        "</coverage>"
    )


def lcov(*files: str) -> str:
    return "".join(f"SF:{file}\nDA:1,1\nend_of_record\n" for file in files)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(
            {"r/ruff.sarif": sarif("ruff", "a.py:1"), "r/ruff.json": ruff("a.py:1")},
            {"No ruff errors": ["r/ruff.sarif", "r/ruff.json"]},
            id="one linter in two formats",
        ),
        pytest.param(
            {"r/ruff.sarif": sarif("ruff", "a.py:1"), "s/ruff.json": ruff("b.py:2")},
            {"No ruff errors": ["r/ruff.sarif"], "No ruff errors (s)": ["s/ruff.json"]},
            id="one linter over two parts",
        ),
        pytest.param(
            {"r/ruff.sarif": sarif("ruff"), "r/semgrep.sarif": sarif("Semgrep OSS")},
            {"No Semgrep errors": ["r/semgrep.sarif"], "No ruff errors": ["r/ruff.sarif"]},
            id="two linters in one folder and format",
        ),
        pytest.param(
            {"r/a.sarif": sarif("ruff", "a.py:1"), "r/lint.xml": checkstyle("a.py:1")},
            {"No ruff errors": ["r/a.sarif", "r/lint.xml"]},
            id="a format that does not name its linter",
        ),
        pytest.param(
            {"r/a.sarif": sarif("ruff"), "r/lint.xml": checkstyle()},
            {"No lint errors": ["r/lint.xml"], "No ruff errors": ["r/a.sarif"]},
            id="two clean ones, of which one does not name its linter",
        ),
        pytest.param(
            {"r/eslint.sarif": sarif("ESLint"), "r/eslint-checkstyle.xml": checkstyle()},
            {"No ESLint errors": ["r/eslint.sarif", "r/eslint-checkstyle.xml"]},
            id="two clean ones, named by the file",
        ),
        pytest.param(
            {"r/a.sarif": sarif("flake8", "a.py:1"), "r/ruff.json": ruff("a.py:1")},
            {"No flake8 errors": ["r/a.sarif"], "No ruff errors": ["r/ruff.json"]},
            id="two linters that find the same",
        ),
        pytest.param(
            {"r/ruff-junit.xml": junit("a", failed="a"), "r/ruff.json": ruff("a.py:1")},
            {"No ruff errors": ["r/ruff.json", "r/ruff-junit.xml"]},
            id="a linter's findings as failed tests",
        ),
        pytest.param(
            {"r/flake8-tests.xml": junit("adds up"), "r/ruff.sarif": sarif("ruff")},
            {"Unit tests pass": ["r/flake8-tests.xml"], "No ruff errors": ["r/ruff.sarif"]},
            id="the tests of a linter are tests",
        ),
        pytest.param(
            {"c/clover.xml": cobertura("src/a.js"), "c/lcov.info": lcov("/src/cart/src/a.js")},
            {"Line coverage": ["c/clover.xml", "c/lcov.info"]},
            id="coverage of the same sources in two formats",
        ),
        pytest.param(
            {"c/a.xml": cobertura("web/a.js"), "c/lcov.info": lcov("api/a.js")},
            {"Line coverage": ["c/a.xml"], "Line coverage (c)": ["c/lcov.info"]},
            id="coverage of other sources",
        ),
        pytest.param(
            {"unit/lcov.info": lcov("a.js", "b.js"), "e2e/lcov.info": lcov("a.js", "b.js")},
            {"Line coverage": ["e2e/lcov.info", "unit/lcov.info"]},
            id="coverage of the same sources unites",
        ),
        pytest.param(
            {"r/junit.xml": junit("adds up", "rounds"), "r/ctrf.json": ctrf("adds up", "rounds")},
            {"Unit tests pass": ["r/junit.xml", "r/ctrf.json"]},
            id="tests in two formats",
        ),
        pytest.param(
            {"r/junit.xml": junit("adds up", "rounds"), "r/ctrf.json": ctrf("adds up", "sorts")},
            {"Unit tests pass": ["r/ctrf.json"], "Unit tests pass (r)": ["r/junit.xml"]},
            id="other tests, as many",
        ),
        pytest.param(
            {
                "r/junit.xml": junit("adds up", "rounds", failed="rounds"),
                "r/ctrf.json": ctrf("adds up", "rounds"),
            },
            {"Unit tests pass": ["r/ctrf.json"], "Unit tests pass (r)": ["r/junit.xml"]},
            id="the same tests with another result",
        ),
        pytest.param(
            {"py311/junit.xml": junit("adds up"), "py312/junit.xml": junit("adds up")},
            {
                "Unit tests pass": ["py311/junit.xml"],
                "Unit tests pass (py312)": ["py312/junit.xml"],
            },
            id="two versions that run the same tests",
        ),
        pytest.param(
            {
                "target/surefire-reports/TEST-a.xml": junit("adds up"),
                "target/failsafe-reports/TEST-a.xml": junit("adds up"),
            },
            {
                "Integration tests pass": ["target/failsafe-reports/TEST-a.xml"],
                "Unit tests pass": ["target/surefire-reports/TEST-a.xml"],
            },
            id="unit and integration tests",
        ),
        pytest.param(
            {
                "packages/a/reports/junit.xml": junit("adds up"),
                "packages/b/reports/junit.xml": junit("rounds"),
            },
            {"Unit tests pass": ["packages/a/reports/junit.xml", "packages/b/reports/junit.xml"]},
            id="packages of one repository are one fact",
        ),
    ],
)
def test_one_rule_for_each_fact(
    tree: dict[str, str], expected: dict[str, list[str]], tmp_path: Path
) -> None:
    for name, content in tree.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    reader = Reader(tmp_path)
    told = facts(group(reader.with_tools(survey(tmp_path).reports), []).found, reader)
    names = named_apart(one.group for one in told)
    found = {
        name.name: [path for each in (one.group, *one.others) for path in sorted(each.paths)]
        for name, one in zip(names, told, strict=True)
    }
    assert found == expected


@pytest.mark.parametrize(
    ("name", "content", "why", "form"),
    [
        pytest.param("r/mypy.json", "\n", "what mypy writes when it finds nothing", "mypy-json",
                     id="a clean mypy"),
        pytest.param("r/ruff.json", "[]", "it holds `[]`", "ruff-json", id="a clean ruff"),
        pytest.param("gl-code-quality-report.json", "[]\n", "it holds `[]`", "", id="a clean list"),
        pytest.param("junit.xml", "", "it is empty", "", id="an empty report"),
        pytest.param("coverage/coverage-final.json", '{"/a.js": {"path": "/a.js"}}',
                     "of no known format", "", id="an unknown format"),
        pytest.param("r/pylint.json", '[{"x": 1}]', "of no known format", "", id="another's"),
    ],
)  # fmt: skip
def test_a_file_of_no_use_is_named(
    tmp_path: Path, name: str, content: str, why: str, form: str
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(content)
    (one,) = unused(tmp_path, survey(tmp_path).others)
    assert (one.path, one.form) == (name, form)
    assert why in one.why
    assert one.cure


@pytest.mark.parametrize(
    "name",
    ["package.json", "tsconfig.json", ".eslintrc.json", "requirements.txt", "pom.xml", "notes.txt",
     ".stylelintrc.json", "lint-staged.config.json", "src/data.json"],
)  # fmt: skip
def test_settings_and_data_are_not(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("{}" if name.endswith("json") else "")
    assert unused(tmp_path, survey(tmp_path).others) == []


def test_two_services_tell_of_one_rule_in_two_ways(tmp_path: Path) -> None:
    reports = {"web/out/lcov.info": lcov("a.js"), "api/reports/cov.xml": cobertura("b.py")}
    for name, content in reports.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(content)
    found = group(survey(tmp_path).reports, [], ["web", "api"]).found
    assert [one.name for one in named_apart(found)] == ["Line coverage", "Line coverage (reports)"]
    assert [one.name for one in named_apart(found, by_owner=True)] == ["Line coverage"] * 2


def test_a_file_of_no_use_is_named_from_its_services_folder(tmp_path: Path) -> None:
    for name in ("web/r/mypy.json", "other/mypy.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("")
    found = unused(tmp_path, survey(tmp_path).others, ["web"])
    assert [(one.path, one.owner, one.form) for one in found] == [
        ("other/mypy.json", "", ""),
        ("web/r/mypy.json", "web", "mypy-json"),
    ]
