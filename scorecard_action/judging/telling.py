"""How a test and a finding are told in a few words, by what a person knows them."""

from __future__ import annotations

from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Finding, TestCase

EXAMPLE_LENGTH: Final = 200

Example = tuple[str, int, str]  # path of the report, position in it, text


def told_test(case: TestCase) -> str:
    """Tell a test by its name."""
    return clip(case_name(case), EXAMPLE_LENGTH)


def told_finding(finding: Finding, *, message: bool = True) -> str:
    """Tell a finding: where it is, by which rule, and what it says if that is wanted."""
    place = f"{finding.file}:{finding.line}" if finding.line else finding.file
    words = (place, finding.rule, finding.message if message else "")
    return clip(" ".join(filter(None, words)), EXAMPLE_LENGTH)


def case_name(case: TestCase) -> str:
    """Name a test as a person knows it: the class without its package, then the test."""
    # a class of some tools is a path: `example.com/shop/cart` of Go, `src/cart.spec.js` of Jest
    classname = case.classname.rpartition("/" if "/" in case.classname else ".")[2]
    if not case.own and case.count > 1:
        return f"{case.name} × {case.count:,}"
    if not case.name:
        return classname or case.suite or "a test without a name"
    return f"{classname}.{case.name}" if classname else case.name
