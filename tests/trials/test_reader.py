"""An expect.yaml: what is read from it, and what is said of a broken one, each at its place."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import msgspec
import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from scorecard_action.errors import MappingError
from scorecard_action.mapping.schema import write_schema
from scorecard_action.metrics import METRICS
from scorecard_action.trials.document import Expect
from scorecard_action.trials.reader import reads

COLUMNS = ("path", "format", "tests", "failed", "error")
STATE = "'pass', 'fail', 'skip', 'kept', a mapping or a list"
OUTCOMES = "for example outcomes: {Unit tests pass: fail}"


def read(text: str) -> Expect:
    expect, doubts = reads(text.encode(), "e.yaml", columns=COLUMNS)
    assert doubts == ()
    return expect


def said(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(MappingError) as caught:
        reads(data, "e.yaml", columns=COLUMNS, is_there=lambda name: name == "old.xml")
    return [str(problem).removeprefix("e.yaml:") for problem in caught.value.problems]


WHOLE = """\
why: one failed test breaks the default limit
mapping: scorecard.datadog.yaml
args: [--service, cart, --batch-size, 5]
env: {DD_GIT_BRANCH: main, CI: true, BUILD: 057, EMPTY: ""}
now: 2026-11-27T13:00:00+01:00
ages: {old.xml: 1d3h, later.xml: -1d}
outcomes:
  Unit tests pass: fail
  Lint: {state: pass, entity: "service:cart", reason: a text, measured: {errors: 0}}
  Coverage: [{state: kept, reason: [a, b]}, skip]
inspect: {a.xml: {format: junit, tests: 3}, b.xml: {error: true}, c.xml: {error: null}}
warnings: [a text in one of them]
absent: [a text that no output holds]
exit: 0
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_every_key(end: str) -> None:
    expect = read(WHOLE.replace("\n", end))
    assert msgspec.to_builtins({**(expect.outcomes or {})}, builtin_types=(Decimal,)) == {
        "Unit tests pass": "fail",
        "Lint": {
            "state": "pass",
            "entity": "service:cart",
            "reason": "a text",
            "measured": {**dict.fromkeys(METRICS), "errors": 0},
        },
        "Coverage": [
            {"state": "kept", "entity": None, "reason": ["a", "b"], "measured": None},
            "skip",
        ],
    }
    assert (expect.args, expect.env) == (
        ["--service", "cart", "--batch-size", "5"],
        {"DD_GIT_BRANCH": "main", "CI": "true", "BUILD": "057", "EMPTY": ""},
    )
    assert (expect.now, expect.ages, expect.exit) == (
        dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC),
        {"old.xml": dt.timedelta(hours=27), "later.xml": dt.timedelta(days=-1)},
        0,
    )
    assert expect.inspect == {
        "a.xml": {"format": "junit", "tests": Decimal(3)},
        "b.xml": {"error": True},
        "c.xml": {"error": None},
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# only this\n", "{}\n"])
def test_every_key_may_be_left_out(text: str) -> None:
    assert read(text) == Expect()
    assert not Expect().expects


BROKEN = [
    ("outcoms: {R: pass}", "1:1: unknown key 'outcoms' in the case - did you mean 'outcomes'?"),
    ("Unit tests pass: pass", "1:1: unknown key 'Unit tests pass' in the case - known are 'why', "),
    ("outcomes: {}", "1:11: 'outcomes' in the case is empty: remove it, or write "),
    ("outcomes: [a]", "1:11: 'outcomes' in the case: expected a mapping, found a list; "),
    (
        "outcomes: {R: passed}",
        (
            f"1:15: 'R' in 'outcomes' in the case: expected {STATE}, found the text 'passed'; "
            f"{OUTCOMES}"
        ),
    ),
    ("outcomes: {R: }", f"1:12: 'R' in 'outcomes' in the case: expected {STATE}, found nothing; "),
    (
        "outcomes: {R: {stat: pass}}",
        "1:16: unknown key 'stat' in 'R' of 'outcomes' in the case - did you mean 'state'?",
    ),
    ("outcomes: {R: {}}", "1:15: 'R' in 'outcomes' in the case is empty: remove it, or write "),
    (
        "outcomes: {R: {measured: {eror: 1}}}",
        (
            "1:27: unknown metric 'eror' in 'measured' of 'R' of 'outcomes' in the case"
            " - did you mean 'errors'?"
        ),
    ),
    (
        "outcomes: {R: {measured: {errors: none}}}",
        (
            "1:35: 'errors' in 'measured' of 'R' of 'outcomes' in the case: expected a number"
            " in plain decimals, found the text 'none'; "
        ),
    ),
    ("outcomes: {R: pass, R: fail}", "1:21: duplicate key 'R' in 'outcomes' in the case: first "),
    ("now: 2026-11-27", "1:6: 'now' in the case: '2026-11-27' names no zone: write for example "),
    ("now: yesterday", "1:6: 'now' in the case: expected a time, found the text 'yesterday'; "),
    ("now: 0001-01-01T00:00:00+14:00", "1:6: 'now' in the case: expected a time from 1970 to 8999"),
    ("now: 9999-12-31T23:59:59Z", "1:6: 'now' in the case: expected a time from 1970 to 8999, "),
    ("ages: {old.xml: 3}", "1:17: 'old.xml' in 'ages' in the case: expected a duration in d, h, m"),
    ("ages: {old.xml: --3h}", "1:17: 'old.xml' in 'ages' in the case: expected a duration in d, "),
    ("ages: {../old.xml: 3h}", "1:8: 'ages' in the case: '../old.xml' is not in the case's folder"),
    ("ages: {/old.xml: 3h}", "1:8: 'ages' in the case: '/old.xml' is not in the case's folder"),
    ("ages: {new.xml: 3h}", "1:8: 'new.xml' in 'ages' is no file of this case"),
    ("args: --dry-run", "1:7: 'args' in the case: expected a list, found the text '--dry-run'; "),
    ("args: [null]", "1:8: 'args' in the case: expected text, found 'null': empty text is \"\"; "),
    ("env: {A: }", "1:7: 'A' in 'env' in the case: expected text, found nothing: empty text is"),
    ("env: {A=B: c}", "1:7: 'env' in the case: expected the name of a variable, found the text "),
    ('env: {A: "\\0"}', "1:10: 'A' in 'env' in the case: holds the control character U+0000"),
    ("inspect: {a.xml: {test: 1}}", "1:19: unknown key 'test' in 'a.xml' of 'inspect' - did you "),
    ("inspect: {a.xml: 3}", "1:18: 'a.xml' in 'inspect' in the case: expected a mapping, found "),
    ("exit: one", "1:7: 'exit' in the case: expected an exit code, found the text 'one'; "),
    ("exit: 0\nexit: 1", "2:1: duplicate key 'exit' in the case: first on line 1"),
    ("warnings: []", "1:11: 'warnings' in the case is an empty list: remove it, or write "),
    ("[a]", "1:1: expected a mapping such as 'outcomes:', found a list"),
    ("outcomes: {R: pass", "1:11: the bracket that opens here is not closed: expected ',' or '}' "),
    ("why: a\n---\nwhy: b", "2:1: a second document begins here: "),
    ("why: &a [*a]", "1:6: 'why' in the case: expected text, found a list; "),
    ("x-anchor: &a {R: pass}\noutcomes: *b", "2:11: '*b' without quotes is an alias in YAML, "),
]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=[text for text, _ in BROKEN])
def test_a_mistake_is_told_at_its_place(text: str, message: str) -> None:
    assert any(one.startswith(message) for one in said(text)), said(text)


