"""The command `scorecard-action`, and what becomes of every error: a message and an exit code."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit."""
    from scorecard_action.cli import run  # noqa: PLC0415 - `python -m` must import the package first

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
