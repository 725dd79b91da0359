"""The words for how serious a finding is that limits may name: critical, high, medium and low.

They are the tool's own words, or the bands of its scores. Only a report that could say a word shows
that there is none of it.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from scorecard_action.judging.select import Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.model import Level

BANDS: Final = ("critical", "high", "medium", "low")
_MOST_KNOWN: Final = 4_000  # of a thousand tools
_SAME: Final = {"moderate": "medium"}
"""What tools write for the same band: npm, pnpm and yarn."""
_BAND_OF: Final = {**{word: word for word in BANDS}, **_SAME}


def band_of(severity: str) -> str:
    """Return the band that a tool's word names, whatever its case; "" where it names none."""
    return _BAND_OF.get(severity.lower(), "") if severity else ""


def sayable(words: frozenset[str] | None, seen: AbstractSet[str]) -> set[str]:
    """Return the bands that a report could name; `words` are those of its format, in lower case
    (None: any word), `seen` the bands in it.
    """
    return set(BANDS) if words is None else {*seen, *filter(None, map(band_of, words))}


def selected(selection: Selection) -> set[str]:
    """Return the bands of which `only` could select a finding, by what it says of `severity`, and
    that no `except` leaves out by their word alone.
    """
    left_out = [
        pattern
        for one in selection.except_
        if one.names == {"severity"}
        for _, patterns in one.fields
        for pattern in patterns
    ]
    words = {word for word in _BAND_OF if not any(one.matches(word) for one in left_out)}
    said = [dict(one.fields).get("severity") for one in selection.only]
    if said and None not in said:
        patterns = [pattern for one in said for pattern in one or ()]
        words = {
            word
            for word in words
            if any(pattern.matches(known) for pattern in patterns for known in (word, *Level))
        }
    return {_BAND_OF[word] for word in words}


class Bands:
    """The bands of the findings of one report."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()
        self._known: dict[tuple[str, str], str] = {}  # by the word as it is written, and the tool

    def see(self, severity: str, tool: str) -> str:
        """Take in the word of a finding, selected or not, and its tool; return its band."""
        if not severity:
            return ""
        band = self._known.get((severity, tool))
        if band is None:
            band = band_of(severity)
            if len(self._known) < _MOST_KNOWN:
                self._known[severity, tool] = band
            if band and len(self._seen) < _MOST_KNOWN:
                self._seen.add((tool, band))
        return band

    def tell(
        self,
        tally: Tally,
        path: str,
        words: frozenset[str] | None,
        selection: Selection,
        tools: AbstractSet[str],
    ) -> None:
        """Put into the tally of this report which bands it could name, and which it could not;
        `words` and `tools` are those that the selection could take.
        """
        seen = {band for tool, band in self._seen if tool in tools or not tool}
        tally.can_say = sayable(words, seen) & selected(selection)
        if lacking := " ".join(band for band in BANDS if band not in tally.can_say):
            tally.cannot_say = {lacking: {path}}


def silent(tally: Tally, band: str) -> list[str]:
    """Return the reports that could not say a band, sorted."""
    return sorted(
        path for bands, paths in tally.cannot_say.items() if band in bands.split() for path in paths
    )
