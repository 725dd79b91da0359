"""What is missing in an expect.yaml written into it; what is there stays as it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from scorecard_action.errors import MappingError, UsageError
from scorecard_action.mapping.nodes import Scalar, Table, compose
from scorecard_action.mapping.source import decode, split_lines
from scorecard_action.outputs.yaml import scalar
from scorecard_action.trials.document import Expect

KEY: Final = "outcomes"

Rows = Sequence[tuple[str | None, str]]
"""(entity, state) each; the entity is None where one state holds for all that a rule has."""


def missing(expect: Expect, outcomes: Sequence[Mapping[str, Any]]) -> dict[str, Rows]:
    """Return what each rule gave that the case does not name, in the order of the outcomes."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in outcomes:
        if row["rule"] not in (expect.outcomes or {}):
            state = row["state"] or "kept"
            found.setdefault(str(row["rule"]), []).append((str(row["entity"]), state))
    return {rule: _alike(rows) for rule, rows in found.items()}


def _alike(rows: Sequence[tuple[str, str]]) -> Rows:
    return [(None, rows[0][1])] if len(rows) == 1 else rows


def recorded(
    data: bytes, shown: str, added: Mapping[str, Rows], read: Callable[[bytes], Expect]
) -> bytes:
    """Return the file with what is added; `read` reads one again.

    Lines are put between those that are there where that is possible; else, as in a file of braces,
    it is written anew with its comments. Raises UsageError where neither keeps what it says.
    """
    before = read(data)
    for write in (_between, _anew):
        written = write(data, shown, added)
        try:
            after = read(written) if written is not None else None
        except MappingError:
            continue
        if written is not None and after is not None and _kept(before, after, added):
            return written
    raise UsageError(
        f"cannot record into {shown}: it is written in a way that cannot be added to",
        hint=f"write the rules into its `{KEY}` by hand, one `rule: state` on each line",
    )


def _kept(before: Expect, after: Expect, added: Mapping[str, Rows]) -> bool:
    """Whether a case says what it said before, and what was added."""
    here, there = (
        {str(rule): wanted for rule, wanted in (one.outcomes or {}).items()}
        for one in (before, after)
    )
    others = [name for name in Expect.__struct_fields__ if name != KEY]
    return (
        all(getattr(before, name) == getattr(after, name) for name in others)
        and {rule: there.get(rule) for rule in here} == here
        and {rule: _rows(there.get(rule)) for rule in added} == {**added}
        and len(there) == len(here) + len(added)
    )


def _rows(wanted: object) -> Rows:
    """What is expected of a rule, as it is recorded."""
    if isinstance(wanted, list):
        return [(one.entity, one.state) for one in wanted]
    return [(None, str(wanted))]


class _Place(NamedTuple):
    """Where lines go: before this one, counted from 0, so far to the right; `key` first or not."""

    line: int
    indent: int
    key: bool


def _between(data: bytes, shown: str, added: Mapping[str, Rows]) -> bytes | None:
    text = decode(data, shown)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    place = _place(text, shown, len(lines))
    if place is None or [line.rstrip("\r\n") for line in lines] != _lines(text):
        return None
    if lines and place.line == len(lines) and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    new = [f"{KEY}:{end}"] * place.key
    for rule, rows in added.items():
        new += [f"{' ' * place.indent}{line}{end}" for line in _written(rule, rows)]
    lines[place.line : place.line] = new
    mark = b"\xef\xbb\xbf"
    return mark * data.startswith(mark) + "".join(lines).encode()


def _lines(text: str) -> list[str]:
    lines = split_lines(text)
    return lines[:-1] if lines[-1] == "" else lines


def _place(text: str, shown: str, last: int) -> _Place | None:
    """Where lines go; None where what is there has another shape."""
    if all(not line.strip() or line.lstrip().startswith("#") for line in split_lines(text)):
        return _Place(last, 2, key=True)
    root, _ = compose(text, shown)
    if not isinstance(root, Table) or root.flow:
        return None
    keys = [key for key, _ in root.pairs if isinstance(key, Scalar)]
    if any(key.mark.column != 1 for key in keys):
        return None
    own = next((number for number, key in enumerate(keys) if key.text == KEY), None)
    if own is None:
        return _Place(last, 2, key=True)
    outcomes = root.pairs[own][1]
    if not isinstance(outcomes, Table) or outcomes.flow or not outcomes.pairs:
        return None
    line = keys[own + 1].mark.line - 1 if own + 1 < len(keys) else last
    lines = split_lines(text)
    while not lines[line - 1].strip() or lines[line - 1].startswith("#"):
        line -= 1  # blanks and comments before the next key are its own
    return _Place(line, outcomes.pairs[0][0].mark.column - 1, key=False)


def _written(rule: str, rows: Rows) -> list[str]:
    if rows[0][0] is None:
        return [f"{scalar(rule)}: {rows[0][1]}"]
    states = [f"  - {{state: {state}, entity: {scalar(entity or '')}}}" for entity, state in rows]
    return [f"{scalar(rule)}:", *states]


def _anew(data: bytes, shown: str, added: Mapping[str, Rows]) -> bytes | None:
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and seldom needed

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    document = yaml.load(decode(data, shown))
    if not isinstance(document, dict):
        return None
    outcomes = document.setdefault(KEY, {})
    for rule, rows in added.items():
        outcomes[rule] = (
            rows[0][1]
            if rows[0][0] is None
            else [{"state": state, "entity": entity} for entity, state in rows]
        )
    written = io.StringIO()
    yaml.dump(document, written)
    return written.getvalue().encode()
