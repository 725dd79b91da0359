"""A build's folder at a fixed time, small reports, and a mapping's targets there."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from scorecard_action.entities.targets import Targets, targets
from scorecard_action.mapping.loader import loads
from scorecard_action.reading.checkout import find as find_checkout
from scorecard_action.reading.gather import Place

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)

PASSING = '<testsuite><testcase classname="C" name="good"/></testsuite>'
FAILING = '<testsuite><testcase classname="C" name="bad"><failure/></testcase></testsuite>'
CUT_OFF = '<testsuite>\n<testcase classname="C" name="good"/>\n<testcase'
CHECKSTYLE = (
    '<checkstyle><file name="src/a.py"><error line="3" severity="error" message="m"'
    ' source="x.E1"/></file></checkstyle>'
)
MYPY = (
    '{"file": "src/a.py", "line": 1, "column": 0, "message": "m", "hint": null, "code": "x",'
    ' "severity": "error"}\n'
)
COVERAGE = (
    '<coverage><packages><package><classes><class name="a" filename="src/a.py"><lines>'
    '<line number="1" hits="1"/><line number="2" hits="0"/></lines></class></classes>'
    "</package></packages></coverage>"
)
SUMMARY = "<failsafe-summary><completed>1</completed></failsafe-summary>"
TIMED_OUT = '<failsafe-summary timeout="true"><completed>1</completed></failsafe-summary>'
BROKEN_OFF = (
    '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}, "results": [],'
    ' "invocations": [{"executionSuccessful": false}]}]}'
)


def build(top: Path, files: Mapping[str, str], ages: Mapping[str, dt.timedelta] = {}) -> None:
    """Write files, all of them new at NOW but those that `ages` names."""
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        written = (NOW - ages.get(name, dt.timedelta())).timestamp()
        os.utime(path, (written, written))


def wanted(top: Path, rules: str, head: str = "service: s") -> Targets:
    """The targets of a mapping with these rules, a block of YAML; `head` names the services."""
    text = f"version: 1\n{head}\nrules:\n{rules}"
    return targets(loads(text, "scorecard.datadog.yaml"), top, None, None)


def place(top: Path, mapping_folder: Path | None = None) -> Place:
    """Where these tests read: the checkout is `top` here, and `/host/checkout` on the host."""
    checkout = find_checkout(str(top), host="/host/checkout")
    return Place(top=top, checkout=checkout, now=NOW, mapping_folder=mapping_folder)
