"""What a sound mapping says that is easily meant otherwise: `check` tells it before a build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scorecard_action.cli.reads import Reads
from scorecard_action.entities.targets import Target
from scorecard_action.globs.globs import Glob
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.mapping.placeholders import placeholders
from scorecard_action.mapping.types import Rule
from scorecard_action.model import Kind
from scorecard_action.reading import roots
from scorecard_action.reports.format import Format


def told(targets: Sequence[Target], found: Reads, top: Path) -> Iterator[str]:
    """Yield a warning for each thing that a build would trip over, each with what to do."""
    yield from dict.fromkeys(text for one in targets for text in _starts(one, top))
    for rule, reports in found.reports.items():
        unnamed = {path: one.form for path, one in reports.items() if one.form and not one.named}
        yield from _lists(rule, unnamed)
        if all(one.looked for one in reports.values()):
            yield from _severities(rule, [one.form for one in reports.values() if one.form])


def _lists(rule: Rule, found: Mapping[str, Format]) -> Iterator[str]:
    """Say which reports will not be known any more once they are clean."""
    first: dict[str, str] = {}
    for path, form in found.items():
        if form.clean_list:
            first.setdefault(form.name, path)
    for name, path in first.items():
        yield (
            f"rule {rule.label!r}: {path} is {name}, and a clean build writes `[]`, which does not"
            f" say what it is and would fail; write `{{path: …, format: {name}}}`"
        )


def _severities(rule: Rule, found: Sequence[Format]) -> Iterator[str]:
    """Say where no report of now can say a word that `only` waits for."""
    selection = Selection(rule.only, rule.except_)
    words = selection.texts("severity")
    lint = [form for form in found if form.kind is Kind.LINT]
    if not words or not lint:
        return
    matcher = Matcher(selection)
    if not any(matcher.sayable(form.severities, frozenset()) for form in lint):
        known = sorted({word for form in lint for word in form.severities or ()})
        yield (
            f"rule {rule.label!r}: no report can say {' or '.join(map(repr, sorted(words)))} of a"
            f" finding, so this is no evidence; the words of {lint[0].name} and the like are"
            f" {', '.join(known)}"
        )


def _starts(target: Target, top: Path) -> Iterator[str]:
    """Say which patterns start elsewhere than where they seem to."""
    rule = target.written
    for one in rule.reports:
        if one.glob.absolute and not _here(one.glob.text, top):
            yield (
                f"rule {rule.label!r}: {one.glob.text} starts at the working directory: what lies"
                " outside is read with --allow-outside only"
            )
    first = target.folder.partition("/")[0]
    if not first or (top / target.folder / first).is_dir():
        return
    accept = tuple(one.selector for one in rule.accept)
    for word, selectors in (("only", rule.only), ("except", rule.except_), ("accept", accept)):
        for glob in (
            pattern
            for selector in selectors
            for pattern in dict(selector.fields).get("file", ())
            if isinstance(pattern, Glob)
        ):
            if glob.text.partition("/")[0] == first and not placeholders(glob.text):
                yield (
                    f"rule {rule.label!r}: `{word}: {{file: {glob.text}}}` starts at the folder of"
                    f" {target.entity}, {target.folder}: write what follows that folder, or"
                    f" /{glob.text} to start at the working directory"
                )


def _here(pattern: str, top: Path) -> bool:
    """Whether a pattern that begins with `/` is meant to start here, or in another's checkout."""
    first = pattern.strip("/").partition("/")[0]
    outside = os.path.isdir(f"/{first}") and not (top / first).exists()  # noqa: PTH112
    below = pattern.startswith(f"{top.as_posix()}/") or any(roots.cuts(pattern))
    return below or not outside
