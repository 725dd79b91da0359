"""The tables of README and docs that the code writes: `python -m tests.tables` puts them there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

from scorecard_action.ci.provider import Cell, Provider, Sign, Told
from scorecard_action.ci.providers import PROVIDERS
from scorecard_action.cli import COMMANDS, cli
from scorecard_action.model import Kind
from scorecard_action.reports.format import Format
from scorecard_action.reports.formats import FORMATS
from scorecard_action.reports.own.table import TABLE as TOOLS
from tests.ci.sources import CI_INFO, SOURCES

ROOT = Path(__file__).resolve().parents[1]
PAGES = tuple(
    ROOT / page
    for page in (
        "README.md",
        "docs/builds.md",
        "docs/ci/README.md",
        "docs/formats.md",
        "docs/mapping.md",
        "docs/options.md",
        "docs/severities.md",
    )
)
COMPONENT = ROOT / "templates/scorecard/template.yml"
SCHEMA = json.loads((ROOT / "scorecard.schema.json").read_text("utf-8"))
# The tables of docs/mapping.md: the definition of the schema that each shows; "" is the file's own.
KEYS = {
    "file": "",
    "rule": "RuleEntry",
    "report": "Report",
    "select": "Select",
    "limits": "Limits",
    "waiver": "WaiverEntry",
    "accept": "AcceptEntry",
    "definition": "DefinitionEntry",
    "base": "BaseEntry",
}
_NAMES = {
    "RuleEntry": "[a rule](#a-rule)",
    "Report": "[an entry of `reports`](#an-entry-of-reports)",
    "Select": "[what selects evidence](#only-and-except)",
    "Limits": "[limits](#min-and-max)",
    "WaiverEntry": "[a waiver](#waive)",
    "AcceptEntry": "[an acceptance](#accepting-failures-accept)",
    "DefinitionEntry": "[a definition](#define)",
    "BaseEntry": "[an entry of `extends`](#extends)",
}
# Words for the shapes of text that the schema's patterns describe.
_SHAPES = {
    "format": "the name of [a format](formats.md)",
    "link": "an address",
    "max_age": "a time: `2h`, `1d12h`",
    "sha256": "64 hexadecimal digits",
    "until": "a date",
}
_EVENT = "the event file"
# Branch variables that hold a full ref, so that a tag is told from a branch of its name.
FULL_REFS = ("GITHUB_REF", "BUILD_SOURCEBRANCH", "CODEBUILD_WEBHOOK_HEAD_REF", "GERRIT_REFNAME")


def options(name: str) -> list[click.Option]:
    """The options of a command."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def long_name(option: click.Option) -> str:
    """The long name of an option, without its dashes."""
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")


