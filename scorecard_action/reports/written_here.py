"""What this program itself wrote as JSON: a baseline, a saved batch, a run. By-products, so that a
pattern such as `**/*.json` does not take them for reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scorecard_action.model import Evidence
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source

_RUN: Final = frozenset({"version", "build.provider", "dry_run_reason"})
_SAVED: Final = frozenset({"version", "outcomes[].entity", "outcomes[].decided_at"})


def _read(source: Source) -> Iterator[Evidence]:
    return iter(())


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    baseline = head.json.values.get("about", "").startswith("Written by `scorecard-action")
    return baseline or head.json.paths >= _RUN or head.json.paths >= _SAVED


FORMAT = Format(
    name="scorecard-action",
    kind=None,
    title="a file that scorecard-action wrote",
    producers="scorecard-action",
    detect=_detect,
    keys=frozenset({"about", "dry_run_reason", "outcomes[].decided_at"}),
    read=_read,
)
