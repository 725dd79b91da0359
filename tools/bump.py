"""Write the version wherever it is shown: `python -m tools.bump X.Y.Z`; `make bump` runs it.

`scorecard_action/__init__.py` has the version; every other place repeats it, and a test holds them
the same.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

VERSION = r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
UNRELEASED = "## [Unreleased]\n"


class Place(NamedTuple):
    """A file that shows the version or its `major` number: what `shown` is in the pattern."""

    path: str
    pattern: str
    major: bool = False


IMAGE = r"(?:registry\.example\.com|ghcr\.io/[\w-]+)/scorecard-action:(?P<shown>[\w.]+)"
PACKAGE = r"\bscorecard-action==(?P<shown>[\w.]+)"
COMPONENT = r"\b[\w-]+/scorecard-action/scorecard@(?P<shown>[\w.]+)"
ACTION = r"\b[\w-]+/scorecard-action(?:/composite)?@v(?P<shown>[\w.]+)"
PLACES = (
    Place("scorecard_action/__init__.py", r'^__version__ = "(?P<shown>[^"]+)"$'),
    Place("Dockerfile", r'org\.opencontainers\.image\.version="(?P<shown>[^"]+)"'),
    Place("README.md", IMAGE),
    Place("docs/start.md", r"^    rev: v(?P<shown>\S+)$"),
    Place("README.md", ACTION, major=True),
    Place("docs/install.md", ACTION, major=True),
    Place("examples/github.yml", ACTION, major=True),
    Place("examples/github-fan-in.yml", ACTION, major=True),
    Place("examples/github-baseline.yml", ACTION, major=True),
    Place("examples/gitlab-baseline.yml", IMAGE),
    Place("examples/Jenkinsfile.baseline", IMAGE),
    Place("docs/baseline.md", ACTION, major=True),
    *(
        Place(f"docs/{page}.md", pattern, major=pattern == ACTION)
        for page in ("organisation", "patch-coverage", "testing")
        for pattern in (IMAGE, ACTION)
    ),
    Place("docs/patch-coverage.md", COMPONENT),
    Place("examples/gitlab-ci.yml", IMAGE),
    Place("examples/gitlab-component.yml", COMPONENT),
    Place("examples/gitlab-fan-in.yml", IMAGE),
    Place("examples/Jenkinsfile", IMAGE),
    *(
        Place(f"docs/ci/{page}.md", IMAGE)
        for page in ("buildkite", "drone", "teamcity", "tekton", "woodpecker")
    ),
    *(
        Place(f"docs/ci/{page}.md", PACKAGE)
        for page in ("azure-pipelines", "bitbucket", "circleci", "codebuild", "travis")
    ),
    Place("examples/Jenkinsfile.fan-in", IMAGE),
    Place("templates/scorecard/template.yml", IMAGE),
    Place("vars/scorecard.groovy", IMAGE),
    Place("docs/ci/github.md", ACTION, major=True),
    Place("docs/ci/gitlab.md", IMAGE),
    Place("docs/ci/gitlab.md", COMPONENT),
    Place("docs/ci/jenkins.md", IMAGE),
    Place("docs/several-jobs.md", IMAGE),
    Place("docs/several-jobs.md", ACTION, major=True),
)


def shown(root: Path, place: Place) -> list[str]:
    """Return what a place shows, each time that it does."""
    text = (root / place.path).read_text("utf-8")
    return [found["shown"] for found in re.finditer(place.pattern, text, re.MULTILINE)]


def expected(place: Place, version: str) -> str:
    """Return what a place is to show of a version."""
    return version.partition(".")[0] if place.major else version


def bump(root: Path, version: str, today: date) -> list[str]:
    """Write the version to every place below `root`, and head what is unreleased with it.

    Returns the paths written. Raises ValueError, before anything is written, where the version is
    not MAJOR.MINOR.PATCH, not above the one that is there, or a place shows none.
    """
    if not re.fullmatch(VERSION, version):
        raise ValueError(f"a version is MAJOR.MINOR.PATCH, not {version!r}")
    (now,) = shown(root, PLACES[0])
    if _numbers(version) <= _numbers(now):
        raise ValueError(f"{version} is not above {now}")
    written: dict[str, str] = {}
    for place in PLACES:
        text = written.get(place.path) or (root / place.path).read_text("utf-8")
        text, count = _replaced(text, place, expected(place, version))
        if not count:
            raise ValueError(f"{place.path} does not show the version: {place.pattern}")
        written[place.path] = text
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    if changelog.count(UNRELEASED) != 1:
        raise ValueError("CHANGELOG.md has no heading [Unreleased]")
    heading = f"{UNRELEASED}\n## [{version}] - {today.isoformat()}\n"
    written["CHANGELOG.md"] = changelog.replace(UNRELEASED, heading)
    for path, text in written.items():
        (root / path).write_text(text, "utf-8")
    return list(written)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def _replaced(text: str, place: Place, version: str) -> tuple[str, int]:
    def with_version(found: re.Match[str]) -> str:
        start, end = (at - found.start() for at in found.span("shown"))
        return found[0][:start] + version + found[0][end:]

    return re.subn(place.pattern, with_version, text, flags=re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        print("say which: make bump VERSION=X.Y.Z", file=sys.stderr)
        return 2
    try:
        written = bump(Path(__file__).parents[1], arguments[0], datetime.now(UTC).date())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
