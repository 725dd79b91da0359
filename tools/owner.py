"""Write whose repository this is, wherever it is shown: `python -m tools.owner NAME`.

`pyproject.toml` has it, in the address of the repository; `make owner OWNER=NAME` runs this once,
in a copy. Until then it is the word OWNER, and nothing is released.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

REPOSITORY = re.compile(
    r'^Repository = "https://github\.com/(?P<owner>[\w-]+)/scorecard-action"$', re.MULTILINE
)
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,37}[A-Za-z0-9])?")  # GitHub's rule
# What a reader or a reader's machine may take it from.
PAGES = [
    "*.md",
    ".github/**/*",
    "composite/**/*",
    "docs/**/*.md",
    "examples/**/*",
    "pyproject.toml",
    "scorecard_action/drafting/steps.py",
    "templates/**/*",
    "vars/**/*",
]


def owner_of(root: Path) -> str:
    """Return who owns the repository below `root`, by its pyproject.toml."""
    found = REPOSITORY.search((root / "pyproject.toml").read_text("utf-8"))
    if found is None:
        raise ValueError("pyproject.toml does not say where the repository is")
    return found["owner"]


def pages(root: Path) -> list[Path]:
    """Return the files that may show the owner."""
    found = {path for pattern in PAGES for path in root.glob(pattern) if path.is_file()}
    return sorted(path for path in found if path.suffix not in {".png", ".pyc"})


def write_owner(root: Path, owner: str) -> list[str]:
    """Put `owner` in the place of the one that is there; return the paths written.

    Names of images are in lower case, as registries want them. Raises ValueError for what can be no
    owner on GitHub.
    """
    if not NAME.fullmatch(owner):
        raise ValueError(f"an owner is a user's or organisation's name on GitHub, not {owner!r}")
    before = owner_of(root)
    image = re.compile(rf"\bghcr\.io/(?:{before}|{before.lower()})/scorecard-action")
    other = re.compile(rf"(?<![\w.-]){before}/scorecard-action")
    written = []
    for path in pages(root):
        old = path.read_bytes().decode()
        text = image.sub(f"ghcr.io/{owner.lower()}/scorecard-action", old)
        text = other.sub(f"{owner}/scorecard-action", text)
        if text != old:
            path.write_bytes(text.encode())
            written.append(path.relative_to(root).as_posix())
    return written


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        print("say whose: make owner OWNER=NAME", file=sys.stderr)
        return 2
    try:
        written = write_owner(Path(__file__).parents[1], arguments[0])
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
