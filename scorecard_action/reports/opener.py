"""Read one report file: find out its format, then stream its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scorecard_action.files import open_regular
from scorecard_action.model import Evidence, Result
from scorecard_action.reports.detect import by_name, detect, refuse_other
from scorecard_action.reports.format import Format
from scorecard_action.reports.source import File, Source


@contextmanager
def opened(
    path: Path,
    form: str | None = None,
    words: Sequence[tuple[str, Result]] = (),
    open_file: Callable[[Path], File] = open_regular,
) -> Iterator[tuple[Format, Iterator[Evidence]]]:
    """Open a report; gives its format (`form` names it, else its content shows it) and evidence.

    `words` says what status words mean that the format does not know; `open_file` as of Source.

    Raises ReportError on opening and while the evidence is iterated.
    """
    with Source.open(path, open_file) as source:
        source.words = words
        found = by_name(form) if form else detect(source)
        if form:
            refuse_other(source, found)
        yield found, found.read(source)
