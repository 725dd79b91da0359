"""Read a baseline's file: whole, or not at all.

It may come from a fork, a merge or another tool: what is wrong is said with its place, and costs
bounded memory and time. A byte order mark and CR LF are what a checkout may have made of it.
"""

from __future__ import annotations

import codecs
import json
import re
import stat
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NoReturn

from scorecard_action.baselines import values
from scorecard_action.baselines.keys import Key
from scorecard_action.baselines.writing import VERSION, counted
from scorecard_action.errors import BaselineError, Problem, ReportError
from scorecard_action.files import NotRegularError, read_bounded
from scorecard_action.judging.known import FailedTest, Fingerprint, Known, Times
from scorecard_action.masking import clip
from scorecard_action.model import State
from scorecard_action.reports.jsonlimits import MAX_ITEMS, TOO_DEEP, refuse_excess

MAX_SIZE: Final = 100 * 1024 * 1024  # bytes
_MOST: Final = 10**12
_MOST_SHOWN: Final = 60
_CONFLICT: Final = re.compile(rb"^(?:<{7}|>{7}|\|{7}|={7}\r?$)", re.MULTILINE)
_ANEW: Final = "write it anew: scorecard-action baseline"
_FOREIGN: Final = f"not what `scorecard-action baseline` writes; {_ANEW}"
_ROWS: Final = {
    "failed": "[name, count, suite]",
    "findings": "[rule, message, count, errors, the tool's own mark]",
}
_KEYS: Final = {*Key._fields, "state", "measured", *_ROWS}


def load(path: str | Path, shown: str = "") -> dict[Key, Known] | None:
    """Return what the file holds; None where there is no such file. `shown` is what to call it.

    Raises BaselineError for a file that cannot be read.
    """
    name = shown or str(path)
    try:
        data = read_bounded(path, MAX_SIZE)
    except FileNotFoundError:
        return None
    except NotRegularError as error:
        what = "a folder" if stat.S_ISDIR(error.mode) else "no regular file"
        raise _error(name, f"the baseline is {what}") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a file name"
        raise _error(name, f"the baseline cannot be read: {why}") from None
    return parse(data, name)


def parse(data: bytes, name: str) -> dict[Key, Known]:
    """Return what the content of the file `name` says.

    Raises BaselineError for anything that `writing.to_json` does not write.
    """
    if problem := too_large(data):
        raise _error(name, f"the baseline {problem}: {_ANEW}")
    if conflict := _CONFLICT.search(data):
        text = (
            "a merge left a conflict in the baseline; neither side of it is right:"
            f" {_ANEW} on the merged branch"
        )
        raise _error(name, text, data.count(b"\n", 0, conflict.start()) + 1, 1)
    document = _document(data.removeprefix(codecs.BOM_UTF8), name)
    if not isinstance(document, dict) or "version" not in document or "rules" not in document:
        raise _error(name, _FOREIGN, 1)
    if document["version"] is True or document["version"] != VERSION:
        text = f"the baseline has version {_shown(document['version'])}, and this program reads"
        raise _error(name, f"{text} version {VERSION}: use the one that wrote it, or {_ANEW}")
    if strange := sorted(document.keys() - {"version", "about", "rules"}):
        raise _error(name, f"unknown key {_shown(strange[0])}: {_FOREIGN}")
    if not isinstance(document["rules"], list):
        raise _error(name, f"rules: expected a list: {_FOREIGN}")
    entries: dict[Key, Known] = {}
    for number, item in enumerate(document["rules"], 1):
        try:
            key = _key(item)
        except ValueError as error:
            raise _error(name, f"rule {number} of the baseline: {error}") from None
        if key in entries:
            raise _error(name, f"rule {key} is in the baseline twice: {_ANEW}")
        try:
            entries[key] = _known(item)
        except ValueError as error:
            raise _error(name, f"rule {key} in the baseline: {error}") from None
    return entries


def too_large(data: bytes) -> str:
    """Say why a baseline of this content would not be read; "" where it is not too large."""
    if len(data) > MAX_SIZE:
        return f"is larger than {MAX_SIZE // 1024**2:,} MiB"
    try:
        refuse_excess(data, 1)
    except ReportError as error:
        return (
            "is nested too deep" if error.message == TOO_DEEP else f"holds over {MAX_ITEMS:,} items"
        )
    return ""


def _error(name: str, text: str, line: int = 0, column: int = 0) -> BaselineError:
    return BaselineError([Problem(name, line, column, text)])


