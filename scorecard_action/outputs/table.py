"""The outputs beside the report that is printed: one row each.

The options of `submit` and `resend`, the action's inputs, and what is written where follow from
this table. One more output is a file with a renderer, and a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from scorecard_action.errors import Problem
from scorecard_action.files import write_whole
from scorecard_action.model import Run
from scorecard_action.outputs import github, markdown, mistakes, result_json


def whole(path: str, text: str) -> None:
    """Make this all that the file has. Raises OSError."""
    write_whole(path, text.encode("utf-8", "backslashreplace"))


class Output(NamedTuple):
    """One output. It is asked for by its `option`, whose value names the file and which `help`
    tells of, or by the CI with the environment `variable` that does.

    `render` makes its content of a run without keys, `write` puts it into the file and raises
    OSError. `stdout` says whether it may be all that stdout has: then `-` stands for that. `errors`
    makes the content where an error ends the run, for an output that tells of them.
    """

    name: str
    render: Callable[[Run], str]
    write: Callable[[str, str], None] = whole
    option: str = ""
    help: str = ""
    variable: str = ""
    stdout: bool = False
    errors: Callable[[Iterable[Problem]], str] | None = None

    def asked(self, given: Mapping[str, str], environ: Mapping[str, str]) -> str | None:
        """The file that an option (`given`, by the output's name) or the CI names for it."""
        return (environ.get(self.variable) if self.variable else given.get(self.name)) or None


# In the order in which they are written.
OUTPUTS: Final = (
    Output(
        "summary",
        markdown.summary,
        write=github.append,
        variable="GITHUB_STEP_SUMMARY",
        errors=mistakes.summary,
    ),
    Output("outputs", github.step_outputs, write=github.append, variable="GITHUB_OUTPUT"),
    Output(
        "json",
        result_json.encode,
        option="--json",
        help="Also write the result to this file, as JSON.",
        stdout=True,
        errors=result_json.encode_errors,
    ),
)
