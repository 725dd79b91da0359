"""Patterns that begin with `/` start at the working directory, or below the workspace they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.errors import UsageError
from scorecard_action.globs import walk
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


@pytest.mark.parametrize(
    ("pattern", "refused"),
    [
        pytest.param("/**/x*.xml", True, id="any folder"),
        pytest.param("/*/**/x.xml", True, id="any folder but one"),
        pytest.param("'{/opt/none,/**}/x.xml'", True, id="in braces"),
        pytest.param("/**", True, id="everything"),
        pytest.param("/no-such-folder/**/x.xml", False, id="below a folder"),
        pytest.param("/no-such-file.xml", False, id="a file"),
        pytest.param("/host/checkout/**/x.xml", False, id="the workspace"),
        pytest.param("'**/x.xml'", False, id="relative"),
    ],
)
def test_no_pattern_searches_the_whole_disk(pattern: str, refused: bool, tmp_path: Path) -> None:
    targets = wanted(tmp_path, f"  - {{rule: R, reports: {pattern}}}\n", "service: cart")
    within, beyond = place(tmp_path), place(tmp_path)._replace(outside=True)
    assert gather(targets, within).absent[0]
    if not refused:
        assert gather(targets, beyond).absent[0]
        return
    with pytest.raises(UsageError, match="would search the whole disk") as caught:
        gather(targets, beyond)
    assert "begin it with a folder" in caught.value.hint


def test_a_mapping_elsewhere_may_be_beside_more_than_can_be_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "top").mkdir()
    build(tmp_path / "conf", {f"{n}.xml": some.PASSING for n in range(5)})
    targets = wanted(tmp_path / "top", "  - {rule: R, reports: '*.xml'}\n", "service: cart")
    here = place(tmp_path / "top")._replace(mapping_folder=tmp_path / "conf")
    assert "beside the mapping" in gather(targets, here).absent[0][0]
    monkeypatch.setattr(walk, "MAX_ENTRIES", 3)
    assert gather(targets, here).absent[0] == ("no file matches *.xml",)
