"""What the commands that evaluate have in common: the mapping, the build, and where to read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping as Environ
from pathlib import Path
from typing import NamedTuple

from scorecard_action.ci.checkout import head
from scorecard_action.ci.detect import Context, detect
from scorecard_action.ci.links import links
from scorecard_action.cli import console, options
from scorecard_action.entities.targets import Targets, targets
from scorecard_action.mapping.loader import find_mapping, load
from scorecard_action.mapping.types import Mapping
from scorecard_action.reading.gather import Place


class Setup(NamedTuple):
    """A run made ready: the mapping read, the build known, the targets named."""

    mapping: Mapping
    context: Context
    targets: Targets
    place: Place


def prepare(
    environ: Environ[str, str],
    *,
    working_directory: str | None,
    mapping_file: str | None,
    service: str | None,
    remarks_limit: int = 1000,
) -> Setup:
    """Read the mapping and the build's environment.

    Raises MappingError with every mistake of the mapping, UsageError where a file or name is wrong.
    """
    top = options.enter(working_directory)
    file = Path(mapping_file) if mapping_file else find_mapping(top)
    shown = mapping_file or os.path.relpath(file, top)
    mapping = load(file, shown)
    context = detect(environ, terminal=console.at_terminal(), head=head(top))
    place = Place(
        top=top,
        workspaces=_workspaces(top, context, environ),
        now=dt.datetime.now(dt.UTC),
        links=tuple(links(context.build)),
        remarks_limit=remarks_limit,
        mapping_folder=file.absolute().parent,
    )
    found = targets(mapping, top, service, environ.get("DD_SERVICE") or None)
    for text in found.notes:
        console.note(text)
    return Setup(mapping, context, found, place)


def _workspaces(top: Path, context: Context, environ: Environ[str, str]) -> tuple[str, ...]:
    """Return the folders that the checkout has, here and on the host that made the reports.

    A docker action of GitHub sees it mounted elsewhere: the host has it in RUNNER_WORKSPACE, in a
    folder named after the repository.
    """
    folders = [str(top), context.workspace or "", environ.get("PWD", "")]
    host, repository = environ.get("RUNNER_WORKSPACE"), environ.get("GITHUB_REPOSITORY", "")
    if host and repository:
        folders.append(f"{host}/{repository.rpartition('/')[2]}")
    return tuple(dict.fromkeys(path for path in folders if path.strip("/")))
