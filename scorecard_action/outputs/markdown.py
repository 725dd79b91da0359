"""The job summary of GitHub Actions: one table, failures first.

https://github.github.com/gfm/ for the Markdown; a step's summary may have 1 MiB.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from scorecard_action.judging.metric import Unit
from scorecard_action.metrics import METRICS
from scorecard_action.model import Outcome, Run, State
from scorecard_action.outputs import words
from scorecard_action.outputs.text import cut, link, markdown

LIMIT = 1024 * 1024 - 1024
"""Bytes of UTF-8: what GitHub takes, less a little for other writers to the same file."""

_NAME, _EXAMPLE, _REASON = 200, 300, 1000  # characters shown of one
_WARNINGS = 50
_NOTE = 200  # bytes kept free for a line that says how many rows are left out

_SYMBOL: dict[State | None, str] = {State.PASS: "✅", State.FAIL: "❌", State.SKIP: "⏭️", None: "⏸️"}


def summary(run: Run, limit: int = LIMIT) -> str:
    """The run as GitHub Flavored Markdown of at most `limit` bytes (100,000 or more) in UTF-8.

    Where not all fits, examples are left out first, then rows of the table from its end, and a line
    says how many.
    """
    outcomes = words.ordered(run.outcomes)
    head = _head(run, outcomes)
    foot = _foot(run, (limit - _size(head)) // 3)
    room = limit - _size(head) - _size(foot)
    table = _table(outcomes, compared=run.compared, room=room)
    room -= _size(table)
    return head + table + _failures(outcomes, room) + foot


def _head(run: Run, outcomes: Sequence[Outcome]) -> str:
    states = {outcome.state for outcome in outcomes}
    verdict = next(
        (state for state in (State.FAIL, State.PASS, State.SKIP) if state in states), None
    )
    symbol = f"{_SYMBOL[verdict]} " if outcomes else ""
    entities = words.entities(outcomes)
    subject = f" of {_text(words.entity_name(entities[0]), _NAME)}" if len(entities) == 1 else ""
    lines = [f"## {symbol}Scorecard{subject}: {words.counted(outcomes)}", ""]
    if kept := words.kept(outcomes):
        lines += [f"{_SYMBOL[None]} {_text(_sentence(kept), _REASON)}.", ""]
    anchors = [
        f"[{_text(label, _NAME)}](<{target.replace('&', '&amp;')}>)"
        for label, url in run.links
        if label and (target := link(url))
    ]
    where = anchors or [_text(part, _NAME) for part in words.build_name(run.build)]
    where += [_text(part, _NAME) for part in words.place(run.build)]
    if where:
        lines += [" · ".join(where), ""]
    lines += [f"{_text(_sentence(words.delivered(run)), _REASON)}.", ""]
    if saved := words.saved(run.undelivered_file, run.outcomes):
        lines += [f"⚠️ {_text(_sentence(': '.join(saved)), _REASON)}", ""]
    for said in run.enforced:
        lines += [f"{_SYMBOL[State.FAIL]} {_text(_sentence(said), _REASON)}", ""]
    return "\n".join(lines) + "\n"


def _table(outcomes: Sequence[Outcome], *, compared: bool, room: int) -> str:
    if not outcomes:
        return ""
    with_entity = len(words.entities(outcomes)) > 1
    notes = [_note(outcome, compared=compared) for outcome in outcomes]
    titles = ["State", *(["Entity"] if with_entity else []), "Rule", "Result", "Measured"]
    titles += ["Datadog"] if any(notes) else []
    lines = [f"| {' | '.join(titles)} |", f"|{' :-- |' * len(titles)}"]
    room -= _size("\n".join(lines)) + _NOTE
    for done, (outcome, note) in enumerate(zip(outcomes, notes, strict=True)):
        cells = [f"{_SYMBOL[outcome.state]} {words.word(outcome)}"]
        cells += [_text(words.entity_name(outcome.entity), _NAME)] if with_entity else []
        cells += [_text(outcome.rule, _NAME), _text(outcome.reason, _REASON), _measured(outcome)]
        cells += [note] if any(notes) else []
        row = f"| {' | '.join(cells)} |"
        room -= _size(row) + 1
        if room < 0:
            lines += ["", f"… and {words.count(len(outcomes) - done, 'more outcome')}"]
            break
        lines.append(row)
    return "\n".join(lines) + "\n\n"


def _note(outcome: Outcome, *, compared: bool) -> str:
    note = words.note(outcome, compared=compared, arrow="→")
    return _text(note, _NAME) if note else ""


def _measured(outcome: Outcome) -> str:
    """`failed 2 (max 0), tests 412 (min 1)`: every metric that has a limit, else all measured."""
    parts: list[str] = []
    limited = [
        (metric, f" ({side} {_number(metric, bound)})")
        for side in ("min", "max")
        for metric, bound in outcome.limits.get(side, {}).items()
    ]
    # that nothing was accepted is no news
    told = [(name, "") for name, value in outcome.measured.items() if value or name != "accepted"]
    for metric, bound in limited or told:
        if metric in outcome.measured:
            value = _number(metric, outcome.measured[metric], down=True)
            parts.append(_text(f"{metric} {value}{bound}", _NAME))
    return "<br>".join(parts)


def _number(metric: str, value: float, *, down: bool = False) -> str:
    """`1,234`, `83.1 %`; what was measured is rounded down to two places, a limit is exact."""
    row = METRICS.get(metric)
    unit = f" {row.unit}" if row and row.unit else ""
    if isinstance(value, int) or not math.isfinite(value):
        return f"{value:,}{unit}"
    exact = Decimal(repr(value))
    if down and not (row and row.unit is Unit.SECONDS):  # these are rounded up, and shown so
        exact = exact.quantize(Decimal("0.01"), ROUND_DOWN)
    text = f"{exact:,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


def _failures(outcomes: Sequence[Outcome], room: int) -> str:
    """The first failures of each failed rule, folded away; as many as there is room for."""
    items = list(_items(outcomes))
    opening = "<details><summary>First failures</summary>\n\n"
    closing = "\n</details>\n\n"
    room -= _size(opening + closing) + _NOTE
    lines: list[str] = []
    for done, item in enumerate(items):
        room -= _size(item.text) + 1
        if room < 0:
            left = sum(item.is_example for item in items[done:])
            lines.append(f"- … and {left:,} more")
            break
        lines.append(item.text)
    if len(lines) <= 1:  # a rule without any of its examples says nothing new
        return ""
    return opening + "\n".join(lines) + "\n" + closing


class _Item(NamedTuple):
    text: str
    is_example: bool


def _items(outcomes: Sequence[Outcome]) -> Iterable[_Item]:
    with_entity = len(words.entities(outcomes)) > 1
    for outcome in outcomes:
        if outcome.state is State.FAIL and outcome.examples:
            entity = f"{_text(words.entity_name(outcome.entity), _NAME)}: " if with_entity else ""
            yield _Item(f"- {entity}{_text(outcome.rule, _NAME)}", is_example=False)
            for example in outcome.examples:
                yield _Item(f"  - {_text(example, _EXAMPLE)}", is_example=True)


def _foot(run: Run, room: int) -> str:
    due = _list(f"**{words.DUE.rstrip(':')}**", run.due, room // 2)
    warnings = _list("**Warnings**", run.warnings, room - _size(due))
    return "\n".join(filter(None, (due, warnings)))


def _list(title: str, texts: Sequence[str], room: int) -> str:
    if not texts:
        return ""
    lines = [title, ""]
    room -= _NOTE
    for done, text in enumerate(texts):
        line = f"- {_text(text, _REASON)}"
        room -= _size(line) + 1
        if done == _WARNINGS or room < 0:
            lines.append(f"- … and {len(texts) - done:,} more")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(text: str, limit: int) -> str:
    # Nothing after the dash of a list would turn the line before it into a heading.
    return markdown(cut(text, limit)) or "–"


def _size(text: str) -> int:
    return len(text.encode())
