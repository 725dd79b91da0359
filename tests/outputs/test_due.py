"""What is waived or accepted for a few more days only is listed where people look."""

from __future__ import annotations

import msgspec

from scorecard_action.judging.ending import DUE_DAYS
from scorecard_action.model import Build, Run
from scorecard_action.outputs import words
from scorecard_action.outputs.markdown import LIMIT, summary
from scorecard_action.outputs.terminal import render

ENDS = "rule 'R', accept {name: tax}: rounding (until 2027-01-31, in 3 days)"
RUN = Run(Build(), (), warnings=("a warning",), due=(ENDS, "rule 'S', waived: moving (today)"))


def test_the_days_are_those_that_are_looked_at() -> None:
    assert f"within {DUE_DAYS} days" in words.DUE


def test_the_terminal_lists_it_before_the_warnings() -> None:
    lines = render(RUN, width=100, color=False).splitlines()
    start = lines.index("Due within 14 days:")
    assert lines[start + 1 :] == [
        f"  {ENDS}",
        "  rule 'S', waived: moving (today)",
        "warning: a warning",
    ]


def test_the_summary_has_a_section_of_it() -> None:
    text = summary(RUN)
    due, _, warnings = text.partition("**Due within 14 days**")[2].partition("**Warnings**")
    assert [line[:8] for line in due.strip().splitlines()] == ["- rule '", "- rule '"]
    assert "a warning" in warnings


def test_without_any_there_is_no_word_of_it() -> None:
    none = msgspec.structs.replace(RUN, due=())
    assert "Due" not in render(none, width=100, color=False) + summary(none)


def test_very_many_leave_room_for_the_warnings() -> None:
    many = msgspec.structs.replace(RUN, due=(ENDS,) * 100_000, warnings=("a warning",) * 100_000)
    text = summary(many)
    assert len(text.encode()) <= LIMIT
    assert text.count("… and 99,950 more") == 2
