"""Limits on critical, high, medium and low: only a report that could say a word has none of it."""

from __future__ import annotations

import pytest

from scorecard_action.judging.bands import band_of
from scorecard_action.judging.decide import decide
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Entries, Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.metrics import METRICS
from scorecard_action.model import Evidence, Finding, Kind, Level, State, Tool, WordsUnsaid
from scorecard_action.reports.formats import FORMATS
from tests.judging.building import in_place, rule

PASS, FAIL = State.PASS, State.FAIL
BANDITS = frozenset({"low", "medium", "high", "undefined"})
TRIVYS = frozenset({"unknown", "low", "medium", "high", "critical"})
ESLINTS = frozenset({"error", "warning"})
NPMS = frozenset({"info", "low", "moderate", "high", "critical"})


def one(word: str, level: Level = Level.NOTE, tool: str = "t") -> Finding:
    return Finding(level, "R1", word, tool, "a.py", 1)


def tally_of(text: str, *reports: tuple[frozenset[str] | None, list[Evidence]]) -> Tally:
    judging = rule(text)
    accept = Entries.of(
        tuple((number, each.selector) for number, each in enumerate(judging.accept))
    )
    matcher = Matcher(Selection(judging.only, judging.except_, accept=accept))
    total = Tally()
    for number, (words, evidence) in enumerate(reports):
        tallies = ReportTallies(f"r{number}.json", [matcher], in_place)
        for piece in evidence:
            tallies.add(piece)
        total.merge(tallies.finish(Kind.LINT, severities=words)[0])
    return total


OF_X = [one("note", tool="x"), WordsUnsaid(frozenset({"critical"}), "x")]
SAID = "no evidence: no report can say 'critical' of a finding"
FEW = (
    "rule 'R': the limit on critical findings sees none in r0.json: its tool has no such word for"
    " how serious a finding is"
)


