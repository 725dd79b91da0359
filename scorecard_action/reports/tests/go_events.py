"""What `go test` does, counted as it happens: which tests began, how they ended, which packages.

Shared by the readers of its JSON and of its text. Only what has begun and not ended is held.
"""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.errors import ReportError
from scorecard_action.masking import clip
from scorecard_action.model import Evidence, Result, TestCase, ToolError

MAX_HELD: Final = 64 * 1024 * 1024
"""Bytes of names (and 100 for each) that may be held at once."""

BENCHMARK: Final = re.compile(r"(Benchmark[^\s-]*)(?:-\d+)?[ \t]+\d+[ \t]+[\d.e+]+ ns/op")
NOT_BUILT: Final = re.compile(r"FAIL[ \t]+(\S+)[ \t]+\[((?:build|setup) failed)\]")


class _Package:
    __slots__ = ("benchmarks", "failed", "listed", "passed_roots", "running", "subtests")

    def __init__(self) -> None:
        self.running: dict[str, int] = {}
        self.subtests: dict[str, int] = {}
        self.passed_roots: set[str] = set()
        self.benchmarks: set[str] = set()
        self.failed = False
        self.listed = False


class Run:
    """The packages of one run of `go test`; what is known for sure is put into `evidence`."""

    def __init__(self) -> None:
        self.evidence: list[Evidence] = []
        self._open: dict[str, _Package] = {}
        self._closed: set[str] = set()
        self._held = 0

    def idle(self, package: str) -> bool:
        """Whether the package has begun and not ended, with no test that is running."""
        begun = self._open.get(package)
        return begun is not None and not begun.running

    def seen(self, package: str, line: int) -> None:
        """Something of the package was written: it has begun, unless it has ended before."""
        if package not in self._open and package not in self._closed:
            self.begin(package, line)

    def begin(self, package: str, line: int) -> _Package:
        """Begin a package, or begin it again."""
        found = self._open.get(package)
        if found is None:
            self._hold(package, line)
            found = self._open[package] = _Package()
        return found

    def test(self, package: str, test: str, line: int) -> None:
        """A test begins."""
        begun = self.begin(package, line)
        if test not in begun.running:
            self._hold(test, line)
            root, slash, _ = test.partition("/")
            if slash:
                begun.subtests[root] = begun.subtests.get(root, 0) + 1
        begun.running[test] = line

    def result(
        self, package: str, test: str, result: Result, line: int, *, micros: int | None
    ) -> None:
        """A test ends that took so many microseconds."""
        begun = self.begin(package, line)
        root, slash, _ = test.partition("/")
        if begun.running.pop(test, None) is not None:
            self._held -= len(test) + 100
            if slash:
                begun.subtests[root] -= 1
        if slash:
            if not begun.subtests.get(root, 1):
                del begun.subtests[root]
        elif result is not Result.FAILED and root in begun.subtests:
            begun.passed_roots.add(root)
        self._case(begun, TestCase(result, test, package, package, line=line, micros=micros))

    def benchmark(self, package: str, name: str, line: int) -> None:
        """A benchmark's numbers were written: several of one name are one benchmark."""
        begun = self.begin(package, line)
        if name not in begun.running and name not in begun.benchmarks:
            self._hold(name, line)
            begun.benchmarks.add(name)
            self._case(begun, TestCase(Result.PASSED, name, package, package, line=line))

    def close(self, package: str, line: int, *, failed: bool, unbuilt: str = "") -> bool:
        """A package ends; return whether any test of it was listed.

        Go leaves out the end of a benchmark, and sometimes that of a subtest whose test passed.
        Any other test that has not ended has failed: it panicked, or ran out of time.
        """
        begun = self._open.pop(package, None)
        if begun is None:
            begun = _Package()
            if package not in self._closed:
                self._hold(package, line)
        self._closed.add(package)
        last = next(reversed(begun.running), "")
        for test, at in begun.running.items():
            self._held -= len(test) + 100
            root, slash, _ = test.partition("/")
            fine = bool(slash) and root in begun.passed_roots
            if test.startswith("Benchmark"):
                fine = not failed or begun.failed or test != last
            if fine and test in begun.benchmarks:
                continue
            result = Result.PASSED if fine else Result.FAILED
            self._case(begun, TestCase(result, test, package, package, line=at))
        self._held -= sum(len(name) + 100 for name in begun.benchmarks)
        if unbuilt:
            self.evidence.append(ToolError(f"{clip(package, 200)} was not tested: {unbuilt}", line))
        if failed and not begun.failed:
            self._whole(package, line)
        return begun.listed

    def has_closed(self, package: str) -> bool:
        """Whether the package has begun and ended."""
        return package in self._closed and package not in self._open

    def end(self, line: int) -> None:
        """The report is at its end: what has not ended was running when it was cut off."""
        for package, begun in self._open.items():
            words = f"{clip(package, 200) or 'the package'} did not finish: the report is cut off"
            self.evidence.append(ToolError(words, line))
            for test, at in begun.running.items():
                self._case(begun, TestCase(Result.FAILED, test, package, package, line=at))
            if not begun.running:
                self._whole(package, line)
        self._open.clear()

    def _case(self, begun: _Package, case: TestCase) -> None:
        begun.listed = True
        begun.failed |= case.result is Result.FAILED
        self.evidence.append(case)

    def _whole(self, package: str, line: int) -> None:
        """The package failed outside of its tests: in TestMain, while being built, by a race."""
        name = package or "the package"
        self.evidence.append(TestCase(Result.FAILED, name, suite=package, own=False, line=line))

    def _hold(self, name: str, line: int) -> None:
        self._held += len(name) + 100
        if self._held > MAX_HELD:
            raise ReportError(
                f"the tests that began and did not end have over {MAX_HELD >> 20} MiB of names",
                line,
            )
