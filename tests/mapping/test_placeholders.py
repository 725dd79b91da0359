"""`{service}` and `{folder}` filled in, literally."""

from __future__ import annotations

import pytest

from scorecard_action.errors import UsageError
from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.mapping.loader import loads
from scorecard_action.mapping.placeholders import asks_for, fill, placeholders
from scorecard_action.mapping.types import Rule


def rule(text: str) -> Rule:
    return loads(f"version: 1\nrules: [{{rule: A, {text}}}]", "m", formats=()).rules[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a/*.xml", set()),
        ("{service}/a.xml", {"service"}),
        ("{folder}/{service}.xml", {"folder", "service"}),
        (r"\{service}/a.xml", set()),
        (r"\\{service}/a.xml", {"service"}),
        ("{a,{service}}/a.xml", {"service"}),
        ("{services}/a.xml", set()),
    ],
)
def test_placeholders(text: str, found: set[str]) -> None:
    assert placeholders(text) == found


def test_unfilled_pattern_matches_nothing_by_accident() -> None:
    glob = rule("reports: '{service}/a.xml'").reports[0].glob
    assert not glob.matches("cart/a.xml")
    assert not glob.matches("service/a.xml")


def test_fill_everywhere() -> None:
    filled = fill(
        rule(
            "reports: ['{folder}/{service}-*.xml', b.xml], exclude: '**/{service}/old/**', "
            "only: {suite: '{service}*'}, except: {tool: '{service}', file: '{folder}/gen/**'}"
        ),
        "cart",
        "services/cart",
    )
    assert [report.glob for report in filled.reports] == [
        Glob("services/cart/cart-*.xml"),
        Glob("b.xml"),
    ]
    assert filled.exclude == (Glob("**/cart/old/**"),)
    assert filled.only[0].fields == (("suite", (TextPattern("cart*"),)),)
    assert filled.except_[0].fields == (
        ("tool", (TextPattern("cart", ignore_case=True),)),
        ("file", (Glob("services/cart/gen/**"),)),
    )
    assert asks_for(filled) == frozenset()


@pytest.mark.parametrize("name", ["a*b", "[ab]", "{a,b}", "a\\b", "a?c", "<b>'x'"])
def test_names_are_filled_in_literally(name: str) -> None:
    filled = fill(rule("reports: '{service}/a.xml', only: {suite: '{service}'}"), name)
    assert filled.reports[0].glob.matches(f"{name}/a.xml")
    assert not filled.reports[0].glob.matches("axb/a.xml")
    pattern = filled.only[0].fields[0][1][0]
    assert pattern.matches(name)
    assert not pattern.matches("axb")


@pytest.mark.parametrize("name", ["a/b", ".", "..", ""])
def test_names_that_are_no_segment_are_refused(name: str) -> None:
    with pytest.raises(
        UsageError, match=r"cannot be put in the place of '\{service\}' in rule 'A'"
    ):
        fill(rule("reports: '{service}/a.xml'"), name)
    untouched = rule("reports: a.xml")
    assert fill(untouched, name) is untouched
