"""Everything that can go wrong, with the exit code it leads to.

    ScorecardActionError     70  never raised itself
    ├── UsageError            2  the command line, the environment or a key is wrong
    │   ├── MappingError      2  the mapping file is wrong: every problem at its place
    │   │   └── BaselineError 2  the file of an earlier build that the mapping compares with is
    │   └── DiffError         2  the file of `--diff` cannot be read, or is no unified diff
    ├── ReportError           3  a report could not be read (travels as a value, see `reading.fold`)
    ├── DatadogRefused        4  Datadog answered and said no
    └── DatadogUnreachable    5  Datadog did not answer, or not in time

Each message says what happened; `hint` says what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple


class ScorecardActionError(Exception):
    """Base of all errors that a person can do something about."""

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(ScorecardActionError):
    """The command line, an environment variable or a key is wrong: nothing was sent."""

    exit_code = 2


class Problem(NamedTuple):
    """One mistake in a file. Line and column count from 1; 0 is unknown."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{locate(self.file, self.line, self.column)}: {self.message}"


class Quoted(Problem):
    """A mistake with its line of the file, as it may be shown."""

    code: str = ""

    @classmethod
    def of(cls, problem: Problem, code: str) -> Quoted:
        """Return the mistake with this line."""
        quoted = cls(*problem)
        quoted.code = code
        return quoted


class MappingError(UsageError):
    """The mapping file is wrong. All problems are gathered before this is raised."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DiffError(UsageError):
    """The file that says what changed cannot be read, or not to its end."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class BaselineError(MappingError):
    """A baseline is there and cannot be read: to pass it over would decide otherwise."""


class ReportError(ScorecardActionError):
    """A report could not be read to its end. Line and column count from 1; 0 is unknown."""

    exit_code = 3

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class DatadogRefused(ScorecardActionError):
    """Datadog answered, and refused what was asked."""

    exit_code = 4

    def __init__(self, message: str, *, status: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.status = status


class DatadogUnreachable(ScorecardActionError):
    """Datadog could not be reached, or did not give a usable answer in time."""

    exit_code = 5


def locate(file: str, line: int = 0, column: int = 0) -> str:
    """`file:line:column`, without the parts that are unknown."""
    if not line:
        return file
    return f"{file}:{line}:{column}" if column else f"{file}:{line}"
