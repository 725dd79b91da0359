"""The whole way, on this machine alone: real reports in, outcomes on a local Scorecards API out.

Run it with `make demo`. Exits 0 when every outcome that the example's mapping asks for arrived.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import requests

from scorecard_action.sandbox import running

ROOT = Path(__file__).resolve().parents[1]
KEYS = {"DD_API_KEY": "demo-api-key", "DD_APP_KEY": "demo-app-key"}
HEADERS = {"DD-API-KEY": KEYS["DD_API_KEY"], "DD-APPLICATION-KEY": KEYS["DD_APP_KEY"]}
# Rule of examples/checkout/scorecard.datadog.yaml -> the scorecard it belongs to in Datadog.
RULES = {
    "Unit tests pass": "Production Readiness",
    "No lint errors": "Code Quality",
    "Line coverage": "Code Quality",
    "Cart articles are checked": "Production Readiness",
    "Payment contract holds": "Production Readiness",
}
# What GitHub says of the build that "ran" here; the remarks link to it.
BUILD = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/checkout",
    "GITHUB_WORKFLOW": "build",
    "GITHUB_RUN_ID": "1234567890",
    "GITHUB_RUN_NUMBER": "57",
    "GITHUB_RUN_ATTEMPT": "1",
    "GITHUB_JOB": "test",
    "GITHUB_WORKSPACE": "/build/checkout",  # where the example's reports were written
    "JOB_CHECK_RUN_ID": "9876543210",
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_REF_NAME": "main",
    "GITHUB_SHA": "3f2a9c1b5d7e8f90a1b2c3d4e5f60718293a4b5c",
}
KEPT = ("PATH", "LANG", "LC_ALL", "TERM", "COLUMNS", "NO_COLOR", "SYSTEMROOT")


def main() -> int:
    with running() as url, tempfile.TemporaryDirectory() as folder:
        api = requests.Session()
        api.trust_env = False  # no proxy stands between this machine and itself
        api.headers.update(HEADERS)
        for name, scorecard in RULES.items():
            create_rule(api, url, name, scorecard)
        workspace = Path(folder) / "checkout"
        # A copy: its reports are as new as a build would leave them, and nothing is written here.
        shutil.copytree(ROOT / "examples" / "checkout", workspace, copy_function=shutil.copy)
        status = submit(url, workspace)
        arrived = outcomes(api, url)
    print(f"\nRead back from {url}:\n")
    for rule, state, remarks in sorted(arrived):
        text = html.unescape(re.sub(r"<[^>]*>", "", remarks))  # its links do not show here
        print(f"  {state:<5} {rule:<26} {text}")
    missing = RULES.keys() - {rule for rule, _, _ in arrived}
    for rule in sorted(missing):
        print(f"  nothing arrived for {rule}")
    print("\nTo see such an API's page: .venv/bin/scorecard-action sandbox")
    return 1 if missing or status else 0


def create_rule(api: requests.Session, url: str, name: str, scorecard: str) -> None:
    attributes = {"name": name, "scorecard_name": scorecard}
    body = {"data": {"type": "rule", "attributes": attributes}}
    api.post(f"{url}/api/v2/scorecard/rules", json=body, timeout=10).raise_for_status()


def submit(url: str, workspace: Path) -> int:
    """Run the action as a build does, in the checkout's folder; gives its exit code."""
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    env = {**kept, **KEYS, **BUILD, "SCORECARD_API_URL": url}
    command = [sys.executable, str(ROOT / "entrypoint.py")]
    return subprocess.run(command, cwd=workspace, env=env, check=False).returncode


def outcomes(api: requests.Session, url: str) -> list[tuple[str, str, str]]:
    """Ask for all outcomes: (rule, state, remarks) of each."""
    question = {"include": "rule", "page[size]": "100"}
    answer = api.get(f"{url}/api/v2/scorecard/outcomes", params=question, timeout=10)
    answer.raise_for_status()
    document = answer.json()
    names = {item["id"]: item["attributes"]["name"] for item in document.get("included", [])}
    return [
        (
            names[item["relationships"]["rule"]["data"]["id"]],
            item["attributes"]["state"],
            item["attributes"].get("remarks", ""),
        )
        for item in document["data"]
    ]


if __name__ == "__main__":
    sys.exit(main())
