"""What lasts of a text from one build to the next: what means the same is the same text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorecard_action.judging import lasting
from scorecard_action.judging.known import FailedTest, Fingerprint
from scorecard_action.model import Finding, Level, Result, TestCase

UUID_A, UUID_B = "8f14e45f-ceea-467f-a8f3-1c2b9d0e7a11", "0cc175b9-c0f1-46b6-a831-c399e2697726"
TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345"  # a made-up one


@pytest.mark.parametrize(
    ("one", "other", "lasting_text"),
    [
        pytest.param("line 80 > 79", "line 120 > 79", "line # > #", id="numbers"),
        pytest.param("1,234.5 of 2", "9 of 2", "# of #", id="one mark for a number"),
        pytest.param("took 1.25s", "took 13.5s", "took #s", id="a unit"),
        pytest.param("see L12", "see L7", "see L#", id="a line as in a link"),
        pytest.param("at 2026-11-28T01:02:03Z", "at 2027-01-01T10:00:00Z", None, id="a time"),
        pytest.param("in a\r\nb", "in a\nb", "in a b", id="ends of lines"),
        pytest.param(" a\t b ", "a b", "a b", id="blanks"),
        pytest.param("\x1b[31mred\x1b[0m", "red", "red", id="colours"),
        pytest.param("[31mred[0m", "red", "red", id="colours without their escape"),
        pytest.param("\x1b]8;;x\x1b\\red\x1b]8;;\x1b\\", "red", "red", id="a link of a terminal"),
        pytest.param("in 3f2a9c1d", "in 0b1c2d3e4f", "in #", id="hashes"),
        pytest.param("at 0x7f3a2b", "at 0x00FF", "at #", id="addresses"),
        pytest.param(f"id {UUID_A}", f"id {UUID_B}", "id #", id="UUIDs"),
        pytest.param(
            "no /tmp/tmpa1b2/x.py", "no /tmp/tmpzz/x.py", "no …/#/x.py", id="a temporary folder"
        ),
        pytest.param("no /tmp/tmpa1b2", "no /tmp/tmpc", "no …/#", id="the folder itself"),
        pytest.param("no /tmp/a1.sock", "no /tmp/b.sock", "no …/#.sock", id="a temporary file"),
        pytest.param(
            "no /tmp/pytest-of-ann/pytest-17/test_a0/d.json",
            "no /tmp/pytest-of-bob/pytest-3/test_a1/d.json",
            "no …/test_a#/d.json",
            id="pytest's",
        ),
        pytest.param(
            "no /var/folders/zz/zyx_2f/T/tmpab/x.py",
            "no /private/var/folders/q1/b8/T/tmpcd/x.py",
            "no …/#/x.py",
            id="of a Mac",
        ),
        pytest.param(
            r"no C:\Users\ann\AppData\Local\Temp\abc\x.cs",
            r"no C:\Users\bob\AppData\Local\Temp\def\x.cs",
            "no …/#/x.cs",
            id="of Windows",
        ),
        pytest.param(
            "no /home/runner/work/_temp/ab-1/x.sh", "no /__w/_temp/cd-2/x.sh", None, id="a runner's"
        ),
        pytest.param(
            "no /ci/agent-7/shop/src/a.js.", "no /w/1/s/src/a.js.", "no …/src/a.js.", id="checkouts"
        ),
        pytest.param(
            r"no D:\a\shop\src\a.cs(3,4)", "no /home/ann/x/src/a.cs(9,1)", None, id="of two systems"
        ),
        pytest.param(
            "in file:///ws/1/src/a.js:3", "in file:///ws/2/src/a.js:4", "in …/src/a.js:#", id="URI"
        ),
        pytest.param("x" * 290 + " 9" + "y" * 400, "x" * 290 + " 10" + "y" * 400, None, id="long"),
        pytest.param("a\ud800b", "a b", "a b", id="what UTF-8 cannot hold"),
        pytest.param("a\u202eb", "a b", "a b", id="what turns a text round"),
    ],
)
def test_one_message_of_two_builds(one: str, other: str, lasting_text: str | None) -> None:
    assert lasting.message(one) == lasting.message(other)
    if lasting_text is not None:
        assert lasting.message(one) == lasting_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("'x1' is unused", "'x2' is unused", id="names with a number"),
        pytest.param("weak hash md5", "weak hash sha1", id="names of hashes"),
        pytest.param("utf8 expected", "utf16 expected", id="names of encodings"),
        pytest.param("/v1/users/{id}/orders", "/v1/carts/{id}/orders", id="routes"),
        pytest.param("see https://a.example/x/y", "see https://b.example/x/y", id="addresses"),
        pytest.param("no src/a/x.py", "no src/b/x.py", id="paths of the checkout"),
        pytest.param("'defaced' is no word", "'facaded' is no word", id="words of hexadecimals"),
        pytest.param(r"no class \Acme\Cart", r"no class \Acme\Tax", id="classes of PHP"),
        pytest.param("list[m] expected", "list expected", id="brackets are no colours"),
    ],
)
def test_two_messages_stay_two(one: str, other: str) -> None:
    assert lasting.message(one) != lasting.message(other)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("src/a.py", "src/a.py", id="placed"),
        pytest.param("db/0001_initial.py", "db/0001_initial.py", id="numbers stay"),
        pytest.param("../lib/a.py", "../lib/a.py", id="outside the checkout"),
        pytest.param("/home/ann/shop/src/a.py", "…/src/a.py", id="absolute"),
        pytest.param("/ws/a.py", "…/a.py", id="of a short path"),
        pytest.param("/a.py", "…/a.py", id="of a single name"),
        pytest.param("/home/ann/a.py", "…/a.py", id="not whose it is"),
        pytest.param("C:/Users/ann/src/a.cs", "…/src/a.cs", id="of Windows"),
        pytest.param("D:/a.cs", "…/a.cs", id="of a drive"),
        pytest.param("/usr/lib/python3.11/site-packages/x/y.py", "…/x/y.py", id="of a library"),
        pytest.param("/tmp/pip-abc/x/y.py", "…/x/y.py", id="temporary"),
        pytest.param("../../tmp/pytest-of-a/b/x.py", "…/b/x.py", id="temporary, relative"),
        pytest.param("dist/main.3f2a9c1b.js", "dist/main.#.js", id="a hash of what was built"),
        pytest.param("shop:1.4.2 (debian 12.4)", "shop:# (debian #)", id="an image"),
        pytest.param("com.acme:lib", "com.acme:lib", id="no image"),
        pytest.param("\x07/home/ann/src/a.py", "…/src/a.py", id="behind what nobody can read"),
        pytest.param("\ud800/", "…/", id="behind half a character"),
        pytest.param("", "", id="none"),
    ],
)
def test_the_file_of_a_finding(written: str, kept: str) -> None:
    assert lasting.file(written) == kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("test[1]", "test[2]", False, id="parameters"),
        pytest.param("t[1000000]", "t[1000001]", False, id="long numbers"),
        pytest.param(f"t[{UUID_A}]", f"t[{UUID_B}]", False, id="UUIDs"),
        pytest.param("t[/v1/a/b]", "t[/v2/a/b]", False, id="routes in a name"),
        pytest.param("/v1/users/x/b", "/v1/carts/x/b", False, id="a route for a name"),
        pytest.param("GET /v1/u.json", "GET /v2/u.json", False, id="a request"),
        pytest.param("t[<f at 0x7f001122>]", "t[<f at 0x7f334455>]", True, id="addresses"),
        pytest.param("/ws/1/src/a.test.js", "/ws/2/src/a.test.js", True, id="a file that failed"),
        pytest.param("t[/tmp/ab/x.py]", "t[/tmp/cd/x.py]", True, id="temporary"),
        pytest.param("a\r\n b", "a b", True, id="blanks"),
    ],
)
def test_a_test_is_known_by_its_name(one: str, other: str, same: bool) -> None:
    known = [FailedTest.of(TestCase(Result.FAILED, name, "C", "s")) for name in (one, other)]
    assert (known[0] == known[1]) is same


def test_the_suite_tells_only_what_has_no_other_name() -> None:
    assert FailedTest.of(TestCase(Result.FAILED, "", "", "a")) == FailedTest("", "", "a")
    assert FailedTest.of(TestCase(Result.FAILED, "t", "", "a")) == FailedTest("", "t", "")


def test_a_secret_is_masked_while_it_is_whole() -> None:
    finding = Finding(Level.ERROR, f"r {TOKEN}", file=f"{TOKEN}/a", message=f"{TOKEN} 12")
    known = Fingerprint.of(finding)
    assert known == Fingerprint("r ***", "***/a", "*** #")
    assert FailedTest.of(TestCase(Result.FAILED, f"t[{TOKEN}]")).name == "t[***]"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("primaryLocationLineHash: 39fa2ee9:1", "primaryLocationLineHash: 39fa2ee9:1"),
        pytest.param("a" * 500, "a" * 500, id="as long as is kept"),
        pytest.param("a" * 501, "", id="longer: the words decide"),
    ],
)
def test_what_a_tool_knows_it_by(written: str, kept: str) -> None:
    assert lasting.own(written) == kept


PIECES = (
    *("/", "\\", "C:", "tmp", "var/folders", "T", "..", "a.b", "\x1b[", "0x", "#", "home", "7"),
    *(" ", "\n", "\ud800", "file://", "ghp_", "…"),
)


@example("\ud800/")
@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_a_report_says_a_file_of_text_can_hold(text: str) -> None:
    for kept in (lasting.name, lasting.label, lasting.file, lasting.message, lasting.own):
        shown = kept(text)
        assert shown == shown.strip()
        assert shown.isprintable()
        assert len(shown.encode("utf-8")) <= 4 * lasting.MAX_NAME
    assert not lasting.file(text).startswith("/")
