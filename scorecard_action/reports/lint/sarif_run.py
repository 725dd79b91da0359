"""What a SARIF run says of itself: whether its tool finished, and what its paths start at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar
from urllib.parse import unquote

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Nothing, Notice, ToolError
from scorecard_action.reports.lint import sarif_log
from scorecard_action.reports.lint.documents import line_number
from scorecard_action.reports.numbers import whole

T = TypeVar("T")

# SpotBugs' exit code is a sum of these (edu.umd.cs.findbugs.ExitCodes); its report is not
# successful for any of them.
_MISSING_CLASSES: Final = 2
_ERRORS: Final = 4
_SUM: Final = 8
# the notification of it has the level error
_OF_MISSING_CLASSES: Final = "spotbugs-missing-classes"
_HAND_OVER: Final = "name them in its auxiliary classpath"
# a base may have a base; deeper than this it is a circle
_MAX_BASES: Final = 20


def unfinished(run: sarif_log.Run, tool: str) -> Iterator[Evidence]:
    """Say why the run is no whole evidence: no results, errors, an execution without success."""
    if run.results is None:
        yield ToolError(f"{tool} holds no results: it did not scan")
    elif run.external_property_file_references and run.external_property_file_references.results:
        yield ToolError(f"{tool} wrote results to other files, which are not read here")
    for invocation in run.invocations or ():
        if died := invocation.process_start_failure_message or invocation.exit_signal_name:
            yield ToolError(f"{tool} did not run to its end: {clip(died, 300)}")
        errors = False
        for notification in (
            *(invocation.tool_execution_notifications or ()),
            *(invocation.tool_configuration_notifications or ()),
        ):
            if (notification.level or "").lower() != "error":
                continue
            text = (notification.message and message(notification.message)) or "without a message"
            if notification.descriptor and notification.descriptor.id == _OF_MISSING_CLASSES:
                yield Notice(f"{tool}: {clip(text, 300)} ({_HAND_OVER})")
                continue
            errors = True
            yield ToolError(f"{tool} reports an error: {clip(text, 300)}")
        if invocation.execution_successful is False and not errors:
            yield from _unsuccessful(invocation, run, tool)


def looked_at_nothing(run: sarif_log.Run, tool: str) -> Iterator[Evidence]:
    """Say where the metrics of a run without results (bandit writes them) count no line."""
    metrics = (run.properties or {}).get("metrics")
    totals = metrics.get("_totals") if isinstance(metrics, dict) else None
    lines = totals.get("loc") if isinstance(totals, dict) else None
    if not run.results and isinstance(lines, int | float) and not lines:
        yield Nothing(f"{tool} looked at no line of code")


def _unsuccessful(
    invocation: sarif_log.Invocation, run: sarif_log.Run, tool: str
) -> Iterator[Evidence]:
    name, code = tool.lower(), number(invocation.exit_code)
    if name == "kube-linter" and code is None and run.results:
        return  # it says so whenever it found something
    if name == "spotbugs" and code is not None and 0 <= code < _SUM and not code & _ERRORS:
        if code & _MISSING_CLASSES:
            yield Notice(f"{tool} did not find all classes that it needs ({_HAND_OVER})")
        return
    yield ToolError(f"{tool} says that its execution was not successful")


def message(one: sarif_log.Message, rule: sarif_log.Rule | None = None) -> str:
    """Return the text of a message, else of the message of its rule that it names (§3.11.3)."""
    found = one
    if one.text is None and one.id is not None and rule and rule.message_strings:
        found = rule.message_strings.get(text(one.id), one)
    words = found.text or found.markdown or ""
    for place, argument in enumerate((one.arguments or ())[:20]):
        words = words.replace(f"{{{place}}}", clip(text(argument), 200))
    return clip(words, 2_000)


def path(artifact: sarif_log.Artifact | None, run: sarif_log.Run) -> str:
    """Return where an artifact is: its URI, put below the bases that it names (§3.4.4, §3.14.14).

    A base without a value leaves the path as it is. Percent-decoded, unless it is a `file:` URI,
    which is decoded where paths are compared, and must not be decoded twice.
    """
    if artifact is None:
        return ""
    if artifact.uri is None and (entry := at(run.artifacts or [], artifact.index)):
        artifact = entry.location or artifact
    joined, bases = artifact.uri or "", run.original_uri_base_ids or {}
    name = artifact.uri_base_id
    for _ in range(_MAX_BASES):
        base = bases.get(name or "")
        if not joined or base is None or _is_absolute(joined):
            break
        if base.uri:
            # §3.14.14: it ends in a slash, which some forget
            joined = f"{base.uri.rstrip('/')}/{joined}"
        name = base.uri_base_id
    return joined if joined.startswith("file:") else unquote(joined)


def _is_absolute(uri: str) -> bool:
    scheme, colon, _ = uri.partition(":")
    return uri.startswith(("/", "\\")) or bool(colon and scheme.isalnum())


def number(value: sarif_log.Whole) -> int | None:
    """Return an integer however it is written, None where there is none."""
    if isinstance(value, str):
        digits = value.strip().removeprefix("-")
        return whole(digits) * (-1 if "-" in value else 1) if digits.isdecimal() else None
    return int(value) if value is not None and abs(value) < 2**53 else None


def text(value: sarif_log.Text) -> str:
    """Return an id as text, however it is written; `3.0` is `3`."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else clip(str(value), 1_000)


def at(items: list[T], index: sarif_log.Whole) -> T | None:
    """Return an element, None where the index is absent (-1 too) or out of range."""
    place = number(index)
    return items[place] if place is not None and 0 <= place < len(items) else None


def line(region: sarif_log.Region | None) -> int:
    """Return the first line of a region, 0 where it is unknown."""
    return line_number(region.start_line) if region else 0
