from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from scorecard_action.sandbox import running
from scorecard_action.sandbox.page import ENTITIES_SHOWN, pager, summary, when
from scorecard_action.sandbox.rows import EntityRow
from tests.sandbox.client import BATCH, OUTCOMES, call, item, later, outcomes

SEEDS = [
    {"id": "tests", "name": "Unit tests pass", "scorecard_name": "Readiness"},
    {"id": "lint", "name": "No <b>lint</b> errors", "scorecard_name": "Quality"},
]
VOID = {"meta", "link", "input", "path", "circle", "rect"}


class Page(HTMLParser):
    """The page's tags, and the text of its table's cells, row by row."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"th", "td"} & set(self.open):
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {' '.join(data.split())}".strip()


@pytest.fixture(scope="module")
def page():
    with running(rules=SEEDS) as url:
        remarks = '2 failed <script>x</script>. <a href="https://ci.example/57">build 57</a>'
        batch = outcomes(
            item("tests", "checkout", "fail", remarks=remarks), item("lint", "checkout", "skip")
        )
        assert call("POST", url + BATCH, batch).status_code == 200
        other = outcomes(later("tests", "queue:<i>orders</i>"))
        assert call("POST", url + OUTCOMES, other).status_code == 202
        yield url


def test_it_shows_the_scorecard(page: str) -> None:
    shown = Page(call("GET", page + "/", headers={}).text)
    assert shown.open == []
    head, quality, lint, readiness, tests = shown.rows
    assert head == ["Rule", "queue:<i>orders</i>", "service:checkout"]
    assert (quality, readiness) == (["Quality"], ["Readiness"])
    today = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d")
    moment = rf"just now · {today} \d\d:\d\d UTC"
    assert lint[0] == "No <b>lint</b> errors Level 3 · lint"
    assert lint[1] == "queue:<i>orders</i> No data"
    assert re.fullmatch(rf"service:checkout Skip {moment}", lint[2])
    assert re.fullmatch(rf"queue:<i>orders</i> Pass {moment}", tests[1])
    assert re.fullmatch(
        rf"service:checkout Fail 2 failed < ?script> ?x ?</script> ?\. build 57 {moment}", tests[2]
    ), tests[2]


def test_links_of_remarks_are_links_without_a_way_back(page: str) -> None:
    links = [attrs for tag, attrs in Page(call("GET", page + "/").text).tags if tag == "a"]
    assert {"href": "https://ci.example/57", "rel": "noopener noreferrer nofollow"} in links


def test_it_counts_per_entity(page: str) -> None:
    text = call("GET", page + "/").text
    counts = re.findall(r'<p class="counts">(.*?)</p>', text, re.DOTALL)
    shown = [" ".join(re.sub(r"<[^>]+>", "", count).split()) for count in counts]
    assert shown == ["1 pass 0 fail 0 skip 1 no data", "0 pass 1 fail 1 skip 0 no data"]


def test_it_loads_nothing_but_its_style_sheet(page: str) -> None:
    answer = call("GET", page + "/")
    assert answer.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; style-src 'self'; "
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = Page(answer.text)
    assert {"script", "style", "img", "iframe", "i", "b"} & {tag for tag, _ in shown.tags} <= {"b"}
    for tag, attrs in shown.tags:
        assert not [name for name in attrs if name.startswith("on") or name in ("src", "style")], (
            tag
        )
    loaded = [attrs["href"] for tag, attrs in shown.tags if tag == "link"]
    assert loaded == ["/style.css"]
    style = call("GET", page + "/style.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert "url(" not in style.text
    assert "@import" not in style.text
    assert "prefers-color-scheme: dark" in style.text


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        pytest.param("check", ["Rule", "service:checkout"], id="part"),
        pytest.param("CHECKOUT", ["Rule", "service:checkout"], id="case"),
        pytest.param("  checkout ", ["Rule", "service:checkout"], id="blanks"),
        pytest.param("", ["Rule", "queue:<i>orders</i>", "service:checkout"], id="empty"),
        pytest.param("%", [], id="percent-is-no-pattern"),
        pytest.param('"><script>alert(1)</script>', [], id="hostile"),
        pytest.param("\x00", [], id="nul"),
    ],
)
def test_the_filter(page: str, entity: str, expected: list[str]) -> None:
    answer = call("GET", page + "/", params={"entity": entity})
    shown = Page(answer.text)
    assert (shown.rows[0] if shown.rows else []) == expected
    assert ("No entity matches" in answer.text) == (not expected)
    assert "script" not in {tag for tag, _ in shown.tags}


def test_an_empty_sandbox_says_how_to_begin(url: str) -> None:
    text = call("GET", url + "/").text
    assert "No rule yet" in text
    assert f"{urlsplit(url).netloc}/api/v2/scorecard/rules" in text


def test_rules_without_outcomes_are_shown_with_their_ids() -> None:
    with running(rules=SEEDS) as url:
        shown = Page(call("GET", url + "/").text)
        assert [row[0] for row in shown.rows[1:]] == [
            "Quality",
            "No <b>lint</b> errors Level 3 · lint",
            "Readiness",
            "Unit tests pass Level 3 · tests",
        ]


def test_many_entities_are_shown_in_pages() -> None:
    services = [f"s{number:02}" for number in range(ENTITIES_SHOWN + 3)]
    with running(rules=SEEDS) as url:
        call("POST", url + BATCH, outcomes(*[item("tests", service) for service in services]))
        seen, path = [], "/"
        while path:
            text = call("GET", url + path).text
            seen += Page(text).rows[0][1:]
            following = re.search(r'<a rel="next" href="([^"]+)"', text)
            path = "/" + following[1].replace("&amp;", "&") if following else ""
        assert seen == [f"service:{service}" for service in services]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "just now"), (0, "just now"), (59, "just now"), (60, "1 minute ago"),
        (3599, "59 minutes ago"), (3600, "1 hour ago"), (7200, "2 hours ago"),
        (86399, "23 hours ago"), (86400, "1 day ago"), (40 * 86400, "40 days ago"),
    ],
)  # fmt: skip
def test_when(seconds: int, expected: str) -> None:
    now = dt.datetime(2026, 11, 23, 6, 44, 12, tzinfo=dt.UTC)
    moment = (now - dt.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert when(moment, now).ago == expected


def test_when_is_utc() -> None:
    now = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    assert when("2026-11-23T06:44:12.000000Z", now).utc == "2026-11-23 06:44 UTC"


def test_the_bar_adds_up() -> None:
    counts = summary(EntityRow("service:a", 3, 2, 1), 8).counts
    assert [tuple(count) for count in counts] == [
        ("pass", 3, 0.0, 37.5),
        ("fail", 2, 37.5, 25.0),
        ("skip", 1, 62.5, 12.5),
        ("none", 2, 75.0, 25.0),
    ]


@pytest.mark.parametrize(
    ("total", "asked", "expected"),
    [
        pytest.param(0, None, (0, 0, 1), id="nothing"),
        pytest.param(5, None, (1, 5, 1), id="all"),
        pytest.param(25, "3", (21, 25, 3), id="last"),
        pytest.param(25, "9", (21, 25, 3), id="past-the-last"),
        pytest.param(25, "0", (1, 10, 1), id="zero"),
        pytest.param(25, "x", (1, 10, 1), id="no-number"),
        pytest.param(25, "9" * 5000, (1, 10, 1), id="huge"),
    ],
)
def test_pager(total: int, asked: str | None, expected: tuple[int, int, int]) -> None:
    part = pager("rules", total, 10, asked)
    assert (part.first, part.last, part.page) == expected
