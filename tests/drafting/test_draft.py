"""A draft of any tree is a sound mapping, and finds each report that it was drafted from."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action import flow, metrics
from scorecard_action.drafting.draft import Draft, RuleDraft, Services, write
from scorecard_action.drafting.facts import Fact, facts
from scorecard_action.drafting.groups import Groups, group, proposals
from scorecard_action.drafting.patterns import literal
from scorecard_action.drafting.reader import Reader
from scorecard_action.drafting.services import Guess, defined, guessed, repository
from scorecard_action.drafting.survey import Seen, Survey, origin, survey
from scorecard_action.entities import definitions
from scorecard_action.entities.definitions import Definition
from scorecard_action.entities.targets import targets
from scorecard_action.mapping.loader import loads
from scorecard_action.mapping.types import Mapping
from scorecard_action.model import Entity, Kind, State
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place
from scorecard_action.reports.formats import FORMATS

JUNIT = '<testsuite><testcase classname="C" name="t"/></testsuite>'
SARIF = '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}, "results": []}]}'
LINES = "".join(f'<line number="{number}" hits="{number % 6}"/>' for number in range(1, 7))
COBERTURA = (
    '<coverage><packages><package><classes><class name="a" filename="a.py">'
    f"<lines>{LINES}</lines></class></classes></package></packages></coverage>"
)
CONTENT = {"junit": JUNIT, "sarif": SARIF, "cobertura": COBERTURA, "other": "<project/>"}


def put(top: Path, name: str, content: str) -> None:
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", errors="surrogateescape")


def drafted(top: Path) -> tuple[str, Mapping, Groups]:
    return drafted_from(survey(top), top)[:3]


def drafted_from(seen: Survey, top: Path) -> tuple[str, Mapping, Groups, list[Fact]]:
    who, exclude = defined(definitions.in_tree(top).found)
    who = who or guessed([Guess("cart", "given")])
    reader = Reader(top, 10**6)
    reports = reader.with_tools(seen.reports)
    groups = group(reports, (*seen.others, *seen.test_data), [*who.of_folder] or [""])
    told = facts(groups.found, reader)
    rules = tuple(
        RuleDraft(one.group, FORMATS[one.group.form], one.tallies, others=one.others)
        for one in told
    )
    text = write(Draft(who, rules, exclude, jenkins=True))
    return text, loads(text, "draft"), groups, told


def states(top: Path, mapping: Mapping) -> dict[tuple[str, str], State | None]:
    return {
        (one.target.rule.label, one.target.entity.name): one.decision.state
        for one in judged(top, mapping)
        if not one.tally.problems
    }


def judged(top: Path, mapping: Mapping) -> tuple[flow.Judged, ...]:
    place = Place(top, find_checkout(str(top)), dt.datetime.now(dt.UTC))
    return flow.evaluate(targets(mapping, top, None, None), place).judged


NAME = st.text(
    st.one_of(
        st.sampled_from("*?[]{},\\ab1\"'#:%@&!|>\n\t\r\x1b\u202e\u2028é漢 -."),
        st.characters(exclude_characters="/\0", exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=8,
).filter(lambda name: name.strip(".") and len(os.fsencode(name)) < 100)
TREES = st.dictionaries(
    st.builds(
        lambda folders, name, end: "/".join([*folders, name + end]),
        st.lists(
            st.one_of(NAME, st.sampled_from(["build", "test-results", "reports", "a", "b"])),
            max_size=4,
        ),
        NAME,
        st.sampled_from([".xml", ".json", ".sarif"]),
    ),
    st.sampled_from(sorted(CONTENT)),
    max_size=8,
)


# Folders in memory, where there are such: most of the time would go into removing them.
MEMORY = next((folder for folder in ("/dev/shm",) if os.access(folder, os.W_OK)), None)


@settings(max_examples=150)
@given(TREES)
def test_any_draft_is_sound_and_finds_its_reports(tree: dict[str, str]) -> None:
    top = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        for name, content in tree.items():
            try:
                put(top, name, CONTENT[content])
            except (NotADirectoryError, IsADirectoryError, FileExistsError):
                continue  # one name is a file and a folder
        seen = survey(top)
        _, mapping, groups, told = drafted_from(seen, top)
        assert len(mapping.rules) == max(len(told), 1)
        if groups.found:  # else it is an example, which may find what is no report
            assert set(states(top, mapping).values()) == {State.PASS}
        drafted_for = sum(one.size for one in groups.found)
        assert drafted_for + len(groups.unnamed) == len(seen.reports)
        if "?" not in "".join(literal(name).replace(r"\?", "") for name in tree):
            assert groups.unnamed == ()
    finally:
        shutil.rmtree(top)


@pytest.mark.parametrize(
    ("files", "expected", "unnamed"),
    [
        pytest.param(
            {"\n.xml": JUNIT, "\r.xml": COBERTURA}, [], ["\n.xml", "\r.xml"], id="two of two kinds"
        ),
        pytest.param({"\n.xml": JUNIT, "\r.xml": JUNIT}, ["?.xml"], [], id="two of one kind"),
        pytest.param({"\n.xml": JUNIT, "\r.xml": "<project/>"}, [], ["\n.xml"], id="and no report"),
        pytest.param(
            {"\n.xml": JUNIT, "a.xml": COBERTURA},
            ["?.xml -a.xml", "a.xml"],
            [],
            id="visible beside",
        ),
        pytest.param(
            {"a/\n.xml": JUNIT, "a/\r.xml": COBERTURA, "a/b.xml": JUNIT, "a/u.xml": JUNIT},
            ["a/b.xml a/u.xml"],
            ["a/\n.xml", "a/\r.xml"],
            id="others of the group stay",
        ),
        pytest.param(
            {"\n/t.xml": JUNIT, "\r/t.xml": COBERTURA, "u.sarif": SARIF},
            ["u.sarif"],
            ["\n/t.xml", "\r/t.xml"],
            id="folders",
        ),
        pytest.param(
            {
                "r/\n.xml": "<project/>",
                **{f"r/{char}.xml": JUNIT for char in "abcdefghijklmnopqrstuv"},
            },
            [],
            [f"r/{char}.xml" for char in "abcdefghijklmnopqrstuv"],
            id="excluded together with it",
        ),
    ],
)
def test_names_that_a_mapping_cannot_hold(
    files: dict[str, str], expected: list[str], unnamed: list[str], tmp_path: Path
) -> None:
    for name, content in files.items():
        put(tmp_path, name, content)
    _, mapping, groups = drafted(tmp_path)
    told = [" ".join([*one.reports, *(f"-{path}" for path in one.exclude)]) for one in groups.found]
    assert told == expected
    assert sorted(groups.unnamed) == unnamed
    if expected:
        assert set(states(tmp_path, mapping).values()) == {State.PASS}


def test_what_a_draft_says(tmp_path: Path) -> None:
    put(tmp_path, "build/test-results/test/TEST-a.xml", JUNIT)
    put(tmp_path, "build/test-results/test/TEST-b.xml", JUNIT)
    put(tmp_path, "reports/ruff.sarif", SARIF)
    put(tmp_path, "reports/coverage.xml", COBERTURA)
    text, mapping, _ = drafted(tmp_path)
    assert (
        text
        == """\
