"""Istanbul's `coverage-summary.json` (reporter `json-summary`; istanbul-lib-coverage).

Counts for each file and in all, no lines. A percentage is the word "Unknown" where there is nothing
to cover, so only the counts are read. `branchesTrue` counts conditions, not branches.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.declared import Count, Sum, checked, compared
from scorecard_action.reports.coverage.toplevel import below_the_root
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Counts(msgspec.Struct, gc=False):
    total: Count
    covered: Count

    def of(self, where: str) -> tuple[int, int]:
        return checked(self.covered, self.total, clip(where, 200))


class _File(msgspec.Struct, gc=False):
    lines: _Counts
    branches: _Counts


def _read(source: Source) -> Iterator[Evidence]:
    report = jsondoc.decode(source, dict[str, _File])
    total = report.pop("total", None)
    if total is None:
        raise ReportError("no `total` in it: this is no coverage-summary.json")
    listed = Sum(), Sum()
    for name, file in report.items():
        lines, branches = file.lines.of(name), file.branches.of(name)
        listed[0].add(*lines)
        listed[1].add(*branches)
        yield Coverage(
            name, *lines, branches=(), branches_covered=branches[0], branches_valid=branches[1]
        )
    lines, branches = total.lines.of("the totals"), total.branches.of("the totals")
    if report:  # the reporter can be told to leave the files out
        yield from compared(lines, listed[0].counts, "lines")
        yield from compared(branches, listed[1].counts, "branches")
    yield CoverageTotals(*lines, None, *branches)


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    return any(
        f"{base}.statements.total" in paths and f"{base}.functions.covered" in paths
        for base in below_the_root(paths, ".lines.covered")
    )


FORMAT = Format(
    name="istanbul-summary",
    kind=Kind.COVERAGE,
    title="Istanbul coverage-summary.json",
    producers="Istanbul (nyc, Jest), c8, Vitest: json-summary",
    detect=_detect,
    read=_read,
)
