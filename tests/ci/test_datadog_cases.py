"""Datadog's own cases: [environment, expected tags] pairs, read in place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scorecard_action.ci.detect import detect

CASES = Path(__file__).resolve().parents[2] / "../shared/data/ci-env"

FIELDS = {
    "ci.provider.name": "provider",
    "ci.pipeline.name": "pipeline_name",
    "ci.pipeline.number": "pipeline_number",
    "ci.pipeline.url": "pipeline_url",
    "ci.job.name": "job_name",
    "ci.job.url": "job_url",
    "git.branch": "branch",
    "git.tag": "tag",
    "git.commit.sha": "commit_sha",
    "git.repository_url": "repository_url",
}


def cases() -> list[Any]:
    """One row for each pair; one that is skipped where the files are absent."""
    rows = [
        pytest.param(environ, tags, id=f"{file.stem}-{number}")
        for file in sorted(CASES.glob("*.json"))
        for number, (environ, tags) in enumerate(json.loads(file.read_text("utf-8")))
    ]
    reason = "no ../shared beside the checkout: Datadog's cases are read in place, never copied"
    return rows or [pytest.param({}, {}, id="absent", marks=pytest.mark.skip(reason=reason))]


@pytest.mark.parametrize(("environ", "tags"), cases())
def test_the_build_has_datadogs_own_tags(environ, tags):
    context = detect(environ, terminal=True)
    found = {tag: getattr(context.build, field) for tag, field in FIELDS.items()}
    assert found == {tag: tags.get(tag) for tag in FIELDS}
    assert context.in_ci == ("ci.provider.name" in tags)
    assert context.workspace == tags.get("ci.workspace_path")
    if "pr.number" in tags:
        assert context.build.pull_request == tags["pr.number"]
        assert context.is_pull_request
