"""Cases as a JUnit XML report, in the shape that Jenkins's xunit plugin and its kin define."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from scorecard_action.outputs.text import cut, printable

_LONGEST = 1000  # characters of a message: all of it is in the text


class Ran(NamedTuple):
    """A case that was run: its folder as shown, the seconds it took, and what differs."""

    name: str
    seconds: float
    differences: Sequence[str] = ()


def report(cases: Sequence[Ran]) -> str:
    """Return the report: one test for each case, named by its folder in the class of those above.

    https://github.com/jenkinsci/xunit-plugin, types/model/xsd/junit-10.xsd
    """
    failed = sum(bool(case.differences) for case in cases)
    counts = f'tests="{len(cases)}" failures="{failed}" errors="0"'
    time = f'time="{sum(case.seconds for case in cases):.3f}"'
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="scorecard-action test" {counts} {time}>',
            f'<testsuite name="scorecard-action test" {counts} skipped="0" {time}>',
            *map(_case, cases),
            "</testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _case(case: Ran) -> str:
    above, _, own = printable(case.name).rpartition("/")
    above = above.strip("./").replace("/", ".")  # a class of Java, as CIs take it for
    begin = (
        f"<testcase classname={quoteattr(above or 'cases')} name={quoteattr(own)}"
        f' time="{case.seconds:.3f}"'
    )
    if not case.differences:
        return f"{begin}/>"
    message = cut(printable("; ".join(case.differences)), _LONGEST)
    text = "\n".join(map(printable, case.differences))
    return (
        f'{begin}><failure type="difference" message={quoteattr(message)}>{escape(text)}'
        "</failure></testcase>"
    )
