from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_action.cli import run
from tests.delivery.building import FastClock, assert_no_keys, environment

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs a command line against a URL in the test's folder, without waiting between tries."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scorecard_action.datadog.client.Clock", FastClock)
    for name in set(os.environ) - {"PATH"}:
        monkeypatch.delenv(name)

    def call(url: str, *arguments: str) -> tuple[int, str, str]:
        for name, value in environment(url, tmp_path).items():
            monkeypatch.setenv(name, value)
        code = run(arguments)
        shown = capsys.readouterr()
        assert_no_keys(tmp_path, shown.out, shown.err)
        return code, shown.out, shown.err

    return call
