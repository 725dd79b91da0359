"""Show a run in every place that wants it: terminal, JSON file, GitHub's summary and outputs."""

from __future__ import annotations

from collections.abc import Mapping as Environ
from collections.abc import Sequence

from scorecard_action.cli import console, secrets
from scorecard_action.errors import MappingError, UsageError
from scorecard_action.files import write_whole
from scorecard_action.model import Run
from scorecard_action.outputs import github, markdown, result_json, terminal


def everywhere(
    run: Run,
    links: Sequence[tuple[str, str]],
    environ: Environ[str, str],
    *,
    json_file: str | None,
    compared: bool = False,
) -> None:
    """Print the report, and write the files that the options and the CI ask for.

    `compared` says that an outcome without a previous state is new to Datadog.
    A summary or output that cannot be written is a warning: the outcomes are what matters. Raises
    UsageError for `--json` alone, which a later step relies on.
    """
    console.out(
        terminal.render(
            run,
            width=console.width(),
            color=console.color(),
            links=links,
            encoding=console.encoding(),
            compared=compared,
        ).rstrip("\n")
    )
    _for_github(run, links, environ, compared=compared)
    if json_file:
        _write(json_file, result_json.encode(run))


def write_errors(json_file: str | None, error: MappingError) -> None:
    """Write the mistakes of a mapping to the `--json` file, where one is asked for."""
    if json_file:
        _write(json_file, result_json.encode_errors(error.problems))


def _for_github(
    run: Run, links: Sequence[tuple[str, str]], environ: Environ[str, str], *, compared: bool
) -> None:
    try:
        if summary := environ.get("GITHUB_STEP_SUMMARY"):
            page = markdown.summary(run, links, compared=compared)
            github.append_summary(summary, secrets.masked_data(page))
        if outputs := environ.get("GITHUB_OUTPUT"):
            values = github.outputs_of(run)
            github.write_outputs(
                outputs, {name: secrets.masked_data(value) for name, value in values.items()}
            )
    except OSError as error:
        console.warn(f"GitHub's files cannot be written: {error.filename}: {error.strerror}")


def _write(path: str, data: bytes) -> None:
    data = secrets.masked_data(data.decode()).encode()
    try:
        write_whole("/dev/stdout" if path == "-" else path, data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None
