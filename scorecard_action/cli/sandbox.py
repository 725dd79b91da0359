"""`sandbox`: a local Scorecards API with a page that shows the scorecard."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

import click
import msgspec

from scorecard_action.cli import console, options
from scorecard_action.errors import UsageError

_A_RULE: Final = '[{"name": "Unit tests pass", "scorecard_name": "Quality"}]'
_AN_ENTRY: Final = '[{"ref": "service:cart", "owner": "shop"}]'


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of `--rules`; what is left out is the sandbox's default."""

    name: str
    scorecard_name: str
    id: str | None = None
    description: str | None = None
    owner: str | None = None
    enabled: bool | None = None
    level: Literal[1, 2, 3] | None = None
    scope_query: str | None = None


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of `--catalog`; what is left out is the sandbox's default."""

    ref: str
    owner: str | None = None
    display_name: str | None = None
    tags: list[str] | None = None
    discovered: bool | None = None


@click.command(name="sandbox")
@options.option(
    "--port", type=click.IntRange(0, 65535), default=8126, show_default=True, help="0 takes any."
)
@options.option(
    "--database",
    metavar="FILE",
    default=":memory:",
    show_default=True,
    help="Keep rules and outcomes in this SQLite file.",
)
@options.option(
    "--rules",
    metavar="FILE",
    help='Make these rules first: a JSON array of {"name": …, "scorecard_name": …}.',
)
@options.option(
    "--entity",
    "entities",
    multiple=True,
    metavar="REF",
    help="Have this entity in the catalog (service:cart); may be repeated.",
)
@options.option(
    "--catalog",
    metavar="FILE",
    help='Have these entities in the catalog: a JSON array of {"ref": …, "owner": …}, with'
    ' "discovered": true for one that has no definition.',
)
@options.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help="Misbehave: 429:N, 500:N, reset, hang, slow, truncate, gone, reject-rule=ID, early-hints,"
    " negative-chunk, no-route, redirect, echo, huge or not-an-answer; 500-read, endless-rules …"
    " for reads; may be repeated.",
)
def command(
    *,
    port: int,
    database: str,
    rules: str | None,
    entities: tuple[str, ...],
    catalog: str | None,
    faults: tuple[str, ...],
) -> int:
    """Run a local Scorecards API to try things against (needs the `sandbox` extra).

    It binds loopback only. Send to it with `--api-url`; its page shows the scorecard.
    """
    from scorecard_action.sandbox import serve  # noqa: PLC0415 - Flask is an extra

    def announce(url: str) -> None:
        console.out(f"Scorecards API at {url} (Ctrl-C ends it)")
        console.note(f"send to it with: DD_API_KEY=x DD_APP_KEY=x SCORECARD_API_URL={url}")

    serve(
        announce,
        database=database,
        port=port,
        faults=faults,
        rules=_objects(rules, Rule, "rules", _A_RULE),
        entities=[
            *_objects(catalog, Entry, "entities", _AN_ENTRY),
            *({"ref": entity} for entity in entities),
        ],
    )
    return 0


def _objects(
    file: str | None, kind: type[msgspec.Struct], what: str, example: str
) -> list[dict[str, Any]]:
    """What a file of a JSON array of this kind says of each."""
    if not file:
        return []
    try:
        found = msgspec.json.decode(Path(file).read_bytes(), type=list[kind])  # type: ignore[valid-type]
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise UsageError(
            f"{file}: not a JSON array of {what}: {error}",
            hint=f"write it as {example}",
        ) from None
    return [
        {name: value for name, value in msgspec.structs.asdict(one).items() if value is not None}
        for one in found
    ]
