"""Where the checkout is, here and on the host that made the reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_action.cli.setup import prepare

MAPPING = "version: 1\nservice: s\nrules:\n  - {rule: U, reports: u.xml}\n"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param({}, [], id="a shell"),
        pytest.param(
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_WORKSPACE": "/github/workspace",
                "RUNNER_WORKSPACE": "/home/runner/work/cart",
                "GITHUB_REPOSITORY": "acme/cart",
            },
            ["/github/workspace", "/home/runner/work/cart/cart"],
            id="a docker action of GitHub",
        ),
        pytest.param(
            {"GITLAB_CI": "true", "CI_PROJECT_DIR": "/builds/acme/cart"},
            ["/builds/acme/cart"],
            id="GitLab",
        ),
    ],
)
def test_workspaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], expected: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scorecard.datadog.yaml").write_text(MAPPING)
    ready = prepare(environ, working_directory=None, mapping_file=None, service=None)
    aliases = dict(ready.place.checkout.aliases)
    assert aliases == {str(tmp_path): str(tmp_path), **dict.fromkeys(expected, str(tmp_path))}
    assert ready.place.mapping_folder == tmp_path
