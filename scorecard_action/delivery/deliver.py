"""Deliver outcomes to Datadog: saved, names to ids, compared with what it has, sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from scorecard_action.datadog.client import Client
from scorecard_action.datadog.current import read_current
from scorecard_action.datadog.keys import without_keys
from scorecard_action.datadog.outcomes import Endpoint
from scorecard_action.datadog.stored import Current, Stored, key_of
from scorecard_action.delivery.batches import send
from scorecard_action.delivery.comparing import with_previous
from scorecard_action.delivery.keeping import Kept, kept, notes, outranked, warnings
from scorecard_action.delivery.lookup import Looked, look_up
from scorecard_action.delivery.newest import newest
from scorecard_action.delivery.pending import Delivered, Pending
from scorecard_action.delivery.voice import Voice
from scorecard_action.errors import DatadogRefused, MappingError, UsageError
from scorecard_action.model import Delivery, Outcome
from scorecard_action.outputs import words

Connect = Callable[[], Client]

BUDGET = 5.0  # seconds for reading what Datadog has, which nothing is lost without
DRY_BUDGET = 20.0  # seconds for the same where nothing is sent after it
_NAMED = 5  # rules named in a message


class How(NamedTuple):
    """How to deliver. `file` keeps what is not delivered yet, and is called `shown` to a person;
    `known` says of an outcome in it whether its rule is still one that is sent. With `dropping`
    what Datadog does not take is to be forgotten.
    """

    endpoint: Endpoint
    batch_size: int
    file: str
    shown: str
    known: Callable[[Outcome], bool] = lambda outcome: True
    dropping: bool = False


@contextmanager
def delivering(
    connect: Connect, outcomes: Sequence[Outcome], how: How, voice: Voice
) -> Iterator[Delivering]:
    """Yield the steps by which these outcomes are delivered: those that are due.

    They are saved before the first request, so that at any moment each is delivered or in the file.
    Where MappingError ends the steps, nothing is left to deliver; where anything else does, `voice`
    is told what is left, and where.
    """
    with connect() as client:
        pending = Pending(how.file, outcomes, client.keys, known=how.known)
        steps = Delivering(client, pending, how, voice)
        try:
            steps.save()
            yield steps
        except MappingError:
            steps.give_up()
            raise
        except BaseException:
            steps.break_off()
            raise


class Delivering:
    """The steps of a delivery, each to be taken once and in this order (see `delivering`):
    `look_up`, `tell_unknown`, perhaps `leave_old`, `read`, perhaps `keep` and `leave_out`, `send`,
    perhaps `drop`, `compare`.

    Problems of delivery are told, and are in `delivered` in the end; none is raised.
    """

    def __init__(self, client: Client, pending: Pending, how: How, voice: Voice) -> None:
        self.delivered = Delivered(())
        self._client = client
        self._pending = pending
        self._how = how
        self._voice = voice
        self._looked = Looked(())
        self._found = Current({})

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """The outcomes in their order, with what is known of each by now."""
        return self._pending.outcomes

    def save(self) -> None:
        """Save all that is to be delivered."""
        try:
            self._pending.save()
        except UsageError as error:
            self._voice.warn(
                f"{error.message}: what cannot be delivered will be printed as JSON, and is lost if"
                " this is killed; `--save-undelivered` names another file"
            )

    def look_up(self) -> None:
        """Look the rules up: from names to ids."""
        self._looked = look_up(self._client, self.outcomes)
        self._pending.outcomes = [*self._looked.outcomes]
        for warning in self._looked.warnings:
            self._voice.warn(warning)

    def tell_unknown(self) -> None:
        """Tell which rules were not found, or why that is not known."""
        looked = self._looked
        for problem in looked.problems:
            self._voice.fail(problem)
        code = DatadogRefused.exit_code if looked.problems else 0
        if looked.error and any(one.due and not one.rule_id for one in looked.outcomes):
            code = max(code, looked.error.exit_code)
            self._voice.fail(f"rules could not be looked up by name: {looked.error}")
        elif looked.error and getattr(looked.error, "status", None) != 403:
            self._voice.note(f"rule ids are not checked: {looked.error.message}")
        self.delivered = self.delivered._replace(exit_code=code)

    def leave_old(self, *, builds: bool = True) -> int:
        """Leave out the outcomes that have a newer one beside them; how many they are.

        Now that rules are looked up, it is known which outcomes are of one rule. With `builds`,
        those beside one of a later build, or beside a failure of the same build, are kept, and not
        counted.
        """
        found = outranked(self.outcomes).items() if builds else ()
        self._keep({place: why for place, why in found if self.outcomes[place].due})
        stays = newest(self.outcomes, builds=builds)
        places = [
            i
            for i, one in enumerate(self.outcomes)
            if one.state and not stays[i] and one.delivery is not Delivery.KEPT
        ]
        self._leave(places)
        return len(places)

    def read(self) -> None:
        """Read what Datadog has in place of what is due, within 5 seconds."""
        client = self._client
        now, end = client.clock.now(), client.deadline()
        # At least half of the time is for sending.
        until = now + min(BUDGET, max(end - now, 0) / 2)
        self._found = _read(client, [one for one in self.outcomes if one.due], until)
        _tell_note(self._found, self._voice)

    def keep(self) -> None:
        """Leave out what would hide the outcome of a later build, or a failure of this one."""
        found = {}
        for place, outcome in enumerate(self.outcomes):
            stored = self._found.of(outcome)
            if outcome.due and stored and (why := kept(outcome, stored)):
                found[place] = why
        self._keep(found)
        for note in notes(self.outcomes, self._found.unread):
            self._voice.note(note)

    def leave_out(self, needless: Callable[[Outcome, Stored], bool]) -> None:
        """Leave out the outcomes for which this is true, beside the one that Datadog has."""
        places = []
        for place, outcome in enumerate(self.outcomes):
            stored = self._found.of(outcome)
            if outcome.due and stored and needless(outcome, stored):
                places.append(place)
                if stored.state == outcome.state:
                    self._pending.outcomes[place] = msgspec.structs.replace(
                        outcome, previous=stored.state
                    )
        self._leave(places)

    def send(self) -> None:
        """Send what is due, bring the file up to date, and tell what was refused or not reached."""
        report = send(
            self._client,
            self._pending,
            endpoint=self._how.endpoint,
            batch_size=self._how.batch_size,
        )
        self._pending.outcomes = [*report.outcomes]
        self._save_rest()
        for error in report.errors:
            self._voice.fail(str(error))
        if not self._how.dropping:
            self._tell_others()
        self.delivered = self.delivered._replace(
            endpoint=", ".join(report.endpoints) or None,
            exit_code=max(self.delivered.exit_code, report.exit_code),
        )

    def drop(self) -> int:
        """Forget what Datadog refused, or does not know the rule of; how many outcomes they are."""
        places = [
            i
            for i, one in enumerate(self.outcomes)
            if one.delivery is Delivery.REJECTED and one.state
        ]
        self._pending.settled(places)
        self._save_rest()
        if places and not self._pending.remaining:
            # What was asked for is done: nothing is left that could not be sent.
            self.delivered = self.delivered._replace(exit_code=0)
        return len(places)

    def compare(self) -> None:
        """Put to each outcome the state that Datadog had before."""
        told, compared = with_previous(self.outcomes, self._found)
        self.delivered = self.delivered._replace(
            outcomes=told, compared=compared, warnings=tuple(warnings(told)), found=self._found
        )

    def give_up(self) -> None:
        """There is nothing to deliver after all: what other runs have left stays to be sent."""
        try:
            self._pending.take_back()
        except UsageError as error:
            self._voice.warn(f"{error.message}: it still has outcomes of this run")

    def break_off(self) -> None:
        """Tell where all is that is not delivered: these steps end here."""
        if not self._pending.tried:
            self.save()
        self._save_rest()
        if self.delivered.undelivered_file:
            self._voice.note(_where(self._how))
        self.delivered.tell_unsaved(self._voice)

    def _save_rest(self) -> None:
        """Bring the file up to date, and note where what remains is."""
        pending, voice = self._pending, self._voice
        if not pending.saved:
            text = pending.to_json() if pending.remaining else ""
            self.delivered = self.delivered._replace(undelivered=text)
            return
        try:
            pending.save()
        except UsageError as error:
            voice.warn(
                f"{error.message}: outcomes in it may be delivered already, which is harmless"
            )
        file = self._how.shown if pending.remaining else None
        self.delivered = self.delivered._replace(undelivered_file=file)

    def _tell_others(self) -> None:
        """Tell what is in the file beside what this run sends: once, where it cannot be sent."""
        pending, voice = self._pending, self._voice
        if not pending.saved:
            return
        if pending.waiting:
            count = words.count(len(pending.waiting), "outcome")
            voice.note(f"{count} of earlier runs not sent by this one: {_where(self._how)}")
        if pending.aside:
            voice.note(
                f"{words.count(len(pending.aside), 'outcome')} of earlier runs in {self._how.shown}"
                f" set aside, as the mapping has no such rule: {_rules(pending.aside)};"
                f" {_ways_out(self._how)}"
            )
        refused = [one for one in pending.remaining if one.delivery is Delivery.REJECTED]
        if refused:
            voice.note(
                f"{words.count(len(refused), 'outcome')} that Datadog does not take kept in"
                f" {self._how.shown}: {_rules(refused)}; {_ways_out(self._how)}"
            )

    def _leave(self, places: Sequence[int]) -> None:
        """Leave these out: they need not be sent."""
        for place in places:
            self._pending.outcomes[place] = msgspec.structs.replace(
                self._pending.outcomes[place], delivery=Delivery.UNCHANGED
            )
        self._pending.settled(places)

    def _keep(self, found: Mapping[int, Kept]) -> None:
        """Keep what Datadog has in place of the outcomes at these places: they are settled."""
        for place, (reason, why) in found.items():
            self._pending.outcomes[place] = msgspec.structs.replace(
                self._pending.outcomes[place],
                delivery=Delivery.KEPT,
                kept_reason=reason,
                kept_why=why,
            )
        self._pending.settled(found)


def compare(connect: Connect, outcomes: Sequence[Outcome], voice: Voice) -> Delivered:
    """Show each outcome of a dry run against what Datadog has, within a time budget.

    Whatever goes wrong is a note or a warning.
    """
    with connect() as client:
        outcomes = [without_keys(outcome, client.keys) for outcome in outcomes]
        until = client.clock.now() + min(DRY_BUDGET, client.timeout)
        looked = look_up(client, outcomes, until=until, tries=1)
        for text in (*looked.problems, *looked.warnings):
            voice.warn(text)
        if looked.error:
            voice.note(f"rules could not be looked up: {looked.error.message}")
        found = _read(client, looked.outcomes, until)
    _tell_note(found, voice)
    told, compared = with_previous(looked.outcomes, found)
    return Delivered(told, compared=compared, found=found)


def _read(client: Client, outcomes: Sequence[Outcome], until: float) -> Current:
    """What Datadog has; whatever goes wrong is a note, since nothing is lost without it."""
    try:
        return read_current(client, outcomes, until)
    except Exception as error:  # noqa: BLE001 - it must not stand in the way of sending
        unread = frozenset(map(key_of, outcomes))
        note = f"the outcomes that Datadog has now could not be read: {type(error).__name__}"
        return Current({}, unread, note)


def _where(how: How) -> str:
    return ": ".join(words.saved(how.shown) or ())


def _ways_out(how: How) -> str:
    name = words.saved(how.shown)
    command = name[1] if name else "scorecard-action resend"
    return (
        f"create the rule in Datadog or with `scorecard-action rules apply`, and `{command}` sends"
        f" them; or mend its name in the mapping, and forget them with `{command} --drop`"
    )


def _rules(outcomes: Iterable[Outcome]) -> str:
    names = list(dict.fromkeys(repr(outcome.rule) for outcome in outcomes))
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _tell_note(found: Current, voice: Voice) -> None:
    if found.note:
        voice.note(found.note)
