"""The locks hold all that pip needs, for every system and Python: it is told to resolve nothing."""

from __future__ import annotations

import json
import re
import tomllib
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ALL = ["requirements.txt", "requirements-dev.txt", "requirements-lowest.txt"]
TOOLS = [
    "requirements-lock.txt",
    "requirements-lint.txt",
    ".ci/pip-oldest.txt",
    ".ci/pip-newest.txt",
]

SYSTEMS = {
    "linux": ("posix", "Linux", "x86_64"),
    "darwin": ("posix", "Darwin", "arm64"),
    "win32": ("nt", "Windows", "AMD64"),
}
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]

# What is locked for other systems or Pythons may not be installed here, and has no metadata then.
# Each stands here with what its metadata asks for; one that is neither installed nor here fails.
ELSEWHERE: dict[str, list[str]] = {"colorama==0.4.6": []}


class Line(NamedTuple):
    """One requirement of a lock: name, version, the environments it is for, and its hashes."""

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]

    def is_for(self, environment: dict[str, str]) -> bool:
        return self.marker is None or self.marker.evaluate(environment)


def locked(lock: str) -> list[Line]:
    """Read a lock; anything in it but comments, `name==version ; marker` and hashes is an error."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        wanted, *hashes = re.split(r"\s+--hash=", line.strip())
        requirement = Requirement(wanted)
        (specifier,) = requirement.specifier
        assert specifier.operator == "=="
        assert not requirement.extras
        assert not requirement.url
        name = canonicalize_name(requirement.name)
        lines.append(Line(name, specifier.version, requirement.marker, tuple(hashes)))
    return lines


def environments() -> list[dict[str, str]]:
    """Return the values that markers ask for, of every system and Python."""
    return [
        {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.7",
            "os_name": SYSTEMS[system][0],
            "platform_machine": SYSTEMS[system][2],
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": SYSTEMS[system][1],
            "platform_version": "",
            "python_full_version": f"{python}.7",
            "python_version": python,
            "sys_platform": system,
        }
        for system, python in product(SYSTEMS, PYTHONS)
    ]


def asked(requirements: list[str]) -> list[Requirement]:
    return [Requirement(requirement) for requirement in requirements]


def of_package(line: Line) -> list[Requirement]:
    """Return what the metadata of a locked package asks for, extras and all."""
    pinned = f"{line.name}=={line.version}"
    if pinned in ELSEWHERE:
        return asked(ELSEWHERE[pinned])
    installed = metadata.distribution(line.name)
    assert installed.version == line.version, f"{pinned} is not what is installed: make .venv/ready"
    return asked(installed.requires or [])


def roots(lock: str) -> list[Requirement]:
    """Return what a lock is made from."""
    project = PYPROJECT["project"]
    if lock == "requirements.txt":
        return asked(project["dependencies"])
    wanted = [*project["dependencies"], *project["optional-dependencies"]["sandbox"]]
    for line in (ROOT / "requirements-dev.in").read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-c"):
            wanted.append(text)
    return asked(wanted)


def walk(
    wanted: list[Requirement], lines: dict[str, Line], environment: dict[str, str]
) -> tuple[set[str], list[str]]:
    """Follow requirements through a lock; return the packages reached, and what is missing."""
    todo = [(requirement, "") for requirement in wanted]
    seen: set[tuple[str, str]] = set()
    missing = []
    while todo:
        requirement, extra = todo.pop()
        marker = requirement.marker
        if marker and not marker.evaluate({**environment, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        line = lines.get(name)
        if line is None or not requirement.specifier.contains(line.version, prereleases=True):
            missing.append(str(requirement))
            continue
        for further in {"", *requirement.extras}:
            if (name, further) not in seen:
                seen.add((name, further))
                todo += [(one, further) for one in of_package(line)]
    return {name for name, _ in seen}, missing


@pytest.mark.parametrize("lock", ALL[:2])
@pytest.mark.parametrize(
    "environment",
    [
        pytest.param(one, id=f"{one['sys_platform']}-{one['python_version']}")
        for one in environments()
    ],
)
def test_every_requirement_of_every_package_is_locked(
    lock: str, environment: dict[str, str]
) -> None:
    lines = {line.name: line for line in locked(lock) if line.is_for(environment)}
    reached, missing = walk(roots(lock), lines, environment)
    assert missing == []
    assert sorted(lines) == sorted(reached)


def test_a_lost_extra_is_seen() -> None:
    """coverage[toml] asks for tomli on old Pythons; an extra of any package is followed alike."""
    environment = environments()[0]
    lines = {line.name: line for line in locked("requirements-dev.txt") if line.is_for(environment)}
    _, missing = walk(asked(["requests[socks]"]), lines, environment)
    assert [Requirement(one).name.lower() for one in missing] == ["pysocks"]


def test_a_package_of_another_system_is_seen_where_it_is_missing() -> None:
    windows = next(one for one in environments() if one["sys_platform"] == "win32")
    lines = {
        line.name: line
        for line in locked("requirements-dev.txt")
        if line.is_for(windows) and line.name != "colorama"
    }
    _, missing = walk(roots("requirements-dev.txt"), lines, windows)
    assert {Requirement(one).name for one in missing} == {"colorama"}


@pytest.mark.parametrize("lock", [*ALL, *TOOLS])
def test_a_lock_holds_versions_markers_and_hashes_only(lock: str) -> None:
    lines = locked(lock)
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", f"{line.name}=={line.version}")
        assert line.hashes, line.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in line.hashes)
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", re.sub(r"^ +--hash=.*", "", text, flags=re.MULTILINE), re.M)


@pytest.mark.parametrize("lock", [*ALL, *TOOLS])
def test_a_package_has_one_version_in_an_environment(lock: str) -> None:
    for environment in environments():
        names = [line.name for line in locked(lock) if line.is_for(environment)]
        assert names
        assert sorted(names) == sorted(set(names))


def test_tests_run_with_the_versions_of_the_image() -> None:
    assert set(locked("requirements.txt")) <= set(locked("requirements-dev.txt"))


def test_the_image_has_no_flask_and_no_test_tool() -> None:
    names = {line.name for line in locked("requirements.txt")}
    assert not names & {"flask", "pytest", "mypy", "ruff", "hypothesis"}


def test_the_lowest_versions_are_those_that_the_package_admits() -> None:
    lowest = {line.name: Version(line.version) for line in locked("requirements-lowest.txt")}
    newest = {line.name: Version(line.version) for line in locked("requirements-dev.txt")}
    project = PYPROJECT["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["sandbox"]]:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        bounds = {one.operator: Version(one.version) for one in requirement.specifier}
        assert set(bounds) == {">=", "<"}, text
        assert lowest[name] == bounds[">="]
        assert bounds[">="] <= newest[name] < bounds["<"]


def test_the_build_backend_is_pinned_and_locked() -> None:
    (backend,) = asked(PYPROJECT["build-system"]["requires"])
    versions = {line.name: line.version for line in locked("requirements-dev.txt")}
    assert str(backend) == f"hatchling=={versions['hatchling']}"


@pytest.mark.parametrize("folder", ["tests/lint", "tests/examples/gitlab"])
def test_the_lock_of_npm_holds_versions_and_hashes_only(folder: str) -> None:
    wanted = json.loads((ROOT / folder / "package.json").read_text("utf-8"))["dependencies"]
    packages = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == wanted
    assert set(wanted) <= {path.removeprefix("node_modules/") for path in packages}
    for path, package in packages.items():
        assert re.fullmatch(r"sha512-[\w+/]{86}==", package["integrity"]), path
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"]), path
        assert "resolved" not in package, path
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version
