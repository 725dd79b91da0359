"""Which entities a mapping is decided for, and whose each report file is: through the real flow."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from scorecard_action.entities.targets import Targets, targets
from scorecard_action.errors import ScorecardActionError
from scorecard_action.flow import evaluate, outcomes
from scorecard_action.mapping.loader import loads
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place

SHOWS = "`scorecard-action explain` shows what they hold"

PASSING = '<testsuite><testcase name="t"/></testsuite>'
FAILING = '<testsuite><testcase name="t"><failure/></testcase></testsuite>'
HEAD = "version: 1\n"
UNIT = "rules:\n  - {rule: Unit, reports: '**/unit.xml'}\n"


def build(top: Path, files: Mapping[str, str]) -> None:
    for file, text in files.items():
        (top / file).parent.mkdir(parents=True, exist_ok=True)
        (top / file).write_text(text)


def definition(name: str) -> str:
    return f"apiVersion: v3\nkind: service\nmetadata:\n  name: {name}\n"


def found(
    top: Path, mapping: str, service: str | None = None, fallback: str | None = None
) -> Targets:
    return targets(loads(HEAD + mapping, "scorecard.datadog.yaml"), top, service, fallback)


def states(top: Path, mapping: str, service: str | None = None) -> dict[str, str]:
    """Entity -> state of each of its rules, with the files read."""
    evaluation = evaluate(
        found(top, mapping, service), Place(top, find_checkout(str(top)), dt.datetime.now(dt.UTC))
    )
    told: dict[str, list[str]] = {}
    for one in evaluation.judged:
        files = " ".join(sorted(one.tally.files))
        told.setdefault(str(one.target.entity), []).append(f"{one.decision.state} {files}".strip())
    return {entity: ", ".join(lines) for entity, lines in told.items()}


@pytest.mark.parametrize(
    ("mapping", "files", "expected"),
    [
        pytest.param(
            "service: cart\n" + UNIT,
            {"a/unit.xml": PASSING},
            {"service:cart": "pass a/unit.xml"},
            id="one service",
        ),
        pytest.param(
            "service: queue:orders\n" + UNIT,
            {"unit.xml": PASSING},
            {"queue:orders": "pass unit.xml"},
            id="another kind",
        ),
        pytest.param(
            "services: {cart: services/cart, search: ./services/search/}\n" + UNIT,
            {
                "services/cart/out/unit.xml": PASSING,
                "services/search/unit.xml": FAILING,
                "unit.xml": FAILING,
            },
            {
                "service:cart": "pass services/cart/out/unit.xml",
                "service:search": "fail services/search/unit.xml",
            },
            id="a folder each",
        ),
        pytest.param(
            "services: {cart: services/cart, search: services/search}\n" + UNIT,
            {"services/cart/unit.xml": PASSING},
            {"service:cart": "pass services/cart/unit.xml", "service:search": "fail"},
            id="a declared service without a report is visible",
        ),
        pytest.param(
            "services: auto\n" + UNIT,
            {
                "service.datadog.yaml": definition("shop"),
                "services/cart/service.datadog.yaml": definition("cart"),
                "services/cart/ui/entity.datadog.yaml": definition("cart-ui"),
                "unit.xml": PASSING,
                "services/cart/unit.xml": FAILING,
                "services/cart/ui/build/unit.xml": PASSING,
                "libs/unit.xml": PASSING,
            },
            {
                "service:shop": "pass libs/unit.xml unit.xml",
                "service:cart": "fail services/cart/unit.xml",
                "service:cart-ui": "pass services/cart/ui/build/unit.xml",
            },
            id="auto: a file below a nested entity is that entity's alone",
        ),
        pytest.param(
            "services: auto\nrules:\n  - {rule: Unit, reports: 'out/{service}/unit.xml'}\n",
            {
                "both/service.datadog.yaml": f"{definition('cart')}---\n{definition('search')}",
                "out/cart/unit.xml": PASSING,
                "out/search/unit.xml": FAILING,
            },
            {
                "service:cart": "pass out/cart/unit.xml",
                "service:search": "fail out/search/unit.xml",
            },
            id="entities that share a folder are told apart by {service}",
        ),
        pytest.param(
            "services: [cart, search]\nrules:\n"
            "  - {rule: Unit, reports: 'out/{service}/unit.xml'}\n"
            "  - {rule: All, reports: 'out/*/unit.xml', services: [search]}\n",
            {"out/cart/unit.xml": PASSING, "out/search/unit.xml": FAILING},
            {
                "service:cart": "pass out/cart/unit.xml",
                "service:search": "fail out/search/unit.xml,"
                " fail out/cart/unit.xml out/search/unit.xml",
            },
            id="a list, and a rule that narrows itself",
        ),
        pytest.param(
            "rules:\n  - {rule: Unit, reports: 'out/TEST-{service}.xml'}\n"
            "  - {rule: Lint, reports: 'lint/{service}/*.xml', missing: skip}\n",
            {
                "out/TEST-cart.xml": PASSING,
                "out/TEST-search.xml": FAILING,
                "lint/ui/x.xml": PASSING,
            },
            {
                "service:cart": "pass out/TEST-cart.xml, skip",
                "service:search": "fail out/TEST-search.xml, skip",
                "service:ui": "fail, pass lint/ui/x.xml",
            },
            id="captured: every rule for all that any rule captured",
        ),
        pytest.param(
            "rules:\n  - {rule: Unit, reports: 'out/{service}/TEST-{service}.xml'}\n",
            {"out/cart/TEST-cart.xml": PASSING, "out/ui/TEST-search.xml": FAILING},
            {"service:cart": "pass out/cart/TEST-cart.xml"},
            id="captured: a second {service} must agree",
        ),
        pytest.param(
            "rules:\n  - {rule: Unit, reports: 'out/{service}-{service}.xml'}\n",
            {"out/cart-cart.xml": PASSING, "out/ui-search.xml": FAILING},
            {"service:cart": "pass out/cart-cart.xml"},
            id="captured: in one segment too",
        ),
        pytest.param(
            "rules:\n  - {rule: Unit, reports: 'out/{service}/**'}\n",
            {"out/cart/a.xml": PASSING, "out/ui/x/b.xml": FAILING},
            {"service:cart": "pass out/cart/a.xml", "service:ui": "fail out/ui/x/b.xml"},
            id="captured: all that is below a folder",
        ),
        pytest.param(
            "services: {cart: services/cart}\nrules:\n"
            "  - {rule: Unit, reports: '{folder}/out/*.xml', exclude: 'out/b.xml'}\n",
            {"services/cart/out/a.xml": PASSING, "services/cart/out/b.xml": FAILING},
            {"service:cart": "pass services/cart/out/a.xml"},
            id="{folder} starts at the working directory, exclude at the entity's folder",
        ),
        pytest.param(
            "services: ['a*b', 'ab']\nrules:\n  - {rule: Unit, reports: '{service}.xml'}\n",
            {"a*b.xml": PASSING, "ab.xml": FAILING, "axb.xml": FAILING},
            {"service:a*b": "pass a*b.xml", "service:ab": "fail ab.xml"},
            id="names are filled in literally",
        ),
        pytest.param(
            UNIT,
            {"service.datadog.yaml": definition("shop"), "unit.xml": PASSING},
            {"service:shop": "pass unit.xml"},
            id="a definition file in the working directory fills in",
        ),
    ],
)
def test_entities(
    tmp_path: Path, mapping: str, files: dict[str, str], expected: dict[str, str]
) -> None:
    build(tmp_path, files)
    assert states(tmp_path, mapping) == expected


NEAR = {
    "reports/cart-1.xml": PASSING,
    "reports/cart-api-1.xml": FAILING,
    "reports/cart-api-v2-1.xml": PASSING,
}


@pytest.mark.parametrize(
    ("mapping", "files", "expected"),
    [
        pytest.param(
            "services: [cart, cart-api, cart-api-v2]\n"
            "rules:\n  - {rule: U, reports: 'reports/{service}-*.xml'}\n",
            NEAR,
            {
                "service:cart": "pass reports/cart-1.xml",
                "service:cart-api": "fail reports/cart-api-1.xml",
                "service:cart-api-v2": "pass reports/cart-api-v2-1.xml",
            },
            id="named",
        ),
        pytest.param(
            "services: [cart, cart-api, cart-api-v2]\n"
            "rules:\n  - {rule: U, reports: 'reports/{service}-*.xml', services: [cart]}\n",
            NEAR,
            {"service:cart": "pass reports/cart-1.xml"},
            id="the longer name is another rule's",
        ),
        pytest.param(
            "rules:\n  - {rule: U, reports: 'reports/{service}-[0-9].xml'}\n",
            NEAR,
            {
                "service:cart": "pass reports/cart-1.xml",
                "service:cart-api": "fail reports/cart-api-1.xml",
                "service:cart-api-v2": "pass reports/cart-api-v2-1.xml",
            },
            id="captured",
        ),
        pytest.param(
            "services: [api, cart-api]\nrules:\n  - {rule: U, reports: 'out/*{service}.xml'}\n",
            {"out/x-api.xml": PASSING, "out/x-cart-api.xml": FAILING},
            {"service:api": "pass out/x-api.xml", "service:cart-api": "fail out/x-cart-api.xml"},
            id="by its end",
        ),
        pytest.param(
            "services: [cart, cart-api]\nrules:\n  - {rule: U, reports: '**/{service}/**/*.xml'}\n",
            {"cart/unit.xml": PASSING, "cart/cart-api/unit.xml": FAILING},
            {
                "service:cart": "pass cart/unit.xml",
                "service:cart-api": "fail cart/cart-api/unit.xml",
            },
            id="of two folders",
        ),
        pytest.param(
            "services: {cart: a, queue:cart-q: b}\n"
            "rules:\n  - {rule: U, reports: '{folder}/{service}*.xml'}\n",
            {"a/cart.xml": PASSING, "a/cart-q.xml": FAILING, "b/cart-q.xml": PASSING},
            {"service:cart": "fail a/cart-q.xml a/cart.xml", "queue:cart-q": "pass b/cart-q.xml"},
            id="in its own folder only",
        ),
        pytest.param(
            "services: [cart, cart-api]\nrules:\n  - {rule: U, reports: '{service}/unit.xml'}\n",
            {"cart/unit.xml": PASSING, "cart-api/unit.xml": FAILING},
            {"service:cart": "pass cart/unit.xml", "service:cart-api": "fail cart-api/unit.xml"},
            id="nothing to decide",
        ),
    ],
)
def test_a_file_is_the_longest_names(
    tmp_path: Path, mapping: str, files: dict[str, str], expected: dict[str, str]
) -> None:
    build(tmp_path, files)
    assert states(tmp_path, mapping) == expected


def test_the_longest_name_also_below_the_hosts_checkout(tmp_path: Path) -> None:
    build(tmp_path, {"out/cart-1.xml": PASSING, "out/cart-api-1.xml": FAILING})
    mapping = (
        "services: [cart, cart-api]\n"
        "rules:\n  - {rule: U, reports: '/host/checkout/out/{service}-*.xml', services: [cart]}\n"
    )
    assert outcome_of(tmp_path, mapping)[0] == "1 of 1 test passed"


@pytest.mark.parametrize(
    ("mapping", "files", "expected"),
    [
        pytest.param(
            "services: [cart, cart-api]\n"
            "rules:\n  - {rule: U, reports: 'reports/{service}-*.xml'}\n",
            {"reports/cart-1.xml": PASSING, "reports/cart-api-1.xml": FAILING},
            "pass reports/cart-1.xml",
            id="a longer name",
        ),
        pytest.param(
            "services: {cart: '.', search: search}\n" + UNIT,
            {"unit.xml": PASSING, "search/unit.xml": FAILING},
            "pass unit.xml",
            id="a nested folder",
        ),
    ],
)
def test_what_is_anothers_stays_so_where_one_is_picked(
    tmp_path: Path, mapping: str, files: dict[str, str], expected: str
) -> None:
    build(tmp_path, files)
    assert states(tmp_path, mapping, service="cart") == {"service:cart": expected}


NO_NAMES = [" ", "\t", "x" * 201, "cart\n", ":cart", "queue:", " cart", "a b:c"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        *(
            (source, name)
            for source in ("--service", "DD_SERVICE", "service", "services")
            for name in NO_NAMES
        ),
        # a definition file names a service, with or without blanks around the name
        *((source, name) for source in ("auto", "here") for name in NO_NAMES[:3]),
    ],
)
def test_a_name_that_is_none_is_an_error_wherever_it_comes_from(
    tmp_path: Path, source: str, name: str
) -> None:
    written = json.dumps(name)
    definition_of = {"service.datadog.yaml": f"schema-version: v2\ndd-service: {written}\n"}
    mapping, service, fallback = UNIT, None, None
    if source == "--service":
        service = name
    elif source == "DD_SERVICE":
        fallback = name
    elif source in {"service", "services"}:
        mapping = f"{source}: {written if source == 'service' else f'[{written}]'}\n{UNIT}"
    else:
        build(tmp_path, definition_of)
        mapping = ("services: auto\n" if source == "auto" else "") + UNIT
    with pytest.raises(ScorecardActionError) as caught:
        found(tmp_path, mapping, service, fallback)
    assert caught.value.exit_code == 2
    assert {"auto": "service.datadog.yaml", "here": "service.datadog.yaml"}.get(
        source, source
    ) in str(caught.value)


def test_a_blank_service_is_asked_for_and_an_empty_variable_is_unset(tmp_path: Path) -> None:
    with pytest.raises(ScorecardActionError, match="--service: the name '' is blank"):
        found(tmp_path, "services: [cart]\n" + UNIT, service="")
    named = found(tmp_path, "service: cart\n" + UNIT, fallback=" ")
    assert named.targets[0].entity.name == "cart", "DD_SERVICE is not asked for"
    with pytest.raises(ScorecardActionError, match="names no service"):
        found(tmp_path, UNIT, fallback="")


def test_a_captured_name_that_is_none_is_told_with_its_path(tmp_path: Path) -> None:
    build(tmp_path, {"out/ .xml": PASSING})
    with pytest.raises(ScorecardActionError, match=r"captured from out/ \.xml: the name"):
        found(tmp_path, "rules:\n  - {rule: Unit, reports: 'out/{service}.xml'}\n")


V2 = "schema-version: v2.2\ndd-service: {}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"service.datadog.yaml": V2.format("cart"), "entity.datadog.yaml": definition("cart")},
            ["service:cart"],
            id="two versions in one folder",
        ),
        pytest.param(
            {"a/service.datadog.yml": V2.format("x"), "a/service.datadog.yaml": V2.format("x")},
            ["service:x"],
            id="two endings",
        ),
        pytest.param(
            {"service.datadog.yaml": V2.format("x") + "---\n" + definition("x")},
            ["service:x"],
            id="two documents",
        ),
        *(
            pytest.param(
                {
                    "service.datadog.yaml": V2.format("cart"),
                    f"{folder}/service.datadog.yaml": V2.format("theirs"),
                },
                ["service:cart"],
                id=f"below {folder}",
            )
            for folder in (
                "vendor",
                "third_party",
                "testdata",
                "fixtures",
                "vendor/lib/deep",
                "services/cart/testdata",
                "tests/fixtures/a",
            )
        ),
        pytest.param(
            {
                "vendors/service.datadog.yaml": V2.format("vendors"),
                "my-fixtures/service.datadog.yaml": V2.format("mine"),
            },
            ["service:mine", "service:vendors"],
            id="other words are not those",
        ),
    ],
)
def test_whose_definition_files_count(
    tmp_path: Path, files: dict[str, str], expected: list[str]
) -> None:
    build(tmp_path, files)
    told = found(tmp_path, "services: auto\nrules:\n  - {rule: U, reports: '{service}.xml'}\n")
    assert sorted(str(one.entity) for one in told.targets) == expected
    assert told.warnings == ()
    foreign = [file for file in files if not file.startswith(("vendors/", "my-"))][1:]
    if told.notes:
        assert [file for file in foreign if file in told.notes[0]] == foreign


def test_definitions_passed_over_are_a_note(tmp_path: Path) -> None:
    build(tmp_path, {f"vendor/{n}/service.datadog.yaml": V2.format(f"s{n}") for n in range(5)})
    with pytest.raises(ScorecardActionError) as caught:
        found(tmp_path, "services: auto\n" + UNIT)
    assert "passed over" in str(caught.value)
    build(tmp_path, {"service.datadog.yaml": V2.format("cart")})
    (note,) = found(tmp_path, "services: auto\n" + UNIT).notes
    assert "vendor/2/service.datadog.yaml and 2 more" in note


@pytest.mark.parametrize(
    ("mapping", "service", "unserved"),
    [
        pytest.param("services: [cart, worker]", None, ["service:worker"], id="a list"),
        pytest.param("services: {cart: a, worker: b}", None, ["service:worker"], id="folders"),
        pytest.param("services: auto", None, ["service:worker"], id="the tree"),
        pytest.param("services: [cart, queue:cart]", None, ["queue:cart"], id="another kind"),
        pytest.param("services: [cart, worker]", "cart", [], id="not the one picked"),
        pytest.param("services: [cart, worker]", "worker", ["service:worker"], id="the one picked"),
        pytest.param("services: [cart]", None, [], id="all are served"),
        pytest.param("service: worker", None, ["service:worker"], id="the only one"),
    ],
)
def test_an_entity_that_no_rule_serves_is_a_warning(
    tmp_path: Path, mapping: str, service: str | None, unserved: list[str]
) -> None:
    build(
        tmp_path,
        {
            "a/service.datadog.yaml": definition("cart"),
            "b/service.datadog.yaml": definition("worker"),
        },
    )
    rule = "\nrules:\n  - {rule: U, reports: u.xml, services: [cart]}\n"
    told = found(tmp_path, mapping + rule, service).warnings
    assert [one.split(" is served by no rule")[0] for one in told if "served" in one] == unserved


@pytest.mark.parametrize(
    ("key", "told"),
    [
        pytest.param("services: [cart, crat]", "crat of its `services`", id="a rule"),
        pytest.param(
            "waive: {until: 2999-01-31, reason: x, services: [crat]}", "crat of its `waive`", id="w"
        ),
    ],
)
@pytest.mark.parametrize("service", [None, "cart"])
def test_a_service_that_the_tree_does_not_have_is_a_warning(
    tmp_path: Path, key: str, told: str, service: str | None
) -> None:
    build(tmp_path, {"service.datadog.yaml": definition("cart")})
    mapping = f"services: auto\nrules:\n  - rule: U\n    reports: u.xml\n    {key}\n"
    warnings = found(tmp_path, mapping, service).warnings
    assert [one for one in warnings if told in one and "did you mean cart?" in one]


def test_a_mapping_for_any_service_may_name_others(tmp_path: Path) -> None:
    mapping = "rules:\n  - {rule: U, reports: u.xml, services: [cart, search]}\n"
    assert found(tmp_path, mapping, service="cart").warnings == ()


def test_service_picks_among_those_named(tmp_path: Path) -> None:
    build(tmp_path, {"out/cart/unit.xml": PASSING, "out/search/unit.xml": PASSING})
    for mapping in (
        "services: [cart, search]\n" + UNIT,
        "rules:\n  - {rule: Unit, reports: 'out/{service}/unit.xml'}\n",
    ):
        assert list(states(tmp_path, mapping, service="search")) == ["service:search"]
    assert list(states(tmp_path, UNIT, service="queue:orders")) == ["queue:orders"]


def test_the_fallback_fills_in_only_where_nothing_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, UNIT, fallback="cart").targets[0].entity.name == "cart"
    named = found(tmp_path, "service: shop\n" + UNIT, fallback="cart")
    assert named.targets[0].entity.name == "shop"


@pytest.mark.parametrize(
    ("mapping", "files", "service", "words"),
    [
        pytest.param(UNIT, {}, None, "names no service", id="no service at all"),
        pytest.param(
            "services: [cart]\n" + UNIT, {}, "crat", "did you mean cart", id="not one of them"
        ),
        pytest.param(
            "services: auto\n" + UNIT, {}, None, "finds no service", id="auto without a definition"
        ),
        pytest.param(
            "services: auto\n" + UNIT,
            {"a/service.datadog.yaml": definition("x"), "b/service.datadog.yaml": definition("x")},
            None,
            "x is defined in a/service.datadog.yaml and in b/service.datadog.yaml",
            id="defined twice",
        ),
        pytest.param(
            "services: {cart: shop, search: shop}\n" + UNIT,
            {},
            None,
            "rule 'Unit': cart and search share the folder shop: put {service} in reports",
            id="a shared folder without {service}",
        ),
        pytest.param(
            "rules:\n  - {rule: Unit, reports: 'out/{service}.xml'}\n",
            {},
            None,
            "captures none",
            id="nothing captured",
        ),
        pytest.param(
            "services: ['a/b']\nrules:\n  - {rule: Unit, reports: '{service}.xml'}\n",
            {},
            None,
            "cannot be put in the place of '{service}'",
            id="a name that is no segment",
        ),
    ],
)
def test_errors(
    tmp_path: Path, mapping: str, files: dict[str, str], service: str | None, words: str
) -> None:
    build(tmp_path, files)
    with pytest.raises(ScorecardActionError) as caught:
        found(tmp_path, mapping, service)
    assert words in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_captured_name_that_no_definition_knows_is_a_warning(tmp_path: Path) -> None:
    build(
        tmp_path,
        {"out/crat.xml": PASSING, "services/cart/service.datadog.yaml": definition("cart")},
    )
    told = found(tmp_path, "rules:\n  - {rule: Unit, reports: 'out/{service}.xml'}\n").warnings
    where = "service crat, captured from out/crat.xml, is defined nowhere in this tree"
    assert told == (f"{where}: did you mean cart?",)


def test_a_rules_own_service_that_there_is_not_is_a_warning(tmp_path: Path) -> None:
    build(tmp_path, {"service.datadog.yaml": definition("cart")})
    mapping = "services: auto\nrules:\n  - {rule: U, reports: u.xml, services: [cart, crat]}\n"
    assert found(tmp_path, mapping).warnings == (
        "rule 'U': crat of its `services` is not a service of this mapping: did you mean cart?",
    )


@pytest.mark.parametrize(
    ("rule", "files", "warnings"),
    [
        pytest.param("", {"unit.xml": PASSING}, [], id="nothing is dead"),
        pytest.param(
            "exclude: old/**",
            {"unit.xml": PASSING},
            ["rule 'U': `exclude` excludes no file: mend it, or take it out"],
            id="an exclude that excludes nothing",
        ),
        pytest.param(
            "exclude: old/**",
            {"unit.xml": PASSING, "old/unit.xml": FAILING},
            [],
            id="one that does",
        ),
        pytest.param(
            "only: {name: other}",
            {"unit.xml": PASSING},
            [f"rule 'U': `only` selects nothing of the reports of service:s: {SHOWS}"],
            id="an only that selects nothing",
        ),
        pytest.param(
            "missing: skip",
            {},
            ["rule 'U': no file matches **/unit.xml"],
            id="globs that match nothing, where that is no failure",
        ),
        pytest.param("missing: fail", {}, [], id="a failure says so itself"),
    ],
)
def test_dead_mapping_is_told(
    tmp_path: Path, rule: str, files: dict[str, str], warnings: list[str]
) -> None:
    build(tmp_path, files)
    mapping = f"service: s\nrules:\n  - rule: U\n    reports: '**/unit.xml'\n    {rule}\n"
    evaluation = evaluate(
        found(tmp_path, mapping),
        Place(tmp_path, find_checkout(str(tmp_path)), dt.datetime.now(dt.UTC)),
    )
    assert list(evaluation.warnings) == warnings


def test_testngs_summary_is_left_out_beside_its_junit_reports(tmp_path: Path) -> None:
    summary = (
        '<testng-results><suite name="s"><test name="t"><class name="C">'
        '<test-method status="FAIL" name="t"/></class></test></suite></testng-results>'
    )
    build(tmp_path, {"out/TEST-C.xml": PASSING, "out/testng-results.xml": summary})
    mapping = "service: s\nrules:\n  - {rule: U, reports: 'out/*.xml'}\n"
    assert states(tmp_path, mapping) == {"service:s": "pass out/TEST-C.xml"}
    # of another folder or another name they are not the same tests
    (tmp_path / "out/TEST-C.xml").unlink()
    build(tmp_path, {"out/sub/TEST-C.xml": PASSING, "TEST-C.xml": PASSING, "out/C.xml": PASSING})
    mapping = mapping.replace("out/*.xml", "**/*.xml")
    assert states(tmp_path, mapping)["service:s"].startswith("fail")


def outcome_of(top: Path, mapping: str, mapping_folder: Path | None = None) -> tuple[str, str]:
    place = Place(
        top,
        find_checkout(str(top), host="/host/checkout"),
        dt.datetime.now(dt.UTC),
        mapping_folder=mapping_folder,
    )
    evaluation = evaluate(found(top, mapping), place)
    (outcome,) = outcomes(evaluation.judged, place)
    return outcome.reason, outcome.remarks


def test_an_absolute_pattern_of_the_hosts_checkout_starts_here(tmp_path: Path) -> None:
    build(tmp_path, {"out/unit.xml": PASSING})
    mapping = "service: s\nrules:\n  - {rule: U, reports: '/host/checkout/out/*.xml'}\n"
    assert outcome_of(tmp_path, mapping)[0] == "1 of 1 test passed"


def test_reports_beside_the_mapping_are_named(tmp_path: Path) -> None:
    build(tmp_path, {"work/x": "", "ci/out/unit.xml": PASSING})
    mapping = "service: s\nrules:\n  - {rule: U, reports: 'out/*.xml'}\n"
    reason, _ = outcome_of(tmp_path / "work", mapping, mapping_folder=tmp_path / "ci")
    told = f"out/unit.xml is beside the mapping, but globs start in {tmp_path / 'work'}"
    assert reason == f"no evidence: no file matches out/*.xml ({told})"


def test_a_waivers_link_is_in_the_remarks(tmp_path: Path) -> None:
    build(tmp_path, {"unit.xml": PASSING})
    mapping = (
        "service: s\nrules:\n  - rule: U\n    reports: unit.xml\n"
        "    waive: {until: 2999-01-31, reason: moving, link: 'https://tracker.example/T-12'}\n"
    )
    _, remarks = outcome_of(tmp_path, mapping)
    assert remarks.startswith("waived until 2999-01-31: moving (it would pass now:")
    assert '<a href="https://tracker.example/T-12">waiver</a>' in remarks


def test_a_report_that_two_entries_find_counts_once(tmp_path: Path) -> None:
    build(tmp_path, {"unit.xml": PASSING})
    mapping = (
        "service: s\nrules:\n  - {rule: U, reports: ['*.xml', {path: unit.xml, format: junit}]}\n"
    )
    assert outcome_of(tmp_path, mapping)[0] == "1 of 1 test passed"
