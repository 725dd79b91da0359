"""Read a report in a child process that says what it took: memory, and what it opened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# VmHWM and not ru_maxrss: the latter survives exec, so that it would be the memory of these tests.
_CHILD = """
import json, os, sys
from pathlib import Path
from scorecard_action.reading.fold import fold
from scorecard_action.judging.select import Matcher, Selection

touched = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], int):
        return  # a descriptor: the file was seen when it was opened
    if event in ("open", "subprocess.Popen", "os.exec") or event.startswith("socket."):
        touched.append(str(arguments[0]))

for module in ("junitparser.xunit2", "json.decoder"):
    __import__(module)
user = int(sys.argv[2])
if user:
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
sys.addaudithook(hook)
tally = fold(Path(sys.argv[1]), "report", [Matcher(Selection())]).tallies[0]
opened = list(touched)
status = Path("/proc/self/status").read_text()
peak = int(next(l for l in status.splitlines() if l.startswith("VmHWM")).split()[1]) // 1024
print(json.dumps({
    "tests": tally.tests, "failed": tally.failed, "skipped": tally.skipped,
    "findings": tally.findings,
    "problems": [[p.line, p.column, p.message] for p in tally.problems],
    "peak": peak, "opened": opened,
}))
"""


def read_in_child(path: Path, *, user: int = 0, timeout: float = 120) -> dict[str, Any]:
    """Fold one report in a process of its own, which may give up its rights to be `user`.

    Returns tests, failed, skipped, findings, problems ([line, column, message]), peak (MB of memory
    at the most) and opened (every file, socket and process that was); fails after `timeout` s.
    """
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), str(user)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result
