"""The page shows text and http(s) links of a remark, and nothing else of its HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action.sandbox.markup import SHOWN, address, safe

REL = 'rel="noopener noreferrer nofollow"'


class Parsed(HTMLParser):
    """What a browser would make of it: the tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.other: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("remarks", "expected"),
    [
        pytest.param("2 of 412 failed", "2 of 412 failed", id="text"),
        pytest.param("", "", id="empty"),
        pytest.param("a &lt; b &amp;&amp; c", "a &lt; b &amp;&amp; c", id="escaped-text-stays"),
        pytest.param("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d", id="unescaped-text"),
        pytest.param(
            'See: <a href="https://x.example/?a=1&amp;b=2">job</a>.',
            f'See: <a href="https://x.example/?a=1&amp;b=2" {REL}>job</a>.',
            id="link",
        ),
        pytest.param(
            "<A HREF='http://x.example'>job</A>",
            f'<a href="http://x.example" {REL}>job</a>',
            id="link-in-capitals-and-single-quotes",
        ),
        pytest.param(
            "<a href=https://x.example/a>job</a>",
            f'<a href="https://x.example/a" {REL}>job</a>',
            id="link-without-quotes",
        ),
        pytest.param(
            '<a href="https://x.example">job',
            f'<a href="https://x.example" {REL}>job</a>',
            id="link-never-closed",
        ),
        pytest.param(
            '<a href="https://x.example/1">a<a href="https://x.example/2">b</a></a>',
            f'<a href="https://x.example/1" {REL}>a</a>'
            f'<a href="https://x.example/2" {REL}>b</a>&lt;/a&gt;',
            id="nested-links",
        ),
        pytest.param(
            '<a href="https://x.example" onclick="alert(1)" style="x" target="_top">a</a>',
            f'<a href="https://x.example" {REL}>a</a>',
            id="other-attributes-are-dropped",
        ),
        pytest.param(
            '<a href="https://x.example"><b>bold</b></a>',
            f'<a href="https://x.example" {REL}>&lt;b&gt;bold&lt;/b&gt;</a>',
            id="other-tags-are-text",
        ),
        pytest.param(
            '<a href="javascript:alert(1)">a</a>',
            "&lt;a href=&quot;javascript:alert(1)&quot;&gt;a&lt;/a&gt;",
            id="refused-link-is-text",
        ),
        pytest.param("<![<", "&lt;![&lt;", id="declaration-that-stops-the-parser"),
        pytest.param("</ x>", "&lt;/ x&gt;", id="end-tag-without-a-name"),
        pytest.param("<!-- c -->x", "&lt;!-- c --&gt;x", id="comment"),
        pytest.param("<script>1</script>", "&lt;script&gt;1&lt;/script&gt;", id="script"),
        pytest.param("<script>no end", "&lt;script&gt;no end", id="script-never-closed"),
        pytest.param('x <a href="https://x.example', "x &lt;a href=&quot;https://x.example",
                     id="cut-short"),
        pytest.param("&lt;script&gt;", "&lt;script&gt;", id="escaped-tag-stays-text"),
        pytest.param("&amp;lt;b&gt;", "&amp;lt;b&gt;", id="escaped-twice"),
        pytest.param("a\x00b\x1b[31m\u202ec", "a�b�[31m�c", id="controls-and-bidi"),
        pytest.param("a &amp", "a &amp;", id="entity-at-the-end"),
    ],
)  # fmt: skip
def test_remarks(remarks: str, expected: str) -> None:
    assert safe(remarks) == expected


