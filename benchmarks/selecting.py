"""A JUnit report of a million cases, and many rules that select among them: the ratio to one rule.

Indexed are exact names, literal prefixes, classes, suites and files; free `*x*` patterns are asked
one by one for every distinct value.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from scorecard_action.globs.globs import Glob, TextPattern
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.mapping.types import Selector
from scorecard_action.reading.fold import fold

CASES = 1_000_000
RULES = 1_000
CLASSES = 5_000


def pattern(kind: str, number: int) -> Selector:
    by_kind: dict[str, tuple[str, Glob | TextPattern]] = {
        "name": ("name", TextPattern(f"test_{number}")),
        "prefix": ("name", TextPattern(f"test_{number}*")),
        "class": ("class", TextPattern(f"com.acme.p{number % 100}.C{number}")),
        "suite": ("suite", TextPattern(f"suite{number}")),
        "file": ("file", Glob(f"src/p{number % 100}/C{number}.java")),
        "folder": ("file", Glob(f"src/p{number}/**")),
        "free": ("class", TextPattern(f"*C{number}*")),
    }
    field, text = by_kind[kind]
    return Selector(((field, (text,)),))


def seconds(report: Path, selectors: Sequence[Selector]) -> float:
    matchers = [Matcher(Selection((selector,))) for selector in selectors]
    start = time.perf_counter()
    tallies = fold(report, "report.xml", matchers).tallies
    taken = time.perf_counter() - start
    assert all(tally.all_tests == CASES and not tally.problems for tally in tallies)
    return taken


def write(report: Path) -> None:
    with report.open("w", encoding="utf-8") as file:
        file.write("<testsuites>")
        for number in range(CASES):
            group = number % CLASSES
            file.write(
                f'<testsuite name="suite{group % 50}"><testcase name="test_{number}"'
                f' classname="com.acme.p{group % 100}.C{group}"'
                f' file="src/p{group % 100}/C{group}.java" time="0.01"/></testsuite>\n'
            )
        file.write("</testsuites>")


def main() -> None:
    mixed = ("name", "prefix", "class", "suite", "file")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "junit.xml"
        write(report)
        one = seconds(report, [pattern("class", 0)])
        print(f"{CASES:,} cases, 1 rule: {one:.2f} s")
        for name, kinds in {
            "exact names, prefixes, classes, suites and files": mixed,
            "exact names": ("name",),
            "literal prefixes": ("prefix",),
            "classes": ("class",),
            "files": ("file",),
            "folders": ("folder",),
            "free `*x*` patterns": ("free",),
        }.items():
            selectors = [pattern(kinds[n % len(kinds)], n) for n in range(RULES)]
            many = seconds(report, selectors)
            ratio = f"{many / one:.2f} times one"
            print(f"{CASES:,} cases, {RULES:,} rules by {name}: {many:.2f} s, {ratio}")


if __name__ == "__main__":
    main()
