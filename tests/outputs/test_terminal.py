from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from scorecard_action.model import Build, Delivery, Run, State
from scorecard_action.outputs.terminal import render
from tests.outputs.hostile import HOSTILE
from tests.outputs.runs import DRY, LINKS, MET, RUN, decided, hostile_run
from tests.outputs.test_text import no_command_in

WIDE = """\
checkout · GitHub Actions build 57 · job test · commit 3f2a9c1 · branch main

FAIL  Unit tests pass      2 of 1,412 tests failed (limit 0) (pass -> fail)
        CartTest.total
        CartTest.tax
SKIP  Contract tests pass  all 12 selected tests were skipped (rejected)
KEEP  No lint errors       no file matches reports/*.sarif
PASS  Line coverage        83.1 % of lines are covered (limit 80 %) (unchanged)

1 passed, 1 failed, 1 skipped, 1 kept; 2 outcomes sent to Datadog, 1 rejected
what Datadog does not take is kept in scorecard-undelivered.json; to send it
once that is mended:
  scorecard-action resend scorecard-undelivered.json
warning: reports/checkstyle.xml is 3 days old
"""
NARROW = """\
checkout · GitHub Actions build 57 · job
test · commit 3f2a9c1 · branch main

FAIL  Unit tests pass
      2 of 1,412 tests failed (limit 0)
      (pass -> fail)
        CartTest.total
        CartTest.tax
SKIP  Contract tests pass
      all 12 selected tests were skipped
      (rejected)
KEEP  No lint errors
      no file matches reports/*.sarif
PASS  Line coverage
      83.1 % of lines are covered (limit
      80 %) (unchanged)

1 passed, 1 failed, 1 skipped, 1 kept; 2
outcomes sent to Datadog, 1 rejected
what Datadog does not take is kept in
scorecard-undelivered.json; to send it
once that is mended:
  scorecard-action resend scorecard-undelivered.json
warning: reports/checkstyle.xml is 3
         days old
"""
MEETING = """\
checkout · github build · branch main

FAIL  Unit tests pass  2 of 9 tests failed (kept: build 58 has reported since)
KEEP  No lint errors   no file matches reports/*.sarif
PASS  Line coverage    83 % of lines are covered (kept: job test (linux) failed
                       in this build)
PASS  Lint             clean

2 passed, 1 failed, 1 kept; 1 outcome sent to Datadog, 2 kept
warning: 1 outcome not sent, as build 58 has reported since: …
"""
ENTITIES = """\
FAIL  queue:orders  Tests  no report
        a
PASS  cart          Tests  9 tests passed

1 passed, 1 failed; dry run, nothing sent: this is the build of a pull request
"""


@pytest.mark.parametrize(
    ("run", "width", "links", "expected"),
    [
        pytest.param(RUN, 80, LINKS, WIDE, id="80 columns"),
        pytest.param(RUN, 40, LINKS, NARROW, id="40 columns"),
        pytest.param(MET, 80, (), MEETING, id="builds that meet"),
        pytest.param(DRY, 80, (), ENTITIES, id="two entities, a dry run, no CI"),
        pytest.param(
            Run(Build(), ()), 80, (), "no outcomes; nothing sent to Datadog\n", id="nothing"
        ),
    ],
)
def test_report(run, width, links, expected):
    assert render(replace(run, links=links), width=width, color=False) == expected


def test_colours_change_nothing_but_colours():
    plain = render(replace(RUN, links=LINKS), width=80, color=False)
    colored = render(replace(RUN, links=LINKS), width=80, color=True)
    assert "\x1b[1;31mFAIL" in colored
    assert "\x1b[32mPASS" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert "\x1b" not in plain


def test_what_the_encoding_cannot_hold_is_an_escape():
    run = Run(
        Build(), (decided("service:a", "Prüfung …", None, State.PASS, "检"),), warnings=("é",)
    )
    linked = replace(run, links=(("a", "b"), ("c", "d")))
    text = render(linked, width=80, color=False, encoding="ascii")
    assert text.isascii()
    assert "a - a - c\n" in text
    assert r"Pr\xfcfung ...  \u68c0" in text
    assert r"warning: \xe9" in text
    assert "Prüfung …  \\u68c0" in render(run, width=80, color=False, encoding="cp1252")


@pytest.mark.parametrize(
    ("previous", "compared", "delivery", "expected"),
    [
        pytest.param(State.FAIL, True, Delivery.SENT, " (fail -> pass)", id="changed"),
        pytest.param(State.PASS, True, Delivery.SENT, " (unchanged)", id="same"),
        pytest.param(State.PASS, True, Delivery.UNCHANGED, " (unchanged)", id="said once"),
        pytest.param(None, True, Delivery.DRY_RUN, " (new)", id="new"),
        pytest.param(None, False, Delivery.SENT, "", id="not known"),
        pytest.param(None, False, Delivery.ACCEPTED, " (accepted)", id="accepted"),
        pytest.param(State.FAIL, True, Delivery.REJECTED, " (fail -> pass, rejected)", id="both"),
        pytest.param(None, False, Delivery.UNDELIVERED, " (undelivered)", id="undelivered"),
    ],
)
def test_notes(previous, compared, delivery, expected):
    outcome = decided(
        "service:a", "R", None, State.PASS, "fine", delivery=delivery, previous=previous
    )
    text = render(Run(Build(), (outcome,), compared=compared), width=80, color=False)
    assert f"PASS  R  fine{expected}\n" in text


