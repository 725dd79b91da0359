"""The command `scorecard-action`, from its first moment to its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable


def main() -> None:
    """Run the command line and exit."""
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


if __name__ == "__main__":
    main()
