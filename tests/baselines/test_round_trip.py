"""What a build measured, through the real file and back: the same build has nothing new, and what
is worse is told whatever the file went through.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scorecard_action.baselines.keys import Key
from scorecard_action.baselines.measuring import measured
from scorecard_action.baselines.reading import parse
from scorecard_action.baselines.writing import to_json
from scorecard_action.entities.targets import Target
from scorecard_action.flow import Judged
from scorecard_action.judging.decide import decide
from scorecard_action.judging.knowing import known_now
from scorecard_action.judging.known import Known
from scorecard_action.judging.tally import Tally
from scorecard_action.masking import mask_shapes
from scorecard_action.metrics import FINDINGS, NEW_ERRORS, NEW_FAILED, NEW_FINDINGS, PASSED
from scorecard_action.model import Entity, Evidence, Finding, Level, Result, State, TestCase
from tests.baselines.building import texts
from tests.judging.building import rule, tallied

SECRET = "hunter2hunter2"
TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345"  # a made-up one
RULE = rule(
    "max: {new_failed: 0, new_findings: 0, new_errors: 0, findings: baseline, failed: baseline}\n"
    "min: {passed: baseline}\naccept: {name: a, until: 2027-01-31, reason: x}"
)
PIECES = st.sampled_from(
    [
        SECRET,
        f" {TOKEN} ",
        "\r\n",
        "\u2028",
        "\x00",
        "\ud800",
        "é",
        "…",
        "##[x]",
        '"',
        "\\",
        "/w/1/s/a.py",
    ]
)
TEXTS = texts | st.lists(PIECES | st.sampled_from(["a", "b", " ", "7"]), max_size=4).map("".join)
TESTS = st.lists(
    st.builds(TestCase, st.sampled_from(Result), TEXTS, TEXTS, TEXTS, own=st.booleans()),
    min_size=1,
    max_size=8,
)


def findings(own: st.SearchStrategy[str]) -> st.SearchStrategy[list[Evidence]]:
    return st.lists(
        st.builds(
            Finding, st.sampled_from(Level), TEXTS, file=TEXTS, message=TEXTS, own=own, line=LINES
        ),
        min_size=1,
        max_size=8,
    )


LINES = st.integers(0, 99)
MARKS = st.sampled_from(["h: 1", "h: 2", SECRET])
LINT = st.one_of(findings(st.just("")), findings(MARKS), findings(MARKS | st.just("")))
STORED = st.sampled_from([(b"\n", b"\n"), (b"\n", b"\r\n"), (b"{", b"\xef\xbb\xbf{")])


def mask(text: str) -> str:
    """As the console does: a key, then what has the shape of one."""
    return mask_shapes(text.replace(SECRET, "***"))


def of(tests: list[Evidence], lint: list[Evidence]) -> Tally:
    # one has a case of its own, and what is no failure has always one
    return tallied(RULE, [TestCase(Result.PASSED, "t", "C"), *tests], lint, compared=True)


def written(tally: Tally) -> bytes:
    """The file of a build that measured this."""
    known = known_now(decide(RULE, tally, ()).measured, tally)
    decision = decide(RULE, tally, (), known=known)
    target = Target(RULE, Entity.parse("cart"), "", RULE)
    return to_json(measured([Judged(target, tally, (), decision, None, known)], mask).entries)


def read(data: bytes, stored: tuple[bytes, bytes]) -> Known:
    ((key, known),) = parse(data.replace(*stored, -1 if stored[0] == b"\n" else 1), "b").items()
    assert key == Key("R", "", "", "service:cart")
    return known


@given(TESTS, LINT, STORED)
def test_a_build_against_its_own_file_passes(
    tests: list[Evidence], lint: list[Evidence], stored: tuple[bytes, bytes]
) -> None:
    data = written(of(tests, lint))
    assert SECRET.encode() not in data
    assert TOKEN.encode() not in data
    now = of(tests, lint)
    now.mask(mask)
    decision = decide(RULE, now, (), known=read(data, stored))
    new = {decision.measured[one] for one in (NEW_FAILED, NEW_FINDINGS, NEW_ERRORS)}
    assert new == {Fraction(0)}
    assert decision.state in {State.PASS, State.SKIP}, decision.reason


@given(TESTS, LINT, STORED, st.data())
def test_a_part_of_a_build_has_nothing_new_and_one_more_is_new(
    tests: list[Evidence], lint: list[Evidence], stored: tuple[bytes, bytes], data: st.DataObject
) -> None:
    known = read(written(of(tests, lint)), stored)
    some = data.draw(st.lists(st.sampled_from(lint), unique_by=id, min_size=1))
    failing = TestCase(Result.FAILED, "one more", "Z")
    now = of([*tests, failing], [*some, Finding(Level.NOTE, "one more", file="z", own="h: new")])
    now.mask(mask)
    decision = decide(RULE, now, (), known=known)
    assert decision.measured[NEW_FAILED] == decision.measured[NEW_FINDINGS] == 1
    assert decision.measured[NEW_ERRORS] == 0
    assert decision.state is State.FAIL
    assert decision.measured[FINDINGS] == len(some) + 1
    assert decision.measured[PASSED] == known.measured["passed"]
