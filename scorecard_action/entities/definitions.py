"""Datadog's definition files in a tree: `service.datadog.yaml` and `entity.datadog.yaml`.

Versions v1, v2, v2.1, v2.2 and v3 of https://github.com/DataDog/schema; a file may hold several
documents. Only the kind and the name are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from scorecard_action.files import NotRegularError, read_bounded
from scorecard_action.globs.find import Wanted, find
from scorecard_action.globs.globs import Glob
from scorecard_action.mapping.names import entity_problem
from scorecard_action.mapping.wording import quote
from scorecard_action.model import Entity

FILES: Final = Glob("**/{service,entity}.datadog.{yaml,yml}")
FOREIGN: Final = frozenset({"vendor", "third_party", "testdata", "fixtures"})
MAX_BYTES: Final = 1024 * 1024
_WAY_OUT: Final = "mend it, or leave it out with `exclude` in the mapping"


class Definition(NamedTuple):
    """An entity that a file defines; `folder` is the file's, relative to the working directory."""

    entity: Entity
    file: str

    @property
    def folder(self) -> str:
        """The folder that the file is in, "" for the working directory."""
        return self.file.rpartition("/")[0]


class Definitions(NamedTuple):
    """The definitions of a tree in the order of their files, and a warning per unusable file.

    `problems` are services whose name is none, each with its file. `foreign` are the files that
    were passed over because they came with somebody else's code, or as a test's data.
    """

    found: tuple[Definition, ...]
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def in_tree(top: Path, exclude: tuple[Glob, ...] = ()) -> Definitions:
    """Return what is defined below `top`, but for files that `exclude` matches. Never raises.

    What lies below a folder of `FOREIGN` is not this repository's.
    """
    files = list(find(top, [Wanted(FILES, tuple(one.below(str(top)) for one in exclude))]).files)
    foreign = tuple(file for file in files if not FOREIGN.isdisjoint(file.split("/")[:-1]))
    return _all(top, [file for file in files if file not in foreign])._replace(foreign=foreign)


def in_folder(top: Path) -> Definitions:
    """Return what is defined in `top` itself. Never raises."""
    return _all(top, find(top, [Wanted(Glob("{service,entity}.datadog.{yaml,yml}"))]).files)


def _all(top: Path, files: Iterable[str]) -> Definitions:
    found: list[Definition] = []
    warnings: list[str] = []
    problems: list[str] = []
    for file in files:
        try:
            entities = list(names(_read(top / file)))
        except (OSError, ValueError) as error:
            warnings.append(f"{file}: not a definition file: {error}; {_WAY_OUT}")
            continue
        for entity in entities:
            problem = entity_problem(str(entity)) if entity.name else "is blank"
            if problem is None:
                found.append(Definition(entity, file))
            elif entity.kind == "service":
                problems.append(f"{file}: the name {quote(entity.name)} {problem}")
        if not entities:
            why = "defines no entity: it names none, or is of another version"
            warnings.append(f"{file}: {why}; {_WAY_OUT}")
    return Definitions(tuple(found), tuple(warnings), tuple(problems))


def names(text: str) -> Iterator[Entity]:
    """Yield the entities that the documents of a definition file define; a name may be blank.

    Raises ValueError with a line where it is no YAML.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and seldom needed
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    reader = YAML(typ="safe", pure=True)
    reader.allow_duplicate_keys = True
    try:
        documents = list(reader.load_all(text))
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise ValueError(f"it is no sound YAML{where}") from None
    for document in documents:
        if isinstance(document, dict) and (entity := _entity(document)):
            yield entity


def _entity(document: dict[str, Any]) -> Entity | None:
    kind: object = "service"
    name: object = None
    version = str(document.get("schema-version") or document.get("apiVersion") or "")
    if version == "v3":
        metadata = document.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        kind = document.get("kind")
    elif version == "v1":
        info = document.get("info")
        name = info.get("dd-service") if isinstance(info, dict) else None
    elif version.startswith("v2"):
        name = document.get("dd-service")
    if isinstance(kind, str) and isinstance(name, str | int):
        return Entity(kind, str(name).strip())
    return None


def _read(path: Path) -> str:
    try:
        content = read_bounded(path, MAX_BYTES)
    except NotRegularError:
        raise ValueError("it is no file") from None
    if len(content) > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES >> 20} MiB")
    return content.decode("utf-8-sig")
