"""The one page: entities x rules with state, remarks and when, as plain HTML without scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from scorecard_action.sandbox.markup import safe
from scorecard_action.sandbox.rows import EntityRow, OutcomeRow, RuleRow
from scorecard_action.sandbox.store import Store

# What one page shows of a large scorecard; the rest is behind links.
ENTITIES_SHOWN = 8
RULES_SHOWN = 100
_SUGGESTED = 200

LABELS = {"pass": "Pass", "fail": "Fail", "skip": "Skip", "none": "No data"}

_STEPS = ((60, "minute"), (3600, "hour"), (86400, "day"))


class When(NamedTuple):
    """A time as machines, the clock on the wall and people put it."""

    iso: str
    utc: str
    ago: str


class Cell(NamedTuple):
    """One entity's outcome for one rule; state `none` where there is no data."""

    entity: str
    state: str = "none"
    remarks: Markup = Markup("")
    when: When | None = None


class Count(NamedTuple):
    """How many outcomes are in a state, and where their part of a bar begins and how wide it is."""

    state: str
    number: int
    start: float
    width: float


class Summary(NamedTuple):
    """An entity with its counts, `no data` included."""

    entity: str
    counts: tuple[Count, ...]


class Pager(NamedTuple):
    """Which part of something long is shown. Positions count from 1; pages, too."""

    what: str
    first: int
    last: int
    total: int
    page: int

    @property
    def pages(self) -> bool:
        """Whether there is more than what is shown."""
        return self.last - self.first + 1 < self.total


def blueprint(store: Store) -> Blueprint:
    """`/` and its style sheet, over this store."""
    pages = Blueprint("page", __name__)
    style = (files(__package__) / "static" / "style.css").read_text(encoding="utf-8")

    @pages.get("/style.css")
    def stylesheet() -> Response:
        return Response(style, content_type="text/css; charset=utf-8")

    @pages.get("/")
    def scorecard() -> str:
        part = request.args.get("entity", "").strip()
        rule_total, scorecard_total = store.rule_totals()
        entity_total = store.entity_total(part or None)
        across = pager("entities", entity_total, ENTITIES_SHOWN, request.args.get("entities"))
        down = pager("rules", rule_total, RULES_SHOWN, request.args.get("rules"))
        entities = store.entities(
            part=part or None, size=ENTITIES_SHOWN, offset=max(0, across.first - 1)
        )
        rules = store.rules(grouped=True, size=RULES_SHOWN, offset=max(0, down.first - 1))
        outcomes = [row for shown in entities for row in store.outcomes(entity=shown.entity)]
        return render_template(
            "scorecard.html",
            part=part,
            labels=LABELS,
            rule_total=rule_total,
            scorecard_total=scorecard_total,
            entity_total=entity_total,
            everyone=[row.entity for row in store.entities(size=_SUGGESTED)],
            summaries=[summary(row, rule_total) for row in entities],
            groups=groups(rules, entities, outcomes, dt.datetime.now(dt.UTC)),
            pagers=(across, down),
            url=request.host_url.rstrip("/"),
        )

    return pages


def groups(
    rules: Iterable[RuleRow],
    entities: Sequence[EntityRow],
    outcomes: Iterable[OutcomeRow],
    now: dt.datetime,
) -> list[tuple[str, list[tuple[RuleRow, list[Cell]]]]]:
    """Per scorecard its rules, each with a cell per entity. The rules come sorted by scorecard."""
    found = {(row.rule_id, row.entity): row for row in outcomes}

    def cell(rule: RuleRow, entity: str) -> Cell:
        row = found.get((rule.id, entity))
        if row is None:
            return Cell(entity)
        # `safe` is what makes this markup: it lets through text and links only.
        shown = Markup(safe(row.remarks or ""))  # noqa: S704
        return Cell(entity, row.state, shown, when(row.modified_at, now))

    return [
        (name, [(rule, [cell(rule, row.entity) for row in entities]) for rule in members])
        for name, members in groupby(rules, key=lambda rule: rule.scorecard_name)
    ]


def summary(row: EntityRow, rules: int) -> Summary:
    """The counts of an entity among this many rules."""
    numbers = {"pass": row.passed, "fail": row.failed, "skip": row.skipped}
    numbers["none"] = max(0, rules - sum(numbers.values()))
    counts = []
    start = 0.0
    for state, number in numbers.items():
        width = 100 * number / (rules or 1)
        counts.append(Count(state, number, round(start, 2), round(width, 2)))
        start += width
    return Summary(row.entity, tuple(counts))


def pager(what: str, total: int, size: int, asked: str | None) -> Pager:
    """The part that page `asked` shows; an unreadable or too large number is brought into range."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    page = min(max(1, number), max(1, -(-total // size)))
    first = (page - 1) * size + 1 if total else 0
    return Pager(what, first, min(page * size, total), total, page)


def when(moment: str, now: dt.datetime) -> When:
    """A stored time (RFC 3339, UTC), and how long before `now` it was."""
    then = dt.datetime.fromisoformat(moment)
    return When(moment, then.strftime("%Y-%m-%d %H:%M UTC"), _ago((now - then).total_seconds()))


def _ago(seconds: float) -> str:
    if seconds < 60:
        return "just now"
    size, unit = next(step for step in reversed(_STEPS) if seconds >= step[0])
    number = int(seconds // size)
    return f"{number} {unit}{'' if number == 1 else 's'} ago"
