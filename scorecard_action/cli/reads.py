"""What each rule would read now, of which only the beginning is looked at: for `check`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from scorecard_action.entities.targets import Targets
from scorecard_action.errors import ReportError
from scorecard_action.mapping.types import Rule
from scorecard_action.model import Kind
from scorecard_action.reading.absent import MOST_NOTES, Around, Lacking, absences, another_s
from scorecard_action.reading.age import Ages
from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.patience import Patience, Watch
from scorecard_action.reading.start import find_reports
from scorecard_action.reports.detect import detect
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import Source

# Reports whose beginning is read: enough to know the formats of a repository.
MOST_LOOKED: Final = 500


class Report(NamedTuple):
    """A file that a rule reads: the entities that it is read for, and its format.

    `named` says that the mapping names the format; `looked` is false where it was not looked at.
    """

    entities: frozenset[str] = frozenset()
    form: Format | None = None
    named: bool = False
    looked: bool = True


class Reads(NamedTuple):
    """By rule: the files that it reads now, in order, and what is said of entries without one."""

    reports: Mapping[Rule, Mapping[str, Report]]
    absent: Mapping[Rule, tuple[str, ...]]

    def kinds(self, rule: Rule) -> frozenset[Kind]:
        """Return what the reports hold that a rule reads now, or that it names the formats of."""
        named = [FORMATS.get(entry.format) for entry in rule.reports if entry.format]
        found = [one.form for one in self.reports.get(rule, {}).values()]
        return frozenset(form.kind for form in (*named, *found) if form and form.kind)


def reads(
    found: Targets | None,
    checkout: Checkout,
    mapping_folder: Path,
    patience: Patience,
    *,
    outside: bool,
) -> Reads:
    """Find what the rules read; `outside` as of `gather.Place`, `found` None where none are."""
    if not found:
        return Reads({}, {})
    top = Path(checkout.top)
    ages = Ages(top, dt.datetime.now(dt.UTC))
    entries = [
        (target, number) for target in found.targets for number in range(len(target.rule.reports))
    ]
    there, beyond = find_reports(
        [target.wanted(number) for target, number in entries], checkout, outside=outside
    )
    notes: dict[int, list[str]] = {}
    fed: set[int] = set()
    served: dict[Rule, dict[str, dict[str, str | None]]] = {}
    for path, indexes in (there.files | beyond).items():
        for index in indexes:
            target, number = entries[index]
            told = notes.setdefault(index, [])
            if not found.speaks(path, target, number):
                told += [another_s(path, found)] if len(told) < MOST_NOTES else []
            elif old := ages.refused(path, target.rule.max_age):
                told += [old] if len(told) < MOST_NOTES else []
            else:
                fed.add(index)
                formats = served.setdefault(target.written, {}).setdefault(path, {})
                entity, form = str(target.entity), target.rule.reports[number].format
                formats[entity] = formats.get(entity) or form
    lacking = [
        (target, Lacking(target, number, (*told, *there.passed_by.get(index, ())), explained))
        for index, (target, number) in enumerate(entries)
        if index not in fed
        for told in [notes.get(index, [])]
        for explained in [bool(told) or index in there.excluded]
    ]
    rules: dict[str, set[Rule]] = {}
    for rule, files in served.items():
        for path in files:
            rules.setdefault(path, set()).add(rule)
    around = Around(found, checkout, rules, mapping_folder, outside, patience)
    absent: dict[Rule, list[str]] = {}
    said = absences([one for _, one in lacking], around)
    shared = Counter(target.written for target in found.targets)
    for (target, _), text in zip(lacking, said, strict=True):
        of = f"{target.entity}: " if shared[target.written] > 1 else ""
        absent.setdefault(target.written, []).append(f"{of}{text}")
    return Reads(
        _looked_at(served, top, patience),
        {rule: tuple(dict.fromkeys(texts)) for rule, texts in absent.items()},
    )


def _looked_at(
    served: Mapping[Rule, Mapping[str, Mapping[str, str | None]]], top: Path, patience: Patience
) -> dict[Rule, dict[str, Report]]:
    """Return the reports with their formats: named by the mapping, or seen in the first of them."""
    known: dict[str, Format | None] = {}
    found: dict[Rule, dict[str, Report]] = {}
    for rule, files in served.items():
        for path, formats in sorted(files.items()):
            entities = frozenset(formats)
            if name := next((one for one in formats.values() if one), None):
                report = Report(entities, FORMATS.get(name), named=True)
            elif path in known or len(known) < MOST_LOOKED:
                if path not in known:
                    known[path] = _detected(top / path, patience)
                report = Report(entities, known[path])
            else:
                report = Report(entities, looked=False)
            found.setdefault(rule, {})[path] = report
    return found


def _detected(path: Path, patience: Patience) -> Format | None:
    try:
        with Source.open(path, Watch(patience).open) as source:
            return detect(source)
    except ReportError:
        return None
