"""Formats are told by keys, and only those are asked that share one with the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.reports.formats import BY_PRODUCTS, FORMATS
from scorecard_action.reports.head import Head
from scorecard_action.reports.index import Index
from scorecard_action.reports.keys import told
from tests.reports.test_detection import ALL, ids

FORMS = (*FORMATS.values(), *BY_PRODUCTS.values())
# what these begin with is no key and no element, or a key that is a file's name
TEXTS = frozenset(
    "tap lcov go-coverprofile go-test-json go-test-text lint-text github-annotations"
    " azure-annotations simplecov-internal istanbul istanbul-summary teamcity jmeter-csv"
    " vale-json".split()
)


@pytest.mark.parametrize(
    ("alternative", "text", "expected"),
    [
        pytest.param("a, b.c", '{"a": 1, "b": {"c": 2}}', True, id="both"),
        pytest.param("a, b.c", '{"a": 1, "b": 2}', False, id="one of them"),
        pytest.param("[].a", '[{"a": 1}]', True, id="in an array"),
        pytest.param("a[]", '{"a": []}', True, id="an empty array"),
        pytest.param("a, !b", '{"a": 1, "b": 2}', False, id="one that must not be"),
        pytest.param("a=x", '{"a": "x"}', True, id="its value"),
        pytest.param("a=x", '{"a": "y"}', False, id="another value"),
        pytest.param("a, m.*.n", '{"a": 1, "m": {"k": {"n": 1}}}', True, id="any part"),
        pytest.param("a, m.*.n", '{"a": 1, "m": {"n": 1}}', False, id="no such part"),
        pytest.param("only a, a[]", '{"a": []}', True, id="only these"),
        pytest.param("only a, a[]", '{"a": [], "b": 1}', False, id="and another"),
        pytest.param("a", "a", False, id="no JSON"),
    ],
)
def test_an_alternative(alternative: str, text: str, expected: bool) -> None:
    assert told((alternative,)).detect(Head(text)) is expected


def test_what_is_no_text_has_keys() -> None:
    assert {form.name for form in FORMS if not form.keys} <= TEXTS


@pytest.mark.parametrize("path", ALL, ids=ids)
def test_the_format_of_a_sample_is_asked(path: Path) -> None:
    head = Head(path.read_bytes()[:65_536].decode("utf-8", "replace"))
    right = [form.name for form in FORMS if form.detect(head)]
    asked = Index(FORMS).asked(head)
    assert [form.name for form in asked if form.detect(head)] == right


def test_formats_of_other_keys_are_not_asked() -> None:
    head = Head('{"$schema": "sarif", "version": "2.1.0", "runs": [{"results": []}]}')
    others = [form._replace(keys=frozenset({f"{form.name}-2"})) for form in FORMS if form.keys]
    assert Index((*FORMS, *others)).asked(head) == Index(FORMS).asked(head)
