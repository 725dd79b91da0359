"""Files and who they serve, on real trees with links, odd files and odd names."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_action.errors import UsageError
from scorecard_action.globs import walk
from scorecard_action.globs.find import Found, Wanted, find
from scorecard_action.globs.globs import Glob
from scorecard_action.globs.trie import Frontier, Node


def plant(top: Path, *files: str) -> None:
    for name in files:
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def want(text: str, *exclude: str, folder: str = "") -> Wanted:
    return Wanted(Glob(text), tuple(map(Glob, exclude)), folder)


def find_one(top: Path, text: str, *exclude: str, folder: str = "") -> list[str]:
    found = find(top, [want(text, *exclude, folder=folder)])
    assert set(found.files.values()) <= {(0,)}
    return list(found.files)


KEPT_BY_TOOLS = (".tox", ".nox", "__pycache__", ".gradle", ".terraform", "env")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    plant(tmp_path, "r/a.xml", ".reports/a.xml", "env/pyvenv.cfg")
    plant(tmp_path, *(f"{name}/r/a.xml" for name in KEPT_BY_TOOLS))
    return tmp_path


@pytest.mark.parametrize("pattern", ["**/a.xml", "**/*.xml", "*/**/a.xml", "{r,.reports}/*.xml"])
def test_wildcards_do_not_enter_what_tools_keep(tools: Path, pattern: str) -> None:
    """A virtual environment (`pyvenv.cfg`) by any name; other hidden folders are entered."""
    assert find_one(tools, pattern) == [".reports/a.xml", "r/a.xml"]


@pytest.mark.parametrize("name", KEPT_BY_TOOLS)
def test_a_pattern_that_names_them_enters(tools: Path, name: str) -> None:
    assert find_one(tools, f"{name}/**/*.xml") == [f"{name}/r/a.xml"]
    assert find_one(tools, f"**/{name}/r/a.xml") == [f"{name}/r/a.xml"]


def test_a_working_directory_may_be_a_virtual_environment(tools: Path) -> None:
    assert find_one(tools / "env", "**/*.xml") == ["r/a.xml"]


TREE = (
    "a.xml",
    "build/one.xml",
    "build/two/two.xml",
    "build/two/deep/three.xml",
    "build/two/deep/three.txt",
    ".ci/hidden.xml",
    "[x]/odd.xml",
    "node_modules/m/n.xml",
    "node_modules/m/node_modules/o.xml",
    ".git/g.xml",
    "services/cart/build/c.xml",
    "services/cart/legacy/old.xml",
    "services/search/build/s.xml",
)


@pytest.mark.parametrize(
    ("wanted", "files"),
    [
        pytest.param(want("build/*.xml"), ["build/one.xml"], id="one folder"),
        pytest.param(
            want("build/**/*.xml"),
            ["build/one.xml", "build/two/deep/three.xml", "build/two/two.xml"],
            id="any depth",
        ),
        pytest.param(
            want("build/**", "**/*.xml"), ["build/two/deep/three.txt"], id="below, less xml"
        ),
        pytest.param(
            want("**/*.xml", "services/**", "build/**"),
            [".ci/hidden.xml", "[x]/odd.xml", "a.xml"],
            id="neither .git nor node_modules",
        ),
        pytest.param(want("node_modules/*/*.xml"), ["node_modules/m/n.xml"], id="named"),
        pytest.param(want("**/node_modules/**/n.xml"), ["node_modules/m/n.xml"], id="named deep"),
        pytest.param(want("**/node_modules/o.xml"), [], id="a named folder below one that is not"),
        pytest.param(
            want("{,node_modules/}**/node_modules/o.xml".replace("{,", "{x/,")),
            ["node_modules/m/node_modules/o.xml"],
            id="named in braces",
        ),
        pytest.param(want(".git/*"), [".git/g.xml"], id=".git named"),
        pytest.param(want(".g*/*"), [], id=".git not by a wildcard"),
        pytest.param(want(r"\[x\]/*"), ["[x]/odd.xml"], id="escaped"),
        pytest.param(want("./build//one.xml"), ["build/one.xml"], id="tidied"),
        pytest.param(
            want("{build,services/*/build}/?.xml"),
            ["services/cart/build/c.xml", "services/search/build/s.xml"],
            id="braces",
        ),
        pytest.param(want("nowhere/**/*.xml"), [], id="no such folder"),
        pytest.param(want("a.xml/b.xml"), [], id="below a file"),
        pytest.param(want("x" * 300), [], id="longer than a name can be"),
        pytest.param(
            want("**/*.xml", folder="services/cart"),
            ["services/cart/build/c.xml", "services/cart/legacy/old.xml"],
            id="an entity's folder",
        ),
        pytest.param(
            want("**/*.xml", "legacy/**", folder="./services/cart/"),
            ["services/cart/build/c.xml"],
            id="excludes start at the folder too",
        ),
        pytest.param(want("*.xml", folder="[x]"), ["[x]/odd.xml"], id="a folder is no pattern"),
        pytest.param(want("*.xml", folder="*"), [], id="nor a wildcard"),
    ],
)
def test_what_an_entry_finds(tmp_path: Path, wanted: Wanted, files: list[str]) -> None:
    plant(tmp_path, *TREE)
    assert find(tmp_path, [wanted]).files == dict.fromkeys(files, (0,))


def test_each_file_once_with_all_that_it_serves(tmp_path: Path) -> None:
    plant(tmp_path, "r/b.xml", "r/a.xml", "s/r/a.xml")
    wanted = [
        want("r/*.xml"),
        want("r/a.*"),
        want("*.none"),
        want("r/*.xml"),
        want("r/*.xml", "**/b.xml"),
        want("r/*.xml", folder="s"),
        want("**/a.xml"),
    ]
    found = find(tmp_path, wanted)
    assert list(found.files.items()) == [
        ("r/a.xml", (0, 1, 3, 4, 6)),
        ("r/b.xml", (0, 3)),
        ("s/r/a.xml", (5, 6)),
    ]
    assert found.excluded == {4: 1}
    assert not found.passed_by


def test_paths_are_sorted_as_text(tmp_path: Path) -> None:
    plant(tmp_path, "a/x", "a-b/x", "a.x", "a0")
    assert find_one(tmp_path, "**") == ["a-b/x", "a.x", "a/x", "a0"]


def test_many_patterns_in_one_folder_are_told_apart(tmp_path: Path) -> None:
    """Enough wildcards at one place that they are looked up by what they hold."""
    forms = ["{}-unit.xml", "TEST-{}.xml", "x-{}-y.xml", "unit-{}"]
    names = [f"svc{n}" for n in range(40)]
    plant(tmp_path, *(f"r/a{form.format(f'.{name}.')}b" for form in forms for name in names))
    plant(tmp_path, *(f"r/{form.format(name)}" for form in forms for name in names))
    wanted = [want(f"r/*.{name}.*") for name in names]
    wanted += [want(f"r/{form.format(name)}*") for form in forms for name in names]
    wanted += [want("r/*"), want("r/?EST-svc7.xml"), want("r/[a-z]*-svc3?-y.*")]
    found = find(tmp_path, wanted)
    for path, indexes in found.files.items():
        assert indexes == tuple(i for i, entry in enumerate(wanted) if entry.glob.matches(path))
    assert len(found.files) == 2 * len(forms) * len(names)


def test_absolute_patterns(tmp_path: Path) -> None:
    plant(tmp_path, "top/a.xml", "other/b.xml", "other/c/d.xml")
    top, other = tmp_path / "top", str(tmp_path / "other")
    assert find_one(top, f"{other}/**/*.xml") == [f"{other}/b.xml", f"{other}/c/d.xml"]
    assert find_one(top, f"{other}/b.xml", folder="ignored") == [f"{other}/b.xml"]
    assert find_one(top, f"{other}/**/*.xml", "**/b.xml") == [f"{other}/b.xml", f"{other}/c/d.xml"]
    assert find_one(top, f"{other}/**/*.xml", f"{other}/c/*") == [f"{other}/b.xml"]
    assert find_one(top, "*.xml", folder=other) == [f"{other}/b.xml"]


def test_an_absolute_exclude_holds_for_relative_patterns(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.xml", "b/x.xml")
    assert find_one(tmp_path, "**/*.xml", f"{tmp_path}/a/**") == ["b/x.xml"]


def test_the_top_may_be_relative_or_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "top/a/b.xml")
    (tmp_path / "link").symlink_to("top")
    assert find_one(tmp_path / "link", "**/*.xml") == ["a/b.xml"]
    monkeypatch.chdir(tmp_path / "top")
    assert find_one(Path(), "**/*.xml") == ["a/b.xml"]


@pytest.mark.parametrize("folder", ["..", "a/../b", "a\0b"])
def test_a_folder_outside_the_tree_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ValueError, match="no folder of this tree"):
        find(tmp_path, [want("*", folder=folder)])


def linked(tmp_path: Path) -> Path:
    """A tree with links in and out of it, to files and folders."""
    plant(tmp_path, "out/o.xml", "out/sub/p.xml", "top/in/i.xml", "top/r/real.xml")
    (tmp_path / "out/sub/near.xml").symlink_to("p.xml")
    (tmp_path / "out/sub/far.xml").symlink_to(tmp_path / "secret.xml")
    plant(tmp_path, "secret.xml")
    top = tmp_path / "top"
    (top / "outward").symlink_to("../out")
    (top / "inward").symlink_to("in")
    (top / "r/inside.xml").symlink_to("../in/i.xml")
    (top / "r/outside.xml").symlink_to(tmp_path / "out/o.xml")
    (top / "r/again.xml").symlink_to("real.xml")
    (top / "r/loop").symlink_to("..")
    return top


@pytest.mark.parametrize(
    ("text", "files", "notes"),
    [
        pytest.param("in*/*.xml", ["in/i.xml"], [], id="a wildcard follows no folder"),
        pytest.param("inward/*.xml", ["inward/i.xml"], [], id="a name does"),
        pytest.param(
            "outward/**/*.xml",
            ["outward/o.xml", "outward/sub/near.xml"],
            ["'outward/sub/far.xml' is a link that leads out of the tree"],
            id="a name does, out of the tree; links within its target are read",
        ),
        pytest.param(
            "o*/*.xml",
            [],
            ["'outward' is a link to a folder, which only a pattern that names it follows"],
            id="a wildcard that met only a link says so",
        ),
        pytest.param(
            "r/*.xml",
            ["r/again.xml", "r/inside.xml"],
            ["'r/outside.xml' is a link that leads out of the tree"],
            id="links to files: inside yes, outside no, the same file once",
        ),
        pytest.param("r/outside.xml", ["r/outside.xml"], [], id="named: outside too"),
        pytest.param("{in,inward}/i.xml", ["in/i.xml"], [], id="the same through a folder once"),
        pytest.param("**/inward/i.xml", ["inward/i.xml"], [], id="named after any depth"),
        pytest.param(
            "**/loop/**/i.xml", ["r/loop/in/i.xml"], [], id="a cycle is gone round no further"
        ),
        pytest.param("r/loop/r/loop/in/*", ["r/loop/r/loop/in/i.xml"], [], id="but as named"),
    ],
)
def test_links(tmp_path: Path, text: str, files: list[str], notes: list[str]) -> None:
    found = find(linked(tmp_path), [want(text)])
    assert list(found.files) == files
    assert list(found.passed_by.get(0, ())) == notes
    assert not found.odd


def test_the_same_file_counts_for_each_entry_under_its_own_path(tmp_path: Path) -> None:
    found = find(linked(tmp_path), [want("inward/*"), want("in/*"), want("{in,inward}/*")])
    assert found.files == {"in/i.xml": (1, 2), "inward/i.xml": (0,)}


def test_an_exclude_of_one_path_leaves_the_other(tmp_path: Path) -> None:
    assert find_one(linked(tmp_path), "{in,inward}/*", "in/*") == ["inward/i.xml"]


def test_hard_links_are_files_of_their_own(tmp_path: Path) -> None:
    plant(tmp_path, "a.xml")
    os.link(tmp_path / "a.xml", tmp_path / "b.xml")
    assert find_one(tmp_path, "*.xml") == ["a.xml", "b.xml"]


def test_cycles_cost_no_more_than_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty links that all lead to the top, and a pattern that goes through twelve of them."""
    for n in range(30):
        (tmp_path / f"d{n}").mkdir()
        (tmp_path / f"d{n}/loop").symlink_to("..")
    plant(tmp_path, "d3/x.xml")
    listed = 0
    scandir = os.scandir

    def count(path: str) -> object:
        nonlocal listed
        listed += 1
        assert listed < 10_000
        return scandir(path)

    monkeypatch.setattr(os, "scandir", count)
    found = find(tmp_path, [want("**/loop/" * 12 + "**/x.xml")])
    assert list(found.files) == ["d0/loop/" * 12 + "d3/x.xml"]


