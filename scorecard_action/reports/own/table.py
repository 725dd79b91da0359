"""The one table of tools whose own output is not read, for messages and the documentation."""

from __future__ import annotations

from typing import Final

from scorecard_action.reports.head import Head
from scorecard_action.reports.own.lint import LINT
from scorecard_action.reports.own.row import Own
from scorecard_action.reports.own.security import SECURITY
from scorecard_action.reports.own.tests import COVERAGE, TESTS

TABLE: Final = (*TESTS, *LINT, *SECURITY, *COVERAGE)


def owner(head: Head) -> Own | None:
    """Return the tool whose own output begins so, None where it is nobody's that is known."""
    return next((one for one in TABLE if one.matches(head)), None)
