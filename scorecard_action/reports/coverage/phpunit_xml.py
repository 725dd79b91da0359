"""PHPUnit's coverage XML (`--coverage-xml`): its index.xml, with counts for each file.

The other files of the folder list the lines of one file that tests cover, and not those that they
do not: they are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from scorecard_action.model import Coverage, CoverageTotals, Evidence, Kind
from scorecard_action.reports import xml
from scorecard_action.reports.coverage.declared import Sum, compared
from scorecard_action.reports.coverage.source_file import attribute_counts
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class _Index:
    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._folders: list[str] = []
        self._name = ""
        self._totals: tuple[int, int] | None = None
        self._listed = Sum()

    def start(self, name: str, attributes: dict[str, str], reader: xml.Reader) -> None:
        inside = reader.path[-3:-1]
        if name == "lines" and inside in (["directory", "totals"], ["project", "totals"]):
            self._totals = self._totals or attribute_counts(
                attributes, "executed", "executable", reader
            )
        elif name == "lines" and inside == ["file", "totals"]:
            if counts := attribute_counts(attributes, "executed", "executable", reader):
                self._listed.add(*counts)
                path = "/".join(part for part in (*self._folders, self._name) if part)
                self.evidence.append(Coverage(path, *counts))
        elif name == "file":
            self._name = attributes.get("name", "")
        elif name == "directory":
            # the outermost is called "/"
            self._folders.append(attributes.get("name", "").strip("/"))
        elif name == "project":
            self._folders.append(attributes.get("source", "").rstrip("/"))

    def end(self, name: str, reader: xml.Reader) -> None:
        if name in ("directory", "project"):
            self._folders.pop()
        elif len(reader.path) == 1:
            totals = self._totals or self._listed.counts
            self.evidence += compared(totals, self._listed.counts, "lines")
            self.evidence.append(CoverageTotals(*totals))


def of_php_unit(head: Head) -> bool:
    """Say whether a file is one of those that `--coverage-xml` writes."""
    return (
        head.xml is not None
        and head.xml.root == "phpunit"
        and head.xml.namespace.endswith("/coverage/1.0")
    )


def _read(source: Source) -> Iterator[Evidence]:
    return xml.read(source, _Index(), {"phpunit"})


def _detect(head: Head) -> bool:
    return of_php_unit(head) and head.xml is not None and "file" not in head.xml.children


FORMAT = Format(
    name="phpunit-xml",
    kind=Kind.COVERAGE,
    title="PHPUnit coverage XML (index.xml)",
    producers="PHPUnit --coverage-xml",
    detect=_detect,
    keys=frozenset({"<phpunit>"}),
    read=_read,
)
