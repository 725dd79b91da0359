"""`init`: draft a mapping from the reports found here, and the rules in Datadog."""

from __future__ import annotations

import os
from collections.abc import Mapping as Environ
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from scorecard_action.cli import console, options, setup
from scorecard_action.drafting import services as naming
from scorecard_action.drafting.draft import Draft, RuleDraft, Services, write
from scorecard_action.drafting.groups import Group, Groups, group, proposals
from scorecard_action.drafting.services import Guess
from scorecard_action.drafting.survey import MAX_LOOKED, MAX_READ, Survey, origin, read, survey
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


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of `init`."""

    working_directory: str | None
    output: str | None
    force: bool
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
@options.read_timeout
@options.api_url
@options.timeout
def command(**given: object) -> int:
    """Draft a mapping from the reports found here, and the rules in Datadog with keys.

    Looks for report files below the working directory, whatever their names, and for Datadog's
    definition files. Where DD_API_KEY and DD_APP_KEY are set, rules are proposed by their names in
    Datadog (scope apm_service_catalog_read); nothing is sent.
    """
    return execute(Options(**given), os.environ)  # type: ignore[arg-type]


def execute(chosen: Options, environ: Environ[str, str]) -> int:
    """Draft the mapping and write it; return the exit code.

    Raises UsageError where the file is there already or cannot be written.
    """
    top = options.enter(chosen.working_directory)
    target = _target(chosen, top)
    seen = survey(top, Patience(chosen.read_timeout))
    who, exclude = _services(top, environ)
    groups = group(
        seen.reports, (*seen.others, *seen.test_data), [*who.of_folder] if who.auto else [""]
    )
    text = write(
        Draft(
            services=who,
            rules=_rules(groups.found, top, chosen, environ),
            exclude=exclude,
            jenkins=bool(environ.get("JENKINS_URL")),
            schema=(top / "scorecard.schema.json").is_file(),
            cut=seen.cut,
            notes=tuple(_notes(seen, groups)),
        )
    )
    text = console.masked(text)
    if target is None:
        console.out(text.rstrip("\n"))
    else:
        try:
            write_whole(target, text.encode())
        except OSError as error:
            raise UsageError(f"cannot write {target}: {error.strerror}") from None
    for note in _notes(seen, groups):
        console.note(note)
    reports = sum(one.size for one in groups.found)
    console.note(
        f"{count(len(groups.found), 'rule')} from {count(reports, 'report')}"
        f" ({count(seen.looked, 'file')} looked at)"
    )
    if target is not None:
        console.note(f"wrote {target}; `scorecard-action check` shows how it is understood")
    return 0


def _target(chosen: Options, top: Path) -> str | None:
    """Return the file to write, None for stdout."""
    if chosen.output == _STDOUT:
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
    groups: Sequence[Group], top: Path, chosen: Options, environ: Environ[str, str]
) -> tuple[RuleDraft, ...]:
    records = _known(chosen, environ)
    meant = proposals(groups, [one.name for one in records])
    left = MAX_READ
    drafts = []
    for one in groups:
        tallies, left = read(top, one.seen.values(), left)
        draft = RuleDraft(one, FORMATS[one.form], tuple(tallies))
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


def _known(chosen: Options, environ: Environ[str, str]) -> list[RuleRecord]:
    """Return the rules of Datadog that a mapping can name, none without keys or an answer."""
    keys = setup.read_keys(environ)
    if keys is None:
        return []
    from scorecard_action.datadog.rules import list_rules  # noqa: PLC0415 - requests is slow

    try:
        with setup.connect(environ, keys, api_url=chosen.api_url, timeout=chosen.timeout) as client:
            records = list_rules(client)
    except (DatadogRefused, DatadogUnreachable) as error:
        console.warn(f"drafted without the rules of Datadog: {error}")
        return []
    return [
        one
        for one in records
        if one.enabled and one.name.strip() and printable(one.name) == one.name
    ]


def _notes(seen: Survey, groups: Groups) -> list[str]:
    notes = []
    if seen.cut:
        notes.append(
            f"more than {MAX_LOOKED:,} files may be reports: only the first were looked at"
        )
    if seen.test_data:
        example = printable(seen.test_data[0])
        more = f"{count(len(seen.test_data), 'report')} in folders of test data were left out"
        notes.append(f"{more}, such as {example}")
    if groups.unowned:
        example = printable(groups.unowned[0])
        more = f"{count(len(groups.unowned), 'report')} in no service's folder were left out"
        notes.append(f"{more}, such as {example}")
    if groups.unnamed:
        example = printable(groups.unnamed[0])
        more = f"{count(len(groups.unnamed), 'report')} with a name that no pattern can tell from"
        notes.append(f"{more} another file's were left out, such as {example}")
    if groups.left:
        notes.append(f"{count(groups.left, 'more report')} found: too many sorts for one draft")
    return notes
