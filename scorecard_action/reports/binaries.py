"""What a binary file is that people name as a report, and what makes a report of it."""

from __future__ import annotations

from typing import Final

_KNOWN: Final = (
    (b"SQLite format 3\0", "a database, as coverage.py's `.coverage`: `coverage xml`"),
    (b"PK\3\4", "a zip archive: in the mapping, `FILE.zip!**/*.xml` reads what is in it"),
    (b"\x01\xc0\xc0", "JaCoCo's own data: `jacocoTestReport`, `jacoco:report`"),
    (b"\x81rforpl\xff", "a raw profile of LLVM: `llvm-profdata merge`, then `llvm-cov export`"),
    (b"\xfflprofi\x81", "a profile of LLVM: `llvm-cov export -instr-profile=FILE`"),
    (b"adcg", "gcov's own data: `gcovr --cobertura`, or `lcov --capture`,"),
    (b"oncg", "gcov's own notes: `gcovr --cobertura`, or `lcov --capture`,"),
    *((bytes((0xB3, 0x20 | flags)), "subunit: `subunit2junitxml`") for flags in range(16)),
)


def described(head: bytes) -> str | None:
    """Return what a file that begins so is, and what makes a report of it; None for others."""
    for magic, what in _KNOWN:
        if head.startswith(magic):
            return f"this is {what}{'' if '!' in what else ' makes a report of it'}"
    return None
