"""The report that a person reads in a terminal or a CI log."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from scorecard_action.model import Outcome, Run, State
from scorecard_action.outputs import words
from scorecard_action.outputs.text import cut, guard_lines, terminal

_NAME, _EXAMPLE, _REASON = 200, 500, 2000  # characters shown of one; more is never read
_INDENT = 6  # `FAIL` and two blanks
_STACKED = 60  # narrower than this, the reason goes below the rule

_STYLE: dict[State | None, str] = {
    State.PASS: "green",
    State.FAIL: "bold red",
    State.SKIP: "yellow",
    None: "cyan",
}
# The blank between a number and its unit, and what stands for it while lines are broken.
_UNIT = re.compile(r"(?<=[0-9]) (?=%|s\b)")
_BESIDE = "\ue000"
_PLAIN = str.maketrans({"…": "...", "·": "-", "–": "-", "—": "-", "’": "'", "“": '"', "”": '"'})


class _Page(NamedTuple):
    width: int
    encoding: str

    def fit(self, text: str, limit: int) -> str:
        """Safe text that the terminal's encoding has characters for."""
        safe = terminal(cut(text, limit))
        try:
            safe.encode(self.encoding)
        except UnicodeEncodeError:
            raw = safe.translate(_PLAIN).encode(self.encoding, "backslashreplace")
            return raw.decode(self.encoding)
        return safe

    def wrap(self, text: str, indent: int) -> list[str]:
        """Lines no wider than what is right of `indent` columns, broken between words."""
        room = max(self.width - indent, 10)
        if cell_len(text) <= room:
            return [text]
        glue = _BESIDE if _BESIDE not in text else " "
        lines = Text(_UNIT.sub(glue, text)).wrap(_console(), room)
        return [line.plain.rstrip().replace(glue, " ") for line in lines] or [""]


def render(
    run: Run,
    *,
    width: int,
    color: bool,
    encoding: str = "utf-8",
) -> str:
    """The whole report, ready to be written: lines of at most `width` columns (40 or more).

    `color` asks for ANSI colours. What `encoding` cannot hold is shown as an escape. Only the
    labels of the links are shown.
    """
    page = _Page(max(width, 40), encoding)
    styled: list[tuple[str, str]] = []  # (text, style) in a row; lines end with "\n"
    outcomes = words.ordered(run.outcomes)
    shown = words.entities(outcomes)

    title = [words.entity_name(shown[0])] if len(shown) == 1 else []
    title += [label for label, _ in run.links] or words.build_name(run.build)
    title += words.place(run.build)
    if title:
        line = " · ".join(cut(part, _NAME) for part in title)
        styled += _lines(page.wrap(page.fit(line, _REASON), 0), "bold")
        styled.append(("\n", ""))
    columns = _columns(page, outcomes, with_entity=len(shown) > 1)
    for outcome in outcomes:
        styled += _outcome(page, columns, outcome, compared=run.compared)
    if outcomes:
        styled.append(("\n", ""))
    total = f"{words.counted(outcomes)}; {words.delivered(run)}"
    styled += _lines(page.wrap(page.fit(total, _REASON), 0), "bold")
    if saved := words.saved(run.undelivered_file, run.outcomes):
        text, command = saved
        styled += _lines(page.wrap(page.fit(f"{text}:", _REASON), 0), "yellow")
        styled += _lines([f"  {page.fit(command, _REASON)}"])  # in one piece, to be copied
    if run.due:
        styled += _lines([words.DUE])
        for text in run.due:
            styled += _lines("  " + line for line in page.wrap(page.fit(text, _REASON), 2))
    for warning in run.warnings:
        first, *rest = page.wrap(page.fit(warning, _REASON), len("warning: "))
        styled.append(("warning: ", "yellow"))
        styled += _lines([first, *(" " * len("warning: ") + line for line in rest)])
    for said in run.enforced:
        styled += _lines(page.wrap(page.fit(said, _REASON), 0), "bold red")
    return guard_lines(_colored(styled) if color else "".join(text for text, _ in styled))


class _Columns(NamedTuple):
    entity: int  # width; 0 leaves the column out
    rule: int
    body: int  # where the reason starts
    stacked: bool


def _columns(page: _Page, outcomes: Sequence[Outcome], *, with_entity: bool) -> _Columns:

    if page.width < _STACKED:
        return _Columns(int(with_entity), 0, _INDENT, stacked=True)
    rule = _widest({outcome.rule for outcome in outcomes}, page, page.width // 3)
    entity = 0
    if with_entity:
        names = {words.entity_name(outcome.entity) for outcome in outcomes}
        entity = _widest(names, page, page.width // 5)
    body = _INDENT + rule + 2 + (entity + 2 if with_entity else 0)
    return _Columns(entity, rule, body, stacked=False)


def _widest(names: Iterable[str], page: _Page, limit: int) -> int:
    """The widest of those within the limit; a wider one takes a line of its own."""
    sizes = [cell_len(page.fit(name, _NAME)) for name in names]
    return max((size for size in sizes if size <= limit), default=min(limit, 16))


def _outcome(
    page: _Page, columns: _Columns, outcome: Outcome, *, compared: bool
) -> Iterator[tuple[str, str]]:

    yield f"{words.word(outcome).upper():<4}  ", _STYLE[outcome.state]
    entity = page.fit(words.entity_name(outcome.entity), _NAME) if columns.entity else ""
    rule = page.fit(outcome.rule, _NAME)
    note = page.fit(words.note(outcome, compared=compared), _NAME)
    reason = page.fit(outcome.reason, _REASON)
    said = f"{reason} ({note})" if note else reason
    body = page.wrap(said, columns.body)

    too_wide = cell_len(entity) > columns.entity or cell_len(rule) > columns.rule
    if columns.stacked or too_wide:
        gap = 0 if columns.stacked else columns.entity - cell_len(entity)
        name = f"{entity}{' ' * max(gap, 0)}  {rule}" if entity else rule
        first, *rest = page.wrap(name, _INDENT)
        yield from _lines([first, *(" " * _INDENT + line for line in rest)], "bold")
        yield from _lines(" " * columns.body + line for line in body)
    else:
        if entity:
            yield entity + " " * (columns.entity - cell_len(entity) + 2), ""
        yield rule + " " * (columns.rule - cell_len(rule) + 2), "bold"
        yield from _lines([body[0], *(" " * columns.body + line for line in body[1:])])
    if outcome.state is State.FAIL:
        for example in outcome.examples:
            lines = page.wrap(page.fit(example, _EXAMPLE), _INDENT + 2)
            yield from _lines((" " * (_INDENT + 2) + line for line in lines), "red")


def _lines(lines: Iterable[str], style: str = "") -> Iterator[tuple[str, str]]:
    for line in lines:
        yield line, style
        yield "\n", ""


@cache
def _console() -> Console:
    """A console that interprets nothing, asks the environment nothing and wraps nothing itself."""

    return Console(
        file=io.StringIO(),
        color_system="standard",
        force_terminal=True,
        width=100,
        height=100,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )


def _colored(styled: Sequence[tuple[str, str]]) -> str:

    console = _console()
    with console.capture() as captured:
        console.print(Text.assemble(*styled), end="", soft_wrap=True)
    return captured.get()
