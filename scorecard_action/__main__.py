"""The command `scorecard-action`, from its first moment to its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable

from scorecard_action import __version__


def main() -> None:
    """Run the command line and exit."""
    if version_told(sys.argv[1:]):
        sys.exit(0)
    leave(_command)


def leave(run: Callable[[], int]) -> None:
    """Exit with the code that this returns, or with 130 where a signal ends it before that."""
    code = 130
    try:
        # Not at the top, as little as that is: nothing hears a signal before.
        from scorecard_action import interrupts  # noqa: PLC0415

        interrupts.listen()
        sys.unraisablehook = interrupts.unraisable
        code = run()
        interrupts.over()
    except KeyboardInterrupt:
        pass
    sys.exit(code)


def _command() -> int:
    from scorecard_action.cli import run  # noqa: PLC0415 - it takes its time

    return run(sys.argv[1:])


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
