"""`check --online`: does Datadog know the rules and services of the mapping?"""

from __future__ import annotations

from collections.abc import Mapping as Environ

from scorecard_action.cli import console, secrets
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.rules import RuleRef, list_rules, resolve
from scorecard_action.delivery import deliver
from scorecard_action.entities.targets import Targets
from scorecard_action.errors import DatadogRefused, DatadogUnreachable, UsageError
from scorecard_action.mapping.types import Mapping

CATALOG = "/api/v2/catalog/entity"
# One request each: for more services than this, the look-up would only be slow.
MOST_SERVICES = 50


def check(
    mapping: Mapping,
    found: Targets | None,
    environ: Environ[str, str],
    *,
    api_url: str | None,
    timeout: float,
) -> int:
    """Look rules and services up and say what Datadog does not know; return the exit code.

    Raises UsageError without keys, and what the client raises where the rules cannot be read.
    """
    keys = secrets.read_keys(environ)
    if keys is None:
        raise UsageError(
            "DD_API_KEY and DD_APP_KEY are not set, so nothing can be looked up",
            hint="set both in the environment; the scope apm_service_catalog_read is enough",
        )
    with deliver.connect(environ, keys, api_url=api_url, timeout=timeout) as client:
        unknown = _rules(client, mapping)
        if found:
            _services(client, sorted({str(one.entity) for one in found.targets}))
    return DatadogRefused.exit_code if unknown else 0


def _rules(client: Client, mapping: Mapping) -> int:
    wanted = [RuleRef(rule.name, rule.id, rule.scorecard) for rule in mapping.rules]
    resolved = resolve(wanted, list_rules(client), check_ids=True)
    for rule, answer in zip(mapping.rules, resolved, strict=True):
        if answer.problem:
            console.fail(f"{mapping.file}:{rule.line}: {answer.problem}")
        else:
            console.out_lines([f"rule {rule.label}: known in Datadog, id: {answer.id}"])
        if answer.warning:
            console.warn(answer.warning)
    return sum(answer.id is None for answer in resolved)


def _services(client: Client, entities: list[str]) -> None:
    for entity in entities[:MOST_SERVICES]:
        try:
            answer = client.get(CATALOG, params={"filter[ref]": entity})
        except (DatadogRefused, DatadogUnreachable) as error:
            console.note(f"the services could not be looked up: {error.message}")
            return
        data = answer.body.get("data") if isinstance(answer.body, dict) else None
        if not data:
            console.warn(f"{entity} is not in Datadog's catalog: its outcomes may not be shown")
    if len(entities) > MOST_SERVICES:
        console.note(f"only the first {MOST_SERVICES} of {len(entities):,} entities were looked up")
