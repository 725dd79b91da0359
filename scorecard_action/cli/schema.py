"""`schema`: print the JSON Schema of the mapping file, or of a case's expect.yaml."""

from __future__ import annotations

import click

from scorecard_action.cli import console
from scorecard_action.mapping.schema import write_schema


@click.command(name="schema")
@click.option("--case", is_flag=True, help="That of the expect.yaml of a case of `test`.")
def command(*, case: bool) -> int:
    """Print the JSON Schema of the mapping file (draft 2020-12).

    Editors complete and check the mapping with it.
    """
    if case:
        from scorecard_action.trials.document import Expect  # noqa: PLC0415 - only here

        written = write_schema(struct=Expect, title="case")
    else:
        written = write_schema()
    console.result(written.rstrip("\n"))
    return 0
