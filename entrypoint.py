"""What the container runs: the command line it is given, else the inputs of a GitHub action."""

import os
import sys

from scorecard_action.__main__ import leave, version_told


def _run() -> int:
    from scorecard_action.cli.inputs import run_action  # noqa: PLC0415 - signals are heard first

    return run_action(sys.argv[1:], os.environ)


if __name__ == "__main__":
    if version_told(sys.argv[1:]):
        sys.exit(0)
    leave(_run)
