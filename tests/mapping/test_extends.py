"""A mapping over others: what they come to together, and what is said of broken ones.

Each file of `stacked/` is a mapping that is refused. A line `#= NAME` begins a file that lies
beside it, and the messages expected are at the end, in lines that begin `#! `.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action import metrics
from scorecard_action.errors import MappingError, Problem, UsageError
from scorecard_action.mapping.loader import Below, load
from scorecard_action.mapping.types import Lower, Mapping, Missing, Origin, Rule

HERE = Path(__file__).parent
FORMATS = {"junit", "sarif", "lines"}


def parts(content: bytes) -> dict[str, bytes]:
    """The files of a case by their names; `m.yaml` is the mapping."""
    files, name = {"m.yaml": b""}, "m.yaml"
    for line in content.splitlines(keepends=True):
        if line.startswith(b"#= "):
            name = line[3:].strip().decode()
            files[name] = b""
        elif not line.startswith(b"#! "):
            files[name] += line
    return files


def read(files: dict[str, bytes], folder: Path, *extends: str) -> Mapping:
    """The mapping `m.yaml` of these files, in a workspace of their own."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    below = Below(extends, lambda: str(folder))
    return load(folder / "m.yaml", "m.yaml", formats=FORMATS, below=below)


def refused(path: Path, folder: Path) -> list[str]:
    with pytest.raises(MappingError) as caught:
        read(parts(path.read_bytes()), folder)
    return [str(problem) for problem in caught.value.problems]


CASES = sorted((HERE / "stacked").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_broken_stack_is_refused_with_every_mistake_in_its_own_file(
    path: Path, tmp_path: Path
) -> None:
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    expected = [line[3:] for line in lines if line.startswith("#! ")]
    assert expected, "a file of stacked/ ends in the messages expected of it"
    assert refused(path, tmp_path) == expected


def test_there_are_many_broken_stacks() -> None:
    assert len(CASES) >= 35


BASE = """\
version: 1
service: template
missing: keep
exclude: old/**
rules:
  - rule: Unit tests pass
    id: aaaa1111
    reports: a.xml
    max: {failed: 2, skipped: 5}
    only: {name: "*"}
  - {rule: Lint, scorecard: X, reports: b.sarif}
"""


def over(text: str, folder: Path, base: str = BASE) -> Mapping:
    head = "version: 1\nextends: base.yaml\n"
    return read({"m.yaml": (head + text).encode(), "base.yaml": base.encode()}, folder)


def change(*lines: str, rule: str = "rule: Unit tests pass") -> str:
    return f"rules:\n  - {rule}\n" + "".join(f"    {line}\n" for line in lines)


def labels(mapping: Mapping) -> list[str]:
    return [rule.label for rule in mapping.rules]


def globs(rule: Rule) -> list[str]:
    return [report.glob.text for report in rule.reports]


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        pytest.param("", labels, ["Unit tests pass", "Lint"], id="all rules are below"),
        pytest.param(
            change("reports: c", rule="rule: New"),
            labels,
            ["Unit tests pass", "Lint", "New"],
            id="a rule is added",
        ),
        pytest.param("", lambda m: m.service, "template", id="a key of the top from below"),
        pytest.param("service: cart\n", lambda m: m.service, "cart", id="a key of the top wins"),
        pytest.param("service: none\n", lambda m: m.service, None, id="none at the top"),
        pytest.param(
            "services: [cart]\n",
            lambda m: (m.service, m.services),
            (None, ("cart",)),
            id="services here take service below away",
        ),
        pytest.param("exclude: none\n", lambda m: m.exclude, (), id="none for a list"),
        pytest.param(
            change("reports: c"), lambda m: globs(m.rules[0]), ["c"], id="a key of a rule wins"
        ),
        pytest.param(
            change("max: {skipped: none, flaky: 1}"),
            lambda m: m.rules[0].max,
            {metrics.FAILED: Decimal(2), metrics.SKIPPED: None, metrics.FLAKY: Decimal(1)},
            id="limits go metric by metric",
        ),
        pytest.param(
            change("max: none"), lambda m: m.rules[0].max, {}, id="none for all limits"
        ),
        pytest.param(change("only: none"), lambda m: m.rules[0].only, (), id="none for a key"),
        pytest.param(
            change("missing: skip"), lambda m: m.rules[0].missing, Missing.SKIP, id="another value"
        ),
        pytest.param(
            change("only: none", rule="id: aaaa1111"),
            lambda m: (m.rules[0].name, m.rules[0].only, len(m.rules)),
            ("Unit tests pass", (), 2),
            id="a rule by its id",
        ),
        pytest.param(
            change("id: none"), lambda m: m.rules[0].id, None, id="the pin is taken away"
        ),
        pytest.param(
            change("id: bbbb2222", rule="rule: Lint"),
            lambda m: (m.rules[1].id, m.rules[1].scorecard, len(m.rules)),
            ("bbbb2222", "X", 2),
            id="the pin is put on",
        ),
        pytest.param(
            change("scorecard: Y", "reports: c", rule="rule: Lint"),
            lambda m: [rule.scorecard for rule in m.rules],
            [None, "X", "Y"],
            id="another scorecard is another rule",
        ),
        pytest.param(
            "x-strict: &strict {missing: skip}\n"
            + change("<<: *strict", "missing: fail")
            + "  - {<<: *strict, rule: Lint}\n",
            lambda m: [rule.missing for rule in m.rules],
            [Missing.FAIL, Missing.SKIP],
            id="anchors of this file",
        ),
    ],
)  # fmt: skip
def test_over_a_base(
    text: str, told: Callable[[Mapping], object], expected: object, tmp_path: Path
) -> None:
    mapping = over(text, tmp_path)
    assert told(mapping) == expected
    assert mapping.warnings == ()


