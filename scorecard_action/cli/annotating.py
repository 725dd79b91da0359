"""Errors told to the CI as annotations, where it shows such at a file's line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from scorecard_action.cli import console, here
from scorecard_action.errors import Problem
from scorecard_action.outputs import annotate
from scorecard_action.reading import checkout


def tell(problems: Sequence[Problem], environ: Mapping[str, str], root: str | None = None) -> None:
    """Print an annotation of each problem where the CI takes such.

    `root` is where the paths of annotations start; None finds it around the working directory.
    """
    if environ.get("GITHUB_ACTIONS") == "true":
        form = annotate.github
    elif environ.get("TF_BUILD", "").lower() == "true":
        form = annotate.azure
    else:
        return
    if problems and root is None:
        root = root_of(here(), environ)
    placed = [
        one._replace(file=below(one.file, root or "")) if one.file else one for one in problems
    ]
    console.tell_ci(form(placed))


def root_of(folder: str, environ: Mapping[str, str]) -> str:
    """Return the root of the repository, where annotations start; "" where none is known."""
    workspace = environ.get("GITHUB_WORKSPACE") or environ.get("BUILD_SOURCESDIRECTORY") or ""
    here = checkout.find(os.path.realpath(folder), workspace=os.path.realpath(workspace))
    return here.root if folder else ""


def below(file: str, root: str) -> str:
    """Return the path of a file below a folder; "" where it lies elsewhere."""
    if not file or not root:
        return ""
    path = os.path.realpath(file)
    inside = path.startswith(f"{root.rstrip('/')}/")
    return Path(os.path.relpath(path, root)).as_posix() if inside else ""
