"""Diffs that cannot be read: each is told at its line, with what was to be there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scorecard_action.changes import collect
from scorecard_action.changes.read import from_file
from scorecard_action.errors import DiffError
from scorecard_action.reading import checkout

HEAD = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n"
SEVERAL = (
    "patches of several commits number the lines of a file each in its own way; give one diff of"
    " them all, as `git diff BASE...HEAD`"
)
COMBINED = (
    "a combined diff of a merge does not say which lines changed against one commit:"
    " `git diff BASE...HEAD` does"
)
NONE = (
    "this is no unified diff: it names no file (`---`, `+++`) and has no hunk (`@@`);"
    " `git diff` and `diff -u` write one"
)
CUT = "the diff is cut off: what changed in this file is to follow"
NL = "\n"
FROM = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"


def said(content: str | bytes, folder: Path) -> str:
    """What is said of a diff with this content."""
    file = folder / "change.diff"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DiffError) as caught:
        from_file(str(file), checkout.find(str(folder)))
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("diff", "message"),
    [
        pytest.param("hello\n", f"1:1: {NONE}", id="prose"),
        pytest.param("\n\n<html>404</html>\n", f"3:1: {NONE}", id="a page"),
        pytest.param('{"diff": "@@ -1 +1 @@"}', f"1:1: {NONE}", id="JSON of an API"),
        pytest.param("3c3\n< a\n---\n> b\n", f"1:1: {NONE}", id="a normal diff"),
        pytest.param(" a.py | 2 +-\n 1 file changed\n", f"1:1: {NONE}", id="--stat"),
        pytest.param(b"\x00\x01\x02", f"1:1: {NONE}", id="binary"),
        pytest.param(
            "*** a.py\t2026\n--- b.py\t2026\n***************\n*** 1 ****\n",
            "3:1: a context diff is none: `diff -u` writes a unified one",
            id="a context diff",
        ),
        pytest.param(
            "\x1b[1mdiff --git a/a.py b/a.py\x1b[m\n",
            "1:1: the diff has colours: `git diff --no-color` has none",
            id="colours",
        ),
        pytest.param(
            "diff --cc a.py\nindex 1,2..3\n--- a/a.py\n+++ b/a.py\n@@@ -1,1 -1,1 +1,2 @@@\n",
            f"1:1: {COMBINED}",
            id="a merge",
        ),
        pytest.param(
            f"{HEAD}@@@ -1,1 -1,1 +1,2 @@@\n++a\n", f"4:1: {COMBINED}", id="a hunk of a merge"
        ),
        pytest.param(
            f"{HEAD}@@ -1,2 +1,3 @@\n a\n+b\n",
            "6:1: the diff is cut off: the hunk of line 4 has 1 old and 1 new lines to come",
            id="cut off in a hunk",
        ),
        pytest.param(
            f"{HEAD}@@ -1,2 +1,3 @@\n",
            "4:1: the diff is cut off: the hunk of line 4 has 2 old and 3 new lines to come",
            id="cut off after its head",
        ),
        pytest.param(
            "diff --git a/a.py b/a.py\n--- a/a.py\n",
            "2:1: the diff is cut off: `+++` is to follow `---`",
            id="cut off between the names",
        ),
        pytest.param(
            f"{HEAD}@@ -1,2 +1,3 @@\n a\n+b\ndiff --git a/b.py b/b.py\n",
            "7:1: the hunk of line 4 is not at its end, and this is no line of one",
            id="another file within a hunk",
        ),
        pytest.param(
            f"{HEAD}@@ -1,2 +1 @@\n a\n+b\n",
            "6:1: the hunk of line 4 announces fewer lines: this is one too many",
            id="a new line too many",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +1,2 @@\n-a\n-b\n",
            "6:1: the hunk of line 4 announces fewer lines: this is one too many",
            id="an old line too many",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +1 @@\n-a\n+b\n+c\n",
            "7:1: a line more than the hunk of line 4 announces",
            id="a line after a hunk",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +1 @@\n-a\n+b\n+++ b/b.py\n",
            "7:1: a line more than the hunk of line 4 announces",
            id="the second name alone",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +1 @@\n-a\n+b\n--- a/b.py\n@@ -1 +1 @@\n",
            "8:1: `+++` is to follow the `---` of line 7",
            id="the first name alone",
        ),
        pytest.param(
            "@@ -1 +1 @@\n-a\n+b\n",
            "1:1: a hunk of no file: `---` and `+++` come first",
            id="a hunk alone, as GitHub's API has",
        ),
        pytest.param(
            "diff --git a/a.py b/a.py\nindex 1..2\n@@ -1 +1 @@\n",
            "3:1: a hunk of no file: `---` and `+++` come first",
            id="a hunk before the names",
        ),
        pytest.param(
            HEAD,
            f"{HEAD.count(NL)}:1: {CUT}",
            id="cut off before its first hunk",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +1 @@\n-a\n+b\ndiff --git a/b.py b/b.py\nindex 1..2 100644\n",
            f"{HEAD.count(NL) + 5}:1: {CUT}",
            id="cut off before the names of its last file",
        ),
        pytest.param(
            "diff --git a/b.py b/b.py\n", f"1:1: {CUT}", id="cut off after its first line"
        ),
        pytest.param(
            f"{HEAD}@@ -1 +x @@\n",
            "4:1: '@@ -1 +x @@' announces no hunk: `@@ -1,2 +1,3 @@` is the form",
            id="no number",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +99999999999 @@\n",
            "4:1: '@@ -1 +99999999999 @@' announces no hunk: `@@ -1,2 +1,3 @@` is the form",
            id="a number of many digits",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +0,2 @@\n-a\n+a\n+b\n",
            "4:1: a hunk begins at line 0 of a file: the first line is 1",
            id="line 0",
        ),
        pytest.param(
            '--- a/a.py\n+++ "b/a.py\n@@ -1 +1 @@\n',
            "2:1: '\"b/a.py' is no name of a file",
            id="a quote that does not end",
        ),
        pytest.param(
            f"--- a/a.py\n+++ b/{'x' * 5000}\n@@ -1 +1 @@\n",
            f"2:1: 'b/{'x' * 78}' is no name of a file",
            id="a name that no file has",
        ),
        pytest.param(
            "diff --git a/b.py b/b.py\n--- a/b.py\n@@ -1 +1 @@\n",
            "3:1: `+++` is to follow the `---` of line 2",
            id="one name of git's",
        ),
        pytest.param("--- \n+++ b/a.py\n", "1:1: '' is no name of a file", id="no name"),
        pytest.param(
            "diff --git b/a.py a/a.py\n--- b/a.py\n+++ a/a.py\n@@ -1 +1 @@\n-a\n+b\n",
            "2:1: the diff is the wrong way round (`git diff -R`): it says what was there",
            id="the wrong way round",
        ),
        pytest.param(
            f"{HEAD}@@ -1 +1 @@\n-a\n+b\n{HEAD}@@ -4 +4 @@\n-a\n+b\n",
            f"7:1: a.py changed in the diff of line 1 already: {SEVERAL}",
            id="a file twice",
        ),
        pytest.param(
            f"{FROM}\n{HEAD}@@ -1 +1 @@\n-a\n+b\n-- \n2.43.0\n\n{FROM}\n"
            "diff --git a/a.py b/b.py\nsimilarity index 100%\nrename from a.py\nrename to b.py\n",
            f"14:1: a.py changed in the diff of line 3: {SEVERAL}",
            id="renamed by another commit",
        ),
        pytest.param(
            b"\xff\xfed\x00i\x00f", " the diff begins as UTF-16, and is none", id="half of UTF-16"
        ),
    ],
)
def test_a_broken_diff_is_told_at_its_line(diff: str | bytes, message: str, tmp_path: Path) -> None:
    assert said(diff, tmp_path) == f"change.diff:{message}"


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect, "MAX_FILES", 2)
    files = "".join(f"--- a/{n}\n+++ b/{n}\n@@ -0,0 +1 @@\n+a\n" for n in range(3))
    assert said(files, tmp_path) == "change.diff:9:1: the diff changes more than 2 files"


def test_lines_that_cost_too_much_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "MAX_BYTES", 1_000_000)
    files = "".join(f"--- a/{n}\n+++ b/{n}\n@@ -9,0 +4999999 @@\n+a\n" for n in range(2))
    assert said(files, tmp_path) == "change.diff:5:1: the diff changes too many long files"


def test_what_is_no_file_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, why in (
        ("nowhere.diff", "No such file or directory"),
        (".", "not a regular file"),
        ("pipe", "not a regular file"),
        ("a\0b", "embedded null byte"),
    ):
        with pytest.raises(DiffError) as caught:
            from_file(f"{tmp_path}/{name}", checkout.find(str(tmp_path)))
        assert str(caught.value) == f"{tmp_path}/{name}: the diff cannot be read: {why}"
