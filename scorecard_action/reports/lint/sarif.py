"""SARIF 2.1.0 (OASIS, sarif-schema-2.1.0.json): the common format of static analysis.

A result is a finding unless its `kind` says that nothing failed, it is suppressed (§3.35), or its
`baselineState` is absent. Its level follows §3.27.10. A run without results, or one whose
invocations did not succeed, says that its tool did not finish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import (
    Evidence,
    Finding,
    Kind,
    Level,
    RulesListed,
    Tool,
    ToolError,
    WordsUnsaid,
)
from scorecard_action.reports import stray
from scorecard_action.reports.format import Format
from scorecard_action.reports.head import Head
from scorecard_action.reports.lint import sarif_log
from scorecard_action.reports.lint.levels import SECURITY, level
from scorecard_action.reports.lint.sarif_run import (
    at,
    line,
    looked_at_nothing,
    message,
    number,
    path,
    text,
    unfinished,
)
from scorecard_action.reports.lint.unparsed import marking
from scorecard_action.reports.source import Source

_LEVELS: Final = {
    "error": Level.ERROR,
    "warning": Level.WARNING,
    "note": Level.NOTE,
    # "none" is for results that are no failure; one that claims to be a failure is still shown
    "none": Level.NOTE,
}
_NO_FAILURES: Final = frozenset({"pass", "open", "review", "notapplicable", "informational"})
# CVSS bands, as GitHub code scanning reads a rule's `security-severity`.
_BANDS: Final = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.0, "low"))
# gitleaks/gitleaks report/sarif.go, beside `commitSha`
_OF_A_COMMIT: Final = frozenset({"author", "commitMessage", "date", "email"})
_BLANK: Final = re.compile(r"\s")
_LONGEST_OWN: Final = 500
_BAND_WORDS: Final = frozenset(word for _, word in _BANDS)


@marking
def _read(source: Source) -> Iterator[Evidence]:
    log = stray.decode(source, sarif_log.Log)
    version = text(log.version)
    if version.startswith("1."):
        raise ReportError(f"SARIF {clip(version, 20)} is not read here; let the tool write 2.1.0")
    if not log.runs:
        yield ToolError("the SARIF log holds no run: nothing was scanned")
    listed = _Listed()
    for run in log.runs or ():
        driver = run.tool.driver or sarif_log.Driver()
        tool = driver.name or ""
        yield Tool(tool)
        yield from unfinished(run, tool or "the tool")
        yield from looked_at_nothing(run, tool or "the tool")
        rules = _Rules(run)
        for result in stray.each(run.results, sarif_log.Result):
            rule = rules.of(result)
            listed.found(tool, rule)
            if _counts(result):
                word = result.level or rules.level(rule, result) or "warning"
                yield _finding(result, run, tool, rule, word)
        listed.add(tool, rules)
    yield from listed.told()


def _counts(result: sarif_log.Result) -> bool:
    return (result.kind or "fail").lower() not in _NO_FAILURES and result.baseline_state != "absent"


def _finding(
    result: sarif_log.Result, run: sarif_log.Run, tool: str, rule: sarif_log.Rule | None, word: str
) -> Finding:
    band = _band(rule)
    physical = result.locations[0].physical_location if result.locations else None
    suppressed = any(
        (one.status or one.state or "accepted").lower() == "accepted"
        for one in result.suppressions or ()
    )
    return Finding(
        _worse(level(_LEVELS, word), band),
        rule=_rule_id(result) or (text(rule.id) if rule else ""),
        severity=band or word,
        tool=tool,
        file=path(physical.artifact_location, run) if physical else "",
        line=line(physical.region) if physical else 0,
        message=clip(message(result.message, rule), 500) if result.message else "",
        suppressed=suppressed,
        baseline=clip(result.baseline_state or "", 20),
        own=_own(result.partial_fingerprints),
    )


def _own(fingerprints: object) -> str:
    """Write what the tool tells a result from others by (§3.27.17), whatever the order of its keys.

    `fingerprints` (§3.27.16) are left out: Semgrep writes the same one, `requires login`, for all.
    So is what is no mark but words, of a commit or its author: a secret may be in them.
    """
    if not isinstance(fingerprints, dict):
        return ""
    told = (
        f"{name}: {value}"
        for name, value in sorted(fingerprints.items())
        if value and name not in _OF_A_COMMIT and not _BLANK.search(str(value))
    )
    own = ", ".join(told)
    return own if len(own) <= _LONGEST_OWN else ""


def _worse(own: Level, band: str | None) -> Level:
    """Take the band of a security rule where it is worse, as GitHub's check does."""
    if band is None or own is Level.ERROR:
        return own
    of_band = level(SECURITY, band)
    return own if of_band is Level.NOTE else of_band


