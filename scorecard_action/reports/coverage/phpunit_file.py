"""One file of PHPUnit's coverage XML: a by-product of its index.xml, which has the counts."""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import Evidence
from scorecard_action.reports.coverage.phpunit_xml import of_php_unit
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


def _read(source: Source) -> Iterator[Evidence]:
    return iter(())


def _detect(head: Head) -> bool:
    return of_php_unit(head) and head.xml is not None and "file" in head.xml.children


FORMAT = Format(
    name="phpunit-coverage-file",
    kind=None,
    title="one file of PHPUnit's coverage XML, whose index.xml has the counts",
    producers="PHPUnit --coverage-xml",
    detect=_detect,
    keys=frozenset({"<phpunit>"}),
    read=_read,
)
