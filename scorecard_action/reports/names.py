"""What report files are usually called, and where a repository keeps those that are no build's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Final

from scorecard_action.model import Kind

EXTENSIONS: Final = frozenset(
    ".xml .json .jsonl .ndjson .sarif .info .lcov .out .cov .txt .log .tap .trx".split()
)
TELLING: Final = {
    ".sarif": Kind.LINT,
    ".trx": Kind.TESTS,
    ".tap": Kind.TESTS,
    ".lcov": Kind.COVERAGE,
    ".info": Kind.COVERAGE,
}
"""Extensions that only reports of one kind have."""
_TEST_DATA: Final = re.compile(
    r"(?:^|/)(?:fixtures?|__fixtures__|test-?_?data|corpus|src/\w+/resources)/", re.IGNORECASE
)


def is_test_data(path: str) -> bool:
    """Say whether a path leads through a folder of test data."""
    return _TEST_DATA.search(path) is not None


def kinds_of(names: Iterable[str]) -> frozenset[Kind]:
    """Return the kinds that names, or patterns, of reports tell; none where one of them does not
    tell.
    """
    kinds = [TELLING.get(posixpath.splitext(name)[1].lower()) for name in names]
    return frozenset(kind for kind in kinds if kind) if all(kinds) else frozenset()
