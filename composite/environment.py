"""The environment that composite/action.yml runs in: the wheels of the lock, below RUNNER_TEMP.

    environment.py describe    append to GITHUB_OUTPUT: `python`, this interpreter; `wheels`, the
                               folder to cache; `key`, what it is cached by; `environment`, the
                               interpreter to run with
    environment.py install     make it

It needs nothing but Python 3.11 with venv and ensurepip. Every wheel is compared with the lock's
hashes each time, whether it comes from the cache or from an index.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"
LOCKED = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]


def key() -> str:
    """What decides which wheels fit: the system, the Python, the lock."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"scorecard-action-{sysconfig.get_platform()}-{sys.implementation.cache_tag}-{digest}"


def home() -> Path:
    """The folder of the environment and its wheels; short, since paths on Windows must be."""
    name = hashlib.sha256(key().encode()).hexdigest()[:12]
    return Path(os.environ["RUNNER_TEMP"], "scorecard-action", name)


def interpreter() -> Path:
    """The environment's Python."""
    name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return home().joinpath("environment", *name)


def describe() -> None:
    """Tell the next steps."""
    told = {
        "python": sys.executable,
        "wheels": home() / "wheels",
        "key": key(),
        "environment": interpreter(),
    }
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{name}={value}\n" for name, value in told.items())


def install() -> int:
    """Make the environment unless this job has it; return the exit code of what failed."""
    ready = home() / "ready"
    if ready.exists():
        return 0
    wheels = home() / "wheels"
    made = run(sys.executable, "-m", "venv", "--clear", str(home() / "environment"))
    if made:
        print("::error::this Python cannot make environments; actions/setup-python brings one")
        return made
    offline = ["install", "--no-index", "--find-links", str(wheels), *LOCKED]
    # A cache that lacks one, or whose wheel is another, is filled anew.
    if not wheels.is_dir() or pip(*offline):
        print("downloading the wheels that the lock names", flush=True)
        shutil.rmtree(wheels, ignore_errors=True)
        if failed := pip("download", "--dest", str(wheels), *LOCKED) or pip(*offline):
            return failed
    ready.touch()
    return 0


def pip(*arguments: str) -> int:
    """Run the environment's own pip."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    return run(str(interpreter()), "-m", "pip", *quiet, *arguments)


def run(python: str, *arguments: str) -> int:
    """Run Python so that no module of the checkout, where steps start, is imported."""
    return subprocess.run([python, "-I", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit({"describe": describe, "install": install}[sys.argv[1]]())
