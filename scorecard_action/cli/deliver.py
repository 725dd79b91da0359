"""Send outcomes to Datadog: names to ids, then the batch."""

from __future__ import annotations

from collections.abc import Mapping as Environ
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from scorecard_action import __version__
from scorecard_action.cli import console
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.keys import Keys
from scorecard_action.datadog.outcomes import Endpoint, send
from scorecard_action.datadog.rules import RuleRecord, Wanted, list_rules, resolve
from scorecard_action.datadog.sites import api_base
from scorecard_action.errors import DatadogRefused, DatadogUnreachable, MappingError, Problem
from scorecard_action.flow import Judged
from scorecard_action.mapping.types import Mapping
from scorecard_action.model import Delivery, Outcome


class Delivered(NamedTuple):
    """The outcomes with what became of each, and the largest exit code that sending led to."""

    outcomes: tuple[Outcome, ...]
    endpoint: str | None
    exit_code: int


def connect(
    environ: Environ[str, str], found: Keys, *, api_url: str | None, timeout: float
) -> Client:
    """Make the client for the site or URL that the environment and options name.

    Raises UsageError for an unknown site, or a URL that keys must not be sent to.
    """
    from requests.utils import get_environ_proxies  # noqa: PLC0415 - only where something is sent

    base = api_base(environ.get("DD_SITE"), api_url)
    if base.warning:
        console.warn(base.warning)
    certificates = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
    return Client(
        base,
        found,
        user_agent=f"scorecard-action/{__version__}",
        timeout=timeout,
        notify=console.note,
        proxies=get_environ_proxies(base.url, no_proxy=None),
        ca_bundle=next((environ[name] for name in certificates if environ.get(name)), None),
    )


def deliver(
    client: Client,
    mapping: Mapping,
    judged: Sequence[Judged],
    outcomes: Sequence[Outcome],
    *,
    endpoint: Endpoint,
    batch_size: int,
) -> Delivered:
    """Look rules up by name where they have no id, then send all outcomes that have a state.

    An outcome whose rule Datadog does not know is rejected, and the others are sent. Raises
    MappingError where two rules of the mapping turn out to be the same rule for one entity;
    problems of delivery are told and returned.
    """
    try:
        named, rejected = _with_ids(client, judged, outcomes)
    except (DatadogRefused, DatadogUnreachable) as error:
        console.fail(str(error))
        return Delivered(tuple(outcomes), None, error.exit_code)
    _refuse_doubles(mapping, judged, named)
    report = send(
        client,
        [outcome for outcome in named if outcome.delivery is Delivery.UNDELIVERED],
        endpoint=endpoint,
        batch_size=batch_size,
    )
    sent = iter(report.outcomes)
    for problem in report.errors:
        console.fail(str(problem))
    return Delivered(
        tuple(next(sent) if one.delivery is Delivery.UNDELIVERED else one for one in named),
        ", ".join(report.endpoints) or None,
        max(report.exit_code, DatadogRefused.exit_code if rejected else 0),
    )


def _with_ids(
    client: Client, judged: Sequence[Judged], outcomes: Sequence[Outcome]
) -> tuple[list[Outcome], bool]:
    rules = list(dict.fromkeys(one.target.rule for one in judged))
    records: list[RuleRecord] = [] if all(rule.id for rule in rules) else list_rules(client)
    resolved = resolve([Wanted(rule.name, rule.id, rule.scorecard) for rule in rules], records)
    for answer in resolved:
        if answer.problem:
            console.fail(answer.problem)
        if answer.warning:
            console.warn(answer.warning)
    ids = {id(rule): answer.id for rule, answer in zip(rules, resolved, strict=True)}
    named = []
    for one, outcome in zip(judged, outcomes, strict=True):
        rule_id = ids[id(one.target.rule)]
        delivery = outcome.delivery
        if rule_id is None and delivery is Delivery.UNDELIVERED:
            delivery = Delivery.REJECTED
        named.append(msgspec.structs.replace(outcome, rule_id=rule_id, delivery=delivery))
    return named, any(answer.id is None for answer in resolved)


def _refuse_doubles(
    mapping: Mapping, judged: Sequence[Judged], outcomes: Sequence[Outcome]
) -> None:
    first: dict[tuple[str, str | None], int] = {}
    problems = []
    for one, outcome in zip(judged, outcomes, strict=True):
        line = one.target.rule.line
        before = first.setdefault((outcome.entity, outcome.rule_id), line)
        if outcome.rule_id and before != line:
            text = (
                f"rule {outcome.rule!r} is the same rule in Datadog ({outcome.rule_id}) as the one"
                f" on line {before}, for the same entity: keep one of them"
            )
            problems.append(Problem(mapping.file, line, 1, text))
    if problems:
        raise MappingError(problems)
