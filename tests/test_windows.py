"""What of Windows can be seen elsewhere: its paths, its code pages, the calls that it lacks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from scorecard_action.reading import checkout
from tests.runner.jobs import EXAMPLE, KEYS, datadog, read_outputs, stored
from tests.tables import ROOT


@pytest.mark.parametrize(
    ("folder", "local"),
    [
        (PureWindowsPath(r"D:\a\cart\cart"), "/a/cart/cart"),
        (PureWindowsPath("d:/a/cart"), "/a/cart"),
        (PureWindowsPath(r"\\server\share\cart"), "//server/share/cart"),
        (PurePosixPath("/home/runner/work/cart/cart"), "/home/runner/work/cart/cart"),
        (PurePosixPath("/C:/cart"), "/C:/cart"),
    ],
    ids=str,
)
def test_a_folder_of_this_disk(folder: PurePath, local: str) -> None:
    assert checkout.local(folder) == local


@pytest.mark.parametrize(
    ("top", "workspace", "spelled", "root", "known"),
    [
        pytest.param(
            PureWindowsPath(r"D:\a\cart\cart"),
            r"D:\a\cart\cart",
            r"D:\a\cart\cart",
            "/a/cart/cart",
            "D:/a/cart/cart",
            id="the workspace",
        ),
        pytest.param(
            PureWindowsPath(r"D:\a\cart\cart\services\api"),
            r"D:\a\cart\cart",
            r"D:\a\cart\cart\services\api",
            "/a/cart/cart",
            "D:/a/cart/cart/services/api",
            id="a folder in it",
        ),
        pytest.param(
            PureWindowsPath(r"D:\a\cart\cart2"),
            r"D:\a\cart\cart",
            r"D:\a\cart\cart2",
            "/a/cart/cart2",
            "D:/a/cart/cart2",
            id="a folder beside it",
        ),
        pytest.param(
            PurePosixPath("/private/tmp/cart/api"),
            "/tmp/cart",
            "/tmp/cart/api",
            "/private/tmp/cart",
            "/tmp/cart/api",
            id="through a link, as on macOS",
        ),
    ],
)
def test_the_workspace_is_found_by_the_name_that_windows_has_for_it(
    top: PurePath, workspace: str, spelled: str, root: str, known: str
) -> None:
    here = checkout.local(top)
    found = checkout.find(here, workspace=workspace, spelled=(spelled,))
    assert (found.top, found.root) == (here, root)
    assert dict(found.aliases)[known] == here
    assert dict(found.aliases)[workspace.replace("\\", "/")] == found.mounted


# What docs.python.org has as "Availability: Unix", of the modules that are on Windows too.
UNIX = {
    "os": """O_NONBLOCK O_CLOEXEC O_NOCTTY O_NOFOLLOW O_SYNC O_DIRECTORY chown fchown lchown fchmod
        geteuid getuid getegid getgid getpgid killpg setsid fork mkfifo mknod pread pwrite preadv
        sysconf statvfs fstatvfs uname sync lockf fdatasync chroot nice wait waitid getpgrp
        posix_spawn sched_getaffinity get_blocking set_blocking ttyname openpty""",
    "signal": "SIGALRM SIGHUP SIGPIPE SIGQUIT SIGUSR1 SIGKILL alarm setitimer pause sigwait",
    "time": "tzset clock_gettime",
    "socket": "AF_UNIX socketpair SO_REUSEPORT",
    "sys": "abiflags",
}
MISSING = ["fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog"]
AS_ON_WINDOWS = f"""
import sys
# What others import may use what their system has.
import click, msgspec, requests, rich.console, rich.table, ruamel.yaml
import ctypes, glob, html.parser, http.client, logging, shutil, ssl, subprocess, tempfile
import os, signal, socket, time
for module, names in {UNIX!r}.items():
    for name in names.split():
        vars(sys.modules[module]).pop(name, None)
for module in {MISSING!r}:
    sys.modules[module] = None
from scorecard_action.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "checkout"
    shutil.copytree(ROOT / "examples" / "checkout", there)
    return there


def run(
    folder: Path, *arguments: str, flags: tuple[str, ...] = (), env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *flags, "-c", AS_ON_WINDOWS, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **(env or {})},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], 0),
        (["submit", "--dry-run", "--json", "new/out.json"], 0),
        (["inspect", "reports/junit.xml"], 0),
        (["explain", "Unit tests pass"], 0),
        (["init", "--force"], 0),
        (["schema"], 0),
        (["resend"], 2),
        (["submit", "--mapping", "none.yaml"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_every_command_runs_without_what_unix_alone_has(
    folder: Path, arguments: list[str], code: int
) -> None:
    done = run(folder, *arguments)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr


def test_outcomes_are_sent_saved_and_sent_again_without_it(folder: Path) -> None:
    """The files of GitHub are written so, too; one is on a line that another step did not end."""
    env = {
        **KEYS,
        "GITHUB_ACTIONS": "true",
        "GITHUB_REF": "refs/heads/main",
        "GITHUB_OUTPUT": "output",
        "GITHUB_STEP_SUMMARY": "summary",
        "RUNNER_OS": "Windows",
    }
    (folder / "output").write_bytes(b"theirs=1")
    (folder / "out.json").write_bytes(b"old")
    nowhere = ["--api-url", "http://127.0.0.1:9", "--timeout", "1"]
    done = run(folder, "submit", *nowhere, "--json", "out.json", env=env)
    assert done.returncode == 5, done.stderr
    assert len(json.loads((folder / "out.json").read_bytes())["outcomes"]) == len(EXAMPLE)
    outputs = read_outputs((folder / "output").read_bytes().decode())
    assert (outputs["theirs"], outputs["submitted"]) == ("1", "0")
    assert b"\r" not in (folder / "summary").read_bytes()
    assert (folder / "scorecard-undelivered.json").exists()
    with datadog() as url:
        done = run(folder, "resend", "--api-url", url, env=env)
        assert done.returncode == 0, done.stderr
        assert stored(url) == sorted(EXAMPLE.values())
    assert not (folder / "scorecard-undelivered.json").exists()


CODE_PAGES = [
    pytest.param({"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}, id=encoding)
    for encoding in ("cp1252", "cp437", "cp932", "ascii", "utf-16-le")
]


@pytest.mark.parametrize("env", CODE_PAGES)
def test_a_code_page_loses_no_outcome(folder: Path, env: dict[str, str]) -> None:
    """Text that it has no character for is shown in another way; no file depends on it."""
    mapping = folder / "scorecard.datadog.yaml"
    text = mapping.read_text("utf-8").replace("Unit tests pass", "Tests ☃ für 日本 ✓ passes")
    mapping.write_text(text, "utf-8")
    env = {**env, "PYTHONCOERCECLOCALE": "0", "GITHUB_STEP_SUMMARY": "summary"}
    # A file opened in the system's encoding is an error here: on Windows it is the code page.
    flags = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")
    done = run(folder, "submit", "--dry-run", "--json", "out.json", flags=flags, env=env)
    encoding = env["PYTHONIOENCODING"]
    assert done.returncode == 0, done.stderr.decode(encoding)
    assert "failed" in done.stdout.decode(encoding)
    for name in ("out.json", "summary"):
        assert "Tests ☃ für 日本 ✓ passes" in (folder / name).read_text("utf-8")
    shown = run(folder, "check", flags=flags, env=env)
    assert shown.returncode == 0, shown.stderr.decode(encoding)
