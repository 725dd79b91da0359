"""Which files each rule and entity reads, by key of the mapping, and what is said of the others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from scorecard_action.model import Kind
from scorecard_action.reading.gather import gather
from scorecard_action.reading.start import OUTSIDE
from tests.reading import building as some
from tests.reading.building import build, place, wanted

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
A_RULE = "  - {{rule: R, {}}}\n"
NO_REPORT = "is no report but Failsafe's summary"
SKEW = dt.timedelta(minutes=5)
AHEAD = (
    "is the clock of the machine that wrote it right? `max_age` in the mapping refuses such files"
)
JUNIT = "a JUnit XML report"
STALE = "is it of this build? `max_age` in the mapping refuses old files"


def read(top: Path, rule: str) -> tuple[set[str], tuple[int, ...], list[str], tuple[str, ...]]:
    """The files of a mapping's one rule, its passed, failed and errors, its problems, what is
    absent.
    """
    gathered = gather(wanted(top, A_RULE.format(rule)), place(top))
    (tally,), (absent,) = gathered.tallies, gathered.absent
    counts = (tally.passed, tally.failed, tally.errors)
    return tally.files, counts, [problem.message for problem in tally.problems], absent


@pytest.mark.parametrize(
    ("rule", "files", "found", "counts", "absent"),
    [
        pytest.param(
            "reports: out/*.xml",
            {"out/a.xml": some.PASSING, "out/b.xml": some.FAILING, "c.xml": some.FAILING},
            {"out/a.xml", "out/b.xml"},
            (1, 1, 0),
            (),
            id="a glob",
        ),
        pytest.param(
            "reports: [a.xml, '*.json', b.xml]",
            {"a.xml": some.PASSING},
            {"a.xml"},
            (1, 0, 0),
            ("no file matches *.json", "no file matches b.xml"),
            id="a list: each entry is looked for",
        ),
        pytest.param(
            "reports: ['*.xml', a.xml, {path: a.xml}]",
            {"a.xml": some.PASSING},
            {"a.xml"},
            (1, 0, 0),
            (),
            id="a file that several entries find counts once",
        ),
        pytest.param(
            "reports: [{path: a.xml}, a.xml, b.xml]",
            {"a.xml": some.PASSING},
            {"a.xml"},
            (1, 0, 0),
            ("no file matches b.xml",),
            id="and for each of them",
        ),
        pytest.param(
            "reports: '*.xml', exclude: b.xml",
            {"a.xml": some.PASSING, "b.xml": some.FAILING},
            {"a.xml"},
            (1, 0, 0),
            (),
            id="exclude",
        ),
        pytest.param(
            "reports: '*.xml', exclude: '[ab].xml'",
            {"a.xml": some.PASSING, "b.xml": some.FAILING},
            set(),
            (0, 0, 0),
            ("no file matches *.xml (2 files that it matches are excluded)",),
            id="exclude leaves none",
        ),
        pytest.param(
            "reports: [a.xml, failsafe-summary.xml]",
            {"a.xml": some.PASSING, "failsafe-summary.xml": some.SUMMARY},
            {"a.xml"},
            (1, 0, 0),
            (f"no file matches failsafe-summary.xml (failsafe-summary.xml {NO_REPORT})",),
            id="a by-product is no report",
        ),
        pytest.param(
            "reports: '*.xml'",
            {"a.xml": some.PASSING, "failsafe-summary.xml": some.SUMMARY},
            {"a.xml"},
            (1, 0, 0),
            (),
            id="nor is it missed beside one",
        ),
        pytest.param(
            "reports: '*.xml'",
            {f"{n}/x": "" for n in range(4)} | {f"{n}.xml": some.SUMMARY for n in range(4)},
            set(),
            (0, 0, 0),
            (f"no file matches *.xml (0.xml {NO_REPORT}; 1.xml {NO_REPORT}; 2.xml {NO_REPORT})",),
            id="three notes at most",
        ),
        pytest.param(
            "reports: ['/host/checkout/out/*.xml', /host/checkout2/a.xml]",
            {"out/a.xml": some.PASSING, "a.xml": some.FAILING},
            {"out/a.xml"},
            (1, 0, 0),
            (f"no file matches /host/checkout2/a.xml ({OUTSIDE}); there is a.xml, {JUNIT}",),
            id="below the host's checkout",
        ),
        pytest.param(
            "reports: a.xml, only: {name: good}",
            {"a.xml": some.PASSING.replace("</testsuite>", some.FAILING[11:])},
            {"a.xml"},
            (1, 0, 0),
            (),
            id="only",
        ),
        pytest.param(
            "reports: a.xml, except: {name: good}",
            {"a.xml": some.PASSING.replace("</testsuite>", some.FAILING[11:])},
            {"a.xml"},
            (0, 1, 0),
            (),
            id="except",
        ),
    ],
)
def test_files(
    tmp_path: Path,
    rule: str,
    files: dict[str, str],
    found: set[str],
    counts: tuple[int, ...],
    absent: tuple[str, ...],
) -> None:
    build(tmp_path, files)
    assert read(tmp_path, rule) == (found, counts, [], absent)


EMPTY = ["the file is empty: its tool wrote nothing"]
UNSAID = [f"{EMPTY[0]}; if that means that it found nothing, say `empty: clean`"]


@pytest.mark.parametrize(
    ("rule", "content", "errors", "problems"),
    [
        pytest.param(
            "reports: {path: l.json, format: mypy-json, empty: clean}", "", 0, [], id="empty: clean"
        ),
        pytest.param(
            "reports: {path: l.json, format: mypy-json}", "", 0, UNSAID, id="a format alone"
        ),
        pytest.param("reports: l.json", "", 0, EMPTY, id="neither"),
        pytest.param(
            "reports: [l.json, {path: '*.json', format: mypy-json, empty: clean}]",
            "",
            0,
            [],
            id="named by the second of two entries",
        ),
        pytest.param(
            "reports: [{path: '*.json', format: mypy-json, empty: clean}, l.json]",
            "",
            0,
            [],
            id="named by the first of two entries",
        ),
        pytest.param(
            "reports: [l.json, {path: '*.json', format: mypy-json}]",
            some.MYPY,
            1,
            [],
            id="what is read as the format named",
        ),
        pytest.param(
            "reports: [l.json, {path: l.json, format: sarif}]",
            some.MYPY,
            0,
            ["this is mypy JSON lines, not SARIF 2.1.0: `format:` names the wrong one"],
            id="what is not of the format named by the second",
        ),
    ],
)
def test_formats(tmp_path: Path, rule: str, content: str, errors: int, problems: list[str]) -> None:
    build(tmp_path, {"l.json": content})
    files, counts, told, absent = read(tmp_path, rule)
    assert (files, counts[2], absent) == ({"l.json"}, errors, ())
    assert told == problems


def test_a_file_is_read_once_per_format_that_rules_name(tmp_path: Path) -> None:
    build(tmp_path, {"l.json": ""})
    rules = (
        "  - {rule: A, reports: {path: l.json, format: mypy-json, empty: clean}}\n"
        "  - {rule: B, reports: {path: l.json, format: mypy-json}}\n"
        "  - {rule: C, reports: l.json}\n"
        "  - {rule: D, reports: '*.json', only: {file: src/**}}\n"
    )
    gathered = gather(wanted(tmp_path, rules), place(tmp_path))
    assert [sorted(tally.kinds) for tally in gathered.tallies] == [[Kind.LINT], [], [], []]
    assert [tally.problem_count for tally in gathered.tallies] == [0, 1, 1, 1]


def test_rules_that_share_a_file_each_select_their_own(tmp_path: Path) -> None:
    build(tmp_path, {"r.xml": some.PASSING.replace("</testsuite>", some.FAILING[11:])})
    rules = (
        "  - {rule: A, reports: r.xml}\n"
        "  - {rule: B, reports: '*.xml', only: {name: bad}}\n"
        "  - {rule: C, reports: r.xml, only: {name: good}}\n"
        "  - {rule: D, reports: '*.xml'}\n"
    )
    tallies = gather(wanted(tmp_path, rules), place(tmp_path)).tallies
    assert [(tally.passed, tally.failed) for tally in tallies] == [(1, 1), (0, 1), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("rule", "age", "absent", "warnings"),
    [
        pytest.param("max_age: 2h", HOUR, "", [], id="younger"),
        pytest.param("max_age: 2h", 2 * HOUR, "", [], id="as old"),
        pytest.param(
            "max_age: 2h",
            2 * HOUR + dt.timedelta(seconds=1),
            "no file matches *.xml (r.xml is 2 hours old, which `max_age` refuses)",
            [],
            id="older",
        ),
        pytest.param("max_age: 3d", 2 * DAY, "", [], id="a day old, and allowed to be"),
        pytest.param("missing: skip", DAY, "", [], id="without max_age, a day"),
        pytest.param(
            "missing: skip",
            DAY + HOUR,
            "",
            [f"r.xml is 1 day old: {STALE}"],
            id="over a day",
        ),
        pytest.param(
            "missing: skip", 3 * DAY, "", [f"r.xml is 3 days old: {STALE}"], id="three days"
        ),
        pytest.param("max_age: 2h", -SKEW, "", [], id="clocks that differ by five minutes"),
        pytest.param("missing: skip", -SKEW, "", [], id="and without max_age"),
        pytest.param(
            "max_age: 2h",
            -(SKEW + dt.timedelta(seconds=1)),
            "no file matches *.xml (r.xml is dated 5 minutes in the future,"
            " which `max_age` refuses)",
            [],
            id="of the future",
        ),
        pytest.param(
            "missing: skip",
            -2 * DAY,
            "",
            [f"r.xml is dated 2 days in the future: {AHEAD}"],
            id="of the future, without max_age",
        ),
    ],
)
def test_ages(
    tmp_path: Path, rule: str, age: dt.timedelta, absent: str, warnings: list[str]
) -> None:
    build(tmp_path, {"r.xml": some.PASSING}, {"r.xml": age})
    gathered = gather(wanted(tmp_path, A_RULE.format(f"reports: '*.xml', {rule}")), place(tmp_path))
    (tally,) = gathered.tallies
    assert gathered.absent == ((absent,) if absent else (),)
    assert tally.passed == (0 if absent else 1)
    assert list(gathered.warnings) == warnings


def test_an_old_file_leaves_the_new_ones(tmp_path: Path) -> None:
    ages = {"old.xml": 3 * HOUR}
    build(tmp_path, {"new.xml": some.PASSING, "old.xml": some.FAILING}, ages)
    rule = "reports: ['*.xml', old.xml], max_age: 2h"
    absent = ("no file matches old.xml (old.xml is 3 hours old, which `max_age` refuses)",)
    assert read(tmp_path, rule) == ({"new.xml"}, (1, 0, 0), [], absent)


def test_max_age_of_the_top_is_each_rules_own(tmp_path: Path) -> None:
    build(tmp_path, {"r.xml": some.PASSING}, {"r.xml": 3 * HOUR})
    rules = "  - {rule: A, reports: r.xml}\n  - {rule: B, reports: r.xml, max_age: 4h}\n"
    gathered = gather(wanted(tmp_path, rules, "service: s\nmax_age: 2h"), place(tmp_path))
    assert [tally.passed for tally in gathered.tallies] == [0, 1]


def test_the_oldest_of_many_old_files_is_named(tmp_path: Path) -> None:
    ages = {"a.xml": 2 * DAY, "b.xml": 5 * DAY, "c.xml": 3 * DAY}
    build(tmp_path, dict.fromkeys((*ages, "new.xml"), some.PASSING), ages)
    rules = "  - {rule: A, reports: '*.xml'}\n  - {rule: B, reports: '[a-z].xml'}\n"
    (warning,) = gather(wanted(tmp_path, rules), place(tmp_path)).warnings
    assert warning == f"b.xml is 5 days old (and 2 more are over a day old): {STALE}"


FOLDERS = "services: {cart: services/cart, search: services/search, ui: services/cart/ui}"


@pytest.mark.parametrize(
    ("reports", "file", "entities"),
    [
        pytest.param("'**/u.xml'", "services/cart/out/u.xml", ["cart"], id="below its folder"),
        pytest.param("'**/u.xml'", "services/cart/ui/u.xml", ["ui"], id="the innermost owns it"),
        pytest.param("'**/u.xml'", "u.xml", [], id="globs start at the folders"),
        pytest.param(
            "/host/checkout/lib/u.xml",
            "lib/u.xml",
            ["cart", "search", "ui"],
            id="a file in no entity's folder is everybody's",
        ),
        pytest.param(
            "'/host/checkout/**/u.xml'",
            "services/search/u.xml",
            ["search"],
            id="one in an entity's folder is its own, wherever the glob starts",
        ),
        pytest.param("'lib/{service}.xml'", "lib/ui.xml", ["ui"], id="{service} starts at the top"),
        pytest.param("'{folder}/u.xml'", "services/cart/ui/u.xml", ["ui"], id="{folder} as well"),
    ],
)
def test_whose_a_file_is(tmp_path: Path, reports: str, file: str, entities: list[str]) -> None:
    build(tmp_path, {file: some.PASSING})
    targets = wanted(tmp_path, A_RULE.format(f"reports: {reports}"), FOLDERS)
    gathered = gather(targets, place(tmp_path))
    found = zip(targets.targets, gathered.tallies, gathered.absent, strict=True)
    told = {target.entity.name: (tally.passed, len(absent)) for target, tally, absent in found}
    names = ("cart", "search", "ui")
    assert told == {name: (1, 0) if name in entities else (0, 1) for name in names}


def test_which_rules_exclude_something(tmp_path: Path) -> None:
    build(tmp_path, {"a.xml": some.PASSING, "old/a.xml": some.FAILING})
    rules = (
        "  - {rule: A, reports: '**/a.xml', exclude: old/**}\n"
        "  - {rule: B, reports: a.xml, exclude: old/**}\n"
        "  - {rule: C, reports: '**/a.xml'}\n"
    )
    gathered = gather(wanted(tmp_path, rules), place(tmp_path))
    assert [rule.label for rule in gathered.excluding] == ["A"]
    assert [tally.failed for tally in gathered.tallies] == [0, 0, 1]


@pytest.mark.parametrize(
    ("mapping", "notes"),
    [
        pytest.param("ci", " (out/a.xml is beside the mapping, but globs start in {top})", id="no"),
        pytest.param("work", "", id="the working directory itself"),
        pytest.param(None, "", id="no mapping's folder"),
    ],
)
def test_what_is_beside_the_mapping(tmp_path: Path, mapping: str | None, notes: str) -> None:
    build(tmp_path, {"work/b.xml": some.PASSING, "ci/out/a.xml": some.PASSING})
    top = tmp_path / "work"
    targets = wanted(top, A_RULE.format("reports: [out/*.xml, b.xml]"))
    gathered = gather(targets, place(top, tmp_path / mapping if mapping else None))
    assert gathered.absent == (("no file matches out/*.xml" + notes.format(top=top),),)


TESTNG = (
    '<testng-results><suite name="s"><test name="t"><class name="C">'
    '<test-method status="FAIL" name="t"/></class></test></suite></testng-results>'
)


@pytest.mark.parametrize(
    ("beside", "reports", "failed", "absent"),
    [
        pytest.param("TEST-C.xml", "'*.xml'", 0, 0, id="repeats the JUnit reports beside it"),
        pytest.param("TEST-C.xml", "['*.xml', testng-results.xml]", 0, 1, id="asked for alone"),
        pytest.param("TEST-C.xml", "testng-results.xml", 1, 0, id="they are not this rule's"),
        pytest.param("junit.xml", "'*.xml'", 1, 0, id="reports of another name"),
        pytest.param("TEST-/C.xml", "'**/*.xml'", 1, 0, id="in another folder"),
        pytest.param("TEST-C.txt", "'*.{xml,txt}'", 1, 0, id="with another end"),
    ],
)
def test_testngs_own_report(
    tmp_path: Path, beside: str, reports: str, failed: int, absent: int
) -> None:
    build(tmp_path, {"testng-results.xml": TESTNG, beside: some.PASSING})
    _, counts, _, told = read(tmp_path, f"reports: {reports}")
    assert (counts[1], len(told)) == (failed, absent)
    if absent:
        assert "testng-results.xml repeats the TEST-*.xml beside it" in told[0]


def test_what_a_by_product_says_counts(tmp_path: Path) -> None:
    build(tmp_path, {"a.xml": some.PASSING, "failsafe-summary.xml": some.TIMED_OUT})
    files, counts, problems, absent = read(tmp_path, "reports: '*.xml'")
    assert (files, counts, absent) == ({"a.xml"}, (1, 0, 0), ())
    assert problems == ["Failsafe timed out: the tests did not finish"]
