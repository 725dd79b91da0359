"""Baselines for tests: by hand, and any that a build could write."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from scorecard_action.baselines.keys import Key
from scorecard_action.baselines.writing import counted
from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times
from scorecard_action.model import State

LINT = Key("Lint", "lint-1", "", "service:cart")
UNIT = Key("Unit tests pass", "", "Quality", "service:cart")


def known(
    state: State | None = State.FAIL,
    failed: dict[FailedTest, int] | None = None,
    findings: dict[Fingerprint, Times] | None = None,
    measured: Mapping[str, int | Fraction] | None = None,
) -> Known:
    """What was measured, with the numbers that the lists say where none are given."""
    values = {name: Fraction(value) for name, value in (measured or {}).items()}
    if findings is not None:
        values.setdefault("notes", Fraction(0))
    said = counted(failed or {}, findings or {}, values)
    of_lists = [
        *(["failed"] if failed is not None else []),
        *(["findings", "errors", "warnings"] if findings is not None else []),
    ]
    values = {name: said[name] for name in of_lists} | values
    return Known(state, values, failed or {}, findings or {})


# no lone half beside its other half: together they are one character to every reader of JSON
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["##[error]", "::error::x", "a\nb", "\u202eabc", "\udc80", "\ud800", '"', "\\", "null", ""]
)
few = st.sampled_from(["", "a", "b"])
tests = st.builds(FailedTest, few | texts, few | texts, few)
prints = st.builds(Fingerprint, few | texts, few | texts, few | texts, few)
numbers = st.integers(0, 5)
fractions = st.fractions(0, 100, max_denominator=10**6)


@st.composite
def knowns(draw: st.DrawFn) -> Known:
    """Anything that a build may know of one rule."""
    measured: dict[str, Fraction] = {}
    failed: dict[FailedTest, int] = {}
    findings: dict[Fingerprint, Times] = {}
    if draw(st.booleans()):
        failed = draw(st.dictionaries(tests, st.integers(1, 4), max_size=4))
        for name in ("tests", "passed", "failed", "skipped", "flaky"):
            measured[name] = Fraction(draw(numbers))
        measured["pass_rate"] = draw(fractions)
    if draw(st.booleans()):
        pairs = st.tuples(st.integers(1, 4), numbers).map(lambda one: Times(one[0], min(one)))
        findings = draw(st.dictionaries(prints, pairs, max_size=4))
        for name in ("findings", "errors", "warnings", "notes"):
            measured[name] = Fraction(draw(numbers))
        if draw(st.booleans()):
            measured |= counted({}, findings, measured)
            measured["failed"] = Fraction(0)
            measured = {k: max(v, Fraction(0)) for k, v in measured.items()}
            if "tests" not in measured:
                del measured["failed"]
    if draw(st.booleans()):
        measured["line_coverage"] = draw(fractions)
    return Known(draw(st.sampled_from([*State, None])), measured, failed, findings)


keys = st.builds(
    Key,
    st.sampled_from(["R", "S", "é\u2028"]),
    st.sampled_from(["", "id1", "id2"]),
    st.sampled_from(["", "Quality"]),
    st.sampled_from(["service:a", "service:b"]),
)
baselines = st.dictionaries(keys, knowns(), max_size=4)