NARROW = """\
version: 1
services: [cart, search, pay]
rules:
  - {rule: A, services: [cart], reports: a}
  - {rule: A, services: [service:search], reports: b}
  - {rule: B, reports: c}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "{rule: A, missing: keep}",
            [("a", "cart", "keep"), ("b", "service:search", "keep"), ("c", None, "fail")],
            id="without services it speaks to each",
        ),
        pytest.param(
            "{rule: A, services: [search], missing: keep}",
            [("a", "cart", "fail"), ("b", "search", "keep"), ("c", None, "fail")],
            id="with the same services to that one",
        ),
        pytest.param(
            "{rule: A, services: [pay], reports: d}",
            [("a", "cart", "fail"), ("b", "service:search", "fail"), ("c", None, "fail"),
             ("d", "pay", "fail")],
            id="with others it is one more",
        ),
        pytest.param(
            "{rule: A, services: [cart, pay], missing: keep}",
            [("a", "cart,pay", "keep"), ("b", "service:search", "fail"), ("c", None, "fail")],
            id="with some of them it widens that one",
        ),
        pytest.param(
            "{rule: B, services: [pay]}",
            [("a", "cart", "fail"), ("b", "service:search", "fail"), ("c", "pay", "fail")],
            id="a rule for all is narrowed",
        ),
    ],
)  # fmt: skip
def test_entries_of_one_rule_for_other_services(
    text: str, expected: list[object], tmp_path: Path
) -> None:
    mapping = over(f"rules: [{text}]\n", tmp_path, NARROW)
    assert [
        (*globs(rule), rule.services and ",".join(rule.services), str(rule.missing))
        for rule in mapping.rules
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            change("tools: none"),
            "m.yaml:5:12: 'none' for 'tools' in rule 'Unit tests pass' takes nothing away:"
            " no mapping below says it there",
            id="none of a key",
        ),
        pytest.param(
            "branches: none\n",
            "m.yaml:3:11: 'none' for 'branches' in the mapping takes nothing away:"
            " no mapping below says it there",
            id="none at the top",
        ),
        pytest.param(
            change("reports: c", "waive: none", rule="rule: New"),
            "m.yaml:6:12: 'none' for 'waive' in rule 'New' takes nothing away:"
            " no mapping below says it there",
            id="none in a new rule",
        ),
        pytest.param(
            change("id: bbbb2222"),
            "m.yaml:5:9: the id 'bbbb2222' of rule 'Unit tests pass' replaces 'aaaa1111' on line 7"
            " of base.yaml: if they are two rules, give this one another 'rule' or its 'scorecard'",
            id="another id",
        ),
        pytest.param(
            "services: [cart]\n" + change("services: [search]"),
            "m.yaml:6:16: 'services' in rule 'Unit tests pass': the mapping has no service"
            " 'search' - known are 'cart'",
            id="a service that is not there",
        ),
    ],
)
def test_what_may_be_meant_otherwise_is_a_warning(text: str, expected: str, tmp_path: Path) -> None:
    assert [str(one) for one in over(text, tmp_path).warnings] == [expected]


def test_a_rule_with_two_pins_here_and_one_of_them_below(tmp_path: Path) -> None:
    text = "rules:\n  - {rule: A, id: x1, missing: skip}\n  - {rule: A, id: y2, reports: b}\n"
    mapping = over(text, tmp_path, "version: 1\nrules: [{rule: A, id: x1, reports: a}]\n")
    assert [(rule.id, *globs(rule)) for rule in mapping.rules] == [("x1", "a"), ("y2", "b")]


def test_what_two_below_call_by_id_and_by_name_is_joined(tmp_path: Path) -> None:
    files = {
        "m.yaml": b"version: 1\nextends: [a.yaml, b.yaml]\nrules: [{rule: A, id: x1}]\n",
        "a.yaml": b"version: 1\nrules: [{id: x1, reports: a, missing: skip}]\n",
        "b.yaml": b"version: 1\nrules: [{rule: A, reports: b}]\n",
    }
    (rule,) = read(files, tmp_path).rules
    assert (rule.name, rule.id, globs(rule), rule.missing) == ("A", "x1", ["b"], Missing.SKIP)


def test_origins_say_where_each_value_stands(tmp_path: Path) -> None:
    mapping = over(change("max: {skipped: 1}", "missing: skip"), tmp_path)
    unit, lint = mapping.rules
    assert (unit.file, unit.line) == ("m.yaml", 4)
    assert (lint.file, lint.line) == ("base.yaml", 11)
    assert {name: (origin.file, origin.line) for name, origin in unit.origins.items()} == {
        "rule": ("m.yaml", 4),
        "id": ("base.yaml", 7),
        "reports": ("base.yaml", 8),
        "max": ("m.yaml", 5),
        "max.failed": ("base.yaml", 9),
        "max.skipped": ("m.yaml", 5),
        "only": ("base.yaml", 10),
        "missing": ("m.yaml", 6),
    }
    assert mapping.origins["missing"] == Origin("base.yaml", 3)
    found = hashlib.sha256(BASE.encode()).hexdigest()
    assert mapping.lower == (Lower("base.yaml", found),)


@pytest.mark.parametrize("case", [str.upper, str.lower])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_sum_is_of_the_bytes(case: Callable[[str], str], mark: bytes, tmp_path: Path) -> None:
    base = mark + BASE.replace("\n", "\r\n").encode()
    found = case(hashlib.sha256(base).hexdigest())
    text = f"version: 1\nextends: [{{path: base.yaml, sha256: '{found}'}}]\n"
    mapping = read({"m.yaml": text.encode(), "base.yaml": base}, tmp_path)
    assert labels(mapping) == ["Unit tests pass", "Lint"]
    assert mapping.lower[0].pinned


def test_the_later_of_a_list_wins_and_options_lie_lowest(tmp_path: Path) -> None:
    files = {
        "m.yaml": b"version: 1\nextends: [a.yaml, b.yaml]\n",
        "a.yaml": b"version: 1\nmissing: skip\nmax_age: 1h\nrules: [{rule: A, reports: a}]\n",
        "b.yaml": b"version: 1\nmissing: keep\nrules: [{rule: B, reports: b}]\n",
        "c.yaml": b"version: 1\nmissing: fail\nretries: last\nrules: [{rule: C, reports: c}]\n",
        "d.yaml": b"version: 1\nretries: all\nrules: [{rule: D, reports: d}]\n",
    }
    mapping = read(files, tmp_path, str(tmp_path / "c.yaml"), str(tmp_path / "d.yaml"))
    assert labels(mapping) == ["C", "D", "A", "B"]
    assert {rule.missing for rule in mapping.rules} == {Missing.KEEP}
    assert {rule.retries.value for rule in mapping.rules} == {"all"}


def test_five_files_below_are_enough(tmp_path: Path) -> None:
    files = {f"{n}.yaml": b"version: 1\nextends: %d.yaml\n" % (n + 1) for n in range(1, 5)}
    files |= {"m.yaml": b"version: 1\nextends: 1.yaml\n", "5.yaml": BASE.encode()}
    assert labels(read(files, tmp_path)) == ["Unit tests pass", "Lint"]


def test_paths_start_at_the_file_that_names_them(tmp_path: Path) -> None:
    files = {
        "m.yaml": b"version: 1\nextends: shared/team.yaml\n",
        "shared/team.yaml": b"version: 1\nextends: ../org/base.yaml\n",
        "org/base.yaml": BASE.encode(),
    }
    assert [one.file for one in read(files, tmp_path).lower] == [
        "shared/team.yaml",
        "org/base.yaml",
    ]


def outside(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace, and a folder beside it."""
    for name in ("work", "image"):
        (tmp_path / name).mkdir()
    return tmp_path / "work", tmp_path / "image"


