"""A release up to what is pushed: notes, digests, the commit and its tags, against folders."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests import tables
from tools.bump import PLACES, bump
from tools.owner import pages, write_owner
from tools.release import notes, pins, ready, tags

ROOT = tables.ROOT
VERSION = "98.7.6"
DIGEST = "sha256:" + "0123456789abcdef" * 4
IMAGE = f"ghcr.io/acme/scorecard-action@{DIGEST}"
CHANGELOG = """# Changelog

## [Unreleased]

## [1.10.0] - 2027-02-03

### Added

- A word, and [more](docs/states.md#pass), [there](https://example.com/x) and [here](#top).

## [1.1.0] - 2027-01-01

- Older.
"""


def test_notes_are_the_section_of_the_version() -> None:
    assert notes.notes(CHANGELOG, "1.1.0", "https://example.com/r") == "- Older.\n"
    assert notes.notes(CHANGELOG, "1.10.0", "https://example.com/r") == (
        "### Added\n\n"
        "- A word, and [more](https://example.com/r/blob/v1.10.0/docs/states.md#pass), "
        "[there](https://example.com/x) and [here](#top).\n"
    )


@pytest.mark.parametrize("version", ["1.1", "1.0.0", "Unreleased"])
def test_a_version_without_a_word_has_no_notes(version: str) -> None:
    with pytest.raises(ValueError, match=f"says nothing of {version}"):
        notes.notes(CHANGELOG, version, "https://example.com/r")


def index(*platforms: str) -> bytes:
    """An image index, as OCI's image-spec has it, in a form that no JSON writer would repeat."""
    entries = [
        {
            "digest": DIGEST,
            "size": 7,
            "platform": dict(zip(("os", "architecture"), one, strict=True)),
        }
        for one in (platform.split("/") for platform in platforms)
    ]
    return (json.dumps({"schemaVersion": 2, "manifests": entries}, indent=3) + "\n\n").encode()


ALL = index("linux/amd64", "linux/arm64", "unknown/unknown")


def test_a_digest_is_that_of_the_bytes() -> None:
    assert pins.digest_of(ALL) == "sha256:" + hashlib.sha256(ALL).hexdigest()


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        pytest.param(
            index("linux/amd64", "linux/s390x"), "no image for linux/arm64", id="lacks-one"
        ),
        pytest.param(b'{"schemaVersion": 2, "layers": []}', "no index", id="of-one-platform"),
        pytest.param(b"", "no index", id="empty"),
        pytest.param(b"[]", "no index", id="no-object"),
        pytest.param(b"ERROR: not found", "no index", id="words"),
    ],
)
def test_what_is_no_index_of_all_platforms_is_refused(manifest: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pins.digest_of(manifest)


def test_the_base_is_pinned_and_nothing_else_changes() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    name = pins.base_name(text)
    pinned = pins.pin_base(text, ALL)
    assert pinned == text.replace(f"={name}\n", f"={name}@{pins.digest_of(ALL)}\n")
    assert pinned.count("@sha256:") == 1
    assert pins.pin_base(pinned, ALL) == pinned


def test_a_dockerfile_without_a_base_is_refused() -> None:
    with pytest.raises(ValueError, match="names 0 base images"):
        pins.pin_base("FROM scratch\n", ALL)


def test_the_action_runs_the_image_and_nothing_else_changes() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    pinned = pins.pin_image(text, IMAGE)
    assert pinned == text.replace("  image: Dockerfile\n", f"  image: docker://{IMAGE}\n")
    with pytest.raises(ValueError, match="image: Dockerfile"):
        pins.pin_image(pinned, IMAGE)


@pytest.mark.parametrize(
    "image",
    [
        pytest.param("ghcr.io/acme/scorecard-action:1.2.3", id="tag"),
        pytest.param(f"ghcr.io/Acme/scorecard-action@{DIGEST}", id="upper-case"),
        pytest.param(f"ghcr.io/acme/scorecard-action@{DIGEST[:-1]}", id="short"),
        pytest.param("ghcr.io/acme/scorecard-action@", id="no-digest"),
        pytest.param(f"ghcr.io/acme/scorecard-action@{DIGEST}\n", id="line-end"),
    ],
)
def test_an_image_without_a_digest_is_refused(image: str) -> None:
    with pytest.raises(ValueError, match="an image is"):
        pins.pin_image("runs:\n  image: Dockerfile\n", image)


def test_main_builds_its_image() -> None:
    """What is pinned is pinned in a release's own commit, never on a branch."""
    assert pins.BUILT.search((ROOT / "action.yml").read_text("utf-8"))
    assert "sha256:" not in (ROOT / "Dockerfile").read_text("utf-8")


# A repository that is ready, a bare one to push to, and what happens there.


def git(root: Path, *arguments: str) -> str:
    return tags.git(root, *arguments)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def checkout(tmp_path: Path, remote: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a release")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "release@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = tmp_path / "checkout"
    files = {place.path for place in PLACES} | {"CHANGELOG.md", "action.yml"}
    for path in sorted(files | {path.relative_to(ROOT).as_posix() for path in pages(ROOT)}):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, root / path)
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n- A change.\n", "utf-8")
    bump(root, VERSION, date(2027, 2, 3))
    write_owner(root, "acme")
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "remote", "add", "origin", str(remote))
    commit(root, "all")
    git(root, "push", "--quiet", "origin", "main")
    return root


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def pin(root: Path, image: str = IMAGE) -> None:
    for name, text in (
        ("Dockerfile", pins.pin_base((root / "Dockerfile").read_text("utf-8"), ALL)),
        ("action.yml", pins.pin_image((root / "action.yml").read_text("utf-8"), image)),
    ):
        (root / name).write_text(text, "utf-8")


