"""The files that the image and a fresh machine are set up from, as far as reading them shows."""

import re
from pathlib import Path

import pytest

import scorecard_action

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def locked(name: str) -> dict[str, list[str]]:
    """Each requirement of a lock, such as `click==8.2.0`, with its hashes."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        words = line.strip().rstrip("\\").strip()
        if words.startswith("--hash="):
            current.append(words)
        elif words and not words.startswith("#"):
            current = found.setdefault(words, [])
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_versions_and_hashes_only(name: str) -> None:
    requirements = locked(name)
    assert len(requirements) > 5
    for requirement, hashes in requirements.items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", requirement)
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", item) for item in hashes)
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_tests_run_with_the_versions_of_the_image() -> None:
    shipped, tested = (locked(name) for name in LOCKS)
    assert shipped.items() <= tested.items()


def test_image_has_no_flask_and_no_test_tool() -> None:
    names = {requirement.partition("==")[0] for requirement in locked("requirements.txt")}
    assert not names & {"flask", "pytest", "mypy", "ruff", "hypothesis"}


def test_image_says_which_version_it_is() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    labels = re.findall(r'org\.opencontainers\.image\.version="([^"]+)"', dockerfile)
    assert labels == [scorecard_action.__version__]


def test_base_image_is_an_argument_with_a_pinned_default() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG BASE_IMAGE=python:\d+\.\d+\.\d+-slim-\w+$", dockerfile, re.M)
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.M)
    assert bases
    assert set(bases) == {"${BASE_IMAGE}"}


def test_example_reports_name_a_neutral_machine() -> None:
    reports = sorted((ROOT / "examples" / "checkout" / "reports").iterdir())
    assert [path.name for path in reports] == ["coverage.xml", "junit.xml", "ruff.sarif"]
    for path in reports:
        text = path.read_text(encoding="utf-8")
        assert "checkout" in text or "tests.test_cart" in text
        assert not re.search(r"/(home|root|Users|tmp|work|var|opt)/", text)
        hosts = re.findall(r'hostname="([^"]*)"', text)
        assert set(hosts) <= {"build"}