def test_odd_files_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    os.mkfifo("fifo.xml")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.xml")
        Path("broken.xml").symlink_to("nowhere.xml")
        Path("self.xml").symlink_to("self.xml")
        Path("tofifo.xml").symlink_to("fifo.xml")
        plant(tmp_path, "plain.xml")
        Path("null.xml").symlink_to("/dev/null")
        found = find(tmp_path, [want("*.xml", "tofifo.xml"), want("null.xml")])
    assert found.odd == {
        "broken.xml": "a broken link",
        "fifo.xml": "a FIFO",
        "null.xml": "a device",
        "self.xml": "a broken link",
        "socket.xml": "a socket",
    }
    assert list(found.files) == sorted([*found.odd, "plain.xml"])
    assert found.passed_by == {0: ("'null.xml' is a link that leads out of the tree",)}


@pytest.mark.parametrize(
    ("wanted", "notes"),
    [
        pytest.param(want("build/two"), ("'build/two' is a folder",), id="folder"),
        pytest.param(want("build/two/"), ("'build/two' is a folder",), id="with a slash"),
        pytest.param(
            want("build/*", "**/*.xml"),
            ("1 file that it matches is excluded", "'build/two' is a folder"),
            id="excluded, and a folder",
        ),
        pytest.param(
            want("services/**/*.xml", "**"),
            ("3 files that it matches are excluded",),
            id="all excluded",
        ),
        pytest.param(want("build/*"), (), id="a folder beside files is not worth a word"),
        pytest.param(want("*.none"), (), id="nothing at all"),
    ],
)
def test_why_an_entry_found_nothing(tmp_path: Path, wanted: Wanted, notes: tuple[str]) -> None:
    plant(tmp_path, *TREE)
    assert find(tmp_path, [want("a.xml"), wanted]).passed_by.get(1, ()) == notes


