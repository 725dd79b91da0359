"""Write a release's digests: the base image's into the Dockerfile, the image's into action.yml.

python -m tools.release.pins name                    print the base image's name and tag
python -m tools.release.pins base < MANIFEST         pin it by the digest of its raw manifest
python -m tools.release.pins image NAME@sha256:HEX   let action.yml run this image
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

# What an image is published for, and what its base must therefore be there for.
PLATFORMS = ("linux/amd64", "linux/arm64")
DIGEST = r"sha256:[0-9a-f]{64}"
BASE = re.compile(rf"^ARG BASE_IMAGE=(?P<name>[^\s@]+)(?P<digest>@{DIGEST})?$", re.MULTILINE)
BUILT = re.compile(r"^  image: Dockerfile$", re.MULTILINE)
# As https://github.com/distribution/reference has it, with a host and without a tag.
IMAGE = re.compile(rf"[a-z0-9.-]+(:\d+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+@{DIGEST}")


def base_name(dockerfile: str) -> str:
    """Return the name and tag of the base image. Raises ValueError where there is not one."""
    found = list(BASE.finditer(dockerfile))
    if len(found) != 1:
        raise ValueError(f"the Dockerfile names {len(found)} base images")
    return found[0]["name"]


def digest_of(manifest: bytes) -> str:
    """Return the digest of a raw manifest, which must be an index of all platforms.

    An index is told by its `manifests` (OCI image-spec, "Image Index"; Docker's manifest list has
    the same). Raises ValueError for what is none, or lacks a platform.
    """
    try:
        entries = json.loads(manifest)["manifests"]
        found = {f"{one['platform']['os']}/{one['platform']['architecture']}" for one in entries}
    except (ValueError, KeyError, TypeError):
        raise ValueError("this is no index of images for several platforms") from None
    if missing := [platform for platform in PLATFORMS if platform not in found]:
        raise ValueError(f"the index has no image for {', '.join(missing)}")
    return f"sha256:{hashlib.sha256(manifest).hexdigest()}"


def pin_base(dockerfile: str, manifest: bytes) -> str:
    """Return the Dockerfile with its base pinned by the digest of `manifest`."""
    name, digest = base_name(dockerfile), digest_of(manifest)
    return BASE.sub(f"ARG BASE_IMAGE={name}@{digest}", dockerfile)


def pin_image(action: str, image: str) -> str:
    """Return the action's file with `image` (host/name@digest) in place of the Dockerfile."""
    if not IMAGE.fullmatch(image):
        raise ValueError(f"an image is HOST/NAME@sha256:HEX in lower case, not {image!r}")
    text, count = BUILT.subn(f"  image: docker://{image}", action)
    if count != 1:
        raise ValueError("action.yml does not say `image: Dockerfile`")
    return text


def main(arguments: list[str]) -> int:
    """Run the command; return its exit code."""
    dockerfile, action = Path("Dockerfile"), Path("action.yml")
    try:
        match arguments:
            case ["name"]:
                print(base_name(dockerfile.read_text("utf-8")))
            case ["base"]:
                pinned = pin_base(dockerfile.read_text("utf-8"), sys.stdin.buffer.read())
                dockerfile.write_text(pinned, "utf-8")
            case ["image", image]:
                action.write_text(pin_image(action.read_text("utf-8"), image), "utf-8")
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
