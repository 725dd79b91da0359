"""What the container runs: the command line it is given, else the inputs of a GitHub action."""

import os
import sys

from scorecard_action.__main__ import leave


def _run() -> int:
    from scorecard_action.cli.inputs import run_action  # noqa: PLC0415 - signals are heard first

    return run_action(sys.argv[1:], os.environ)


if __name__ == "__main__":
    leave(_run)
