"""`init`: draft a mapping from the reports found here, and the rules in Datadog."""

from __future__ import annotations

import os
from collections.abc import Mapping as Environ
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from scorecard_action.ci.detect import detect
from scorecard_action.cli import console, init_notes, options, setup
from scorecard_action.drafting import services as naming
from scorecard_action.drafting.draft import Draft, RuleDraft, Services, write
from scorecard_action.drafting.facts import Fact, facts
from scorecard_action.drafting.groups import group, named_apart, proposals
from scorecard_action.drafting.reader import Reader
from scorecard_action.drafting.services import Guess
from scorecard_action.drafting.steps import steps_for
from scorecard_action.drafting.survey import origin, survey
from scorecard_action.drafting.unused import Unused, unused
from scorecard_action.entities import definitions
from scorecard_action.errors import DatadogRefused, DatadogUnreachable, UsageError
from scorecard_action.files import write_whole
from scorecard_action.mapping.source import NAMES
from scorecard_action.outputs.text import printable
from scorecard_action.outputs.words import count
from scorecard_action.reading.patience import Patience
from scorecard_action.reports.formats import FORMATS

if TYPE_CHECKING:
    from scorecard_action.datadog.rules import RuleRecord

_STDOUT: Final = "-"
SCORECARD: Final = "Code Quality"
"""Where rules are defined if nobody says in which scorecard."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of `init`."""

    working_directory: str | None
    output: str | None
    force: bool
    define: bool
    scorecard: str | None
    read_timeout: float
    api_url: str | None
    timeout: float


