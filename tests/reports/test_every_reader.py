"""What holds for every reader, on every sample: nothing makes it raise or call a part whole."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.reading.fold import fold
from scorecard_action.reports.formats import FORMATS

SAMPLES: Final = Path(__file__).parent / "samples"

# Formats of lines that have no end mark: what was written before a cut at a line's end is sound.
ENDLESS: Final = frozenset(
    {
        "azure-annotations",
        "buf-jsonl",
        "codeclimate",
        "github-annotations",
        "go-coverprofile",
        "jmeter-csv",
        "lint-text",
        "mypy-json",
        "rdjsonl",
        "ruff-jsonl",
        "staticcheck-jsonl",
        "trufflehog-jsonl",
        "typos-jsonl",
    }
)
MATCHERS: Final = [Matcher(Selection())]


def samples() -> list[tuple[str, Path]]:
    return [
        (folder.name, file)
        for folder in sorted(SAMPLES.iterdir())
        for file in sorted(folder.iterdir())
        if folder.name in FORMATS and file.is_file() and file.stat().st_size < 200_000
    ]


def ids(found: list[tuple[str, Path]]) -> list[str]:
    return [f"{form}/{file.name}" for form, file in found]


def first_of_each() -> list[tuple[str, Path]]:
    return list({form: (form, file) for form, file in reversed(samples())}.values())


def read(folder: Path, content: bytes, form: str) -> Tally:
    file = folder / "report"
    file.write_bytes(content)
    return fold(file, "report", MATCHERS, form=form).tallies[0]


def test_every_format_has_a_sample() -> None:
    made_elsewhere = {"junit", "sarif", "checkstyle", "cobertura"}
    assert set(FORMATS) - {form for form, _ in samples()} <= made_elsewhere


@pytest.mark.parametrize("content", [b"", b" \r\n\n", b"\xef\xbb\xbf"], ids=["0", "blank", "mark"])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_empty_file_is_clean_only_where_the_mapping_says_so(
    form: str, content: bytes, tmp_path: Path
) -> None:
    (problem,) = read(tmp_path, content, form).problems
    assert problem.unreadable
    assert "empty" in problem.message
    file = tmp_path / "report"
    clean = fold(file, "report", MATCHERS, form=form, empty_clean=True).tallies[0]
    assert clean.problems == []
    # the mapping cannot say it of a report whose format is not named
    (problem,) = fold(file, "report", MATCHERS, empty_clean=True).tallies[0].problems
    assert problem.unreadable


@pytest.mark.parametrize(("form", "sample"), samples(), ids=ids(samples()))
@pytest.mark.parametrize("tenth", range(10))
def test_a_part_is_never_whole(form: str, sample: Path, tenth: int, tmp_path: Path) -> None:
    content = sample.read_bytes().rstrip()
    if form.endswith("json"):  # some tools print a line after their document
        content = content[: max(content.rfind(b"}"), content.rfind(b"]")) + 1]
    part = content[: len(content) * tenth // 10]
    tally = read(tmp_path, part, form)
    if form in ENDLESS and part.strip():
        return
    assert tally.problems or tally.failed


@pytest.mark.parametrize(("form", "sample"), first_of_each(), ids=ids(first_of_each()))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_bytes_make_a_reader_raise(
    form: str, sample: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        match data.draw(st.sampled_from(["flip", "cut", "twice", "token"])):
            case "flip" if content:
                content[at] = data.draw(st.integers(0, 255))
            case "cut":
                del content[at : at + data.draw(st.integers(1, 200))]
            case "twice":
                content[at:at] = content[at : at + data.draw(st.integers(1, 200))]
            case _:
                content[at:at] = data.draw(st.sampled_from(TOKENS))
    tally = read(tmp_path, bytes(content), form)
    assert min(tally.passed, tally.failed, tally.skipped, tally.findings) >= 0


TOKENS: Final = [
    b"null", b"-1", b"1e999", b"NaN", b"99999999999999999999999", b"[]", b"{}", b'""', b"true",
    b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"<a>", b"</a>", b"&lt;", b"\n", b"\r\n", b"\0", b":",
    b",", b'"', b"0.8,5", b"\x1b[31m",
]  # fmt: skip


@pytest.mark.parametrize(("form", "sample"), first_of_each(), ids=ids(first_of_each()))
@pytest.mark.parametrize(
    "replacement",
    [b"[" * 100_000, b'{"a":' * 100_000, b"<a>" * 100_000, b'"' + b"x" * 1_000_000 + b'"'],
    ids=["brackets", "braces", "elements", "a long text"],
)
@pytest.mark.timeout(20)  # a guard against growth without end: a good file takes milliseconds
def test_depth_and_length_are_bounded(
    form: str, sample: Path, replacement: bytes, tmp_path: Path
) -> None:
    content = sample.read_bytes()
    middle = len(content) // 2
    tally = read(tmp_path, content[:middle] + replacement + content[middle:], form)
    assert tally.problem_count < 100_000