def formats_table() -> str:
    """Every format with its kind, the tools that write it, whether it has times, and what a clean
    report is.
    """
    rows = [
        "| format | kind | name | written by | times | clean |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    order = list(Kind)
    for form in sorted(FORMATS.values(), key=lambda form: order.index(form.kind or Kind.TESTS)):
        times = "yes" if form.times else ""
        cells = (form.title, form.kind, f"`{form.name}`", form.producers, times, _clean(form))
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


def options_tables() -> str:
    """The options of every command, each with the variable that sets it."""
    sections = []
    for name in COMMANDS:
        rows = []
        for option in options(name):
            if option.hidden:
                # Nobody sets these: the action's own defaults do.
                continue
            names = ", ".join(f"`{one}`" for one in option.opts)
            variable = f"`{option.envvar}`" if option.envvar else ""
            rows.append(f"| {names} | {described(option)} | {variable} |")
        head = ["| option | what it says | variable |", "| --- | --- | --- |"]
        table = "\n".join([*head, *rows]) if rows else "It has none."
        sections.append(f"## {name}\n\n`{usage(name)}`\n\n{table}")
    return "\n" + "\n\n".join(sections) + "\n"


def usage(name: str) -> str:
    """How a command is called, as its help has it."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    context = click.Context(command, info_name=f"scorecard-action {name}")
    return " ".join([context.command_path, *command.collect_usage_pieces(context)])


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


def providers_table() -> str:
    """Every provider with what tells it, and what it tells."""
    heads = "detected by", "links", "pull request", "fork", "default branch", "tag", "shard"
    rows = [
        f"| provider | {' | '.join(heads)} | source |",
        f"|{' --- |' * (len(heads) + 2)}",
    ]
    for row in sorted(PROVIDERS, key=lambda row: row.label.lower()):
        source = SOURCES[row.name]
        label = "ci-info" if source == CI_INFO else "its own page"
        told = [
            cell(row) for cell in (_detected, _links, _reviewed, _forks, _default, _tag, _shard)
        ]
        cells = [*told, f"[{label}]({source})"]
        rows.append(f"| {row.label} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _detected(row: Provider) -> str:
    beside = "".join(f" and `{name}`" for name in row.beside)
    return " or ".join(map(_sign, row.markers)) + beside


def _links(row: Provider) -> str:
    linked = {
        "build": row.pipeline_url,
        # the same page twice is one link
        "job": row.job_url != row.pipeline_url and row.job_url,
        "commit": row.commit_sha and row.repository_url,
    }
    return ", ".join(name for name, cell in linked.items() if cell)


def _reviewed(row: Provider) -> str:
    said: dict[bool, list[str]] = {False: [], True: []}
    for one in row.reviews:
        told = [*_variables(one.number), *map(_sign, one.signs), *_variables(one.ref)]
        open_one = " (of the branch)" if one.of_branch else ""
        said[one.queue] += [f"{name}{open_one}" for name in told]
    parts = [", ".join([*said[False], *([_EVENT] if row.event_file else [])])]
    if said[True]:
        parts.append(f"merge queue: {', '.join(said[True])}")
    return "; ".join(filter(None, parts))


def _forks(row: Provider) -> str:
    told = [" ≠ ".join(f"`{name}`" for name in names) for names in row.fork]
    return ", ".join([*told, *([_EVENT] if row.event_file else [])])


def _default(row: Provider) -> str:
    told = [*_variables(row.default_branch), *map(_sign, row.primary)]
    return ", ".join([*([_EVENT] if row.event_file else []), *told])


def _tag(row: Provider) -> str:
    refs = [f"`{name}`" for name in FULL_REFS if f"{{{name}}}" in row.branch]
    return ", ".join(_variables(row.tag) or refs)


def _shard(row: Provider) -> str:
    if row.shard is None:
        return ""
    return f"`{row.shard.number}` of `{row.shard.total}`, from {row.shard.first}"


def _sign(sign: Sign) -> str:
    name, start = sign
    return f"`{name}={start}…`" if start else f"`{name}`"


def _variables(cell: Cell) -> list[str]:
    return [f"`{name}`" for template in cell for name in re.findall(r"\{(\w+)\}", template)]


# What YAML takes for text, or a date, without quotes.
_PLAIN = re.compile(r"[A-Za-z](?:[\w ./*-]*[\w*])?|\d+[dhms]|\d{4}-\d\d-\d\d")


def keys_table(definition: str) -> str:
    """Every key of a part of the mapping, with what it says, what it takes and an example."""
    shown = SCHEMA["$defs"][definition] if definition else SCHEMA
    # What a mapping that extends none needs.
    alone = SCHEMA["else"] if shown is SCHEMA else {}
    if definition == "RuleEntry":
        alone = SCHEMA["else"]["properties"]["rules"]["items"]
    required = {*shown.get("required", []), *alone.get("required", [])}
    rows = ["| key | what it says | it takes | example |", "| --- | --- | --- | --- |"]
    for key, value in shown["properties"].items():
        name = f"`{key}` (required)" if key in required else f"`{key}`"
        takes = _SHAPES.get(key) or _joined(_short(dict.fromkeys(_takes(value))))
        examples = ", ".join(f"`{key}: {inline(one)}`" for one in value["examples"])
        rows.append(f"| {name} | {_quoted(value['description'])} | {takes} | {examples} |")
    return "\n".join(rows)


def _joined(options: Iterable[str]) -> str:
    """`a number, `none` or `baseline``; the words of the last option are options as well."""
    *first, last = options
    *more, last = last.split(", ")
    return " or ".join([*([", ".join([*first, *more])] if first or more else []), last])


def _short(words: Iterable[str]) -> Iterator[str]:
    """Yield what a key takes without saying twice what a list is of."""
    said: set[str] = set()
    for word in words:
        of = word.removeprefix("a list of ").replace("texts", "text")
        listed = "a list of these" if of in said else word
        said |= set(word.split(" or "))
        yield listed


def _quoted(description: str) -> str:
    return re.sub(r"(?<!\w)'([^']+)'(?!\w)", r"`\1`", description)


def _takes(value: Any) -> Iterator[str]:
    """Yield what a key takes, in words."""
    if reference := value.get("$ref"):
        yield _NAMES[reference.rpartition("/")[2]]
    elif options := [one for one in value.get("anyOf", []) if one != {"const": "none"}]:
        if "percent" in value.get("description", ""):
            options = [{"percent": True}, *options[1:]]
        for one in options:
            yield from _takes(one)
    elif words := value.get("enum"):
        yield ", ".join(f"`{inline(word)}`" for word in words)
    elif value.get("percent"):
        yield "percent: `80`, `0.5%`"
    elif value["type"] == "array":
        one = next(_takes(value["items"]))
        yield f"a list of {'texts' if one == 'text' else one}"
    elif value["type"] == "object":
        yield "names with a value each"
    else:
        yield {
            "string": "text",
            "integer": "a number",
            "number": "a number",
            "boolean": "`true`, `false`",
        }[value["type"]]


def inline(value: Any) -> str:
    """A value as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    plain = isinstance(value, str) and _PLAIN.fullmatch(value)
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


TABLES: dict[str, Callable[[], str]] = {
    "builds": builds_table,
    "formats": formats_table,
    "own": own_table,
    "severities": severities_table,
    "commands": commands_table,
    "options": options_tables,
    "providers": providers_table,
    **{f"keys-{name}": partial(keys_table, shown) for name, shown in KEYS.items()},
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
