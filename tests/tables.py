"""The tables of README and docs that the code writes: `python -m tests.tables` puts them there."""

from __future__ import annotations

import re
from pathlib import Path

import click

from scorecard_action.ci.provider import Told
from scorecard_action.ci.providers import PROVIDERS
from scorecard_action.cli import COMMANDS, cli
from scorecard_action.model import Kind
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.own.table import TABLE as TOOLS

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    ROOT / "README.md",
    *(ROOT / f"docs/{name}.md" for name in ("builds", "formats", "severities")),
)


def options(name: str) -> list[click.Option]:
    """The options of a command."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def long_name(option: click.Option) -> str:
    """The long name of an option, without its dashes."""
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")


def formats_table() -> str:
    """Every format with its kind, the tools that write it, and what a clean report is."""
    rows = ["| format | kind | name | written by | clean |", "| --- | --- | --- | --- | --- |"]
    order = list(Kind)
    for form in sorted(FORMATS.values(), key=lambda form: order.index(form.kind or Kind.TESTS)):
        cells = (form.title, form.kind, f"`{form.name}`", form.producers, _clean(form))
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(rows)


def _clean(form: Format) -> str:
    listed = ["`[]`: name the `format`"] if form.clean_list else []
    empty = ["maybe empty: `empty: clean`"] if form.empty_clean and not form.silent else []
    silent = ["empty: `empty: clean`"] if form.silent else []
    return "; ".join([*listed, *empty, *silent])


def own_table() -> str:
    """Every tool whose own output is not all that it can write, with the line to use."""
    rows = ["| tool | let it write | which is |", "| --- | --- | --- |"]
    for own in sorted(TOOLS, key=lambda own: own.tool.casefold()):
        if own.line:
            rows.append(f"| {own.tool} | {own.said} | {FORMATS[own.writes].title} |")
    return "\n".join(rows)


def severities_table() -> str:
    """Every lint format with the words that it can say for how serious a finding is."""
    rows = ["| name | its words |", "| --- | --- |"]
    for form in FORMATS.values():
        if form.kind is Kind.LINT:
            words = form.severities
            listed = "any: they are the user's own" if words is None else ", ".join(sorted(words))
            rows.append(f"| `{form.name}` | {listed} |")
    return "\n".join(rows)


def commands_table() -> str:
    """Every command with the first sentence of its help."""
    rows = ["| command | what it does |", "| --- | --- |"]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        rows.append(f"| `{name}` | {command.get_short_help_str(200).rstrip('.')} |")
    return "\n".join(rows)


def builds_table() -> str:
    """What each provider tells of builds that meet."""
    told = {Told.NAME: "its name", Told.LINK: "its link", Told.ALONE: "the build is one job"}
    rows = [
        "| CI | which build is later | attempts | what tells a job |",
        "| --- | --- | --- | --- |",
    ]
    for provider in sorted(PROVIDERS, key=lambda row: row.label.casefold()):
        if meets := provider.meets:
            order = "by its number" if meets.order else "not told"
            attempts = "told" if meets.attempt else ""
            rows.append(f"| {provider.label} | {order} | {attempts} | {told[meets.job]} |")
    return "\n".join(rows)


def options_table() -> str:
    """The options of `submit`."""
    rows = ["| option | what it says |", "| --- | --- |"]
    for option in options("submit"):
        if option.hidden:
            # Nobody sets these: the action's own defaults do.
            continue
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


TABLES = {
    "builds": builds_table,
    "formats": formats_table,
    "own": own_table,
    "severities": severities_table,
    "commands": commands_table,
    "options": options_table,
}


def written(page: str) -> str:
    """A page with every table as the code has it."""
    for name, table in TABLES.items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text = table().replace("\\", r"\\")
        page = mark.sub(rf"\g<1>{text}\n\g<2>", page)
    return page


if __name__ == "__main__":
    for file in PAGES:
        file.write_text(written(file.read_text(encoding="utf-8")), encoding="utf-8")
