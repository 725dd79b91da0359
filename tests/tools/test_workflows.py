"""The repository's own workflows: what each job may do, what it runs, and by which commit."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests import tables

ROOT = tables.ROOT
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
TEXTS = {path.name: path.read_text("utf-8") for path in FILES}
WORKFLOWS: dict[str, Any] = {
    name: YAML(typ="safe", pure=True).load(text) for name, text in TEXTS.items()
}
JOBS = [
    pytest.param(name, job, id=f"{name}-{key}")
    for name, workflow in WORKFLOWS.items()
    for key, job in workflow["jobs"].items()
]
COMMANDS = "\n".join(
    step.get("run", "")
    for workflow in WORKFLOWS.values()
    for job in workflow["jobs"].values()
    for step in job["steps"]
)
# "Reference same-repository actions": the action of the commit that runs.
OWN = "$/composite"
# What a job may write, by its name: nothing else, and no other job anything.
WRITES = {
    "image": {"packages", "id-token", "attestations"},
    "distributions": {"id-token", "attestations"},
    "tag": {"contents"},
    "pypi": {"id-token"},
    "names": {"packages"},
    "notes": {"contents"},
}


def used(text: str) -> list[str]:
    return re.findall(r"^\s*(?:- )?uses: *(.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("name", TEXTS)
def test_every_action_is_named_by_commit_and_version(name: str) -> None:
    found = used(TEXTS[name])
    steps = [step for job in WORKFLOWS[name]["jobs"].values() for step in job["steps"]]
    assert len(found) == len([step for step in steps if "uses" in step]) > 0
    for one in found:
        if one == OWN:
            continue
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one), one


def test_an_action_has_one_commit_everywhere() -> None:
    pins = {one for text in TEXTS.values() for one in used(text)}
    assert len({one.partition("@")[0] for one in pins}) == len(pins)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_nothing_and_does_not_run_twice(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}
    assert WORKFLOWS[name]["concurrency"]["group"]
    assert WORKFLOWS[name]["defaults"]["run"]["shell"] == "bash"  # which stops at a failing pipe


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_a_job_has_a_time_limit_and_says_what_it_may_do(
    name: str, job: Any, request: pytest.FixtureRequest
) -> None:
    assert 0 < job["timeout-minutes"] <= 60
    assert set(job["permissions"].values()) <= {"read", "write"}
    writes = {scope for scope, what in job["permissions"].items() if what == "write"}
    key = request.node.callspec.id.removeprefix(f"{name}-")
    assert writes == (WRITES.get(key, set()) if name == "release.yml" else set())


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_a_checkout_keeps_no_credentials_and_texts_are_no_code(name: str, job: Any) -> None:
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", ""), name


def test_the_steps_are_those_that_are_here() -> None:
    modules = set(re.findall(r"-m (tools\.[\w.]+)", COMMANDS))
    assert modules == {f"tools.release.{one}" for one in ("notes", "pins", "ready", "tags")}
    assert all(importlib.util.find_spec(module) for module in modules)
    scripts = set(re.findall(r"(?<![\w/.])(?:tools|tests|\.ci)/[\w./-]+", COMMANDS))
    files = {script for script in scripts if (ROOT / script).is_file()}
    assert {".ci/run", "tools/release/distributions.sh"} <= files
    assert all((ROOT / script).exists() for script in scripts)


def test_nothing_is_published_before_all_is_built() -> None:
    jobs = WORKFLOWS["release.yml"]["jobs"]
    listed = {key: job.get("needs", []) for key, job in jobs.items()}
    needs = {key: {one} if isinstance(one, str) else set(one) for key, one in listed.items()}
    assert needs["image"] == needs["distributions"] == {"ready"}
    assert needs["tag"] == {"image", "distributions"}
    assert all("tag" in needs[key] for key in ("pypi", "names", "notes"))
    assert {key: jobs[key]["environment"] for key in jobs if "environment" in jobs[key]} == {
        "tag": "release",
        "pypi": "pypi",
    }


def test_the_package_is_tested_where_it_says_that_it_runs() -> None:
    matrix = WORKFLOWS["ci.yml"]["jobs"]["package"]["strategy"]["matrix"]
    assert matrix["system"] == ["ubuntu", "macos", "windows"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    for folder in re.findall(r"tests/[\w/.]+", COMMANDS):
        assert (ROOT / folder).exists(), folder


FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
TYPES = {"markdown", "input", "textarea", "dropdown", "checkboxes"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_that_github_takes(path: Path) -> None:
    """By "Syntax for GitHub's form schema"."""
    form = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    if path.stem == "config":
        assert all(set(link) == {"name", "url", "about"} for link in form["contact_links"])
        return
    assert {"name", "description", "body"} <= set(form)
    ids = [element["id"] for element in form["body"] if element["type"] != "markdown"]
    assert len(ids) == len(set(ids)) > 0
    for element in form["body"]:
        assert element["type"] in TYPES
        needed = "value" if element["type"] == "markdown" else "label"
        assert element["attributes"][needed]
        assert element["type"] != "markdown" or "validations" not in element


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("bug", ["scorecard-action --version", "inspect --json", "Never paste keys", "reason"]),
        ("format", ["A sample", "that the tool wrote"]),
    ],
)
def test_what_a_form_asks_for(form: str, asked: list[str]) -> None:
    text = (ROOT / f".github/ISSUE_TEMPLATE/{form}.yml").read_text("utf-8")
    assert [words for words in asked if words not in text] == []
