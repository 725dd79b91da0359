"""Which evidence a rule looks at: `only` and `except`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from scorecard_action.globs.globs import Glob
from scorecard_action.judging.paths import comparable, is_absolute
from scorecard_action.mapping.types import FIELDS, Selector
from scorecard_action.model import Coverage, Finding, Kind, TestCase, Tool

Selectable = TestCase | Finding | Coverage

# Answers are kept per distinct value; a report with more distinct values starts anew.
MAX_ANSWERS: Final = 50_000
# A longer value is asked anew each time: the answers would cost more memory than the report.
MAX_VALUE: Final = 1_000

GETTERS: Final[dict[Kind, dict[str, Callable[[Selectable], str]]]] = {
    Kind.TESTS: {
        "suite": lambda case: case.suite,  # type: ignore[union-attr]
        "class": lambda case: case.classname,  # type: ignore[union-attr]
        "name": lambda case: case.name,  # type: ignore[union-attr]
        "file": lambda case: case.file,
    },
    Kind.LINT: {
        "tool": lambda finding: finding.tool,  # type: ignore[union-attr]
        "rule": lambda finding: finding.rule,  # type: ignore[union-attr]
        "severity": lambda finding: finding.severity,  # type: ignore[union-attr]
        "file": lambda finding: finding.file,
    },
    Kind.COVERAGE: {"file": lambda coverage: coverage.file},
}


class Selection(NamedTuple):
    """The `only` and `except` of a rule. Equal selections share one tally per report."""

    only: tuple[Selector, ...] = ()
    except_: tuple[Selector, ...] = ()

    def judges(self, kind: Kind) -> bool:
        """Say whether evidence of this kind can be selected: some `only` has all its fields."""
        return not self.only or any(one.names <= FIELDS[kind] for one in self.only)

    @property
    def needs(self) -> frozenset[Kind]:
        """The kinds that an `only` names by fields of theirs alone."""
        needed = set()
        for one in self.only:
            kinds = [kind for kind in Kind if one.names <= FIELDS[kind]]
            if len(kinds) == 1:
                needed.add(kinds[0])
        return frozenset(needed)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that `only` names."""
        return frozenset(name for one in self.only for name in one.names)


class Matcher:
    """Says which evidence a selection selects; keeps its answers per distinct value."""

    def __init__(self, selection: Selection, workspaces: Sequence[str]) -> None:
        self.selection = selection
        self._workspaces = workspaces
        self._answers: dict[tuple[int, str, str], bool] = {}
        self._patterns = {
            id(patterns): patterns
            for selector in (*selection.only, *selection.except_)
            for _, patterns in selector.fields
        }

    def selects(self, evidence: Selectable, kind: Kind) -> bool:
        """Say whether this piece of evidence counts for the selection."""
        # a failure without a case of its own is left out only by a value that it carries
        lenient = isinstance(evidence, TestCase) and not evidence.own
        getters = GETTERS[kind]
        only, except_ = self.selection
        if only and not any(self._matches(one, evidence, getters, lenient) for one in only):
            return False
        return not any(self._matches(one, evidence, getters, lenient=False) for one in except_)

    def why_not(self, evidence: Selectable, kind: Kind) -> str:
        """Say by what this piece of evidence is left out; "" where it is selected."""
        if self.selects(evidence, kind):
            return ""
        for one in self.selection.except_:
            if self._matches(one, evidence, GETTERS[kind], lenient=False):
                return f"except {one}"
        return "only " + " or ".join(map(str, self.selection.only))

    def names_tool(self, tool: Tool | Finding) -> bool:
        """Say whether `only: {tool: …}` names this tool; true where no `only` names any."""
        name = tool.name if isinstance(tool, Tool) else tool.tool
        wanted = [
            patterns
            for one in self.selection.only
            for field, patterns in one.fields
            if field == "tool"
        ]
        return not wanted or any(self._one("tool", name, patterns) for patterns in wanted)

    def path(self, path: str) -> str:
        """Return a path of a report as patterns see it."""
        return comparable(path, self._workspaces)

    def _matches(
        self,
        selector: Selector,
        evidence: Selectable,
        getters: dict[str, Callable[[Selectable], str]],
        lenient: bool,
    ) -> bool:
        for field, patterns in selector.fields:
            getter = getters.get(field)
            if getter is None:
                return False
            value = getter(evidence)
            if lenient and not value:
                continue
            if not self._one(field, value, patterns):
                return False
        return True

    def _one(self, field: str, value: str, patterns: tuple[object, ...]) -> bool:
        if len(value) > MAX_VALUE:
            return self._ask(field, value, patterns)
        key = (id(patterns), field, value)
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) >= MAX_ANSWERS:
                self._answers.clear()
            answer = self._answers[key] = self._ask(field, value, patterns)
        return answer

    def _ask(self, field: str, value: str, patterns: tuple[object, ...]) -> bool:
        if field != "file":
            return any(pattern.matches(value) for pattern in patterns)  # type: ignore[attr-defined]
        path = self.path(value)
        anywhere = is_absolute(path)
        return any(
            glob.matches(path) or (anywhere and glob.matches_suffix(path))
            for glob in patterns
            if isinstance(glob, Glob)
        )
