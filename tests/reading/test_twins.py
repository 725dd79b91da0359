"""Reports of one name and the same bytes give their evidence once, where their paths are alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.reading.gather import gather
from tests.reading import building as some
from tests.reading.building import build, place, wanted

ONE, OTHER = some.PASSING, some.PASSING.replace("good", "fine")
CLEAN = "<checkstyle/>"


def found(file: str) -> str:
    """A report of checkstyle with one error in this file."""
    return f'<checkstyle><file name="{file}"><error severity="error"/></file></checkstyle>'


def of_file(file: str) -> str:
    return some.PASSING.replace('name="good"', f'name="good" file="{file}"')


@pytest.mark.parametrize(
    ("files", "rule", "count", "told"),
    [
        pytest.param({"a/r.xml": ONE, "b/r.xml": ONE}, "'*/r.xml'", 1, "b/r.xml", id="a copy"),
        pytest.param(
            {"a/r.xml": ONE, "b/r.xml": ONE, "c/r.xml": ONE}, "'*/r.xml'", 1, "b/r.xml", id="three"
        ),
        pytest.param({"a/r.xml": ONE, "b/r.xml": OTHER}, "'*/r.xml'", 2, "", id="other bytes"),
        pytest.param({"a/r.xml": ONE, "b/s.xml": ONE}, "'*/*.xml'", 2, "", id="another name"),
        pytest.param({"a/r.xml": CLEAN, "b/r.xml": CLEAN}, "'*/r.xml'", 0, "", id="nothing in it"),
        pytest.param(
            {"a/r.xml": found("/x/y.py"), "b/r.xml": found("/x/y.py")},
            "'*/r.xml'",
            1,
            "b/r.xml",
            id="the same absolute path",
        ),
        pytest.param(
            {"src/y.py": "", "a/r.xml": found("src/y.py"), "b/r.xml": found("src/y.py")},
            "'*/r.xml'",
            1,
            "b/r.xml",
            id="placed in one file",
        ),
        pytest.param(
            {"a/y.py": "", "b/y.py": "", "a/r.xml": found("y.py"), "b/r.xml": found("y.py")},
            "'*/r.xml'",
            2,
            "",
            id="placed in two files",
        ),
        pytest.param(
            {"a/r.xml": found("y.py"), "b/r.xml": found("y.py")},
            "'*/r.xml'",
            2,
            "",
            id="findings in files that are not there",
        ),
        pytest.param(
            {"a/r.xml": of_file("y.py"), "b/r.xml": of_file("y.py")},
            "'*/r.xml'",
            1,
            "b/r.xml",
            id="tests in files that are not there",
        ),
        pytest.param(
            {"a/r.xml": found("y.py"), "b/r.xml": found("y.py")},
            "{path: '*/r.xml', base: /}",
            1,
            "b/r.xml",
            id="base says that they are one",
        ),
        pytest.param({"a/r.xml": ONE[:-9], "b/r.xml": ONE[:-9]}, "'*/r.xml'", 2, "", id="cut off"),
    ],
)
def test_copies(tmp_path: Path, files: dict[str, str], rule: str, count: int, told: str) -> None:
    build(tmp_path, files)
    gathered = gather(wanted(tmp_path, f"  - {{rule: R, reports: {rule}}}\n"), place(tmp_path))
    (tally,) = gathered.tallies
    assert tally.tests + tally.findings == count
    assert tally.files == {path for path in files if path.endswith(".xml")}
    assert gathered.absent == ((),)
    assert [one.partition(" ")[0] for one in gathered.warnings] == ([told] if told else [])


def test_each_entity_has_its_own(tmp_path: Path) -> None:
    build(tmp_path, {"a/r.xml": ONE, "b/r.xml": ONE})
    rules = "  - {rule: R, reports: '{service}/r.xml'}\n  - {rule: S, reports: '*/r.xml'}\n"
    gathered = gather(wanted(tmp_path, rules, "services: [a, b]"), place(tmp_path))
    assert [tally.passed for tally in gathered.tallies] == [1, 1, 1, 1]
    assert [len(tally.files) for tally in gathered.tallies] == [1, 1, 2, 2]


def test_a_copy_is_an_entrys_report(tmp_path: Path) -> None:
    build(tmp_path, {"a/r.xml": ONE, "b/r.xml": ONE})
    rule = "  - {rule: R, reports: [a/r.xml, b/r.xml]}\n"
    assert gather(wanted(tmp_path, rule), place(tmp_path)).absent == ((),)
