"""The tables of the README that the code can write: `python -m tests.tables` puts them there."""

from __future__ import annotations

import re
from pathlib import Path

import click

from scorecard_action.cli import COMMANDS, cli
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"


def options(name: str) -> list[click.Option]:
    """The options of a command."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def long_name(option: click.Option) -> str:
    """The long name of an option, without its dashes."""
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")


def formats_table() -> str:
    """Every format with its kind and the tools that write it."""
    rows = ["| format | kind | name | written by |", "| --- | --- | --- | --- |"]
    order = list(Kind)
    for form in sorted(FORMATS.values(), key=lambda form: order.index(form.kind or Kind.TESTS)):
        rows.append(f"| {form.title} | {form.kind} | `{form.name}` | {form.producers} |")
    return "\n".join(rows)


def commands_table() -> str:
    """Every command with the first sentence of its help."""
    rows = ["| command | what it does |", "| --- | --- |"]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        rows.append(f"| `{name}` | {command.get_short_help_str(200).rstrip('.')} |")
    return "\n".join(rows)


def options_table() -> str:
    """The options of `submit`."""
    rows = ["| option | what it says |", "| --- | --- |"]
    for option in options("submit"):
        names = ", ".join(f"`{name}`" for name in option.opts)
        rows.append(f"| {names} | {described(option)} |")
    return "\n".join(rows)


def described(option: click.Option) -> str:
    """What an option says of itself, with its choices and default: as in its action input."""
    text = (option.help or "").replace("  [", " [")
    if isinstance(option.type, click.Choice):
        *first, last = option.type.choices
        text = f"{text.rstrip('.')}: {', '.join(first)} or {last}."
    if option.show_default:
        text += f" [default: {option.default}]"
    return text


TABLES = {"formats": formats_table, "commands": commands_table, "options": options_table}


def written(readme: str) -> str:
    """The README with every table as the code has it."""
    for name, table in TABLES.items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = table().replace("\\", r"\\")
        readme = mark.sub(rf"\g<1>{text}\n\g<2>", readme)
    return readme


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
