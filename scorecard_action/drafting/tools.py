"""Which linter wrote a report: as the report says, else as its format or its name tells."""

from __future__ import annotations

import re
from typing import Final

from scorecard_action.judging.tally import Tally
from scorecard_action.model import Kind
from scorecard_action.reports.formats import FORMATS

# Formats that many tools write; those of the first line do not say which.
_UNNAMED: Final = frozenset(
    "checkstyle codeclimate rdjsonl lint-text github-annotations azure-annotations cpd".split()
)
_SHARED: Final = _UNNAMED | {"sarif", "rdjson", "gitlab-security"}
_TESTS: Final = frozenset("test tests testing unit spec specs".split())
_OTHERS: Final = "flake8 detekt ktlint yamllint phpcs gitleaks grype biome oxlint".split()


def _first(producers: str) -> str:
    return re.split(r", | and ", producers)[0]


SHOWN: Final = {
    **{name: name for name in _OTHERS},
    "checkstyle": "Checkstyle",
    **{
        form.name.split("-json")[0]: _first(form.producers)
        for form in FORMATS.values()
        if form.kind is Kind.LINT and form.name not in _SHARED
    },
}
"""The names of linters as they write them, by the name in lower case."""


def tool_of(form: str, path: str, tally: Tally | None) -> str:
    """Return the name of the one linter that wrote a report, "" where it is not known.

    `tally` is what was read of it, None where it was not read. In lower case and without an
    edition, as a key of `SHOWN` where it is one.
    """
    if form not in _SHARED:
        return form.split("-json", maxsplit=1)[0]
    if form in _UNNAMED or tally is None:
        return named_in(path)
    told = {_key(tool) for tool in tally.tools} - {"", form}
    return told.pop() if len(told) == 1 else ""


def linted(form: str, path: str) -> str:
    """Return the linter that wrote a report of tests, by the file's name; "" for tests proper.

    ruff, ESLint and others write each finding as a failed test of JUnit XML too.
    """
    name = path.rpartition("/")[2]
    words = {*re.split(r"[^a-z0-9]+", name.lower())}
    if form != "junit" or words & _TESTS:
        return ""
    named = words.intersection(SHOWN) - {"checkstyle"}
    return named.pop() if len(named) == 1 else ""


def named_in(path: str) -> str:
    """Return the linter that a file is called after, "" where it is none or more than one."""
    words = re.split(r"[^a-z0-9]+", path.rpartition("/")[2].lower())
    named = {tool for tool in SHOWN if tool in words} or {
        tool for tool in SHOWN if any(tool in word for word in words)
    }
    # a format that is written by others: `eslint-checkstyle.xml`
    named = named - {"checkstyle"} or named
    return named.pop() if len(named) == 1 else ""


def shown(tool: str) -> str:
    """Return a linter's name as people know it."""
    return SHOWN.get(tool, tool)


def _key(tool: str) -> str:
    words = tool.split()
    first = words[0].lower() if words else ""
    return first if first in SHOWN else tool.strip().lower()
