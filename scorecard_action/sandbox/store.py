"""What the sandbox remembers: scorecards, rules, outcomes, entities, in SQLite (file or memory).

One connection behind one lock: SQLite writes one at a time anyway, and a database in memory belongs
to its connection. Every statement is a constant with named parameters.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
import string
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from scorecard_action.errors import UsageError
from scorecard_action.sandbox import statements
from scorecard_action.sandbox.rows import (
    DEFAULT_NAMESPACE,
    CatalogRow,
    EntityRow,
    NewOutcome,
    OutcomeRow,
    RuleRow,
    ScorecardRow,
)


class DuplicateRuleError(Exception):
    """The scorecard has a rule of this name already."""


class Store:
    """The sandbox's database: a path, or `:memory:`. Safe to use from several threads.

    Raises UsageError where the file cannot be opened, or is not a sandbox's database.
    """

    def __init__(self, database: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._depth = 0
        try:
            self._connection = sqlite3.connect(database, timeout=10, check_same_thread=False)
        except (sqlite3.Error, ValueError) as error:
            raise UsageError(f"cannot open the sandbox's database {database}: {error}") from error
        try:
            self._prepare()
        except (sqlite3.Error, UsageError) as error:
            self._connection.close()
            raise UsageError(
                f"cannot use {database} as the sandbox's database: {error}",
                hint="name a new file, or one that an earlier sandbox made",
            ) from error

    def _prepare(self) -> None:
        (owner,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and owner != statements.APPLICATION_ID:
            raise UsageError("it belongs to another program")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.executescript(statements.SCHEMA)
        self._connection.execute(f"PRAGMA application_id = {statements.APPLICATION_ID}")

    def close(self) -> None:
        """Let go of the database; what was stored in a file stays there."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; nobody else reads or writes in between. The outermost counts."""
        with self._lock:
            self._depth += 1
            try:
                with self._connection if self._depth == 1 else nullcontext():
                    yield
            finally:
                self._depth -= 1

    def _all(self, sql: str, /, **values: object) -> list[Any]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def scorecards(
        self,
        *,
        id: str | None = None,  # noqa: A002
        name: str | None = None,
        description: str | None = None,
        size: int = -1,
        offset: int = 0,
    ) -> list[ScorecardRow]:
        """Scorecards in the order of names; `name` and `description` match a part."""
        rows = self._all(
            statements.SCORECARDS,
            id=id,
            name=name,
            description=description,
            size=size,
            offset=offset,
        )
        return [ScorecardRow(*row) for row in rows]

    def rules(
        self,
        *,
        id: str | None = None,  # noqa: A002
        name: str | None = None,
        description: str | None = None,
        enabled: bool | None = None,
        grouped: bool = False,
        size: int = -1,
        offset: int = 0,
    ) -> list[RuleRow]:
        """Rules by name, `grouped` by scorecard first; `name`, `description` match a part."""
        rows = self._all(
            statements.RULES,
            id=id,
            name=name,
            description=description,
            enabled=enabled,
            grouped=grouped,
            size=size,
            offset=offset,
        )
        return [RuleRow(*row) for row in rows]

    def rule_ids(self) -> set[str]:
        """The ids of all rules."""
        return {id_ for (id_,) in self._all("SELECT id FROM rules")}

    def rule_totals(self) -> tuple[int, int]:
        """How many rules and how many scorecards there are."""
        ((rules, scorecards),) = self._all(statements.RULE_TOTALS)
        return rules, scorecards

    def outcomes(
        self,
        *,
        entity: str | None = None,
        state: str | None = None,
        rule_id: str | None = None,
        rule_name: str | None = None,
        rule_enabled: bool | None = None,
        size: int = -1,
        offset: int = 0,
    ) -> list[OutcomeRow]:
        """Outcomes, oldest first; `rule_name` matches a part."""
        rows = self._all(
            statements.OUTCOMES,
            entity=entity,
            state=state,
            rule_id=rule_id,
            rule_name=rule_name,
            rule_enabled=rule_enabled,
            size=size,
            offset=offset,
        )
        return [OutcomeRow(*row) for row in rows]

    def entities(
        self, *, part: str | None = None, size: int = -1, offset: int = 0
    ) -> list[EntityRow]:
        """Entities that have outcomes, by name, those whose name holds `part` where given."""
        return [
            EntityRow(*row)
            for row in self._all(statements.ENTITIES, part=part, size=size, offset=offset)
        ]

    def entity_total(self, part: str | None = None) -> int:
        """How many entities `entities(part=part)` would give."""
        ((total,),) = self._all(statements.ENTITY_TOTAL, part=part)
        return int(total)

    def catalog(
        self,
        *,
        id: str | None = None,  # noqa: A002
        reference: str | None = None,
        name: str | None = None,
        kind: str | None = None,
        owner: str | None = None,
        discovered: bool = False,
        size: int = -1,
        offset: int = 0,
    ) -> list[CatalogRow]:
        """Entities of the catalog, oldest first; with `discovered` those without a definition."""
        rows = self._all(
            statements.CATALOG,
            id=id,
            reference=reference,
            name=name,
            kind=kind,
            owner=owner,
            discovered=discovered,
            default=DEFAULT_NAMESPACE,
            size=size,
            offset=offset,
        )
        return [CatalogRow(*row) for row in rows]

    def put_entity(
        self,
        *,
        kind: str,
        name: str,
        namespace: str = DEFAULT_NAMESPACE,
        api_version: str | None = None,
        display_name: str | None = None,
        owner: str | None = None,
        tags: Sequence[str] = (),
        discovered: bool = False,
    ) -> None:
        """Put an entity into the catalog, in place of one of the same kind and name."""
        values = {
            "id": str(uuid.uuid4()),
            "kind": kind,
            "name": name,
            "namespace": namespace,
            "api_version": None if discovered else api_version or "v3",
            "display_name": display_name,
            "owner": owner,
            "tags": json.dumps(list(tags)) if tags else None,
            "discovered": discovered,
            "now": _now(),
        }
        with self.transaction():
            self._connection.execute(statements.PUT_ENTITY, values)

    def scorecard_named(self, name: str) -> str:
        """The id of the scorecard of this name, made where there is none."""
        with self.transaction():
            values = {"id": new_id(), "name": name, "now": _now()}
            self._connection.execute(statements.PUT_SCORECARD, values)
            ((found,),) = self._all(statements.SCORECARD_NAMED, name=name)
        return str(found)

    def put_rule(
        self,
        *,
        name: str,
        scorecard_id: str,
        id: str | None = None,  # noqa: A002
        description: str | None = None,
        owner: str | None = None,
        enabled: bool = True,
        level: int = 3,
        scope_query: str | None = None,
    ) -> RuleRow:
        """Make a rule, or replace all of the one with this id. Raises DuplicateRuleError."""
        rule_id = id or new_id()
        values = {
            "id": rule_id,
            "name": name,
            "scorecard_id": scorecard_id,
            "description": description,
            "owner": owner,
            "enabled": enabled,
            "level": level,
            "scope_query": scope_query,
            "now": _now(),
        }
        with self.transaction():
            try:
                self._connection.execute(statements.PUT_RULE, values)
            except sqlite3.IntegrityError as error:
                raise DuplicateRuleError(name) from error
            return self.rules(id=rule_id)[0]

    def delete_rule(self, id: str) -> bool:  # noqa: A002
        """Remove a rule with its outcomes; False where there is none of this id."""
        with self.transaction():
            done = self._connection.execute("DELETE FROM rules WHERE id = :id", {"id": id})
            return done.rowcount > 0

    def put_outcomes(self, items: Sequence[NewOutcome]) -> list[OutcomeRow]:
        """Store all items, or none where one fails; the last of several for a pair wins."""
        with self.transaction():
            now = _now()
            stored: dict[str, OutcomeRow] = {}
            for item in items:
                values = {"id": new_id(), "now": now, **item._asdict()}
                self._connection.execute(statements.PUT_OUTCOME, values)
                (row,) = self._all(
                    statements.OUTCOME_OF_PAIR, rule_id=item.rule_id, entity=item.entity
                )
                stored[row[0]] = OutcomeRow(*row)
            return list(stored.values())


def seed(store: Store, rules: Iterable[Mapping[str, Any]]) -> list[RuleRow]:
    """Make the rules that are not there yet; gives them all, in the order asked for.

    Each has `name` and `scorecard_name`, and may have `id`, `description`, `owner`, `enabled`,
    `level`, `scope_query`. A rule is there where its scorecard has its name already.
    """
    found = []
    for rule in rules:
        fields = dict(rule)
        scorecard_id = store.scorecard_named(fields.pop("scorecard_name"))
        with store.transaction():
            there = [
                row
                for row in store.rules(name=fields["name"])
                if (row.name, row.scorecard_id) == (fields["name"], scorecard_id)
            ]
            found.append(there[0] if there else store.put_rule(scorecard_id=scorecard_id, **fields))
    return found


def new_id() -> str:
    """16 URL-safe characters. The first is a letter: YAML must not read an id as a number."""
    rest = string.ascii_letters + string.digits + "_-"
    return secrets.choice(string.ascii_letters) + "".join(secrets.choice(rest) for _ in range(15))


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
