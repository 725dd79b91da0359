"""What git says of the changes since a commit of another branch, from where the two parted.

A checkout may be a stranger's, and so is its configuration: nothing that it names is run. No hook,
pager, external diff or text conversion; no fetch of what a partial clone lacks, which would run
what its remote names. Of the environment git gets what it needs to start: no `GIT_…` variable, and
no key.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar, cast

from scorecard_action.masking import clip

SECONDS: Final = 120
"""For all that git does."""
MOST_SHOWN: Final = 100
"""Characters of a ref that are shown."""

_SAID: Final = 4096  # bytes of a message that are kept
_SHA: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_NEEDED: Final = frozenset(
    "PATH HOME XDG_CONFIG_HOME LD_LIBRARY_PATH SYSTEMROOT USERPROFILE TEMP TMP TMPDIR".split()
)
_ALONE: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OPTIONS: Final = (
    "--no-pager",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "protocol.allow=never"),
)
# `--text`: an attribute of the checkout (`*.py -diff`) must not hide what changed.
_DIFF: Final = (
    *("diff-tree", "-r", "-p", "-U0", "-M", "--text", "--no-color", "--no-relative"),
    *("--no-ext-diff", "--no-textconv", "--submodule=short", "--diff-algorithm=myers"),
    *("--src-prefix=a/", "--dst-prefix=b/"),
)
# How a clone gets the commits that it lacks, by provider.
_DEEPEN: Final = {
    "github": "`fetch-depth: 0` of actions/checkout fetches them",
    "gitlab": "`GIT_DEPTH: 0` in the job's `variables` fetches them",
    "jenkins": "a clone that is not shallow, with the target branch in its refspec, has them",
    "azurepipelines": "`fetchDepth: 0` of the checkout step fetches them",
    "bitbucket": "`clone: {depth: full}` fetches them",
    "travisci": "`git: {depth: false}` fetches them",
}
_ANY: Final = "`git fetch --unshallow origin`, or `git fetch origin BRANCH`, fetches them"

T = TypeVar("T")


class GitError(Exception):
    """Git is not there, or cannot say what changed. The message says why, and what helps."""


def diff_since(
    ref: str,
    folder: Path,
    environ: Mapping[str, str],
    read: Callable[[io.BufferedReader], T],
    *,
    provider: str = "",
    seconds: float = SECONDS,
) -> T:
    """Let `read` read the diff from where HEAD and `ref` parted to HEAD, in the checkout `folder`.

    `provider` names the CI, as `model.Build` does. Raises GitError, and what `read` raises.
    """
    git = _Git(folder, environ, seconds)
    shown = clip(ref, MOST_SHOWN)
    commit = git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    deepen = _DEEPEN.get(provider, _ANY)
    if not _SHA.fullmatch(commit):
        raise GitError(f"this clone does not have {shown!r}, its branch or its commits: {deepen}")
    head = git.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if not _SHA.fullmatch(head):
        raise GitError("this clone has no commit that is checked out")
    base = git.line("merge-base", commit, head)
    if not _SHA.fullmatch(base):
        raise GitError(
            f"this clone does not have the commit where {shown!r} and HEAD parted: {deepen}"
        )
    return git.output((*_DIFF, base, head), read)


class _Git:
    def __init__(self, folder: Path, environ: Mapping[str, str], seconds: float) -> None:
        self._program = _program(folder, environ)
        self._folder = folder
        self._seconds = seconds
        self._environ = {
            name: value for name, value in environ.items() if name.upper() in _NEEDED
        } | _ALONE

    def line(self, *arguments: str) -> str:
        """Return the line that a command of git prints; "" where it prints none."""
        return self.output(arguments, lambda file: file.read(_SAID), quiet=True).decode().strip()

    def output(
        self,
        arguments: Sequence[str],
        read: Callable[[io.BufferedReader], T],
        *,
        quiet: bool = False,
    ) -> T:
        """Let `read` read what a command prints. With `quiet`, an exit code of 1 is an answer as
        well: that there is nothing.
        """
        with subprocess.Popen(  # noqa: S603 - an argument list, and a program by its whole path
            [self._program, *_OPTIONS, *arguments],
            cwd=self._folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            said: list[bytes] = []
            timer = threading.Timer(self._seconds, stop)
            listener = threading.Thread(target=_listen, args=(process.stderr, said), daemon=True)
            timer.start()
            listener.start()
            try:
                found = read(cast("io.BufferedReader", process.stdout))
                code = process.wait()
            except BaseException as error:
                process.kill()
                if late.is_set() and isinstance(error, Exception):
                    raise GitError(self._late()) from None
                raise
            finally:
                timer.cancel()
                listener.join(self._seconds)
        if late.is_set():
            raise GitError(self._late())
        if code and not (quiet and code == 1):
            raise GitError(_why(b"".join(said).decode("utf-8", "replace"), self._folder))
        return found

    def _late(self) -> str:
        return f"git took more than {self._seconds:g} s to say what changed"


def _listen(file: io.BufferedReader, said: list[bytes]) -> None:
    said.append(file.read(_SAID))
    while file.read(_SAID):
        pass


def _program(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the path of git, which is none that the checkout brings. Raises GitError."""
    found = shutil.which("git", path=environ.get("PATH") or os.defpath)
    if found and os.path.isabs(found) and folder not in Path(found).parents:  # noqa: PTH117
        return found
    raise GitError(
        "`--diff-base` needs git, which is not here: run `git diff BASE...HEAD > change.diff` where"
        " it is, and give `--diff change.diff`"
    )


def _why(said: str, folder: Path) -> str:
    """Say why git failed, from what it says itself."""
    if "dubious ownership" in said:
        return (
            "git does not read a checkout that belongs to another user, as in many containers:"
            f" `git config --global --add safe.directory {folder.as_posix()}` before this step"
            " lets it"
        )
    if "not a git repository" in said:
        return "the working directory is in no checkout of git"
    if "lazy fetch" in said or "promisor" in said:
        return "this clone is partial (`--filter`), and lacks files of the commits to compare"
    last = next((line for line in reversed(said.splitlines()) if line.strip()), "git failed")
    return f"git cannot say what changed: {last.removeprefix('fatal: ')}"
