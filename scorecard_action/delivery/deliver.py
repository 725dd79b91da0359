"""Deliver outcomes to Datadog: saved, names to ids, sent, compared with what Datadog had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Environ
from typing import NamedTuple

import msgspec

from scorecard_action import __version__
from scorecard_action.cli import console
from scorecard_action.datadog.client import Client
from scorecard_action.datadog.current import BUDGET, Current, Stored
from scorecard_action.datadog.keys import Keys
from scorecard_action.datadog.outcomes import Endpoint, send
from scorecard_action.datadog.sites import api_base
from scorecard_action.delivery.comparing import Reading, with_previous
from scorecard_action.delivery.delivered import Delivered, print_undelivered
from scorecard_action.delivery.lookup import look_up
from scorecard_action.delivery.pending import Pending
from scorecard_action.delivery.undelivered import Unsent
from scorecard_action.errors import DatadogRefused, MappingError, UsageError
from scorecard_action.model import Build, Delivery, Outcome, Run
from scorecard_action.outputs import words

Connect = Callable[[], Client]


class How(NamedTuple):
    """How to deliver. `file` keeps what is not delivered yet, and is called `shown` to a person.

    Where `left_out` is given, what Datadog has is read before anything is sent, and an outcome for
    which it is true is not sent.
    """

    endpoint: Endpoint
    batch_size: int
    file: str
    shown: str
    left_out: Callable[[Unsent, Stored], bool] | None = None


def connector(
    environ: Environ[str, str], found: Keys, *, api_url: str | None, timeout: float
) -> Connect:
    """Return what makes a client for the site or URL that the environment and options name.

    Raises UsageError for an unknown site, or a URL that keys must not be sent to.
    """
    from requests.utils import get_environ_proxies  # noqa: PLC0415 - only where something is sent

    base = api_base(environ.get("DD_SITE"), api_url)
    if base.warning:
        console.warn(base.warning)
    certificates = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
    proxies = get_environ_proxies(base.url, no_proxy=None)
    ca_bundle = next((environ[name] for name in certificates if environ.get(name)), None)

    def connect() -> Client:
        return Client(
            base,
            found,
            user_agent=f"scorecard-action/{__version__}",
            timeout=timeout,
            notify=console.note,
            proxies=proxies,
            ca_bundle=ca_bundle,
        )

    return connect


def connect(
    environ: Environ[str, str], found: Keys, *, api_url: str | None, timeout: float
) -> Client:
    """Make one client; raises as `connector`."""
    return connector(environ, found, api_url=api_url, timeout=timeout)()


def deliver(
    connect: Connect,
    outcomes: Sequence[Unsent],
    how: How,
    check: Callable[[Sequence[Outcome]], None] = lambda named: None,
) -> Delivered:
    """Deliver all outcomes that are undelivered and have a state.

    They are saved before the first request, so that at any moment each is delivered or in the file.
    `check` sees them with their rule ids before anything is sent; where it raises MappingError,
    nothing is left to deliver. Problems of delivery are told and returned.
    """
    with connect() as client:
        pending = Pending(how.file, outcomes, client.keys)
        _save_first(pending)
        try:
            return _deliver(connect, client, pending, how, check)
        except MappingError:
            pending.settled(range(len(outcomes)))
            _save_last(pending, how)
            raise
        except BaseException:
            left = _save_last(pending, how)
            if left.undelivered_file:
                console.note(_where(how))
            print_undelivered(left)
            raise


def compare(connect: Connect, outcomes: Sequence[Unsent]) -> Delivered:
    """Show each outcome of a dry run against what Datadog has, within a time budget.

    Whatever goes wrong is a note or a warning.
    """
    with connect() as client:
        reading = Reading(connect, client.clock, _entities(outcomes))
        looked = look_up(client, outcomes, until=client.clock.now() + BUDGET, tries=1)
        for text in (*looked.problems, *looked.warnings):
            console.warn(text)
        if looked.error:
            console.note(f"rules could not be looked up: {looked.error.message}")
        found = reading.result()
    _tell_note(found)
    told, compared = with_previous(looked.outcomes, found, None)
    return Delivered(told, compared=compared)


def _deliver(
    connect: Connect,
    client: Client,
    pending: Pending,
    how: How,
    check: Callable[[Sequence[Outcome]], None],
) -> Delivered:
    reading = Reading(connect, client.clock, _entities(pending.outcomes))
    looked = look_up(client, pending.outcomes)
    pending.outcomes = [*looked.outcomes]
    for warning in looked.warnings:
        console.warn(warning)
    check(looked.outcomes)
    for problem in looked.problems:
        console.fail(problem)
    code = DatadogRefused.exit_code if looked.problems else 0
    if looked.error and any(_due(one) and not one.rule_id for one in looked.outcomes):
        code = max(code, looked.error.exit_code)
        console.fail(f"rules could not be looked up by name: {looked.error}")
    elif looked.error and getattr(looked.error, "status", None) != 403:
        console.note(f"rule ids are not checked: {looked.error.message}")

    found = None
    if how.left_out:
        found = reading.result()
        _tell_note(found)
        _leave_out(pending, found, how.left_out)
    sent_at = client.clock.now()
    report = send(
        client,
        pending.outcomes,
        endpoint=how.endpoint,
        batch_size=how.batch_size,
        settled=pending.settled,
    )
    pending.outcomes = [
        msgspec.structs.replace(one, delivery=told.delivery)
        for one, told in zip(pending.outcomes, report.outcomes, strict=True)
    ]
    left = _save_last(pending, how)
    for error in report.errors:
        console.fail(str(error))
    if found is None:
        found = reading.result()
        _tell_note(found)
    told, compared = with_previous(pending.outcomes, found, sent_at)
    return left._replace(
        outcomes=told,
        endpoint=", ".join(report.endpoints) or None,
        exit_code=max(code, report.exit_code),
        compared=compared,
    )


def _save_first(pending: Pending) -> None:
    try:
        pending.save()
    except UsageError as error:
        console.warn(
            f"{error.message}: what cannot be delivered will be printed as JSON, and is lost if"
            " this is killed"
        )


def _save_last(pending: Pending, how: How) -> Delivered:
    """Bring the file up to date, and say where what remains is."""
    if not pending.saved:
        return Delivered((), undelivered=pending.to_json() if pending.remaining else "")
    try:
        pending.save()
    except UsageError as error:
        console.warn(f"{error.message}: outcomes in it may be delivered already, which is harmless")
    if pending.others:
        count = words.count(pending.others, "outcome")
        console.note(f"{count} of earlier runs not sent by this one: {_where(how)}")
    return Delivered((), undelivered_file=how.shown if pending.remaining else None)


def _where(how: How) -> str:
    return ": ".join(words.saved(Run(Build(), (), undelivered_file=how.shown)) or ())


def _leave_out(
    pending: Pending, found: Current, left_out: Callable[[Unsent, Stored], bool]
) -> None:
    places = []
    for place, outcome in enumerate(pending.outcomes):
        stored = found.of(outcome)
        if _due(outcome) and stored and left_out(outcome, stored):
            places.append(place)
            previous = stored.state if stored.state == outcome.state else None
            pending.outcomes[place] = msgspec.structs.replace(
                outcome, delivery=Delivery.UNCHANGED, previous=previous
            )
    pending.settled(places)


def _tell_note(found: Current) -> None:
    if found.note:
        console.note(found.note)


def _due(outcome: Unsent) -> bool:
    return outcome.state is not None and outcome.delivery is Delivery.UNDELIVERED


def _entities(outcomes: Sequence[Unsent]) -> list[str]:
    return [outcome.entity for outcome in outcomes if outcome.state is not None]
