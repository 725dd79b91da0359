"""The result as JSON: what `submit --json` writes, and the `outcomes` output of the action."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from scorecard_action.errors import Problem
from scorecard_action.model import Outcome, Run
from scorecard_action.outputs.text import printable

VERSION = 1

# In this order, which is not the order of the structs.
_OUTCOME = (
    "entity",
    "rule",
    "rule_id",
    "state",
    "delivery",
    "kept_reason",
    "reason",
    "remarks",
    "measured",
    "limits",
    "reports",
    "examples",
    "previous",
)


def encode(run: Run) -> str:
    """The run as an indented JSON object, with a newline at its end.

    Fields: version, build, endpoint, dry_run_reason, submitted, outcomes, warnings,
    undelivered_file. What is not known is null, as is the state of an outcome that is kept for want
    of evidence. `kept_reason` says why one is kept: missing, later-build, failed-in-this-build.
    """
    document = {
        "version": VERSION,
        "build": msgspec.to_builtins(run.build),
        "endpoint": run.endpoint,
        "dry_run_reason": run.dry_run_reason,
        "submitted": run.submitted,
        "outcomes": [_outcome(outcome) for outcome in run.outcomes],
        "warnings": run.warnings,
        "undelivered_file": run.undelivered_file,
    }
    return dump(document)


def encode_errors(problems: Iterable[Problem]) -> str:
    """`{version, errors: [{file, line, column, message}]}`; null for a place that is not known."""
    errors = [
        {
            "file": problem.file or None,
            "line": problem.line or None,
            "column": problem.column or None,
            "message": problem.message,
        }
        for problem in problems
    ]
    return dump({"version": VERSION, "errors": errors})


def encode_outcomes(outcomes: Iterable[Outcome], *, without: Iterable[str] = ()) -> str:
    """The outcomes as a JSON array on one line; the fields named in `without` are null."""
    empty = dict.fromkeys(without)
    return _dump([_outcome(outcome) | empty for outcome in outcomes])


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {name: getattr(outcome, name) for name in _OUTCOME}


def dump(document: object) -> str:
    """Any JSON value, indented, with a newline at its end; fit to be printed to a log.

    Text in it is made printable, and no line of it is a command to a CI system.
    """
    return msgspec.json.format(_dump(document), indent=2) + "\n"


def _dump(value: object) -> str:
    # A log that this is printed to may take `##[` and `##vso[` for commands wherever they stand.
    # `#` is only ever found inside of strings, where it may be written as an escape.
    return msgspec.json.encode(_seen(value)).decode().replace("##", "#\\u0023")


def _seen(value: object) -> object:
    """The value with all its text made printable: lone surrogates have no UTF-8."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {printable(name): _seen(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_seen(item) for item in value]
    return value
