"""The branch that is checked out, by the file that git keeps it in; git itself is not run."""

from __future__ import annotations

from pathlib import Path

from scorecard_action import repository


def head(folder: Path) -> str:
    """The full ref of the branch (`refs/heads/main`) of the checkout that the folder is in.

    Empty where there is no checkout, none can be read, or no branch is checked out (a detached
    HEAD). Never raises.
    """
    try:
        found = repository.around(folder)
        content = repository.text(found.git / "HEAD") if found else ""
    except (OSError, ValueError):
        return ""
    mark, _, ref = content.partition(" ")
    ref = ref.strip()
    # A repository of the reftable format keeps HEAD elsewhere, and this in the file.
    return ref if mark == "ref:" and ref != "refs/heads/.invalid" else ""
