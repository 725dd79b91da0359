"""Reports in zip archives: found as if unpacked, read as streams, bounded, never on the disk."""

from __future__ import annotations

import datetime as dt
import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecard_action.judging.tally import Tally
from scorecard_action.reading import zips
from scorecard_action.reading.gather import gather
from scorecard_action.reading.zips import beside, split_pattern, unpacked
from tests.reading import building as some
from tests.reading.building import NOW, place, wanted

TIMEOUT = '<failsafe-summary timeout="true"><completed>1</completed></failsafe-summary>'
LINT = '<checkstyle><file name="{}"><error line="1" severity="error"/></file></checkstyle>'


def archive(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return held.getvalue()


def encrypted(data: bytes) -> bytes:
    """The same archive, whose members say that they are encrypted."""
    data = data.replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0")
    return data.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0")


def read(top: Path, reports: str, rest: str = "") -> tuple[Tally, tuple[str, ...]]:
    """The tally of a mapping's one rule, and what is absent."""
    gathered = gather(wanted(top, f"  - {{rule: R, reports: {reports}{rest}}}\n"), place(top))
    assert gathered.bugs == ()
    (tally,), (absent,) = gathered.tallies, gathered.absent
    return tally, absent


GOOD = archive({"junit.xml": some.PASSING, "sub/junit.xml": some.FAILING, "sub/other.txt": "x"})


@pytest.mark.parametrize(
    ("reports", "rest", "files"),
    [
        pytest.param("a.zip!junit.xml", "", ["a.zip!junit.xml"], id="one member"),
        pytest.param(
            "'a.zip!**/junit.xml'", "", ["a.zip!junit.xml", "a.zip!sub/junit.xml"], id="**"
        ),
        pytest.param("'a.zip!*.xml'", "", ["a.zip!junit.xml"], id="* stays in a folder"),
        pytest.param(
            "'**/*.zip!sub/*.xml'",
            "",
            ["a.zip!sub/junit.xml", "out/b.zip!sub/junit.xml"],
            id="several archives",
        ),
        pytest.param("'{a,c}.zip!{junit,x}.xml'", "", ["a.zip!junit.xml"], id="braces"),
        pytest.param("/a.zip!junit.xml", "", ["a.zip!junit.xml"], id="a leading /"),
        pytest.param(
            "'a.zip!**/*.xml'", ", exclude: sub/**", ["a.zip!junit.xml"], id="exclude, as unpacked"
        ),
        pytest.param(
            "'*.zip!**/*.xml'",
            ", exclude: 'a.zip!sub/**'",
            ["a.zip!junit.xml"],
            id="exclude in an archive",
        ),
        pytest.param(r"'odd.zip\!junit.xml'", "", ["odd.zip!junit.xml"], id="the character"),
        pytest.param("'[!b].zip!junit.xml'", "", ["a.zip!junit.xml"], id="a class that denies"),
        pytest.param(
            "[a.zip!junit.xml, 'a.zip!*.xml']", "", ["a.zip!junit.xml"], id="two entries, one file"
        ),
    ],
)
def test_which_members_are_read(tmp_path: Path, reports: str, rest: str, files: list[str]) -> None:
    (tmp_path / "a.zip").write_bytes(GOOD)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/b.zip").write_bytes(archive({"sub/junit.xml": some.PASSING + "\n"}))
    (tmp_path / "odd.zip!junit.xml").write_text(some.PASSING)
    before = sorted(tmp_path.rglob("*"))
    tally, absent = read(tmp_path, reports, rest)
    assert sorted(tally.files) == files
    assert (tally.problems, absent) == ([], ())
    assert tally.tests == len(files)
    assert sorted(tmp_path.rglob("*")) == before  # nothing is unpacked


def test_a_wildcard_alone_enters_no_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(GOOD)
    _, absent = read(tmp_path, "'**/*.xml'")
    assert absent[0].startswith("no file matches **/*.xml")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "no zip archive, or one that is cut off", id="empty"),
        pytest.param(b"not a zip", "no zip archive, or one that is cut off", id="text"),
        pytest.param(GOOD[: len(GOOD) // 2], "no zip archive, or one that is cut off", id="cut"),
        pytest.param(
            encrypted(GOOD), "this member of the zip archive is encrypted", id="encrypted"
        ),
        pytest.param(
            archive({"junit.xml": some.PASSING}, zipfile.ZIP_LZMA),
            "compressed in a way that is not read here",
            id="LZMA",
        ),
        pytest.param(
            archive({"junit.xml": b"<testsuite>" + b" " * (32 << 20) + b"</testsuite>"}),
            "over 250 times its size in the zip archive",
            id="a bomb",
        ),
        pytest.param(
            archive({"junit.xml": some.PASSING}, zipfile.ZIP_STORED).replace(
                b"<testcase", b"<testcast", 1
            ),
            "this member of the zip archive is broken: Bad CRC-32",
            id="a changed byte",
        ),
        pytest.param(archive({"junit.xml": ""}), "the file is empty", id="an empty member"),
        pytest.param(archive({"junit.xml": GOOD}), "this is a zip archive", id="a zip in a zip"),
    ],
)
def test_what_cannot_be_read_is_an_error(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    tally, absent = read(tmp_path, "a.zip!junit.xml")
    assert absent == ()
    (problem,) = tally.problems
    assert problem.unreadable
    assert words in problem.message
    assert problem.file == "a.zip!junit.xml"


def test_two_members_of_one_name(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("junit.xml", some.FAILING)
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("junit.xml", some.PASSING)
    (tmp_path / "a.zip").write_bytes(held.getvalue())
    tally, _ = read(tmp_path, "a.zip!junit.xml")
    assert tally.problems[0].message == "the zip archive has two members of this name"


def test_an_archive_of_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_MEMBERS", 2)
    (tmp_path / "a.zip").write_bytes(GOOD)
    tally, _ = read(tmp_path, "a.zip!junit.xml")
    assert "a zip archive with over 2 members" in tally.problems[0].message


@pytest.mark.parametrize(
    ("reports", "words"),
    [
        pytest.param("'a.zip!**/*.xml'", "or the pattern names members of over", id="together"),
        pytest.param("a.zip!junit.xml", "this member of the zip archive has over", id="one"),
    ],
)
def test_more_than_a_pattern_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reports: str, words: str
) -> None:
    monkeypatch.setattr(zips, "MAX_TOTAL", 10)
    (tmp_path / "a.zip").write_bytes(GOOD)
    tally, _ = read(tmp_path, reports)
    assert words in tally.problems[0].message
    assert tally.tests == 0


def test_a_directory_that_declares_too_much(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 9, 9, zips.MAX_DIRECTORY + 1, 0, 0)
    (tmp_path / "a.zip").write_bytes(end)
    tally, _ = read(tmp_path, "a.zip!junit.xml")
    assert "16 MiB of names" in tally.problems[0].message


def test_names_that_lead_out_are_not_members(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(archive({"../up.xml": some.PASSING, "/b.xml": some.PASSING}))
    _, absent = read(tmp_path, "'a.zip!**/*.xml'")
    assert "'a.zip': has no member that matches" in absent[0]


@pytest.mark.parametrize(
    ("reports", "words"),
    [
        pytest.param("a.zip!none.xml", "'a.zip': has no member that matches", id="no member"),
        pytest.param("b.zip!junit.xml", "no file matches b.zip!junit.xml", id="no archive"),
        pytest.param("'a.zip!in.zip!junit.xml'", "a zip archive in a zip archive", id="nested"),
    ],
)
def test_what_is_not_there_is_no_evidence(tmp_path: Path, reports: str, words: str) -> None:
    (tmp_path / "a.zip").write_bytes(GOOD)
    tally, (absent,) = read(tmp_path, reports)
    assert tally.files == set()
    assert words in absent


def test_the_age_is_that_of_the_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(GOOD)
    old = (NOW - dt.timedelta(hours=3)).timestamp()
    os.utime(tmp_path / "a.zip", (old, old))
    _, (absent,) = read(tmp_path, "a.zip!junit.xml", ", max_age: 2h")
    assert "a.zip!junit.xml is 3 hours old, which `max_age` refuses" in absent


def test_a_failsafe_summary_beside_it_in_the_archive(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        archive({"TEST-a.xml": some.PASSING, "failsafe-summary.xml": TIMEOUT})
    )
    tally, _ = read(tmp_path, "'a.zip!TEST-*.xml'")
    (problem,) = tally.problems
    assert problem.file == "a.zip!failsafe-summary.xml"
    assert problem.message == "Failsafe timed out: the tests did not finish"


def test_the_same_report_in_two_archives_counts_once(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.zip").write_bytes(archive({"junit.xml": some.PASSING}))
    tally, _ = read(tmp_path, "'*.zip!junit.xml'")
    assert sorted(tally.files) == ["a.zip!junit.xml", "b.zip!junit.xml"]
    assert tally.tests == 1


def test_paths_are_placed_from_below_the_folder_of_the_archive(tmp_path: Path) -> None:
    (tmp_path / "out/sub").mkdir(parents=True)
    (tmp_path / "out/sub/a.py").write_text("")
    (tmp_path / "out/a.zip").write_bytes(archive({"sub/lint.xml": LINT.format("a.py")}))
    tally, _ = read(tmp_path, "'out/a.zip!**/*.xml'", ", only: {file: out/sub/a.py}")
    assert (tally.findings, tally.problems) == (1, [])


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_bytes_make_an_archive_raise_or_lose_a_failure(
    tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "a.zip").write_bytes(content)
    gathered = gather(
        wanted(tmp_path, "  - {rule: R, reports: a.zip!sub/junit.xml}\n"), place(tmp_path)
    )
    (tally,), (absent,) = gathered.tallies, gathered.absent
    assert gathered.bugs == ()
    # a name that was changed is not found
    assert tally.problems or tally.failed or absent


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("a.zip!b.xml", ("a.zip", "b.xml")),
        ("**/*.ZIP!**", ("**/*.ZIP", "**")),
        (r"a.zip\!b.xml", None),
        ("a.tar!b.xml", None),
        ("{a.zip!b,c}.xml", None),
        ("[!a].xml", None),
        ("a.zip!b.zip!c", ("a.zip", "b.zip!c")),
    ],
)
def test_where_a_pattern_is_split(pattern: str, parts: tuple[str, str] | None) -> None:
    assert split_pattern(pattern) == parts


@pytest.mark.parametrize(
    ("path", "place", "summary"),
    [
        ("a.zip!b.xml", "b.xml", "a.zip!s"),
        ("x/a.zip!y/b.xml", "x/y/b.xml", "x/a.zip!y/s"),
        ("x/b.xml", "x/b.xml", "x/s"),
        ("b.xml", "b.xml", "s"),
    ],
)
def test_where_a_member_lies(path: str, place: str, summary: str) -> None:
    assert unpacked(path) == place
    assert beside(path, "s") == summary
