"""Rule definitions against what Datadog has, and the requests that bring them about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scorecard_action.datadog.rule_requests import Done, apply, read
from scorecard_action.datadog.rulebook import Action, Plan, StoredRule, plan, stored
from scorecard_action.errors import DatadogRefused, DatadogUnreachable, MappingError
from scorecard_action.mapping.loader import Below, loads
from scorecard_action.mapping.types import Mapping
from tests.datadog.helpers import assert_no_keys, client_for
from tests.datadog.server import Reply, Request, Server, answer, nothing
from tests.datadog.test_recordings import assert_same, recording, replay


def mapping(rules: str) -> Mapping:
    return loads(f"version: 1\nservice: cart\nrules:\n{rules}", "map.yaml")


def known(
    rule_id: str, name: str, scorecard: str = "Quality", custom: Any = True, **more: Any
) -> StoredRule:
    attributes = {"name": name, "scorecard_name": scorecard, "custom": custom, **more}
    return stored({"id": rule_id, "type": "rule", "attributes": attributes})


TESTS = known("a1", "Tests", level=3, enabled=True, owner="qa", description="d")
BUILT_IN = known("b1", "Owner is set", "Ownership", custom=False, level=1)
ALL = [TESTS, BUILT_IN, known("c1", "Twice"), known("c2", "Twice", "Readiness")]

PLANS = [
    pytest.param(
        "  - {rule: New, scorecard: Quality, reports: x, define: {level: 1, scope: k:service}}",
        Action.CREATE,
        {
            "name": "New",
            "scorecard_name": "Quality",
            "level": 1,
            "scope_query": "k:service",
            "enabled": True,
        },
        [("level", None, 1), ("scope", None, "k:service"), ("enabled", None, True)],
        id="create",
    ),
    pytest.param(
        "  - {rule: New, scorecard: Quality, reports: x, define: {enabled: false}}",
        Action.CREATE,
        {"name": "New", "scorecard_name": "Quality", "enabled": False},
        [("enabled", None, False)],
        id="create, not in use",
    ),
    pytest.param(
        "  - {rule: Tests, reports: x, define: {level: 1, owner: team}}",
        Action.UPDATE,
        {
            "name": "Tests",
            "scorecard_name": "Quality",
            "description": "d",
            "level": 1,
            "owner": "team",
            "enabled": True,
        },
        [("level", 3, 1), ("owner", "qa", "team")],
        id="update keeps what is left open",
    ),
    pytest.param(
        "  - {rule: Renamed, id: a1, reports: x, define: {level: 3}}",
        Action.UPDATE,
        {**TESTS.attributes, "name": "Renamed"},
        [("rule", "Tests", "Renamed")],
        id="an id is the handle of a rename",
    ),
    pytest.param(
        "  - {id: a1, reports: x, define: {enabled: true}}",
        Action.UNCHANGED,
        TESTS.attributes,
        [],
        id="unchanged",
    ),
    pytest.param(
        "  - {rule: Twice, scorecard: Readiness, reports: x, define: {level: 2}}",
        Action.UPDATE,
        {"name": "Twice", "scorecard_name": "Readiness", "level": 2},
        [("level", None, 2)],
        id="told by the scorecard",
    ),
    pytest.param(
        "  - {rule: Owner is set, reports: x, define: {level: 2}}",
        Action.IMPOSSIBLE,
        {"name": "Owner is set", "scorecard_name": "Ownership", "level": 2},
        [("level", 1, 2)],
        id="built in",
    ),
    pytest.param(
        "  - {rule: Owner is set, reports: x, define: {level: 1}}",
        Action.UNCHANGED,
        BUILT_IN.attributes,
        [],
        id="built in, and as defined",
    ),
    pytest.param(
        "  - {rule: Tests, id: gone, reports: x, define: {level: 1}}",
        Action.IMPOSSIBLE,
        None,
        [],
        id="unknown id",
    ),
    pytest.param("  - {rule: Tests, reports: x}", Action.FOUND, None, [], id="not defined"),
    pytest.param("  - {rule: Testz, reports: x}", Action.ABSENT, None, [], id="neither"),
]


@pytest.mark.parametrize(("rules", "action", "attributes", "changes"), PLANS)
def test_plans(
    rules: str, action: Action, attributes: dict[str, Any] | None, changes: list[Any]
) -> None:
    (step,) = plan(mapping(rules), ALL).steps
    assert step.action is action
    assert step.attributes == attributes
    assert [tuple(change) for change in step.changes] == changes


NOTES = [
    pytest.param("  - {rule: Testz, reports: x}", "did you mean 'Tests' (Quality)?", id="near"),
    pytest.param(
        "  - {rule: Testz, id: gone, reports: x, define: {level: 1}}",
        "Datadog has no rule with the id 'gone'; did you mean 'Tests' (Quality)?",
        id="id",
    ),
    pytest.param(
        "  - {rule: Tests, scorecard: New, reports: x, define: {level: 1}}",
        "; one of this name is in 'Quality'",
        id="elsewhere",
    ),
    pytest.param(
        "  - {rule: Twice, reports: x}",
        "several rules have this name: add `scorecard` or `id`",
        id="twice",
    ),
]


@pytest.mark.parametrize(("rules", "note"), NOTES)
def test_notes(rules: str, note: str) -> None:
    (step,) = plan(mapping(rules), ALL).steps
    assert step.note == note


PROBLEMS = [
    pytest.param(
        "  - {rule: New, reports: x, define: {level: 1}}",
        "map.yaml:4: rule 'New': Datadog has no rule of this name; to create it, say in which"
        " scorecard: `scorecard: NAME`",
        id="no scorecard",
    ),
    pytest.param(
        "  - {rule: Twice, reports: x, define: {level: 1}}",
        "map.yaml:4: rule 'Twice': Datadog has 2 rules of this name: say which with `scorecard:`,"
        " 'Quality', 'Readiness'",
        id="two of the name",
    ),
    pytest.param(
        "  - {rule: Tests, reports: x, services: [cart], define: {level: 1}}\n"
        "  - {id: a1, reports: x, services: [mail], define: {level: 2}}\n",
        "map.yaml:5: rule 'a1': line 4 defines the same rule differently",
        id="two definitions",
    ),
]


@pytest.mark.parametrize(("rules", "message"), PROBLEMS)
def test_problems_are_located(rules: str, message: str) -> None:
    several = loads(f"version: 1\nservices: [cart, mail]\nrules:\n{rules}", "map.yaml")
    with pytest.raises(MappingError) as caught:
        plan(several, ALL)
    assert str(caught.value) == message


def test_two_definitions_in_two_files_are_told_with_both(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "version: 1\nrules:\n  - {id: a1, reports: x, services: [mail], define: {level: 2}}\n"
    )
    rules = "rules:\n  - {rule: Tests, reports: x, services: [cart], define: {level: 1}}\n"
    text = f"version: 1\nservices: [cart, mail]\nextends: base.yaml\n{rules}"
    below = Below((), lambda: str(tmp_path))
    several = loads(text, "map.yaml", path=str(tmp_path / "map.yaml"), below=below)
    with pytest.raises(MappingError) as caught:
        plan(several, ALL)
    assert str(caught.value) == (
        "map.yaml:5: rule 'Tests': line 3 of base.yaml defines the same rule differently"
    )


def test_a_rule_for_several_services_is_one_step() -> None:
    rules = """\
  - {rule: Tests, reports: x, services: [cart], define: {level: 1}}
  - {rule: Tests, reports: y, services: [mail]}
  - {rule: Tests, reports: y, services: [web], define: {level: 1}}