def tagged(remote: Path) -> dict[str, str]:
    """The commit that each tag leads to."""
    names = git(remote, "tag", "--list").split()
    return {name: git(remote, "rev-parse", f"{name}^{{commit}}") for name in names}


def test_a_release_is_ready(checkout: Path) -> None:
    older = "1" * 40 + "\trefs/tags/v9.8.7\n" + "2" * 40 + "\trefs/tags/v9\n"
    assert ready.obstacles(checkout, VERSION, "acme/scorecard-action", older) == []


@pytest.mark.parametrize(
    ("version", "repository", "released", "message"),
    [
        pytest.param("v98.7.6", "acme/scorecard-action", "", "MAJOR.MINOR.PATCH", id="prefix"),
        pytest.param("98.7.7", "acme/scorecard-action", "", "make bump VERSION=98.7.7", id="bump"),
        pytest.param("98.7.7", "acme/scorecard-action", "", "no dated section", id="changelog"),
        pytest.param(VERSION, "beta/scorecard-action", "", "make owner", id="owner"),
        pytest.param(VERSION, "acme/scorecard-action", VERSION, "v98.7.6 is released", id="again"),
        pytest.param(VERSION, "acme/scorecard-action", "98.10.0", "v98.10.0 is", id="behind"),
    ],
)
def test_what_stands_in_the_way(
    checkout: Path, version: str, repository: str, released: str, message: str
) -> None:
    lines = f"{'1' * 40}\trefs/tags/v{released}\n" if released else ""
    assert message in "\n".join(ready.obstacles(checkout, version, repository, lines))


def test_changes_that_the_notes_would_not_tell_stand_in_the_way(checkout: Path) -> None:
    file = checkout / "CHANGELOG.md"
    text = file.read_text("utf-8").replace("[Unreleased]\n", "[Unreleased]\n\n- One more.\n")
    file.write_text(text, "utf-8")
    found = ready.obstacles(checkout, VERSION, "acme/scorecard-action", "")
    assert [one for one in found if "[Unreleased]" in one] == found != []


def test_the_release_is_a_commit_of_two_files_that_three_tags_lead_to(
    checkout: Path, remote: Path
) -> None:
    main = git(checkout, "rev-parse", "main")
    pin(checkout)
    made = tags.release(checkout, VERSION, "origin")
    assert tagged(remote) == {"v98.7.6": made, "v98.7": made, "v98": made}
    assert git(remote, "cat-file", "-t", "v98.7.6") == "tag"
    assert git(remote, "rev-parse", f"{made}^", "main").split() == [main, main]
    names = git(remote, "diff", "--name-only", "main", made).split()
    assert names == ["Dockerfile", "action.yml"]
    assert f"image: docker://{IMAGE}\n" in git(remote, "show", f"{made}:action.yml") + "\n"


