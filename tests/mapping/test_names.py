"""Which texts name an entity."""

from __future__ import annotations

import pytest

from scorecard_action.mapping.names import entity_problem


@pytest.mark.parametrize(
    "text",
    [
        "cart",
        "queue:orders",
        "service:a:b",
        "cart api",
        "404",
        "@acme/web",
        "läufer",
        "third-party:x",
        "x" * 200,
    ],
)
def test_a_name(text: str) -> None:
    assert entity_problem(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is blank"),
        (" ", "is blank"),
        ("\t\n", "is blank"),
        ("\u00a0", "is blank"),
        ("cart\n", "control character U+000A"),
        ("ca\x1brt", "control character U+001B"),
        ("ca\u2028rt", "control character U+2028"),
        ("ca\udcffrt", "control character U+DCFF"),
        ("queue:", "half a name"),
        (":cart", "half a name"),
        (":", "half a name"),
        ("queue: ", "half a name"),
        (" cart", "blank before or after"),
        ("cart ", "blank before or after"),
        ("service: cart", "blank before or after"),
        ("10.0.0.1:80", "no kind of an entity"),
        ("a b:cart", "no kind of an entity"),
        ("x" * 201, "longer than 200"),
    ],
)
def test_no_name(text: str, problem: str) -> None:
    assert problem in (entity_problem(text) or "")
