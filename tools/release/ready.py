"""Say what stands in the way of a release: `python -m tools.release.ready X.Y.Z OWNER/NAME < TAGS`.

TAGS is what `git ls-remote --tags` prints, or the names of the tags alone. Each obstacle is a line,
and the exit code is then 1.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools.bump import PLACES, VERSION, expected, shown
from tools.owner import owner_of
from tools.release.notes import HEADING, sections

TAG = re.compile(rf"refs/tags/v({VERSION})$", re.MULTILINE)


def obstacles(root: Path, version: str, repository: str, tags: str) -> list[str]:
    """Return what of the tree below `root` is not ready for a release of `version`.

    `repository` is OWNER/NAME as GitHub spells it; each line of `tags` ends with a tag's name
    (refs/tags/v1.2.3), and those that are no version's own do not count.
    """
    if not re.fullmatch(VERSION, version):
        return [f"a version is MAJOR.MINOR.PATCH, not {version!r}"]
    found = []
    for place in PLACES:
        if set(shown(root, place)) != {expected(place, version)}:
            found.append(f"{place.path} does not show {version}: make bump VERSION={version}")
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    said = sections(changelog)
    days = {heading["name"]: heading["day"] for heading in HEADING.finditer(changelog)}
    if not said.get(version) or not days[version]:
        found.append(f"CHANGELOG.md has no dated section that says what {version} changes")
    if said.get("Unreleased"):
        found.append("CHANGELOG.md has changes under [Unreleased] that the notes would not tell")
    released = [one[0] for one in TAG.findall(tags)]
    if above := sorted((one for one in released if _key(one) >= _key(version)), key=_key):
        found.append(f"v{above[-1]} is released, and the tags of {version} would go back behind it")
    owner = owner_of(root)
    if f"{owner}/scorecard-action" != repository:
        found.append(f"the pages name {owner}/scorecard-action, not {repository}: make owner")
    return found


def _key(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 2:
        print("say which: python -m tools.release.ready X.Y.Z OWNER/NAME < TAGS", file=sys.stderr)
        return 2
    version, repository = arguments
    found = obstacles(Path.cwd(), version, repository, sys.stdin.read())
    print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