def test_notes_are_few(tmp_path: Path) -> None:
    for n in range(20):
        (tmp_path / f"d{n}").mkdir()
    notes = find(tmp_path, [want("*")]).passed_by[0]
    assert len(notes) == 4
    assert notes[3] == "and others"


def no_folder(*names: str) -> Callable[[str], os.DirEntry[str]]:
    """A scandir that fails for folders of these names, as for one without the permission."""
    listed = os.scandir

    def scandir(path: str) -> os.DirEntry[str]:
        if path.rstrip("/").endswith(names):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)  # type: ignore[return-value]

    return scandir


def test_unreadable_folders_are_told_and_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "a/x.xml", "shut/y.xml", "z/x.xml")
    monkeypatch.setattr(os, "scandir", no_folder("/shut"))
    found = find(tmp_path, [want("**/*.xml"), want("shut/*.xml"), want("shut/y.xml"), want("z/*")])
    assert found.files == {"a/x.xml": (0,), "shut/y.xml": (2,), "z/x.xml": (0, 3)}
    assert found.unreadable == {"shut": "Permission denied"}
    note = "the folder 'shut' cannot be read: Permission denied"
    assert found.passed_by == {0: (note,), 1: (note,), 2: (note,)}  # those that meet it


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads everything")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.xml", "shut/y.xml")
    (tmp_path / "shut").chmod(0)
    try:
        found = find(tmp_path, [want("**/*.xml"), want("shut/y.xml")])
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert found.files == {"a/x.xml": (0,)}
    assert found.unreadable == {"shut": "Permission denied"}
    assert 1 in found.passed_by


