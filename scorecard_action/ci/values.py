"""Values of the environment made fit to pass on: cleaned, without passwords, refs as names.

The environment of a build is untrusted: a fork chooses its branch names, a job its variables.
All functions here are pure and raise nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

VALUE_LIMIT = 1_000
URL_LIMIT = 2_000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_END_OF_HOST = re.compile(r"[/?#\\]|$")
# `user:password@host:path`; in `git@host:path` the colon comes after the @.
_SCP_PASSWORD = re.compile(r"[^@/:]+:[^@/]*@")
_LINK = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_PREFIX = re.compile(r"refs/heads/|refs/tags/|refs/remotes/|origin/|tags/")
_REVIEW = re.compile(
    r"(?:refs/)?(?:remotes/)?(?:origin/)?"
    r"(?:(?:pull|pr|merge-requests|pull-requests)/(\d{1,18})/(?:head|merge|from|train)|pr/(\d{1,18}))"
)
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
    return text[:VALUE_LIMIT] or None


def without_credentials(url: str) -> str:
    """The URL without user and password; `git@host:path` stays.

    Empty where the password cannot be told from the path.
    """
    scheme, mark, rest = url.partition("://")
    if not mark:
        return _SCP_PASSWORD.sub("", url, count=1) if _SCP_PASSWORD.match(url) else url
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


def ref(text: str) -> Ref:
    """A branch or tag without `origin/`, `refs/heads/`, `refs/tags/` and `tags/` before its name.

    One that had `tags/` there is a tag. A detached HEAD and other refs (`refs/pull/…`) have no
    name.
    """
    is_tag, start = False, 0
    while match := _PREFIX.match(text, start):
        is_tag = is_tag or match.group().endswith("tags/")
        start = match.end()
    text = text[start:]
    if text in _NO_BRANCH or text.startswith("refs/"):
        return Ref(None, is_tag)
    return Ref(short(text), is_tag)


def review_number(text: str) -> str | None:
    """The number in the ref of a pull request (`refs/pull/12/merge`); None in any other."""
    match = _REVIEW.fullmatch(text)
    return match.group(1) or match.group(2) if match else None
