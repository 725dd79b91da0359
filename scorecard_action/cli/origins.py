"""Where the values of a mapping came from that extends others, for `check` and `explain`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Mapping as Map

from scorecard_action.errors import locate
from scorecard_action.judging.limits import Limit
from scorecard_action.mapping.types import Mapping, Origin, Rule

# Where they stand says nothing: every file has them.
_PLAIN = frozenset({"version", "rules"})


def of_rule(rule: Rule, mapping: Mapping) -> Iterator[str]:
    """Yield what of a rule stands in another file: `from shared/base.yaml:5: reports`."""
    return _told(rule.origins, mapping.file)


def of_keys(rule: Rule, mapping: Mapping) -> Iterator[str]:
    """Yield the same of its keys but the limits, of which `of_limit` tells."""
    keys = {
        name: origin
        for name, origin in rule.origins.items()
        if name.partition(".")[0] not in {"min", "max"}
    }
    return _told(keys, mapping.file)


def of_limit(limit: Limit, rule: Rule) -> str:
    """Return where a limit stands, `shared/base.yaml:5`, or that it is a default."""
    name = f"{'min' if limit.least else 'max'}.{limit.metric}"
    return locate(*rule.origins[name]) if name in rule.origins else "the default"


def of_mapping(mapping: Mapping) -> Iterator[str]:
    """Yield the files below the mapping, and what of its top stands in one of them."""
    for lower in mapping.lower:
        where = " (outside the workspace)" if lower.outside else ""
        yield f"extends: {lower.file}{where}{', its sum is as named' if lower.pinned else ''}"
    yield from _told(mapping.origins, mapping.file)


def notes(mapping: Mapping, repository: str) -> Iterator[str]:
    """Yield which files can change without a commit here: `repository` is the root of it."""
    root = os.path.realpath(repository).rstrip("/\\") + os.sep
    for lower in mapping.lower:
        if not lower.pinned and not os.path.realpath(lower.file).startswith(root):
            yield (
                f"{lower.file} lies outside the repository and nothing here names its sum, so what"
                f" it says can change without a commit here; now it is {lower.sum}"
            )


def _told(origins: Map[str, Origin], here: str) -> Iterator[str]:
    named: dict[Origin, list[str]] = {}
    inner = {name.partition(".")[0] for name in origins if "." in name}
    for name, origin in origins.items():
        # of `min` and `max` each metric has a place of its own
        if origin.file != here and name not in _PLAIN | inner:
            named.setdefault(origin, []).append(name.replace(".", " "))
    for origin, names in sorted(named.items()):
        yield f"from {locate(*origin)}: {', '.join(names)}"
