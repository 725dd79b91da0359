"""Commands run in a container of the built image, as the environment of run.sh names it."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

STORAGE = os.environ["SCORECARD_STORAGE"]
BUILDAH = [
    "buildah",
    "--root",
    STORAGE,
    "--runroot",
    os.environ["SCORECARD_RUNROOT"],
    "--storage-driver",
    "vfs",
]
WORKSPACE = "/github/workspace"


def finish(*words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run the words, one list after the other, to the end."""
    command = [word for part in words for word in part]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def buildah(*arguments: str) -> str:
    """Return what buildah prints."""
    done = finish(BUILDAH, arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Runner:
    """Runs commands in the container with exactly the image's environment and what is given."""

    def __init__(self, container: str, environment: Mapping[str, str], workspace: Path) -> None:
        self.container = container
        self.environment = environment
        self.workspace = workspace

    def own(self, user: int) -> None:
        for path in [self.workspace, *self.workspace.rglob("*")]:
            os.chown(path, user, user)

    def exactly(self, given: Mapping[str, str], command: Sequence[str]) -> list[str]:
        env = {**self.environment, **given}
        return ["/usr/bin/env", "-i", *(f"{key}={value}" for key, value in env.items()), *command]

    def __call__(
        self,
        command: Sequence[str],
        user: int = 0,
        env: Mapping[str, str] = {},
        *,
        owner: int | None = None,
        mounts: Mapping[str, Path] = {},
    ) -> subprocess.CompletedProcess[str]:
        """Run as `user`; the workspace is the `owner`'s, else the user's. `mounts` adds folders."""
        self.own(user if owner is None else owner)
        places = {WORKSPACE: self.workspace, **mounts}
        volumes = [f"--volume={folder}:{place}" for place, folder in places.items()]
        return finish(
            [*BUILDAH, "run", "--isolation", "chroot", "--user", f"{user}:{user}"],
            [*volumes, "--workingdir", WORKSPACE, self.container, "--"],
            self.exactly(env, command),
        )

    def read_only(
        self, command: Sequence[str], user: int = 0, env: Mapping[str, str] = {}
    ) -> subprocess.CompletedProcess[str]:
        """Run on a read-only root file system, /tmp included; the workspace is at /mnt."""
        self.own(user)
        root = buildah("mount", self.container)
        script = """
            set -e
            root=$1 workspace=$2 user=$3
            shift 3
            mount --bind "$root" "$root"
            mount --bind "$workspace" "$root/mnt"
            mount --rbind /dev "$root/dev"
            mount -o remount,bind,ro "$root"
            exec chroot --userspec="$user:$user" "$root" "$@"
        """
        return finish(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"],
            [root, str(self.workspace), str(user)],
            self.exactly(env, ["/usr/bin/env", "--chdir=/mnt", *command]),
        )
