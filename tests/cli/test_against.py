"""`check --against`: which states another mapping gives to the reports that are here."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_action import flow
from scorecard_action.cli import against, check, run
from scorecard_action.judging.known import Known
from scorecard_action.mapping.loader import loads
from scorecard_action.model import State
from tests.reading.building import build, place

PASSES = '<testsuite><testcase name="t"/><testcase name="u"/></testsuite>'
FAILS = PASSES.replace('name="u"/>', 'name="u"><failure/></testcase>')
WARNS = '<checkstyle><file name="a.py"><error line="1" severity="warning"/></file></checkstyle>'
FILES = {"out/a.xml": PASSES, "it/out/b.xml": FAILS, "lint.xml": WARNS, "cut.xml": "<testsuite>"}
HEAD = "version: 1\nservice: checkout\nrules:\n"
TESTS = "  - {rule: Unit tests pass, reports: out/*.xml}\n"
WIDE = TESTS.replace("out/*.xml", "'**/out/*.xml'")
LINT = "  - {rule: Lint, reports: lint.xml}\n"

Against = Callable[[str, str], list[str]]


@pytest.fixture
def compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Against:
    """Writes both mappings, and returns what is said of the old one, without the sums."""
    for name in list(os.environ):
        if name != "PATH":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    build(tmp_path, FILES)

    def check(old: str, new: str) -> list[str]:
        (tmp_path / "old.yaml").write_text(old)
        (tmp_path / "scorecard.datadog.yaml").write_text(new)
        assert run(["check", "--against", "old.yaml"]) == 0
        lines = capsys.readouterr().out.splitlines()
        return lines[next(n for n, line in enumerate(lines) if line.startswith("against ")) :]

    return check


def sums(flips: str, comes: str, goes: str, others: int) -> str:
    return f"against old.yaml: {flips}, {comes}, {goes}, {others} as before"


NONE = ("no state flips", "no outcome comes", "no outcome goes")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(HEAD + TESTS, HEAD + TESTS, [sums(*NONE, 1)], id="the same"),
        pytest.param(
            HEAD + TESTS,
            HEAD + TESTS.replace("}", ", min: {tests: 2}}"),
            [sums(*NONE, 1)],
            id="a limit that holds",
        ),
        pytest.param(
            HEAD + LINT,
            HEAD + LINT.replace("}", ", max: {warnings: 0}}"),
            [
                sums("1 state flips", *NONE[1:], 0),
                "Lint for checkout: pass -> fail",
                "  before: 0 errors, 1 warning",
                "  now: 1 warning (limit 0)",
                "  - lint: max errors 0",
                "  + lint (needed): max errors 0, max warnings 0",
            ],
            id="a tighter limit",
        ),
        pytest.param(
            HEAD + TESTS,
            HEAD + WIDE,
            [
                sums("1 state flips", *NONE[1:], 0),
                "Unit tests pass for checkout: pass -> fail",
                "  before: 2 of 2 tests passed",
                "  now: 1 of 4 tests failed (limit 0)",
                "  - reports: out/*.xml",
                "  + reports: **/out/*.xml",
                "  + reads it/out/b.xml",
            ],
            id="a wider pattern",
        ),
        pytest.param(
            HEAD + TESTS,
            HEAD + TESTS.replace("}", ", only: {name: v}, missing: keep}"),
            [
                sums("1 state flips", *NONE[1:], 0),
                "Unit tests pass for checkout: pass -> kept",
                "  before: 2 of 2 tests passed",
                "  now: no evidence: `only` and `except` select none of 2 tests (seen: name: t, u)",
                "  - tests: min tests 1, max failed 0",
                "  - missing: fail",
                "  + only: name: v",
                "  + tests (needed): min tests 1, max failed 0",
                "  + missing: keep",
            ],
            id="a narrower selection",
        ),
        pytest.param(
            HEAD + TESTS,
            HEAD + TESTS.replace("out/*", "cut"),
            [
                sums("1 state flips", *NONE[1:], 0),
                "Unit tests pass for checkout: pass -> fail",
                "  before: 2 of 2 tests passed",
                "  now: cut.xml:1:12: the report is cut off inside <testsuite>:",
                "  - reports: out/*.xml",
                "  - reads out/a.xml",
                "  + reports: cut.xml",
                "  + reads cut.xml",
            ],
            id="a report that cannot be read",
        ),
        pytest.param(
            HEAD + WIDE,
            HEAD + WIDE.replace("}", ", waive: {until: 2999-12-31, reason: slow}}"),
            [
                sums("1 state flips", *NONE[1:], 0),
                "Unit tests pass for checkout: fail -> skip",
                "  before: 1 of 4 tests failed (limit 0)",
                "  now: waived until 2999-12-31: slow",
                "  + waived until 2999-12-31: slow",
            ],
            id="a waiver",
        ),
        pytest.param(
            HEAD + TESTS,
            HEAD + TESTS + LINT,
            [sums(NONE[0], "1 outcome comes", NONE[2], 1), "comes: rule Lint: pass for checkout"],
            id="a rule comes",
        ),
        pytest.param(
            HEAD + TESTS + LINT,
            HEAD + TESTS,
            [sums(*NONE[:2], "1 outcome goes", 1), "goes: rule Lint: was pass for checkout"],
            id="a rule goes",
        ),
        pytest.param(
            HEAD + LINT.replace("{", "{id: a1b2c3d4, "),
            HEAD + LINT.replace("{", "{id: a1b2c3d4, ").replace("Lint", "Lint errors"),
            [sums(*NONE, 1), "renamed: Lint is Lint errors now"],
            id="a rule is renamed",
        ),
        pytest.param(
            HEAD + TESTS + LINT,
            HEAD.replace("service: checkout", "services: [checkout, shop]") + TESTS + LINT,
            [
                sums(NONE[0], "2 outcomes come", NONE[2], 2),
                "comes: service:shop: pass for Lint, Unit tests pass",
            ],
            id="an entity comes",
        ),
        pytest.param(
            HEAD.replace("service: checkout", "services: {checkout: out, shop: it}") + LINT,
            HEAD.replace("service: checkout", "services: {checkout: out}") + LINT,
            [sums(*NONE[:2], "1 outcome goes", 1), "goes: service:shop: was fail for Lint"],
            id="an entity goes",
        ),
        pytest.param(
            HEAD + LINT.replace("lint", "/lint"),
            HEAD.replace("service: checkout", "services: {checkout: out}") + LINT,
            [
                sums("1 state flips", *NONE[1:], 0),
                "Lint for checkout: pass -> fail",
                "  before: 0 errors, 1 warning",
                "  now: no evidence: no file matches lint.xml",
                "  - reports: /lint.xml",
                "  - reads lint.xml",
                "  + reports: lint.xml",
                "  + starts in out",
            ],
            id="another folder",
        ),
    ],
)
def test_what_differs(compared: Against, old: str, new: str, expected: list[str]) -> None:
    lines = compared(old, new)
    # of a long reason its beginning is enough
    cut = [one[: len(want)] for one, want in zip(lines, expected, strict=True) if "now:" in want]
    assert cut == [want for want in expected if "now:" in want]
    assert [one for one in lines if "now:" not in one] == [
        want for want in expected if "now:" not in want
    ]


def test_flips_that_are_alike_are_explained_once_and_counted(compared: Against) -> None:
    services = HEAD.replace(
        "service: checkout", f"services: [{', '.join(map('s{:02}'.format, range(20)))}]"
    )
    lines = compared(services + LINT, services + LINT.replace("}", ", max: {warnings: 0}}"))
    assert lines[0] == sums("20 states flip", *NONE[1:], 0)
    assert [line for line in lines if "->" in line] == [
        *(f"Lint for s0{n}: pass -> fail" for n in range(3)),
        "Lint for s03, s04, s05, s06, s07, s08, s09, s10, s11, s12 and 7 more: pass -> fail",
    ]


def test_of_very_many_rules_the_rest_is_counted(compared: Against) -> None:
    many = "".join(LINT.replace("Lint", f"Lint {n:03}") for n in range(against.MOST + 7))
    lines = compared(HEAD + many, HEAD + many.replace("}", ", max: {warnings: 0}}"))
    assert lines[-1] == "… and 7 more rules that flip"
    lines = compared(HEAD + TESTS, HEAD + TESTS + many)
    assert lines[-1] == "… and 7 more that come or go"
    assert len(lines) == against.MOST + 2


def test_what_turns_to_fail_comes_first(compared: Against) -> None:
    old = HEAD + LINT.replace("}", ", max: {warnings: 0}}").replace("Lint", "A lint") + LINT
    new = HEAD + LINT.replace("Lint", "A lint") + LINT.replace("}", ", max: {warnings: 0}}")
    assert [line for line in compared(old, new) if "->" in line] == [
        "Lint for checkout: pass -> fail",
        "A lint for checkout: fail -> pass",
    ]


@pytest.mark.parametrize(
    ("old", "said"),
    [
        pytest.param(None, "cannot read the mapping 'old.yaml'", id="absent"),
        pytest.param(
            HEAD + LINT.replace("rule:", "rul:"), "old.yaml:4:6: unknown key 'rul'", id="broken"
        ),
        pytest.param("", "old.yaml:1:1: the mapping holds nothing", id="empty"),
        pytest.param(
            HEAD.replace("service: checkout\n", "") + LINT, "old.yaml names no service", id="none"
        ),
    ],
)
def test_a_mapping_that_is_none(
    compared: Against,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    old: str | None,
    said: str,
) -> None:
    compared(HEAD + LINT, HEAD + LINT)
    (tmp_path / "old.yaml").unlink()
    if old is not None:
        (tmp_path / "old.yaml").write_text(old)
    assert run(["check", "--against", "old.yaml"]) == 2
    assert said in capsys.readouterr().err


def test_each_mapping_is_compared_with_its_own_baseline(tmp_path: Path) -> None:
    """Of what only one of two baselines has, only that mapping knows."""
    build(tmp_path, FILES)
    sides = []
    for state in (State.PASS, None):
        side = against.side(loads(HEAD + TESTS, "m.yaml"), place(tmp_path), None, {})
        known = {target: Known(state) for target in side.targets.targets if state}
        sides.append(side._replace(earlier=known.get))
    decisions = against.decide(*sides)
    assert [one.known and one.known.state for one in decisions.old] == [State.PASS]
    assert [one.known for one in decisions.new] == [None]


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(HEAD + TESTS + LINT.replace("}", ", min: {reports: 1}}"), id="one tree"),
        pytest.param(
            HEAD.replace("service: checkout", "services: {checkout: out}") + TESTS, id="two"
        ),
    ],
)
def test_both_ways_of_deciding_say_the_same(tmp_path: Path, new: str) -> None:
    """Decided together, in one reading, a rule is what it is when it is decided alone."""
    build(tmp_path, FILES)
    old_side, new_side = (
        against.side(loads(text, "m.yaml"), place(tmp_path), None, {})
        for text in (HEAD + TESTS + LINT + WIDE.replace("rule: ", "rule: All "), new)
    )
    decisions = against.decide(old_side, new_side)
    for one, judged in ((old_side, decisions.old), (new_side, decisions.new)):
        alone = flow.evaluate(one.targets, one.place).judged
        assert [(one.decision, one.tally.files) for one in judged] == [
            (one.decision, one.tally.files) for one in alone
        ]


DEFINED = "apiVersion: v3\nkind: service\nmetadata: {name: s}\n"
GOOD = sorted((Path(__file__).parents[1] / "mapping/good").glob("*.yaml"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_against_itself_nothing_differs(tmp_path: Path, path: Path) -> None:
    build(tmp_path, {**FILES, "service.datadog.yaml": DEFINED})
    content = path.read_text("utf-8")
    mappings = [
        loads(content, "m.yaml", formats={"junit", "lines", "sarif"}, empty_formats={"lines"})
        for _ in range(2)
    ]
    sides = [against.side(one, place(tmp_path), None, {"DD_SERVICE": "s"}) for one in mappings]
    (said,) = against.told(sides[0].mapping, against.decide(*sides), check._rule)
    assert said.startswith("against m.yaml: no state flips, no outcome comes, no outcome goes, ")
