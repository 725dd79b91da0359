"""From the names of rules to their ids.

A name is unique within its scorecard only; an id is opaque (UUIDs until 2023, 16 characters since).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.paging import pages
from scorecard_action.datadog.waits import TRIES
from scorecard_action.near import nearest

PATH = "/api/v2/scorecard/rules"


class RuleRecord(NamedTuple):
    """A rule as Datadog has it."""

    id: str
    name: str
    scorecard: str
    enabled: bool = True


class RuleRef(NamedTuple):
    """A rule as the mapping names it."""

    name: str | None
    id: str | None = None
    scorecard: str | None = None


class Resolved(NamedTuple):
    """What a wanted rule is in Datadog: its id, maybe with a `warning`; else the `problem`."""

    id: str | None
    problem: str = ""
    warning: str = ""
    absent: bool = False
    """Datadog has no rule of this name; the `problem` does not say what to do about it."""


def list_rules(
    client: Client, *, until: float | None = None, tries: int = TRIES
) -> list[RuleRecord]:
    """All rules; `until` and `tries` as in `Client.request`. Raises what `Client.get` raises."""
    found = pages(client, PATH, until=until, tries=tries)
    return [record for page in found for record in map(_record, page) if record.id]


def resolve(
    wanted: Sequence[RuleRef], records: Sequence[RuleRecord], *, check_ids: bool = False
) -> list[Resolved]:
    """The id of each wanted rule, in the same order.

    A rule with an id is taken at its word, and needs no `records`; `check_ids` looks it up as well.
    """
    by_id = {record.id: record for record in records}
    by_name: dict[str, list[RuleRecord]] = {}
    for record in records:
        by_name.setdefault(record.name, []).append(record)
    return [
        _by_id(item, by_id, check=check_ids) if item.id else _by_name(item, by_name)
        for item in wanted
    ]


def near(name: str, records: Iterable[RuleRecord]) -> list[RuleRecord]:
    """At most three rules with a name like `name`, the nearest first, whatever case and blanks."""
    alike: dict[str, list[RuleRecord]] = {}
    for record in records:
        alike.setdefault(_folded(record.name), []).append(record)
    names = nearest(_folded(name), alike)
    return [record for close in names for record in alike[close]][:3]


def _by_id(item: RuleRef, by_id: dict[str, RuleRecord], *, check: bool) -> Resolved:
    record = by_id.get(item.id or "")
    if record is None and check:
        hint = _suggestion(near(item.name or "", by_id.values()), "rules with a similar name")
        return Resolved(None, f"{_called(item)}: this rule id is not known here{hint}")
    return Resolved(item.id, warning=_disabled(record) if record else "")


def _by_name(item: RuleRef, by_name: dict[str, list[RuleRecord]]) -> Resolved:
    name = item.name or ""
    named = by_name.get(name, [])
    if not named:
        everything = [record for records in by_name.values() for record in records]
        problem = f"Datadog has no rule {name!r}{_nearest(name, everything)}"
        return Resolved(None, problem, absent=True)
    found = [record for record in named if item.scorecard in {None, record.scorecard}]
    if not found:
        where = ", ".join(repr(record.scorecard) for record in named[:10])
        return Resolved(
            None,
            f"Datadog has no rule {name!r} in the scorecard {item.scorecard!r}: it is in {where}",
            absent=True,
        )
    if len(found) > 1:
        scorecards = sorted({record.scorecard for record in found})
        if len(scorecards) > 1:
            where = ", ".join(repr(scorecard) for scorecard in scorecards[:10])
            how = f"say which with `scorecard:`, one of {where}"
        else:
            how = f"pin one with `id:`, one of {', '.join(record.id for record in found[:10])}"
        return Resolved(None, f"Datadog has {len(found)} rules {name!r}: {how}")
    return Resolved(found[0].id, warning=_disabled(found[0]))


def _called(item: RuleRef) -> str:
    return f"rule {item.name!r} ({item.id})" if item.name else f"rule {item.id}"


def _nearest(name: str, records: Sequence[RuleRecord]) -> str:
    same = [record for record in records if _folded(record.name) == _folded(name)]
    if same:
        return f"; upper and lower case or blanks differ: {_list(same[:3])}"
    return _suggestion(near(name, records), "did you mean")


def _suggestion(records: Sequence[RuleRecord], lead: str) -> str:
    return f"; {lead}: {_list(records)}" if records else ""


def _list(records: Sequence[RuleRecord]) -> str:
    return ", ".join(f"{record.name!r} ({record.scorecard})" for record in records)


def _disabled(record: RuleRecord) -> str:
    if record.enabled:
        return ""
    return (
        f"the rule {record.name!r} is disabled in Datadog, so its outcomes are not shown: enable it"
        " there, or take it out of the mapping"
    )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _record(item: dict[str, Any]) -> RuleRecord:
    """A rule of a page; an answer in another shape becomes a rule that matches nothing."""
    attributes = item.get("attributes")
    attributes = attributes if isinstance(attributes, dict) else {}
    scorecard = attributes.get("scorecard_name") or attributes.get("category") or ""
    return RuleRecord(
        id=str(item.get("id") or ""),
        name=str(attributes.get("name") or ""),
        scorecard=str(scorecard),
        enabled=attributes.get("enabled") is not False,
    )
