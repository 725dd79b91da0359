"""A small service for the examples to be run on: its checkout, its tools, and its scorecard.

The tools are real (pytest, coverage, ruff) and find something, so that its test jobs fail.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import requests

from tests import tables

ROOT = tables.ROOT
BIN = Path(sys.executable).parent
KEYS = {"DD_API_KEY": "an-api-key-of-the-test", "DD_APP_KEY": "an-app-key-of-the-test"}
# Of the example's mapping, and what the example's reports say.
STATES = {
    "Unit tests pass": "fail",
    "No lint errors": "fail",
    "Line coverage": "pass",
    "Cart articles are checked": "pass",
    "Payment contract holds": "skip",
}
# Unlike the example's own, its targets fail as those of a build do. SHARD: one of two. PASSES: a
# test that fails is not run.
MAKEFILE = """\
REPORTS = reports
ONLY = $(if $(SHARD),$(if $(filter 1,$(SHARD)),-k TestPrices,-k 'not TestPrices'))
FAILING = tests/test_cart.py::TestPrices::test_half_a_cent_is_rounded_in_the_customers_favour

# A runner that dies writes nothing; LOST names the folder that is then not there.
ifneq ($(LOST),)
ifeq ($(notdir $(REPORTS)),$(LOST))
$(error the runner died)
endif
endif

reports:
\t$(MAKE) -k unit lint

unit:
\tmkdir -p $(REPORTS)
\tPYTHONPATH=src coverage run --branch --source=src -m pytest -q -p no:cacheprovider \\
\t\t--junitxml=$(REPORTS)/junit.xml $(ONLY) $(if $(PASSES),--deselect $(FAILING)); \\
\tfailed=$$?; coverage xml -q -o $(REPORTS)/coverage.xml && exit $$failed

lint:
\tmkdir -p $(REPORTS)
\truff check --no-cache --output-format=sarif --output-file=$(REPORTS)/ruff.sarif .

.PHONY: reports unit lint
"""


def checkout(folder: Path, mapping: str | None = None) -> Path:
    """Lay a checkout of the service into `folder`, without reports, committed to git on main."""
    example = ROOT / "examples/checkout"
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns("reports", "__pycache__", ".*"))
    (folder / "Makefile").write_text(MAKEFILE, "utf-8")
    (folder / ".gitignore").write_text(".coverage\n__pycache__/\n.gitlab-ci-local/\nreports/\n")
    if mapping is not None:
        (folder / "scorecard.datadog.yaml").write_text(mapping, "utf-8")
    commit(folder)
    return folder


def commit(folder: Path, branch: str = "main") -> None:
    """Commit all of `folder` to a repository of its own."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    for words in (
        ("init", "-q", "-b", branch),
        ("remote", "add", "origin", "https://git.acme.example/acme/checkout.git"),
        ("add", "--all"),
        (*who, "commit", "-q", "-m", "Sell things"),
    ):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def environment(home: Path, given: Mapping[str, str]) -> dict[str, str]:
    """What a build's shell has: the tools on the PATH, and what is given; nothing of ours."""
    path = os.pathsep.join((str(BIN), os.environ["PATH"]))
    return {"PATH": path, "HOME": str(home), "LANG": "C.UTF-8", **given}


def rules(*names: str) -> list[dict[str, str]]:
    """Rules of one scorecard, for the sandbox to have."""
    return [{"name": name, "scorecard_name": "Quality"} for name in names]


def outcomes(url: str) -> dict[str, tuple[str, str]]:
    """State and remarks, without their links, by rule: what arrived at the sandbox."""
    with requests.Session() as api:
        api.trust_env = False
        api.headers.update(
            {"DD-API-KEY": KEYS["DD_API_KEY"], "DD-APPLICATION-KEY": KEYS["DD_APP_KEY"]}
        )
        answer = api.get(f"{url}/api/v2/scorecard/outcomes", params={"include": "rule"}, timeout=10)
    answer.raise_for_status()
    document = answer.json()
    names = {item["id"]: item["attributes"]["name"] for item in document.get("included", [])}
    found: dict[str, tuple[str, str]] = {}
    for item in document["data"]:
        rule = names[item["relationships"]["rule"]["data"]["id"]]
        said = html.unescape(re.sub(r"<[^>]*>", "", item["attributes"].get("remarks", "")))
        found[rule] = (item["attributes"]["state"], said)
    return found


def states(url: str) -> dict[str, str]:
    """The state by rule: what arrived at the sandbox."""
    return {rule: state for rule, (state, _) in outcomes(url).items()}
