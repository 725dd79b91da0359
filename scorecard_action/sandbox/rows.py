"""What the store gives and takes. Times are RFC 3339 in UTC."""

from __future__ import annotations

from typing import NamedTuple

DEFAULT_NAMESPACE = "default"


class ScorecardRow(NamedTuple):
    """A scorecard: a named group of rules."""

    id: str
    name: str
    description: str | None
    created_at: str
    modified_at: str


class RuleRow(NamedTuple):
    """A rule of a scorecard."""

    id: str
    name: str
    scorecard_id: str
    scorecard_name: str
    description: str | None
    owner: str | None
    enabled: int
    level: int
    scope_query: str | None
    created_at: str
    modified_at: str


class OutcomeRow(NamedTuple):
    """The state of one rule for one entity (`service:checkout`)."""

    id: str
    rule_id: str
    rule_name: str
    entity: str
    state: str
    remarks: str | None
    created_at: str
    modified_at: str


class EntityRow(NamedTuple):
    """An entity with the number of its outcomes in each state."""

    entity: str
    passed: int
    failed: int
    skipped: int


class CatalogRow(NamedTuple):
    """An entity of the catalog: one that is defined, or was only `discovered`."""

    id: str
    kind: str
    namespace: str
    name: str
    api_version: str | None
    display_name: str | None
    owner: str | None
    tags: str | None
    discovered: int
    created_at: str
    modified_at: str

    @property
    def reference(self) -> str:
        """`service:cart`, or `service:shop/cart` in another namespace than the default one."""
        space = "" if self.namespace == DEFAULT_NAMESPACE else f"{self.namespace}/"
        return f"{self.kind}:{space}{self.name}"


class NewOutcome(NamedTuple):
    """One item of a batch, checked."""

    rule_id: str
    entity: str
    state: str
    remarks: str | None
