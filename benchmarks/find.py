"""How fast reports are found: many services, many rules, one walk.

    python benchmarks/find.py

Prints seconds and files per second for 2,000 services with 10 files each and 25 rules each, and
for a tenth of the services: ten times the files should take about ten times as long.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from scorecard_action.globs.find import Wanted, find
from scorecard_action.globs.globs import Glob

FILES = (
    *(f"build/test-results/test/TEST-Suite{n}.xml" for n in range(5)),
    "build/reports/jacoco/test.xml",
    "build/reports/checkstyle/main.xml",
    "build/reports/spotbugs/main.sarif",
    "src/main/App.java",
    "README.md",
)
PATTERNS = (
    "build/test-results/**/*.xml",
    "build/reports/jacoco/*.xml",
    "build/reports/checkstyle/main.xml",
    "{build,target}/reports/**/*.sarif",
    "**/TEST-*.xml",
    *(f"build/test-results/**/TEST-*{n}.xml" for n in range(10)),
    *(f"build/**/{tool}*.xml" for tool in ("pmd", "ktlint", "detekt", "main", "test")),
    *(f"reports/{tool}/*.json" for tool in ("eslint", "ruff", "semgrep", "trivy", "bandit")),
)


def main() -> None:
    for services in (200, 2_000):
        for title, spread in (("folder of its own", True), ("name in the file name", False)):
            with tempfile.TemporaryDirectory() as folder:
                top = Path(folder)
                names = [f"service-{n}" for n in range(services)]
                build(top, names, spread=spread)
                begin = time.perf_counter()
                wanted = wants(names, spread=spread)
                middle = time.perf_counter()
                found = find(top, wanted)
                seconds = time.perf_counter() - middle
            files = services * len(FILES)
            pairs = sum(map(len, found.files.values()))
            print(
                f"{services:5} services x {len(PATTERNS)} rules, {title}:",
                f"patterns read in {middle - begin:.2f} s,",
                f"{files:,} files walked in {seconds:.2f} s ({files / seconds:,.0f} files/s),",
                f"{len(found.files):,} found for {pairs:,} entries",
            )


def build(top: Path, names: list[str], *, spread: bool) -> None:
    for name in names:
        for file in FILES:
            path = top / "services" / name / file if spread else top / "r" / flat(file, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()


def wants(names: list[str], *, spread: bool) -> list[Wanted]:
    if spread:
        globs = [Glob(pattern) for pattern in PATTERNS]
        exclude = (Glob("**/legacy/**"),)
        return [Wanted(glob, exclude, f"services/{name}") for name in names for glob in globs]
    return [
        Wanted(Glob(f"r/{flat(pattern.replace('**/', ''), name)}"), (), "")
        for name in names
        for pattern in PATTERNS
    ]


def flat(file: str, name: str) -> str:
    """All reports in one folder, told apart by the service in their names."""
    return f"{Path(file).stem}-{name}{Path(file).suffix}"


if __name__ == "__main__":
    main()
