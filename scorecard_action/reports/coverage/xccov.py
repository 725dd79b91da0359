"""Xcode's coverage as JSON (`xcrun xccov view --report --json`, also with `--only-targets`).

Counts for each file of each target, no lines. The totals are Xcode's: they count test bundles too,
and a file that two targets compile twice.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from scorecard_action.masking import clip
from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind, Notice
from scorecard_action.reports import jsondoc
from scorecard_action.reports.coverage.declared import Count, Sum, checked, compared
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Counts(msgspec.Struct, gc=False):
    covered: Count = msgspec.field(name="coveredLines")
    executable: Count = msgspec.field(name="executableLines")

    def of(self, where: str) -> tuple[int, int]:
        return checked(self.covered, self.executable, clip(where, 200))


class _File(_Counts):
    path: str = ""
    name: str = ""


class _Target(_Counts):
    name: str = ""
    files: list[_File] = []


class _Report(_Counts):
    targets: list[_Target]


def _read(source: Source) -> Iterator[Evidence]:
    report = None if source.head.startswith(b"[") else jsondoc.decode(source, _Report)
    targets = report.targets if report else jsondoc.decode(source, list[_Target])
    listed, in_files = Sum(), Sum()
    for target in targets:
        listed.add(*target.of(target.name))
        for file in target.files:
            counts = file.of(file.path or file.name)
            in_files.add(*counts)
            yield Coverage(file.path or file.name, *counts)
    totals = report.of("the totals") if report else listed.counts
    yield from compared(totals, listed.counts, "lines")
    if any(target.files for target in targets):
        yield from compared(listed.counts, in_files.counts, "lines")
    if bundles := [target.name for target in targets if target.name.endswith(".xctest")]:
        yield Notice(
            f"Xcode's totals count the tests themselves ({clip(', '.join(bundles), 200)}):"
            " `except: {file: …}` leaves their files out"
        )
    yield CoverageTotals(*totals)


def _detect(head: Head) -> bool:
    if head.json is None:
        return False
    paths = head.json.paths
    if head.json.root == "[":
        return {"[].coveredLines", "[].executableLines", "[].name"} <= paths
    return {"coveredLines", "executableLines"} <= paths or {
        "targets[].coveredLines",
        "targets[].executableLines",
    } <= paths


FORMAT = Format(
    name="xccov",
    kind=Kind.COVERAGE,
    title="xccov JSON",
    producers="xcrun xccov view --report --json",
    detect=_detect,
    keys=frozenset({"[].coveredLines", "coveredLines", "targets[].coveredLines"}),
    read=_read,
)
