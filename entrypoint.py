"""What the container runs: the command line it is given, else the inputs of a GitHub action."""

import os
import sys

from scorecard_action.__main__ import version_told

if __name__ == "__main__":
    if version_told(sys.argv[1:]):
        sys.exit(0)
    from scorecard_action.cli.inputs import run_action

    sys.exit(run_action(sys.argv[1:], os.environ))
