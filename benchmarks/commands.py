"""What the commands cost on a monorepo: 2,000 services with 25 rules each, three reports a service,
rules of all kinds that extend a base, a diff, and a baseline of 100,000 findings.

Each command is a process of its own: wall and CPU seconds, and its peak of memory. Beside it what
the same reports cost where the mapping only counts. Arguments are the services and the command, as
`python benchmarks/commands.py 200 /path/to/another/scorecard-action`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

COMMAND = str(Path(sys.executable).parent / "scorecard-action")
RULES = 25
LINT, TESTS, COVERED = 10, 9, 6  # of these
FINDINGS = 50  # of a service
CASES = 30
CHANGED = 10  # lines of a service
UNTIL = "until: 2099-12-31, reason: a rewrite"


def build(top: Path, services: int) -> None:
    """Write the services, each with a report of each kind, and the diff."""
    with (top / "a.diff").open("w", encoding="utf-8") as diff:
        for number in range(services):
            name = f"s{number:04}"
            folder = top / f"services/{name}"
            (folder / "reports").mkdir(parents=True)
            (folder / "src").mkdir()
            for n in range(2):
                (folder / f"src/a{n}.py").write_text("x = 1\n" * 60)
            (folder / "service.datadog.yaml").write_text(
                f"apiVersion: v3\nkind: service\nmetadata:\n  name: {name}\n"
            )
            (folder / "reports/tests.xml").write_text(tests())
            (folder / "reports/lint.txt").write_text(lint())
            (folder / "reports/lcov.info").write_text(coverage())
            path = f"services/{name}/src/a0.py"
            added = "+x = 1\n" * CHANGED
            diff.write(
                f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n"
                f"@@ -10,0 +11,{CHANGED} @@\n{added}"
            )


def tests() -> str:
    cases = "".join(
        f'<testcase classname="com.acme.C{n % TESTS}" name="t{n}" time="0.25">'
        + ("<failure message='no'/>" if n >= CASES - TESTS else "")
        + "</testcase>"
        for n in range(CASES)
    )
    return f"<testsuite>{cases}</testsuite>"


def lint() -> str:
    return "".join(
        f"src/a{n % 2}.py:{n + 1}:7: warning: variable 'v{n}' is longer than {n} characters"
        f" [-Wr{n % LINT}]\n"
        for n in range(FINDINGS)
    )


def coverage() -> str:
    lines = "".join(f"DA:{n},{int(n % 5 > 0)}\n" for n in range(1, 61))
    return "".join(f"SF:src/a{n}.py\n{lines}end_of_record\n" for n in range(2))


def rules(*, plain: bool) -> str:
    """Return the rules; `plain` ones only count."""
    text = ""
    for n in range(LINT):
        new = ("new_findings: 0", "findings: baseline", "new_errors: 0, warnings: 90")[n % 3]
        text += f"  - rule: Lint {n}\n    reports: reports/lint.txt\n"
        text += f"    only: {{rule: '*-Wr{n}*'}}\n    max: {{{'findings: 90' if plain else new}}}\n"
    for n in range(TESTS):
        text += f"  - rule: Tests {n}\n    reports: reports/tests.xml\n"
        text += f"    only: {{class: '*.C{n}'}}\n"
        if plain:
            text += "    max: {failed: 90}\n"
        elif n % 3 == 0:
            text += f"    accept: {{name: t2*, {UNTIL}}}\n    max: {{duration: 90}}\n"
        else:
            text += f"    max: {{{('new_failed: 0', 'failed: baseline')[n % 3 - 1]}}}\n"
            text += "    enforce: regression\n"
    for n in range(COVERED):
        metric = ("line_coverage", "patch_coverage", "file_line_coverage")[0 if plain else n % 3]
        value = "baseline" if metric == "line_coverage" and not plain else 50
        text += f"  - rule: Coverage {n}\n    reports: reports/lcov.info\n"
        text += f"    only: {{file: '**/a{n % 2}.py'}}\n    min: {{{metric}: {value}}}\n"
    return text


def write_mappings(top: Path) -> None:
    head = "version: 1\nservices: auto\n"
    (top / "plain.yaml").write_text(f"{head}rules:\n{rules(plain=True)}")
    (top / "base.yaml").write_text(f"version: 1\nrules:\n{rules(plain=False)}")
    over = "".join(f"  - {{rule: Lint {n}, missing: keep}}\n" for n in range(LINT))
    (top / "all.yaml").write_text(f"{head}extends: base.yaml\nrules:\n{over}")
    (top / "other.yaml").write_text(
        f"{head}extends: base.yaml\nrules:\n  - {{rule: Lint 0, max: {{findings: 1}}}}\n"
    )


def run(top: Path, command: str, args: Sequence[str]) -> str:
    """Run the command and return what it cost."""
    start = time.perf_counter()
    with (top / "out.txt").open("wb") as out:
        process = subprocess.Popen(
            [command, *args],
            cwd=top,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "HOME": str(top)},
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    return (
        f"{wall:6.1f} s, CPU {cpu:6.1f} s, {usage.ru_maxrss >> 10:5} MiB,"
        f" exit {process.returncode}: {' '.join(args)}"
    )


def write_cases(top: Path, cases: int) -> None:
    """Write cases of the command `test`, a service of its own each."""
    for number in range(cases):
        folder = top / f"cases/c{number:03}"
        (folder / "reports").mkdir(parents=True)
        (folder / "reports/tests.xml").write_text(tests())
        text = "version: 1\nservice: s\nrules: [{rule: Tests, reports: reports/tests.xml}]\n"
        (folder / "scorecard.datadog.yaml").write_text(text)
        (folder / "expect.yaml").write_text("outcomes: {Tests: fail}\n")


def main(services: int, command: str) -> None:
    plain, every = ("--mapping", "plain.yaml"), ("--mapping", "all.yaml")
    submit, baseline, diff = ("submit", "--dry-run"), ("--baseline", "b.json"), ("--diff", "a.diff")
    with TemporaryDirectory() as folder:
        top = Path(folder)
        build(top, services)
        write_mappings(top)
        write_cases(top, 300)
        print(f"{services:,} services x {RULES} rules")
        print(run(top, command, [*submit, *plain]), flush=True)
        if command != COMMAND:
            return
        for args in (
            [*submit, *every],
            ["baseline", *every, "-o", "b.json"],
            ["baseline", *every, "-o", "b.json", "--shrink"],
            [*submit, *every, *baseline, *diff],
            [*submit, *every, *baseline, *diff, "--json", "o.json"],
            ["check", *every],
            ["check", "--mapping", "other.yaml", "--against", "all.yaml"],
            ["explain", "Lint 0", "s0007", *every, *baseline, *diff],
            ["test", "cases"],
        ):
            print(run(top, command, args), flush=True)
        size = (top / "b.json").stat().st_size
        print(f"the baseline of {services * FINDINGS:,} findings has {size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if sys.argv[1:] else 2_000,
        sys.argv[2] if sys.argv[2:] else COMMAND,
    )
