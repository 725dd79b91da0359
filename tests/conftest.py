"""What several tests need: the folder of shared reference data, where it is present."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data beside the checkout; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the checkout: reference data is read in place")
    return SHARED