@pytest.mark.parametrize(
    ("deliveries", "reason", "expected"),
    [
        pytest.param(["sent"], None, "1 outcome sent to Datadog", id="one"),
        pytest.param(["sent"] * 1200, None, "1,200 outcomes sent to Datadog", id="many"),
        pytest.param(
            ["accepted"] * 2, None, "2 outcomes accepted by Datadog for later", id="later"
        ),
        pytest.param(
            ["sent", "unchanged", "rejected", "undelivered"],
            None,
            "1 outcome sent to Datadog, 1 unchanged, 1 rejected, 1 undelivered",
            id="one of each",
        ),
        pytest.param(
            ["undelivered"] * 2, None, "nothing sent to Datadog, 2 undelivered", id="none"
        ),
        pytest.param(["dry_run"], "asked.", "dry run, nothing sent: asked", id="dry"),
        pytest.param(["dry_run"], None, "dry run: nothing sent", id="dry, unexplained"),
    ],
)
def test_summary_line(deliveries, reason, expected):
    outcomes = tuple(
        decided("service:a", "R", None, State.PASS, "", delivery=Delivery(delivery))
        for delivery in deliveries
    )
    text = render(Run(Build(), outcomes, dry_run_reason=reason), width=100, color=False)
    assert text.splitlines()[-1] == f"{len(outcomes):,} passed; {expected}"


def test_a_command_to_copy_is_quoted():
    run = Run(Build(), (), undelivered_file="-my file.json")
    assert "\n  scorecard-action resend './-my file.json'\n" in render(run, width=80, color=False)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("color", [False, True])
def test_hostile_names_are_shown_and_do_nothing(text, color):
    shown = render(
        replace(hostile_run(text), links=((text, "https://ci.example/"),)), width=60, color=color
    )
    no_command_in(shown)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown) if color else shown
    assert re.findall(r"[^\n\x20-\x7e\xa0-\U0001ffff]", plain) == []
    assert not re.search(r"[\x80-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", plain)
    shown.encode()


def test_rich_markup_and_emoji_codes_stay_text():
    text = "[bold red]loud[/] :smile: https://evil.example '1.5'"
    plain = render(hostile_run(text), width=200, color=False)
    colored = render(hostile_run(text), width=200, color=True)
    assert plain.count(text) >= 8
    assert colored.count(text) == plain.count(text)


@pytest.mark.parametrize("width", [40, 59, 60, 80, 200])
def test_a_command_that_wrapping_brings_to_the_start_of_a_line_is_broken(width):
    words = "::error::now " * 100
    run = Run(
        Build(),
        (decided("service:a", words[:190], None, State.FAIL, words, examples=(words,)),),
        warnings=(words,),
        dry_run_reason=words,
    )
    shown = render(run, width=width, color=False)
    assert len(re.findall(r"(?m)^ *: :error::now", shown)) > 5
    no_command_in(shown)


@pytest.mark.parametrize("width", [40, 59, 60, 80, 200])
@pytest.mark.parametrize("name", ["x" * 10**6, "検" * 10**6, "long words " * 10**5])
def test_a_name_of_a_megabyte_stays_within_the_width(width, name):
    outcome = decided("service:a", name, None, State.FAIL, name, examples=(name,))
    shown = render(Run(Build(branch=name), (outcome,), warnings=(name,)), width=width, color=False)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    assert len(shown) < 10_000


@pytest.mark.timeout(30)  # half a second here; quadratic would be minutes
def test_all_failures_of_many_outcomes_are_shown_quickly():
    outcomes = tuple(
        decided(
            f"service:s{index % 50}",
            f"Rule number {index}",
            None,
            State.FAIL,
            "2 of 412 tests failed (limit 0) and a long text that has to be wrapped in here",
            examples=tuple(f"com.acme.Test{number}.test" for number in range(5)),
        )
        for index in range(2000)
    )
    shown = render(Run(Build(), outcomes), width=80, color=True)
    assert shown.count("com.acme.Test") == 10_000


@pytest.mark.parametrize("width", range(60, 100))
@pytest.mark.parametrize(
    "reason",
    [
        "least covered: src/legacy.py 32 % (at least 40 %); line coverage 69.5 % (at least 72 %)",
        "CartTest.slow took 6.4 s (limit 2 s); the tests took 1,234.5 s (limit 600 s) in all of it",
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(width, reason):
    outcome = decided("service:a", "Rule", None, State.FAIL, reason)
    shown = render(Run(Build(), (outcome,)), width=width, color=False)
    assert not re.search(r"[0-9]\n +(%|s\b)", shown)
    assert reason in re.sub(r"\n +", " ", shown)


def test_a_character_of_private_use_stays_as_it_is():
    reason = "\ue000 took 2 s, " * 9
    outcome = decided("service:a", "Rule", None, State.FAIL, reason.strip())
    shown = render(Run(Build(), (outcome,)), width=60, color=False)
    assert shown.count("\ue000 took") == 9


def test_entities_stand_in_one_column_where_a_rule_is_too_long_for_its_own():
    long = "A rule whose name is longer than a third"
    outcomes = (
        decided("service:cart", long, None, State.FAIL, "0 errors"),
        decided("service:checkout", "Lint", None, State.PASS, "clean"),
    )
    shown = render(Run(Build(), outcomes), width=80, color=False).splitlines()
    assert shown[0] == f"FAIL  cart      {long}"
    assert shown[2].startswith("PASS  checkout  Lint  clean")
