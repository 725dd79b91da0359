"""Cobertura XML (coverage-04.dtd): totals, lines and branches, as the many tools write them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scorecard_action import metrics
from scorecard_action.errors import ReportError
from scorecard_action.judging.metric import Found
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.metrics import measure
from scorecard_action.model import Coverage, CoverageTotals, Kind
from scorecard_action.reading.checkout import find
from scorecard_action.reading.fold import fold
from scorecard_action.reading.placing import Resolver
from scorecard_action.reports.coverage.cobertura import FORMAT
from scorecard_action.reports.coverage.lines import MAX_LINE, line_set
from tests.reports.tests.reading import evidence


def file(name: str, *lines: str) -> str:
    return f'<class name="C" filename="{name}"><methods/><lines>{"".join(lines)}</lines></class>'


def line(number: object, hits: object, conditions: str = "") -> str:
    branch = f' branch="true" condition-coverage="{conditions}"' if conditions else ""
    return f'<line number="{number}" hits="{hits}"{branch}/>'


def report(*files: str, root: str = "", sources: str = "") -> str:
    return (
        '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">'
        f"<coverage {root}><sources>{sources}</sources><packages><package><classes>"
        f"{''.join(files)}</classes></package></packages></coverage>"
    )


def totals(text: str) -> CoverageTotals:
    (found,) = (p for p in evidence(FORMAT, text.encode()) if isinstance(p, CoverageTotals))
    return found


def files(text: str) -> list[Coverage]:
    return [piece for piece in evidence(FORMAT, text.encode()) if isinstance(piece, Coverage)]


def measured(folder: Path, *texts: str) -> dict[str, Fraction]:
    tally = Tally()
    for number, text in enumerate(texts):
        path = folder / f"{number}.xml"
        path.write_text(text)
        tally.merge(fold(path, path.name, [Matcher(Selection())]).tallies[0])
    assert tally.problems == []
    found = measure(Found(tally), frozenset({Kind.COVERAGE}))
    totals = (metrics.LINE_COVERAGE, metrics.BRANCH_COVERAGE)
    return {metric.name: found[metric] for metric in totals if metric in found}


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        pytest.param(
            'line-rate="0.5" branch-rate="0.25" lines-covered="6" lines-valid="8"'
            ' branches-covered="1" branches-valid="3"',
            {"line_coverage": Fraction(75), "branch_coverage": Fraction(100, 3)},
            id="counts before rates",
        ),
        pytest.param(
            'line-rate="0.5" lines-covered="6" lines-valid="8" branches-covered="NaN"'
            ' branches-valid="NaN" branch-rate="NaN"',
            {"line_coverage": Fraction(75)},
            id="NaN branches, of ReportGenerator",
        ),
        # a rate without one line or count is that of a run that looked at nothing
        pytest.param('line-rate="0.875" branch-rate="0.5"', {}, id="rates alone"),
        pytest.param('line-rate="1.0"', {}, id="all of nothing"),
        pytest.param('line-rate="0"', {}, id="nothing of nothing"),
        pytest.param('line-rate="NaN"', {}, id="NaN"),
        pytest.param('line-rate=""', {}, id="empty"),
        pytest.param('line-rate="87.5"', {}, id="a percentage is no rate"),
        pytest.param('line-rate="1" lines-covered="0" lines-valid="0"', {}, id="of nothing"),
        pytest.param(
            'lines-covered="1,234" lines-valid="2,468"',
            {"line_coverage": Fraction(50)},
            id="groups",
        ),
        pytest.param('line-rate="0.5" lines-covered="9"', {}, id="half a count"),
        pytest.param("", {}, id="nothing at all"),
    ],
)
def test_the_totals_of_a_report(tmp_path: Path, root: str, expected: dict[str, Fraction]) -> None:
    assert measured(tmp_path, report(root=root)) == expected


def test_without_totals_the_lines_are_counted(tmp_path: Path) -> None:
    text = report(
        file("a.py", line(1, 1), line(2, 0)), file("b.py", line(1, 3), line(2, 1, "50% (1/2)"))
    )
    assert measured(tmp_path, text) == {
        "line_coverage": Fraction(75),
        "branch_coverage": Fraction(50),
    }


@pytest.mark.parametrize(
    ("hits", "covered"),
    [
        ("0", 0),
        ("1", 1),
        ("", 0),
        ("-1", 0),
        ("1,234", 1),
        ("1.0", 1),
        ("0.0", 0),
        ("18446744073709551615", 1),
        ("NaN", 0),
    ],
)
def test_hits(hits: str, covered: int) -> None:
    (found,) = files(report(file("a.py", line(1, hits))))
    assert (found.lines_covered, found.lines_valid) == (covered, 1)


def test_lines_below_methods_are_not_counted_again() -> None:
    text = (
        '<coverage line-rate="0"><packages><package><classes><class filename="a"><methods><method>'
        '<lines><line number="2" hits="1"/></lines></method></methods><lines>'
        '<line number="1" hits="1"/><line number="2" hits="0"/></lines></class></classes></package>'
        "</packages></coverage>"
    )
    (found,) = files(text)
    assert (found.lines_covered, found.lines_valid) == (1, 2)
    assert found.covered == line_set([1])
    assert found.valid == line_set([1, 2])


@pytest.mark.parametrize(
    ("conditions", "branches"),
    [
        pytest.param("50% (1/2)", ((1, 1, 2),), id="half"),
        pytest.param("100% (2/2)", ((1, 2, 2),), id="all"),
        pytest.param("50,0 % ( 1 / 2 )", ((1, 1, 2),), id="blanks"),
        pytest.param("150% (3/2)", ((1, 2, 2),), id="no more than there are"),
        pytest.param("100%", None, id="without counts"),
        pytest.param("(x/y)", None, id="no numbers"),
        pytest.param("(9999999999/1)", None, id="too large"),
    ],
)
def test_branches(conditions: str, branches: tuple[tuple[int, int, int], ...] | None) -> None:
    (found,) = files(report(file("a.py", line(1, 1, conditions))))
    assert found.branches == branches


@pytest.mark.parametrize(("valid", "branches"), [("4", ()), ("0", None), (None, None)])
def test_only_a_report_with_some_branch_knows_of_branches(
    valid: str | None, branches: tuple[()] | None
) -> None:
    # coverage.py writes branches-valid="0" where it did not look at branches, too
    root = f'branches-valid="{valid}" branches-covered="0"' if valid else ""
    assert files(report(file("a", line(1, 1)), root=root))[0].branches == branches


@pytest.mark.parametrize("written", ["0.5", "0,5", " 0.5 "])
def test_a_rate(written: str) -> None:
    found = totals(report(file("a", line(1, 1)), root=f'line-rate="{written}"'))
    assert found.line_rate == Fraction(1, 2)


@pytest.mark.parametrize(
    ("sources", "name", "path"),
    [
        pytest.param("", "src/a.py", "src/a.py", id="no source"),
        pytest.param("<source>/work/src</source>", "a.py", "src/a.py", id="below the source"),
        pytest.param("<source>/work/src/</source>", "a.py", "src/a.py", id="slash at the end"),
        pytest.param("<source>\n /work \n</source>", "a.py", "a.py", id="blanks around"),
        pytest.param("<source>.</source>", "a.py", "a.py", id="."),
        pytest.param("<source></source>", "a.py", "a.py", id="empty"),
        pytest.param("<source>lib</source>", "a.py", "lib/a.py", id="relative"),
        pytest.param("<source>/work</source>", "/other/a.py", "/other/a.py", id="absolute file"),
        pytest.param("<source>C:\\w</source>", "C:\\w\\a.cs", "C:/w/a.cs", id="Windows"),
        pytest.param("<source>C:\\w</source>", "a.cs", "C:/w/a.cs", id="below one on Windows"),
        pytest.param(
            "<source>/work/a</source><source>/work/b</source>", "x.py", "x.py", id="two sources"
        ),
    ],
)
def test_paths(sources: str, name: str, path: str) -> None:
    (found,) = files(report(file(name, line(1, 1)), sources=sources))
    assert Resolver(find("/no/such", host="/work")).report("r").place(found.file).path == path


def test_classes_of_one_file_and_shards_unite_by_line(tmp_path: Path) -> None:
    one = report(file("a.py", line(1, 1), line(2, 0)), file("a.py", line(3, 0), line(2, 1)))
    other = report(file("a.py", line(1, 0), line(3, 1)), file("b.py", line(1, 0)))
    assert measured(tmp_path, one) == {"line_coverage": Fraction(200, 3)}
    assert measured(tmp_path, one, other) == {"line_coverage": Fraction(75)}
    assert measured(tmp_path, other, one) == {"line_coverage": Fraction(75)}


def test_rates_of_several_reports_do_not_combine(tmp_path: Path) -> None:
    assert measured(tmp_path, report(root='line-rate="1"'), report(root='line-rate="0"')) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            report(root='lines-covered="9" lines-valid="8"'),
            "lines-covered is greater than lines-valid",
            id="more covered than there is",
        ),
        pytest.param(
            report(root='branches-covered="9" branches-valid="8"'),
            "branches-covered is greater",
            id="more branches",
        ),
        pytest.param(
            report(file("a.py", line(MAX_LINE + 1, 1))),
            "5,000,001 .*out of range",
            id="no such line",
        ),
        pytest.param(
            report(file("a.py", line("9" * 30, 1))), "out of range", id="a line of 30 digits"
        ),
        pytest.param(report(file("a.py"))[:-12], "cut off", id="cut off"),
    ],
)
def test_unreadable(text: str, message: str) -> None:
    with pytest.raises(ReportError, match=message) as caught:
        evidence(FORMAT, text.encode())
    assert caught.value.line == 1


def test_counts_stay_exact() -> None:
    found = totals(report(root='line-rate="0.1" lines-covered="333" lines-valid="1000"'))
    assert (found.lines_covered, found.lines_valid, found.line_rate) == (333, 1000, Fraction(1, 10))
