from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action.outputs.text import printable
from scorecard_action.remarks import compose
from tests.outputs.hostile import HOSTILE

BUILD = ("GitHub Actions build 57", "https://ci.example/runs/57?a=1&b=2")
JOB = ("job test", "https://ci.example/jobs/1")
COMMIT = ("commit 3f2a9c1", "https://ci.example/commit/3f2a9c1")
BUILD_HTML = '<a href="https://ci.example/runs/57?a=1&amp;b=2">GitHub Actions build 57</a>'
JOB_HTML = '<a href="https://ci.example/jobs/1">job test</a>'
COMMIT_HTML = '<a href="https://ci.example/commit/3f2a9c1">commit 3f2a9c1</a>'
FAILED = "2 of 412 tests failed (limit 0)"


class _Line(HTMLParser):
    """Reads remarks strictly: only balanced links with an http(s) address."""

    def __init__(self, remarks: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.links: list[str] = []
        self.open = 0
        self.feed(remarks)
        self.close()
        assert self.open == 0

    def handle_starttag(self, tag, attrs):
        assert tag == "a"
        assert [name for name, _ in attrs] == ["href"]
        assert attrs[0][1].startswith(("http://", "https://"))
        self.links.append(attrs[0][1])
        self.open += 1

    def handle_endtag(self, tag):
        self.open -= 1

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(
            (FAILED, ["CartTest.total", "CartTest.tax"], [BUILD, JOB, COMMIT]),
            f"{FAILED}: CartTest.total, CartTest.tax. {BUILD_HTML} · {JOB_HTML} · {COMMIT_HTML}",
            id="all of it",
        ),
        pytest.param((FAILED, [], [JOB]), f"{FAILED}. {JOB_HTML}", id="no examples"),
        pytest.param((FAILED, ["a"], []), f"{FAILED}: a.", id="no links"),
        pytest.param(("it broke.", [], []), "it broke.", id="one full stop"),
        pytest.param(("", [], [JOB]), JOB_HTML, id="no reason"),
        pytest.param(("", [], []), "", id="nothing"),
        pytest.param(
            ("ok", [], [("x", "javascript:alert(1)"), ("y", "https://u:p@ci.example/"), JOB]),
            f"ok. {JOB_HTML}",
            id="other links are left out",
        ),
        pytest.param(
            ("<b>1 & 2</b>", ['T["x"]'], [("<i>", "https://ci.example/'\"")]),
            "&lt;b&gt;1 &amp; 2&lt;/b&gt;: T[&quot;x&quot;]. "
            '<a href="https://ci.example/&#x27;%22">&lt;i&gt;</a>',
            id="escaped",
        ),
    ],
)
def test_remarks(arguments, expected):
    assert compose(*arguments) == expected


def test_more_examples_than_given_are_counted():
    assert compose("9 failed", ["a", "b"], [], more=7) == "9 failed: a, b and 7 more."


# 101 characters, and 37 for the link with the blank before it
LONG = (
    "3 of the 412 tests that were selected failed, "
    "which is more than the limit of 0 that was set for them"
)
ONE = '<a href="https://ci.example/">ci</a>'


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        pytest.param(172, f"{LONG}: alpha, beta, gamma and so forth. {ONE}", id="fits exactly"),
        pytest.param(171, f"{LONG}: alpha, beta and 1 more. {ONE}", id="examples are cut first"),
        pytest.param(162, f"{LONG}: alpha and 2 more. {ONE}", id="as many as fit"),
        pytest.param(156, f"{LONG}. {ONE}", id="no example fits"),
        pytest.param(139, f"{LONG}. {ONE}", id="reason fits exactly"),
        pytest.param(138, f"{LONG} {ONE}", id="reason fits without its full stop"),
        pytest.param(137, f"{LONG[:-2]}… {ONE}", id="then the reason is cut"),
        pytest.param(119, f"{LONG[:81]}… {ONE}", id="and cut"),
    ],
)
def test_what_is_cut_first(limit, expected):
    examples = ["alpha", "beta", "gamma and so forth"]
    assert compose(LONG, examples, [("ci", "https://ci.example/")], limit) == expected


