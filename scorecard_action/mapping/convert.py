"""The checked document as a Mapping: defaults of the top handed down, one value made a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from scorecard_action.errors import Problem
from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging.metric import Metric
from scorecard_action.mapping.document import (
    DefinitionEntry,
    Document,
    Report,
    RuleEntry,
    WaiverEntry,
)
from scorecard_action.mapping.limiting import Limits
from scorecard_action.mapping.places import Places
from scorecard_action.mapping.selecting import AcceptEntry, FoldedPatterns, Select
from scorecard_action.mapping.shapes import fields_of
from scorecard_action.mapping.types import (
    Acceptance,
    Bound,
    Definition,
    Lower,
    Mapping,
    Missing,
    Origin,
    ReportPattern,
    Retries,
    Rule,
    Selector,
    Waiver,
)
from scorecard_action.metrics import METRICS

T = TypeVar("T")


def convert(
    document: Document,
    file: str,
    places: Places,
    warnings: tuple[Problem, ...],
    lower: tuple[Lower, ...] = (),
) -> Mapping:
    """The mapping of a document without mistakes; `places` are where it and its rules stand."""
    services: tuple[str, ...] | dict[str, str] | str | None
    if isinstance(document.services, list):
        services = tuple(document.services)
    elif isinstance(document.services, dict):
        services = {str(name): str(folder) for name, folder in document.services.items()}
    else:
        services = document.services
    return Mapping(
        file=file,
        rules=tuple(
            _rule(entry, document, *place)
            for entry, place in zip(document.rules, places.rules, strict=True)
        ),
        service=document.service,
        services=services,
        branches=None if document.branches is None else _many(document.branches),
        exclude=_many(document.exclude),
        warnings=warnings,
        origins=places.top,
        lower=lower,
        baseline=document.baseline,
    )


def _rule(entry: RuleEntry, document: Document, place: Origin, origins: dict[str, Origin]) -> Rule:
    return Rule(
        name=entry.rule,
        id=entry.id,
        reports=tuple(_report(report) for report in _reports(entry)),
        scorecard=entry.scorecard,
        exclude=tuple(dict.fromkeys((*_many(document.exclude), *_many(entry.exclude)))),
        only=tuple(map(_selector, _many(entry.only))),
        except_=tuple(map(_selector, _many(entry.except_))),
        min=_limits(entry.min),
        max=_limits(entry.max),
        missing=entry.missing or document.missing or Missing.FAIL,
        max_age=entry.max_age or document.max_age,
        tools=_patterns(entry.tools),
        retries=entry.retries or document.retries or Retries.ALL,
        waivers=tuple(map(_waiver, _many(entry.waive))),
        enforce=entry.enforce,
        accept=tuple(map(_acceptance, _many(entry.accept))),
        services=None if entry.services is None else tuple(entry.services),
        define=None if entry.define is None else _definition(entry.define),
        line=place.line,
        file=place.file,
        origins=origins,
    )


def _many(value: T | list[T] | None) -> tuple[T, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def _patterns(value: FoldedPatterns) -> tuple[TextPattern, ...]:
    return tuple(_many(value))


def _reports(entry: RuleEntry) -> Sequence[Glob | Report]:
    return entry.reports if isinstance(entry.reports, list) else (entry.reports,)


def _report(entry: Glob | Report) -> ReportPattern:
    if isinstance(entry, Glob):
        return ReportPattern(entry)
    words = tuple((str(word), result) for word, result in (entry.words or {}).items())
    return ReportPattern(entry.path, entry.format, entry.empty == "clean", entry.base, words)


def _selector(entry: Select) -> Selector:
    return Selector(
        tuple(
            (name, tuple(map(_selecting, _many(value))))
            for name, field in fields_of(Select).items()
            if (value := getattr(entry, field.attribute)) is not None
        )
    )


def _selecting(value: Glob | TextPattern | str) -> Glob | TextPattern:
    """The pattern of a value; a word of a closed list is one as it stands."""
    return TextPattern(value, ignore_case=True) if isinstance(value, str) else value


def _limits(entry: Limits | None) -> dict[Metric, Bound | None]:
    if entry is None:
        return {}
    return {
        METRICS[name]: None if value == "none" else value
        for name, value in msgspec.structs.asdict(entry).items()
        if value is not None
    }


def _waiver(entry: WaiverEntry) -> Waiver:
    services = None if entry.services is None else tuple(entry.services)
    return Waiver(entry.until, _on_one_line(entry.reason), entry.link, services)


def _acceptance(entry: AcceptEntry) -> Acceptance:
    services = None if entry.services is None else tuple(entry.services)
    reason = _on_one_line(entry.reason)
    return Acceptance(_selector(entry), entry.until, reason, entry.link, services)


def _on_one_line(reason: str) -> str:
    # Remarks are one line.
    return " ".join(reason.split())


def _definition(entry: DefinitionEntry) -> Definition:
    return Definition(entry.description, entry.level, entry.owner, entry.scope, entry.enabled)
