"""What commands start with: the mapping, the build, where to read, the keys, a way to Datadog."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Environ
from collections.abc import Mapping as Map
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scorecard_action import __version__
from scorecard_action.baselines.against import against
from scorecard_action.ci.detect import Context, detect
from scorecard_action.ci.head import head
from scorecard_action.ci.links import links
from scorecard_action.ci.values import filled_in
from scorecard_action.cli import console, options
from scorecard_action.datadog.keys import KEYS, Keys, keys
from scorecard_action.datadog.sites import api_base
from scorecard_action.entities.targets import Targets, targets
from scorecard_action.errors import MappingError, Problem, UsageError
from scorecard_action.flow import Earlier
from scorecard_action.mapping.loader import Below, find_mapping, load
from scorecard_action.mapping.types import Mapping
from scorecard_action.masking import mask_shapes
from scorecard_action.reading import checkout
from scorecard_action.reading.checkout import Checkout
from scorecard_action.reading.gather import Place
from scorecard_action.reading.patience import READ_TIMEOUT

if TYPE_CHECKING:
    from scorecard_action.datadog.client import Client


class Sealed(NamedTuple):
    """A run that nothing but its options, its environment and these decide: a case of `test`.

    `root` is the repository's folder, above which nothing is looked at, as an absolute path; `now`
    a time with a zone; `ages` as of Ages.
    """

    root: str
    now: dt.datetime
    ages: Map[str, dt.timedelta]


class Setup(NamedTuple):
    """A run made ready: the mapping read, the build known, the targets named.

    `links` of the build are (label, URL) each.
    """

    mapping: Mapping
    context: Context
    targets: Targets
    place: Place
    links: tuple[tuple[str, str], ...]
    earlier: Earlier | None = None
    """The baseline to compare with, if there is one."""
    baseline: str | None = None
    """The file that it is read from, or would be."""


def prepare(
    environ: Environ[str, str],
    *,
    working_directory: str | None,
    mapping_file: str | None,
    service: str | None,
    extends: Sequence[str] = (),
    outside: bool = False,
    job_id: str | None = None,
    matrix: str | None = None,
    read_timeout: float = READ_TIMEOUT,
    sealed: Sealed | None = None,
    compare: bool = False,
    baseline: str | None = None,
) -> Setup:
    """Read the mapping and the build's environment. `outside` and `read_timeout` as of Place.

    `job_id` and `matrix`: as of `detect`. `compare` with an earlier build, that of the file
    `baseline` or else the mapping's.

    `extends`: as of `read_mapping`.

    Raises MappingError with every mistake of the mapping, or of the baseline; UsageError where a
    file or name is wrong.
    """
    top = options.enter(working_directory)
    mapping, file = read_mapping(top, mapping_file, extends, environ)
    context = detect(
        environ,
        terminal=not sealed and console.at_terminal(),
        head="" if sealed else head(top),
        job_id=job_id or "",
        matrix=matrix or "",
    )
    place = Place(
        top=top,
        checkout=_checkout(top, context, environ, sealed.root if sealed else ""),
        now=sealed.now if sealed else dt.datetime.now(dt.UTC),
        # what lies beside the mapping of others is not of this case
        mapping_folder=None if sealed else file.absolute().parent,
        outside=outside,
        read_timeout=read_timeout,
        ages=sealed.ages if sealed else None,
    )
    found = targets(mapping, top, service, environ.get("DD_SERVICE") or None)
    for text in found.notes:
        console.note(text)
    ready = Setup(mapping, context, found, place, tuple(links(context.build, context.parts)))
    file_named = (named_baseline(baseline) or mapping.baseline) if compare else None
    return _compared(ready, file_named) if file_named else ready


def named_baseline(file: str | None) -> str | None:
    """Return the file that an option names. Raises UsageError for a URL, which nothing fetches."""
    if file and "://" in file:
        raise UsageError(
            f"the baseline is a URL, and none is fetched: {mask_shapes(file)}",
            hint="have a step before this one fetch it, and name the file",
        )
    return file


def _compared(ready: Setup, file: str) -> Setup:
    """The run with the baseline that a file holds; what it does not hold is a warning."""
    found = against(file, ready.targets.targets, console.masked)
    warnings = (*ready.targets.warnings, *found.warnings)
    return ready._replace(
        targets=ready.targets._replace(warnings=warnings),
        earlier=found.known.get,
        baseline=file,
    )


def read_mapping(
    top: Path, named: str | None, extends: Sequence[str], environ: Environ[str, str]
) -> tuple[Mapping, Path]:
    """Return the mapping of the working directory, or the one named, and its file.

    `extends` are the mappings that lie below it beside those that it names. Raises as `load`.
    """
    file = Path(named) if named else find_mapping(top)
    below = Below(
        [one.strip() for one in extends if one.strip()],
        lambda: checkout_here(top, environ).mounted,
    )
    return load(file, named or os.path.relpath(file, top), below=below), file


def read_mappings(
    top: Path, named: Sequence[str | None], extends: Sequence[str], environ: Environ[str, str]
) -> list[tuple[Mapping, Path]]:
    """Return what `read_mapping` does of each. Raises MappingError with what is wrong in any."""
    found: list[tuple[Mapping, Path]] = []
    problems: list[Problem] = []
    for name in named:
        try:
            found.append(read_mapping(top, name, extends, environ))
        except MappingError as error:
            problems += error.problems
    if problems:
        raise MappingError(problems)
    return found


def checkout_here(top: Path, environ: Environ[str, str]) -> Checkout:
    """Return where the repository is, as the build's environment has it."""
    return _checkout(top, detect(environ, terminal=True, head=head(top)), environ)


