"""The mapping file: what is read from it, and what is said of a broken one.

Each file of `broken/` is a mapping with the messages expected of it at its end, in lines that begin
`#! `. Each file of `good/` is accepted. A file dropped into either is a test.
"""

from __future__ import annotations

import datetime as dt
import os
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_action import metrics
from scorecard_action.errors import MappingError, UsageError
from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.mapping.loader import find_mapping, load, loads
from scorecard_action.mapping.types import (
    Acceptance,
    Definition,
    Mapping,
    Missing,
    ReportPattern,
    Selector,
    Waiver,
)

HERE = Path(__file__).parent
FORMATS = {"junit", "sarif", "lines"}
RULE = "rules: [{rule: Unit tests pass, reports: a.xml}]\n"

EMPTY = "m.yaml:1:1: the mapping holds nothing: it needs 'version: 1' and 'rules:'"
NO_MAPPING = "expected a mapping with 'version: 1' and 'rules:'"
CUT = (
    "m.yaml:3:11: 'rule' in rule 'Rule' ends before ' #1', a comment: "
    "quote the value if that is part of it"
)


def read(content: str | bytes) -> Mapping:
    return loads(content, "m.yaml", formats=FORMATS, empty_formats={"lines"})


def messages(content: str | bytes) -> list[str]:
    with pytest.raises(MappingError) as caught:
        read(content)
    return [str(problem) for problem in caught.value.problems]