# Which reports decide which rules of Datadog Scorecards: a draft, to be changed.
# How it is understood: `scorecard-action check`; what it would send: `scorecard-action
# submit --dry-run`.
# Editors check it after `scorecard-action schema > scorecard.schema.json`, with
# this as the first line:  # yaml-language-server: $schema=./scorecard.schema.json
version: 1
service: cart   # given: is it called so in Datadog?
# Jenkins reuses workspaces: reports of an earlier build may still lie there. Older
# ones than this count as absent; best is a little longer than a build takes.
max_age: 1d
# branches: [main]   # outcomes of others are shown only; without it, the default branch

rules:
  # 2 files of JUnit XML in build/test-results; now: tests 2, failed 0, skipped 0
  - rule: Unit tests pass   # the rule's name in Datadog
    reports: "build/test-results/**/TEST-*.xml"
    # without limits: at least one test, and none failed
    # min: {tests: 2}   # notices tests that are no longer run

  # 1 file of SARIF 2.1.0 in reports; now: errors 0, warnings 0, notes 0
  - rule: No ruff errors   # the rule's name in Datadog
    reports: reports/ruff.sarif
    max: {errors: 0}   # warnings and notes have no limit

  # 1 file of Cobertura XML in reports; now: line coverage 83.33
  - rule: Line coverage   # the rule's name in Datadog
    reports: reports/coverage.xml
    min: {line_coverage: 80}   # percent; today's value, rounded down
