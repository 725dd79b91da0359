"""Paths of reports as patterns see them, where nothing is found in the checkout."""

from __future__ import annotations

import pytest

from scorecard_action.judging.paths import is_absolute
from scorecard_action.reading.checkout import find
from scorecard_action.reading.placing import Resolver

WORKSPACES = {"workspace": "/home/ci/project", "host": "C:\\agent\\work\\"}


@pytest.mark.parametrize(
    ("path", "expected", "absolute"),
    [
        pytest.param("src/a.py", "src/a.py", False, id="relative"),
        pytest.param("./a.py", "a.py", False, id="dot"),
        pytest.param("././src/a.py", "src/a.py", False, id="dots"),
        pytest.param(".hidden/a.py", ".hidden/a.py", False, id="a name that begins with a dot"),
        pytest.param("../a.py", "../a.py", False, id="outside"),
        pytest.param("src\\a.py", "src/a.py", False, id="backslashes"),
        pytest.param(".\\src\\a.py", "src/a.py", False, id="dot and backslashes"),
        pytest.param("src/a\\b.py", "src/a/b.py", False, id="a backslash in a name"),
        pytest.param("/home/ci/project/src/a.py", "src/a.py", False, id="workspace"),
        pytest.param("/home/ci/project2/a.py", "/home/ci/project2/a.py", True, id="its neighbour"),
        pytest.param("file:///home/ci/project/a%20b.py", "a b.py", False, id="file URL"),
        pytest.param("file://host/home/ci/project/a.py", "a.py", False, id="file URL with a host"),
        pytest.param("file:///C:/agent/work/a.py", "a.py", False, id="file URL of Windows"),
        pytest.param("file:src/a.py", "src/a.py", False, id="file URL, relative"),
        pytest.param("C:\\agent\\work\\src\\a.py", "src/a.py", False, id="workspace of Windows"),
        pytest.param("C:/agent/work/src/a.py", "src/a.py", False, id="with slashes"),
        pytest.param("D:\\x\\a.py", "D:/x/a.py", True, id="another drive"),
        pytest.param("\\\\host\\share\\a.py", "//host/share/a.py", True, id="UNC"),
        pytest.param("\\\\host\\share/src/a.py", "//host/share/src/a.py", True, id="UNC, mixed"),
        pytest.param("", "", False, id="none"),
    ],
)
def test_plain_and_cut(path: str, expected: str, absolute: bool) -> None:
    found = Resolver(find("/no/such/folder", **WORKSPACES)).report("r.xml").place(path).path
    assert (found, is_absolute(found)) == (expected, absolute)


def test_a_share_may_be_the_workspace() -> None:
    paths = Resolver(find("/no/such/folder", host="\\\\host\\share")).report("r.xml")
    assert paths.place("\\\\host\\share\\src\\a.py").path == "src/a.py"
