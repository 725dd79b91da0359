"""The words that a linter closes with: a line that only that tool writes.

Such a line makes even a short report, or a clean one, known and whole.
"""

from __future__ import annotations

import re
from typing import Final

_CLEAN: Final = (
    r"Success: no issues found in \d+ source files?",  # mypy
    r"0 issues\.",  # golangci-lint
    r"\s+0 Error\(s\)",  # MSBuild
    r"Your code has been rated at 10(?:\.0+)?/10.*",  # pylint
    r"\d+ files? inspected, no offenses detected.*",  # RuboCop
    r"Total errors found: 0",  # cpplint
    r"0 errors, 0 warnings(?:, 0 (?:informations|notes))? ?",  # pyright
    r"Done linting! Found 0 violations, 0 serious in \d+ files?\.",  # SwiftLint
    r"Passed: 0 failure\(s\), 0 warning\(s\) .*",  # ansible-lint
    r"\s*\[OK\] No errors\s*",  # PHPStan
    r"Found 0 (?:errors|warnings and 0 errors)\..*",  # tsc, oxlint
    r"Checked \d+ files? in .*\. No fixes (?:applied|needed)\.",  # Biome
)
# Words that a script may say as well: alone, they are no report among other lines.
_COMMON: Final = (
    r"All checks passed!",  # ruff, ty
    r"No issues found!(?: \(ran in .*\))?",  # dart, flutter
    r"Audit done\.",  # Checkstyle
    r"No errors found!",  # Psalm
    r"All files pass linting\.",  # ng lint
    r"All Finished.*!",  # SQLFluff
    r"No hints",  # HLint
    r"No syntax errors detected in .*",  # php -l
    r"Summary: 0 error\(s\)",  # markdownlint-cli2
    r"\s*Finished .* target\(s\) in .*",  # cargo
)
_FOUND: Final = (
    r"Found \d+ errors? in \d+ files? \(.*\)",  # mypy
    r"Found \d+ errors?(?: in .*|\.| \(\d+ fixed, \d+ remaining\)\.)",  # ruff, tsc, Biome
    r"Found \d+ (?:diagnostics?|(?:warnings?|infos?)\.|warnings? and \d+ errors?\.)",  # ty, oxlint
    r"\d+ issues[.:]",  # golangci-lint
    r"Your code has been rated at -?[\d.]+/10.*",  # pylint
    r"\d+ files? inspected, \d+ offenses? detected.*",  # RuboCop
    r"Total errors found: \d+",  # cpplint
    r"\d+ errors?, \d+ warnings?(?:, \d+ (?:informations?|notes?))? ?",  # pyright
    r"\d+ issues? found\.(?: \(ran in .*\))?",  # dart, flutter
    r"[✖×] \d+ problems? \(\d+ errors?, \d+ warnings?.*\)",  # ESLint, Stylelint
    r"Done linting! Found \d+ violations?, \d+ serious in \d+ files?\.",  # SwiftLint
    r"(?:Passed|Failed): \d+ failure\(s\), \d+ warning\(s\) .*",  # ansible-lint
    r"\d+ (?:warnings?|errors?)(?: and \d+ errors?)? generated\.",  # Clang
    r"\s*\[ERROR\] Found \d+ errors?\s*",  # PHPStan
    r"Summary: \d+ error\(s\)",  # markdownlint-cli2
    r"Build (?:FAILED|succeeded)\.",  # MSBuild
    r"BUILD (?:FAILED|SUCCESSFUL)",  # Ant
    r"\[INFO\] BUILD (?:FAILURE|SUCCESS)",  # Maven
    r"\d+ problems? \(.*\)",  # Eclipse's compiler
)
# What stands beside them.
_PROGRESS: Final = (
    r"Inspecting \d+ files?|[.FEWCRI]+",  # RuboCop
    r"Done processing .*",  # cpplint
    r"Linting .*|Analyzing .*",  # SwiftLint; dart
    r"\* [\w-]+: \d+",  # golangci-lint
    r"Starting audit\.\.\.",  # Checkstyle
    r"markdownlint-cli2 v\S+ .*|Finding: .*|Linting: \d+ file\(s\)",  # markdownlint-cli2
    r"Note: Using configuration file .*",  # PHPStan
    r"-{5,}",  # pylint
)
_OWN_LINE: Final = re.compile("|".join(_CLEAN), re.DOTALL)
_CLEAN_LINE: Final = re.compile("|".join((*_CLEAN, *_COMMON)), re.DOTALL)
_CLOSING_LINE: Final = re.compile("|".join((*_CLEAN, *_COMMON, *_FOUND)), re.DOTALL)
_TOLD_LINE: Final = re.compile("|".join((*_CLEAN, *_COMMON, *_FOUND, *_PROGRESS)), re.DOTALL)
# as many linters as golangci-lint may count below its total
_TAIL: Final = 20

_NOTHING: Final = re.compile(
    # what loggers put before it: `[warn] `, `WARN `, `error: `, `level=warning msg="`
    r"^\W*+(?:(?:level=)?(?:warn(?:ing)?|error|info|note)\b\W*+(?:msg=\W*+)?)?"
    r"(?:no (?:(?!files?\b)\w++ ){0,2}+files? (?:found|matching|matched|specified"
    r"|(?:were|was) (?:found|processed|checked|linted)|are present"
    r"|to (?:lint|check|inspect|analy[sz]e|process|format))|there are no \.py\[?i?\]? files"
    r"|0 files? inspected|(?:checked|scanned|linted|linting:|analy[sz]ed|processed) 0 files?\b)"
    r"|\b(?:in|on) 0 (?:source )?files\b|\bno go files to analy[sz]e\b",
    re.IGNORECASE,
)
_ERRORS: Final = re.compile(r"\b[1-9]\d* errors?\b|errors found: [1-9]", re.IGNORECASE)
_ABOVE: Final = re.compile(
    r"error: (?:aborting due to|could not compile) .*|warning: .* generated \d+ warnings?.*"
    r"|warning: \d+ warnings? emitted"
    # Ant, at the place of the task
    r"|.*: Compile failed; see the compiler error output for details\.",
    re.DOTALL,
)


def says_clean(line: str) -> bool:
    """Say whether a tool that is known by its words says that it found nothing."""
    return _CLEAN_LINE.fullmatch(line) is not None


def says_nothing(line: str) -> bool:
    """Say whether a tool says that there was no file for it to look at."""
    return "file" in line and _NOTHING.search(line[:400]) is not None


def says_errors(line: str) -> bool:
    """Say whether a tool closes with a number of errors that is above 0, and were not mended."""
    if "error" not in line or "fixed" in line:
        return False
    line = line[:400]
    return bool(_CLOSING_LINE.fullmatch(line) and _ERRORS.search(line))


def is_total(line: str) -> bool:
    """Say whether a line with a level only counts, or names, what stands above it (rustc, Ant)."""
    return _ABOVE.fullmatch(line) is not None


def closes(lines: list[str]) -> bool:
    """Say whether one of the last lines is how a linter closes."""
    return any(_CLOSING_LINE.fullmatch(line[:400]) for line in _last(lines))


def tells(lines: list[str]) -> bool:
    """Say whether lines without a finding are the whole report of a tool that found nothing."""
    written = [line[:400] for line in lines if line.strip()]
    if any(_OWN_LINE.fullmatch(line) for line in _last(lines)):
        return True
    return any(map(says_clean, written)) and all(map(_TOLD_LINE.fullmatch, written))


def _last(lines: list[str]) -> list[str]:
    return [line[:400] for line in lines if line.strip()][-_TAIL:]
