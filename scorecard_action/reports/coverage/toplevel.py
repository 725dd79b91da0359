"""Reports whose own keys stand below the names of files, at no fixed place."""

from __future__ import annotations

from collections.abc import Iterator, Set


def below_the_root(paths: Set[str], ending: str) -> Iterator[str]:
    """Yield each key of the root below which `ending` (`.statementMap`) stands.

    A name of a file may hold dots, so what stands deeper is told by the keys above it.
    """
    for path in paths:
        name = path.removesuffix(ending)
        if name != path and name and not _is_nested(paths, name):
            yield name


def _is_nested(paths: Set[str], name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:end]) in paths for end in range(1, len(parts)))