"""
    several = loads(f"version: 1\nservices: [cart, mail, web]\nrules:\n{rules}", "map.yaml")
    assert [step.action for step in plan(several, ALL).steps] == [Action.UPDATE]


def test_only_custom_rules_of_the_scorecard_that_no_one_names_are_pruned() -> None:
    there = [
        TESTS,
        known("a2", "Pinned"),
        known("a3", "Old"),
        known("a4", "Built in", custom=False),
        known("a5", "Perhaps built in", custom=None),
        known("a6", "Other", "Readiness"),
        known("a7", "Twice"),
    ]
    rules = """\
  - {rule: Tests, reports: x}
  - {id: a2, reports: x}
  - {rule: Twice, scorecard: Readiness, reports: x}
"""
    assert plan(mapping(rules), there).deletions == ()
    deletions = plan(mapping(rules), there, "Quality").deletions
    assert [(step.action, step.id) for step in deletions] == [
        (Action.DELETE, "a3"),
        (Action.DELETE, "a7"),
    ]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param({}, StoredRule("", False, {}), id="empty"),
        pytest.param({"id": 7, "attributes": []}, StoredRule("7", False, {}), id="no attributes"),
        pytest.param(
            {
                "id": "a",
                "attributes": {
                    "name": ["x"],
                    "level": True,
                    "enabled": 1,
                    "owner": "",
                    "custom": 1,
                },
            },
            StoredRule("a", False, {}),
            id="wrong types",
        ),
        pytest.param(
            {"id": "a", "attributes": {"name": "x", "category": "Old word", "custom": True}},
            StoredRule("a", True, {"name": "x", "scorecard_name": "Old word"}),
            id="category",
        ),
    ],
)
def test_answers_in_any_shape(item: dict[str, Any], expected: StoredRule) -> None:
    assert stored(item) == expected


def run(replies: list[Reply], wanted: Plan) -> tuple[list[Done], list[Request]]:
    with Server(replies) as server, client_for(server.url) as client:
        done = list(apply(client, wanted))
        assert_no_keys(done)
        return done, server.requests


def create(name: str, scorecard: str, define: str) -> str:
    return f"  - {{rule: {name}, scorecard: {scorecard}, reports: x, define: {{{define}}}}}\n"


def test_a_rule_is_created_as_recorded(shared: Path) -> None:
    (exchange, deletion) = recording(shared, "create_a_new_rule_returns_created_response", "")[:2]
    name = "Test-Create_a_new_rule_returns_Created_response-1698877050"
    wanted = plan(mapping(create(name, "Observability Best Practices", "enabled: true")), [])
    (done,), (request,) = run([replay(exchange)], wanted)
    assert_same(request, exchange)
    assert done.id == "b6a60878-a110-4df5-b8aa-648d7f02dd02"
    gone = Plan((), (wanted.steps[0]._replace(action=Action.DELETE, id=done.id),))
    (deleted,), (request,) = run([replay(deletion)], gone)
    assert_same(request, deletion)
    assert deleted.error is None


def test_a_rule_is_updated_as_recorded(shared: Path) -> None:
    name = "update_an_existing_rule_returns_rule_updated_successfully_response"
    _, exchange, _ = recording(shared, name, "")
    rule = "Test-Update_an_existing_rule_returns_Rule_updated_successfully_response-1722307632"
    scorecard = "OpenAPI Spec Test Best Practices"
    there = known("L2uJseIxQCRLg_2z", rule, scorecard, enabled=True)
    wanted = plan(
        mapping(create(rule, scorecard, "description: Updated description via test")), [there]
    )
    (done,), (request,) = run([replay(exchange)], wanted)
    assert_same(request, exchange)
    assert (done.id, done.error) == ("L2uJseIxQCRLg_2z", None)


REFUSED = [
    pytest.param("update_an_existing_scorecard_rule_returns_not_found_response", 0, id="unknown"),
    pytest.param("update_an_existing_scorecard_rule_returns_bad_request_response", 1, id="bad"),
]


@pytest.mark.parametrize(("name", "number"), REFUSED)
def test_a_recorded_refusal_is_told_in_datadogs_words(shared: Path, name: str, number: int) -> None:
    exchange = recording(shared, name, "")[number]
    wanted = plan(mapping("  - {rule: Tests, reports: x, define: {level: 1}}"), [TESTS])
    (done,), (request,) = run([replay(exchange)], wanted)
    assert request.method == "PUT"
    words = "rule not found: REPLACE.ME" if not number else "failed scorecard lookup"
    assert isinstance(done.error, DatadogRefused)
    assert words in str(done.error)


def test_deleting_what_is_gone_is_done(shared: Path) -> None:
    (exchange,) = recording(shared, "delete_a_rule_returns_not_found_response", "")
    wanted = plan(mapping("  - {rule: Tests, reports: x}"), [TESTS, known("z", "Old")], "Quality")
    (done,), (request,) = run([replay(exchange)], wanted)
    assert (request.method, request.path) == ("DELETE", "/api/v2/scorecard/rules/z")
    assert done.error is None


TWO = create("A", "Quality", "level: 1") + create("B", "Quality", "level: 1")
MADE = answer(201, {"data": {"id": "new", "type": "rule"}})


def test_a_refusal_does_not_keep_the_others_back_but_the_deletions() -> None:
    wanted = plan(mapping(TWO), [known("z", "Old")], "Quality")
    bad = answer(400, {"errors": [{"detail": 'attribute "level" is odd'}]})
    (first, second, third), requests = run([bad, MADE], wanted)
    assert 'attribute "level" is odd' in str(first.error)
    assert (second.id, second.error) == ("new", None)
    assert (third.step.id, third.tried) == ("z", False)
    assert [request.method for request in requests] == ["POST", "POST"]


@pytest.mark.parametrize(
    ("replies", "kind"),
    [
        pytest.param([answer(403, {"errors": ["no"]})], DatadogRefused, id="keys may not write"),
        pytest.param([nothing] * 5, DatadogUnreachable, id="not reached"),
        pytest.param([answer(201, {"data": {}})], DatadogUnreachable, id="no id"),
        pytest.param(
            [answer(201, {"data": {"id": "x"}, "errors": ["disk full"]})],
            DatadogUnreachable,
            id="errors in a success",
        ),
    ],
)
def test_what_would_fail_again_is_not_tried(replies: list[Reply], kind: type[Exception]) -> None:
    (first, second), requests = run(replies, plan(mapping(TWO), []))
    assert isinstance(first.error, kind)
    assert (second.tried, second.error) == (False, None)
    assert len(requests) == len(replies)


@pytest.mark.parametrize("reply", [answer(200, {}), answer(200, {"errors": ["x"]}), answer(202)])
def test_a_deletion_that_does_not_say_so_is_not_done(reply: Reply) -> None:
    wanted = plan(mapping("  - {rule: Tests, reports: x}"), [TESTS, known("z", "Old")], "Quality")
    (done,), _ = run([reply], wanted)
    assert isinstance(done.error, DatadogUnreachable)
    assert "without saying that the rule is deleted" in done.error.message


def test_a_rule_made_by_a_try_whose_answer_was_lost_is_found() -> None:
    wanted = plan(mapping(create("A", "Quality", "level: 1")), [])
    there = {"name": "A", "scorecard_name": "Quality", "level": 1, "enabled": True, "custom": True}
    page = answer(200, {"data": [{"id": "made", "attributes": there}]})
    refused = answer(400, {"errors": [{"detail": "name must be unique"}]})
    (done,), requests = run([nothing, refused, page], wanted)
    assert (done.id, done.error) == ("made", None)
    assert requests[2].query["filter[rule][name]"] == "A"
    (done,), _ = run([refused], wanted)
    assert "name must be unique" in str(done.error)


def test_all_pages_are_read() -> None:
    page = [{"id": str(n), "attributes": {"name": f"r{n}", "custom": True}} for n in range(100)]
    replies = [
        answer(200, {"data": page}),
        answer(200, {"data": [{"id": "x", "attributes": {"name": "last"}}, {"attributes": {}}]}),
        answer(200, {"data": []}),
    ]
    with Server(replies) as server, client_for(server.url) as client:
        assert len(read(client)) == 101
