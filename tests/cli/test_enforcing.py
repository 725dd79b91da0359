"""What is said of outcomes that make the step exit with 1: terminal, summary, annotations."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from scorecard_action.cli.enforcing import Counted, counted, explained, said
from scorecard_action.delivery.pending import Delivered
from scorecard_action.entities.targets import targets
from scorecard_action.flow import Judged, outcomes
from scorecard_action.judging.decide import Decision
from scorecard_action.judging.known import Known
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.loader import loads
from scorecard_action.mapping.types import Enforce
from scorecard_action.model import State
from tests.cli.command import command, submit
from tests.reading.building import place

PLACE_OF_RULE = 4
MAPPING = """\
version: 1
service: checkout
rules:
  - rule: Unit tests pass
    reports: out/*.xml
    {key}
"""
FAILS = '<testsuite><testcase name="t"><failure/></testcase></testsuite>'
TEXT = "rule 'Unit tests pass' for checkout fails (enforce: fail)"


def judged(key: str, before: State | None, *, known: bool = True) -> Judged:
    """A rule that fails, where a baseline knows this state of it."""
    (target,) = targets(loads(MAPPING.format(key=key), "m.yaml"), Path("/"), None, None).targets
    decision = Decision(State.FAIL, "1 of 1 tests failed (limit 0)", {}, ())
    return Judged(target, Tally(), (), decision, None, Known(before) if known else None)


UNLESS = "enforce: regression (exit 1 unless it failed before in Datadog; "
NOT_KNOWN = "fails, and whether it did before is not known: Datadog was not asked, and "


@pytest.mark.parametrize(
    ("key", "before", "expected"),
    [
        pytest.param("", State.PASS, "fails and passed before (--fail-on regression)", id="pass"),
        pytest.param("", State.FAIL, "", id="fail"),
        pytest.param(
            "", State.SKIP, "fails and was skipped before (--fail-on regression)", id="skip"
        ),
        pytest.param("enforce: never", State.PASS, "", id="never"),
        pytest.param("enforce: fail", State.FAIL, "fails (enforce: fail)", id="over the option"),
        pytest.param(
            "enforce: regression",
            None,
            f"{NOT_KNOWN}the baseline has no state of it (enforce: regression)",
            id="without a state",
        ),
    ],
)
def test_the_baseline_decides_where_datadog_is_not_asked(
    tmp_path: Path, key: str, before: State | None, expected: str
) -> None:
    one = judged(key, before)
    found = counted([one], Delivered(tuple(outcomes([one], place(tmp_path)))), Enforce.REGRESSION)
    text = f"rule 'Unit tests pass' for checkout {expected}"
    assert found == ([Counted("m.yaml", PLACE_OF_RULE, text)] if expected else [])


@pytest.mark.parametrize(
    ("key", "known", "expected"),
    [
        pytest.param("", True, [], id="nothing said"),
        pytest.param("enforce: never", True, ["enforce: never (not exit 1)"], id="never"),
        pytest.param("enforce: fail", True, ["enforce: fail (exit 1)"], id="fail"),
        pytest.param(
            "enforce: regression",
            True,
            [f"{UNLESS}the baseline says pass)"],
            id="regression",
        ),
        pytest.param(
            "enforce: regression",
            False,
            [f"{UNLESS}no baseline has it)"],
            id="no baseline",
        ),
    ],
)
def test_explained(key: str, *, known: bool, expected: list[str]) -> None:
    assert list(explained(judged(key, State.PASS, known=known))) == expected


@pytest.mark.parametrize(
    ("code", "exit_zero", "lead"),
    [
        pytest.param(1, False, "exit 1", id="1"),
        pytest.param(3, False, "exit 3 (1 for this alone)", id="a larger one"),
        pytest.param(1, True, "exit 1, which --exit-zero makes 0", id="exit-zero"),
        pytest.param(70, True, "exit 70 (1 for this alone)", id="a bug"),
    ],
)
def test_it_is_said_of_the_first_and_the_others_are_counted(
    code: int, lead: str, *, exit_zero: bool
) -> None:
    found = [Counted("m.yaml", n, f"Rule {n} fails") for n in range(7)]
    lines = said(found, code, exit_zero=exit_zero)
    assert lines[:1] == (f"{lead}: Rule 0 fails",)
    assert lines[4:] == (f"{lead}: Rule 4 fails", f"{lead}: 2 more outcomes")
    assert said([], code, exit_zero=exit_zero) == ()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING.format(key="enforce: fail"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.xml").write_text(FAILS)
    return tmp_path


@pytest.mark.parametrize(
    ("environ", "annotation"),
    [
        pytest.param(
            {"GITHUB_ACTIONS": "true"},
            f"::error file=scorecard.datadog.yaml,line=4,col=1,title=Scorecard::exit 1: {TEXT}",
            id="github",
        ),
        pytest.param(
            {"TF_BUILD": "True"},
            "##vso[task.logissue type=error;sourcepath=scorecard.datadog.yaml;linenumber=4;"
            f"columnnumber=1]exit 1: {TEXT}",
            id="azure",
        ),
        pytest.param({}, "", id="elsewhere"),
    ],
)
def test_every_output_says_it(work: Path, environ: dict[str, str], annotation: str) -> None:
    (work / ".git").mkdir()
    done = submit(work, env=environ)
    assert done.code == 1
    assert done.out.splitlines()[-1] == f"exit 1: {TEXT}"
    assert f"❌ Exit 1: {TEXT}" in unescape(done.summary).splitlines()
    assert annotation in done.err
    assert ("exit 1" in done.err) is bool(annotation)


def test_exit_zero_says_the_same(work: Path) -> None:
    done = submit(work, "--exit-zero")
    assert done.code == 0
    assert done.out.splitlines()[-1] == f"exit 1, which --exit-zero makes 0: {TEXT}"


def test_nothing_is_said_where_nothing_counts(work: Path) -> None:
    (work / "out/a.xml").write_text(FAILS.replace("<failure/>", ""))
    done = submit(work)
    assert done.code == 0
    assert "exit" not in done.out + done.summary


def test_foreign_text_makes_no_line_and_no_command(work: Path) -> None:
    mapping = MAPPING.format(key="enforce: fail").replace(
        "Unit tests pass", '"x\\n::warning::y ##[error] <b>"'
    )
    (work / "scorecard.datadog.yaml").write_text(mapping)
    done = command("submit", "--dry-run", cwd=work, env={"GITHUB_ACTIONS": "true"})
    text = (done.stdout + done.stderr).decode()
    assert not [line for line in text.splitlines() if line.startswith("::warning")]
    assert "##[" not in text
