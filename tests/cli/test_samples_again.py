"""What the commands say of the samples of every format is what they say of them again: recorded
cases pass, and a mapping against itself flips nothing.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scorecard_action.metrics import METRICS
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS
from tests.cli.command import command
from tests.reports.test_every_reader import samples

SAMPLES = samples()
NUMBERS = st.integers(0, len(SAMPLES) - 1)
BOUNDS = st.sampled_from(["baseline", "none", 0, 2, 90])
EVEN = st.sampled_from([0, 2, 90, "none"])


@st.composite
def rules(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A rule of one or two samples, with limits on any metric of their kinds."""
    numbers = draw(st.lists(NUMBERS, min_size=1, max_size=2, unique=True))
    chosen = [SAMPLES[number] for number in numbers]
    kinds: set[Kind | None] = {FORMATS[form].kind for form, _ in chosen}
    names = [name for name, metric in METRICS.items() if metric.kind in kinds]
    entry: dict[str, Any] = {
        "rule": name,
        "reports": [{"path": f"r/{form}/{file.name}", "format": form} for form, file in chosen],
        "missing": draw(st.sampled_from(["fail", "skip", "keep"])),
        "retries": draw(st.sampled_from(["all", "last"])),
    }
    metrics = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    for metric in metrics:
        bounds = EVEN if METRICS[metric].compares else BOUNDS
        side = draw(st.sampled_from(["min", "max"]))
        entry.setdefault(side, {})[metric] = draw(bounds)
    if Kind.COVERAGE in kinds and "line_coverage" not in entry.get("max", {}):
        entry.setdefault("min", {}).setdefault("line_coverage", 50)
    kind = draw(st.sampled_from(sorted(one for one in kinds if one)))
    field = {Kind.TESTS: "name", Kind.LINT: "rule", Kind.COVERAGE: "file"}[kind]
    if draw(st.booleans()) and kind is not Kind.COVERAGE:
        until = {"until": "2099-12-31", "reason": "r"}
        entry["accept"] = [{field: draw(st.sampled_from(["*a*", "*e", "S*"])), **until}]
    return entry


MAPPINGS = st.tuples(rules("A"), rules("B"), rules("C")).map(list)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again")
    for form, file in SAMPLES:
        (folder / "case/r" / form).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / "case/r" / form / file.name)
    return folder


# Each example runs four commands: made smaller for minutes, a mistake would be told too late.
@settings(max_examples=8, phases=[Phase.explicit, Phase.generate], deadline=None)
@given(said=MAPPINGS, compared=st.booleans())
def test_what_is_recorded_passes_and_nothing_flips(
    work: Path, said: list[dict[str, Any]], compared: bool
) -> None:
    case = work / "case"
    for file in ("expect.yaml", "b.json"):
        (case / file).unlink(missing_ok=True)
    top = {"baseline": "b.json"} if compared else {}
    text = json.dumps({"version": 1, "service": "cart", **top, "rules": said})
    (case / "scorecard.datadog.yaml").write_text(text, "utf-8")
    if compared:
        made = command("baseline", cwd=case)
        assert made.returncode in {0, 2, 3}, made.stderr
        if made.returncode == 2:  # no mapping: a `min` over its `max`, say
            return
    recorded = command("test", "--record", "case", cwd=work)
    again = command("test", "case", cwd=work)
    assert again.returncode in {0, 2}, again.stdout.decode() + again.stderr.decode()
    assert recorded.returncode == again.returncode, recorded.stderr
    mapping = "scorecard.datadog.yaml"
    flips = command("check", "--against", mapping, cwd=case)
    assert flips.returncode == again.returncode, flips.stderr
    if not flips.returncode:
        expected = f"against {mapping}: no state flips, no outcome comes, no outcome goes, 3 as"
        assert expected in flips.stdout.decode()
