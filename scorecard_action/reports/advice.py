"""What to let a tool write whose own report is not read: it is known by its keys, and told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from scorecard_action.reports.head import Head
from scorecard_action.reports.keys import told


class _Advice(NamedTuple):
    detect: Callable[[Head], bool]
    text: str


def _own(name: str, keys: str, instead: str) -> _Advice:
    return _Advice(told((keys,)).detect, f"this is {name}'s own JSON: run it with `{instead}`")


def _none(what: str, keys: str, why: str) -> _Advice:
    return _Advice(told((keys,)).detect, f"this is {what}: {why}")


# the options are those of the tools' own documentation
_ALL: Final = (
    _own("PHP CS Fixer", "files[].appliedFixers", "--dry-run --format=checkstyle"),
    _own("protolint", "lints, basedir", "-reporter sarif"),
    _own("HTMLHint", "[].messages[].rule.id, [].file", "-f sarif"),
    _own("Sobelow", "findings.high_confidence, sobelow_version", "--format sarif"),
    _own("revive", "[].Failure, [].RuleName, [].Position", "-formatter sarif"),
    _none(
        "OSSF Scorecard's own JSON",
        "scorecard, checks[].score",
        "its scores are no findings; run it with `ENABLE_SARIF=1` and `--format sarif --policy …`",
    ),
    _none(
        "a report of Lighthouse",
        "lighthouseVersion, categories",
        "its scores are neither findings nor tests",
    ),
    _none("an inventory of packages (CycloneDX)", "bomFormat=CycloneDX", "it has no findings"),
    _none("an inventory of packages (SPDX)", "spdxVersion, packages[]", "it has no findings"),
)


def advice(head: Head) -> str:
    """Return a sentence that says what a report of no known format is, or ""."""
    return next((one.text for one in _ALL if one.detect(head)), "")
