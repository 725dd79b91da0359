"""A few of the kills of `tests/kills.py`, the same ones each time; `make kills` does hundreds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.kills import Usual, kill_one, usual

NUMBER = 12


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Usual:
    return usual(tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize("number", range(NUMBER))
def test_nothing_is_lost(number: int, known: Usual, tmp_path: Path) -> None:
    killed = kill_one(tmp_path, random.Random(f"test {number}"), known)
    assert killed.wrong == (), killed
