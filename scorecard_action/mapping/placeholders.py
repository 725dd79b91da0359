"""`{service}` and `{folder}` in patterns: found, and filled in literally.

Until they are filled in, patterns hold them as they are written: braces without a comma stand for
themselves in a glob, so an unfilled pattern matches nothing by accident.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from scorecard_action.errors import UsageError
from scorecard_action.globs.globs import Glob, TextPattern, escape
from scorecard_action.mapping.types import Rule, Selector
from scorecard_action.mapping.wording import quote

# An escaped brace is skipped together with its backslash.
_TOKEN = re.compile(r"\\.|\{(service|folder)\}", re.DOTALL)

P = TypeVar("P", bound=Glob | TextPattern)


def placeholders(text: str) -> frozenset[str]:
    """Which of `service` and `folder` a pattern's text asks for."""
    return frozenset(match[1] for match in _TOKEN.finditer(text) if match[1])


@lru_cache(maxsize=4096)
def asks_for(rule: Rule) -> frozenset[str]:
    """Which of `service` and `folder` any pattern of the rule asks for."""
    found: frozenset[str] = frozenset()
    for pattern in _patterns(rule):
        found |= placeholders(pattern.text)
    return found


def fill(rule: Rule, service: str, folder: str = "") -> Rule:
    """The rule for one entity: `service` is its name without its kind, `folder` where it lives.

    Raises UsageError for a name that is no single path segment, where a pattern asks for it.
    """
    asked = asks_for(rule)
    if not asked:
        return rule
    if "service" in asked and not fits(service):
        raise UsageError(
            f"{quote(service)} cannot be put in the place of '{{service}}' in rule "
            f"{quote(rule.label)}: it is not the name of one folder or file",
        )

    def filled(pattern: P) -> P:
        return fill_pattern(pattern, service, folder)

    def selected(selectors: tuple[Selector, ...]) -> tuple[Selector, ...]:
        return tuple(
            Selector(
                tuple(
                    (name, tuple(filled(pattern) for pattern in patterns))
                    for name, patterns in selector.fields
                )
            )
            for selector in selectors
        )

    return replace(
        rule,
        reports=tuple(report._replace(glob=filled(report.glob)) for report in rule.reports),
        exclude=tuple(map(filled, rule.exclude)),
        only=selected(rule.only),
        except_=selected(rule.except_),
        accept=tuple(one._replace(selector=selected((one.selector,))[0]) for one in rule.accept),
    )


def fits(service: str) -> bool:
    """Whether a name can be one segment of a path, or a part of one."""
    return service not in {"", ".", ".."} and "/" not in service


def fill_pattern(pattern: P, service: str, folder: str = "") -> P:
    """The pattern for one entity, whose name `fits`."""
    if not placeholders(pattern.text):
        return pattern
    values = {"service": service, "folder": folder or "."}
    guard = escape if isinstance(pattern, Glob) else _escape_text
    text = _TOKEN.sub(lambda m: guard(values[m[1]]) if m[1] else m[0], pattern.text)
    return replace(pattern, text=text)


def _patterns(rule: Rule) -> tuple[Glob | TextPattern, ...]:
    return (
        *(report.glob for report in rule.reports),
        *rule.exclude,
        *(
            pattern
            for selector in (*rule.only, *rule.except_, *(one.selector for one in rule.accept))
            for _, patterns in selector.fields
            for pattern in patterns
        ),
    )


def _escape_text(value: str) -> str:
    return re.sub(r"[\\*]", r"\\\g<0>", value)
