"""What report files are usually called, and where a repository keeps those that are no build's."""

from __future__ import annotations

import re
from typing import Final

EXTENSIONS: Final = frozenset(
    ".xml .json .jsonl .ndjson .sarif .info .lcov .out .cov .txt .log .tap .trx".split()
)
_TEST_DATA: Final = re.compile(
    r"(?:^|/)(?:fixtures?|__fixtures__|test-?_?data|corpus|src/\w+/resources)/", re.IGNORECASE
)


def is_test_data(path: str) -> bool:
    """Say whether a path leads through a folder of test data."""
    return _TEST_DATA.search(path) is not None
