"""The files that the image and a fresh machine are set up from, as far as reading them shows."""

import re
from pathlib import Path

import scorecard_action

ROOT = Path(__file__).resolve().parents[2]


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
