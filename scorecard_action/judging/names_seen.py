"""The values that one report has in the fields that `only` names: what a person may have meant."""

from __future__ import annotations

from collections.abc import Collection

from scorecard_action.judging.firsts import MAX_NAMES, first_names
from scorecard_action.judging.select import GETTERS, Selectable
from scorecard_action.judging.telling import EXAMPLE_LENGTH
from scorecard_action.masking import clip
from scorecard_action.model import Kind


class NamesSeen:
    """The first values of some fields, in alphabetical order."""

    def __init__(self, fields: Collection[str]) -> None:
        self.wanted = bool(fields)
        """Whether any field is looked at."""
        self._names: dict[str, set[str]] = {field: set() for field in sorted(fields)}
        # beyond the last of a full set, a name would not be kept
        self._last: dict[str, str] = {}

    def see(self, kind: Kind, evidence: Selectable) -> None:
        """Take in a piece of evidence, selected or not."""
        getters = GETTERS[kind]
        for field, seen in self._names.items():
            getter = getters.get(field)
            value = getter(evidence) if getter else ""
            if not value or value in seen or (field in self._last and value > self._last[field]):
                continue
            seen.add(clip(value, EXAMPLE_LENGTH))
            if len(seen) > 2 * MAX_NAMES:
                self._names[field] = first_names(seen)
                self._last[field] = max(self._names[field])

    def see_tool(self, name: str) -> None:
        """Take in a tool, which may have found nothing."""
        if "tool" in self._names:
            self._names["tool"].add(clip(name, EXAMPLE_LENGTH))

    def of(self, fields: Collection[str]) -> dict[str, set[str]]:
        """Return what was seen of these fields, in sets that nobody shares."""
        return {field: set(seen) for field, seen in self._names.items() if field in fields}
