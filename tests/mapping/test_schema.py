"""The JSON Schema: current, valid, and of one mind with the loader wherever a schema can be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from scorecard_action.errors import MappingError
from scorecard_action.mapping.checker import Checker, takes_none
from scorecard_action.mapping.document import Document, RuleEntry
from scorecard_action.mapping.loader import Below, loads
from scorecard_action.mapping.nodes import Broken, Node, Scalar, Series, compose
from scorecard_action.mapping.scalars import Type, type_of
from scorecard_action.mapping.schema import write_schema
from scorecard_action.mapping.shapes import fields_of
from scorecard_action.mapping.source import decode

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FORMATS = ("junit", "sarif", "lines")
VALIDATOR = Draft202012Validator(
    json.loads(write_schema(FORMATS)), format_checker=Draft202012Validator.FORMAT_CHECKER
)

# What a schema has no words for: keys beside each other, two entries, a pattern's own grammar.
BEYOND_A_SCHEMA = {
    "baseline-new-failed-of-lint",
    "baseline-new-over-its-max",
    "baseline-of-another-kind",
    "baseline-file-control",
    "baseline-file-nul",
    "extends-folder",
    "extends-glob",
    "extends-home",
    "extends-nul",
    "min-over-max-duration",
    "min-over-max-skip-rate",
    "none-for-extends-path",
    "patch-of-a-class",
    "seconds-hex",
    "skip-rate-of-a-severity",
    "slowest-of-a-tool",
    "accept-two-kinds",
    "glob-many-braces",
    "glob-open-brace",
    "glob-open-bracket",
    "id-twice",
    "limit-accepted-over-max",
    "limit-critical-among-tests",
    "limit-file-coverage-of-a-class",
    "limit-hexadecimal",
    "limit-beside-fields-of-two-kinds",
    "limit-of-another-kind",
    "min-over-max",
    "report-empty-of-xml",
    "rule-control-character",
    "rule-twice",
    "rule-twice-one-narrowed",
    "seconds-exponent",
    "seconds-of-findings",
    "services-twice",
    "version-1.0",
    "yaml-comment-cuts-names",
    "yaml-lone-surrogate",
}

VALUES: dict[Type, Callable[[str], object]] = {
    Type.NULL: lambda text: None,
    Type.BOOL: lambda text: text.lower() == "true",
    Type.INT: lambda text: int(text, 0),
    Type.FLOAT: lambda text: float(text.replace(".inf", "inf").replace(".nan", "nan")),
    Type.TEXT: str,
}  # fmt: skip


class UnreadableError(Exception):
    """Not even YAML: nothing for a schema to see."""


def plain(content: bytes) -> object:
    """The value of a YAML document as a JSON Schema validator sees it."""
    try:
        root, problems = compose(decode(content, "m"), "m")
    except MappingError as error:
        raise UnreadableError from error
    checker = Checker("m", {}, {}, {})

    def value(node: Node) -> Any:
        if isinstance(node, Scalar):
            return VALUES[type_of(node)](node.text)
        if isinstance(node, Series):
            return [value(item) for item in node.items]
        if isinstance(node, Broken):
            raise UnreadableError
        return {name: value(entry.value) for name, entry in checker.entries(node).items()}

    result = value(root)
    if problems or checker.problems:
        raise UnreadableError
    return result


def readable(content: bytes) -> bool:
    try:
        plain(content)
    except UnreadableError:
        return False
    return True


def refused_by_loader(content: bytes) -> bool:
    try:
        loads(
            content,
            "m",
            formats=FORMATS,
            empty_formats={"lines"},
            path=str(HERE / "bases" / "m"),
            below=Below((), lambda: str(HERE)),
        )
    except MappingError:
        return True
    return False


def test_committed_schema_is_current() -> None:
    committed = (ROOT / "scorecard.schema.json").read_text(encoding="utf-8")
    assert committed == write_schema(), "run: scorecard-action schema > scorecard.schema.json"


def test_schema_is_a_schema() -> None:
    schema = json.loads(write_schema())
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_key_is_described_with_an_example() -> None:
    schema = json.loads(write_schema())
    for name, body in [("top", schema), *schema["$defs"].items()]:
        for key, field in body["properties"].items():
            assert field["description"].endswith("."), f"{name}.{key}"
            for example in field["examples"]:
                part = {**field, "$defs": schema["$defs"]}
                errors = list(Draft202012Validator(part).iter_errors(example))
                assert not errors, f"{name}.{key}: {example}"


@pytest.mark.parametrize(
    "path",
    [
        *sorted((HERE / "good").glob("*.yaml")),
        *sorted((ROOT / "examples").rglob("scorecard.datadog.y*ml")),
    ],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_good_mappings_satisfy_both(path: Path) -> None:
    content = path.read_bytes()
    assert not refused_by_loader(content)
    assert [error.message for error in VALIDATOR.iter_errors(plain(content))] == []


@pytest.mark.parametrize(
    "path",
    # Of the others an editor's YAML parser complains, and its schema has nothing to look at.
    [path for path in sorted((HERE / "broken").glob("*.yaml")) if readable(path.read_bytes())],
    ids=lambda path: path.stem,
)
def test_broken_mappings_satisfy_neither(path: Path) -> None:
    content = path.read_bytes()
    instance = plain(content)
    assert refused_by_loader(content)
    # Both ways: an entry that the schema learns to refuse leaves the list.
    assert VALIDATOR.is_valid(instance) == (path.stem in BEYOND_A_SCHEMA)


SUM = hashlib.sha256((HERE / "bases" / "base.yaml").read_bytes()).hexdigest()

# Each value in place of the `?`: accepted by both, or by neither.
IN_PLACE: dict[str, dict[bool, list[str]]] = {
    "version: ?\nrules: [{rule: A, reports: a}]": {
        True: ["1"],
        False: ["0", "2", "'1'", "true", "[1]", "null"],
    },
    "version: 1\nrules: [{rule: A, reports: ?}]": {
        True: ["a", "[a, b]", "{path: a}", "[a, {path: b, format: junit}]"],
        False: ["''", "' '", "1", "[]", "[1]", "{}", "{path: ''}", "{format: junit}", "../a"],
    },
    "version: 1\nrules: [{rule: A, reports: {path: a, ?}}]": {
        True: ["format: junit", "format: lines, empty: clean", "x-a: 1"],
        False: ["format: other", "empty: clean", "format: lines, empty: dirty", "format: 1"],
    },
    "version: 1\nrules: [{reports: a, ?}]": {
        True: ["rule: A", "id: a", "rule: A, id: a", "rule: A, scorecard: B"],
        False: ["x-a: 1", "id: a, scorecard: B", "rule: ''", "id: 'a b'", "id: 1", "scorecard: B"],
    },
    "version: 1\nrules: [{rule: A, reports: a, max: {errors: ?}}]": {
        True: ["0", "1", "1000000000000", "none", "2.0", "baseline", "'baseline'"],
        False: ["-1", "1.5", "'1'", "few", "true", "null", "[1]", "1000000000001", "Baseline"],
    },
    "version: 1\nrules: [{rule: A, reports: a, max: {new_findings: ?}}]": {
        True: ["0", "5", "none"],
        False: ["baseline", "-1", "0.5", "null", "[0]"],
    },
    "version: 1\nrules: [{rule: A, reports: a, min: {line_coverage: ?}}]": {
        True: ["baseline", "80", "none", "0.5%"],
        False: ["baseline%", "[baseline]", "{baseline: 1}", "base"],
    },
    "version: 1\nrules: [{rule: A, reports: a, max: {duration: ?}}]": {
        True: ["0", "0.5", "90", "2.5", "1000000000", "none"],
        False: ["-1", "'90'", "90s", "0s", "1:30", "1000000000.5", "null", "true", "[1]", ".inf"],
    },
    "version: 1\nrules: [{rule: A, reports: a, min: {pass_rate: ?}}]": {
        True: ["0", "1.1", "79.5", "100", "none", "1%", "0.5%", "'0.80%'", ".5%"],
        False: ["-1", "1", "1.0", "0.8", "0.001", "100.1", "'98'", "98%", "0%", "1.1%", "'%'",
                "'1 %'", "'1'", "false", "true", ".inf"],
    },
    "version: 1\nrules: [{rule: A, reports: a, only: ?}]": {
        True: ["{name: a}", "{name: [a, b]}", "[{name: a}, {file: b, rule: c}]",
               "{baseline: new}", "{baseline: [unchanged, updated]}"],
        False: ["{}", "[]", "a", "{name: []}", "{name: ''}", "{name: 1}", "{a: b}", "{file: ../a}",
                "{baseline: absent}", "{baseline: [new, old]}", "{baseline: New}",
                "{baseline: []}"],
    },
    "version: 1\nrules: [{rule: A, reports: a, max_age: ?}]": {
        True: ["2h", "1h30m", "1d2h3m4s", "90s", "10m"],
        False: ["90", "h", "''", "30m1h", "1.5h", "2 h", "0h", "0h0m", "-1h", "2H"],
    },
    "version: 1\nrules: [{rule: A, reports: a, tools: ?}]": {
        True: ["ruff", "[semgrep, 'Trivy*']"],
        False: ["''", "[]", "{}", "1", "[1]", "null", "{tool: ruff}"],
    },
    "version: 1\nrules: [{rule: A, reports: a, missing: ?}]": {
        True: ["fail", "skip", "keep"],
        False: ["pass", "Skip", "''", "true", "null", "[skip]"],
    },
    "version: 1\nrules: [{rule: A, reports: a, waive: {reason: r, until: ?}}]": {
        True: ["2027-01-31", "'2027-01-31'", "2028-02-29"],
        False: ["2027-02-29", "2027-1-31", "20270131", "tomorrow", "31.01.2027", "null"],
    },
    "version: 1\nrules: [{rule: A, reports: a, waive: {reason: r, until: 2027-01-31, link: ?}}]": {
        True: ["https://a.example", "http://a.example/b?c#d", "HTTPS://a.example"],
        False: ["ftp://a.example", "a.example", "https://", "'https://a b'", "javascript:alert(1)"],
    },
    "version: 1\nservice: ?\nrules: [{rule: A, reports: a}]": {
        True: ["cart", "queue:orders", "'a \"b\" <c>'", "a" * 200],
        False: ["''", "1", "null", "[a]", "':a'", "'a:'", "a" * 201],
    },
    "version: 1\nservices: ?\nrules: [{rule: A, reports: a}]": {
        True: ["auto", "[a]", "{a: b}", "{a: .}", "{a: ./b/}"],
        False: ["all", "[]", "{}", "[1]", "{a: /b}", "{a: b/..}", "{a: 'C:\\b'}", "{a: }"],
    },
    "version: 1\nrules: [{rule: A, reports: a, define: ?}]": {
        True: ["{level: 1}", "{enabled: true}", "{scope: a, owner: b, description: c}"],
        False: ["{}", "{level: 4}", "{level: '1'}", "{enabled: yes}", "{owner: ''}", "[]"],
    },
    "version: 1\nextends: ?\nrules: [{rule: C, reports: a}]": {
        True: ["base.yaml", "[base.yaml]", "{path: base.yaml}", "[base.yaml, {path: base.yaml}]",
               f"{{path: base.yaml, sha256: '{SUM}'}}", "./base.yaml", "{path: base.yaml, x-a: 1}"],
        False: ["''", "[]", "{}", "null", "1", "[[base.yaml]]", "/base.yaml", "'C:\\base.yaml'",
                "https://x.example/base.yaml", "{path: base.yaml, sha256: abc}",
                f"{{sha256: '{SUM}'}}", "{path: base.yaml, sha256: none}", "{path: ''}"],
    },
    "version: 1\nextends: base.yaml\n?": {
        True: ["", "rules: [{rule: A}]", "rules: [{id: aaaa1111}]",
               "rules: [{rule: C, reports: a}]",
               "rules: [{id: aaaa1111, scorecard: X}]", "rules: [{rule: A, min: {tests: none}}]",
               "rules: [{rule: A, reports: none}]", "rules: [{rule: A, x-a: none}]"],
        False: ["rules: none", "rules: []", "rules: [{}]", "rules: [{x-a: 1}]",
                "rules: [{id: none}]", "rules: [{rule: A, reports: []}]", "rules: [{rule: none}]",
                "rules: [{rule: A, missing: non}]", "service: none\nservices: [a]"],
    },
    "version: 1\n?\nrules: [{rule: A, reports: a}]": {
        True: ["service: a", "services: [a]", "branches: a", "exclude: [a]", "max_age: 1h", "x-a:"],
        False: ["service: a\nservices: [a]", "branches: []", "exclude: ''", "min: {tests: 1}"],
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "good"),
    [
        pytest.param(shape.replace("?", value), good, id=f"{shape.split('?')[0][-22:]}{value[:30]}")
        for shape, by_verdict in IN_PLACE.items()
        for good, values in by_verdict.items()
        for value in values
    ],
)
def test_schema_and_loader_agree(text: str, good: bool) -> None:
    content = text.encode()
    assert refused_by_loader(content) is not good
    assert VALIDATOR.is_valid(plain(content)) is good


def taken(struct: type[msgspec.Struct]) -> list[str]:
    """The keys that `none` takes away."""
    return [
        name for name, field in fields_of(struct).items() if takes_none(field) and name != "rule"
    ]


@pytest.mark.parametrize("extends", [True, False], ids=["over-a-base", "alone"])
@pytest.mark.parametrize(
    "text",
    [
        *(f"{key}: none\nrules: [{{rule: A, reports: a}}]" for key in taken(Document)),
        *(f"rules: [{{rule: A, reports: a, {key}: none}}]" for key in taken(RuleEntry)),
    ],
)
def test_every_key_is_taken_away_by_none_where_something_is_below(text: str, extends: bool) -> None:
    content = f"version: 1\n{'extends: base.yaml' if extends else 'x-a: 1'}\n{text}\n".encode()
    assert refused_by_loader(content) is not extends
    assert VALIDATOR.is_valid(plain(content)) is extends


def test_keys_that_a_whole_mapping_needs() -> None:
    schema = json.loads(write_schema())
    assert schema["required"] == ["version"]
    assert schema["else"]["required"] == ["rules"]
    assert schema["else"]["properties"]["rules"]["items"]["required"] == ["reports"]