def rule(*lines: str) -> str:
    head = "version: 1\nrules:\n  - rule: Unit tests pass\n    reports: a.xml\n"
    return head + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    "path", sorted((HERE / "broken").glob("*.yaml")), ids=lambda path: path.stem
)
def test_broken_mapping_is_refused_with_every_mistake_at_its_place(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    content = "".join(line for line in lines if not line.startswith("#! "))
    expected = ["m.yaml:" + line[3:].rstrip("\n") for line in lines if line.startswith("#! ")]
    assert expected, "a file of broken/ ends in the messages expected of it"
    assert messages(content) == expected


def test_there_are_many_broken_mappings() -> None:
    assert len(list((HERE / "broken").glob("*.yaml"))) >= 150


@pytest.mark.parametrize("path", sorted((HERE / "good").glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-32", b"")],
    ids=["plain", "bom", "utf-16", "utf-32"],
)
def test_good_mapping_is_read_in_every_encoding(
    path: Path, line_end: str, encoding: str, mark: bytes
) -> None:
    text = path.read_text(encoding="utf-8")
    mapping = read(mark + text.replace("\n", line_end).encode(encoding))
    assert mapping.rules
    assert repr(mapping.rules) == repr(read(text).rules)
    assert mapping.warnings == ()


def test_readme_mapping() -> None:
    mapping = load(HERE / "good" / "readme.yaml", "scorecard.datadog.yaml", formats=FORMATS)
    assert mapping.file == "scorecard.datadog.yaml"
    assert (mapping.service, mapping.services) == ("checkout", None)
    assert mapping.branches == (Glob("main"), Glob("release/*"))
    assert [rule.label for rule in mapping.rules] == [
        "Unit tests pass",
        "No lint errors",
        "Contract tests pass",
        "Line coverage",
    ]
    assert [rule.line for rule in mapping.rules] == [7, 10, 15, 23]
    unit, lint, contract, coverage = mapping.rules
    assert (unit.id, unit.missing, unit.min, unit.max) == (None, Missing.FAIL, {}, {})
    assert unit.reports == (ReportPattern(Glob("build/test-results/**/*.xml")),)
    assert lint.id == "q8MQxk8TCqrHnWkx"
    assert [report.glob.text for report in lint.reports] == [
        "reports/*.sarif",
        "reports/checkstyle.xml",
    ]
    assert lint.max == {metrics.WARNINGS: Decimal(20)}
    assert contract.scorecard == "Production Readiness"
    assert contract.only == (Selector((("class", (TextPattern("com.acme.contract.*"),)),)),)
    assert contract.except_ == (Selector((("name", (TextPattern("*slow*"),)),)),)
    assert contract.min == {metrics.TESTS: Decimal(20), metrics.PASS_RATE: Decimal(98)}
    assert contract.missing is Missing.SKIP
    assert coverage.waivers == (
        Waiver(
            dt.date(2027, 1, 31), "moving off the legacy module", "https://tracker.example/T-12"
        ),
    )


def test_every_key() -> None:
    mapping = read((HERE / "good" / "everything.yaml").read_bytes())
    assert mapping.services == {
        "cart": "services/cart",
        "queue:orders": "services/orders",
        "<b>\"Search\" & 'find'</b>": "services/search",
    }
    assert mapping.branches == (Glob("**"),)
    assert mapping.exclude == (Glob("**/fixtures/**"), Glob("old/**"))
    first, second = mapping.rules
    assert first.name == "Rule #1: tests"
    assert first.reports == (
        ReportPattern(Glob("{target,build}/{service}/**/TEST-*.xml")),
        ReportPattern(Glob("{folder}/lint.sarif"), "sarif"),
    )
    assert first.exclude == (Glob("**/fixtures/**"), Glob("old/**"), Glob("build/slow/**"))
    assert first.only == (
        Selector(
            (
                ("suite", (TextPattern("unit*"), TextPattern("integration*"))),
                ("class", (TextPattern("com.acme.*"),)),
            )
        ),
        Selector(
            (
                ("tool", (TextPattern("Ruff", ignore_case=True),)),
                ("rule", (TextPattern("S*", ignore_case=True),)),
                ("severity", (TextPattern("blocker", ignore_case=True),)),
                ("file", (Glob("src/**"),)),
            )
        ),
        Selector((("file", (Glob("lib/**"),)),)),
        Selector(
            (
                ("tool", (TextPattern("codeql", ignore_case=True),)),
                (
                    "baseline",
                    (
                        TextPattern("new", ignore_case=True),
                        TextPattern("updated", ignore_case=True),
                    ),
                ),
            )
        ),
    )
    assert first.min[metrics.PASS_RATE] == Decimal("79.5")
    assert first.max == {
        metrics.FAILED: None,
        metrics.SKIPPED: Decimal(5),
        metrics.FLAKY: Decimal(0),
        metrics.FINDINGS: Decimal(10),
        metrics.ERRORS: Decimal(0),
        metrics.WARNINGS: Decimal(20),
        metrics.NOTES: None,
    }
    assert first.missing is Missing.KEEP
    assert first.max_age == dt.timedelta(seconds=90)
    assert first.tools == (
        TextPattern("Ruff", ignore_case=True),
        TextPattern("semgrep*", ignore_case=True),
    )
    assert first.waivers == (
        Waiver(dt.date(2027, 1, 31), "moving off the old module", None, ("cart",)),
        Waiver(dt.date(2028, 2, 29), "later", "http://tracker.example"),
    )
    assert first.accept == (
        Acceptance(
            Selector(
                (
                    ("class", (TextPattern("com.acme.*"),)),
                    ("name", (TextPattern("tax"), TextPattern("*total"))),
                )
            ),
            dt.date(2027, 1, 31),
            "rounding is being rewritten",
            "https://tracker.example/T-13",
            ("cart",),
        ),
        Acceptance(
            Selector(
                (
                    (
                        "rule",
                        (
                            TextPattern("E501", ignore_case=True),
                            TextPattern("W*", ignore_case=True),
                        ),
                    ),
                    ("file", (Glob("{service}/gen/**"),)),
                )
            ),
            dt.date(2028, 2, 29),
            "generated",
        ),
    )
    assert second.accept == ()
    assert first.services == ("cart", "queue:orders")
    assert first.define == Definition("All pass", 1, "quality", "kind:service", enabled=False)
    assert (second.name, second.id, second.label) == (None, "12345678", "12345678")
    # What the top says is the default.
    assert (second.missing, second.max_age) == (Missing.SKIP, dt.timedelta(hours=36))


def test_merge_keys() -> None:
    mapping = read((HERE / "good" / "anchors.yaml").read_bytes())
    unit, strict, contract, there = mapping.rules
    assert mapping.services == "auto"
    assert unit.min == {metrics.TESTS: Decimal(20)}
    assert unit.missing is Missing.SKIP
    # The first of a list of merged mappings wins.
    assert (strict.missing, strict.max) == (Missing.FAIL, {metrics.SKIPPED: Decimal(0)})
    assert strict.min == {metrics.TESTS: Decimal(20)}
    # A key of the mapping's own wins over a merged one.
    assert contract.min == {metrics.TESTS: Decimal(20), metrics.PASS_RATE: Decimal(98)}
    assert there.reports == unit.reports
    assert there.missing is Missing.FAIL


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("79.5", Decimal("79.5")),
        ("99.99999999999999", Decimal("99.99999999999999")),
        ("1%", Decimal(1)),
        ("1.0%", Decimal(1)),
        ("0.5%", Decimal("0.5")),
        ("'.05%'", Decimal("0.05")),
        ("1.01", Decimal("1.01")),
        ("0", Decimal(0)),
        ("100.0", Decimal(100)),
        ("+50", Decimal(50)),
        ("-0", Decimal(0)),
        ("none", None),
        ('"none"', None),
    ],
)
def test_percentages_keep_their_decimals(written: str, value: Decimal | None) -> None:
    mapping = read(rule(f"min: {{pass_rate: {written}}}"))
    assert mapping.rules[0].min == {metrics.PASS_RATE: value}


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("2h", 7200), ("90s", 90), ("1h30m", 5400), ("7d", 604_800), ("1d2h3m4s", 93_784)],
)
def test_durations(written: str, seconds: int) -> None:
    assert read(rule(f"max_age: {written}")).rules[0].max_age == dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("yes", "yes", id="yes is text in YAML 1.2"),
        pytest.param("off", "off", id="so is off"),
        pytest.param("2027-01-31", "2027-01-31", id="and a date"),
        pytest.param("1_000", "1_000", id="and a number with underscores"),
        pytest.param("12:30:45", "12:30:45", id="and base 60"),
        pytest.param("'404'", "404", id="quoted number"),
        pytest.param('"null"', "null", id="quoted null"),
        pytest.param("C# builds", "C# builds", id="hash inside a word"),
        pytest.param('"a: b #c"', "a: b #c", id="quoted traps"),
        pytest.param("🚀 läuft", "🚀 läuft", id="not ASCII"),
    ],
)
def test_rule_names_that_are_text(written: str, name: str) -> None:
    mapping = read(f"version: 1\nrules:\n  - rule: {written}\n    reports: a.xml\n")
    assert mapping.rules[0].name == name
    assert mapping.warnings == ()


