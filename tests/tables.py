"""The tables of README and docs that the code writes: `python -m tests.tables` puts them there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from scorecard_action.cli import COMMANDS, cli
from scorecard_action.model import Kind
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs/formats.md", ROOT / "docs/severities.md")
COMPONENT = ROOT / "templates/scorecard/template.yml"


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


def component_inputs() -> str:
    """The options of `submit` as inputs of GitLab's component, typed, with the code's defaults."""
    lines = []
    for option in options("submit"):
        if option.hidden:
            continue
        lines.append(f"    {long_name(option)}:")
        lines.append(f"      description: {json.dumps(described(option), ensure_ascii=False)}")
        default = option.default if option.show_default is True else None
        if option.is_flag:
            lines += ["      type: boolean", "      default: false"]
        elif isinstance(option.type, click.Choice):
            lines += [
                f"      options: [{', '.join(option.type.choices)}]",
                f"      default: {default}",
            ]
        elif isinstance(default, int | float):
            lines += ["      type: number", f"      default: {default:g}"]
        else:
            lines.append(f'      default: "{default or ""}"')
    return "\n".join(lines)


def component_variables() -> str:
    """What each of these inputs sets."""
    return "\n".join(
        f'    {option.envvar}: "$[[ inputs.{long_name(option)} ]]"'
        for option in options("submit")
        if not option.hidden
    )


def component() -> str:
    """GitLab's component, with an input for every option that the code has."""
    text = COMPONENT.read_text(encoding="utf-8")
    for begin, part, end in (
        (
            "    # options of submit, written by `python -m tests.tables`\n",
            component_inputs(),
            "---\n",
        ),
        ("    # options of submit\n", component_variables(), "    DD_SITE:"),
    ):
        before, rest = text.split(begin)
        text = f"{before}{begin}{part}\n{end}{rest.partition(end)[2]}"
    return text


TABLES = {
    "formats": formats_table,
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
    COMPONENT.write_text(component(), encoding="utf-8")
