"""What a report format is: how it is recognised, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from scorecard_action.model import Evidence, Kind
from scorecard_action.reports.head import Head
from scorecard_action.reports.source import Source


class Format(NamedTuple):
    """One format that tools write.

    `kind` is None for a by-product: a file that lies beside reports and is passed over, though it
    may say that its tool did not finish. `detect` sees the beginning of the file and is true for
    files of this format alone. `read` yields evidence and raises ReportError. `flaky` says whether
    the format marks flaky tests, `flaky_shown` that not all of its producers do, and that the
    reports of those that do show it (`FlakyMarked`). `empty_clean` says whether its tools write
    nothing when they find nothing (so that `empty: clean` makes sense), `silent` whether its only
    tool always does: what several write tells nothing of the one that is used. `clean_list` says
    that its clean form is `[]`, which does not say what it is: only `format:` tells. `severities`
    are the words that a finding of this format may have as its `severity`, in lower case; None
    where they are the user's own. `times` says whether a report of this format says how long each
    test took, which not all of its producers may do.
    `packages` says that its paths name the folder of a package, not where its sources lie.
    `repeats` has names of files with the pattern of the files that hold the same: where these lie
    beside it, such a file is passed over.
    `keys` are what a report of this format has at least one of, so that it is asked only of those:
    paths of a JsonHead, or the root of an XML document as `<name>`. Without any it is always asked.
    """

    name: str
    kind: Kind | None
    title: str
    producers: str
    detect: Callable[[Head], bool]
    read: Callable[[Source], Iterator[Evidence]]
    flaky: bool = False
    flaky_shown: bool = False
    empty_clean: bool = False
    silent: bool = False
    clean_list: bool = False
    severities: frozenset[str] | None = frozenset()
    times: bool = False
    packages: bool = False
    repeats: Mapping[str, str] = MappingProxyType({})
    keys: frozenset[str] = frozenset()
