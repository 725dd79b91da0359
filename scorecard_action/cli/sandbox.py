"""`sandbox`: a local Scorecards API with a page that shows the scorecard."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from scorecard_action.cli import console, options
from scorecard_action.errors import UsageError


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
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help="Misbehave: 429:N, 500:N, reset, slow, truncate, gone, reject-rule=ID, early-hints,"
    " negative-chunk, no-route or not-an-answer; may be repeated.",
)
def command(port: int, database: str, rules: str | None, faults: tuple[str, ...]) -> int:
    """Run a local Scorecards API to try things against (needs the `sandbox` extra).

    It binds loopback only. Send to it with `--api-url`; its page shows the scorecard.
    """
    from scorecard_action.sandbox import serve  # noqa: PLC0415 - Flask is an extra

    def announce(url: str) -> None:
        console.out(f"Scorecards API at {url} (Ctrl-C ends it)")
        console.note(f"send to it with: DD_API_KEY=x DD_APP_KEY=x SCORECARD_API_URL={url}")

    serve(announce, database=database, port=port, faults=faults, rules=_rules(rules))
    return 0


def _rules(file: str | None) -> list[dict[str, str]]:
    if not file:
        return []
    try:
        return msgspec.json.decode(Path(file).read_bytes(), type=list[dict[str, str]])
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    except msgspec.DecodeError as error:
        raise UsageError(
            f"{file}: not a JSON array of rules: {error}",
            hint='write it as [{"name": "Unit tests pass", "scorecard_name": "Quality"}]',
        ) from None
