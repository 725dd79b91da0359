"""Placing the paths of reports in a tree of 500,000 files: look-ups, and the index for packages."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.placing import Resolver

FOLDERS, FILES = 5_000, 100


def main(folders: int = FOLDERS, files: int = FILES) -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        for number in range(folders):
            folder = top / f"m{number % 50}/src/main/java/com/acme/p{number}"
            folder.mkdir(parents=True)
            for each in range(files):
                (folder / f"C{each}.java").touch()
        print(f"{folders * files:,} files in {folders:,} folders")
        checkout = Checkout(name, name)
        names = [f"p{number % folders}/C{number % files}.java" for number in range(10_000)]
        source = "src/main/java/com/acme"
        relative = [f"m{number % folders % 50}/{source}/{one}" for number, one in enumerate(names)]
        timed("10,000 relative paths", checkout, False, relative)
        timed("10,000 of a container", checkout, False, [f"/app/{p}" for p in relative])
        timed("10,000 not there", checkout, False, [f"/app/x/{one}" for one in names])
        timed("10,000 of packages", checkout, True, [f"com/acme/{p}" for p in names])


def timed(label: str, checkout: Checkout, packages: bool, written: Sequence[str]) -> None:
    """Print how long placing takes, the tree's first look included."""
    began = time.perf_counter()
    paths = Resolver(checkout).report("m0/target/report.xml", packages=packages)
    placed = sum(paths.place(path).placed for path in written)
    print(f"{label:<22} {time.perf_counter() - began:6.2f} s  {placed:,} placed")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