@pytest.mark.parametrize(
    ("limits", "reports", "state", "said", "warnings"),
    [
        pytest.param(
            "max: {critical: 0}",
            [(TRIVYS, [one("HIGH")])],
            PASS,
            "0 errors, 1 note, 0 critical findings (limit 0)",
            (),
            id="none",
        ),
        pytest.param(
            "max: {critical: 0}",
            [(TRIVYS, [one("CRITICAL"), one("Critical")])],
            FAIL,
            "2 critical findings (limit 0)",
            (),
            id="in any case",
        ),
        pytest.param(
            "max: {high: 1, critical: 0}",
            [(frozenset({"error"}), [one("error")])],
            FAIL,
            "no evidence: no report can say 'critical' or 'high' of a finding: its tool has other"
            " words for `severity`",
            (),
            id="two words are told at once",
        ),
        pytest.param(
            "max: {high: 0}",
            [(TRIVYS, [one("HIGH", Level.ERROR)])],
            FAIL,
            "1 error (limit 0); 1 high finding (limit 0)",
            (),
            id="the default limit stays",
        ),
        pytest.param(
            "max: {medium: 0}",
            [(NPMS, [one("moderate")])],
            FAIL,
            "1 medium finding (limit 0)",
            (),
            id="moderate is medium",
        ),
        pytest.param(
            "max: {critical: 0}", [(BANDITS, [one("HIGH")])], FAIL, SAID, (), id="never said"
        ),
        pytest.param(
            "max: {critical: 0}", [(BANDITS, [])], FAIL, SAID, (), id="nor by a clean one"
        ),
        pytest.param(
            "max: {critical: 0}",
            [(BANDITS, [one("critical")])],
            FAIL,
            "1 critical finding (limit 0)",
            (),
            id="a word that is there can be said",
        ),
        pytest.param(
            "max: {critical: 0}",
            [(None, [])],
            PASS,
            "0 errors, 0 critical findings (limit 0)",
            (),
            id="any word can be said",
        ),
        pytest.param(
            "max: {critical: 0}",
            [(TRIVYS, [WordsUnsaid(frozenset({"critical"}))])],
            FAIL,
            SAID,
            (),
            id="a report that says it cannot",
        ),
        pytest.param(
            "max: {critical: 0}\nonly: {tool: x}",
            [(TRIVYS, [*OF_X, one("critical", tool="y")])],
            FAIL,
            SAID,
            (),
            id="another tool of the report can",
        ),
        pytest.param(
            "max: {critical: 0}\nonly: {tool: x}",
            [(ESLINTS, [one("error", tool="x"), one("critical", tool="y")])],
            FAIL,
            SAID,
            (),
            id="another tool of the report did",
        ),
        pytest.param(
            "max: {critical: 0}\nexcept: {tool: y}\nmissing: skip",
            [(TRIVYS, [*OF_X, one("critical", tool="y")])],
            State.SKIP,
            SAID,
            (),
            id="the one that can is left out",
        ),
        pytest.param(
            "max: {critical: 0}\nexcept: {severity: CRIT*}",
            [(TRIVYS, [one("critical")])],
            FAIL,
            SAID,
            (),
            id="all of it is left out",
        ),
        pytest.param(
            "max: {critical: 0}\nexcept: [{severity: critical, tool: y}, {severity: low}]",
            [(TRIVYS, [one("critical", tool="y")])],
            PASS,
            "0 errors, 0 critical findings (limit 0); 0 of 1 finding selected",
            (),
            id="some of it is left out",
        ),
        pytest.param(
            "max: {critical: 1}",
            [(TRIVYS, [*OF_X, one("critical", tool="y")])],
            PASS,
            "0 errors, 2 notes, 1 critical finding (limit 1)",
            (),
            id="both are taken",
        ),
        pytest.param(
            "only: {tool: x, severity: critical}",
            [(TRIVYS, [*OF_X, one("critical", tool="y")])],
            FAIL,
            SAID,
            (),
            id="a word of another tool",
        ),
        pytest.param(
            "max: {critical: 0}",
            [(ESLINTS, []), (TRIVYS, [])],
            PASS,
            "0 errors, 0 critical findings (limit 0)",
            (FEW,),
            id="one of two cannot",
        ),
        pytest.param(
            "max: {critical: 0}\nmissing: skip",
            [(ESLINTS, [one("error", Level.ERROR)])],
            FAIL,
            "1 error (limit 0)",
            (),
            id="a broken limit first",
        ),
        pytest.param(
            "max: {critical: 0}\nonly: {tool: u}",
            [(TRIVYS, [Tool("t")]), (ESLINTS, [Tool("u")])],
            FAIL,
            SAID,
            (),
            id="only by a tool that is left out",
        ),
        pytest.param(
            "max: {critical: 0}\nonly: {severity: [high, low]}",
            [(TRIVYS, [one("critical")])],
            FAIL,
            SAID,
            (),
            id="only selects none of the word",
        ),
        pytest.param(
            "max: {critical: 0}\nonly: {severity: error}",
            [(TRIVYS, [one("critical", Level.ERROR)])],
            FAIL,
            "1 error (limit 0); 1 critical finding (limit 0)",
            (),
            id="only selects its level",
        ),
        pytest.param(
            "max: {critical: 0}\naccept: {rule: R1, until: 2027-01-31, reason: x}",
            [(TRIVYS, [one("critical")])],
            PASS,
            "0 errors, 0 critical findings (limit 0)",
            (),
            id="accepted",
        ),
        pytest.param(
            "max: {critical: 0}",
            [(TRIVYS, [Finding(Level.ERROR, "R", "critical", suppressed=True)])],
            PASS,
            "0 errors, 0 critical findings (limit 0)",
            (),
            id="suppressed",
        ),
    ],
)
def test_limits(
    limits: str,
    reports: list[tuple[frozenset[str] | None, list[Evidence]]],
    state: State,
    said: str,
    warnings: tuple[str, ...],
) -> None:
    decision = decide(rule(limits), tally_of(limits, *reports), ())
    assert (decision.state, decision.reason[: len(said)]) == (state, said)
    assert decision.warnings == warnings


def test_what_is_measured_is_what_can_be_said() -> None:
    found: list[Evidence] = [one("HIGH"), one("LOW"), one("LOW")]
    measured = decide(rule(), tally_of("", (BANDITS, found)), ()).measured
    known = {name: measured.get(METRICS[name]) for name in ("critical", "high", "medium", "low")}
    assert known == {"critical": None, "high": 1, "medium": 0, "low": 2}


def test_examples_are_of_the_word() -> None:
    text = "max: {errors: none, high: 0}"
    tally = tally_of(text, (TRIVYS, [one("low"), Finding(Level.ERROR, "R2", "high", "t", "b.py")]))
    assert decide(rule(text), tally, ()).examples == ("b.py R2",)


@pytest.mark.parametrize(
    ("word", "band"),
    [("Critical", "critical"), ("MODERATE", "medium"), ("9.8", ""), ("", ""), ("highest", "")],
)
def test_words(word: str, band: str) -> None:
    assert band_of(word) == band


def test_formats_of_scanners_say_all_four() -> None:
    saying = {
        name
        for name, form in FORMATS.items()
        if {"critical", "high", "medium", "low"} <= set(map(band_of, form.severities or ()))
    }
    scanners = {"sarif", "trivy-json", "grype-json", "npm-audit-json", "gitlab-security"}
    assert saying >= scanners
    assert saying.isdisjoint({"eslint-json", "bandit-json", "checkstyle", "mypy-json"})