def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    work, image = outside(tmp_path)
    (image / "base.yaml").write_text(BASE)
    (work / "base.yaml").symlink_to(image / "base.yaml")
    (work / "image").symlink_to(image)
    for name in ("base.yaml", "image/base.yaml"):
        with pytest.raises(MappingError, match=f"m.yaml:2:10: '{name}' lies outside the workspace"):
            read({"m.yaml": f"version: 1\nextends: {name}\n".encode()}, work)


def test_a_link_within_the_workspace_is_followed(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").symlink_to("real.yaml")
    text = b"version: 1\nextends: base.yaml\n"
    assert labels(read({"m.yaml": text, "real.yaml": BASE.encode()}, tmp_path))


def test_a_cycle_through_a_link_is_one(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").symlink_to("m.yaml")
    with pytest.raises(MappingError, match=r"'base\.yaml' extends itself: m\.yaml -> m\.yaml"):
        read({"m.yaml": b"version: 1\nextends: base.yaml\n"}, tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(
        MappingError, match=r"m\.yaml:2:10: cannot read 'pipe': it is not a regular"
    ):
        read({"m.yaml": b"version: 1\nextends: pipe\n"}, tmp_path)


SECRET = "hunter2"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"version: 1\n{SECRET}: 1\n", id="an unknown key"),
        pytest.param(f"{SECRET}\n", id="no mapping"),
        pytest.param(f"a: {SECRET}: b\n", id="no YAML"),
        pytest.param(f"%{SECRET}\n", id="a directive"),
        pytest.param(f"version: 1\nextends: {SECRET}.yaml\n", id="a file that is not there"),
        pytest.param(f"version: 1\nmissing: {SECRET}\nrules: []\n", id="a wrong value"),
        pytest.param(f"version: 1\nrules: [{{rule: {SECRET}}}]\n", id="a rule without reports"),
        pytest.param(f"version: 1\nrules: [{{id: {SECRET}, min: {{x: 1}}}}]\n", id="a metric"),
    ],
)
def test_a_mistake_in_a_file_outside_quotes_nothing_of_it(content: str, tmp_path: Path) -> None:
    work, image = outside(tmp_path)
    (image / "base.yaml").write_text(content)
    with pytest.raises(MappingError) as caught:
        read({"m.yaml": BASE.encode()}, work, str(image / "base.yaml"))
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.file == str(image / "base.yaml")
        assert problem.line
        assert SECRET not in problem.message


