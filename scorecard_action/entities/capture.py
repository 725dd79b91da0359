"""Entities captured from paths: `{service}` in a `reports` glob, where no service is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scorecard_action.globs.find import Wanted, find
from scorecard_action.globs.globs import Glob
from scorecard_action.globs.segments import DEEP, Segment
from scorecard_action.mapping.placeholders import placeholders
from scorecard_action.mapping.types import Mapping, Rule
from scorecard_action.model import Entity

_TOKEN: Final = re.compile(r"\\.|(\{service\})", re.DOTALL)
_ESCAPED: Final = re.escape("{service}")


def captures(mapping: Mapping) -> bool:
    """Say whether a `reports` glob of the mapping captures services."""
    return any(True for rule in mapping.rules for _ in _capturing(rule))


def captured(mapping: Mapping, top: Path) -> dict[Entity, str]:
    """Return all services that any rule captures, each with a path that it was captured from.

    `{service}` stands for one segment of a path, or for a part of one between literal text.
    """
    globs = [(glob, rule.exclude) for rule in mapping.rules for glob in _capturing(rule)]
    wanted = [
        Wanted(_any_service(glob, top), tuple(_any_service(one, top) for one in exclude))
        for glob, exclude in globs
    ]
    patterns = [_capture(glob) for glob, _ in globs]
    found: dict[Entity, str] = {}
    for path, indexes in find(top, wanted).files.items():
        for index in indexes:
            if name := _name(path, patterns[index]):
                found.setdefault(Entity("service", name), path)
    return dict(sorted(found.items()))


def _capturing(rule: Rule) -> list[Glob]:
    return [report.glob for report in rule.reports if "service" in placeholders(report.glob.text)]


def _any_service(glob: Glob, top: Path) -> Glob:
    text = glob.below(str(top)).text
    return Glob(_TOKEN.sub(lambda token: "*" if token[1] else token[0], text))


def _capture(glob: Glob) -> list[re.Pattern[str]]:
    return [
        re.compile("".join(_segments(alternative)), re.DOTALL) for alternative in glob.alternatives
    ]


def _segments(alternative: Sequence[Segment]) -> list[str]:
    last = len(alternative) - 1
    parts = []
    for number, segment in enumerate(alternative):
        if segment == DEEP:
            parts.append("(?:[^/]+/)*?" if number < last else ".+")
            continue
        # the first placeholder captures, any other must agree with it
        regex = segment.regex.replace(_ESCAPED, "(?P<service>[^/]+)", 1)
        if "(?P<service>" in "".join(parts):
            regex = segment.regex.replace(_ESCAPED, "(?P=service)")
        parts.append(regex.replace(_ESCAPED, "(?P=service)") + ("/" if number < last else ""))
    return parts


def _name(path: str, patterns: Sequence[re.Pattern[str]]) -> str | None:
    for pattern in patterns:
        found = pattern.fullmatch(path.lstrip("/"))
        if found and "service" in pattern.groupindex:
            return found["service"]
    return None
