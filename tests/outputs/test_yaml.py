"""YAML that reads back as the text that went in, and that no CI log takes for a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from scorecard_action.outputs.text import guard_lines
from scorecard_action.outputs.yaml import comment, scalar

# YAML has no lone surrogates.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def load(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


@given(TEXT)
def test_a_value_is_read_back_as_it_was(text: str) -> None:
    written = scalar(text)
    assert written.isprintable()
    assert load(f"key: {written}   # comment\nlist: [{written}, x]\n") == {
        "key": text,
        "list": [text, "x"],
    }
    assert guard_lines(f"key: {written}") == f"key: {written}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("Unit tests pass", "Unit tests pass", id="words"),
        pytest.param("build/TEST-a.b_c.xml", "build/TEST-a.b_c.xml", id="path"),
        pytest.param("**/*.xml", '"**/*.xml"', id="star"),
        pytest.param("é", '"é"', id="not ASCII"),
        pytest.param("Yes", '"Yes"', id="no boolean"),
        pytest.param("null", '"null"', id="no null"),
        pytest.param("12345678", '"12345678"', id="no number"),
        pytest.param("1e5", '"1e5"', id="no float"),
        pytest.param("a: b #c", '"a: b #c"', id="neither key nor comment"),
        pytest.param('"\\\n\x1b\u202e', r'"\"\\\n\x1b\u202e"', id="unseen"),
        pytest.param("##[error]", r'"#\x23[error]"', id="no command"),
    ],
)
def test_values(text: str, written: str) -> None:
    assert scalar(text) == written


@given(st.text())
def test_a_comment_stays_one(text: str) -> None:
    line = f"key: 1 # {comment(text)}"
    assert load(f"{line}\nother: 2\n") == {"key": 1, "other": 2}
    assert guard_lines(line) == line


def test_a_comment_is_cut() -> None:
    assert len(comment("x" * 1000)) == 200
