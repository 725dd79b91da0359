"""Which formats a report may be of: those that share a key with it, and no others.

However many formats there are, a report has the keys of few, and only these are asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head


class Index:
    """The formats by their `keys`; those without any, which are text, are always asked."""

    def __init__(self, forms: Sequence[Format]) -> None:
        self._forms = forms
        self._always = [number for number, form in enumerate(forms) if not form.keys]
        self._by_key: dict[str, list[int]] = {}
        for number, form in enumerate(forms):
            for key in form.keys:
                self._by_key.setdefault(key, []).append(number)

    def asked(self, head: Head) -> list[Format]:
        """Return the formats that a head may be of, in the order of the table."""
        found = set(self._always)
        if head.xml:
            found.update(self._by_key.get(f"<{head.xml.root}>", ()))
        elif head.json:
            for path in head.json.paths:
                found.update(self._by_key.get(path, ()))
        return [self._forms[number] for number in sorted(found)]
