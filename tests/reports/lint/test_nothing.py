"""Reports that say themselves that their tool looked at nothing, and the clean ones beside them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from scorecard_action.judging.decide import decide
from scorecard_action.model import Evidence, Kind, Nothing, Notice, State
from tests.judging.building import rule, tallied
from tests.reports.lint.reading import evidence, unfinished

IGNORED: Final = [
    'File ignored because of a matching ignore pattern. Use "--no-ignore" to override.',
    "File ignored by default.",
    "File ignored because no matching configuration was supplied.",
]


def eslint(*messages: str) -> list[Any]:
    found = [{"ruleId": None, "severity": 1, "message": text} for text in messages]
    return [{"filePath": "a.js", "messages": [one]} for one in found]


def checkstyle(*messages: str) -> str:
    errors = [f"<error severity='warning' message='{one}'/>" if one else "" for one in messages]
    files = "".join(f"<file name='a.js'>{one}</file>" for one in errors)
    return f"<checkstyle>{files}</checkstyle>"


def rubocop(target: object, inspected: object) -> dict[str, Any]:
    return {
        "files": [],
        "summary": {"target_file_count": target, "inspected_file_count": inspected},
    }


def bandit(loc: object, *results: object) -> dict[str, Any]:
    return {"results": list(results), "errors": [], "metrics": {"_totals": {"loc": loc}}}


def trivy(kind: str, **more: object) -> dict[str, Any]:
    return {"SchemaVersion": 2, "ArtifactName": "a", "ArtifactType": kind, **more}


def spotbugs(classes: int, inner: str = "") -> str:
    return f'<BugCollection>{inner}<FindBugsSummary total_classes="{classes}"/></BugCollection>'


def sarif(loc: object) -> dict[str, Any]:
    run = {"tool": {"driver": {"name": "Bandit"}}, "results": []}
    properties = {"metrics": {"_totals": {"loc": loc}}}
    return {"version": "2.1.0", "runs": [{**run, "properties": properties}]}


def read(form: str, document: object) -> list[Evidence]:
    return evidence(form, document if isinstance(document, str) else json.dumps(document))


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("eslint-json", [], id="ESLint"),
        pytest.param("eslint-json", {"results": []}, id="ESLint with metadata"),
        pytest.param("eslint-json", eslint(*IGNORED), id="ESLint, all ignored"),
        pytest.param("stylelint-json", [], id="Stylelint"),
        pytest.param(
            "stylelint-json", [{"source": "a", "warnings": [], "ignored": True}], id="ignored"
        ),
        pytest.param("rubocop-json", rubocop(0, 0), id="RuboCop"),
        pytest.param("semgrep-json", {"results": [], "paths": {"scanned": []}}, id="Semgrep"),
        pytest.param("bandit-json", bandit(0), id="bandit"),
        pytest.param("sarif", sarif(0), id="bandit's SARIF"),
        pytest.param(
            "pylint-json", {"messages": [], "statistics": {"modulesLinted": 0}}, id="pylint json2"
        ),
        pytest.param("spotbugs", spotbugs(0), id="SpotBugs"),
        pytest.param("trivy-json", trivy("container_image", Metadata={}), id="Trivy, image"),
        pytest.param("checkstyle", checkstyle(IGNORED[0], IGNORED[1]), id="ESLint's Checkstyle"),
        pytest.param("lint-text", "0 files inspected, no offenses detected\n", id="RuboCop text"),
        pytest.param(
            "lint-text",
            "warning: No Python files found under the given path(s)\nAll checks passed!\n",
            id="ruff text",
        ),
        pytest.param("lint-text", "There are no .py[i] files in directory 'e'\n", id="mypy text"),
        pytest.param(
            "lint-text",
            "Done linting! Found 0 violations, 0 serious in 0 files.\n",
            id="SwiftLint text",
        ),
    ],
)
def test_what_looked_at_nothing_is_no_evidence(form: str, document: object) -> None:
    pieces = read(form, document)
    assert [type(piece) for piece in pieces if isinstance(piece, Nothing)] == [Nothing]
    assert not unfinished(pieces)
    judging = rule("missing: skip")
    # one of a linter's reports is enough: what it should have looked at, no other one did
    clean = read("bandit-json", bandit(41))
    for reports in ([pieces], [clean, pieces]):
        decision = decide(judging, tallied(judging, *reports, kinds=[Kind.LINT] * 2), ())
        assert decision.state is State.SKIP
        assert decision.reason.startswith("no evidence: r")


@pytest.mark.parametrize(
    ("form", "document", "told"),
    [
        pytest.param(
            "eslint-json",
            [{"filePath": "a.js", "messages": [], "errorCount": 2}],
            "eslint counts 2 errors in a.js and lists 0",
            id="ESLint",
        ),
        pytest.param(
            "rubocop-json",
            {"files": [{"path": "a.rb", "offenses": []}], "summary": {"offense_count": 3}},
            "RuboCop counts 3 offenses and lists 0",
            id="RuboCop",
        ),
        pytest.param(
            "pylint-json",
            {"messages": [], "statistics": {"messageTypeCount": {"error": 1, "warning": 4}}},
            "pylint counts 1 messages of type error and lists 0",
            id="pylint json2",
        ),
    ],
)
def test_a_total_above_what_is_listed_is_no_clean_report(
    form: str, document: object, told: str
) -> None:
    assert unfinished(read(form, document)) == [told]


@pytest.mark.parametrize(
    ("form", "document"),
    [
        pytest.param("eslint-json", [{"filePath": "a.js", "messages": []}], id="ESLint"),
        pytest.param(
            "eslint-json",
            [*eslint(IGNORED[0]), {"filePath": "b.js", "messages": []}],
            id="ESLint, one ignored",
        ),
        pytest.param("eslint-json", eslint("Unused eslint-disable directive"), id="a directive"),
        pytest.param("stylelint-json", [{"source": "a", "warnings": []}], id="Stylelint"),
        pytest.param("rubocop-json", rubocop(3, 3), id="RuboCop"),
        pytest.param("rubocop-json", {"files": [], "summary": {}}, id="RuboCop without counts"),
        pytest.param("semgrep-json", {"results": [], "paths": {"scanned": ["a"]}}, id="Semgrep"),
        pytest.param("semgrep-json", {"results": []}, id="Semgrep without paths"),
        pytest.param("bandit-json", bandit(41), id="bandit"),
        pytest.param("bandit-json", {"results": []}, id="bandit without metrics"),
        pytest.param("sarif", sarif(41), id="bandit's SARIF"),
        pytest.param(
            "pylint-json", {"messages": [], "statistics": {"modulesLinted": 2}}, id="pylint json2"
        ),
        pytest.param("pylint-json", {"messages": [], "statistics": {}}, id="pylint, no count"),
        pytest.param("spotbugs", spotbugs(7), id="SpotBugs"),
        pytest.param("trivy-json", trivy("filesystem"), id="Trivy, files"),
        pytest.param(
            "trivy-json",
            trivy("container_image", Metadata={"OS": {"Family": "alpine"}}),
            id="Trivy, an image with an OS",
        ),
        pytest.param(
            "trivy-json", trivy("container_image", Results=[{"Target": "go.mod"}]), id="a result"
        ),
        pytest.param("ruff-json", [], id="ruff lists findings only"),
        pytest.param("checkstyle", checkstyle(IGNORED[0], ""), id="one of two was ignored"),
        pytest.param("checkstyle", "<checkstyle/>", id="Checkstyle lists what it found"),
        pytest.param("lint-text", "3 files inspected, no offenses detected\n", id="RuboCop text"),
    ],
)
def test_a_clean_report_is_evidence(form: str, document: object) -> None:
    judging = rule()
    tally = tallied(judging, read(form, document), kinds=[Kind.LINT])
    assert decide(judging, tally, ()).state is State.PASS


@pytest.mark.parametrize(("target", "inspected"), [(1, 0), (3, 2), ("3", 2.0)])
def test_rubocop_that_left_files_out_did_not_finish(target: object, inspected: object) -> None:
    assert unfinished(read("rubocop-json", rubocop(target, inspected)))


def test_trivy_without_results_is_clean_and_named() -> None:
    pieces = read("trivy-json", trivy("filesystem"))
    (caution,) = (piece for piece in pieces if isinstance(piece, Notice))
    assert "--list-all-pkgs" in caution.message
    judging = rule()
    decision = decide(judging, tallied(judging, pieces, kinds=[Kind.LINT]), ())
    assert decision.warnings == (f"r0.xml: {caution.message}",)
