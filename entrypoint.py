"""What the container runs: the command line it is given, else the inputs of a GitHub action."""

import os
import sys

from scorecard_action.cli.inputs import run_action

if __name__ == "__main__":
    sys.exit(run_action(sys.argv[1:], os.environ))