@pytest.mark.parametrize(
    ("services", "key", "expected"),
    [
        pytest.param(
            "services: [cart, search]",
            "services: [cart, serch]",
            "m.yaml:6:22: 'services' in rule 'R': the mapping has no service 'serch'"
            " - did you mean 'search'?",
            id="a rule",
        ),
        pytest.param(
            "services: {cart: a, search: b}",
            "services: [queue:cart]",
            "m.yaml:6:16: 'services' in rule 'R': the mapping has no service 'queue:cart'",
            id="a rule of another kind",
        ),
        pytest.param(
            "service: checkout",
            "waive: {until: 2999-01-31, reason: old, services: [cart]}",
            "m.yaml:6:12: 'services' in 'waive' of rule 'R': the mapping has no service 'cart'"
            " - known are 'checkout'",
            id="a waiver",
        ),
        pytest.param("services: auto", "services: [cart]", None, id="the tree knows"),
    ],
)
def test_a_service_that_the_mapping_does_not_have_is_a_warning(
    services: str, key: str, expected: str | None
) -> None:
    text = f"version: 1\n{services}\nrules:\n  - rule: R\n    reports: a.xml\n    {key}\n"
    told = [str(warning) for warning in read(text).warnings]
    assert [one.startswith(expected or "") for one in told] == ([True] if expected else [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "  - rule: Rule #1",
            [CUT],
            id="cut",
        ),
        pytest.param("  - rule: Rule # one", [], id="a remark has a blank"),
        pytest.param("  - rule: Rule", [], id="no comment"),
        pytest.param('  - rule: "Rule" #1', [], id="quoted"),
    ],
)  # fmt: skip
def test_name_cut_by_a_comment_is_a_warning(line: str, expected: list[str]) -> None:
    mapping = read(f"version: 1\nrules:\n{line}\n    reports: a.xml\n")
    assert [str(warning) for warning in mapping.warnings] == expected


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param("{rule: A, reports: a}, {rule: B, reports: a}", id="two names"),
        pytest.param(
            "{rule: A, scorecard: X, reports: a}, {rule: A, scorecard: Y, reports: a}",
            id="two scorecards",
        ),
        pytest.param("{rule: A, id: x, reports: a}, {rule: A, id: y, reports: a}", id="two ids"),
        pytest.param(
            "{rule: A, reports: a, services: [cart]}, {rule: A, reports: b, services: [search]}",
            id="other services",
        ),
    ],
)
def test_rules_that_are_not_the_same(rules: str) -> None:
    assert len(read(f"version: 1\nservices: [cart, search]\nrules: [{rules}]").rules) == 2


