"""GitHub's examples, run step by step against the sandbox."""

from __future__ import annotations

from pathlib import Path

from scorecard_action.sandbox import running
from tests.examples import recipe, service
from tests.examples.workflow import Run

EXAMPLES = service.ROOT / "examples"
REPORTS = {f"reports/{name}" for name in ("junit.xml", "coverage.xml", "ruff.sarif")}


def kept(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_example_sends_what_a_failed_test_step_reports(tmp_path: Path) -> None:
    with running(rules=service.rules(*service.STATES)) as url:
        build = Run(service.checkout(tmp_path / "checkout"), service.KEYS, at(url))
        build.run(EXAMPLES / "github.yml")
        arrived = service.states(url)
    assert build.failed == {"test": ["make reports"]}, build.said
    assert arrived == service.STATES
    assert kept(build.artifacts / "scorecard") == REPORTS


def test_what_datadog_did_not_take_is_kept(tmp_path: Path) -> None:
    with running(faults=["no-route"]) as url:
        build = Run(service.checkout(tmp_path / "checkout"), service.KEYS, at(url))
        build.run(EXAMPLES / "github.yml")
    assert build.failed == {"test": ["make reports", "Scorecard"]}, build.said
    assert kept(build.artifacts / "scorecard") == {*REPORTS, "scorecard-undelivered.json"}


def test_a_fork_without_secrets_is_shown(tmp_path: Path) -> None:
    fork = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge"}
    with running(rules=service.rules(*service.STATES)) as url:
        build = Run(service.checkout(tmp_path / "checkout"), {}, at(url) | fork)
        build.run(EXAMPLES / "github.yml")
        assert service.states(url) == {}
    assert build.failed == {"test": ["make reports"]}, build.said
    assert "dry run, nothing sent: pull request 7" in build.said


@recipe.LEGS
def test_the_reports_of_several_jobs_meet(
    tmp_path: Path, lost: str, expected: dict[str, str], reasons: dict[str, str]
) -> None:
    with running(rules=service.rules(*recipe.STATES)) as url:
        tree = service.checkout(tmp_path / "checkout", recipe.MAPPING)
        build = Run(tree, service.KEYS, at(url), lost=lost and f"reports-{lost}")
        build.run(EXAMPLES / "github-fan-in.yml")
        arrived = service.outcomes(url)
    assert build.failed["scorecard"] == [], build.said
    recipe.check(arrived, expected, reasons)


def test_files_of_one_path_are_lost_and_missed(tmp_path: Path) -> None:
    """The legs write to one folder: merged, the second leg's files are left, which all passed."""
    text = (EXAMPLES / "github-fan-in.yml").read_text("utf-8")
    (tmp_path / "build.yml").write_text(text.replace("reports/unit-$SHARD", "reports/unit"))
    mapping = recipe.MAPPING.replace("reports/unit-*/", "reports/unit/")
    with running(rules=service.rules(*recipe.STATES)) as url:
        build = Run(service.checkout(tmp_path / "checkout", mapping), service.KEYS, at(url))
        build.run(tmp_path / "build.yml")
        arrived = service.outcomes(url)
    recipe.check(
        arrived,
        {**recipe.STATES, "Line coverage": "fail"},
        {"Unit tests pass": "1 report (at least 2)"},
    )


def test_failed_jobs_that_are_run_again_meet_the_reports_of_the_others(tmp_path: Path) -> None:
    """What an earlier attempt's jobs uploaded is still there, and what these upload replaces it."""
    with running(rules=service.rules(*recipe.STATES)) as url:
        tree = service.checkout(tmp_path / "checkout", recipe.MAPPING)
        first = Run(tree, service.KEYS, at(url))
        first.run(EXAMPLES / "github-fan-in.yml")
        assert service.states(url)["Unit tests pass"] == "fail"
        again = Run(tree, service.KEYS, at(url) | {"GITHUB_RUN_ATTEMPT": "2", "PASSES": "1"})
        again.run(EXAMPLES / "github-fan-in.yml", legs={"unit-1", "scorecard"})
        arrived = service.outcomes(url)
    assert again.failed == {"unit-1": [], "scorecard": []}, again.said
    recipe.check(
        arrived,
        {**recipe.STATES, "Unit tests pass": "pass"},
        {"Unit tests pass": "6 of 7 tests passed"},
    )


def at(url: str) -> dict[str, str]:
    return {"SCORECARD_API_URL": url}