def test_a_doubt_in_a_file_outside_quotes_nothing_of_it(tmp_path: Path) -> None:
    work, image = outside(tmp_path)
    (image / "base.yaml").write_text(
        f"version: 1\nrules: [{{rule: a, reports: b}}]\nservice: a #{SECRET}\n"
    )
    mapping = read({"m.yaml": BASE.encode()}, work, str(image / "base.yaml"))
    assert [one.line for one in mapping.warnings] == [3]
    assert SECRET not in str(mapping.warnings)
    assert mapping.lower[0].outside


def test_a_file_outside_extends_what_is_beside_it_alone(tmp_path: Path) -> None:
    work, image = outside(tmp_path)
    (image / "common.yaml").write_text(BASE)
    (image / "base.yaml").write_text("version: 1\nextends: common.yaml\n")
    (tmp_path / "other.yaml").write_text(BASE)
    text = {"m.yaml": b"version: 1\n"}
    assert labels(read(text, work, str(image / "base.yaml"))) == ["Unit tests pass", "Lint"]
    (image / "base.yaml").write_text("version: 1\nextends: ../other.yaml\n")
    with pytest.raises(MappingError, match="nothing of it is shown"):
        read(text, work, str(image / "base.yaml"))


def test_a_mapping_outside_extends_what_is_beside_it(tmp_path: Path) -> None:
    work, image = outside(tmp_path)
    (image / "base.yaml").write_text(BASE)
    (image / "m.yaml").write_text("version: 1\nextends: base.yaml\n")
    mapping = load(image / "m.yaml", below=Below((), lambda: str(work)))
    assert labels(mapping) == ["Unit tests pass", "Lint"]
    (image / "m.yaml").write_text("version: 1\nextends: ../work/base.yaml\nservce: a\n")
    with pytest.raises(MappingError) as caught:
        load(image / "m.yaml", "m.yaml", below=Below((), lambda: str(work)))
    assert [str(problem) for problem in caught.value.problems] == [
        "m.yaml:2:10: cannot read '../work/base.yaml': No such file or directory",
        "m.yaml:3:1: unknown key 'servce' in the mapping - did you mean 'service'?",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("nope.yaml", "No such file or directory", id="not there"),
        pytest.param(".", "it is not a regular file", id="a folder"),
        pytest.param("a\0b", "not a file name", id="no name"),
    ],
)
def test_what_an_option_names_and_cannot_be_read(
    name: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        read({"m.yaml": BASE.encode()}, tmp_path, name)
    assert caught.value.message == (
        f"cannot read the mapping '{name}' that --extends or SCORECARD_EXTENDS names: {expected}"
    )


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"m.yaml": "extends: a.yaml", "a.yaml": "x-a: 1 #" + "." * 1024 * 1024},
            "a.yaml: the mapping is larger than 1 MiB: split it, or shorten it",
            id="one that is large",
        ),
        pytest.param(
            {"m.yaml": "extends: [a.yaml, b.yaml, c.yaml, d.yaml, e.yaml]"}
            | {f"{one}.yaml": "x-a: 1 #" + "." * 1024 * 1000 for one in "abcde"},
            "e.yaml: the mapping is larger than 4 MiB with those read before it: split it,"
            " or shorten it",
            id="several that are large together",
        ),
        pytest.param(
            {"m.yaml": "extends: [a.yaml, b.yaml]"}
            | {f"{one}.yaml": f"x-a: [{'1,' * 60_000}1]\nx-b: *b" for one in "a"}
            | {"b.yaml": f"x-a: &b [{'1,' * 50_000}1]\nx-b: *b\nx-c: *b"},
            "b.yaml:4:6: more than 200,000 values, aliases expanded: refused",
            id="values of several",
        ),
        pytest.param(
            {"m.yaml": f"extends: [{'a.yaml, ' * 99}a.yaml]",
             "a.yaml": f"extends: [{'b.yaml,' * 9}]", "b.yaml": "missing: skip"},
            "m.yaml:2:{}: more than 100 mappings below one: refused",
            id="one again and again",
        ),
        pytest.param(
            {"m.yaml": f"extends: [{'a.yaml, ' * 9}a.yaml]",
             "a.yaml": f"branches: [{'a,' * 30_000}a]"},
            "m.yaml:2:{}: cannot read 'a.yaml': more than 200,000 values with this one: refused",
            id="values of one again and again",
        ),
        pytest.param(
            {"m.yaml": "extends: a.yaml\nrules: [{rule: A, tools: [" + "a," * 1000 + "a]}]",
             "a.yaml": "services: [" + ",".join(f"s{n}" for n in range(500)) + "]\nrules: ["
             + ",".join(f"{{rule: A, services: [s{n}], reports: a}}" for n in range(500)) + "]"},
            "m.yaml:1:1: more than 200,000 values with what it extends, aliases expanded: refused",
            id="one entry over many",
        ),
    ],
)  # fmt: skip
def test_bombs_are_bounded_over_all_files(
    files: dict[str, str], expected: str, tmp_path: Path
) -> None:
    with pytest.raises(MappingError) as caught:
        read({name: f"version: 1\n{text}\n".encode() for name, text in files.items()}, tmp_path)
    before, _, after = expected.partition("{}")
    told = [str(problem) for problem in caught.value.problems]
    assert any(one.startswith(before) and one.endswith(after) for one in told), told[:3]