def test_a_folder_that_cannot_be_listed_may_be_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "shut/in/y.xml", "shut/y.xml")
    monkeypatch.setattr(os, "scandir", no_folder("/shut"))
    found = find(tmp_path, [want("shut/in/*.xml"), want("shut/y.xml")])
    assert found.files == {"shut/in/y.xml": (0,), "shut/y.xml": (1,)}
    assert not found.unreadable
    assert not found.passed_by


def test_a_folder_that_vanishes_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "a/x.xml", "gone/deep/y.xml", "z/x.xml")
    listed = os.scandir

    def scandir(path: str) -> object:
        if path.rstrip("/").endswith("/gone"):
            (tmp_path / "gone").rename(tmp_path.parent / f"{tmp_path.name}-gone")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = find(tmp_path, [want("**/*.xml")])
    assert list(found.files) == ["a/x.xml", "z/x.xml"]
    assert not found.unreadable


def test_no_top_is_nothing(tmp_path: Path) -> None:
    assert find(tmp_path / "nowhere", [want("**"), want("a.xml")]) == Found({}, {}, {}, {}, {})


@pytest.mark.parametrize(
    "name", ["a b.xml", "a\nb.xml", "-rf.xml", "\udcff\udcfe.xml", "ä'\"`$(x).xml", "\t.xml"]
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / name).write_text("x")
    assert find_one(tmp_path, "*/*.xml") == [f"{name}/{name}"]
    assert os.path.exists(os.path.join(tmp_path, find_one(tmp_path, "**")[0]))  # noqa: PTH110, PTH118


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert find_one(tmp_path, "a\ud800.xml") == []


