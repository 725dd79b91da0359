"""The fuzzer makes the same cases again, breaks reports, and sees what is wrong with a reader."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scorecard_action.model import Evidence, Notice
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.source import Source
from tests import fuzz
from tests.reports.test_every_reader import SAMPLES


def test_a_seed_gives_the_same_cases() -> None:
    found = fuzz.seeds()
    assert {one.path.parent.name for one in found} >= {folder.name for folder in SAMPLES.iterdir()}
    assert [fuzz.case(n, 7, found) for n in range(20)] == [
        fuzz.case(n, 7, found) for n in range(20)
    ]
    assert fuzz.case(0, 7, found) != fuzz.case(0, 8, found)


@pytest.mark.parametrize("mutation", fuzz.MUTATIONS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("content", [b"x", b"\n", b'{"a": 1}\n{"b": [2]}\n', b"<a b='1'/>"])
def test_a_mutation_takes_any_content(mutation: fuzz.Mutation, content: bytes) -> None:
    made = {mutation(content, b"other\n", random.Random(n)) for n in range(40)}
    assert made
    assert made - {content} or b"\n{" not in content


@pytest.mark.parametrize(
    ("content", "part", "form", "told"),
    [
        pytest.param(b"<testsuite><testcase name='a'/></testsuite>", False, None, "", id="fine"),
        pytest.param(b"<testsuite><testcase name='a'/>", True, None, "", id="an error"),
        pytest.param(
            b"<testsuite/>",
            True,
            "junit",
            "a part of a report was taken for a whole one",
            id="part",
        ),
        pytest.param(b"boom", False, "broken", "RuntimeError: boom", id="a traceback"),
        pytest.param(b"spin", False, "broken", "over 0.2 s", id="too slow"),
    ],
)
def test_what_is_wrong_is_told(
    content: bytes,
    part: bool,
    form: str | None,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(source: Source) -> Iterator[Evidence]:
        if content == b"boom":
            raise RuntimeError("boom")
        spinning = True
        while spinning:
            pass
        yield Notice("never")

    junit = FORMATS["junit"]
    monkeypatch.setitem(FORMATS, "broken", junit._replace(name="broken", read=broken))
    monkeypatch.setattr(fuzz, "LIMIT", 0.2)
    fuzz.listen()
    wrong = fuzz.problem(fuzz.Case(tmp_path, content, form, "", part), tmp_path / "report")
    assert told in wrong if told else not wrong


def test_a_finding_ends_the_run_and_keeps_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "problem", lambda one, path: path.write_bytes(one.content) and "bad")
    monkeypatch.setattr(sys, "argv", ["fuzz", "--seed", "7", "--case", "3"])
    assert fuzz.main() == 1
    out = capsys.readouterr().out
    assert "bad\n--seed 7 --case 3: " in out
    kept = Path(out.rsplit(": ", 1)[1].strip())
    assert kept.read_bytes() == fuzz.case(3, 7, fuzz.seeds()).content
    kept.unlink()
    kept.parent.rmdir()
