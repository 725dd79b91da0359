"""What --record writes: what is missing, and not a byte of what is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action.errors import UsageError
from scorecard_action.trials.document import Expect
from scorecard_action.trials.reader import reads
from scorecard_action.trials.record import missing, recorded

Row = dict[str, str | None]
CART: Row = {"rule": "Unit tests pass", "entity": "service:cart", "state": "pass"}
SHOP: Row = {"rule": "Unit tests pass", "entity": "service:shop", "state": "fail"}
LINT: Row = {"rule": "Lint: #1", "entity": "service:cart", "state": None}
UNIT_LINE = "  Unit tests pass: pass\n"
LINT_LINE = '  "Lint: #1": kept\n'


def read(data: bytes) -> Expect:
    return reads(data, "e.yaml", columns=("tests",))[0]


def record(text: str, *rows: Row) -> str:
    data = text.encode()
    added = missing(read(data), rows)
    return recorded(data, "e.yaml", added, read).decode() if added else text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", f"outcomes:\n{UNIT_LINE}{LINT_LINE}", id="no file"),
        pytest.param("# soon\n", f"# soon\noutcomes:\n{UNIT_LINE}{LINT_LINE}", id="a comment"),
        pytest.param(
            "why: 'a'   # b\n", f"why: 'a'   # b\noutcomes:\n{UNIT_LINE}{LINT_LINE}", id="why"
        ),
        pytest.param("why: a", f"why: a\noutcomes:\n{UNIT_LINE}{LINT_LINE}", id="no line end"),
        pytest.param(
            "outcomes:\n  Unit tests pass: fail  # a\n",
            f"outcomes:\n  Unit tests pass: fail  # a\n{LINT_LINE}",
            id="another state stays",
        ),
        pytest.param(
            "outcomes:\n    Unit tests pass:\n      state: pass\n\n# end\nexit: 0 # all\n",
            'outcomes:\n    Unit tests pass:\n      state: pass\n    "Lint: #1": kept\n\n# end\n'
            "exit: 0 # all\n",
            id="before the next key",
        ),
        pytest.param(
            "outcomes:\n- a\n".replace("- a", '  "Lint: #1": kept'),
            f"outcomes:\n{LINT_LINE}{UNIT_LINE}",
            id="at the end of a file",
        ),
        pytest.param(
            "{why: a, outcomes: {Unit tests pass: 'fail'}} # c\n",
            "{why: a, outcomes: {Unit tests pass: 'fail', 'Lint: #1': kept}} # c\n",
            id="braces",
        ),
        pytest.param(
            "outcomes: {Unit tests pass: fail} # c\nexit: 0\n",
            "outcomes: {Unit tests pass: fail, 'Lint: #1': kept} # c\nexit: 0\n",
            id="braces in lines",
        ),
        pytest.param(
            'outcomes:\n  Unit tests pass: pass\n  "Lint: #1": skip\n',
            'outcomes:\n  Unit tests pass: pass\n  "Lint: #1": skip\n',
            id="nothing missing",
        ),
    ],
)
def test_what_is_missing_is_added(before: str, after: str) -> None:
    assert record(before, CART, LINT) == after
    assert record(before.replace("\n", "\r\n"), CART, LINT).replace("\r\n", "\n") == after


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    before = "\ufeffwhy: a\r\noutcomes:\r\n  Unit tests pass: pass\r\nexit: 0\r\n"
    after = before.replace("exit", '  "Lint: #1": kept\r\nexit')
    assert record(before, CART, LINT) == after


def test_several_entities() -> None:
    assert record("", CART, SHOP) == (
        "outcomes:\n  Unit tests pass:\n"
        '    - {state: pass, entity: "service:cart"}\n'
        '    - {state: fail, entity: "service:shop"}\n'
    )


def test_a_file_that_ends_in_block_text() -> None:
    before = "outcomes:\n  R: pass\nwhy: |\n  a\n  # b\n"
    assert read(record(before, CART).encode()) == read(
        b"outcomes:\n  R: pass\n  Unit tests pass: pass\nwhy: |\n  a\n  # b\n"
    )


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("x-a: &a\n  outcomes: {R: pass}\n<<: *a\n", id="merged"),
        pytest.param("x-a: &a {R: pass}\noutcomes: *a\n", id="an alias"),
    ],
)
def test_what_would_change_what_is_there_is_refused_or_right(before: str) -> None:
    here = read(before.encode())
    try:
        there = read(record(before, CART).encode())
    except UsageError as error:
        assert "cannot record into e.yaml" in error.message  # noqa: PT017
        return
    outcomes: dict[str, object] = {"R": "pass", "Unit tests pass": "pass"}
    assert here.outcomes == {"R": "pass"}
    assert there.outcomes == outcomes


NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(
    lambda name: bool(name.strip())
)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, unique=True, min_size=1, max_size=4), st.sampled_from(["", "# a\nwhy: b\n"]))
def test_any_name_is_read_again(names: list[str], before: str) -> None:
    rows = [{**CART, "rule": name} for name in names]
    written = record(before, *rows)
    assert written.startswith(before)
    assert read(written.encode()).outcomes == dict.fromkeys(names, "pass")
    assert record(written, *rows) == written
