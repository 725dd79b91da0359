"""Two shards that each cover a part of a file: in every format with lines they make 100 %."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action import metrics
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS
from tests.reports.coverage.counting import SAMPLES, measured, tally_of, united

# without lines the larger count stands for both
NO_LINES = {
    "gcovr-summary",
    "simplecov-last-run",
    "istanbul-summary",
    "xccov",
    "dotcover-json",
    "phpunit-xml",
    "pit",
}
PAIRS = [
    pytest.param(first, id=f"{first.parent.name} {first.stem.removesuffix('first')}".strip(" -"))
    for name, form in FORMATS.items()
    if form.kind is Kind.COVERAGE
    for first in sorted((SAMPLES / name).glob("*first.*"))
    if name not in NO_LINES and first.name != "gcovr-first.xml"
] + [pytest.param(SAMPLES / "clover/gcovr-first.xml", id="clover gcovr")]

COBERTURA = (
    '<coverage line-rate="0.5" lines-covered="1" lines-valid="2"><packages><package><classes>'
    '<class filename="a.py"><lines><line number="1" hits="{}"/><line number="2" hits="{}"/>'
    "</lines></class></classes></package></packages></coverage>"
)


@pytest.mark.parametrize("first", PAIRS)
def test_two_parts_make_the_whole(first: Path) -> None:
    shards = [tally_of(first), tally_of(first.with_name(first.name.replace("first", "second")))]
    for shard in shards:
        assert shard.problems == []
        assert measured(shard)[metrics.LINE_COVERAGE] < 100
    for order in (shards, shards[::-1]):
        total = united(*order)
        assert measured(total)[metrics.LINE_COVERAGE] == 100
        assert not any(file.overlaps for file in total.coverage.files.values())


@pytest.mark.parametrize("first", PAIRS)
def test_a_report_twice_says_the_same(first: Path) -> None:
    once, twice = tally_of(first), united(tally_of(first), tally_of(first))
    assert twice.coverage.lines(by_file=False) == once.coverage.lines(by_file=True)
    assert twice.coverage.branches(by_file=False) == once.coverage.branches(by_file=True)


def test_every_format_with_lines_is_tested() -> None:
    tested = {param.values[0].parent.name for param in PAIRS}  # type: ignore[union-attr]
    formats = {name for name, form in FORMATS.items() if form.kind is Kind.COVERAGE}
    assert tested == formats - NO_LINES - {"cobertura"}


def test_two_parts_make_the_whole_in_cobertura(tmp_path: Path) -> None:
    shards = []
    for name, hits in (("a", (1, 0)), ("b", (0, 1))):
        path = tmp_path / f"{name}.xml"
        path.write_text(COBERTURA.format(*hits), encoding="utf-8")
        shards.append(tally_of(path))
    assert measured(united(*shards))[metrics.LINE_COVERAGE] == 100


@pytest.mark.parametrize(
    ("sample", "lines"),
    [
        pytest.param("gcovr-summary/{}.json", (7, 11), id="summary"),
        pytest.param("jacoco/gcovr-{}.xml", (7, 11), id="JaCoCo without instructions"),
    ],
)
def test_without_lines_the_larger_count_stands(sample: str, lines: tuple[int, int]) -> None:
    total = united(*(tally_of(SAMPLES / sample.format(name)) for name in ("first", "second")))
    assert total.coverage.lines(by_file=False) == lines
    assert [file.overlaps for file in total.coverage.files.values()] == [True]


def test_arcs_of_shards_unite() -> None:
    # line 5 has two ways, of which each shard saw another one: `coverage combine` says 6 of 6
    total = united(
        *(tally_of(SAMPLES / f"coveragepy-json/{name}.json") for name in ("first", "second"))
    )
    assert total.coverage.branches(by_file=False) == (6, 6)


def test_go_profiles_count_a_repeated_block_once(tmp_path: Path) -> None:
    path = tmp_path / "cover.out"
    path.write_text(
        "mode: count\na.go:1.2,3.4 5 0\nb.go:1.2,3.4 1 1\na.go:1.2,3.4 5 7\nmode: count\n"
        "a.go:1.2,3.4 5 0\na.go:3.4,4.1 10 0\n",
        encoding="utf-8",
    )
    assert tally_of(path).coverage.lines(by_file=False) == (6, 16)


def test_lcov_sections_of_one_file_unite(tmp_path: Path) -> None:
    path = tmp_path / "lcov.info"
    path.write_text(
        "TN:one\nSF:a.c\nDA:1,1\nDA:2,0\nLF:2\nLH:1\nend_of_record\n"
        "TN:two\nSF:a.c\nDA:1,0\nDA:2,3\nLF:2\nLH:1\nend_of_record\n",
        encoding="utf-8",
    )
    assert tally_of(path).coverage.lines(by_file=False) == (2, 2)


def test_commands_of_a_resultset_unite(tmp_path: Path) -> None:
    path = tmp_path / ".resultset.json"
    path.write_text(
        '{"RSpec": {"coverage": {"/b/a.rb": {"lines": [1, 0, null]}}, "timestamp": 1},'
        ' "Cucumber": {"coverage": {"/b/a.rb": {"lines": [0, 1, null]}}, "timestamp": 2}}',
        encoding="utf-8",
    )
    assert tally_of(path).coverage.lines(by_file=False) == (2, 2)
