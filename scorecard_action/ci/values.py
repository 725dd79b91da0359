"""Values of the environment made fit to pass on: cleaned, without passwords, refs as names.

The environment of a build is untrusted: a fork chooses its branch names, a job its variables.
All functions here are pure and raise nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from scorecard_action.masking import clip

VALUE_LIMIT = 1_000
URL_LIMIT = 2_000
NUMBER_DIGITS = 18

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_END_OF_HOST = re.compile(r"[/?#\\]|$")
# `user:password@host:path`; in `git@host:path` the colon comes after the @.
_SCP_PASSWORD = re.compile(r"[^@/:]++:[^@/]*+@")
_LINK = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_FULL_REF = re.compile(r"refs/(?:heads|(tags)|remotes/origin)/")
_TAGS = re.compile(r"tags/")
_REMOTE = re.compile(r"(?:remotes/)?origin/")
_REVIEW = re.compile(
    r"(?:refs/)?(?:remotes/)?(?:origin/)?"
    r"(?:(?:pull|pr|merge-requests|pull-requests)/(\d{1,18})/(?:head|merge|from|train)"
    r"|(?:pull|pr)/(\d{1,18})|changes/\d{1,2}/(\d{1,18})/\d{1,9})"
)
# GitHub's merge queue pushes here, which every CI that listens to pushes builds.
_QUEUE = re.compile(
    r"(?:refs/heads/)?(?:origin/)?gh-readonly-queue/(?:.{1,1000}/pr-(\d{1,18})-[0-9a-f]{1,64}$)?"
)
# What stands where a CI was asked to fill in a value that the build does not have.
_UNFILLED = re.compile(r"\$\w+|\$\(.*\)|\$\{.*\}|<\+.*>|%[\w.]+%", re.DOTALL)
# What git and Jenkins call the branch when none is checked out.
_NO_BRANCH = frozenset({"", "HEAD", "detached"})


class Ref(NamedTuple):
    """A branch or tag by its bare name."""

    name: str | None
    is_tag: bool = False


def clean(text: str) -> str:
    """Text without control characters, lone surrogates (undecodable bytes) and outer blanks."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text)).strip()


def is_true(text: str) -> bool:
    """Whether a variable is set to anything that does not mean no."""
    return text.lower() not in {"", "0", "false", "no", "off", "null"}


def short(text: str) -> str | None:
    """A value of at most 1,000 characters; None where there is none."""
    return clip(text, VALUE_LIMIT) or None


def without_credentials(url: str) -> str:
    """The URL without user and password; `git@host:path` stays.

    Empty where the password cannot be told from the path.
    """
    scheme, mark, rest = url.partition("://")
    if not mark:
        password = _SCP_PASSWORD.match(url)
        return url[password.end() :] if password else url
    end = _END_OF_HOST.search(rest)
    cut = end.start() if end else len(rest)
    host, path = rest[:cut], rest[cut:]
    if "@" in host:
        return f"{scheme}://{host.rpartition('@')[2]}{path}"
    # An unencoded `/` in a password ends the host early: what looks like a port is no number.
    port = host.rpartition(":")[2] if ":" in host and not host.endswith("]") else ""
    return "" if "@" in path and port and not port.isdecimal() else url


def repository(url: str) -> str | None:
    """A repository's URL without credentials; None where it is empty or over 2,000 characters."""
    # Half an address leads nowhere, so a long one is dropped and not cut.
    return without_credentials(url) or None if len(url) <= URL_LIMIT else None


def link(url: str | None) -> str | None:
    """An http(s) URL without credentials that can be a hyperlink; None for anything else."""
    if not url or len(url) > URL_LIMIT:
        return None
    url = without_credentials(url)
    if not _LINK.fullmatch(url):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return url if host else None


def filled_in(text: str) -> str:
    """The value; empty for an expression that the CI did not fill in, as `$(System.…)`."""
    return "" if _UNFILLED.fullmatch(text) else text


def ref(text: str, *, remote: bool = True) -> Ref:
    """A branch or tag by its bare name.

    A full ref loses `refs/heads/`, `refs/tags/` or `refs/remotes/origin/`, once: a branch may be
    called `origin/main`. Any other text loses `tags/`, and with `remote` (it is written as git has
    it) `origin/` before that. What had `tags/` is a tag. A detached HEAD and other refs
    (`refs/pull/…`) have no name.
    """
    full = _FULL_REF.match(text)
    is_tag = bool(full and full[1])
    if full:
        text = text[full.end() :]
    elif remote and (origin := _REMOTE.match(text)):
        text = text[origin.end() :]
    # Jenkins and Azure write a tag as refs/heads/tags/….
    if not is_tag and (tags := _TAGS.match(text)):
        is_tag, text = True, text[tags.end() :]
    if text in _NO_BRANCH or text.startswith("refs/"):
        return Ref(None, is_tag)
    return Ref(short(text), is_tag)


def review_number(text: str) -> str | None:
    """The number in the ref of a pull request (`refs/pull/12/merge`); None in any other."""
    match = _REVIEW.fullmatch(text)
    return next(filter(None, match.groups())) if match else None


def queue_number(text: str) -> str | None:
    """The pull request that a branch of GitHub's merge queue is for, "" where it does not say.

    None for any other branch.
    """
    match = _QUEUE.match(text)
    return (match[1] or "") if match else None
