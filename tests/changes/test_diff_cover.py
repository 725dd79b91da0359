"""Our numbers are diff-cover's: on repositories of random edits, with reports of random hits.

But where a file does not end its last line: diff-cover takes `\\ No newline at end of file` for a
line, and counts on from there one too far.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from scorecard_action.changes.read import from_base, from_file
from scorecard_action.judging.patch import Patch, patch
from scorecard_action.judging.select import Matcher, Selection
from scorecard_action.reading import checkout
from scorecard_action.reading.fold import fold
from scorecard_action.reading.placing import Resolver
from tests.changes.repository import Repository
from tests.tables import ROOT

LOCKED = ROOT / ".venv/lint/bin/diff-cover"
OTHER = str(LOCKED) if LOCKED.exists() else shutil.which("diff-cover")

pytestmark = pytest.mark.skipif(
    not (OTHER and shutil.which("git")), reason="diff-cover (`make lint-files`) or git is missing"
)

Hits = dict[str, dict[int, int]]
"""By file and line, how often it ran."""

FILES = ["src/cart.py", "src/deep/tax.py", "src/gift cards.py", "lib/größe.py", "top.py"]


def edited(rng: random.Random, lines: list[str]) -> list[str]:
    """Change, remove, add and move some lines; more or less of them."""
    found = list(lines)
    for _ in range(rng.randint(0, 8)):
        at = rng.randint(0, len(found))
        match rng.choice(["add", "add", "remove", "change", "move", "blank", "end"]):
            case "add":
                found[at:at] = [f"x{rng.randint(0, 99)} = 1" for _ in range(rng.randint(1, 6))]
            case "remove":
                del found[at : at + rng.randint(1, 5)]
            case "change" if at < len(found):
                found[at] = f"{found[at]}  # {rng.randint(0, 99)}"
            case "move" if at < len(found):
                found.insert(rng.randint(0, len(found) - 1), found.pop(at))
            case "blank":
                found.insert(at, rng.choice(["", "++ b", "-- a", "@@ -1 +1 @@", "\\ no"]))
            case "end":
                found.append("last = 1")
    return found


def written(rng: random.Random, lines: list[str], *, ended: bool) -> str:
    end = "\n" if ended else rng.choice(["\n", ""])
    return "\n".join(lines) + end if lines else ""


def cobertura(hits: Hits) -> str:
    classes = "".join(
        f'<class filename="{path}" name="c" line-rate="0"><methods/><lines>'
        + "".join(f'<line number="{n}" hits="{h}"/>' for n, h in lines.items())
        + "</lines></class>"
        for path, lines in hits.items()
    )
    return (
        '<?xml version="1.0"?><coverage version="7" line-rate="0"><sources><source>.</source>'
        f'</sources><packages><package name="p"><classes>{classes}</classes></package>'
        "</packages></coverage>"
    )


def lcov(hits: Hits) -> str:
    return "".join(
        f"TN:\nSF:{path}\n" + "".join(f"DA:{n},{h}\n" for n, h in lines.items()) + "end_of_record\n"
        for path, lines in hits.items()
    )


def jacoco(hits: Hits) -> str:
    files = "".join(
        f'<package name="{PurePosixPath(path).parent}">'
        f'<sourcefile name="{PurePosixPath(path).name}">'
        + "".join(
            f'<line nr="{n}" mi="{int(not h)}" ci="{int(h > 0)}" mb="0" cb="0"/>'
            for n, h in lines.items()
        )
        + "</sourcefile></package>"
        for path, lines in hits.items()
    )
    return f'<?xml version="1.0"?><report name="r">{files}</report>'


def clover(hits: Hits) -> str:
    files = "".join(
        f'<file name="{PurePosixPath(path).name}" path="{path}">'
        + "".join(f'<line num="{n}" type="stmt" count="{h}"/>' for n, h in lines.items())
        + "</file>"
        for path, lines in hits.items()
    )
    return (
        f'<?xml version="1.0"?><coverage generated="1" clover="4"><project timestamp="1">{files}'
        "</project></coverage>"
    )


FORMATS: dict[str, tuple[str, Callable[[Hits], str]]] = {
    "cobertura": ("coverage.xml", cobertura),
    "lcov": ("lcov.info", lcov),
    "jacoco": ("jacoco.xml", jacoco),
    "clover": ("clover.xml", clover),
}


def made(seed: int, folder: Path, *, ended: bool = True) -> tuple[Repository, Hits]:
    """A repository whose branch `main` has other edits than HEAD, and hits of the files at HEAD."""
    rng = random.Random(seed)
    here = Repository(folder)
    write = partial(written, rng, ended=ended)
    begun = {path: [f"line {n}" for n in range(rng.randint(0, 40))] for path in FILES}
    here.commit({path: write(lines) for path, lines in begun.items()} | {"README.md": "a\n"})
    here.git("checkout", "-q", "-b", "work")
    edits = {path: edited(rng, lines) for path, lines in begun.items()}
    if rng.random() < 0.5:
        edits["src/new.py"] = [f"new {n}" for n in range(rng.randint(1, 20))]
    files: dict[str, str | bytes | None] = {path: write(lines) for path, lines in edits.items()}
    if rng.random() < 0.5:
        files["src/cart.py"] = None
        edits["src/moved.py"] = edits.pop("src/cart.py")
        files["src/moved.py"] = write(edits["src/moved.py"])
    here.commit({**files, "README.md": "b\n"})
    here.git("checkout", "-q", "main")
    here.commit({"top.py": write(edited(rng, begun["top.py"]))})
    here.git("checkout", "-q", "work")
    hits = {
        path: {n: rng.choice([0, 1, 3]) for n in range(1, len(lines) + 1) if rng.random() < 0.7}
        for path, lines in edits.items()
    }
    return here, {path: lines for path, lines in hits.items() if lines}


def ours(here: Repository, report: str, diff: str = "") -> Patch:
    place = checkout.find(str(here.folder))
    matcher = Matcher(Selection((), ()))
    folded = fold(here.folder / report, report, [matcher], resolver=Resolver(place))
    (tally,) = folded.tallies
    assert not tally.problems
    changes = (
        from_file(str(here.folder / diff), place) if diff else from_base("main", place, os.environ)
    )
    return patch(tally.coverage, changes)


def theirs(here: Repository, report: str) -> tuple[int, int]:
    """Return the (covered, valid) changed lines that diff-cover counts."""
    subprocess.run(
        [str(OTHER), report, "--compare-branch", "main", "--format", "json:d.json", "-q"]
        + (["--src-roots", "."] if report == "jacoco.xml" else []),
        cwd=here.folder,
        env=here.environ,
        capture_output=True,
        check=True,
        timeout=60,
    )
    said = json.loads((here.folder / "d.json").read_text("utf-8"))
    return said["total_num_lines"] - said["total_num_violations"], said["total_num_lines"]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", range(6))
def test_numbers_are_those_of_diff_cover(form: str, seed: int, tmp_path: Path) -> None:
    here, hits = made(seed, tmp_path / "work")
    report, write = FORMATS[form]
    if form == "jacoco":
        hits.pop("top.py", None)  # a file of no package: nothing says which of its name it is
    (here.folder / report).write_text(write(hits), "utf-8")
    found = ours(here, report)
    assert (found.lacking, found.counts) == ("", (theirs(here, report),) * 2)


@pytest.mark.parametrize("seed", range(6))
def test_a_diff_of_any_form_says_the_same_as_git_asked_itself(seed: int, tmp_path: Path) -> None:
    here, hits = made(seed, tmp_path / "work", ended=False)
    (here.folder / "lcov.info").write_text(lcov(hits), "utf-8")
    expected = ours(here, "lcov.info")
    assert expected.counts[0][1]
    for options in (
        [],
        ["-U0"],
        ["-U20"],
        ["--no-prefix"],
        ["--src-prefix=old/", "--dst-prefix=new/"],
        ["--full-index", "--binary"],
        ["-c", "diff.mnemonicPrefix=true"],
        ["-c", "core.quotePath=false"],
    ):
        before, after = (options, []) if options[:1] == ["-c"] else ([], options)
        diff = here.git(*before, "diff", *after, "main...HEAD")
        for name, content in (
            ("change.diff", diff),
            ("windows.diff", diff.replace(b"\n", b"\r\n")),
            (
                "powershell.diff",
                b"\xff\xfe" + diff.decode().replace("\n", "\r\n").encode("utf-16-le"),
            ),
        ):
            (here.folder / name).write_bytes(content)
            found = ours(here, "lcov.info", name)
            assert (options, name, found.files) == (options, name, expected.files)