@click.command(name="init")
@options.working_directory
@click.option(
    "--output",
    metavar="FILE",
    help="Write the mapping here, or to stdout with `-`.  [default: scorecard.datadog.yaml]",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.option(
    "--define",
    is_flag=True,
    help="Also draft the definitions of rules that Datadog does not have, for `rules apply`.",
)
@click.option(
    "--scorecard",
    metavar="NAME",
    help=f"The scorecard of rules that --define drafts.  [default: {SCORECARD}]",
)
@options.read_timeout
@options.api_url
@options.timeout
def command(**given: object) -> int:
    """Draft a mapping from the reports found here, and the rules in Datadog with keys.

    Looks for report files below the working directory, whatever their names, and for Datadog's
    definition files. With DD_API_KEY and DD_APP_KEY, or DD_ACCESS_TOKEN alone, rules are proposed
    by their names in Datadog (scope apm_service_catalog_read); nothing is sent. Ends with the step
    to put into the CI's own file.
    """
    return execute(Options(**given), os.environ)  # type: ignore[arg-type]


def execute(chosen: Options, environ: Environ[str, str]) -> int:
    """Draft the mapping and write it; return the exit code.

    Raises UsageError where the file is there already or cannot be written.
    """
    top = options.enter(chosen.working_directory)
    if chosen.scorecard is not None and not chosen.define:
        raise UsageError("--scorecard says where --define is to define rules, which was not given")
    if chosen.scorecard is not None and not chosen.scorecard.strip():
        raise UsageError("--scorecard needs a name")
    target = _target(chosen, top)
    patience = Patience(chosen.read_timeout)
    seen = survey(top, patience)
    who, exclude = _services(top, environ)
    reader = Reader(top, patience=patience)
    folders = [*who.of_folder] if who.auto else [""]
    groups = group(reader.with_tools(seen.reports), (*seen.others, *seen.test_data), folders)
    beside = unused(top, seen.others, folders, patience)
    records = _known(chosen, environ)
    told = facts(groups.found, reader)
    names = named_apart((fact.group for fact in told), by_owner=not seen.cut)
    told = [fact._replace(group=one) for fact, one in zip(told, names, strict=True)]
    rules = _rules(told, beside, records or [])
    in_rules = {one.path for rule in rules for one in rule.unused}
    text = write(
        Draft(
            services=who,
            rules=rules,
            exclude=exclude,
            jenkins=bool(environ.get("JENKINS_URL")),
            schema=(Path(target or NAMES[0]).parent / "scorecard.schema.json").is_file(),
            cut=seen.cut,
            notes=tuple(init_notes.left_out(seen, groups)),
            define=(chosen.scorecard or SCORECARD) if chosen.define else None,
            unused=tuple(one for one in beside if one.form and one.path not in in_rules),
        )
    )
    text = console.masked(text)
    if target is None:
        console.result(text.rstrip("\n"))
    else:
        try:
            write_whole(target, text.encode())
        except OSError as error:
            raise UsageError(f"cannot write {target}: {error.strerror}") from None
    reports_read = count(sum(one.size for one in groups.found), "report")
    looked = count(seen.looked, "file")
    for note in (
        *init_notes.left_out(seen, groups),
        *init_notes.found(rules, beside),
        f"{count(len(rules), 'rule')} from {reports_read} ({looked} looked at)",
        *init_notes.in_datadog(rules, known=records is not None, define=chosen.define),
    ):
        console.note(note)
    if target is not None:
        console.note(f"wrote {target}; `scorecard-action check` shows how it is understood")
    provider = detect(environ, terminal=console.at_terminal()).build.provider or ""
    for step in init_notes.steps(steps_for(top, provider)):
        console.note(step)
    return 0


def _target(chosen: Options, top: Path) -> str | None:
    """Return the file to write, None for stdout: also where a shell has just made the file, empty,
    for what is printed (`init > scorecard.datadog.yaml`).
    """
    if chosen.output == _STDOUT:
        return None
    if chosen.output is None and any(console.prints_to(top / name) for name in NAMES):
        return None
    there = [name for name in NAMES if os.path.lexists(top / name)]
    if chosen.output is None and len(there) > 1:
        raise UsageError(
            f"both {' and '.join(there)} are here, and only one can be the mapping",
            hint="remove one of them, or name a file with --output",
        )
    target = chosen.output or (there[0] if there else NAMES[0])
    path = Path(target)
    # /dev/stdout and the like are written to, not overwritten
    taken = os.path.lexists(path) and (path.is_file() or path.is_dir() or path.is_symlink())
    if taken and not chosen.force and not target.startswith("/dev/"):
        raise UsageError(
            f"{target} is there already, and was left as it is",
            hint="--force overwrites it, `--output -` prints the draft instead",
        )
    return target


def _services(top: Path, environ: Environ[str, str]) -> tuple[Services, tuple[str, ...]]:
    known = definitions.in_tree(top)
    for warning in known.warnings:
        console.warn(warning)
    found, exclude = naming.defined(known.found)
    if found:
        return found, exclude
    url = origin(top) or ""
    return naming.guessed(
        [
            Guess(environ.get("DD_SERVICE", ""), "from DD_SERVICE"),
            Guess(naming.repository(url), "from git's remote"),
            Guess(top.name, "from the folder's name"),
        ]
    ), ()


def _rules(
    told: Sequence[Fact], beside: Sequence[Unused], records: Sequence[RuleRecord]
) -> tuple[RuleDraft, ...]:
    """Name the rules, each as in Datadog where one is meant, with what may be of its linter too."""
    meant = proposals([fact.group for fact in told], [one.name for one in records])
    drafts: list[RuleDraft] = []
    taken: set[str] = set()
    for fact in told:
        one = fact.group
        too = tuple(
            other
            for other in beside
            if other.form and other.tool == one.tool and other.owner in one.seen
            if other.path not in taken
        )
        taken.update(other.path for other in too)
        draft = RuleDraft(one, FORMATS[one.form], fact.tallies, others=fact.others, unused=too)
        name, near = meant[one.name]
        drafts.append(
            draft._replace(candidates=tuple(near))
            if name is None
            else _proposed(draft, [record for record in records if record.name == name])
        )
    return tuple(drafts)


def _proposed(draft: RuleDraft, found: Sequence[RuleRecord]) -> RuleDraft:
    first, *more = sorted(found, key=lambda record: record.scorecard)
    return draft._replace(
        name=first.name,
        scorecard=first.scorecard if more else None,
        id=first.id,
        candidates=tuple(f"{record.name} ({record.scorecard})" for record in more),
    )


def _known(chosen: Options, environ: Environ[str, str]) -> list[RuleRecord] | None:
    """Return the rules of Datadog that a mapping can name, None without keys or an answer."""
    keys = setup.read_keys(environ)
    if keys is None:
        return None
    from scorecard_action.datadog.rules import list_rules  # noqa: PLC0415 - requests is slow

    try:
        with setup.connect(environ, keys, api_url=chosen.api_url, timeout=chosen.timeout) as client:
            records = list_rules(client)
    except (DatadogRefused, DatadogUnreachable) as error:
        console.warn(f"drafted without the rules of Datadog: {error}")
        return None
    return [
        one
        for one in records
        if one.enabled and one.name.strip() and printable(one.name) == one.name
    ]
