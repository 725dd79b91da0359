"""Every sample of every format against the baseline that it makes itself, through the commands.

Nothing is new, nothing is worse, and each number is the same wherever it is told.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from scorecard_action.judging.metric import Unit
from scorecard_action.judging.news import NO_BASELINE as NO_EARLIER
from scorecard_action.metrics import METRICS
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS
from tests.cli.command import Done, command, submit
from tests.reports.test_every_reader import ids, samples

SAMPLES: Final = samples()
IDS: Final = ids(SAMPLES)
LIMITS: Final[dict[Kind | None, dict[str, Any]]] = {
    Kind.TESTS: {"max": {"new_failed": 0, "failed": "baseline"}, "min": {"pass_rate": "baseline"}},
    Kind.LINT: {"max": {"new_findings": 0, "new_errors": 0, "findings": "baseline"}},
    Kind.COVERAGE: {"min": {"line_coverage": "baseline"}},
}
NO_BASELINE: Final = f"no evidence: {NO_EARLIER}"
LIMIT: Final = r"^    ([\w ]+): ([\d,.]+)[ %s]* \(at most"
NEW: Final = {"new_failed", "new_findings", "new_errors"}


class Runs(NamedTuple):
    """What a build without a baseline said of each sample, what the next one says with it, what one
    says that has a limit on each number, and what `explain` tells of that.
    """

    first: dict[str, dict[str, Any]]
    next: dict[str, dict[str, Any]]
    limited: dict[str, dict[str, Any]]
    explained: dict[str, str]


def write(folder: Path, rules: list[dict[str, Any]]) -> None:
    """Write the mapping: one rule, with other reports and limits for each service."""
    said = {"version": 1, "services": [f"s{n}" for n in range(len(rules))], "rules": rules}
    (folder / "scorecard.datadog.yaml").write_text(json.dumps(said), "utf-8")


def rule(number: int, limits: dict[str, Any]) -> dict[str, Any]:
    form, file = SAMPLES[number]
    reports = {"path": f"samples/{form}/{file.name}", "format": form}
    return {"rule": "R", "services": [f"s{number}"], "reports": reports, **limits}


def by_sample(done: Done) -> dict[str, dict[str, Any]]:
    assert done.code in {0, 3}, done.err
    return {
        IDS[int(one["entity"].removeprefix("service:s"))]: one for one in done.result["outcomes"]
    }


def above(measured: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Limits that every number keeps: each is shown with the value that it is held to."""
    return {
        "max": {name: 100 if METRICS[name].unit is Unit.PERCENT else 10**9 for name in measured}
    }


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("samples")
    for form, file in SAMPLES:
        (folder / "samples" / form).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / "samples" / form / file.name)
    numbers = range(len(SAMPLES))
    write(folder, [rule(n, LIMITS[FORMATS[SAMPLES[n][0]].kind]) for n in numbers])
    made = command("baseline", "-o", "b.json", cwd=folder)
    assert made.returncode in {0, 3}, made.stderr
    first = by_sample(submit(folder))
    following = by_sample(submit(folder, "--baseline", "b.json"))
    write(folder, [rule(n, above(first[IDS[n]]["measured"])) for n in numbers])
    limited = by_sample(submit(folder, "--baseline", "b.json"))
    explained = command("explain", "R", "--most", "0", "--baseline", "b.json", cwd=folder)
    assert explained.returncode == 0, explained.stderr
    parts = re.split(r"^R for service:s(\d+): ", explained.stdout.decode(), flags=re.MULTILINE)
    told = {IDS[int(parts[n])]: parts[n + 1] for n in range(1, len(parts), 2)}
    return Runs(first, following, limited, told)


def whole(runs: Runs, sample: str) -> bool:
    """Say whether nothing is missing from a sample but a baseline."""
    return bool(runs.first[sample]["reason"] == NO_BASELINE)


def test_most_samples_are_whole(runs: Runs) -> None:
    assert sum(whole(runs, sample) for sample in IDS) > 0.8 * len(IDS)


@pytest.mark.parametrize("sample", IDS)
def test_against_itself_nothing_is_new_or_worse(runs: Runs, sample: str) -> None:
    one, measured = runs.next[sample], runs.next[sample]["measured"]
    if whole(runs, sample):
        ran = measured.get("passed") or measured.get("failed") or "tests" not in measured
        assert (one["state"], one["reason"]) == ("pass" if ran else "skip", one["reason"])
        assert {measured[name] for name in NEW & measured.keys()} <= {0}
    else:
        lacking = runs.first[sample]["reason"].removeprefix(f"{NO_BASELINE}; ")
        assert one["state"] == "fail"
        assert lacking in one["reason"]


@pytest.mark.parametrize("sample", IDS)
def test_a_number_is_the_same_wherever_it_is_told(runs: Runs, sample: str) -> None:
    first, limited = runs.first[sample]["measured"], runs.limited[sample]
    # what is new is measured with a baseline alone, and not of what could not be read whole
    assert {name: limited["measured"].get(name) for name in first} == first
    assert limited["limits"]["max"].keys() == first.keys()
    told = dict(re.findall(LIMIT, runs.explained[sample], re.MULTILINE))
    assert {name: float(told[name].replace(",", "")) for name in first} == first
