"""The changes of a build, by the diff of a file or by what git says."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from scorecard_action.changes.collect import collect
from scorecard_action.changes.diff import BrokenDiffError, parse
from scorecard_action.changes.git import MOST_SHOWN, SECONDS, GitError, diff_since
from scorecard_action.changes.lines import lines
from scorecard_action.errors import DiffError, Problem
from scorecard_action.files import open_regular
from scorecard_action.judging.patch import Changes
from scorecard_action.masking import clip
from scorecard_action.reading.checkout import Checkout


def from_file(file: str, checkout: Checkout) -> Changes:
    """Return the changes that the unified diff in a file describes; it may be empty.

    Raises DiffError where it cannot be read, or is no such diff to its end.
    """
    try:
        with open_regular(file) as opened:
            return _changes(cast("io.BufferedReader", opened), checkout, file)
    except BrokenDiffError as error:
        raise DiffError(Problem(file, error.line, 1, error.message)) from None
    except UnicodeError:
        raise DiffError(Problem(file, 0, 0, "the diff begins as UTF-16, and is none")) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise DiffError(Problem(file, 0, 0, f"the diff cannot be read: {why}")) from None
    except ValueError as error:
        raise DiffError(Problem(file, 0, 0, f"the diff cannot be read: {error}")) from None


def from_base(
    ref: str,
    checkout: Checkout,
    environ: Mapping[str, str],
    *,
    provider: str = "",
    seconds: float = SECONDS,
) -> Changes:
    """Return what was committed since HEAD and `ref` parted; what is missing to know it, else.

    `provider` names the CI, whose way to a deeper clone is told. Never raises.
    """
    shown = clip(ref, MOST_SHOWN)
    source = f"the diff from {shown}"

    def read(file: io.BufferedReader) -> Changes:
        return _changes(file, checkout, source)

    try:
        return diff_since(
            ref, Path(checkout.root), environ, read, provider=provider, seconds=seconds
        )
    except GitError as error:
        return Changes(missing=f"`--diff-base {shown}`: {error}")
    except (BrokenDiffError, OSError, ValueError) as error:
        return Changes(missing=f"`--diff-base {shown}`: git's diff cannot be read: {error}")


def _changes(file: io.BufferedReader, checkout: Checkout, source: str) -> Changes:
    return collect(parse(lines(file)), checkout, source)
