"""What a case expects against what its run found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

import msgspec

from scorecard_action.mapping.leaves import Line
from scorecard_action.near import did_you_mean, nearest
from scorecard_action.outputs.text import cut
from scorecard_action.trials.document import Expect, Expected

# Shares are shown rounded to a hundredth, and may be written rounded the other way.
_NEAR: Final = Decimal("0.011")
_LONGEST: Final = 600  # characters of a text that is shown


class Found(NamedTuple):
    """What a run gave. `outcomes` are those of `submit --json`, as JSON has them, and `inspected`
    the objects of `inspect --json` by file; `warned` are the texts that warn, `said` is all that
    was printed and written; `ended` is the error that ended the run.
    """

    code: int = 0
    outcomes: Sequence[Mapping[str, Any]] = ()
    inspected: Mapping[str, Mapping[str, Any]] = {}
    warned: Sequence[str] = ()
    said: str = ""
    ended: str = ""


class Difference(NamedTuple):
    """One thing that is not as expected: the rule, file or key, and both as texts."""

    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.subject}: expected {self.expected}, found {self.found}"


def differences(expect: Expect, found: Found) -> list[Difference]:
    """Return all that differs, in the order of the case's keys, and first what ended its run."""
    told = [
        *(
            one
            for rule, wanted in (expect.outcomes or {}).items()
            for one in _rule(rule, wanted, found)
        ),
        *(
            one
            for file, cells in (expect.inspect or {}).items()
            for one in _inspected(file, cells, found.inspected.get(file, {}))
        ),
        *_texts(expect, found),
    ]
    if expect.exit is not None and expect.exit != found.code:
        told.append(Difference("exit", str(expect.exit), str(found.code)))
    if found.ended and told:
        # first, since it is why
        told.insert(0, Difference("the run", "outcomes", f"exit {found.code}: {found.ended}"))
    return told


def _rule(
    rule: str, wanted: str | Expected | Sequence[str | Expected], found: Found
) -> Iterator[Difference]:
    rows = [row for row in found.outcomes if row["rule"] == rule]
    for one in [wanted] if isinstance(wanted, str | Expected) else wanted:
        expected = Expected(state=one) if isinstance(one, str) else one  # type: ignore[arg-type]
        those = [row for row in rows if expected.entity in {None, row["entity"]}]
        if not those:
            yield _none(rule, expected, rows, found)
        for row in those:
            several = f" for {row['entity']}" if len(rows) > 1 else ""
            for what, due, there in _outcome(expected, row):
                yield Difference(f"{rule}{several}{what}", due, there)


def _none(
    rule: str, expected: Expected, rows: Sequence[Mapping[str, Any]], found: Found
) -> Difference:
    due = f"{expected.state or 'an outcome'}{f' for {expected.entity}' * bool(expected.entity)}"
    if rows:
        there = ", ".join(str(row["entity"]) for row in rows[:10])
        return Difference(rule, due, f"outcomes of {there}{' …' * (len(rows) > 10)}")
    rules = dict.fromkeys(str(row["rule"]) for row in found.outcomes)
    meant = did_you_mean(map(repr, nearest(rule, rules, 1)))
    return Difference(rule, due, f"no outcome of this rule{f': {meant}' if meant else ''}")


def _outcome(expected: Expected, row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    state, reason = row["state"] or "kept", str(row["reason"])
    if expected.state not in {None, state}:
        yield "", str(expected.state), f"{state}: {cut(reason, _LONGEST)}"
    for text in _listed(expected.reason):
        if not _have(text, f"{reason} {row['remarks'] or ''}"):
            there = ", ".join((reason, *map(str, row["examples"])))
            yield " in its reason", repr(text), cut(there, _LONGEST)
    for metric, due in _values(expected.measured):
        value = (row["measured"] or {}).get(metric)
        if not _same(due, value):
            yield f", {metric}", str(due), "none" if value is None else str(value)


def _values(measured: msgspec.Struct | None) -> Iterator[tuple[str, Decimal]]:
    for metric in measured.__struct_fields__ if measured else ():
        if (value := getattr(measured, metric)) is not None:
            yield metric, value


def _inspected(
    file: str, cells: Mapping[Line, Any], row: Mapping[str, Any]
) -> Iterator[Difference]:
    for key, due in cells.items():
        there = row.get(key)
        if key == "error":
            message = there["message"] if there else None
            if _error(due, message):
                continue
            there = message
        elif _same(due, there):
            continue
        why = f" (error: {row['error']['message']})" if row.get("error") and key != "error" else ""
        yield Difference(f"{file}, {key}", _shown(due), cut(f"{_shown(there)}{why}", _LONGEST))


def _error(due: object, message: str | None) -> bool:
    """Whether an error is as expected: none, some (`true`), or one with a text in it."""
    if due is None or message is None or isinstance(due, bool):
        return bool(due) == (message is not None)
    return _have(str(due), message)


def _texts(expect: Expect, found: Found) -> Iterator[Difference]:
    for text in expect.warnings or ():
        if not any(_have(text, warning) for warning in found.warned):
            listed = "; ".join(found.warned)
            yield Difference("warnings", repr(text), cut(listed, _LONGEST) or "no warning")
    for text in expect.absent or ():
        if _have(text, found.said):
            yield Difference("absent", f"no output with {text!r}", "it")


def _same(due: object, there: object) -> bool:
    """Whether a value is as expected: numbers to a hundredth."""
    if isinstance(due, Decimal) and not isinstance(there, bool):
        try:
            return abs(Decimal(str(there)) - due) < _NEAR
        except InvalidOperation:
            return False
    return type(due) is type(there) and due == there


def _have(text: str, whole: str) -> bool:
    """Whether a text is in another, in any case and whatever the blanks: lines are wrapped."""
    return " ".join(text.lower().split()) in " ".join(whole.lower().split())


def _listed(texts: str | Sequence[str] | None) -> Sequence[str]:
    return [texts] if isinstance(texts, str) else texts or ()


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
