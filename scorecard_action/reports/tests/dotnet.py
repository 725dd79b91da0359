"""Names as the .NET test tools write them: TRX, NUnit and xUnit.net share their conventions."""

from __future__ import annotations

from typing import Final

from scorecard_action.reports.durations import SECOND, read

_OPEN: Final = "([<"
_CLOSE: Final = ")]>"
# a name longer than this is cut at its first bracket rather than looked at letter by letter
_SCANNED: Final = 4_000


def assembly(path: str) -> str:
    """Return the file name of an assembly: `C:\\src\\bin\\Shop.Tests.dll` is `Shop.Tests.dll`."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def seconds(text: str | None) -> int | None:
    """Read a time in seconds, or a TimeSpan, in microseconds; None where it is none.

    The decimal sign may be that of the machine's language.
    """
    return read(text, SECOND, grouped=False)


def split(fullname: str) -> tuple[str, str]:
    """Split a full name into class and test, at the last dot that is in no argument.

    `A.Cart(1.5).Adds("x.y")` is `A.Cart(1.5)` and `Adds("x.y")`; a name without a dot has no class.
    """
    head, bracket, rest = fullname.partition("(")
    if not bracket or len(fullname) > _SCANNED:
        classname, _, name = head.rpartition(".")
        return classname, name + bracket + rest
    at, depth, quote, escaped = -1, 0, "", False
    for index, char in enumerate(fullname):
        if escaped:
            escaped = False
        elif quote:
            escaped = char == "\\"
            quote = "" if char == quote else quote
        elif char == '"' and depth:
            quote = char
        elif char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char == "." and not depth:
            at = index
    if depth or quote:  # brackets that do not match: text, not arguments
        classname, _, name = head.rpartition(".")
        return classname, name + bracket + rest
    return (fullname[:at], fullname[at + 1 :]) if at >= 0 else ("", fullname)


def short(name: str, classname: str) -> str:
    """Return a test's name without the class that a display name begins with."""
    if classname and name.startswith(classname + ".") and len(name) > len(classname) + 1:
        return name[len(classname) + 1 :]
    return name
