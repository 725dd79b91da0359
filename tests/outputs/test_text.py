from __future__ import annotations

import html as stdlib_html
import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scorecard_action.outputs.text import (
    cut,
    guard_lines,
    html,
    link,
    markdown,
    printable,
    terminal,
)
from tests.outputs.hostile import HOSTILE

ANY = st.text(st.characters(exclude_categories=[]))
PIECES = [
    *"\n\r\t :#[]<>&|`*_~@$.!-+=\\()1a",
    *("::", "##[", "##vso[", "##TeamCity[", "www.", "http://", "&amp;", "\x1b[1m"),
    *("\u2028", "\x85", "\u202e", "\ud800", "\U0001f600", "e\u0301", ":a:", "\u3000"),
]
NASTY = st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("CartTest.total", "CartTest.total", id="plain"),
        pytest.param(r"C:\temp\new", r"C:\temp\new", id="backslashes stay"),
        pytest.param("Prüfung 検査 🧪", "Prüfung 検査 🧪", id="other scripts stay"),
        pytest.param("\x1b[31mx\x00\x7f", r"\x1b[31mx\x00\x7f", id="c0"),
        pytest.param("a\tb\nc\r", r"a\tb\nc\r", id="short escapes"),
        pytest.param("\x85\x9b", r"\x85\x9b", id="c1"),
        pytest.param("\u202a\u202e\u2066\u2069", r"\u202a\u202e\u2066\u2069", id="bidi"),
        pytest.param("\u200e\u200f\u061c", r"\u200e\u200f\u061c", id="bidi marks"),
        pytest.param("\u200b\u200c\u200d\ufeff", r"\u200b\u200c\u200d\ufeff", id="zero width"),
        pytest.param("\u2060\u2064\u3164\u00ad", r"\u2060\u2064\u3164\xad", id="drawn as nothing"),
        pytest.param("\ufffe\uffff", r"\ufffe\uffff", id="not characters"),
        pytest.param("\u2028\u2029", r"\u2028\u2029", id="separators"),
        pytest.param("\U000e0041", r"\U000e0041", id="tag"),
        pytest.param("\udc80\ud83d", r"\udc80\ud83d", id="lone surrogates"),
    ],
)
def test_printable_shows_what_cannot_be_seen(text, expected):
    assert printable(text) == expected


@given(ANY)
@settings(database=None, deadline=None)
def test_printable_text_is_one_line_that_utf8_can_hold(text):
    seen = printable(text)
    assert len(seen.splitlines()) <= 1
    seen.encode("utf-8")
    assert not {unicodedata.category(char) for char in seen} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(char) for char in seen} & {
        *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    }
    assert printable(seen) == seen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("::error::x", ": :error::x", id="at the start"),
        pytest.param("a ::error::x", "a ::error::x", id="within a line"),
        pytest.param("  \t::error::x", "  \t: :error::x", id="after blanks"),
        pytest.param("a\n::error::x", "a\n: :error::x", id="on the second line"),
        pytest.param("a\r::error::x", "a\r: :error::x", id="after a carriage return"),
        pytest.param("a\u2028 ::x", "a\u2028 : :x", id="after a line separator"),
        pytest.param("\x1b[31m::error::x", "\x1b[31m: :error::x", id="in colour"),
        pytest.param(":::x", ": ::x", id="three colons"),
        pytest.param("a ##[error]", "a # #[error]", id="azure and github"),
        pytest.param("##vso[x]##VSO[y]", "# #vso[x]# #VSO[y]", id="azure"),
        pytest.param("###teamcity[x]", "## #teamcity[x]", id="teamcity"),
        pytest.param("## heading", "## heading", id="other text stays"),
        pytest.param("std::vector", "std::vector", id="scopes stay"),
    ],
)
def test_guard_lines_breaks_commands_of_ci_systems(text, expected):
    assert guard_lines(text) == expected


def no_command_in(text: str) -> None:
    for line in re.split(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text):
        assert not re.sub(r"\x1b\[[0-9;]*m", "", line).lstrip().startswith("::")
    for marker in ("##[", "##vso[", "##teamcity["):
        assert marker not in text.lower()


@given(ANY | NASTY)
@settings(database=None, deadline=None, max_examples=500)
def test_no_guarded_text_holds_a_command(text):
    no_command_in(guard_lines(text))
    no_command_in(terminal(text))
    assert guard_lines(guard_lines(text)) == guard_lines(text)


def test_guarding_takes_time_in_proportion():
    for text in (" " * 10**6, "\n" * 10**6, "\x1b[" * 10**6, "#" * 10**6, ":" * 10**6):
        assert len(guard_lines(text)) <= len(text) + 1


@pytest.mark.parametrize("text", HOSTILE)
def test_html_is_read_back_as_the_same_text(text):
    safe = html(text)
    assert not set("<>\"'") & set(safe)
    assert stdlib_html.unescape(safe) == printable(text)


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_data(self, data):
        self.text += data


