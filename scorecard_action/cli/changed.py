"""`--diff` and `--diff-base`: which lines the build changed, and what `explain` says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scorecard_action.changes.read import from_base, from_file
from scorecard_action.cli import console
from scorecard_action.cli.setup import Setup
from scorecard_action.errors import UsageError
from scorecard_action.flow import Judged
from scorecard_action.judging.limits import needed
from scorecard_action.judging.patch import NOT_GIVEN, ChangedFile, Changes, Patch, patch, span
from scorecard_action.mapping.types import Rule
from scorecard_action.metrics import PATCH_COVERAGE
from scorecard_action.model import Kind
from scorecard_action.reading.checkout import Checkout

MOST_FILES = 20


def changes(
    diff: str | None, diff_base: str | None, ready: Setup, environ: Mapping[str, str]
) -> Changes:
    """Return what the options say that the build changed. Raises as `changes_for` does."""
    provider = ready.context.build.provider or ""
    return changes_for(
        diff, diff_base, ready.mapping.rules, ready.place.checkout, environ, provider=provider
    )


def changes_for(
    diff: str | None,
    diff_base: str | None,
    rules: Iterable[Rule],
    checkout: Checkout,
    environ: Mapping[str, str],
    *,
    provider: str,
) -> Changes:
    """Return what the options say that the build changed; `provider` as of `from_base`.

    Git is asked only where a rule judges coverage. Raises UsageError for both options at once, and
    DiffError for a file that is no diff.
    """
    if diff and diff_base:
        raise UsageError("--diff and --diff-base both say what changed: give one of them")
    if diff:
        return from_file(diff, checkout)
    if diff_base and any(Kind.COVERAGE in needed(rule) for rule in rules):
        found = from_base(diff_base, checkout, environ, provider=provider)
        if found.missing:
            console.note(found.missing)
        return found
    return NOT_GIVEN


def judged(one: Judged, changed: Changes) -> Patch | None:
    """Return what is known of the changed lines that count for a rule; None where no limit is on
    them.
    """
    rule = one.target.rule
    limited = any(limits.get(PATCH_COVERAGE) is not None for limits in (rule.min, rule.max))
    if changed is NOT_GIVEN or not limited or Kind.COVERAGE not in one.tally.kinds:
        return None
    return patch(one.tally.coverage, changed)


def told(one: Judged, changed: Changes) -> Iterator[str]:
    """Yield the changed lines that count for a rule, by file; nothing where none is limited."""
    found = judged(one, changed)
    if found is None:
        return
    if found.lacking:
        yield f"  changed lines: {found.lacking}"
        return
    unknown = len(changed.files) - len(found.files)
    files = "file" if unknown == 1 else "files"
    others = f"; {unknown:,} changed {files} that none covers" if unknown else ""
    covered, valid = min(found.counts)
    yield f"  changed lines: {covered:,} of {valid:,} that coverage knows are covered{others}"
    yield from _files(found)


def _files(found: Patch) -> Iterator[str]:
    for one in found.files[:MOST_FILES]:
        covered, valid = one.covered.bit_count(), one.valid.bit_count()
        missed = ", ".join(_spans(one))
        yield (
            f"    {one.path}: {covered:,} of {valid:,} covered, {one.changed.bit_count():,} changed"
            f"{f'; not covered: {missed}' if missed else ''}"
        )
    if len(found.files) > MOST_FILES:
        yield f"    … {len(found.files) - MOST_FILES:,} more files"


def _spans(one: ChangedFile) -> Iterator[str]:
    for number, (first, last) in enumerate(one.uncovered()):
        if number == MOST_FILES:
            yield "…"
            return
        yield span(first, last)
