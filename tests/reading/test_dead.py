"""What of a mapping does nothing is told, and what does something is not: by key of the mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.flow import evaluate
from tests.reading import building as some
from tests.reading.building import build, place, wanted

SHOWS = "`scorecard-action explain` shows what they hold"

ONE = {"r.xml": some.PASSING}
OLD = {**ONE, "old/r.xml": some.FAILING}
R = "  - {rule: R, reports: '**/r.xml'}\n"


def rule(more: str, reports: str = "'**/r.xml'") -> str:
    return f"  - {{rule: R, reports: {reports}, {more}}}\n"


@pytest.mark.parametrize(
    ("head", "rules", "files", "warnings"),
    [
        pytest.param("service: s", R, ONE, [], id="nothing"),
        pytest.param(
            "service: s",
            rule("exclude: old/**"),
            ONE,
            ["rule 'R': `exclude` excludes no file: mend it, or take it out"],
            id="exclude",
        ),
        pytest.param("service: s", rule("exclude: old/**"), OLD, [], id="exclude that does"),
        pytest.param(
            "service: s\nexclude: old/**",
            R,
            ONE,
            ["`exclude` at the top of the mapping excludes no report: mend it, or take it out"],
            id="exclude at the top",
        ),
        pytest.param("service: s\nexclude: old/**", R, OLD, [], id="that does"),
        pytest.param(
            "service: s\nexclude: old/**",
            R + "  - {rule: S, reports: r.xml}\n",
            OLD,
            [],
            id="that does for one of the rules",
        ),
        pytest.param(
            "service: s\nexclude: old/**",
            R + "  - {rule: S, reports: r.xml, exclude: b/**}\n",
            OLD,
            ["rule 'S': `exclude` excludes no file: mend it, or take it out"],
            id="that does, beside a rule's own that does not",
        ),
        pytest.param(
            "service: s",
            rule("only: {name: gone}"),
            ONE,
            [f"rule 'R': `only` selects nothing of the reports of service:s: {SHOWS}"],
            id="only",
        ),
        pytest.param("service: s", rule("only: {name: good}"), ONE, [], id="only that does"),
        pytest.param(
            "service: s",
            rule("only: {file: gone/**}"),
            {"r.xml": some.CHECKSTYLE},
            [f"rule 'R': `only` selects nothing of the reports of service:s: {SHOWS}"],
            id="only by file, of findings",
        ),
        pytest.param(
            "service: s",
            rule("only: {file: src/**}"),
            {"r.xml": some.CHECKSTYLE},
            [],
            id="that does, of findings",
        ),
        pytest.param(
            "service: s",
            rule("only: {file: gone/**}, min: {line_coverage: 2}"),
            {"r.xml": some.COVERAGE},
            [f"rule 'R': `only` selects nothing of the reports of service:s: {SHOWS}"],
            id="only by file, of coverage",
        ),
        pytest.param(
            "service: s",
            rule("only: {file: src/**}, min: {line_coverage: 2}"),
            {"r.xml": some.COVERAGE},
            [],
            id="that does, of coverage",
        ),
        pytest.param(
            "service: s",
            rule("only: {rule: E9}"),
            {"r.xml": some.CHECKSTYLE},
            [],
            id="a rule that finds nothing is what a clean build looks like",
        ),
        pytest.param(
            "service: s",
            rule("only: {severity: note}"),
            {"r.xml": some.CHECKSTYLE},
            [],
            id="so is a severity",
        ),
        pytest.param("service: s", rule("only: {name: gone}"), {}, [], id="without a report"),
        pytest.param(
            "services: {a: a, b: b, c: c}",
            rule("only: {name: gone}"),
            {"a/r.xml": some.PASSING, "b/r.xml": some.FAILING, "c/r.xml": some.PASSING},
            [f"rule 'R': `only` selects nothing of the reports of service:a and 2 more: {SHOWS}"],
            id="only, for several",
        ),
        pytest.param(
            "services: {a: a, b: b}",
            rule("only: {name: bad}"),
            {"a/r.xml": some.PASSING, "b/r.xml": some.FAILING},
            [f"rule 'R': `only` selects nothing of the reports of service:a: {SHOWS}"],
            id="only, for one of several",
        ),
        pytest.param(
            "service: s",
            rule("missing: skip"),
            {},
            ["rule 'R': no file matches **/r.xml"],
            id="reports, with missing: skip",
        ),
        pytest.param(
            "service: s",
            rule("missing: keep"),
            {},
            ["rule 'R': no file matches **/r.xml"],
            id="with missing: keep",
        ),
        pytest.param("service: s", rule("missing: fail"), {}, [], id="a failure says so itself"),
        pytest.param(
            "service: s",
            rule("missing: skip", "[a.xml, b.xml, c.xml, d.xml, r.xml]"),
            ONE,
            [f"rule 'R': no file matches {name}.xml" for name in "abc"],
            id="three at most",
        ),
        pytest.param(
            "services: [a, b]",
            rule("missing: skip", "[x.xml, '{service}.xml']"),
            {},
            [f"rule 'R': no file matches {name}.xml" for name in "xab"],
            id="once for all entities",
        ),
    ],
)
def test_dead(
    tmp_path: Path, head: str, rules: str, files: dict[str, str], warnings: list[str]
) -> None:
    build(tmp_path, files)
    assert list(evaluate(wanted(tmp_path, rules, head), place(tmp_path)).warnings) == warnings