def test_a_thousand_mistakes_of_all_files_are_enough(tmp_path: Path) -> None:
    keys = "".join(f"key{number}: 1\n" for number in range(700)).encode()
    files = {"m.yaml": b"version: 1\nextends: base.yaml\n" + keys, "base.yaml": keys}
    with pytest.raises(MappingError) as caught:
        read(files, tmp_path)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 1001
    assert "m.yaml: more than 1,000 mistakes: the rest is not shown" in told


def test_a_mapping_that_an_option_lays_below_itself_stays_as_it_is(tmp_path: Path) -> None:
    mapping = read({"m.yaml": BASE.encode()}, tmp_path, str(tmp_path / "m.yaml"))
    alone = read({"m.yaml": BASE.encode()}, tmp_path)
    assert repr(mapping.rules) == repr(alone.rules)


PIECES = st.sampled_from(
    ["version: 1\n", "rules:\n", "  - ", "rule: A\n", "    ", "reports: ", "a.xml\n", "{", "}", "[",
     "]", ": ", "extends: ", "base.yaml\n", "m.yaml\n", "none\n", "min: ", "{tests: none}\n", "*a",
     "&a ", "<<: ", "!t ", "'", "\n", "\t", "# ", "services: ", "[cart]\n", "id: x1\n", "---\n"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=20), st.lists(PIECES, max_size=20), st.booleans())
def test_any_two_texts_are_a_mapping_or_located_mistakes(
    upper: list[str], lower: list[str], extends: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = "version: 1\nextends: base.yaml\n" if extends else ""
        files = {"m.yaml": start + "".join(upper), "base.yaml": "version: 1\n" + "".join(lower)}
        lowest = [] if extends else [str(Path(folder) / "base.yaml")]
        problems: Sequence[Problem] = ()
        try:
            read({name: text.encode() for name, text in files.items()}, Path(folder), *lowest)
        except MappingError as error:
            problems = error.problems
    assert all(one.line and one.column for one in problems)
