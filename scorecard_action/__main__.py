"""The command `scorecard-action`, and what becomes of every error: a message and an exit code."""

from __future__ import annotations

import sys

from scorecard_action import __version__


def main() -> None:
    """Run the command line and exit."""
    arguments = sys.argv[1:]
    if version_told(arguments):
        sys.exit(0)
    from scorecard_action.cli import run  # noqa: PLC0415 - `python -m` must import the package first

    sys.exit(run(arguments))


def version_told(arguments: list[str]) -> bool:
    """Whether these ask for the version alone, and it was printed.

    Here, since the command line takes several times as long to import as Python takes to start. A
    stream that does not take it is the command line's: it tells of that as of any other.
    """
    if arguments != ["--version"] or sys.stdout is None:
        return False
    try:
        print(f"scorecard-action {__version__}", flush=True)  # noqa: T201 - no secret is in it
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