def test_x_keys_are_ignored_everywhere_but_among_services() -> None:
    text = (
        "version: 1\nx-a: {b: c}\nservices: {x-ray: services/x-ray}\nrules:\n"
        "  - {rule: A, reports: {path: a, x-b: 1}, x-c: [], min: {tests: 1, x-d: 2}, "
        "only: {name: n, x-e: 3}, waive: {until: 2027-01-31, reason: r, x-f: 4}}\n"
    )
    mapping = read(text)
    assert mapping.services == {"x-ray": "services/x-ray"}
    assert mapping.rules[0].min == {metrics.TESTS: Decimal(1)}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", EMPTY, id="empty"),
        pytest.param(b"\n \n", EMPTY, id="blank"),
        pytest.param(
            b"# one\n\n  # two\n",
            "m.yaml:1:1: the mapping holds only comments: it needs 'version: 1' and 'rules:'",
            id="only comments",
        ),
        pytest.param(b"\xef\xbb\xbf", EMPTY, id="only a mark"),
        pytest.param(b"---\n", f"m.yaml:2:1: {NO_MAPPING}, found nothing", id="null"),
        pytest.param(
            b"version: 1\nservice: caf\xe9\n",
            "m.yaml:2:13: byte 0xe9 is not UTF-8: save the file as UTF-8",
            id="latin-1",
        ),
        pytest.param(
            "version: 1\n".encode("utf-16-le"),
            "m.yaml:1:1: not UTF-8 (it looks like UTF-16): save the file as UTF-8",
            id="utf-16 without a mark",
        ),
        pytest.param(
            b"\xff\xfev\x00e\x00r",
            "m.yaml:1:1: not UTF-16 in spite of its mark: save as UTF-8",
            id="utf-16 cut short",
        ),
        pytest.param(
            b"version: 1\nservice: a\x1b[31m\n",
            "m.yaml:2:11: control character U+001B: remove it",
            id="escape",
        ),
        pytest.param(
            b"version: 1\nservice: \x00\n",
            "m.yaml:2:10: control character U+0000: remove it",
            id="nul",
        ),
        pytest.param(
            b"\xef\xbb\xbfversion: 1\r\nrulez: 1\r\n",
            "m.yaml:2:1: unknown key 'rulez' in the mapping - did you mean 'rules'?",
            id="mark and CRLF keep the columns",
        ),
        pytest.param(
            b"version: 1 #" + b"." * 1024 * 1024,
            "m.yaml: the mapping is larger than 1 MiB: split it, or shorten it",
            id="over 1 MiB",
        ),
        pytest.param(b"a: " + b"[" * 60, "m.yaml:1:53: nested deeper than 50: refused", id="deep"),
        pytest.param(b"- " * 60, "m.yaml:1:101: nested deeper than 50: refused", id="deep block"),
        pytest.param(
            b"x-a: &a " + b"[" * 30 + b"1" + b"]" * 30 + b"\nx-b: " + b"[" * 30 + b"*a" + b"]" * 30,
            "m.yaml:2:36: nested deeper than 50: refused",
            id="deep by an alias",
        ),
    ],
)  # fmt: skip
def test_bytes_that_are_no_mapping(content: bytes, expected: str) -> None:
    assert expected in messages(content)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("x-{n}: &a{n} [*a{m}, *a{m}, *a{m}, *a{m}]", id="lists"),
        pytest.param("x-{n}: &a{n} {{k: *a{m}, l: *a{m}, m: *a{m}}}", id="mappings"),
        pytest.param("x-{n}: &a{n} {{<<: [*a{m}, *a{m}, *a{m}]}}", id="merges"),
    ],
)
@pytest.mark.timeout(20)
def test_alias_bombs_are_refused_without_expanding_them(line: str) -> None:
    bomb = "version: 1\nx-0: &a0 {a: b}\n"
    bomb += "".join(line.format(n=n, m=n - 1) + "\n" for n in range(1, 40)) + RULE
    (message,) = messages(bomb)
    assert message.endswith("more than 200,000 values, aliases expanded: refused")


