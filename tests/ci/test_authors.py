"""Builds that meet, one provider after the other: how the authors of two outcomes stand."""

from __future__ import annotations

import pytest

from scorecard_action.ci.authors import Meeting, author_in, known_by, meeting, same_build
from scorecard_action.ci.provider import Told
from scorecard_action.ci.providers import PROVIDERS
from scorecard_action.remarks import compose
from tests.ci.vendors import (
    ALONE,
    BEFORE,
    NAME,
    NOTHING,
    PAGE,
    THEIRS,
    VENDORS,
    Run,
    author,
    context,
    remarks_of,
)

NONE, LATER, SAME = Meeting.NONE, Meeting.LATER_BUILD, Meeting.SAME_BUILD
EVERY = pytest.mark.parametrize("name", VENDORS)


def met(name: str, theirs: Run, ours: Run | None = None) -> Meeting:
    mine = author(context(name, ours or Run()))
    return meeting(author_in(remarks_of(context(name, theirs)), mine), mine)


def test_every_provider_with_a_link_says_what_it_tells():
    """A new row says how its builds and jobs are told apart, and has a build here."""
    linked = {row.name for row in PROVIDERS if row.pipeline_url or row.job_url}
    assert {row.name for row in PROVIDERS if row.meets} == linked
    assert set(VENDORS) == linked
    for row in PROVIDERS:
        if row.meets:
            assert bool(row.meets.order) == VENDORS[row.name].ordered, row.name
            assert (row.meets.job is Told.NAME) == (VENDORS[row.name].told is NAME), row.name
            assert (row.meets.job is Told.ALONE) == (VENDORS[row.name].told is ALONE), row.name


@EVERY
def test_the_running_build_is_who_its_remarks_name(name):
    here = context(name, Run())
    mine = author(here)
    found = author_in(remarks_of(here), mine)
    assert found is not None
    assert found == mine._replace(commit=found.commit)
    assert mine.provider == name
    assert mine.unclear is None
    assert (mine.order is not None) is VENDORS[name].ordered
    assert (mine.job is not None) is (VENDORS[name].told is not NOTHING)


@EVERY
def test_a_later_build_of_another_commit(name):
    later = LATER if VENDORS[name].ordered else NONE
    assert met(name, Run(number=58, sha=THEIRS)) is later
    # 100 is more than 58, and its text less
    assert met(name, Run(number=100, sha=THEIRS), Run(number=58)) is later
    # numbers that began anew look alike: only the age of the commit tells them apart
    assert met(name, Run(number=900, sha=THEIRS), Run(number=10)) is later


@EVERY
def test_an_earlier_build(name):
    assert met(name, Run(number=56, sha=THEIRS)) is NONE
    assert met(name, Run(number=56)) is NONE


@EVERY
def test_another_pipeline_and_another_server(name):
    other = Run(number=58, sha=THEIRS, shop="other")
    assert met(name, other) is NONE
    assert met(name, other._replace(number=57)) is NONE or not VENDORS[name].ordered
    if not VENDORS[name].hosted:
        assert met(name, Run(number=58, sha=THEIRS, host="old.acme.example")) is NONE
        assert met(name, Run(job="lint", page=2, host="old.acme.example")) is NONE


@EVERY
def test_another_job_of_the_same_build(name):
    alone = VENDORS[name].told is ALONE
    assert met(name, Run(job="lint", page=2)) is (NONE if alone else SAME)


@EVERY
def test_the_same_job_again(name):
    """Two submits in one job: the same page, the same name."""
    assert met(name, Run()) is (SAME if VENDORS[name].told is NOTHING else NONE)


@EVERY
def test_the_same_job_tried_again_has_another_page(name):
    told = VENDORS[name].told
    assert met(name, Run(page=1), Run(page=2)) is (SAME if told in (PAGE, NOTHING) else NONE)


@EVERY
def test_the_next_attempt(name):
    tried = [Run(attempt=1, job="lint", page=1), Run(attempt=2, job="test", page=2)]
    # Where each job has its own attempts, a second one of `test` says nothing of `lint`.
    expected = NONE if VENDORS[name].attempts or VENDORS[name].told is ALONE else SAME
    assert met(name, tried[0], tried[1]) is expected
    # An attempt that is over comes late: it is no word on what was tried after it.
    assert met(name, tried[1], tried[0]) is (NONE if VENDORS[name].told is ALONE else SAME)


@EVERY
def test_no_link(name):
    mine = author(context(name, Run()))
    for nothing in ("", "all tests passed", compose("one failed", [], BEFORE)):
        assert author_in(nothing, mine) is None
        assert meeting(author_in(nothing, mine), mine) is NONE
        assert not same_build(author_in(nothing, mine), mine)


@EVERY
def test_remarks_that_are_cut_anywhere(name):
    """A link that is not whole is none; one that is lost is not known."""
    here, there = context(name, Run()), context(name, Run(number=58, sha=THEIRS))
    mine, whole = author(here), remarks_of(there)
    full = author_in(whole, mine)
    for end in range(len(whole)):
        for part in (whole[:end], whole[end:]):
            found = author_in(part, mine)
            if found:
                assert full is not None
                assert (found.build, found.order) == (full.build, full.order)
                assert found.job in (full.job, None)


def test_the_same_build_in_any_job_and_attempt():
    mine = author(context("github", Run(attempt=2, page=2)))
    theirs = author_in(remarks_of(context("github", Run(attempt=1, page=1))), mine)
    assert same_build(theirs, mine)
    other = author_in(remarks_of(context("github", Run(number=58))), mine)
    assert not same_build(other, mine)


def test_each_provider_says_how_a_job_becomes_known():
    told = {name: known_by(author(context(name, Run()))) for name in VENDORS}
    assert "job.check_run_id" in told["github"]
    assert "DD_CI_JOB_URL" in told["jenkins"]
    assert "shown whole" in told["gitlab"]
    assert all(told.values())
