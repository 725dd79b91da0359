"""Commit what a release pins, and tag it: `python -m tools.release.tags X.Y.Z [REMOTE]`.

The commit is on no branch: its parent is the commit that is checked out, and it holds the two files
with digests in them. All tags are pushed at once, or none is. Without REMOTE nothing is pushed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tools.bump import VERSION

PINNED = ["Dockerfile", "action.yml"]


def tag_names(version: str) -> tuple[str, str, str]:
    """Return the tags of a version: its own, and the two that move to it (v1.2.3, v1.2, v1)."""
    major, minor, _ = version.split(".")
    return f"v{version}", f"v{major}.{minor}", f"v{major}"


def git(root: Path, *arguments: str) -> str:
    """Run git below `root`, and return what it printed. Raises CalledProcessError."""
    command = ["git", *arguments]
    ran = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return ran.stdout.strip()


def release(root: Path, version: str, remote: str | None) -> str:
    """Make the release commit below `root`, tag it, push the tags; return the commit.

    Raises ValueError, before anything is made, where other files are changed than those that a
    release pins, or one of these is not.
    """
    changed = git(root, "status", "--porcelain", "--untracked-files=no").splitlines()
    paths = sorted(line.split()[-1] for line in changed)
    if paths != PINNED:
        raise ValueError(f"a release changes {' and '.join(PINNED)}, not: {', '.join(paths)}")
    own, *moving = tag_names(version)
    git(root, "checkout", "--quiet", "--detach")
    git(root, "commit", "--quiet", "--message", f"Release {version}", "--", *PINNED)
    git(root, "tag", "--annotate", "--message", f"Release {version}", own)
    for name in moving:
        git(root, "tag", "--force", name)
    if remote:
        refs = [f"refs/tags/{own}", *(f"+refs/tags/{name}" for name in moving)]
        git(root, "push", "--quiet", "--atomic", remote, *refs)
    return git(root, "rev-parse", "HEAD")


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if not 1 <= len(arguments) <= 2 or not re.fullmatch(VERSION, arguments[0]):
        print("say which: python -m tools.release.tags X.Y.Z [REMOTE]", file=sys.stderr)
        return 2
    try:
        print(release(Path.cwd(), arguments[0], next(iter(arguments[1:]), None)))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode  # git has said why
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
