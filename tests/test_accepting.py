"""`accept` from the mapping to the outcome: the day, whom it is for, and which entry is needed."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from scorecard_action.entities.targets import targets
from scorecard_action.flow import Evaluation, evaluate, outcomes
from scorecard_action.mapping.loader import loads
from scorecard_action.model import State
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place

PASS, FAIL, SKIP = State.PASS, State.FAIL, State.SKIP
NOON = dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC)
KIRITIMATI = dt.timezone(dt.timedelta(hours=14))
SAMOA = dt.timezone(dt.timedelta(hours=-11))

ENTRY = "accept {name: tax} until 2027-01-31"
ENDED = (
    f"rule 'R': {ENTRY} has ended, so what it names counts again: take it out, or set another day"
)
AGAIN = (
    f"rule 'R': {ENTRY} met nothing that failed: take it out if that passes again, or mend its"
    " names"
)
TAX = "    accept: {name: tax, until: 2027-01-31, reason: rounding}\n"

FAILS = "<testsuite><testcase name='ok'/><testcase name='tax'><failure/></testcase></testsuite>"
HOLDS = "<testsuite><testcase name='ok'/><testcase name='tax'/></testsuite>"


def evaluated(
    top: Path,
    rule: str,
    files: dict[str, str],
    now: dt.datetime = NOON,
    *,
    services: str = "service: s",
    reports: str = "'*.xml'",
    only: str | None = None,
) -> Evaluation:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        # a report of an hour ago, whatever day it is in the test
        os.utime(path, times=2 * ((now - dt.timedelta(hours=1)).timestamp(),))
    head = f"version: 1\n{services}\nrules:\n  - rule: R\n    reports: {reports}\n"
    wanted = targets(loads(head + rule, "m"), top, only, None)
    return evaluate(wanted, Place(top, find_checkout(str(top)), now))


def states(evaluation: Evaluation) -> list[State | None]:
    return [one.decision.state for one in evaluation.judged]


@pytest.mark.parametrize(
    ("now", "state", "warnings"),
    [
        pytest.param(NOON - dt.timedelta(days=1), PASS, (), id="to come"),
        pytest.param(NOON, PASS, (), id="the day itself"),
        pytest.param(dt.datetime(2027, 1, 31, 23, 59, 59, tzinfo=dt.UTC), PASS, (), id="its end"),
        pytest.param(dt.datetime(2027, 2, 1, tzinfo=dt.UTC), FAIL, (ENDED,), id="past"),
        pytest.param(
            dt.datetime(2027, 2, 1, 13, 59, tzinfo=KIRITIMATI),
            PASS,
            (),
            id="tomorrow in Kiritimati",
        ),
        pytest.param(
            dt.datetime(2027, 2, 1, 14, tzinfo=KIRITIMATI), FAIL, (ENDED,), id="the day after there"
        ),
        pytest.param(
            dt.datetime(2027, 1, 31, 12, 59, tzinfo=SAMOA), PASS, (), id="the same day in Samoa"
        ),
        pytest.param(
            dt.datetime(2027, 1, 31, 13, tzinfo=SAMOA), FAIL, (ENDED,), id="still that day in Samoa"
        ),
    ],
)
def test_the_day_is_that_of_utc(
    tmp_path: Path, now: dt.datetime, state: State, warnings: tuple[str, ...]
) -> None:
    found = evaluated(tmp_path, TAX, {"r.xml": FAILS}, now)
    assert (states(found), found.warnings) == ([state], warnings)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        pytest.param(dt.datetime(2027, 2, 1, 13, 59, tzinfo=KIRITIMATI), SKIP, id="in force"),
        pytest.param(dt.datetime(2027, 2, 1, 14, tzinfo=KIRITIMATI), FAIL, id="past"),
    ],
)
def test_the_day_of_a_waiver_is_too(tmp_path: Path, now: dt.datetime, state: State) -> None:
    waived = "    waive: {until: 2027-01-31, reason: moving}\n"
    assert states(evaluated(tmp_path, waived, {"r.xml": FAILS}, now)) == [state]


@pytest.mark.parametrize(
    ("files", "warnings"),
    [
        pytest.param({"r.xml": FAILS}, (), id="it fails"),
        pytest.param({"r.xml": HOLDS}, (AGAIN,), id="it passes again"),
        pytest.param({"r.xml": HOLDS, "s.xml": FAILS}, (), id="it fails in one report"),
        pytest.param({"r.xml": HOLDS, "s.xml": "<testsuite>"}, (), id="a report is cut off"),
        pytest.param({}, (), id="no report"),
    ],
)
def test_an_entry_that_is_not_needed_is_named(
    tmp_path: Path, files: dict[str, str], warnings: tuple[str, ...]
) -> None:
    assert evaluated(tmp_path, TAX, files).warnings == warnings


BOTH = """
    accept:
      - {name: "t*", until: 2027-01-31, reason: moving}
      - {name: NAME, until: 2027-02-28, reason: rounding}