class _Rules:
    """The rules of a run: the driver's and its extensions', by position and by id."""

    def __init__(self, run: sarif_log.Run) -> None:
        driver = run.tool.driver
        self._driver = (driver.rules or []) if driver else []
        self._extensions = [extension.rules or [] for extension in run.tool.extensions or ()]
        self.by_id = {
            text(rule.id): rule
            for rules in (*reversed(self._extensions), self._driver)
            for rule in reversed(rules)
        }
        self._overrides = [
            [
                (override.descriptor, override.configuration.level)
                for override in invocation.rule_configuration_overrides or ()
                if override.descriptor and override.configuration and override.configuration.level
            ]
            for invocation in run.invocations or ()
        ]

    def of(self, result: sarif_log.Result) -> sarif_log.Rule | None:
        """Find the rule of a result (§3.27.5 to 7)."""
        reference = result.rule or sarif_log.Reference()
        own = number(result.rule_index)
        index = reference.index if own in (None, -1) else own
        return self._find(_rule_id(result), index, reference.tool_component)

    def level(self, rule: sarif_log.Rule | None, result: sarif_log.Result) -> str | None:
        """Return the level that the invocation or the rule gives, where the result has none."""
        identifier = _rule_id(result)
        for descriptor, word in self._overrides_of(result):
            overridden = self._find(
                text(descriptor.id), descriptor.index, descriptor.tool_component
            )
            same = (
                overridden is rule
                if rule
                else bool(identifier) and text(descriptor.id) == identifier
            )
            if same:
                return word
        return rule.default_configuration.level if rule and rule.default_configuration else None

    def _overrides_of(self, result: sarif_log.Result) -> list[tuple[sarif_log.Reference, str]]:
        index = number(result.provenance.invocation_index) if result.provenance else None
        if index in (None, -1) and len(self._overrides) == 1:
            index = 0  # tools that ran once seldom say that it was that once
        return at(self._overrides, index) or []

    def _find(
        self, identifier: str, index: sarif_log.Whole, component: sarif_log.Component | None
    ) -> sarif_log.Rule | None:
        """Find a rule by index where its id agrees, else by id or the part of it before a `/`."""
        rules = at(self._extensions, component.index) if component else None
        indexed = at(self._driver if rules is None else rules, index)
        known = text(indexed.id) if indexed else ""
        if indexed and f"{identifier or known}/".startswith(f"{known}/"):
            return indexed
        while identifier:
            if rule := self.by_id.get(identifier):
                return rule
            identifier = identifier.rpartition("/")[0]
        return indexed


class _Listed:
    """The rules that the runs of a log list; known as all only where each lists an idle one.

    A tool that found something, and of whose rules none has a band, has none to give.
    """

    def __init__(self) -> None:
        self._results: set[str] = set()
        self._bands: set[str] = set()
        self._names: dict[str, None] = {}
        self._found: set[str] = set()
        self._all = True

    def found(self, tool: str, rule: sarif_log.Rule | None) -> None:
        """Take in the rule of a result."""
        self._results.add(tool)
        if rule:
            self._found.add(text(rule.id))
            if tool not in self._bands and _band(rule):
                self._bands.add(tool)

    def add(self, tool: str, rules: _Rules) -> None:
        """Take in the rules of a run, whose results have all been seen."""
        self._all &= any(name not in self._found for name in rules.by_id)
        self._names.update(dict.fromkeys(filter(None, rules.by_id)))
        if tool not in self._bands and any(_band(rule) for rule in rules.by_id.values()):
            self._bands.add(tool)
        self._found.clear()

    def told(self) -> Iterator[Evidence]:
        """Yield the list, if there is one, and of which tools no finding has a band."""
        if self._all and self._names:
            yield RulesListed(tuple(self._names))
        for tool in sorted(self._results - self._bands):
            yield WordsUnsaid(_BAND_WORDS, tool)


def _rule_id(result: sarif_log.Result) -> str:
    return text(result.rule_id) or (text(result.rule.id) if result.rule else "")


def _band(rule: sarif_log.Rule | None) -> str | None:
    value = (rule.properties or {}).get("security-severity") if rule else None
    if not isinstance(value, str | int | float):
        return None
    try:
        score = float(value)
    except ValueError:
        return None
    return next((word for least, word in _BANDS if score >= least and score > 0), None)


def _detect(head: Head) -> bool:
    if head.json is None or head.json.root != "{":
        return False
    paths = head.json.paths
    return "runs[]" in paths and (
        "sarif" in head.json.values.get("$schema", "").lower()
        or head.json.values.get("version", "").startswith("2.1")
        or not paths.isdisjoint({"runs[].tool", "runs[].results", "runs[].results[]"})
    )


FORMAT = Format(
    name="sarif",
    kind=Kind.LINT,
    title="SARIF 2.1.0",
    producers="ruff, ESLint, CodeQL, semgrep, Trivy, detekt, ktlint, PMD, golangci-lint …",
    detect=_detect,
    keys=frozenset({"runs[]"}),
    read=_read,
    severities=frozenset({*_LEVELS, *_BAND_WORDS}),
)
