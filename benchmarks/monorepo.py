"""A monorepo: services x rules over many report files, decided by the whole flow.

The cost grows with the files, not with files x rules: the first figure has a tenth of the services
and files, and the same rules. The last has entries of `accept` in every rule, where nothing fails.
"""

from __future__ import annotations

import datetime as dt
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from scorecard_action.entities.targets import targets
from scorecard_action.flow import evaluate, outcomes
from scorecard_action.mapping.loader import loads
from scorecard_action.model import State
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place

RULES = 25
FILES = 10
ENTRIES = tuple(
    f"{{{named}, until: 2099-12-31, reason: a rewrite}}"
    for named in ("name: legacy*", "class: com.acme.old.*", "file: src/old/**")
)
CASE = '<testcase classname="com.acme.C{n}" name="t{n}"/>'


def build(top: Path, services: int) -> None:
    for number in range(services):
        folder = top / f"services/s{number:04}"
        (folder / "reports").mkdir(parents=True)
        (folder / "service.datadog.yaml").write_text(
            f"apiVersion: v3\nkind: service\nmetadata:\n  name: s{number:04}\n"
        )
        for n in range(FILES):
            cases = "".join(CASE.format(n=case) for case in range(20))
            (folder / f"reports/r{n}.xml").write_text(f"<testsuite>{cases}</testsuite>")


def rule(number: int, *, accepting: bool = False) -> str:
    selector = f"{{class: '*.C{number % 20}'}}"
    reports = f"reports/r{number % FILES}.xml"
    accept = f", accept: [{', '.join(ENTRIES)}]" if accepting else ""
    return f"  - {{rule: Rule {number}, reports: {reports}, only: {selector}{accept}}}\n"


def mapping(*, accepting: bool = False) -> str:
    rules = "".join(rule(number, accepting=accepting) for number in range(RULES))
    return f"version: 1\nservices: auto\nrules:\n{rules}"


def seconds(services: int, *, accepting: bool = False) -> float:
    with TemporaryDirectory() as folder:
        top = Path(folder)
        build(top, services)
        start = time.perf_counter()
        wanted = targets(
            loads(mapping(accepting=accepting), "scorecard.datadog.yaml"), top, None, None
        )
        place = Place(top, find_checkout(str(top)), dt.datetime.now(dt.UTC))
        decided = outcomes(evaluate(wanted, place).judged, place)
        taken = time.perf_counter() - start
    assert len(decided) == services * RULES
    assert all(outcome.state is State.PASS for outcome in decided)
    return taken


def main() -> None:
    for services in (200, 2_000):
        taken = seconds(services)
        print(
            f"{services:,} services x {RULES} rules over {services * FILES:,} files: {taken:.1f} s,"
            f" {services * FILES / taken:,.0f} files a second"
        )
    taken = seconds(2_000, accepting=True)
    print(f"2,000 services x {RULES} rules, {len(ENTRIES)} entries of `accept` each: {taken:.1f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main()
