"""What `only` leaves out, though nobody can say that it is not meant.

That `file` selects no finding of a report shows a clean folder only where the paths of the findings
are known. One that was not placed in the checkout, or that another reading of the pattern would
select, is missing evidence. So is a failed test, or a covered file, whose absolute path was not
placed, where the pattern selects none of its report; and a finding that `baseline` leaves out, of a
tool that compares none of its findings in this report with an earlier run.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from msgspec.structs import replace

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging.firsts import MAX_NAMES
from scorecard_action.judging.paths import Placed, is_absolute, is_elsewhere
from scorecard_action.judging.select import Matcher, Selectable, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.judging.telling import EXAMPLE_LENGTH, told_finding
from scorecard_action.mapping.types import Selector
from scorecard_action.masking import clip
from scorecard_action.model import Finding, Kind

NO_FILE: Final = "a finding without a file"
_WILD: Final = re.compile(r"[*?\[\]{}\\]")


class Doubts:
    """What one selection leaves out of a report, while it selects none of it."""

    def __init__(self, matcher: Matcher) -> None:
        selection = matcher.selection
        self._matcher = matcher
        self.open = any("file" in one.names for one in selection.only)
        """Whether evidence that is left out has still to be looked at."""
        self.comparing = any("baseline" in one.names for one in selection.only)
        """Whether findings are selected by how they compare with an earlier run."""
        self._anywhere = Matcher(selection._replace(only=_without(selection.only, "file")))
        self._anyhow = Matcher(selection._replace(only=_without(selection.only, "baseline")))
        self._others = [
            (before, Matcher(Selection(only, selection.except_)))
            for before, only in selection.others
        ]
        self._folders = Matcher(selection._replace(only=_of_folders(selection.only)))
        self._unplaced = ""
        self._respelled = ""
        self._compared: set[str] = set()  # tools that compare
        self._uncompared: dict[str, str] = {}  # by tool, a finding

    def left_out(self, evidence: Selectable, placed: Placed, kind: Kind) -> None:
        """Look at evidence that the selection leaves out, its path as it was placed."""
        if kind is Kind.LINT and not self._respelled:
            self._respelled = self._spelled(evidence)
        if not self._unplaced and self._may_be_here(evidence, placed, kind):
            path = placed.guessed or evidence.file
            self._unplaced = clip(path, EXAMPLE_LENGTH) or NO_FILE
        self.open = not (self._respelled and self._unplaced)

    def compare(self, finding: Finding, *, taken: bool) -> None:
        """Look at a finding, selected or not, for whether its tool compares."""
        if finding.baseline:
            if len(self._compared) < MAX_NAMES:
                self._compared.add(finding.tool)
        elif (
            not taken
            and finding.tool not in self._uncompared
            and len(self._uncompared) < MAX_NAMES
            and self._anyhow.selects(finding, Kind.LINT)
        ):
            self._uncompared[finding.tool] = told_finding(finding, message=False) or NO_FILE

    def tell(self, tally: Tally, kind: Kind) -> None:
        """Put into the tally of this report what was found, if it selects none of it."""
        selected = {
            Kind.TESTS: tally.failed + tally.accepted_tests,
            Kind.LINT: tally.findings + tally.accepted_findings,
            Kind.COVERAGE: len(tally.coverage.names),
        }
        silent = self._uncompared.keys() - self._compared
        tally.uncompared = min((self._uncompared[tool] for tool in silent), default="")
        if not selected[kind]:
            tally.unplaced = {kind: self._unplaced} if self._unplaced else {}
            tally.respelled = self._respelled

    def _spelled(self, evidence: Selectable) -> str:
        """Say by which other reading of the patterns this is selected; "" where by none."""
        for before, matcher in self._others if evidence.file else ():
            path = posixpath.normpath(posixpath.join(before, evidence.file))
            if matcher.selects(replace(evidence, file=path), Kind.LINT):
                there = "its paths began there: they begin where `reports` do"
                return f"{clip(path, EXAMPLE_LENGTH)} if {there}"
        if evidence.file and self._folders.selects(evidence, Kind.LINT):
            folder = "it named what is below a folder: write `/**` after it"
            return f"{clip(evidence.file, EXAMPLE_LENGTH)} if {folder}"
        return ""

    def _may_be_here(self, evidence: Selectable, placed: Placed, kind: Kind) -> bool:
        if placed.guessed:
            written = replace(evidence, file=placed.guessed)
            return self._matcher.selects(written, kind)
        if placed.placed or is_elsewhere(evidence.file):
            return False
        # patterns and relative paths of tests and covered files are compared as they are written
        unknown = kind is Kind.LINT or is_absolute(evidence.file)
        return unknown and self._anywhere.selects(evidence, kind)


def _without(only: tuple[Selector, ...], name: str) -> tuple[Selector, ...]:
    return tuple(Selector(tuple(field for field in one.fields if field[0] != name)) for one in only)


def _of_folders(only: tuple[Selector, ...]) -> tuple[Selector, ...]:
    """The selectors as if a `file` pattern that ends in a plain name named a folder."""

    def below(pattern: Glob | TextPattern) -> Glob | TextPattern:
        text = pattern.text.rstrip("/")
        if not isinstance(pattern, Glob) or not text or _WILD.search(text.rpartition("/")[2]):
            return pattern
        return Glob(f"{text}/**")

    return tuple(
        Selector(
            tuple(
                (name, tuple(map(below, patterns)) if name == "file" else patterns)
                for name, patterns in one.fields
            )
        )
        for one in only
    )