def test_links_are_dropped_from_the_last_when_they_alone_are_too_long():
    links = [JOB, ("long", "https://ci.example/" + "x" * 300), ("longer", "https://x/" + "y" * 900)]
    remarks = compose("it " + "failed " * 100, ["a"], links, 500)
    assert len(remarks) <= 500
    assert _Line(remarks).links == [JOB[1], links[1][1]]
    assert remarks.startswith("it failed failed")


def test_links_leave_room_to_say_what_was_measured():
    links = [JOB, ("x", "https://ci.example/" + "x" * 170)]
    remarks = compose(FAILED, [], links, 260)
    assert remarks == f"{FAILED}. {JOB_HTML}"
    assert _Line(compose(FAILED, [], links, 290)).links == [JOB[1], links[1][1]]


def test_an_entity_is_never_cut():
    for limit in range(60):
        remarks = compose("&" * 50, ["<>"], [], limit)
        assert len(remarks) <= limit
        assert remarks == "&amp;" * ((limit - 1) // 5) + "…" if limit else remarks == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_text(text):
    line = _Line(compose(f"see {text}", [text], [(text, "https://ci.example/1")]))
    assert line.links == ["https://ci.example/1"]
    assert line.text == f"see {printable(text)}".rstrip(". ") + (
        f": {printable(text)}. {printable(text)}"
    )


def test_a_name_of_a_megabyte_costs_its_place_only():
    long = "x" * 10**6
    remarks = compose(FAILED, ["CartTest.total", long], [JOB])
    assert remarks.startswith(f"{FAILED}: CartTest.total, xxx")
    assert remarks.endswith(f"…. {JOB_HTML}")
    assert len(compose(long, [long] * 1000, [(long, "https://ci.example/1")])) <= 1000


@given(
    reason=st.text(),
    examples=st.lists(st.text()),
    links=st.lists(st.tuples(st.text(), st.sampled_from([BUILD[1], JOB[1], "javascript:x"]))),
    limit=st.integers(0, 400),
    more=st.integers(0, 3),
)
@settings(database=None, deadline=None)
def test_any_remarks_are_whole_and_within_the_limit(reason, examples, links, limit, more):
    remarks = compose(reason, examples, links, limit, more=more)
    assert len(remarks) <= limit
    assert "\n" not in remarks
    _Line(remarks)


PAGE = "https://ci.example/blob/a.py?x=1&y=2#L1-L2"
LINES_HTML = '<a href="https://ci.example/blob/a.py?x=1&amp;y=2#L1-L2">a.py:1-2 not covered</a>'


@pytest.mark.parametrize(
    ("pages", "limit", "expected"),
    [
        pytest.param({"a.py:1-2 not covered": PAGE}, 1000, f"{LINES_HTML}, b", id="page"),
        pytest.param({"b": PAGE}, 30, "a.py:1-2 not covered, b", id="no room for links"),
        pytest.param({"b": "javascript:alert(1)"}, 1000, "a.py:1-2 not covered, b", id="no link"),
        pytest.param(
            {"b": f"https://ci.example/ghp_{'a1' * 18}"},
            1000,
            "a.py:1-2 not covered, b",
            id="a secret",
        ),
        pytest.param({"c": PAGE}, 1000, "a.py:1-2 not covered, b", id="of no example"),
        pytest.param({}, 1000, "a.py:1-2 not covered, b", id="none"),
    ],
)
def test_examples_link_to_their_pages(pages: dict[str, str], limit: int, expected: str) -> None:
    found = compose("r", ["a.py:1-2 not covered", "b"], [], limit, pages=pages)
    assert found == f"r: {expected}."