def test_all_mistakes_are_told_at_once() -> None:
    assert [one.partition(" ")[0] for one in said("exit: x\nnow: y\nages: {z: 1}\nwhi: a\n")] == [
        "1:7:",
        "2:6:",
        "3:8:",
        "3:11:",
        "4:1:",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            b"why: \xff", "1:6: byte 0xff is not UTF-8: save the file as UTF-8", id="byte"
        ),
        pytest.param(b"why: \x1b[31m", "1:6: control character U+001B: remove it", id="escape"),
        pytest.param(b"w\0h\0y\0", "1:1: not UTF-8 (it looks like UTF-16): ", id="utf-16"),
        pytest.param(b"why: " + b"[" * 200, "1:55: nested deeper than 50: refused", id="deep"),
    ],
)
def test_hostile_bytes(data: bytes, message: str) -> None:
    assert said(data)[0].startswith(message)


def test_very_many_mistakes_end() -> None:
    told = said("".join(f"k{number}: 1\n" for number in range(1_200)))
    assert len(told) == 1_001
    assert any("more than 1,000 mistakes: the rest is not shown" in one for one in told)


def test_a_text_that_a_comment_cuts_is_doubted() -> None:
    _, (doubt,) = reads(b"why: rule #1\n", "e.yaml", columns=COLUMNS)
    assert str(doubt).startswith("e.yaml:1:6: 'why' in the case ends before ' #1', a comment")


# What no schema can say of a file's text.
UNSEEN = (
    "duplicate key",
    "is no file of this case",
    "unknown key 'test' in 'a.xml'",
    "begins here",
)


def test_the_schema_agrees() -> None:
    schema = json.loads(write_schema(struct=Expect, title="case"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)

    def told(text: str) -> bool:
        return bool(validator.is_valid(YAML(typ="safe", pure=True).load(text)))

    assert told(WHOLE.replace("2026-11-27T13:00:00+01:00", '"2026-11-27T13:00:00+01:00"'))
    for text, message in BROKEN:
        if any(word in message for word in UNSEEN) or text.startswith("now: "):
            continue  # YAML 1.1 and 1.2 differ on what a time is
        try:
            seen = told(text)
        except YAMLError:
            continue
        assert not seen, text