def rendered(source: str) -> _Page:
    """The page that a renderer with tables, strikethrough and raw HTML makes of it."""
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return _Page(page.render(source))


def inert(text: str) -> None:
    seen = printable(text)
    safe = markdown(text)
    paragraph = rendered(safe)
    assert paragraph.text.removesuffix("\n") == seen
    assert {tag for tag, _ in paragraph.tags} <= {"p", "span"}
    item = rendered(f"- a\n  - {safe}\n- c\n")
    assert re.sub(r"\n", "", item.text) == f"a{seen}c"
    assert {tag for tag, _ in item.tags} <= {"ul", "li", "span"}
    cell = rendered(f"| x | y |\n| :-- | :-- |\n| {safe} | z |\n")
    assert re.sub(r"\n", "", cell.text) == f"xy{seen}z"
    assert [tag for tag, _ in cell.tags if tag == "td"] == ["td", "td"]
    assert {tag for tag, _ in cell.tags} <= {"table", "thead", "tbody", "tr", "th", "td", "span"}
    assert not any(attrs for tag, attrs in (*paragraph.tags, *item.tags) if attrs)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_the_text_and_nothing_else(text):
    inert(text)


@given((ANY | NASTY).filter(bool))
@settings(database=None, deadline=None, max_examples=500)
def test_no_text_is_interpreted_as_markdown(text):
    inert(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@octocat", id="mention"),
        pytest.param("see:smile:now", id="emoji"),
        pytest.param("from $a$ to $b$", id="formula"),
    ],
)
def test_what_github_looks_for_in_the_finished_page_stands_in_spans(text):
    """GitHub replaces mentions and emoji codes in text nodes: none holds a whole one."""
    nodes = re.split(r"</?span>", stdlib_html.unescape(markdown(text)))
    assert "".join(nodes) == text
    for node in nodes:
        assert not re.search(r"@\w|:\w+:|\$.+\$", node)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://ci.example/1", "https://ci.example/1", id="https"),
        pytest.param("http://[::1]:8080/x", "http://[::1]:8080/x", id="http with port"),
        pytest.param(
            "HTTPS://ci.example/a?b=1&c=2#!/3", "https://ci.example/a?b=1&c=2#!/3", id="q"
        ),
        pytest.param("https://ci.example/a%20b", "https://ci.example/a%20b", id="encoded already"),
        pytest.param('https://ci.example/"><x>', "https://ci.example/%22%3E%3Cx%3E", id="quotes"),
        pytest.param("https://ci.example/a|b`", "https://ci.example/a%7Cb%60", id="table"),
        pytest.param("https://ci.example/ü", "https://ci.example/%C3%BC", id="not ascii"),
        pytest.param("https://müller.example/", "https://müller.example/", id="host not ascii"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("//ci.example/x", None, id="no scheme"),
        pytest.param("https:///x", None, id="no host"),
        pytest.param("https://user:secret@ci.example/", None, id="credentials"),
        pytest.param("https://user@ci.example/", None, id="user"),
        pytest.param("http://127.0.0.1\\@evil.example", None, id="backslash"),
        pytest.param("https://ci.example/a\\b", None, id="backslash in the path"),
        pytest.param("https://ci.example/a b", None, id="blank"),
        pytest.param("https://ci.example/a\nb", None, id="newline"),
        pytest.param("java\tscript:x", None, id="tab"),
        pytest.param(" https://ci.example/", None, id="leading blank"),
        pytest.param("https://ci.example/\u202egnp", None, id="bidi"),
        pytest.param("https://ci.example/\ud800", None, id="lone surrogate"),
        pytest.param("https://é>.example/", None, id="tag in the host"),
        pytest.param("https://ci.example:port/", None, id="port is no number"),
        pytest.param("https://[::1/", None, id="broken address"),
        pytest.param("", None, id="empty"),
    ],
)
def test_link_lets_only_plain_web_addresses_through(url, expected):
    assert link(url) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("total", 5, "total", id="fits"),
        pytest.param("totals", 5, "tota…", id="cut"),
        pytest.param("to tal", 4, "to…", id="no blank before the ellipsis"),
        pytest.param("abe\u0301x", 4, "ab…", id="an accent stays with its letter"),
        pytest.param("ab👍🏽x", 4, "ab…", id="a skin tone stays with its hand"),
        pytest.param("ab👩\u200d🚀x", 5, "ab…", id="a joined emoji is one"),
        pytest.param("\u0301" * 9, 4, "\u0301\u0301\u0301…", id="nothing but accents"),
        pytest.param("total", 1, "…", id="one"),
        pytest.param("total", 0, "", id="none"),
    ],
)
def test_cut(text, limit, expected):
    assert cut(text, limit) == expected
    assert len(cut(text, limit)) <= limit
