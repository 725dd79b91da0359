"""Run the action from composite/action.yml: its inputs come as one JSON, in INPUTS.

The runner makes INPUT_… variables for docker actions alone. Here they are made as it makes them,
of whatever it passes: an input that the action does not have is an error, as it is there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # Last: what is installed comes first.
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    for name, value in json.loads(os.environ.pop("INPUTS")).items():
        os.environ[f"INPUT_{name.upper().replace(' ', '_')}"] = value or ""
    from scorecard_action.cli.inputs import run_action

    sys.exit(run_action([], os.environ))
