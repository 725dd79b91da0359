"""Unified diffs of many tools: which lines they add, of which files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.changes.repository import changed, changes_of

HUNK = "@@ -1 +1,2 @@\n a\n+b\n"
GIT = f"diff --git a/src/a.py b/src/a.py\nindex 1..2 100644\n--- a/src/a.py\n+++ b/src/a.py\n{HUNK}"


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        pytest.param("", {}, id="empty"),
        pytest.param("\n \n", {}, id="blank"),
        pytest.param(GIT, {"src/a.py": [2]}, id="git"),
        pytest.param(GIT.replace("\n", "\r\n"), {"src/a.py": [2]}, id="CRLF"),
        pytest.param(b"\xef\xbb\xbf" + GIT.encode(), {"src/a.py": [2]}, id="UTF-8 with a mark"),
        pytest.param(GIT.encode("utf-16"), {"src/a.py": [2]}, id="UTF-16"),
        pytest.param(b"\xfe\xff" + GIT.encode("utf-16-be"), {"src/a.py": [2]}, id="UTF-16BE"),
        pytest.param(GIT[:-1], {"src/a.py": [2]}, id="no newline at the end"),
        pytest.param(
            "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
            "\\ No newline at end of file\n",
            {"x.py": [1]},
            id="no counts, no newlines",
        ),
        pytest.param(
            "--- a/x.py\n+++ b/x.py\n@@ -5,0 +6,2 @@ def a():\n+a\n+b\n@@ -9 +11,0 @@\n-c\n",
            {"x.py": [6, 7]},
            id="-U0",
        ),
        pytest.param(
            "--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,5 @@\n--- a/y\n+++ b/z\n+@@ -1 +1 @@\n+diff --git\n"
            " a\n\n",
            {"x.py": [1, 2, 3]},
            id="lines that look like a diff",
        ),
        pytest.param(
            "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,3 @@\n a\n\n+b\n",
            {"x.py": [3]},
            id="an empty line whose blank was stripped",
        ),
        pytest.param(
            b"--- a/x.py\n+++ b/x.py\n@@ -1 +1,2 @@\n a\n+\xe9\xff\x00\n",
            {"x.py": [2]},
            id="content that is no UTF-8",
        ),
        pytest.param(
            b"--- a/x.py\n+++ b/x.py\n@@ -1 +1,3 @@\n a\n+" + b"x" * 200_000 + b"\n+c\n",
            {"x.py": [2, 3]},
            id="a very long line",
        ),
        pytest.param(
            "diff --git a/x.py b/x.py\nnew file mode 100644\n--- /dev/null\n+++ b/x.py\n"
            "@@ -0,0 +1,2 @@\n+a\n+b\n",
            {"x.py": [1, 2]},
            id="new",
        ),
        pytest.param(
            "diff --git a/x.py b/x.py\ndeleted file mode 100644\n--- a/x.py\n+++ /dev/null\n"
            "@@ -1,2 +0,0 @@\n-a\n-b\n",
            {},
            id="deleted",
        ),
        pytest.param(
            "diff --git a/o.py b/n.py\nsimilarity index 80%\nrename from o.py\nrename to n.py\n"
            f"--- a/o.py\n+++ b/n.py\n{HUNK}",
            {"n.py": [2]},
            id="renamed",
        ),
        pytest.param(
            "diff --git o.py b/n.py\nsimilarity index 80%\ncopy from o.py\ncopy to b/n.py\n"
            f"--- o.py\n+++ b/n.py\n{HUNK}",
            {"b/n.py": [2]},
            id="copied, without prefixes",
        ),
        pytest.param(
            "diff --git a/o.py b/n.py\nsimilarity index 100%\nrename from o.py\nrename to n.py\n"
            "diff --git a/s.sh b/s.sh\nold mode 100644\nnew mode 100755\n",
            {},
            id="only renamed, only another mode",
        ),
        pytest.param(
            f'diff --git "a/f\\303\\274 \\"x\\t.py" "b/f\\303\\274 \\"x\\t.py"\n'
            f'--- "a/f\\303\\274 \\"x\\t.py"\n+++ "b/f\\303\\274 \\"x\\t.py"\n{HUNK}',
            {'fü "x\t.py': [2]},
            id="quoted",
        ),
        pytest.param(
            f"diff --git a/gift cards.py b/gift cards.py\n--- a/gift cards.py\t\n"
            f"+++ b/gift cards.py\t\n{HUNK}",
            {"gift cards.py": [2]},
            id="blanks",
        ),
        pytest.param(
            f"diff --git src/a.py src/a.py\n--- src/a.py\n+++ src/a.py\n{HUNK}",
            {"src/a.py": [2]},
            id="--no-prefix",
        ),
        pytest.param(
            "diff --git b/a.py b/a.py\nnew file mode 100644\n--- /dev/null\n+++ b/a.py\n"
            "@@ -0,0 +1 @@\n+b\n",
            {"b/a.py": [1]},
            id="--no-prefix, new, in a folder b",
        ),
        pytest.param(
            f"diff --git i/a.py w/a.py\n--- i/a.py\n+++ w/a.py\n{HUNK}",
            {"a.py": [2]},
            id="diff.mnemonicPrefix",
        ),
        pytest.param(
            f"diff -ru old/src/a.py new/src/a.py\n--- old/src/a.py\t2026-01-01 10:00:00.0 +0100\n"
            f"+++ new/src/a.py\t2026-01-02 10:00:00.0 +0100\n{HUNK}",
            {"src/a.py": [2]},
            id="diff -ru",
        ),
        pytest.param(
            f"--- src/a.py.orig\t2026-01-01\n+++ src/a.py\t2026-01-01\n{HUNK}",
            {"src/a.py": [2]},
            id="diff -u of a copy beside it",
        ),
        pytest.param(
            f"--- ../before/src/a.py\n+++ ./src/a.py\n{HUNK}",
            {"src/a.py": [2]},
            id="diff -u, with .",
        ),
        pytest.param(
            f"diff -r 1f2e3d src/a.py\n--- a/src/a.py\tThu Jan 01 00:00:00 2026 +0000\n"
            f"+++ b/src/a.py\tThu Jan 01 00:00:00 2026 +0000\n{HUNK}",
            {"src/a.py": [2]},
            id="Mercurial",
        ),
        pytest.param(
            "Index: src/a.py\n=====\n--- src/a.py\t(revision 1)\n+++ src/a.py\t(working copy)\n"
            f"{HUNK}\nProperty changes on: src/a.py\n_____\nAdded: svn:eol-style\n"
            "## -0,0 +1 ##\n+native\n\\ No newline at end of property\n",
            {"src/a.py": [2]},
            id="Subversion",
        ),
        pytest.param(
            "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
            "From: A <a@example.com>\nSubject: [PATCH] x\n\nText\n---\n src/a.py | 1 +\n\n"
            f"{GIT}-- \n2.43.0\n\n"
            "From 1123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
            f"Subject: [PATCH] y\n\n---\n{GIT.replace('a.py', 'b.py')}-- \n2.43.0\n",
            {"src/a.py": [2], "src/b.py": [2]},
            id="git format-patch",
        ),
        pytest.param(
            "commit 0123456789012345678901234567890123456789\nAuthor: A\n\n"
            f"    --- a heading\n    +++ another\n\n{GIT}",
            {"src/a.py": [2]},
            id="git show",
        ),
        pytest.param(
            "diff --git a/lib b/lib\nindex 1..2 160000\n--- a/lib\n+++ b/lib\n@@ -1 +1 @@\n"
            "-Subproject commit 1\n+Subproject commit 2\n",
            {"lib": [1]},
            id="a submodule",
        ),
        pytest.param(
            "--- a/x.py\n+++ b/x.py\n@@ -5000000 +4999999,3 @@\n+a\n b\n+c\n",
            {"x.py": [4_999_999]},
            id="a line that no report knows",
        ),
        pytest.param(f"{GIT}Only in new: c.py\n", {"src/a.py": [2]}, id="only in one folder"),
    ],
)
def test_lines_of_files(diff: str | bytes, expected: dict[str, list[int]], tmp_path: Path) -> None:
    assert changed(diff, tmp_path) == expected


@pytest.mark.parametrize(
    ("diff", "unseen"),
    [
        pytest.param(
            "diff --git a/a.py b/a.py\nindex 1..2 100644\nBinary files a/a.py and b/a.py differ\n",
            {"a.py"},
            id="git",
        ),
        pytest.param(
            "diff --git a/a.py b/a.py\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZQzU\n\n"
            "literal 2\nJcmZQz\n\n",
            {"a.py"},
            id="git diff --binary",
        ),
        pytest.param(
            "diff --git a/a b.py b/a b.py\nnew file mode 100644\nindex 0..2\n"
            "Binary files /dev/null and b/a b.py differ\n",
            {"a b.py"},
            id="new",
        ),
        pytest.param(
            "diff --git a/a.py b/a.py\ndeleted file mode 100644\nindex 1..0\n"
            "Binary files a/a.py and /dev/null differ\n",
            set(),
            id="deleted",
        ),
        pytest.param(
            "diff --git a/a.py b/a.py\ndeleted file mode 100644\nindex 1..0\nGIT binary patch\n"
            "literal 0\nHcmV?d00001\n\n",
            set(),
            id="deleted, --binary",
        ),
        pytest.param(
            "diff --git a/o.py b/n.py\nrename from o.py\nrename to n.py\nindex 1..2\n"
            "Binary files a/o.py and b/n.py differ\n",
            {"n.py"},
            id="renamed",
        ),
        pytest.param(
            "Index: a.py\n====\nCannot display: file marked as a binary type.\n", {"a.py"}, id="svn"
        ),
        pytest.param("Binary files old/a.py and new/a.py differ\n", {"a.py"}, id="diff -r"),
        pytest.param("Files old/a.py and new/a.py differ\n", {"a.py"}, id="diff -rq"),
    ],
)
def test_changed_without_lines(diff: str, unseen: set[str], tmp_path: Path) -> None:
    assert changes_of(diff, tmp_path).unseen == unseen


@pytest.mark.parametrize(
    ("diff", "there", "expected"),
    [
        pytest.param(
            f"--- /dev/null\n+++ b/src/a.py\n{HUNK}", "b/src/a.py", "b/src/a.py", id="no prefix"
        ),
        pytest.param(f"--- /dev/null\n+++ b/src/a.py\n{HUNK}", "src/a.py", "src/a.py", id="prefix"),
        pytest.param(
            f"--- x/one/src/a.py\n+++ y/one/src/a.py\n{HUNK}",
            "src/a.py",
            "src/a.py",
            id="longer one",
        ),
        pytest.param(
            "diff --git a/one/src/a.py b/one/src/a.py\n--- a/one/src/a.py\n"
            f"+++ b/one/src/a.py\n{HUNK}",
            "src/a.py",
            "one/src/a.py",
            id="git has none that is longer",
        ),
        pytest.param(
            f"--- /tmp/old/src/a.py\n+++ {{top}}/src/a.py\n{HUNK}",
            "src/a.py",
            "src/a.py",
            id="whole",
        ),
    ],
)
def test_what_is_there_tells_a_prefix(diff: str, there: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(parents=True)
    (tmp_path / there).write_text("a\nb\n")
    diff = diff.replace("{top}", str(tmp_path))
    assert changed(diff, tmp_path) == {expected: [2]}
    assert changes_of(diff, tmp_path).absent == ({expected} if expected != there else set())


def test_paths_begin_at_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    top = tmp_path / "services/cart"
    top.mkdir(parents=True)
    assert changed(GIT, top) == {"../../src/a.py": [2]}
    whole = GIT.replace("src/a.py", "services/cart/src/a.py")
    assert changed(whole, top) == {"src/a.py": [2]}
    (top / "src").mkdir()
    (top / "src/a.py").write_text("a\n")
    assert changed(GIT, top) == {"src/a.py": [2]}  # `git diff --relative`
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.py").write_text("a\n")
    assert changed(GIT, top) == {"../../src/a.py": [2]}


lines = st.lists(st.sampled_from([" a", "+b", "-c", "+++ d", "--- e"]), min_size=1, max_size=6)


@st.composite
def files(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """Files of a diff, each with its hunks."""
    made = []
    for number in range(draw(st.integers(0, 4))):
        old = new = 1
        hunks = []
        for body in draw(st.lists(lines, min_size=1, max_size=4)):
            olds = sum(line[0] != "+" for line in body)
            news = sum(line[0] != "-" for line in body)
            hunks.append("\n".join([f"@@ -{old},{olds} +{new},{news} @@", *body, ""]))
            old, new = old + olds + 5, new + news + 5
        made.append((f"--- a/f{number}\n+++ b/f{number}\n", hunks))
    return made


def whole(parts: list[tuple[str, list[str]]]) -> str:
    return "".join(head + "".join(hunks) for head, hunks in parts)


@given(files())
def test_the_order_of_hunks_and_files_changes_nothing(parts: list[tuple[str, list[str]]]) -> None:
    here = Path("/nowhere")
    backwards = [(head, hunks[::-1]) for head, hunks in parts[::-1]]
    assert changed(whole(backwards), here) == changed(whole(parts), here)


@given(files(), st.integers(0, 4))
def test_the_parts_of_a_diff_are_the_whole(parts: list[tuple[str, list[str]]], at: int) -> None:
    here = Path("/nowhere")
    both = changed(whole(parts[:at]), here) | changed(whole(parts[at:]), here)
    assert both == changed(whole(parts), here)
