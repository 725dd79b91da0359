"""Names of the environment that are nearly an option's: what they ask for must not be passed over.

`SCORECARD_DRYRUN: 1` would send for real if it were taken for a stranger. What is far from every
option belongs to somebody else, and stays harmless.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Environ
from typing import Final

import click

from scorecard_action.cli import COMMANDS, cli, console
from scorecard_action.errors import UsageError
from scorecard_action.near import nearest

VARIABLE: Final = "SCORECARD_"
INPUT: Final = "INPUT_"
# What the action takes beside options, and what the runner itself sets for `uses: docker://…`.
_OTHER_INPUTS: Final = frozenset({"COMMAND", "ARGUMENTS", "ARGS", "ENTRYPOINT"})

# What the kubelet sets in every pod for a Service whose name begins with `scorecard`
# (kubernetes.io/docs/tutorials/services/connect-applications-service, "Environment variables").
_SERVICE_LINK: Final = re.compile(
    r"SCORECARD_(?:[A-Z0-9_]+_)?"
    r"(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?"
    r"|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)"
)
# OSSF Scorecard's: ossf/scorecard options/options.go, cron/config/config.go, actions/entrypoint.sh;
# ossf/scorecard-action options/options.go, entrypoint.sh and README.
_OSSF: Final = frozenset(
    f"SCORECARD_{name}"
    for name in (
        "V3 V4 V6 EXPERIMENTAL INTERNAL_GITHUB_INTEGRATION INTERNAL_GITHUB_CHECKS BIN POLICY_FILE"
        " RESULTS_FILE RESULTS_FORMAT SARIF_FILE PUBLISH_RESULTS IS_FORK PRIVATE_REPOSITORY"
        " DEFAULT_BRANCH TOKEN READ_TOKEN PROJECT_ID DATA_BUCKET_URL DATA_BUCKET_URLV2"
        " RAW_RESULT_DATA_BUCKET_URL REQUEST_TOPIC_URL REQUEST_SUBSCRIPTION_URL BIGQUERY_DATASET"
        " BIGQUERY_TABLE BIGQUERY_TABLEV2 COMPLETION_THRESHOLD SHARD_SIZE WEBHOOK_URL"
        " METRIC_EXPORTER CII_DATA_BUCKET_URL BLACKLISTED_CHECKS API_RESULTS_BUCKET_URL"
        " INPUT_BUCKET_URL INPUT_BUCKET_PREFIX REPOS_FILE START_BQ_TRNSFER"
    ).split()
)


def check_variables(environ: Environ[str, str]) -> None:
    """Note the `SCORECARD_…` variables that are nobody's.

    Raises UsageError for those that are an option's name misspelt: the same letters, or one or two
    letters wrong (one in a short name). An empty one is unset.
    """
    given = sorted(name for name in environ if name.startswith(VARIABLE) and environ[name])
    if not given:
        return
    known = {variable for option in _options() for variable in _variables(option)}
    strange = [
        name for name in given if name not in known | _OSSF and not _SERVICE_LINK.fullmatch(name)
    ]
    wrong = {name: near for name in strange if (near := _misspelt(name, known))}
    if wrong:
        raise UsageError(
            "; ".join(
                f"{name} is no option's variable: did you mean {wrong[name]}?" for name in wrong
            ),
            hint="a variable that sets an option is SCORECARD_ and the option's name with `_`",
        )
    if strange:
        names = ", ".join(strange[:10]) + (" …" if strange[10:] else "")
        console.note(f"not read, because no option has this name: {names}")


def check_inputs(environ: Environ[str, str]) -> None:
    """Raise UsageError for inputs of a GitHub action that no option has. An empty one is unset."""
    known = {option_name(option).upper() for option in _options()} | _OTHER_INPUTS
    given = sorted(
        name.removeprefix(INPUT)
        for name, value in environ.items()
        if name.startswith(INPUT) and value.strip()
    )
    strange = [name for name in given if name not in known]
    if strange:
        raise UsageError(
            "; ".join(f"there is no input {name.lower()}{_near(name, known)}" for name in strange),
            hint="inputs are named as the options of the command line, with `-`",
        )


def option_name(option: click.Option) -> str:
    """Return the long name of an option, without its dashes."""
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")


def _options() -> Iterator[click.Option]:
    """Yield the options of all commands."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        for parameter in command.params if command else ():
            if isinstance(parameter, click.Option):
                yield parameter


def _variables(option: click.Option) -> Iterable[str]:
    return [option.envvar] if isinstance(option.envvar, str) else option.envvar or ()


def _near(name: str, known: Collection[str]) -> str:
    letters = {_letters(one): one for one in sorted(known)}
    near = nearest(_letters(name), letters, 1)
    return f": did you mean {letters[near[0]].lower()}?" if near else ""


def _misspelt(name: str, known: Collection[str]) -> str | None:
    """The variable that is meant; None where none is near."""
    letters = _letters(name.removeprefix(VARIABLE))
    distances = []
    for one in sorted(known):
        meant = _letters(one.removeprefix(VARIABLE))
        # In a word of four or five letters two wrong ones make another word.
        most = 2 if len(meant) > 5 else 1
        if abs(len(meant) - len(letters)) <= most:
            distances.append((_edits(letters, meant), most, one))
    near = sorted((edits, one) for edits, most, one in distances if edits <= most)
    return near[0][1] if near else None


def _letters(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper())


def _edits(left: str, right: str) -> int:
    """The letters to add, drop, change or swap with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        before, above, row = row, before, [i]
        for j, other in enumerate(right, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other)))
            if i > 1 and j > 1 and (letter, left[i - 2]) == (right[j - 2], other):
                row[j] = min(row[j], above[j - 2] + 1)
    return row[-1]
