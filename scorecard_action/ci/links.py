"""What a person can click on: the build, the job and the commit, each as a label and a URL."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from scorecard_action.ci import values
from scorecard_action.ci.jobs import NO_PARTS, Parts
from scorecard_action.ci.providers import LABELS
from scorecard_action.masking import clip
from scorecard_action.model import Build

# A label stands in remarks of 1,000 characters, beside what was measured.
NAME_LIMIT = 60
# With its leg; what no attempt can make longer than a label may be.
JOB_LIMIT = 76

_COMMITS = {
    "forgejo": "/commit/",
    "gitea": "/commit/",
    "github": "/commit/",
    "gitlab": "/-/commit/",
}
# What stands before the hash, and behind the path: with the first line and the last, or one line.
_FILES = {
    "/commit/": ("/blob/", ("#L{0}-L{1}", "#L{0}")),
    "/-/commit/": ("/-/blob/", ("#L{0}-{1}", "#L{0}")),
    "/commits/": ("/src/", ("#lines-{0}:{1}", "#lines-{0}")),
}
_GITEA = ("/src/commit/", ("#L{0}-L{1}", "#L{0}"))
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.IGNORECASE)
# Without a user, only a dot tells a host from a Windows drive.
_SCP = re.compile(
    r"(?:[^@/:]++@(?=[^@/:]++:)|(?=[^@/:][^@/:.]*+\.[^@/:])(?=[^@/:]++:))([^@/:]++):(?!//)(.+)"
)


def links(build: Build, parts: Parts = NO_PARTS) -> list[tuple[str, str]]:
    """(label, URL) of the build, its job and its commit, as far as they have an http(s) address.

    `parts` is what the labels say beside the build's tags.
    """
    label = provider_label(build)
    found: list[tuple[str, str]] = []
    pipeline_url = values.link(build.pipeline_url)
    if pipeline_url:
        child = f"({parts.child})" if parts.child else None
        found.append((_words(label, "build", build.pipeline_number, child), pipeline_url))
    job_url = values.link(build.job_url)
    if job_url and job_url != pipeline_url:
        # Where the job stands alone, it has to say whose it is.
        whose = "" if pipeline_url else label
        name = _job_name(build.job_name or parts.name, parts.leg)
        again = f", attempt {parts.attempt}" if parts.attempt > 1 else ""
        found.append((f"{_words(whose, 'job')}{name}{again}", job_url))
    commit_url = commit_link(build)
    if commit_url and build.commit_sha:
        found.append((f"commit {build.commit_sha[:7]}", commit_url))
    return found


def provider_label(build: Build) -> str:
    """What the links of a build call its provider; empty where none is known."""
    return _words(LABELS.get(build.provider or "", build.provider or ""))


def commit_link(build: Build) -> str | None:
    """The page of the commit; None unless its full hash and the kind of its host are known."""
    sha, base = build.commit_sha or "", web_address(build.repository_url or "")
    if base is None or not _SHA.fullmatch(sha):
        return None
    address = urlsplit(base)
    middle = _commit_path(address.hostname or "", address.path, build.provider)
    return values.link(f"{base}{middle}{sha}") if middle else None


def file_link(build: Build, path: str, first: int, last: int) -> str | None:
    """The page of lines of a file, by its path in the repository, at the commit; None as for
    `commit_link`, and where the kind of host has no such page.
    """
    sha, base = build.commit_sha or "", web_address(build.repository_url or "")
    if base is None or not _SHA.fullmatch(sha) or path.startswith(("/", "../")):
        return None
    address = urlsplit(base)
    middle = _commit_path(address.hostname or "", address.path, build.provider) or ""
    of_gitea = middle == _COMMITS["gitea"] and "github" not in (address.hostname or "")
    gitea = of_gitea and build.provider in {"forgejo", "gitea"}
    before, lines = _GITEA if gitea else _FILES.get(middle, ("", ("", "")))
    if not before or "/_git/" in address.path:
        return None
    name = quote(path, errors="replace")
    place = lines[first == last].format(first, last)
    return values.link(f"{base}{before}{sha}/{name}{place}")


def web_address(repository_url: str) -> str | None:
    """Where a browser finds the repository: `git@host:path.git` and ssh:// become https://host/path."""
    url = values.without_credentials(repository_url).rstrip("/").removesuffix(".git")
    if "://" in url:
        try:
            address = urlsplit(url)
            host, scheme = address.hostname, address.scheme.lower()
        except ValueError:
            return None
        if scheme in {"http", "https"}:
            return values.link(f"{scheme}://{address.netloc}{_path(address.path)}")
        # The port of ssh is not that of the pages.
        return _https(host, address.path) if scheme in {"ssh", "git", "git+ssh"} else None
    scp = _SCP.fullmatch(url)
    return _https(scp.group(1), scp.group(2)) if scp else None


def _https(host: str | None, path: str) -> str | None:
    parts = path.strip("/").split("/")
    if host == "ssh.dev.azure.com" and len(parts) == 4:
        # git@ssh.dev.azure.com:v3/organisation/project/repository
        host, path = "dev.azure.com", f"{parts[1]}/{parts[2]}/_git/{parts[3]}"
    return values.link(f"https://{host}/{_path(path).lstrip('/')}") if host else None


def _path(path: str) -> str:
    return quote(path, safe="/%~@+:,;=!$&'()*")


def _commit_path(host: str, path: str, provider: str | None) -> str | None:
    """What stands between a repository and the hash; by the host, else by the provider."""
    if "/_git/" in path:
        return "/commit/"
    for name, middle in (("github", "/commit/"), ("gitlab", "/-/commit/")):
        if name in host:
            return middle
    if host == "bitbucket.org":
        return "/commits/"
    # The provider's own installations go by any name.
    return _COMMITS.get(provider or "")


def _words(*words: str | None) -> str:
    return " ".join(_cut(word, NAME_LIMIT) for word in words if word)


def _job_name(name: str | None, leg: str) -> str:
    """` name (leg)`: what is too long is cut, the leg least."""
    room = min(NAME_LIMIT, JOB_LIMIT - len(leg) - 3) if leg else NAME_LIMIT
    return (f" {_cut(name, room)}" if name else "") + (f" ({leg})" if leg else "")


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{clip(text, limit - 1)}…"
