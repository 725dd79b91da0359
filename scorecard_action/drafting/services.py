"""Which services a drafted mapping speaks for: defined in the tree, else guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from scorecard_action.drafting.draft import Services
from scorecard_action.drafting.patterns import caught, literal
from scorecard_action.entities.definitions import Definition
from scorecard_action.model import Entity
from scorecard_action.reports.names import is_test_data

UNKNOWN = "my-service"
MAX_NAME = 200


class Guess(NamedTuple):
    """A name that the service may have, and where it comes from."""

    name: str
    source: str


def defined(found: Sequence[Definition]) -> tuple[Services | None, tuple[str, ...]]:
    """Return the services that definition files define, None where there is none.

    Beside them, globs of the definition files that must not be read: of test data, and of a service
    that is defined in another one already.
    """
    files: dict[Entity, str] = {}
    excluded: dict[str, None] = {}
    for one in found:
        if one.entity.kind != "service" or written(one.entity) is None:
            continue
        if is_test_data(one.file) or files.setdefault(one.entity, one.file) != one.file:
            excluded[one.file] = None
    files = {entity: file for entity, file in files.items() if file not in excluded}
    exclude = tuple(map(literal, excluded))
    # a name with a control character is excluded with a `?`, which may take another file with it
    lost = sorted(set(caught(exclude, files.values())))
    files = {entity: file for entity, file in files.items() if file not in lost}
    if not files:
        return None, ()
    names = tuple(name for entity in files if (name := written(entity)))
    folders: dict[str, str] = {}
    for entity, file in files.items():
        folders.setdefault(file.rpartition("/")[0], written(entity) or "")
    sources = sorted(set(files.values()))
    if len(folders) == 1:
        source = f"as {sources[0]} says"
        if names[1:]:
            source += "; {service} in a pattern tells whose reports are whose"
        return Services(names, source), ()
    sharing = len(names) - len(folders)
    notes = [f"no pattern tells {file} from a file that is excluded: left out" for file in lost]
    if sharing:
        apart = "{service} in a pattern tells them apart"
        notes.append(f"{sharing} of them share the folder of another: {apart}")
    services = Services(
        names,
        f"the {len(names)} services of the definition files in this tree; globs start at theirs",
        auto=True,
        sharing=bool(sharing),
        of_folder=folders,
        notes=tuple(notes),
    )
    return services, exclude


def guessed(guesses: Sequence[Guess]) -> Services:
    """Return the first guess that can be a name."""
    for name, source in guesses:
        if fit := written(Entity("service", name.strip())):
            return Services((fit,), f"{source}: is it called so in Datadog?")
    return Services((UNKNOWN,), "put the service's name in Datadog here")


def repository(url: str) -> str:
    """Return the name of the repository at a URL or a path: its last part, without `.git`."""
    parts = re.split(r"[/\\:]", re.sub(r"[?#].*", "", url).rstrip("/"))
    return parts[-1].removesuffix(".git")


def written(entity: Entity) -> str | None:
    """Return a service's name as a mapping has it, None where a mapping cannot have it."""
    name = f"service:{entity.name}" if ":" in entity.name else entity.name
    if not entity.name.strip() or len(name) > MAX_NAME:
        return None
    odd = any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in name)
    return None if odd else name