def test_a_deep_tree(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 500)
    plant(tmp_path, f"{deep}/x.xml")
    assert find_one(tmp_path, "**/x.xml") == [f"{deep}/x.xml"]


def test_ten_thousand_files(tmp_path: Path) -> None:
    for n in range(100):
        (tmp_path / f"m{n}/build").mkdir(parents=True)
        for k in range(100):
            (tmp_path / f"m{n}/build/TEST-{k}.xml").touch()
    found = find(tmp_path, [want("**/TEST-*.xml"), want("m7/**/*.xml"), want("*/build/TEST-7.xml")])
    assert len(found.files) == 10_000
    assert found.files["m7/build/TEST-7.xml"] == (0, 1, 2)
    assert sum(indexes == (0, 1) for indexes in found.files.values()) == 99
    assert sum(indexes == (0, 2) for indexes in found.files.values()) == 99


def test_only_folders_that_can_match_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(50):
        plant(tmp_path, f"services/s{n}/src/a.py", f"services/s{n}/build/r/a.xml")
    listed: list[str] = []
    scandir = os.scandir

    def spy(path: str) -> object:
        listed.append(os.path.relpath(path, tmp_path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", spy)
    found = find(tmp_path, [want("build/r/*.xml", folder=f"services/s{n}") for n in range(10)])
    assert len(found.files) == 10
    below = ("", "/build", "/build/r")
    services = [f"services/s{n}{folder}" for n in range(10) for folder in below]
    assert sorted(listed) == sorted([".", "services", *services])


def test_names_tried_do_not_grow_with_the_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the services is ten times the patterns tried, not a hundred times."""
    tried = 0
    step = Frontier.step

    def count(state: Frontier, name: str) -> tuple[list[Node], list[Node]]:
        nonlocal tried
        tried += sum(1 + len(node.wild) for node in state.nodes)
        return step(state, name)

    monkeypatch.setattr(Frontier, "step", count)
    costs = []
    for services in (10, 100):
        top = tmp_path / str(services)
        for n in range(services):
            plant(top, *(f"services/s{n}/build/r/{k}.xml" for k in range(5)))
        globs = [f"build/**/*{k}.xml" for k in range(10)]
        tried = 0
        find(
            top,
            [want(glob, folder=f"services/s{n}") for n in range(services) for glob in globs],
        )
        costs.append(tried)
    assert costs[1] < 11 * costs[0]


@pytest.mark.parametrize(
    ("most", "enough"),
    [pytest.param(12, True, id="as many"), pytest.param(11, False, id="one less")],
)
def test_a_walk_has_an_end(
    most: int, enough: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "MAX_ENTRIES", most)
    plant(tmp_path, *(f"{folder}/{n}.xml" for folder in "ab" for n in range(5)))
    if enough:
        assert len(find_one(tmp_path, "**/*.xml")) == 10
        return
    with pytest.raises(UsageError, match="lead through over 11 files and folders") as caught:
        find_one(tmp_path, "**/*.xml")
    assert "build/**/*.xml" in caught.value.hint
    # what no pattern leads into is not looked at
    assert len(find_one(tmp_path, "a/*.xml")) == 5
