"""Print what the changelog says of a version: `python -m tools.release.notes X.Y.Z`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

HEADING = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<day>\d{4}-\d\d-\d\d))?$", re.MULTILINE)
LINK = re.compile(r"\]\((?![a-z]+:|#)(?P<path>[^)]+)\)")


def sections(changelog: str) -> dict[str, str]:
    """Return the text below each heading of a changelog, by version; `Unreleased` is one."""
    found = list(HEADING.finditer(changelog))
    ends = [heading.start() for heading in found[1:]] + [len(changelog)]
    return {
        heading["name"]: changelog[heading.end() : end].strip()
        for heading, end in zip(found, ends, strict=True)
    }


def notes(changelog: str, version: str, repository: str) -> str:
    """Return a release's notes: its section, with links that lead to the tag's files.

    `repository` is where the tag is browsed, without a slash at the end. Raises ValueError where
    the changelog has no such section or says nothing in it.
    """
    text = sections(changelog).get(version)
    if not text:
        raise ValueError(f"CHANGELOG.md says nothing of {version}")
    return LINK.sub(rf"]({repository}/blob/v{version}/\g<path>)", text) + "\n"


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 2:
        print("say which: python -m tools.release.notes X.Y.Z REPOSITORY-URL", file=sys.stderr)
        return 2
    version, repository = arguments
    try:
        print(notes(Path("CHANGELOG.md").read_text("utf-8"), version, repository), end="")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
