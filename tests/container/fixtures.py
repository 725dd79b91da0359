"""The image that run.sh built, a container of it, and a workspace: what the checks share."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.container.runner import Runner, buildah
from tests.tables import ROOT

IMAGE = os.environ["SCORECARD_IMAGE"]


@pytest.fixture(scope="session")
def config() -> dict[str, Any]:
    found = json.loads(buildah("inspect", "--type", "image", IMAGE))["OCIv1"]["config"]
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="session")
def entrypoint(config: dict[str, Any]) -> list[str]:
    return [*config["Entrypoint"], *config.get("Cmd", [])]


@pytest.fixture(scope="session")
def environment(config: dict[str, Any]) -> dict[str, str]:
    return dict(item.split("=", 1) for item in config["Env"])


@pytest.fixture(scope="session")
def container() -> Iterator[str]:
    name = buildah("from", "--pull-never", IMAGE)
    yield name
    buildah("rm", name)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return the example's checkout in a folder of its own, as a CI job finds it."""
    folder = tmp_path / "workspace"
    shutil.copytree(ROOT / "examples" / "checkout", folder, copy_function=shutil.copy)
    return folder


@pytest.fixture
def run(container: str, environment: dict[str, str], workspace: Path) -> Runner:
    return Runner(container, environment, workspace)