def _shown(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= _MOST_SHOWN else f"{clip(text, _MOST_SHOWN)}…"


def _document(data: bytes, name: str) -> object:
    if not data.strip():
        raise _error(name, f"the baseline is empty: {_ANEW}", 1)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        raise _error(name, f"the baseline is not UTF-8: {_ANEW}", line, column) from None
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=Decimal,
            parse_constant=_refuse,
        )
    except json.JSONDecodeError as error:
        cut = not text[error.pos :].strip() or error.msg.startswith("Unterminated string")
        what = "is cut off" if cut else f"is no JSON ({error.msg})"
        raise _error(name, f"the baseline {what}: {_ANEW}", error.lineno, error.colno) from None
    except RecursionError:
        raise _error(name, f"nested too deep: {_FOREIGN}", 1) from None
    except ValueError as error:
        # Python's own words are of its settings
        long = str(error).startswith("Exceeds the limit")
        why = "a number of thousands of digits" if long else str(error)
        raise _error(name, f"the baseline is no JSON ({why}): {_ANEW}") from None


def _place(data: bytes, at: int) -> tuple[int, int]:
    line = data[data.rfind(b"\n", 0, at) + 1 : at]
    return data.count(b"\n", 0, at) + 1, len(line.decode()) + 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"{_shown(twice)} stands twice in one object")
    return made


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _key(item: object) -> Key:
    if not isinstance(item, dict):
        raise ValueError(f"expected an object, found {_shown(item)}")
    if strange := sorted(item.keys() - _KEYS):
        raise ValueError(f"unknown key {_shown(strange[0])}")
    for name in Key._fields:
        if name in item and not (isinstance(item[name], str) and item[name]):
            raise ValueError(f"{name}: expected text, found {_shown(item[name])}")
    key = Key(*(item.get(name, "") for name in Key._fields))
    if not key.entity or not (key.rule or key.id):
        raise ValueError("names no rule and entity")
    return key


def _known(item: dict[str, Any]) -> Known:
    state = item.get("state")
    if state is not None and (not isinstance(state, str) or state not in set(State)):
        raise ValueError(f"state: expected pass, fail, skip or null, found {_shown(state)}")
    given = item.get("measured", {})
    if not isinstance(given, dict):
        raise ValueError(f"measured: expected an object, found {_shown(given)}")
    measured: dict[str, Fraction] = {}
    for name, value in given.items():
        try:
            measured[name] = values.read(value)
        except ValueError as error:
            raise ValueError(f"measured: {_shown(name)}: {_shown(value)} {error}") from None
    failed: dict[FailedTest, int] = {}
    for number, group, row in _rows(item, "failed"):
        name, count, suite = _filled(row, ["", 1, ""], "failed", number)
        _once(failed, FailedTest(group, name, suite), count, "failed", number)
    findings: dict[Fingerprint, Times] = {}
    for number, group, row in _rows(item, "findings"):
        rule, message, count, errors, own = _filled(row, ["", "", 1, 0, ""], "findings", number)
        if errors > count:
            raise ValueError(f"findings, entry {number}: more errors than findings")
        one = Fingerprint(rule, group, message, own)
        _once(findings, one, Times(count, errors), "findings", number)
    said = counted(failed, findings, measured)
    of_lists = {"failed": ("failed",), "findings": ("findings", "errors", "warnings")}
    for name in (one for part, names in of_lists.items() if part in item for one in names):
        if name in said:
            measured.setdefault(name, said[name])
    return Known(State(state) if state else None, measured, failed, findings)


def _rows(item: dict[str, Any], part: str) -> Iterator[tuple[int, str, list[Any]]]:
    """Yield each row of a list with its number and the group that it is in."""
    given = item.get(part, [])
    if not isinstance(given, list):
        raise ValueError(f"{part}: expected a list, found {_shown(given)}")
    group = None
    for number, one in enumerate(given, 1):
        if isinstance(one, str):
            group = one
        elif isinstance(one, list) and group is not None:
            yield number, group, one
        elif one is not None or number < len(given):
            raise ValueError(f"{part}, entry {number}: expected {_ROWS[part]}, found {_shown(one)}")


def _filled(row: list[Any], usual: list[Any], part: str, number: int) -> list[Any]:
    """The row with what is usual where it ends early, each of its type."""
    filled = [*row, *usual[len(row) :]]
    named = 1 if part == "failed" else 2
    fits = (
        type(one) is type(like) and (isinstance(one, str) or like <= one <= _MOST)
        for one, like in zip(filled, usual, strict=False)
    )
    if len(row) < named or len(filled) > len(usual) or not all(fits):
        raise ValueError(f"{part}, entry {number}: expected {_ROWS[part]}, found {_shown(row)}")
    return filled


def _once(into: dict[Any, Any], key: Any, value: object, part: str, number: int) -> None:  # noqa: ANN401 - of either list
    if key in into:
        raise ValueError(f"{part}, entry {number}: {_shown(list(key))} is there twice")
    into[key] = value