HOSTILE = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("<ScRiPt src=//evil.example></sCrIpT>", id="script-case"),
    pytest.param("<scr<script>ipt>alert(1)</scr</script>ipt>", id="nested-script"),
    pytest.param("<<script>alert(1)//<</script>", id="two-brackets"),
    pytest.param("<img src=x onerror=alert(1)>", id="img"),
    pytest.param("<svg/onload=alert(1)>", id="svg"),
    pytest.param("<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>", id="xlink"),
    pytest.param("<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'>", id="iframe"),
    pytest.param("<math><a href='javascript:alert(1)'>x</a></math>", id="math"),
    pytest.param("<style>*{background:url(//evil.example)}</style>", id="style"),
    pytest.param("<base href='https://evil.example/'>", id="base"),
    pytest.param("<meta http-equiv=refresh content='0;url=//evil.example'>", id="meta"),
    pytest.param("<form action=https://evil.example><input></form>", id="form"),
    pytest.param("<textarea><a href='https://x.example'>", id="textarea"),
    pytest.param("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", id="noscript"),
    pytest.param("</td></tr></table><h1>x", id="ends-the-table"),
    pytest.param("<![CDATA[<script>alert(1)</script>]]>", id="cdata"),
    pytest.param("<!--><img src=x onerror=alert(1)>-->", id="comment-ended-early"),
    pytest.param("<!DOCTYPE html [<!ENTITY x 'y'>]>&x;", id="doctype"),
    pytest.param("<?php x ?><?xml?>", id="instruction"),
    pytest.param("<a href='https://x.example' href='javascript:alert(1)'>x</a>", id="two-hrefs"),
    pytest.param("<a href='https://x.example\" onmouseover=\"alert(1)'>x</a>", id="quote-in-href"),
    pytest.param("<a href=`https://x.example`onclick=alert(1)>x</a>", id="backticks"),
    pytest.param("<a/href=https://x.example/onclick=alert(1)>x</a>", id="slashes"),
    pytest.param("<a href=https://x.example><a onclick=alert(1)>x</a></a>", id="link-in-link"),
    pytest.param("&#60;script&#62;alert(1)&#60;/script&#62;", id="numeric-entities"),
    pytest.param("&lt&#x73cript>alert(1)", id="entities-without-semicolons"),
    pytest.param("\ufeff<\x00script>alert(1)</script>", id="nul-in-a-tag"),
    pytest.param("<a\x0chref='https://x.example'\x0conclick=alert(1)>x</a>", id="form-feeds"),
]


@pytest.mark.parametrize("remarks", HOSTILE)
def test_only_links_come_out(remarks: str) -> None:
    harmless(safe(remarks))


@settings(database=None, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "</", "/>", "a", " href=", '"', "'", "=", "https://x.example", "javascript:",
             "&", "lt;", "&lt;", "&#60;", "script", " onclick=", "!--", "--", "<![", "]]>", "\x00",
             "<a href='https://x.example/'>", "</a>", "text", " ", "\n", "\\", "style", "textarea"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_only_links_come_out_of_anything(parts: list[str]) -> None:
    harmless(safe("".join(parts)))


def harmless(html: str) -> None:
    parsed = Parsed(html)
    assert {tag for tag, _ in parsed.tags} <= {"a"}
    for _, attributes in parsed.tags:
        assert set(attributes) == {"href", "rel"}
        assert address(attributes["href"])
    assert parsed.other == []
    assert html.count("<a ") == html.count("</a>") == len(parsed.tags)


@pytest.mark.parametrize(
    "href",
    [
        "http://x.example",
        "https://x.example:8443/a?b=c#d",
        "HTTPS://X.example/",
        "http://[::1]:80/",
        "https://bücher.example/ü",
        "https://x.example/%0a",
    ],
)
def test_addresses_that_are_followed(href: str) -> None:
    assert address(href) == href


@pytest.mark.parametrize(
    "href",
    [
        None,
        "",
        "/relative",
        "//x.example/",
        "https:x.example",
        "https:///path",
        "https://",
        "http://:80/",
        "http://[::1",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://x.example",
        "mailto:a@x.example",
        "https://x.example\\@evil.example",
        "https:\\\\evil.example",
        "https://x.example/a b",
        "https://x.example/\n",
        "https://x.example/\u202egpj",
        "https://x.example/" + "a" * 2000,
    ],
)
def test_addresses_that_are_not(href: str | None) -> None:
    assert address(href) is None


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "<",
        "<a ",
        "<!--",
        "&",
        "<a href='",
        '<a href="https://x.example/">',
        "</a>",
        "<![CDATA[",
    ],
)
@pytest.mark.timeout(20)
def test_100_kb_cost_little_and_are_cut(piece: str) -> None:
    html = safe(piece * (100_000 // len(piece)))
    assert html.endswith(" more characters)")
    harmless(html)


def test_a_long_remark_is_not_cut_inside_a_tag() -> None:
    html = safe("x" * (SHOWN - 20) + '<a href="https://x.example/secret">job</a>')
    assert html == "x" * (SHOWN - 20) + " … (42 more characters)"
