"""What it costs to compare with a baseline: of one rule with 100,000 findings, and of 2,000
services with 25 rules each that have as many together. Beside it what it costs without one.

    python benchmarks/comparing.py
"""

from __future__ import annotations

import resource
import time
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from scorecard_action.judging.decide import decide
from scorecard_action.judging.known import Fingerprint, Known, Times
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally
from scorecard_action.mapping.loader import loads
from scorecard_action.model import Kind
from scorecard_action.reading.fold import fold

FINDINGS = 100_000
SERVICES, RULES = 2_000, 25
RULE = loads(
    "version: 1\nservice: s\nrules:\n"
    "  - {rule: R, reports: a.txt, max: {new_findings: 0, findings: baseline}}\n",
    "scorecard.datadog.yaml",
).rules[0]
OWN = loads(
    "version: 1\nservice: s\nrules:\n  - {rule: R, reports: a.txt, max: {errors: none}}\n",
    "scorecard.datadog.yaml",
).rules[0]


def write(report: Path) -> None:
    with report.open("w", encoding="utf-8") as file:
        for number in range(FINDINGS):
            file.write(
                f"src/p{number % 400}/f{number % 5_000}.c:{number}:7: warning: variable 'v{number}'"
                f" is longer than {number % 90} characters in /tmp/build{number}/x.c"
                f" [-Wr{number % 60}]\n"
            )


def timed(what: str, run: Callable[[], object]) -> None:
    start = time.process_time()
    run()
    taken = time.process_time() - start
    tracemalloc.start()
    kept = run()
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    print(f"{what}: {taken:.2f} s, {size / 2**20:.1f} MiB kept, {peak / 2**20:.1f} MiB at most")


def one_rule() -> None:
    with TemporaryDirectory() as folder:
        report = Path(folder) / "a.txt"
        write(report)
        for compared in (False, True):
            matcher = Matcher(Selection(compared=compared))
            words = "kept for a comparison" if compared else "only counted"
            timed(f"{FINDINGS:,} findings read, {words}", partial(fold, report, "a.txt", [matcher]))
        tally = fold(report, "a.txt", [Matcher(Selection(compared=True))]).tallies[0]
    known = known_of(tally)
    timed("decided without a baseline", lambda: decide(OWN, tally, ()))
    timed(f"decided with a baseline of {FINDINGS:,}", lambda: decide(RULE, tally, (), known=known))


def known_of(tally: Tally) -> Known:
    measured = {"findings": Fraction(tally.findings)}
    return Known(measured=measured, findings=tally.fingerprints)


def many_rules() -> None:
    each = FINDINGS // (SERVICES * RULES)
    tallies = []
    for number in range(SERVICES * RULES):
        found = {Fingerprint("E1", f"s{number}/f{n}.c", "long"): Times(1) for n in range(each)}
        tally = Tally(files={"a.txt"}, kinds={Kind.LINT}, warnings=each, fingerprints=found)
        tally.tool_taken = True
        tallies.append((tally, known_of(tally)))
    what = f"{SERVICES:,} services x {RULES} rules decided"
    timed(f"{what} without a baseline", lambda: [decide(OWN, tally, ()) for tally, _ in tallies])
    timed(
        f"{what} with a baseline of {FINDINGS:,}",
        lambda: [decide(RULE, tally, (), known=known) for tally, known in tallies],
    )


if __name__ == "__main__":
    one_rule()
    many_rules()
    print(f"all in all at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
