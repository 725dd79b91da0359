"""Words of a rule that decide less than they seem to: missing evidence, or a warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from scorecard_action.judging.decide import decide
from scorecard_action.judging.ending import doubts
from scorecard_action.judging.report_tallies import ReportTallies
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.model import (
    Evidence,
    Finding,
    FlakyMarked,
    Kind,
    Level,
    RulesListed,
    State,
    Tool,
    WordsUnsaid,
)
from tests.judging.building import found, in_place, passed, rule, tallied

ERROR, NOTE = Level.ERROR, Level.NOTE
PASS, FAIL = State.PASS, State.FAIL


def compared(baseline: str, rule_id: str = "E1", tool: str = "codeql") -> Finding:
    """A finding as a report compares it with an earlier run."""
    return Finding(ERROR, rule_id, "error", tool, "src/a.py", 7, baseline=baseline)


@pytest.mark.parametrize(
    ("wanted", "reports", "lacking"),
    [
        pytest.param("[semgrep, trivy]", [[Tool("Semgrep OSS")], [Tool("Trivy")]], "",
                     id="by the first word, in any case"),
        pytest.param("semgrep oss", [[Tool("Semgrep OSS")]], "", id="by the whole name"),
        pytest.param("[sem*, 't?ivy', tri*]", [[Tool("Semgrep OSS")], [Tool("Trivy")]],
                     "no report of 't?ivy' was read (tools seen: Semgrep OSS, Trivy)",
                     id="a pattern"),
        pytest.param("oss", [[Tool("Semgrep OSS")]],
                     "no report of 'oss' was read (tools seen: Semgrep OSS)", id="a later word"),
        pytest.param("[semgrep, trivy]", [[Tool("Trivy")]],
                     "no report of 'semgrep' was read (tools seen: Trivy)", id="one wrote none"),
        pytest.param("[a, b]", [[Tool("Trivy")]],
                     "no report of 'a' or 'b' was read (tools seen: Trivy)", id="two wrote none"),
        pytest.param("ruff", [[found(NOTE, tool="ruff")]], "", id="named by a finding"),
        pytest.param("junit", [passed()], "", id="tests go by their format"),
        pytest.param("pytest", [passed()],
                     "no report of 'pytest' was read (tools seen: junit)", id="not by what ran"),
        pytest.param("x", [[Tool(" ")]], "no report of 'x' was read (tools seen:  )",
                     id="a blank name"),
    ],
)  # fmt: skip
def test_each_tool_must_have_written_a_report(
    wanted: str, reports: Sequence[Sequence[Evidence]], lacking: str
) -> None:
    judging = rule(f"tools: {wanted}")
    total = Tally()
    for number, evidence in enumerate(reports):
        tallies = ReportTallies(f"r{number}", [Matcher(Selection())], in_place)
        for piece in evidence:
            tallies.add(piece)
        kind = Kind.LINT if isinstance(evidence[0], Finding | Tool) else Kind.TESTS
        total.merge(tallies.finish(kind, form="junit")[0])
    decision = decide(judging, total, ())
    assert decision.state is (FAIL if lacking else PASS)
    assert not lacking or decision.reason == f"no evidence: {lacking}"


def test_a_report_that_cannot_be_read_names_no_tool() -> None:
    tallies = ReportTallies("r", [Matcher(Selection())], in_place)
    tallies.add(Tool("trivy"))
    (tally,) = tallies.finish(None, form="trivy-json")
    assert tally.tools == set()


UNCOMPARED = (
    "`only: {{baseline: …}}` leaves out {}, and its tool compares none of its findings with an"
    " earlier run"
)


@pytest.mark.parametrize(
    ("only", "reports", "state", "reason"),
    [
        pytest.param("baseline: new", [[compared("new"), compared("unchanged")]], FAIL,
                     "1 error (limit 0)", id="a new one"),
        pytest.param("baseline: new", [[compared("unchanged")]], PASS,
                     "0 errors; 0 of 1 finding selected", id="none new"),
        pytest.param("baseline: [new, updated]", [[compared("updated")]], FAIL,
                     "1 error (limit 0)", id="one of two words"),
        pytest.param("baseline: new", [[compared("")]], FAIL,
                     f"no evidence: {UNCOMPARED.format('src/a.py:7 E1')}", id="no result has it"),
        pytest.param("baseline: new", [[Tool("codeql")]], PASS, "0 errors", id="no result at all"),
        pytest.param("baseline: new", [[compared("unchanged")], [compared("", "W2", "b")]], FAIL,
                     f"no evidence: {UNCOMPARED.format('src/a.py:7 W2')}",
                     id="another report's tool does not"),
        pytest.param("baseline: new, tool: codeql",
                     [[compared("unchanged")], [compared("", tool="b")]], PASS,
                     "0 errors; 0 of 2 findings selected", id="of a tool that is not selected"),
        pytest.param("baseline: new", [[compared("unchanged"), compared("")]], PASS,
                     "0 errors; 0 of 2 findings selected", id="some of a tool have it"),
    ],
)  # fmt: skip
def test_findings_by_how_they_compare(
    only: str, reports: Sequence[Sequence[Evidence]], state: State, reason: str
) -> None:
    judging = rule(f"only: {{{only}}}")
    decision = decide(judging, tallied(judging, *reports), ())
    assert decision.state is state
    assert decision.reason.split(" (seen: ")[0] == reason


def test_unchanged_findings_are_left_out() -> None:
    judging = rule("except: {baseline: unchanged}")
    tally = tallied(judging, [compared("unchanged"), compared("new", "E2"), compared("", "E3")])
    assert decide(judging, tally, ()).reason == "2 errors (limit 0)"


LISTED = RulesListed(("S602", "S608", "F401"))


@pytest.mark.parametrize(
    ("select", "reports", "named"),
    [
        pytest.param("only: {rule: SS*}", [[LISTED]], "'SS*'", id="matches none"),
        pytest.param("only: {rule: s6*}", [[LISTED]], "", id="matches one, in any case"),
        pytest.param("only: {rule: [F401, E1, X]}", [[LISTED]], "'E1' or 'X'", id="two of three"),
        pytest.param("except: {rule: SS*}", [[LISTED]], "'SS*'", id="of except"),
        pytest.param("only: {rule: E1}", [[found(ERROR), LISTED]], "", id="matches what was found"),
        pytest.param("only: {rule: SS*}", [[Tool("a")]], "", id="a report that lists none"),
        pytest.param("only: {rule: SS*}", [[LISTED], [Tool("a")]], "",
                     id="another report may have it"),
        pytest.param("only: {rule: B*}", [[LISTED], [RulesListed(("B101",))]], "",
                     id="another report lists it"),
        pytest.param("only: {file: SS*}", [[LISTED]], "", id="another field"),
    ],
)  # fmt: skip
def test_a_rule_that_no_report_lists(
    select: str, reports: Sequence[Sequence[Evidence]], named: str
) -> None:
    judging = rule(select)
    tally = tallied(judging, *reports, kinds=[Kind.LINT] * len(reports))
    text = f"rule 'R': no `rule` that the reports list is called {named}: is it misspelt?"
    assert decide(judging, tally, ()).warnings == ((text,) if named else ())


def of_words(judging_only: str, words: frozenset[str] | None, *pieces: Evidence) -> Tally:
    """The tally of a lint report whose format has these words."""
    judging = rule(judging_only)
    tallies = ReportTallies("r", [Matcher(Selection(judging.only))], in_place)
    for piece in pieces:
        tallies.add(piece)
    return tallies.finish(Kind.LINT, severities=words)[0]


BANDS = frozenset({"error", "critical", "high"})
NEVER = "no report can say {} of a finding: its tool has other words for `severity`"


@pytest.mark.parametrize(
    ("words", "known", "pieces", "lacking", "warned"),
    [
        pytest.param("[high, hihg]", BANDS, (), "", "'hihg'", id="one of two"),
        pytest.param("[high, a, b]", BANDS, (), "", "'a' or 'b'", id="two of three"),
        pytest.param("[hihg, a]", BANDS, (), "'a' or 'hihg'", "", id="none: missing evidence"),
        pytest.param("[High, warning]", BANDS, (), "", "", id="ours, and any case"),
        pytest.param("[hi*, x*]", BANDS, (), "", "'x*'", id="patterns"),
        pytest.param("[high, mine]", None, (), "", "", id="words of the user"),
        pytest.param("[high, odd]", BANDS, (found(NOTE, severity="ODD"),), "", "", id="one seen"),
        pytest.param("high", BANDS, (found(NOTE), WordsUnsaid(BANDS)), "'high'", "",
                     id="a report without that word"),
    ],
)  # fmt: skip
def test_words_that_no_report_can_say(
    words: str, known: frozenset[str] | None, pieces: Sequence[Evidence], lacking: str, warned: str
) -> None:
    only = f"only: {{severity: {words}}}\nmax: {{findings: 9}}"
    decision = decide(rule(only), of_words(only, known, *pieces), ())
    assert (NEVER.format(lacking) in decision.reason) is bool(lacking)
    assert decision.state is (FAIL if lacking else PASS)
    assert decision.warnings == ((f"rule 'R': {NEVER.format(warned)}",) if warned else ())


@pytest.mark.parametrize(
    ("limit", "shown", "pieces", "warned"),
    [
        pytest.param("max: {flaky: 0}", True, (), True, id="an unknown producer"),
        pytest.param("min: {flaky: 0}", True, (), True, id="at least"),
        pytest.param("max: {flaky: 0}", True, (FlakyMarked(),), False, id="one that marks them"),
        pytest.param("max: {flaky: 0}", False, (), False, id="a format that always does"),
        pytest.param("max: {flaky: none}", True, (), False, id="no limit"),
        pytest.param("max: {skipped: 0}", True, (), False, id="another limit"),
    ],
)
def test_a_limit_on_flaky_tests_that_may_see_none(
    limit: str, shown: bool, pieces: Sequence[Evidence], warned: bool
) -> None:
    tallies = ReportTallies("r.xml", [Matcher(Selection())], in_place)
    for piece in (*passed(), *pieces):
        tallies.add(piece)
    (tally,) = tallies.finish(Kind.TESTS, flaky=True, flaky_shown=shown)
    decision = decide(rule(limit), tally, ())
    assert decision.state is PASS
    text = (
        "rule 'R': the limit on flaky tests may see none in r.xml: nothing in it shows that its"
        " producer marks a test that passed only when run again"
    )
    assert decision.warnings == ((text,) if warned else ())


ENDED = "has ended: take it out, or set another day"


@pytest.mark.parametrize(
    ("until", "today", "said"),
    [
        pytest.param("2027-01-31", "2027-01-31", "", id="its last day"),
        pytest.param("2027-01-31", "2027-02-01", ENDED, id="past"),
        pytest.param("2028-02-01", "2027-02-01", "", id="a year"),
        pytest.param("2028-02-02", "2027-02-01", "is for more than a year: is the date right?",
                     id="a year and a day"),
        pytest.param("2029-02-28", "2028-02-29", "", id="from a leap day"),
        pytest.param("2028-02-29", "2027-02-28", "is for more than a year: is the date right?",
                     id="to a leap day"),
        pytest.param("9999-12-31", "2027-02-28", "is for more than a year: is the date right?",
                     id="for ever"),
    ],
)  # fmt: skip
def test_a_waiver_that_has_ended_or_lasts_for_long(until: str, today: str, said: str) -> None:
    judging = rule(f"waive: {{until: {until}, reason: moving}}")
    found_ = list(doubts(judging, dt.date.fromisoformat(today)))
    assert found_ == ([f"rule 'R': the waiver until {until} {said}"] if said else [])


def test_examples_begin_with_the_files_that_could_not_be_parsed() -> None:
    judging = rule("max: {findings: 0}")
    broken = Finding(NOTE, "E999", "note", "ruff", "z.py", 1, "SyntaxError", unparsed=True)
    reports = [[found(ERROR, f"E{n}") for n in range(7)], [found(NOTE, "N1"), broken]]
    examples = decide(judging, tallied(judging, *reports), ()).examples
    assert examples[0] == "z.py:1 E999 SyntaxError"
    assert [one.split()[1] for one in examples[1:]] == ["E0", "E1", "E2", "E3", "E4", "N1"]
