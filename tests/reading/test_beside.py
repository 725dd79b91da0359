"""What reports say of each other and of themselves, from the mapping to the warning: Failsafe's
summary, reports without a test, notices, words of the mapping."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from scorecard_action.entities.targets import targets
from scorecard_action.flow import evaluate
from scorecard_action.judging.decide import Decision
from scorecard_action.mapping.loader import loads
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place

NOW = dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC)
GREEN = '<testsuite><testcase name="a"/></testsuite>'
RED = '<testsuite><testcase name="a"><failure/></testcase><testcase name="b"/></testsuite>'
NONE = "<testsuite/>"


def summary(errors: int = 0, failures: int = 0, message: str = "", timeout: str = "false") -> str:
    return (
        f'<failsafe-summary timeout="{timeout}"><completed>1</completed><errors>{errors}</errors>'
        f"<failures>{failures}</failures><skipped>0</skipped>"
        f"<failureMessage>{message}</failureMessage></failsafe-summary>"
    )


def judged(
    top: Path, files: dict[str, str], *lines: str, reports: str = "'**/TEST-*.xml'"
) -> tuple[Decision, tuple[str, ...]]:
    """Decide one rule over these files, all one hour old; its decision, and all warnings."""
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        age = 2 if name.endswith("summary.xml") else 1
        written = (NOW - dt.timedelta(hours=age)).timestamp()
        os.utime(path, (written, written))
    head = f"version: 1\nservice: s\nrules:\n  - rule: R\n    reports: {reports}\n"
    text = head + "".join(f"    {line}\n" for line in lines)
    mapping = loads(text, "scorecard.datadog.yaml")
    evaluation = evaluate(
        targets(mapping, top, None, None), Place(top, find_checkout(str(top)), NOW)
    )
    (one,) = evaluation.judged
    return one.decision, evaluation.warnings


COUNTED = "t/failsafe-summary.xml: Failsafe counts {} errors and failures, the reports beside it {}"
ALL = "t/*.xml"


@pytest.mark.parametrize("reports", ["'**/TEST-*.xml'", ALL], ids=["not named", "named by a glob"])
@pytest.mark.parametrize(
    ("text", "report", "state", "reason"),
    [
        pytest.param(summary(), GREEN, "pass", "1 of 1 test passed", id="healthy"),
        pytest.param(summary(2), GREEN, "fail", COUNTED.format(2, 0), id="errors"),
        pytest.param(summary(0, 1), GREEN, "fail", COUNTED.format(1, 0), id="failures"),
        pytest.param(summary(1, 1), RED, "fail", COUNTED.format(2, 1), id="more than beside it"),
        pytest.param(summary(1), RED, "fail", "1 of 2 tests failed (limit 0)", id="as many"),
        pytest.param(
            summary(timeout="true"),
            GREEN,
            "fail",
            "t/failsafe-summary.xml:1: Failsafe timed out: the tests did not finish",
            id="a timeout",
        ),
        pytest.param(
            summary(message="There was a crash"),
            GREEN,
            "fail",
            "t/failsafe-summary.xml:1: Failsafe did not finish: There was a crash",
            id="a message",
        ),
    ],
)
def test_failsafe_summary_beside_reports(
    tmp_path: Path, reports: str, text: str, report: str, state: str, reason: str
) -> None:
    files = {"t/TEST-a.xml": report, "t/failsafe-summary.xml": text}
    decision, _ = judged(tmp_path, files, reports=reports)

    assert (decision.state, decision.reason) == (state, reason)


@pytest.mark.parametrize(
    ("files", "lines", "state"),
    [
        pytest.param({"u/failsafe-summary.xml": summary(2)}, [], "pass", id="beside nothing"),
        pytest.param({"t/failsafe-summary.xml": "<no"}, [], "fail", id="cut off"),
        pytest.param({"t/failsafe-summary.xml": ""}, [], "fail", id="empty"),
        pytest.param(
            {"t/failsafe-summary.xml": summary(2)}, ["max_age: 90m"], "pass", id="of another build"
        ),
        pytest.param(
            {"t/failsafe-summary.xml": summary(2)},
            ["exclude: '**/failsafe-*'"],
            "pass",
            id="excluded",
        ),
        pytest.param(
            {"t/failsafe-summary.xml": summary(1), "t/TEST-b.xml": RED},
            ["only: {name: b}"],
            "pass",
            id="failures that the rule does not select are counted",
        ),
    ],
)
def test_which_summary_is_looked_at(
    tmp_path: Path, files: dict[str, str], lines: list[str], state: str
) -> None:
    decision, _ = judged(tmp_path, {"t/TEST-a.xml": GREEN.replace('"a"', '"b"'), **files}, *lines)

    assert decision.state == state


def test_a_summary_alone_is_no_report_but_says_that_the_tests_did_not_finish(
    tmp_path: Path,
) -> None:
    files = {"t/failsafe-summary.xml": summary(1)}
    decision, _ = judged(tmp_path, files, "missing: skip", reports=ALL)

    assert (decision.state, decision.reason) == ("fail", COUNTED.format(1, 0))


WITHOUT = "it holds no test, so it adds nothing: `exclude` leaves it out"


@pytest.mark.parametrize(
    ("files", "warned"),
    [
        pytest.param(
            {"TEST-a.xml": GREEN, "TEST-b.xml": NONE}, [f"TEST-b.xml: {WITHOUT}"], id="one"
        ),
        pytest.param(
            {"TEST-a.xml": GREEN, "TEST-b.xml": NONE, "TEST-c.xml": NONE},
            [f"TEST-b.xml: {WITHOUT} (and 1 more)"],
            id="two",
        ),
        pytest.param({"TEST-a.xml": NONE}, [], id="alone: that is no evidence, which is said"),
        pytest.param({"TEST-a.xml": GREEN, "TEST-b.xml": GREEN}, [], id="none"),
        pytest.param(
            {"TEST-a.xml": '<testsuite name="s" tests="2"><testcase name="a"/></testsuite>'},
            [
                (
                    "TEST-a.xml:1: suite 's' declares 2 tests and lists 1: was it cut short?"
                    " See what its tool says"
                )
            ],
            id="a notice of a reader",
        ),
        pytest.param(
            dict.fromkeys(
                ("TEST-a.xml", "TEST-b.xml"),
                '<testsuite><testcase name="a"><quarantined/></testcase></testsuite>',
            ),
            [
                (
                    "TEST-a.xml:1: <quarantined> in a <testcase> is not known here,"
                    " so it decided nothing: see if such a case passed (and 1 more)"
                )
            ],
            id="one notice of two reports",
        ),
    ],
)
def test_what_is_warned_of(tmp_path: Path, files: dict[str, str], warned: list[str]) -> None:
    _, warnings = judged(tmp_path, files)

    assert list(warnings) == warned


WORD = '<testsuite><testcase name="a" status="Half-done"/><testcase name="b"/></testsuite>'


@pytest.mark.parametrize(
    ("reports", "state", "reason"),
    [
        pytest.param(
            "r.xml",
            "fail",
            (
                "1 of 2 tests failed (limit 0); status 'Half-done' is not known, so failed:"
                " `words` of the entry in `reports` says what it means"
            ),
            id="named",
        ),
        pytest.param(
            "{path: r.xml, words: {half done: passed}}", "pass", "2 of 2 tests passed", id="passed"
        ),
        pytest.param(
            "{path: r.xml, words: {HALFDONE: skipped}}",
            "pass",
            "1 of 2 tests passed, 1 skipped",
            id="skipped",
        ),
        pytest.param(
            "[r.xml, {path: '*.xml', words: {half_done: passed}}]",
            "pass",
            "2 of 2 tests passed",
            id="said by another entry that finds the file",
        ),
    ],
)
def test_words_of_the_mapping(tmp_path: Path, reports: str, state: str, reason: str) -> None:
    decision, _ = judged(tmp_path, {"r.xml": WORD}, reports=reports)

    assert (decision.state, decision.reason) == (state, reason)


def test_a_word_that_the_rule_does_not_select_is_not_named(tmp_path: Path) -> None:
    decision, _ = judged(tmp_path, {"r.xml": WORD}, "only: {name: b}", reports="r.xml")

    assert (decision.state, decision.reason) == ("pass", "1 of 1 test passed (2 in the reports)")


@pytest.mark.parametrize(
    ("reports", "hint"),
    [
        ("{path: r.txt, format: lint-text}", True),
        ("{path: r.txt, format: junit}", False),
        ("r.txt", False),
    ],
)
def test_an_empty_file_of_a_line_format_names_the_key(
    tmp_path: Path, reports: str, hint: bool
) -> None:
    decision, _ = judged(tmp_path, {"r.txt": ""}, reports=reports)

    said = "; if that means that it found nothing, say `empty: clean`"
    empty = "r.txt: the file is empty: its tool wrote nothing"
    assert (decision.state, decision.reason) == ("fail", empty + (said if hint else ""))