def read_keys(environ: Environ[str, str]) -> Keys | None:
    """Return the keys of the environment, None where there are none.

    Raises UsageError for half a pair or a malformed key; what there is of them is masked even then.
    """
    console.keep_secret(environ)
    # Azure hands `$(DD_API_KEY)` on as it is where no such variable is, as in the build of a fork.
    unfilled = [name for name in KEYS if (key := environ.get(name, "")) and not filled_in(key)]
    for name in unfilled:
        console.note(f"{name} is what the CI did not fill in, so it counts as not set")
    found = keys({name: key for name, key in environ.items() if name not in unfilled})
    for warning in found.warnings if found else ():
        console.warn(warning)
    return found


def connector(
    environ: Environ[str, str], found: Keys, *, api_url: str | None, timeout: float
) -> Callable[[], Client]:
    """Return what makes a client for the site or URL that the environment and options name.

    Raises UsageError for an unknown site, or a URL that keys must not be sent to.
    """
    from requests.utils import get_environ_proxies  # noqa: PLC0415 - only where something is sent

    from scorecard_action.datadog.client import Client  # noqa: PLC0415 - requests is slow to import

    base = api_base(environ.get("DD_SITE"), api_url)
    if base.warning:
        console.warn(base.warning)
    certificates = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
    proxies = get_environ_proxies(base.url, no_proxy=None)
    ca_bundle = next((environ[name] for name in certificates if environ.get(name)), None)

    def connect() -> Client:
        return Client(
            base,
            found,
            user_agent=f"scorecard-action/{__version__}",
            timeout=timeout,
            notify=console.note,
            proxies=proxies,
            ca_bundle=ca_bundle,
        )

    return connect


def connect(
    environ: Environ[str, str], found: Keys, *, api_url: str | None, timeout: float
) -> Client:
    """Make one client; raises as `connector`."""
    return connector(environ, found, api_url=api_url, timeout=timeout)()


def _checkout(top: Path, context: Context, environ: Environ[str, str], root: str = "") -> Checkout:
    """Return where the repository is, here and on the machine that made the reports.

    A docker action of GitHub sees it mounted elsewhere: the host has it in RUNNER_WORKSPACE, in a
    folder named after the repository.
    """
    host, repository = environ.get("RUNNER_WORKSPACE"), environ.get("GITHUB_REPOSITORY", "")
    name = repository.rpartition("/")[2]
    return checkout.find(
        checkout.local(top),
        workspace=context.workspace or "",
        host=f"{host}/{name}" if host and name else "",
        spelled=(environ.get("PWD", ""), os.path.realpath(top), str(top)),
        repository=context.build.repository_url or repository,
        root=root,
    )
