"""Patterns that begin with `/` start at the working directory, or below the workspace they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.reading.gather import gather
from tests.reading import building as some
from tests.reading.building import build, place, wanted

TWO = "services: {cart: services/cart, search: services/search}"
LEADING = "`/` is the working directory; --allow-outside reads files outside it too"


@pytest.mark.parametrize(
    ("rule", "files", "read"),
    [
        pytest.param("/r.xml", ["r.xml"], {"r.xml"}, id="the working directory"),
        pytest.param("/**/r.xml", ["services/cart/r.xml"], {"services/cart/r.xml"}, id="deep"),
        pytest.param("'{/a,/b}/r.xml'", ["b/r.xml"], {"b/r.xml"}, id="in braces"),
        pytest.param("'//r.xml'", ["r.xml"], {"r.xml"}, id="twice"),
        pytest.param("/host/checkout/r.xml", ["r.xml"], {"r.xml"}, id="the host's workspace"),
        pytest.param("/services/search/r.xml", ["services/search/r.xml"], set(), id="of another"),
        pytest.param("'**/r.xml'", ["r.xml"], set(), id="without: the entity's folder"),
        pytest.param(
            "'**/r.xml', exclude: /services/cart/old/**",
            ["services/cart/old/r.xml", "services/cart/r.xml"],
            {"services/cart/r.xml"},
            id="exclude",
        ),
        pytest.param(
            "/**/r.xml, exclude: [/host/checkout/x/**, old/**, /y/r.xml]",
            ["x/r.xml", "y/r.xml", "services/cart/old/r.xml", "z/r.xml"],
            {"z/r.xml"},
            id="excludes of every start",
        ),
    ],
)
def test_where_patterns_start(tmp_path: Path, rule: str, files: list[str], read: set[str]) -> None:
    build(tmp_path, dict.fromkeys(files, some.PASSING))
    targets = wanted(tmp_path, f"  - {{rule: R, reports: {rule}}}\n", TWO)
    assert gather(targets, place(tmp_path)).tallies[0].files == read


def test_captured_services(tmp_path: Path) -> None:
    build(tmp_path, {"out/cart/r.xml": some.PASSING, "out/old/r.xml": some.PASSING})
    rule = "  - {rule: R, reports: '/out/{service}/r.xml', exclude: /out/old/**}\n"
    targets = wanted(tmp_path, rule, "")
    assert [str(one.entity) for one in targets.targets] == ["service:cart"]
    assert gather(targets, place(tmp_path)).tallies[0].files == {"out/cart/r.xml"}


@pytest.mark.parametrize(
    ("here", "outside", "read", "says"),
    [
        pytest.param(False, False, "", LEADING, id="not without the option"),
        pytest.param(False, True, "there", "outside the working directory", id="with it"),
        pytest.param(True, True, "here", "", id="the working directory comes first"),
    ],
)
def test_outside(tmp_path: Path, here: bool, outside: bool, read: str, says: str) -> None:
    there = tmp_path / "disk" / "r.xml"
    top = tmp_path / "top"
    build(tmp_path, {"disk/r.xml": some.PASSING, "top/x": ""})
    inside = str(there).lstrip("/")
    if here:
        build(top, {inside: some.PASSING})
    rule = f"  - {{rule: R, reports: {there}}}\n"
    gathered = gather(wanted(top, rule), place(top)._replace(outside=outside))
    expected = {"here": {inside}, "there": {str(there)}, "": set()}[read]
    assert gathered.tallies[0].files == expected
    said = [*gathered.warnings, *gathered.absent[0]]
    assert [says in one for one in said] == ([True] if says else [])
