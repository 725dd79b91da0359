"""A baseline as the bytes of its file: the same for the same evidence, and made to be compared.

One failed test or finding is one line, below its class or file. Each list ends with `null`, so that
the last line too goes without touching the one before. What the lists say is not counted again:
`failed`, `findings`, `errors` and `warnings` are there only where they differ from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from scorecard_action.baselines import values
from scorecard_action.baselines.keys import Key
from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times
from scorecard_action.outputs.text import json_text

VERSION: Final = 1
ABOUT: Final = (
    "Written by `scorecard-action baseline`. In `failed`: a class, then its tests"
    " [name, count, suite]; in `findings`: a file, then [rule, message, count, errors, the tool's"
    " own mark]"
)

# dumps() would make an encoder for each of very many texts
_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode


def to_json(entries: Mapping[Key, Known]) -> bytes:
    """Return the content of the file, in UTF-8."""
    rules = ",\n".join("\n".join(_rule(key, entries[key])) for key in sorted(entries))
    head = f'{{\n"version": {VERSION},\n"about": {_text(ABOUT)},\n"rules": ['
    return f"{head}\n{rules}\n]\n}}\n".replace("[\n\n]", "[]").encode()


def counted(
    failed: Mapping[FailedTest, int],
    findings: Mapping[Fingerprint, Times],
    measured: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """Return what the lists say of metrics, by name, beside what was measured."""
    found = sum(one.count for one in findings.values())
    errors = sum(one.errors for one in findings.values())
    said = {"failed": sum(failed.values()), "findings": found, "errors": errors}
    if "notes" in measured:
        said["warnings"] = found - errors - int(measured["notes"])
    return {name: Fraction(value) for name, value in said.items()}


def _rule(key: Key, known: Known) -> Iterator[str]:
    yield "{"
    for name, value in key._asdict().items():
        if value:
            yield f' "{name}": {_text(value)},'
    lists = {"failed": _failed(known), "findings": _findings(known)}
    # of what was not looked for there is no list, and nothing to compare with
    shown = {name: lines for name, lines in lists.items() if name in known.measured}
    said = counted(known.failed, known.findings, known.measured)
    measured = [
        f"  {_text(name)}: {_value(name, value)}"
        for name, value in sorted(known.measured.items())
        if name not in said or said[name] != value
    ]
    state = f'"{known.state}"' if known.state else "null"
    parts = [f' "state": {state}']
    if measured:
        parts.append(' "measured": {\n' + ",\n".join(measured) + "\n }")
    parts += [f' "{name}": [\n' + "".join(lines) + "  null]" for name, lines in shown.items()]
    yield ",\n".join(parts)
    yield "}"


def _failed(known: Known) -> Iterator[str]:
    group = None
    for test, count in sorted(known.failed.items()):
        if test.classname != group:
            group = test.classname
            yield f"  {_text(group)},\n"
        yield f"   {_row([test.name, count, test.suite], [1, ''])},\n"


def _findings(known: Known) -> Iterator[str]:
    group = None
    for one in sorted(known.findings, key=lambda one: (one.file, *one)):
        times = known.findings[one]
        if one.file != group:
            group = one.file
            yield f"  {_text(group)},\n"
        row = _row([one.rule, one.message, times.count, times.errors, one.own], [1, 0, ""])
        yield f"   {row},\n"


def _row(values_of: list[str | int], usual: list[str | int]) -> str:
    """The row without what is as usual at its end."""
    row = list(values_of)
    for value in reversed(usual):
        if row[-1] != value:
            break
        row.pop()
    return f"[{', '.join(_text(one) if isinstance(one, str) else str(one) for one in row)}]"


def _value(metric: str, value: Fraction) -> str:
    shown = values.written(metric, value)
    return f"{shown:f}" if isinstance(shown, Decimal) else json.dumps(shown)


def _text(text: str) -> str:
    return json_text(_ENCODE(text))
