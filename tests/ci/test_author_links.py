"""Who wrote remarks, read back from the HTML that Datadog has, whatever has become of it."""

from __future__ import annotations

import pytest

from scorecard_action.ci.authors import Meeting, author_in, meeting
from scorecard_action.ci.detect import detect
from tests.ci.vendors import OURS, THEIRS, VENDORS, Run, author, context, remarks_of

# What Datadog gives back, as it stands there.
RUNS = "https://github.com/acme/shop/actions/runs"
GITHUB = author(
    detect(
        {
            "GITHUB_ACTIONS": "true",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_RUN_ID": "1184",
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_SHA": OURS,
        }
    )
)
BUILD = f'<a href="{RUNS}/1185/attempts/2">GitHub Actions build 58</a>'
JOB = f'<a href="{RUNS}/1185/job/99">job test (linux), attempt 2</a>'
COMMIT = f'<a href="https://github.com/acme/shop/commit/{THEIRS}">commit bbbbbbb</a>'


@pytest.mark.parametrize(
    ("remarks", "order", "job", "commit"),
    [
        pytest.param(
            f"1 failed. {BUILD} · {JOB} · {COMMIT}", 1185, f"{RUNS}/1185/job/99", THEIRS, id="ours"
        ),
        pytest.param(
            f"1 failed. {BUILD} · {JOB} · <a hr", 1185, f"{RUNS}/1185/job/99", None, id="cut"
        ),
        pytest.param(f"{BUILD} · <a href=&quot;x", 1185, None, None, id="cut in an entity"),
        pytest.param(f"{BUILD} {COMMIT}", 1185, None, THEIRS, id="no job"),
        pytest.param(
            f'<a href="https://github.com/acme/shop/commit/{THEIRS}/checks">job test</a> {BUILD}',
            1185,
            None,
            None,
            id="another link before",
        ),
        pytest.param(
            f'{BUILD} · <a href="https://github.com/acme/shop/commit/{THEIRS}/checks">job test</a>',
            1185,
            None,
            None,
            id="the page of all jobs of a commit",
        ),
        pytest.param(
            f"<A target='_blank' HREF='{RUNS}/1185/attempts/2' rel=x>GitHub Actions build</A>",
            1185,
            None,
            None,
            id="written by hand, or by another writer of HTML",
        ),
        pytest.param(
            f'{BUILD} <a href="{RUNS}/1999/attempts/1">GitHub Actions build 99</a>',
            1185,
            None,
            None,
            id="the first counts",
        ),
    ],
)
def test_remarks_as_datadog_has_them(remarks, order, job, commit):
    found = author_in(remarks, GITHUB)
    told = (found.order, found.job, found.commit) if found else (None, None, None)
    assert told == (order, job, commit)
    assert found is None or (found.build, found.attempt) == ("1185", 2)


def test_ampersands_of_a_link_are_entities():
    here = context("azurepipelines", Run())
    written = remarks_of(here)
    assert "&amp;view=logs&amp;j=12f1170f" in written
    nameless = context("azurepipelines", Run(), SYSTEM_JOBDISPLAYNAME="")
    page = author_in(remarks_of(nameless), author(nameless))
    assert page is not None
    assert page.job == nameless.build.job_url


NAMED = "GitHub Actions build 58"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        pytest.param(f"{RUNS}/1185/attempts/2", "see the build", id="not our label"),
        pytest.param(f"{RUNS}/1185/attempts/2", "GitHub Actions builds", id="a longer label"),
        pytest.param(f"{RUNS}/1185/attempts/2", "GitLab CI build 58", id="another's label"),
        pytest.param("https://h.example/actions/runs/1185/attempts/2", NAMED, id="another address"),
        pytest.param(f"{RUNS}/1185/attempts/2/../x", NAMED, id="more than our address"),
        pytest.param(f"{RUNS}/{'9' * 19}/attempts/2", NAMED, id="too long a number"),
        pytest.param(f"{RUNS}/\u0661\u0661/attempts/2", NAMED, id="other digits"),
        pytest.param(f"x{RUNS}/1185/attempts/2", NAMED, id="not at its beginning"),
    ],
)
def test_links_that_are_not_of_our_form(url, label):
    assert author_in(f'1 failed. <a href="{url}">{label}</a>', GITHUB) is None


@pytest.mark.parametrize(
    "remarks",
    [
        pytest.param("GitHub Actions build 58", id="no link"),
        pytest.param(f'<a href="{RUNS}/1185/attempts/2">{NAMED}', id="not closed"),
        pytest.param(
            f"&lt;a href=&quot;{RUNS}/1185/attempts/2&quot;&gt;{NAMED}&lt;/a&gt;", id="text"
        ),
        pytest.param("\x00\ud800<a <a <a href=''>&#x110000;</a>", id="hostile"),
    ],
)
def test_remarks_without_a_link_of_ours(remarks):
    assert author_in(remarks, GITHUB) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        '<a href="',
        "<a href='\" >",
        "<a x>&#" + "9" * 900,
        "</a>",
        "/1=",
        BUILD,
        "&lt;a href=",
    ],
)
def test_any_remarks_are_read_in_time(piece):
    for vendor in VENDORS:
        mine = author(context(vendor, Run()))
        author_in(piece * (1_000_000 // len(piece)), mine)


def test_an_author_edited_by_hand():
    for pipeline in ("", "{order}{order}", "(", "{build}{order}", "\\", "x" * 100_000):
        author_in(BUILD, GITHUB._replace(pipeline=pipeline))
        author_in(BUILD, GITHUB._replace(provider=pipeline))


@pytest.mark.parametrize(
    ("environ", "unclear"),
    [
        pytest.param(
            {"DD_CI_PIPELINE_URL": "https://portal.example/57"}, True, id="another address"
        ),
        pytest.param(
            {"DD_CI_PIPELINE_NUMBER": "3", "DD_CI_JOB_NAME": "x"}, False, id="other words"
        ),
        pytest.param({"DD_CI_PROVIDER_NAME": "portal"}, False, id="another label"),
    ],
)
def test_what_the_user_says_of_the_build(environ, unclear):
    here = context("github", Run(), **environ)
    mine = author(here)
    assert ("DD_CI_PIPELINE_URL" in (mine.unclear or "")) is unclear
    there = context("github", Run(number=58, sha=THEIRS), **environ)
    found = author_in(remarks_of(there), mine)
    assert meeting(found, mine) is (Meeting.NONE if unclear else Meeting.LATER_BUILD)


def test_who_has_no_link_has_no_author():
    assert detect({}, terminal=True).author is None
    assert detect({"SEMAPHORE": "true", "SEMAPHORE_JOB_NAME": "test"}).author is None
    assert detect({"GITHUB_ACTIONS": "true"}).author is None
    by_hand = detect({"DD_CI_PIPELINE_URL": "https://portal.example/57"}).author
    assert by_hand is not None
    assert by_hand.unclear
