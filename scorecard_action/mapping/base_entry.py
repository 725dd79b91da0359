"""An entry of `extends`, as people write it (see `document`)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from scorecard_action.mapping.leaves import BasePath, Sum

SUM = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""An example: that of no bytes at all."""


class BaseEntry(msgspec.Struct, frozen=True):
    """A mapping below this one, which is the very file that was looked at."""

    path: Annotated[
        BasePath,
        Meta(description="The file, relative to this one.", examples=["shared/base.yaml"]),
    ]
    sha256: Annotated[
        Sum | None,
        Meta(description="The SHA-256 sum of its bytes, as 'sha256sum' prints it.", examples=[SUM]),
    ] = None
