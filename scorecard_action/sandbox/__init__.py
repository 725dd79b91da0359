"""A local Scorecards API to try and to test against, with a page that shows the scorecard.

It answers as recordings of the real service do, faults included, and binds loopback only. It is an
optional extra: importing this package without Flask raises UsageError with what to install.
"""

from __future__ import annotations

from scorecard_action.errors import UsageError

try:
    import flask as _flask  # noqa: F401
except ModuleNotFoundError as error:
    raise UsageError(
        f"the sandbox needs {error.name or 'flask'}, which is not installed",
        hint="pip install 'scorecard-action[sandbox]'",
    ) from error

from scorecard_action.sandbox.faults import Faults, parse_faults
from scorecard_action.sandbox.serve import running, serve
from scorecard_action.sandbox.store import Store, seed

__all__ = ["Faults", "Store", "parse_faults", "running", "seed", "serve"]
