"""`schema`: print the JSON Schema of the mapping file."""

from __future__ import annotations

import click

from scorecard_action.cli import console
from scorecard_action.mapping.schema import write_schema


@click.command(name="schema")
def command() -> int:
    """Print the JSON Schema of the mapping file (draft 2020-12).

    Editors complete and check the mapping with it.
    """
    console.result(write_schema().rstrip("\n"))
    return 0