def test_the_next_release_moves_the_tags_that_move(checkout: Path, remote: Path) -> None:
    pin(checkout)
    first = tags.release(checkout, VERSION, "origin")
    for version, moved in (("98.7.7", {"v98.7", "v98"}), ("98.8.0", {"v98", "v98.8"})):
        before = tagged(remote)
        git(checkout, "checkout", "--quiet", "main")
        pin(checkout)
        made = tags.release(checkout, version, "origin")
        after = tagged(remote)
        assert {name for name, one in after.items() if one == made} == {*moved, f"v{version}"}
        assert all(after[name] == before[name] for name in set(before) - moved)
    assert tagged(remote)["v98.7.6"] == first


def test_a_version_is_released_once(checkout: Path, remote: Path) -> None:
    """By a second clone, which knows nothing of the first one's tags: none of its tags moves."""
    pin(checkout)
    made = tags.release(checkout, VERSION, "origin")
    git(checkout.parent, "clone", "--quiet", "--no-tags", "--branch", "main", str(remote), "second")
    second = checkout.parent / "second"
    pin(second, IMAGE.replace("0123", "3210"))
    with pytest.raises(subprocess.CalledProcessError):
        tags.release(second, VERSION, "origin")
    assert set(tagged(remote).values()) == {made}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param([], "not: $", id="nothing"),
        pytest.param(["action.yml"], "not: action.yml$", id="one"),
        pytest.param(["action.yml", "Dockerfile", "README.md"], "README.md", id="more"),
    ],
)
def test_a_release_changes_nothing_else(
    checkout: Path, remote: Path, changed: list[str], said: str
) -> None:
    for name in changed:
        with (checkout / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
    with pytest.raises(ValueError, match=said):
        tags.release(checkout, VERSION, "origin")
    assert tagged(remote) == {}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that an index of two images was pushed to, as a registry has it (OCI's layout)."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("buildah") is None:
        pytest.skip("images are made by buildah, as root")
    places = ["--root", f"{tmp_path}/storage", "--runroot", f"{tmp_path}/run"]

    def buildah(*arguments: str) -> str:
        command = ["buildah", *places, "--storage-driver", "vfs", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    buildah("manifest", "create", "pushed")
    for architecture in ("amd64", "arm64"):
        container = buildah("from", "--arch", architecture, "scratch")
        buildah("copy", container, str(ROOT / "action.yml"), "/action.yml")
        buildah("commit", "--rm", "--manifest", "pushed", container)
    buildah("manifest", "push", "--all", "pushed", f"oci:{tmp_path}/registry:1.2.3")
    return tmp_path / "registry"


def test_what_is_pinned_is_what_was_pushed(folder: Path, checkout: Path, remote: Path) -> None:
    """The steps as the workflow takes them, each a command of its own, against folders."""
    (pushed,) = json.loads((folder / "index.json").read_text("utf-8"))["manifests"]
    manifest = folder / "blobs" / pushed["digest"].replace(":", "/")

    def step(module: str, *arguments: str, stdin: bytes = b"") -> str:
        command = [sys.executable, "-m", f"tools.release.{module}", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(
            command, cwd=checkout, env=environment, input=stdin, capture_output=True, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
        return ran.stdout.decode().strip()

    listed = git(checkout, "ls-remote", "--tags", "origin")
    assert step("ready", VERSION, "acme/scorecard-action", stdin=listed.encode()) == ""
    assert step("pins", "name").startswith("python:")
    step("pins", "base", stdin=manifest.read_bytes())
    step("pins", "image", f"ghcr.io/acme/scorecard-action@{pushed['digest']}")
    made = step("tags", VERSION, "origin")
    assert step("notes", VERSION, "https://github.com/acme/scorecard-action") == "- A change."
    assert set(tagged(remote).values()) == {made}
    action = git(remote, "show", "v98:action.yml")
    assert f"image: docker://ghcr.io/acme/scorecard-action@{pushed['digest']}" in action
    assert f"@{pushed['digest']}\n" in git(remote, "show", "v98:Dockerfile")
    blob = folder / "blobs" / pushed["digest"].replace(":", "/")
    assert "sha256:" + hashlib.sha256(blob.read_bytes()).hexdigest() == pushed["digest"]


@pytest.mark.parametrize("module", ["notes", "pins", "ready", "tags"])
def test_a_step_without_arguments_says_how_it_is_run(module: str) -> None:
    command = [sys.executable, "-m", f"tools.release.{module}"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert f"python -m tools.release.{module}" in ran.stderr
