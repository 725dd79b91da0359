"""CUnit's `<name>-Listing.xml`: the tests that there are, and nothing of how they ended."""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import Evidence
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


def _read(source: Source) -> Iterator[Evidence]:
    return iter(())


def _detect(head: Head) -> bool:
    return head.xml is not None and head.xml.root == "CUNIT_TEST_LIST_REPORT"


FORMAT = Format(
    name="cunit-listing",
    kind=None,
    title="CUnit's list of tests",
    producers="CUnit",
    detect=_detect,
    keys=frozenset({"<CUNIT_TEST_LIST_REPORT>"}),
    read=_read,
)
