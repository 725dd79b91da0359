from __future__ import annotations

from collections.abc import Iterator

import pytest

from scorecard_action.sandbox import running


@pytest.fixture
def url() -> Iterator[str]:
    with running() as address:
        yield address
