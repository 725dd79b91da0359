"""What the suites of a JUnit report declare, against what they list.

A suite says in its attributes how many tests it has and how many of them failed. What it declares
beyond its elements is counted, at each level net of its descendants; `testsuites` is a suite too.
"""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Notice, Result, TestCase
from scorecard_action.reports.numbers import whole

# Of a suite's name: suites nest, and each name is kept while its suite is open.
_NAME_LIMIT: Final = 8 * 1024
_GO_VERSION: Final = re.compile(r"go(\d{1,4})\.(\d{1,4})(?!\d)")
_GO_LISTS_BUILDS: Final = (1, 24)


class Suite:
    """An open suite: what its attributes declare, and what its elements account for.

    `runs` are the failures among its elements and those of its descendants, each attempt of a test
    that was tried again counted: Surefire declares every run. `good` are the cases that neither
    failed nor were skipped, `bad` those that failed.
    """

    __slots__ = (
        "bad", "declares_none", "errors", "failures", "file", "go", "good", "listed", "name",
        "pytest", "qt", "runs", "tests", "unsized",
    )  # fmt: skip

    def __init__(self, attributes: dict[str, str], parent: Suite | None) -> None:
        get = attributes.get
        self.name = clip(get("name", ""), _NAME_LIMIT)
        self.file = clip(get("file") or get("filepath") or "", _NAME_LIMIT)
        self.pytest = self.name in {"pytest", "pytest tests"}
        if parent:
            self.file = self.file or parent.file
            self.name = self.name or parent.name
            self.pytest = self.pytest or parent.pytest
        self.failures = whole(get("failures"))
        self.errors = whole(get("errors"))
        self.tests = whole(get("tests"))
        self.unsized = "tests" not in attributes
        self.declares_none = {get("failures", "").strip(), get("errors", "").strip()} == {"0"}
        self.runs = self.listed = self.good = self.bad = 0
        self.qt = False
        self.go: tuple[int, int] | None = None

    def tell(self, name: str, value: str) -> None:
        """Take in a property of the suite: some name the tool, whose counts mean other things."""
        if name == "QtVersion":
            self.qt = True
        elif name == "go.version" and (match := _GO_VERSION.search(value)):
            self._went(int(match[1]), int(match[2]))

    def _went(self, *version: int) -> None:
        self.go = min(self.go or version, version)  # type: ignore[assignment]

    def count(self, result: Result, runs: int, listed: int = 1) -> None:
        """Take in a case: `runs` of its attempts failed, and `listed` are to be seen."""
        self.runs += max(runs, result is Result.FAILED)
        self.listed += listed
        self.good += result is Result.PASSED
        self.bad += result is Result.FAILED

    def close(self, parent: Suite | None, line: int) -> list[Evidence]:
        """Return what the suite declares beyond what it lists, and tell its parent."""
        found: list[Evidence] = []
        # Qt counts messages as errors
        declared = self.failures + (0 if self.qt else self.errors)
        excess, stderr = max(0, declared - self.runs), 0
        if self.go and self.go >= _GO_LISTS_BUILDS:
            # gotestsum counts lines on stderr; a package that was not built has a case of its own
            stderr = min(excess, self.errors)
        excess = min(excess - stderr, self._room())
        if excess:
            found.append(
                TestCase(
                    Result.FAILED,
                    name=f"{self.name} (declared by the suite, not listed)",
                    suite=self.name,
                    file=self.file,
                    own=False,
                    count=excess,
                    line=line,
                )
            )
        if stderr:
            words = f"the report declares errors that no test has ({stderr:,})"
            found.append(
                Notice(
                    f"{words}: lines that `go test` wrote to stderr; its output shows them", line
                )
            )
        if self.tests > self.listed + excess and not (self.pytest or stderr):
            shown = f"suite '{clip(self.name, 100)}'" if self.name else "a suite"
            words = f"{shown} declares {self.tests:,} tests and lists {self.listed:,}"
            found.append(Notice(f"{words}: was it cut short? See what its tool says", line))
        if parent:
            parent.runs += max(self.failures + self.errors, self.runs)
            parent.listed += max(self.tests, self.listed)
            parent.good += max(0, self.good - excess)
            parent.bad += self.bad + excess
            if self.go:
                parent._went(*self.go)
        return found

    def _room(self) -> int:
        """How many failures there can be that are not listed: some tools count one twice."""
        if self.good or self.bad:
            return self.good
        if self.unsized:
            return self.failures + self.errors
        return max(0 if self.listed else 1, self.tests - self.listed)
