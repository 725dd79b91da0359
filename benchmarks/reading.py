"""How fast reports are read, and how much memory that takes.

    python benchmarks/reading.py

Writes each report to a temporary folder, reads it in a process of its own, and prints MB/s and the
most memory (resident set) that the process had. A JUnit report of any size should take about as
much memory as Python itself; a SARIF log is held whole.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path

MB = 1_000_000
ROOT = Path(__file__).resolve().parents[1]

# VmHWM and not ru_maxrss: the latter survives exec, so that it would be this process's.
_CHILD = """
import sys, time
from pathlib import Path
from scorecard_action.reading.fold import fold
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.judging.tally import Tally

began = time.perf_counter()
tally = Tally()
for path in sorted(Path(sys.argv[1]).iterdir()):
    tally.merge(fold(path, path.name, [Matcher(Selection())]).tallies[0])
seconds = time.perf_counter() - began
status = Path("/proc/self/status").read_text()
peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
assert not tally.problems, tally.problems
print(seconds, peak / 1000, tally.tests, tally.findings)
"""

_LINE = b"2027-01-31 12:00:00,123 INFO  com.acme.cart.Cart - total of order 4711 is 12.50 EUR\n"


def output(size: int) -> Iterator[bytes]:
    """One test that printed `size` bytes."""
    piece = _LINE * (MB // len(_LINE))
    return chain(
        [b'<testsuite><testcase name="a"><system-out><![CDATA['],
        repeat(piece, size // len(piece)),
        [b"]]></system-out></testcase></testsuite>"],
    )


def cases(count: int) -> Iterator[bytes]:
    """So many tests, every hundredth failed."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="s">\n'
    for number in range(count):
        begin = b'<testcase classname="com.acme.cart.CartTest" name="adds item %d" time="0.012"'
        end = b"><failure/></testcase>\n" if number % 100 == 0 else b"/>\n"
        yield begin % number + end
    yield b"</testsuite></testsuites>"


def results(size: int) -> Iterator[bytes]:
    """A SARIF log of `size` bytes."""
    place = {"artifactLocation": {"uri": "src/cart/total.py"}, "region": {"startLine": 7}}
    result = {
        "ruleId": "F401",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "`os` imported but unused; consider removing it"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"primaryLocationLineHash": "39fa2ee980eb94b0:1"},
    }
    piece = json.dumps(result).encode()
    yield b'{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}, "results": ['
    yield piece
    yield from repeat(b"," + piece, size // len(piece))
    yield b"]}]}"


def one(pieces: Callable[[], Iterator[bytes]]) -> Callable[[Path], None]:
    """A folder with one report."""

    def make(folder: Path) -> None:
        with (folder / "report").open("wb") as file:
            file.writelines(pieces())

    return make


def small(folder: Path) -> None:
    """10,000 reports, as Gradle writes one for each class."""
    for number in range(10_000):
        (folder / f"TEST-{number}.xml").write_bytes(b"".join(cases(10)))


REPORTS: dict[str, Callable[[Path], None]] = {
    "JUnit, 500 MB of output": one(lambda: output(500 * MB)),
    "JUnit, 1,000,000 cases": one(lambda: cases(1_000_000)),
    "SARIF, 100 MB": one(lambda: results(100 * MB)),
    "JUnit, 10,000 small reports": small,
}


def main() -> None:
    for title, make in REPORTS.items():
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder))
            size = sum(path.stat().st_size for path in Path(folder).iterdir()) / MB
            done = subprocess.run(
                [sys.executable, "-c", _CHILD, folder],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            )
        seconds, peak, tests, findings = map(float, done.stdout.split())
        print(
            f"{title:28} {size:6.1f} MB in {seconds:5.2f} s = {size / seconds:6.1f} MB/s,",
            f"{peak:4.0f} MB of memory at most, {tests:9,.0f} tests, {findings:7,.0f} findings",
        )


if __name__ == "__main__":
    main()