"""
    )
    assert mapping.rules[2].min == {metrics.LINE_COVERAGE: 80}
    assert mapping.rules[0].max_age == dt.timedelta(days=1)


def test_nothing_found_is_an_example_that_fails(tmp_path: Path) -> None:
    text, mapping, _ = drafted(tmp_path)
    assert [one.glob.text for one in mapping.rules[0].reports] == ["build/test-results/**/*.xml"]
    assert "No report was found here" in text
    assert states(tmp_path, mapping) == {("Unit tests pass", "cart"): State.FAIL}


def test_definition_files_in_several_folders_name_the_services(tmp_path: Path) -> None:
    for name in ("cart", "search", "mail"):
        file = "schema-version: v2\ndd-service: " + name
        put(tmp_path, f"services/{name}/service.datadog.yaml", file)
    for name in ("cart", "search"):
        put(tmp_path, f"services/{name}/reports/junit.xml", JUNIT)
    put(tmp_path, "services/cart/reports/ruff.sarif", SARIF)
    put(tmp_path, "junit.xml", JUNIT)
    _, mapping, groups = drafted(tmp_path)
    assert mapping.services == "auto"
    assert [(rule.name, rule.services) for rule in mapping.rules] == [
        ("Unit tests pass", ("cart", "search")),
        ("No ruff errors", ("cart",)),
    ]
    assert groups.unowned == ("junit.xml",)
    assert states(tmp_path, mapping) == {
        ("Unit tests pass", "cart"): State.PASS,
        ("Unit tests pass", "search"): State.PASS,
        ("No ruff errors", "cart"): State.PASS,
    }


def test_limits_are_those_of_the_lowest_service(tmp_path: Path) -> None:
    for name, hits in (("cart", 1), ("search", 0)):
        file = "schema-version: v2\ndd-service: " + name
        put(tmp_path, f"{name}/service.datadog.yaml", file)
        put(tmp_path, f"{name}/coverage.xml", COBERTURA.replace('hits="1"', f'hits="{hits}"'))
        put(tmp_path, f"{name}/junit.xml", JUNIT)
    text, mapping, _ = drafted(tmp_path)
    assert "now: line coverage 66.66 to 83.33\n" in text
    assert "now: tests 2, failed 0, skipped 0\n" in text
    assert "# min: {tests: 1} " in text
    assert mapping.rules[1].min == {metrics.LINE_COVERAGE: 65}
    assert set(states(tmp_path, mapping).values()) == {State.PASS}


V3 = "apiVersion: v3\nkind: {kind}\nmetadata: {{name: {name}}}\n"


def test_services_that_share_a_folder_or_are_defined_twice(tmp_path: Path) -> None:
    both = V3.format(kind="service", name="cart") + "---\n" + V3.format(kind="service", name="mail")
    put(tmp_path, "a/entity.datadog.yaml", both)
    put(tmp_path, "b/entity.datadog.yaml", V3.format(kind="service", name='"x: \\"<b>"'))
    put(tmp_path, "c/entity.datadog.yaml", V3.format(kind="service", name="cart"))
    put(tmp_path, "d/entity.datadog.yaml", V3.format(kind="queue", name="orders"))
    put(tmp_path, "fixtures/entity.datadog.yaml", V3.format(kind="service", name="sample"))
    for folder in "abcd":
        put(tmp_path, f"{folder}/junit.xml", JUNIT)
    _, mapping, groups = drafted(tmp_path)
    assert states(tmp_path, mapping) == {
        ("Unit tests pass", "cart"): State.PASS,
        ("Unit tests pass", 'x: "<b>'): State.PASS,
    }
    assert groups.unowned == ("c/junit.xml", "d/junit.xml")
    # What lies below `fixtures` is passed over without being excluded.
    assert [glob.text for glob in mapping.exclude] == ["c/entity.datadog.yaml"]


def test_one_folder_with_two_services_is_a_list(tmp_path: Path) -> None:
    both = V3.format(kind="service", name="cart") + "---\n" + V3.format(kind="service", name="mail")
    put(tmp_path, "entity.datadog.yaml", both)
    put(tmp_path, "junit.xml", JUNIT)
    _, mapping, _ = drafted(tmp_path)
    assert mapping.services == ("cart", "mail")
    assert len(states(tmp_path, mapping)) == 2


MYPY = (
    '{"file": "a.py", "line": 1, "column": 0, "message": "m", "hint": null, "code": "x",'
    ' "severity": "error"}\n'
)
RUFF_LINE = (
    '{"filename": "a.py", "location": {"row": 1, "column": 1}, "message": "m", "code": "x"}\n'
)
QUALITY = """[{"check_name": "F401", "description": "m", "fingerprint": "1", "severity": "major",
  "location": {"path": "a.py", "positions": {"begin": {"line": 1, "column": 1}}}}]"""
RUFF = """[{"code": "F401", "filename": "/src/a.py", "location": {"row": 1, "column": 1},
  "end_location": {"row": 1, "column": 2}, "message": "m", "noqa_row": 1, "fix": null}]"""
PYLINT = """[{"type": "error", "module": "a", "obj": "", "line": 1, "column": 0, "path": "a.py",
  "symbol": "x", "message": "m", "message-id": "E0001"}]"""
HADOLINT = """[{"code": "DL3000", "column": 1, "file": "Dockerfile", "level": "error", "line": 1,
  "message": "m"}]"""
SHELLCHECK = """[{"file": "a.sh", "line": 1, "endLine": 1, "column": 1, "endColumn": 1, "fix": null,
  "level": "error", "code": 1000, "message": "m"}]"""


@pytest.mark.parametrize(
    ("content", "form", "clean", "empty"),
    [
        pytest.param(MYPY, "mypy-json", "", State.PASS, id="mypy writes nothing"),
        pytest.param(RUFF_LINE, "ruff-jsonl", "", State.PASS, id="ruff writes no line"),
        pytest.param(QUALITY, "codeclimate", "[]", State.FAIL, id="code quality"),
        pytest.param(RUFF, "ruff-json", "[]", State.FAIL, id="ruff"),
        pytest.param(PYLINT, "pylint-json", "[]", State.FAIL, id="pylint"),
        pytest.param(HADOLINT, "hadolint-json", "[]", State.FAIL, id="hadolint"),
        pytest.param(SHELLCHECK, "shellcheck-json", "[]", State.FAIL, id="shellcheck"),
    ],
)
def test_the_first_clean_build_of_a_draft_passes_and_a_crash_does_not(
    tmp_path: Path, content: str, form: str, clean: str, empty: State
) -> None:
    put(tmp_path, "lint.json", content)
    _, mapping, _ = drafted(tmp_path)
    (entry,) = mapping.rules[0].reports
    assert (entry.format, entry.empty_clean) == (form, empty is State.PASS)
    put(tmp_path, "lint.json", clean)
    assert set(states(tmp_path, mapping).values()) == {State.PASS}
    put(tmp_path, "lint.json", "")
    assert [one.decision.state for one in judged(tmp_path, mapping)] == [empty]


def test_a_draft_names_empty_clean_where_only_some_tools_write_nothing(tmp_path: Path) -> None:
    put(tmp_path, "lint.txt", "src/a.py:1:1: F401 unused\n")
    text, mapping, _ = drafted(tmp_path)
    assert "# {path: lint.txt, format: lint-text, empty: clean}" in text
    (entry,) = mapping.rules[0].reports
    assert (entry.format, entry.empty_clean) == (None, False)


def test_every_list_format_is_drafted_with_its_name() -> None:
    lists = {name for name, form in FORMATS.items() if form.clean_list}
    assert lists == {
        *("codeclimate", "ruff-json", "pylint-json", "hadolint-json", "shellcheck-json"),
        *("gitleaks-json", "psalm-json", "markdownlint-json", "spectral-json", "swiftlint-json"),
        *("ktlint-json", "zizmor-json", "cfn-lint-json", "pa11y-json", "phan-json"),
    }
    assert all(form.empty_clean for form in FORMATS.values() if form.silent)


def test_what_is_looked_at(tmp_path: Path) -> None:
    put(tmp_path, "junit.xml", JUNIT)
    put(tmp_path, "deep/down/junit.xml", JUNIT)
    for folder in (".git", "node_modules/x", ".venv", "a/__pycache__"):
        put(tmp_path, f"{folder}/junit.xml", JUNIT)
    put(tmp_path, "tests/fixtures/junit.xml", JUNIT)
    put(tmp_path, "pom.xml", "<project/>")
    put(tmp_path, "empty.xml", "")
    put(tmp_path, "target/failsafe-summary.xml", "<failsafe-summary/>")
    put(tmp_path, "readme.md", JUNIT)
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "link.xml").symlink_to("junit.xml")
    (tmp_path / "loop").symlink_to(".")
    seen = survey(tmp_path)
    assert [one.path for one in seen.reports] == ["junit.xml", "deep/down/junit.xml"]
    assert seen.others == ("empty.xml", "pom.xml")
    assert seen.test_data == ("tests/fixtures/junit.xml",)
    assert (seen.looked, seen.cut) == (6, False)


def test_the_search_is_bounded(tmp_path: Path) -> None:
    for number in range(5):
        put(tmp_path, f"{number}.xml", JUNIT)
    assert survey(tmp_path, limit=5).cut is False
    seen = survey(tmp_path, limit=4)
    assert (seen.looked, seen.cut, len(seen.reports)) == (4, True, 4)


def test_reports_over_the_budget_are_not_read(tmp_path: Path) -> None:
    put(tmp_path, "coverage.xml", COBERTURA)
    reports = survey(tmp_path).reports
    assert len(Reader(tmp_path, len(COBERTURA)).tallies([reports])) == 1
    assert Reader(tmp_path, len(COBERTURA) - 1).tallies([reports]) == ()
    put(tmp_path, "more.xml", COBERTURA)
    assert Reader(tmp_path, len(COBERTURA)).tallies([survey(tmp_path).reports]) == ()
    (one,) = group(reports, []).found
    text = write(Draft(Services(("cart",), ""), (RuleDraft(one, FORMATS["cobertura"]),)))
    assert loads(text, "draft").rules[0].min == {metrics.LINE_COVERAGE: 80}


def test_a_glob_that_would_catch_too_much_excludes_it() -> None:
    reports = [Seen(f"r/{number}.xml", "junit", Kind.TESTS) for number in range(30)]
    (one,) = group(reports, ["r/pom.xml"]).found
    assert (one.reports, one.exclude) == (("r/*.xml",), ("r/pom.xml",))


def test_names_are_told_apart() -> None:
    reports = [
        Seen("unit/junit.xml", "junit", Kind.TESTS),
        Seen("web/junit.xml", "junit", Kind.TESTS),
        Seen("web/nunit.xml", "nunit3", Kind.TESTS),
        Seen("e2e/junit.xml", "junit", Kind.TESTS),
        Seen("scan/trivy.sarif", "sarif", Kind.LINT),
    ]
    assert [one.name for one in group(reports, []).found] == [
        "End-to-end tests pass",
        "Unit tests pass",
        "Unit tests pass (web)",
        "Unit tests pass (web, nunit3)",
        "No security errors",
    ]


TEST, LINT = Seen("t.xml", "junit", Kind.TESTS), Seen("l.sarif", "sarif", Kind.LINT)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], (None, []), id="none"),
        pytest.param(["unit  Tests pass", "Tests"], ("unit  Tests pass", []), id="the same name"),
        pytest.param(
            ["Deploys", "All tests are green"], ("All tests are green", []), id="only one"
        ),
        pytest.param(["Tests of a", "Tests of b"], (None, ["Tests of b", "Tests of a"]), id="two"),
        pytest.param(["Test coverage"], (None, []), id="coverage is no test"),
    ],
)
def test_rules_of_datadog_that_are_meant(
    names: list[str], expected: tuple[str | None, list[str]]
) -> None:
    name, near = proposals(group([TEST, LINT], []).found, names)["Unit tests pass"]
    assert (name, sorted(near)) == (expected[0], sorted(expected[1]))


RUFF_REPORT = Seen("ruff.sarif", "sarif", Kind.LINT, "ruff")
ESLINT_REPORT = Seen("eslint.sarif", "sarif", Kind.LINT, "eslint")
TWO_LINTERS = group([TEST, RUFF_REPORT, ESLINT_REPORT], []).found


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["Ruff is clean"], {"No ruff errors": "Ruff is clean"}, id="of the tool"),
        pytest.param(
            ["ESLint: no errors", "ruff"],
            {"No ESLint errors": "ESLint: no errors", "No ruff errors": "ruff"},
            id="of two tools",
        ),
        pytest.param(["Lint of ruff", "Old ruff rule"], {}, id="two of one tool"),
        pytest.param(["No lint errors"], {}, id="one rule for two linters"),
        pytest.param(["ruff and ESLint"], {}, id="one that speaks of both"),
        pytest.param(
            ["Unit test pass", "Test of contracts"],
            {"Unit tests pass": "Unit test pass"},
            id="a very similar one",
        ),
        pytest.param(["Trufflehog"], {}, id="a word that holds the tool's"),
    ],
)
def test_no_two_groups_mean_one_rule(names: list[str], expected: dict[str, str]) -> None:
    meant = {own: name for own, (name, _) in proposals(TWO_LINTERS, names).items() if name}
    assert meant == expected


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param("https://github.com/acme/cart.git", "cart", id="https"),
        pytest.param("git@github.com:acme/cart.git", "cart", id="scp"),
        pytest.param("git@host:cart", "cart", id="scp without a folder"),
        pytest.param("https://user:secret@host/acme/cart/?x=/y#z", "cart", id="query"),
        pytest.param(r"C:\repos\cart", "cart", id="Windows"),
        pytest.param("", "", id="none"),
    ],
)
def test_the_name_of_a_repository(url: str, name: str) -> None:
    assert repository(url) == name


def test_gits_remote(tmp_path: Path) -> None:
    put(tmp_path, ".git/config", '[core]\n\tbare = false\n[remote "up"]\n\turl = no\n')
    assert origin(tmp_path) is None
    put(tmp_path, ".git/config", '[remote "origin"]\n\turl = git@host:a/cart.git\n[branch "x"]\n')
    (tmp_path / "sub").mkdir()
    assert origin(tmp_path / "sub") == "git@host:a/cart.git"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["", "  ", "cart"], "cart", id="the first that is one"),
        pytest.param(["a\nb", "x" * 201, "mail"], "mail", id="unfit"),
        pytest.param(["a:b"], "service:a:b", id="colon"),
        pytest.param([], "my-service", id="none"),
    ],
)
def test_guesses(names: list[str], expected: str) -> None:
    services = guessed([Guess(name, "x") for name in names])
    assert services.names == (expected,)


def test_a_service_that_no_mapping_can_name_is_left_out() -> None:
    found = [Definition(Entity("service", "a\x1b"), "a/service.datadog.yaml")]
    assert defined(found) == (None, ())


def test_a_definition_file_that_would_be_excluded_with_another_is_left_out() -> None:
    found = [
        Definition(Entity("service", name), f"{folder}/service.datadog.yaml")
        for name, folder in (("cart", "a"), ("mail", "bb"), ("shop", "cc"), ("mail", "\n"))
    ]
    services, exclude = defined(found)
    assert services is not None
    assert services.names == ("mail", "shop")
    assert services.notes == (
        "no pattern tells a/service.datadog.yaml from a file that is excluded: left out",
    )
    assert exclude == ("?/service.datadog.yaml",)
