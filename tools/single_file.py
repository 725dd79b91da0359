"""Make the command one file, with all that it needs: `python -m tools.single_file FOLDER`.

The lock is installed and packed with the package into `scorecard-action-VERSION-PYTHON-SYSTEM.pyz`,
which any Python of that version runs on that system: no network, no environment, nothing installed.
Most modules are imported from the file (zipimport, with their bytecode). A native one cannot be:
its package goes into a folder of the run's own, which no other user can write to, and which is
removed at its end.
"""

from __future__ import annotations

import py_compile
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from scorecard_action import __version__

ROOT = Path(__file__).parents[1]
NATIVE = {".so", ".pyd", ".dylib"}
# As the Dockerfile has it: what rich asks for to highlight code.
LEXERS = ("pygments/lexers", "pygments/styles")
# The first date that a zip can have: the same input makes the same file.
DATE = (1980, 1, 1, 0, 0, 0)
START = """\
import sys

if sys.version_info[:2] != {version!r}:
    sys.exit("this file is for Python {shown}, and this is Python %d.%d" % sys.version_info[:2])

import atexit
import shutil
import tempfile
import zipfile

if __name__ == "__main__":
    folder = tempfile.mkdtemp(prefix="scorecard-action-")
    # On Windows what is in use stays there, for the system to clean up.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(sys.path[0]) as packed:
        packed.extractall(folder, [one for one in packed.namelist() if one.startswith({native!r})])
    sys.path.insert(1, folder + {inside!r})
    from scorecard_action.__main__ import main

    main()
"""
# Where native packages are in the file: found in the folder alone.
INSIDE = "native"


def name() -> str:
    """The file's name, which says where it runs."""
    system = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    return f"scorecard-action-{__version__}-{python}-{system}.pyz"


def pack(site: Path, target: Path) -> None:
    """Write the packages of `site`, a folder of installed ones, and ours to the file `target`."""
    native = {path.relative_to(site).parts[0] for path in site.rglob("*") if path.suffix in NATIVE}
    files = {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*")
        if path.is_file() and _is_needed(path.relative_to(site))
    }
    ours = ROOT / "scorecard_action"
    files |= {
        f"scorecard_action/{path.relative_to(ours).as_posix()}": path
        for path in ours.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    start = START.format(
        version=tuple(sys.version_info[:2]),
        shown=f"{sys.version_info[0]}.{sys.version_info[1]}",
        native=f"{INSIDE}/",
        inside=f"/{INSIDE}",
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file, tempfile.TemporaryDirectory() as work:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            _add(packed, "__main__.py", start.encode())
            # A package without a module of its own is found by the entry of its folder.
            folders = {f"{one}/" for path in files for one in PurePosixPath(path).parents[:-1]}
            for one in sorted(folders):
                _add(packed, one, b"")
            for path, source in sorted(files.items()):
                inside = f"{INSIDE}/{path}" if path.split("/")[0] in native else path
                _add(packed, inside, source.read_bytes())
                if source.suffix == ".py" and inside == path:
                    _add(packed, f"{path}c", _compiled(source, path, Path(work)))
    target.chmod(0o755)


def _is_needed(path: Path) -> bool:
    if "__pycache__" in path.parts or path.parts[0] == "bin":
        return False
    highlights = path.parent.as_posix() in LEXERS
    return not highlights or path.name in {"__init__.py", "_mapping.py"}


def _compiled(source: Path, path: str, work: Path) -> bytes:
    made = work / "one.pyc"
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(str(source), str(made), dfile=path, doraise=True, invalidation_mode=mode)
    return made.read_bytes()


def _add(packed: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o40755 if path.endswith("/") else 0o100644) << 16
    packed.writestr(entry, content)


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    if len(arguments) != 1:
        print("say where to: python -m tools.single_file dist", file=sys.stderr)
        return 2
    target = Path(arguments[0], name())
    with tempfile.TemporaryDirectory() as work:
        locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r"]
        quiet = ["--quiet", "--disable-pip-version-check", "--no-compile", "--target", work]
        install = [sys.executable, "-m", "pip", "install", *quiet, *locked]
        install.append(str(ROOT / "requirements.txt"))
        done = subprocess.run(install, check=False)  # noqa: S603
        if done.returncode:
            return done.returncode
        pack(Path(work), target)
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