"""


@pytest.mark.parametrize("retries", ["", "    retries: last\n"])
@pytest.mark.parametrize(
    ("name", "warned"), [pytest.param("tax", False, id="too"), pytest.param("x", True, id="alone")]
)
def test_an_entry_that_another_one_overtakes_met_what_failed(
    tmp_path: Path, name: str, retries: str, *, warned: bool
) -> None:
    found = evaluated(tmp_path, retries + BOTH.replace("NAME", name), {"r.xml": FAILS})
    assert states(found) == [PASS]
    assert [("met nothing" in one) for one in found.warnings] == [True] * warned


def test_an_entry_of_another_kind_than_the_reports_says_so(tmp_path: Path) -> None:
    entry = "    accept: {rule: E501, until: 2027-01-31, reason: generated}\n"
    found = evaluated(tmp_path, entry, {"r.xml": HOLDS})
    said = "rule 'R': accept {rule: E501} until 2027-01-31: no report holds lint results"
    assert found.warnings == (said,)


SERVICES = "services: {cart: cart, search: search, shop: shop}"
CART = TAX.replace("rounding}", "rounding, services: [cart]}")


@pytest.mark.parametrize(
    ("rule", "only", "failing", "decided", "warnings"),
    [
        pytest.param(TAX, None, "search", [PASS] * 3, (), id="needed in one of three"),
        pytest.param(TAX, None, "", [PASS] * 3, (AGAIN,), id="needed in none, said once"),
        pytest.param(TAX, "cart", "", [PASS], (), id="others are not looked at"),
        pytest.param(CART, None, "search", [PASS, FAIL, PASS], (AGAIN,), id="for another service"),
        pytest.param(CART, None, "cart", [PASS] * 3, (), id="for this service"),
        pytest.param(CART, "cart", "", [PASS], (AGAIN,), id="for the one that is looked at"),
        pytest.param(CART, "search", "search", [FAIL], (), id="for one that is not looked at"),
    ],
)
def test_an_entry_is_needed_where_one_entity_needs_it(
    tmp_path: Path,
    rule: str,
    only: str | None,
    failing: str,
    decided: list[State],
    warnings: tuple[str, ...],
) -> None:
    files = {
        f"{name}/r.xml": FAILS if name == failing else HOLDS for name in ("cart", "search", "shop")
    }
    found = evaluated(tmp_path, rule, files, services=SERVICES, only=only)
    assert (states(found), found.warnings) == (decided, warnings)


def test_a_missing_report_of_one_entity_may_need_it(tmp_path: Path) -> None:
    files = {"cart/r.xml": HOLDS, "search/r.xml": HOLDS}
    found = evaluated(tmp_path, TAX, files, services=SERVICES)
    assert (states(found), found.warnings) == ([PASS, PASS, FAIL], ())


def test_an_unknown_service_is_a_warning(tmp_path: Path) -> None:
    rule = CART.replace("[cart]", "[kart]")
    files = {f"{name}/r.xml": HOLDS for name in ("cart", "search", "shop")}
    (said,) = evaluated(tmp_path, rule, files, services=SERVICES).warnings
    assert "'services' in 'accept' of rule 'R': the mapping has no service 'kart'" in said
    for name in ("cart", "search", "shop"):
        file = tmp_path / name / "service.datadog.yaml"
        file.write_text(f"schema-version: v2.2\ndd-service: {name}\n", encoding="utf-8")
    (said,) = evaluated(tmp_path, rule, files, services="services: auto").warnings
    assert said.startswith("rule 'R': kart of its `accept` is not a service of this mapping")


def lint(*files: str) -> str:
    found = "".join(f"<file name='{one}'><error source='E1'/></file>" for one in files)
    return f"<checkstyle>{found}</checkstyle>"


@pytest.mark.parametrize(
    ("pattern", "decided"),
    [
        pytest.param("src/**", [PASS, PASS], id="from the folder of each"),
        pytest.param("/cart/**", [PASS, FAIL], id="from the working directory"),
        pytest.param('"{service}/src/a.py"', [PASS, PASS], id="with the name of the service"),
        pytest.param('"{folder}/src/*"', [PASS, PASS], id="with its folder"),
        pytest.param("cart/src/**", [FAIL, FAIL], id="of a folder below the folder"),
    ],
)
def test_a_file_is_named_from_where_reports_are(
    tmp_path: Path, pattern: str, decided: list[State]
) -> None:
    rule = f"    accept: {{file: {pattern}, until: 2027-01-31, reason: generated}}\n"
    files = {f"{name}/src/a.py": "" for name in ("cart", "search")}
    files |= {f"{name}/r.xml": lint("src/a.py") for name in ("cart", "search")}
    services = "services: {cart: cart, search: search}"
    assert states(evaluated(tmp_path, rule, files, services=services)) == decided


def test_the_outcome_says_it_all(tmp_path: Path) -> None:
    rule = "    accept: {name: tax, until: 2027-01-31, reason: <b>, link: 'https://t.example/1'}\n"
    failing = FAILS.replace(
        "</testsuite>", "<testcase name='a,b'><failure/></testcase></testsuite>"
    )
    found = evaluated(tmp_path, rule, {"r.xml": failing})
    (one,) = outcomes(found.judged, Place(tmp_path, find_checkout(str(tmp_path)), NOON))
    assert one.measured["accepted"] == 1
    assert one.reason == "1 of 3 tests failed (limit 0); 1 accepted until 2027-01-31: <b> (tax)"
    assert one.remarks == (
        "1 of 3 tests failed (limit 0): a,b; 1 accepted until 2027-01-31: &lt;b&gt; (tax)."
        ' <a href="https://t.example/1">accepted</a>'
    )


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        pytest.param("failed", "passed", (1, 1, 0), id="passes at last"),
        pytest.param("passed", "failed", (0, 0, 1), id="fails at last"),
        pytest.param("failed", "skipped", (0, 0, 1), id="not run again"),
    ],
)
def test_attempts_in_files_of_their_own(
    tmp_path: Path, first: str, last: str, counts: tuple[int, int, int]
) -> None:
    def attempt(status: str, stop: int) -> str:
        labels = [{"name": "host", "value": "ci"}]
        told = {"uuid": "u", "name": "tax", "labels": labels, "status": status, "stop": stop}
        return json.dumps({**told, "historyId": "h", "fullName": "A#tax"})

    files = {"a-result.json": attempt(first, 1), "b-result.json": attempt(last, 2)}
    found = evaluated(tmp_path, TAX, files, reports="'*-result.json'")
    (judged,) = found.judged
    tally = judged.tally
    assert (tally.passed, tally.flaky, tally.accepted) == counts
    assert (tally.failed, tally.tests) == (0, 1)
    assert found.warnings == ()


def test_two_rules_that_accept_the_same_each_name_their_own(tmp_path: Path) -> None:
    rule = TAX + "  - rule: S\n    reports: '*.xml'\n" + TAX.replace("rounding", "later")
    found = evaluated(tmp_path, rule, {"r.xml": FAILS})
    assert [one.decision.beside for one in found.judged] == [
        "1 accepted until 2027-01-31: rounding (tax)",
        "1 accepted until 2027-01-31: later (tax)",
    ]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param(NOON - dt.timedelta(days=15), (), id="not yet"),
        pytest.param(NOON - dt.timedelta(days=14), ("in 14 days",), id="in two weeks"),
        pytest.param(NOON - dt.timedelta(days=1), ("tomorrow",), id="tomorrow"),
        pytest.param(NOON, ("today",), id="today"),
        pytest.param(NOON + dt.timedelta(days=1), (), id="past"),
    ],
)
def test_what_is_due(tmp_path: Path, now: dt.datetime, due: tuple[str, ...]) -> None:
    found = evaluated(tmp_path, TAX, {"r.xml": FAILS}, now)
    said = "rule 'R', accept {name: tax}: rounding (until 2027-01-31, {})"
    assert found.due == tuple(said.replace("{}", one) for one in due)


def test_waivers_are_due_too_and_the_nearest_is_first(tmp_path: Path) -> None:
    rule = TAX + "    waive: {until: 2027-01-30, reason: moving}\n"
    found = evaluated(tmp_path, rule, {"r.xml": FAILS}, NOON - dt.timedelta(days=2))
    assert found.due == (
        "rule 'R', waived: moving (until 2027-01-30, tomorrow)",
        "rule 'R', accept {name: tax}: rounding (until 2027-01-31, in 2 days)",
    )


def test_more_than_a_year_ahead_is_a_warning(tmp_path: Path) -> None:
    year = NOON - dt.timedelta(days=365)
    assert evaluated(tmp_path, TAX, {"r.xml": FAILS}, year).warnings == ()
    (said,) = evaluated(tmp_path, TAX, {"r.xml": FAILS}, year - dt.timedelta(days=1)).warnings
    assert said == f"rule 'R': {ENTRY} is for more than a year: is the date right?"
