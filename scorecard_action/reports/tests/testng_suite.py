"""testng-failed.xml and testng.xml: which tests TestNG shall run. No report, but beside reports.

Format: https://testng.org/testng-1.0.dtd.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import Evidence
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


def _detect(head: Head) -> bool:
    if head.xml is None or head.xml.root != "suite" or "started-at" in head.xml.attributes:
        return False
    return "testng" in head.xml.doctype.lower() or not head.xml.names.isdisjoint(
        {"classes", "packages", "suite-files"}
    )


def _read(source: Source) -> Iterator[Evidence]:
    return iter(())


FORMAT = Format(
    name="testng-suite",
    kind=None,
    title="TestNG's list of tests to run",
    producers="TestNG",
    detect=_detect,
    keys=frozenset({"<suite>"}),
    read=_read,
)
