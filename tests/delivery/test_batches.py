"""Delivery over real HTTP to a server that keeps what it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from scorecard_action.datadog.outcomes import ASYNC_PATH, BATCH_PATH
from scorecard_action.delivery.batches import DeliveryReport, send
from scorecard_action.delivery.pending import Pending
from scorecard_action.model import Delivery, Outcome
from tests.datadog.helpers import API, APP, FakeClock, assert_no_keys, client_for, outcome
from tests.datadog.server import Reply, Request, Server, answer, nothing

INVALID_RULE = answer(409, {"errors": [{"status": "409", "title": "Invalid rule_id"}]})
NO_SERVICE = answer(400, {"errors": [{"detail": 'attribute "service_name" is required'}]})
NO_ENTITY = answer(400, {"errors": [{"title": "Unknown entity_reference"}]})
ODD = answer(400, {"errors": [{"title": "Bad Request"}]})


class Datadog:
    """Takes a batch whole or not at all, and knows which (entity, rule) it has."""

    def __init__(self, bad: Callable[[str, str], Reply | None] = lambda entity, rule: None) -> None:
        self.bad = bad
        self.stored: dict[tuple[str, str], int] = {}
        self.sizes: list[int] = []
        self.most = 10**9

    def __call__(self, request: Request) -> Reply:
        batch = request.path == BATCH_PATH
        assert request.path in {BATCH_PATH, ASYNC_PATH}
        results = request.json["data"]["attributes"]["results"]
        self.sizes.append(len(results))
        if len(results) > self.most:
            return answer(413, b"<html>Request Entity Too Large</html>")
        named = [
            (f"service:{r['service_name']}" if batch else r["entity_reference"], r["rule_id"])
            for r in results
        ]
        for entity, rule in named:
            if reply := self.bad(entity, rule):
                return reply
        for pair in named:
            self.stored[pair] = self.stored.get(pair, 0) + 1
        meta = {"total_received": len(results)}
        if batch:
            return answer(200, {"data": [], "meta": {**meta, "total_updated": len(results)}})
        return answer(202, {"data": {"id": "x", "type": "async-request"}, "meta": meta})


def grid(entities: int, rules: int) -> list[Outcome]:
    return [outcome(f"service:s{e}", f"r{r}") for e in range(entities) for r in range(rules)]


def deliver(handler: Any, outcomes: list[Outcome], **options: Any) -> tuple[DeliveryReport, Server]:
    settings = {key: options.pop(key) for key in ("clock", "notify", "timeout") if key in options}
    with Server(handler) as server, client_for(server.url, **settings) as client:
        report = send(client, Pending("not saved", outcomes, client.keys), **options)
    assert [(o.entity, o.rule_id) for o in report.outcomes] == [
        (o.entity, o.rule_id) for o in outcomes
    ]
    assert_no_keys(report, report.errors, report.words)
    return report, server


def states(report: DeliveryReport) -> set[Delivery]:
    return {outcome.delivery for outcome in report.outcomes}


@pytest.mark.parametrize(
    ("count", "size", "sizes"),
    [
        pytest.param(0, 100, [], id="none"),
        pytest.param(1, 100, [1], id="one"),
        pytest.param(100, 100, [100], id="a full batch"),
        pytest.param(1050, 100, [100] * 10 + [50], id="eleven batches"),
        pytest.param(3, 1, [1, 1, 1], id="one by one"),
        pytest.param(3, 0, [1, 1, 1], id="size 0 counts as 1"),
    ],
)
@pytest.mark.parametrize(
    ("endpoint", "took"), [("auto", "batch"), ("batch", "batch"), ("async", "async")]
)
def test_delivered(count: int, size: int, sizes: list[int], endpoint: str, took: str) -> None:
    state = Delivery.SENT if took == "batch" else Delivery.ACCEPTED
    datadog = Datadog()
    report, _ = deliver(datadog, grid(count, 1), batch_size=size, endpoint=endpoint)
    assert datadog.sizes == sizes
    assert [o.delivery for o in report.outcomes] == [state] * count
    assert len(datadog.stored) == count
    assert (report.exit_code, report.errors) == (0, ())
    assert report.endpoints == ((took,) if count else ())


def test_other_kinds_go_to_the_asynchronous_endpoint() -> None:
    outcomes = [outcome("service:a"), outcome("queue:orders"), outcome("b"), outcome("system:x:y")]
    report, server = deliver(Datadog(), outcomes)
    assert [request.path for request in server.requests] == [BATCH_PATH, ASYNC_PATH]
    sent = [r.json["data"]["attributes"]["results"] for r in server.requests]
    assert [item["service_name"] for item in sent[0]] == ["a", "b"]
    assert [item["entity_reference"] for item in sent[1]] == ["queue:orders", "system:x:y"]
    assert [str(o.delivery) for o in report.outcomes] == ["sent", "accepted", "sent", "accepted"]
    assert report.endpoints == ("batch", "async")


def test_the_batch_endpoint_alone_takes_no_other_kinds() -> None:
    report, _ = deliver(Datadog(), [outcome("queue:q"), outcome()], endpoint="batch")
    assert [str(o.delivery) for o in report.outcomes] == ["rejected", "sent"]
    assert "services only" in report.words[0]
    assert report.exit_code == 4


def test_what_is_not_due_is_left_alone() -> None:
    kept = outcome(rule="k", state=None, delivery=Delivery.KEPT)
    unknown = msgspec.structs.replace(outcome(), rule_id=None, delivery=Delivery.REJECTED)
    report, server = deliver(Datadog(), [kept, unknown])
    assert report.outcomes == (kept, unknown)
    assert server.requests == []


@pytest.mark.parametrize("status", [404, 405, 410])
@pytest.mark.parametrize("after", [0, 1])
def test_fall_over_when_the_batch_endpoint_is_gone(status: int, after: int) -> None:
    datadog, lines = Datadog(), list[str]()
    batches: list[Request] = []

    def handler(request: Request) -> Reply:
        if request.path == BATCH_PATH:
            batches.append(request)
            if len(batches) > after:
                return answer(status, b"<html>gone</html>")
        return datadog(request)

    report, server = deliver(handler, grid(250, 1), notify=lines.append)
    assert len(datadog.stored) == 250
    assert len(batches) == after + 1
    assert len(server.requests) == 4
    expected = [Delivery.SENT] * 100 * after + [Delivery.ACCEPTED] * (250 - 100 * after)
    assert [o.delivery for o in report.outcomes] == expected
    assert report.exit_code == 0
    assert len(lines) == 1
    assert str(status) in lines[0]


@pytest.mark.parametrize("endpoint", ["batch", "async"])
def test_no_fall_over_where_an_endpoint_is_forced(endpoint: str) -> None:
    report, server = deliver(lambda _: answer(410), grid(150, 1), endpoint=endpoint)
    assert states(report) == {Delivery.UNDELIVERED}
    assert report.exit_code == 4
    assert len(server.requests) == 1


def test_both_endpoints_gone() -> None:
    report, server = deliver(lambda _: answer(404), grid(150, 1))
    assert states(report) == {Delivery.UNDELIVERED}
    assert "--api-url" in report.errors[0].hint
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "exit_code", "message"),
    [
        pytest.param(answer(403, {"errors": ["Forbidden"]}), 4, "403: Forbidden", id="403"),
        pytest.param(answer(401), 4, "401", id="401"),
        pytest.param(answer(418), 4, "418", id="418"),
        pytest.param(answer(302), 4, "redirect", id="redirect"),
        pytest.param(answer(200, b"<html>"), 5, "HTML", id="HTML"),
        pytest.param(answer(500), 5, "5 times", id="500"),
        pytest.param(answer(429, b"", {"X-RateLimit-Reset": "900"}), 5, "900 s", id="429"),
        pytest.param(nothing, 5, "not reached", id="nothing"),
    ],
)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_an_error_stops_the_rest(reply: Reply, exit_code: int, message: str, after: int) -> None:
    datadog = Datadog()

    def handler(request: Request) -> Reply:
        return datadog(request) if len(datadog.sizes) < after else reply

    report, _ = deliver(handler, grid(250, 1))
    assert [o.delivery for o in report.outcomes] == [Delivery.SENT] * 100 * after + [
        Delivery.UNDELIVERED
    ] * (250 - 100 * after)
    assert len(datadog.stored) == 100 * after
    assert report.exit_code == exit_code
    assert message in report.errors[0].message


def test_one_bad_outcome_of_100_stands_alone() -> None:
    datadog = Datadog(lambda entity, rule: ODD if entity == "service:s41" else None)
    report, _ = deliver(datadog, grid(100, 1))
    assert [o.entity for o in report.outcomes if o.delivery != Delivery.SENT] == ["service:s41"]
    assert report.outcomes[41].delivery == Delivery.REJECTED
    assert report.words[41] == "Bad Request (400)"
    assert len(datadog.stored) == 99
    assert set(datadog.stored.values()) == {1}
    assert report.exit_code == 4
    assert len(datadog.sizes) <= 1 + 2 * 7
    (error,) = report.errors
    assert error.message == "Datadog refused the rule 'Rule r0' for service:s41: Bad Request (400)"


def test_2000_services_with_25_rules_one_of_them_unknown() -> None:
    datadog = Datadog(lambda entity, rule: INVALID_RULE if rule == "r7" else None)
    report, _ = deliver(datadog, grid(2000, 25))
    bad = [o for o in report.outcomes if o.delivery == Delivery.REJECTED]
    assert len(bad) == 2000
    assert {o.rule_id for o in bad} == {"r7"}
    assert len(datadog.stored) == 48_000
    assert states(report) == {Delivery.SENT, Delivery.REJECTED}
    # 480 batches of 100 are needed for the good ones alone.
    assert len(datadog.sizes) <= 480 + 25
    assert all("Invalid rule_id (409)" in words for words in report.words if words)
    assert len(report.errors) <= 2
    assert "and 1993 more" in report.errors[-1].message


@pytest.mark.parametrize(
    ("outcomes", "most"),
    [
        pytest.param(grid(100, 1), 12, id="one rule"),
        pytest.param(grid(1, 100), 200, id="one entity, words that name the rule"),
        pytest.param([outcome(f"service:s{n}", f"r{n}") for n in range(100)], 200, id="all differ"),
    ],
)
def test_100_bad_of_100(outcomes: list[Outcome], most: int) -> None:
    datadog = Datadog(lambda entity, rule: INVALID_RULE)
    report, _ = deliver(datadog, outcomes)
    assert states(report) == {Delivery.REJECTED}
    assert all(report.words)
    assert len(datadog.sizes) <= most
    assert report.exit_code == 4
    assert len(report.errors) <= 21


def test_at_most_200_requests_for_parts_of_rejected_batches() -> None:
    def bad(entity: str, rule: str) -> Reply | None:
        return INVALID_RULE if int(rule[1:]) % 2 else None

    datadog = Datadog(bad)
    outcomes = [outcome(f"service:s{n}", f"r{n}") for n in range(1000)]
    report, _ = deliver(datadog, outcomes)
    assert len(datadog.sizes) <= 200 + 10
    undelivered = [o for o in report.outcomes if o.delivery == Delivery.UNDELIVERED]
    assert undelivered
    assert len(datadog.stored) == sum(o.delivery == Delivery.SENT for o in report.outcomes)
    assert f"{len(undelivered)} outcomes are not sent" in report.errors[-1].message
    assert report.exit_code == 4


@pytest.mark.parametrize("refused", [NO_SERVICE, NO_ENTITY], ids=["service_name", "entity"])
def test_good_outcomes_of_a_rule_are_sent_though_two_services_are_bad(refused: Reply) -> None:
    bad = {"service:s0", "service:s1"}
    datadog = Datadog(lambda entity, rule: refused if entity in bad else None)
    outcomes = sorted(grid(6, 4), key=lambda o: str(o.rule_id))
    report, _ = deliver(datadog, outcomes)
    assert {o.entity for o in report.outcomes if o.delivery == Delivery.REJECTED} == bad
    assert len(datadog.stored) == 4 * 4


def test_good_outcomes_of_a_service_are_sent_though_two_rules_are_bad() -> None:
    bad = {"r0", "r1"}
    datadog = Datadog(lambda entity, rule: INVALID_RULE if rule in bad else None)
    outcomes = sorted(grid(3, 4), key=lambda o: str(o.rule_id))
    report, _ = deliver(datadog, outcomes)
    assert {o.rule_id for o in report.outcomes if o.delivery == Delivery.REJECTED} == bad
    assert len(datadog.stored) == 3 * 2


def test_a_rule_that_datadog_took_before_is_not_given_up() -> None:
    bad = {"service:s50", "service:s60"}
    datadog = Datadog(lambda entity, rule: ODD if entity in bad else None)
    report, _ = deliver(datadog, grid(300, 1))
    assert len(datadog.stored) == 298
    assert {o.entity for o in report.outcomes if o.delivery == Delivery.REJECTED} == bad


def test_413_halves_and_the_next_batches_are_smaller_at_once() -> None:
    datadog = Datadog()
    datadog.most = 30
    report, _ = deliver(datadog, grid(1000, 1))
    assert states(report) == {Delivery.SENT}
    assert len(datadog.stored) == 1000
    assert len([size for size in datadog.sizes if size > 30]) <= 3
    assert report.exit_code == 0


def test_413_for_a_single_outcome() -> None:
    datadog = Datadog()
    datadog.most = 0
    report, _ = deliver(datadog, [outcome()])
    assert states(report) == {Delivery.REJECTED}


def test_404_that_speaks_of_the_rule_is_about_the_outcome() -> None:
    missing = answer(404, {"errors": [{"detail": "rule not found: r1"}]})
    datadog = Datadog(lambda entity, rule: missing if rule == "r1" else None)
    report, server = deliver(datadog, grid(1, 3))
    assert [str(o.delivery) for o in report.outcomes] == ["sent", "rejected", "sent"]
    assert {request.path for request in server.requests} == {BATCH_PATH}


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        pytest.param({"total_received": 2}, "", id="received"),
        pytest.param({"total_received": 2, "total_updated": 2}, "", id="updated"),
        pytest.param({"total_received": 2, "total_updated": 1}, "updated 1 of them", id="one"),
        pytest.param({"total_received": 2, "total_staged": 0}, "updated 0 of them", id="staged"),
        pytest.param({"total_received": 2, "total_updated": "1"}, "", id="no number"),
    ],
)
def test_fewer_updated_than_received_is_said(meta: object, said: str) -> None:
    lines: list[str] = []
    reply = answer(200, {"data": [], "meta": meta})
    report, _ = deliver([reply], grid(2, 1), notify=lines.append)
    assert states(report) == {Delivery.SENT}
    assert report.exit_code == 0
    assert [said in line for line in lines] == ([True] if said else [])


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        pytest.param(200, {"data": [], "meta": {}}, "without saying how many", id="no count"),
        pytest.param(200, {"data": []}, "without saying how many", id="no meta"),
        pytest.param(
            200, {"data": [], "meta": {"total_received": 99}}, "99 of the 100 outcomes", id="fewer"
        ),
        pytest.param(200, {"errors": ["disk full"]}, "with errors: disk full", id="errors"),
        pytest.param(200, {"message": "ok"}, "without `data`", id="a message"),
        pytest.param(206, {"data": []}, "206 where 200 is due", id="206"),
        pytest.param(202, b"", "202 where 200 is due", id="202 of the batch endpoint"),
    ],
)
def test_what_is_not_understood_is_kept_and_the_others_are_sent(
    status: int, body: object, message: str
) -> None:
    datadog = Datadog()

    def handler(request: Request) -> Reply:
        datadog.sizes += [0] if (odd := len(datadog.sizes) == 1) else []
        return answer(status, body) if odd else datadog(request)

    report, _ = deliver(handler, grid(250, 1))
    kept = [Delivery.SENT] * 100 + [Delivery.UNDELIVERED] * 100 + [Delivery.SENT] * 50
    assert [o.delivery for o in report.outcomes] == kept
    (error,) = report.errors
    assert message in error.message
    assert "whether it has 100 outcomes" in error.message
    assert report.exit_code == 5


def test_many_answers_that_are_not_understood_are_one_message() -> None:
    report, server = deliver(lambda request: answer(200, {}), grid(1000, 1))
    assert len(server.requests) == 10
    (error,) = report.errors
    assert "whether it has 1,000 outcomes" in error.message


def test_the_deadline_ends_the_sending() -> None:
    clock = FakeClock()
    datadog = Datadog()

    def handler(request: Request) -> Reply:
        clock.time += 50
        return datadog(request)

    report, _ = deliver(handler, grid(500, 1), clock=clock, timeout=120)
    # The third batch is taken when the time is over; its answer may just be read in time.
    sent = [o.delivery for o in report.outcomes].count(Delivery.SENT)
    assert sent in {200, 300}
    assert [o.delivery for o in report.outcomes[sent:]] == [Delivery.UNDELIVERED] * (500 - sent)
    assert len(datadog.sizes) == 3
    assert report.exit_code == 5


def test_keys_in_remarks_and_in_answers() -> None:
    echo = answer(400, {"errors": [{"detail": f"no {API} for {APP}"}]})
    one = outcome(remarks=f"printed {API}", examples=(f"t[{APP}]",), reports=(f"{API}.xml",))
    report, server = deliver([echo], [one])
    assert (report.outcomes[0].examples, report.outcomes[0].reports) == (("t[***]",), ("***.xml",))
    sent = server.requests[0].json["data"]["attributes"]["results"][0]
    assert sent["remarks"] == "printed ***"
    assert report.words == ("no *** for *** (400)",)
