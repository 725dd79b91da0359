"""Globs from paths: wide enough for the next build, and never too wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.drafting.patterns import caught, literal, patterns, place
from scorecard_action.globs.globs import Glob

UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"

TESTS = [
    pytest.param(["junit.xml"], [], ["junit.xml"], id="one at the top"),
    pytest.param(
        ["build/test-results/test/TEST-a.xml", "build/test-results/e2e/TEST-b.xml"],
        [],
        ["build/test-results/**/TEST-*.xml"],
        id="Gradle",
    ),
    pytest.param(
        ["app/build/test-results/test/TEST-a.xml", "build/test-results/test/TEST-b.xml"],
        [],
        ["**/build/test-results/**/TEST-*.xml"],
        id="Gradle, several modules",
    ),
    pytest.param(
        ["target/surefire-reports/TEST-x.CartTest.xml"],
        [],
        ["target/surefire-reports/TEST-*.xml"],
        id="Surefire, one class",
    ),
    pytest.param(
        ["a/target/surefire-reports/TEST-x.xml", "b/target/surefire-reports/TEST-y.xml"],
        ["a/target/surefire-reports/testng-failed.xml"],
        ["*/target/surefire-reports/TEST-*.xml"],
        id="Surefire, modules side by side",
    ),
    pytest.param(
        ["bazel-testlogs/a/test.xml", "bazel-testlogs/b/c/test.xml"],
        [],
        ["bazel-testlogs/**/test.xml"],
        id="Bazel",
    ),
    pytest.param([f"test-results/{UUID}.xml"], [], ["test-results/*.xml"], id="a name of one run"),
    pytest.param(["out/run-20240501-1200.xml"], [], ["out/run-*.xml"], id="a time in the name"),
    pytest.param(
        ["r/unit.xml", "r/e2e.xml"], [], ["r/e2e.xml", "r/unit.xml"], id="few names: each"
    ),
    pytest.param(
        ["r/a.xml", "r/b.xml", "r/c.xml", "r/d.xml"], [], ["r/*.xml"], id="many names: any"
    ),
    pytest.param(
        ["r/a.xml", "r/b.xml", "r/c.xml", "r/d.xml"],
        ["r/coverage.xml"],
        ["r/a.xml", "r/b.xml", "r/c.xml", "r/d.xml"],
        id="many names beside a stranger",
    ),
    pytest.param(
        ["r/a.xml", "r/b.xml", "r/c.trx", "r/d.trx"], [], ["r/*.{trx,xml}"], id="two extensions"
    ),
    pytest.param(['a "b"/*{x,y}[é]\n.xml'], [], ['a "b"/\\*\\{x\\,y\\}\\[é\\]?.xml'], id="odd"),
]


@pytest.mark.parametrize(("paths", "outsiders", "expected"), TESTS)
def test_tests(paths: list[str], outsiders: list[str], expected: list[str]) -> None:
    assert patterns(paths, outsiders, many=True) == expected


LINT = [
    pytest.param(
        ["reports/ruff.sarif", "reports/eslint.sarif"],
        ["reports/eslint.sarif", "reports/ruff.sarif"],
        id="each tool must have run",
    ),
    pytest.param(
        ["s/a/reports/ruff.sarif", "s/b/reports/ruff.sarif"],
        ["s/*/reports/ruff.sarif"],
        id="the same tool in two places",
    ),
    pytest.param(
        [f"TestResults/{UUID}/coverage.cobertura.xml"],
        ["TestResults/*/coverage.cobertura.xml"],
        id="a folder of one run",
    ),
]


@pytest.mark.parametrize(("paths", "expected"), LINT)
def test_lint_and_coverage(paths: list[str], expected: list[str]) -> None:
    assert patterns(paths, [], many=False) == expected


NAME = st.text(
    st.one_of(st.sampled_from("*?[]{},\\ab1\"'\n\udc80é -."), st.characters()),
    min_size=1,
    max_size=6,
).filter(lambda name: "/" not in name and "\0" not in name and name not in {".", ".."})
PATHS = st.lists(
    st.builds(
        lambda folders, name, end: "/".join([*folders, name + end]),
        st.lists(st.one_of(NAME, st.sampled_from(["build", "test-results", "a"])), max_size=4),
        NAME,
        st.sampled_from([".xml", ".json"]),
    ),
    min_size=1,
    max_size=6,
)


@given(PATHS, st.booleans())
def test_every_path_is_matched(paths: list[str], many: bool) -> None:
    groups: dict[str, set[str]] = {}
    for path in paths:
        groups.setdefault(place(path), set()).add(path)
    for members in groups.values():
        globs = [Glob(text) for text in patterns(members, [], many=many)]
        assert all(any(glob.matches(path) for glob in globs) for path in members)


@given(PATHS)
def test_a_literal_matches_its_path(paths: list[str]) -> None:
    assert all(Glob(literal(path)).matches(path) for path in paths)


def test_outsiders_that_are_caught() -> None:
    assert caught(["r/*.xml", "x"], ["r/a.xml", "r/b.json", "x"]) == ["r/a.xml", "x"]


def test_a_path_too_long_for_a_pattern_is_left_out() -> None:
    assert patterns(["/".join(["*" * 200] * 21) + ".xml"], [], many=True) == []
