"""What `extends` brings to the mapping's own shape (see `document`)."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from scorecard_action.mapping.leaves import BasePath, Sum

SUM: Final = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""An example: that of no bytes at all."""
CALLED: Final[dict[str, Any]] = {
    "anyOf": [
        {"required": ["rule"]},
        {"required": ["id"], "properties": {"id": {"not": {"const": "none"}}}},
    ]
}
"""In the JSON Schema: what an entry of `rules` is told by."""


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