def test_patterns_of_a_mapping_stand_for_a_bounded_number_of_paths() -> None:
    globs = ", ".join(f"'{'{a,b}' * 8}{n}'" for n in range(400))
    (message,) = messages(f"version: 1\nrules: [{{rule: A, reports: [{globs}]}}]")
    assert message.endswith("stand for more than 100,000 paths, braces expanded: use fewer braces")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("".join(f"key{n}: 1\n" for n in range(3000)), id="unknown keys"),
        pytest.param("a: [" + "*x, " * 3000 + "]", id="unknown aliases"),
        pytest.param("version: 1\n" * 3000, id="duplicate keys"),
    ],
)
def test_a_thousand_mistakes_are_enough(content: str) -> None:
    found = messages(content)
    assert 1000 <= len(found) <= 1010
    assert any("more than 1,000 mistakes: the rest is not shown" in message for message in found)


def test_load_reads_regular_files_only(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.yaml"
    os.mkfifo(fifo)
    for path, reason in (
        (tmp_path / "none.yaml", "No such file or directory"),
        (tmp_path, "it is not a regular file"),
        (fifo, "it is not a regular file"),
        (tmp_path / "a\0b", "not a file name"),
    ):
        with pytest.raises(UsageError) as caught:
            load(path, "m.yaml")
        assert caught.value.message == f"cannot read the mapping 'm.yaml': {reason}"


def test_load_refuses_ten_megabytes_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: b\n" * 2_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(MappingError, match="larger than 1 MiB"):
            load(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_find_mapping(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_mapping(tmp_path)
    assert "neither 'scorecard.datadog.yaml' nor 'scorecard.datadog.yml'" in caught.value.message
    assert str(tmp_path) in caught.value.message
    assert "init" in caught.value.hint
    (tmp_path / "scorecard.datadog.yml").touch()
    assert find_mapping(tmp_path) == tmp_path / "scorecard.datadog.yml"
    (tmp_path / "scorecard.datadog.yaml").touch()
    with pytest.raises(UsageError, match=r"both 'scorecard\.datadog\.yaml' and"):
        find_mapping(tmp_path)


def test_formats_are_those_that_can_be_read() -> None:
    text = "version: 1\nrules: [{rule: A, reports: {path: a, format: %s}}]"
    assert loads(text % "junit", "m").rules[0].reports[0].format == "junit"
    with pytest.raises(MappingError, match="unknown format 'jnuit' in rule 'A' - did you mean"):
        loads(text % "jnuit", "m")


PIECES = st.sampled_from(
    ["version: 1\n", "rules:\n", "  - ", "rule: ", "reports: ", "a.xml\n", "{", "}", "[", "]", ": ",
     "*a", "&a ", "<<: ", "!t ", "'", '"', "\\U", "FFFFFFFF", "|", ">", "\n", "\t", "# ",
     "%YAML 1.2\n", "---\n",
     "min: ", "x-a: ", "1e5", "~", "?", "- ", "\r", "\x85", "\u2028", "\ufeff", "…", "\\x", ","]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_any_text_is_a_mapping_or_a_located_mistake(pieces: list[str]) -> None:
    try:
        problems = [] if read("".join(pieces)).rules else [("", 0, 0, "")]
    except MappingError as error:
        problems = [*error.problems]
    assert all(line and column for _, line, column, _ in problems)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_mapping_or_a_mistake(content: bytes) -> None:
    with pytest.raises(MappingError):
        read(content)
