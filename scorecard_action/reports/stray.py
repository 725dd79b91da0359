"""Read a JSON report that was written to a stream where others write too, piece by piece.

`npm test -- --reporter json > report.json` puts npm's lines before the report, and a runner may
print a summary after it. The closing bracket proves that the report is whole.

The tests of a report are left as they are (msgspec.Raw) until each is asked for: built at once,
those of a report that only lists passes would cost several times its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

import msgspec

from scorecard_action.errors import ReportError
from scorecard_action.reports import jsondoc
from scorecard_action.reports.jsonlimits import TOO_DEEP, refuse_excess
from scorecard_action.reports.source import Source

T = TypeVar("T")

MAX_TRIES: Final = 8
_TRAILING: Final = re.compile(r"trailing characters \(byte (\d+)\)")
_BEGIN: Final = re.compile(rb"^[ \t]*(?=[{\[]\s*(?:[\"{\[\]}]|\Z))", re.MULTILINE)
_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def decode(source: Source, shape: type[T]) -> T:
    """Decode the JSON report that stands in the source, with or without text around it.

    `shape` must require what tells the report from other JSON, and may hold msgspec.Raw. Raises
    ReportError as `jsondoc.decode` does.
    """
    data = source.document()
    first: ReportError | None = None
    for start in _beginnings(data):
        line = source.first_line + data.count(b"\n", 0, start)
        try:
            report, end = _decode(memoryview(data)[start:], shape, line)
            _refuse_second(data[start + end :], shape, line)
            return report
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if first is None:
                try:
                    return _mended(data[start:] if start else data, shape, line, error)
                except ReportError as explained:
                    first = explained
    raise first or _no_json(data, source.first_line)


def each(pieces: Iterable[msgspec.Raw] | None, shape: type[T]) -> Iterator[T]:
    """Decode the pieces that were left as they are, one by one.

    Raises ReportError at the first that has another shape.
    """
    decoder = msgspec.json.Decoder(shape)
    for number, piece in enumerate(pieces or ()):
        try:
            yield decoder.decode(piece)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ReportError(
                f"not the shape of this format: {error}, in element {number:,}"
            ) from None
        except RecursionError:
            raise ReportError(TOO_DEEP) from None


def _beginnings(data: bytes) -> Iterator[int]:
    for found, match in enumerate(_BEGIN.finditer(data)):
        if found == MAX_TRIES:
            return
        yield match.start()


def _decode(data: memoryview, shape: type[T], line: int) -> tuple[T, int]:
    """Decode the document that the data begins with; gives also where it ends."""
    end = len(data)
    try:
        # its end is found before anything is built of it: text around it has brackets of its own
        document = msgspec.json.decode(data, type=msgspec.Raw)
    except RecursionError:
        raise ReportError(TOO_DEEP, line) from None
    except msgspec.DecodeError as error:
        trailing = _TRAILING.search(str(error))
        if not trailing:
            raise
        # the place named is behind the first character that is too much
        end = int(trailing[1]) - 1
        document = msgspec.Raw(data[:end])
    refuse_excess(document, line)
    return msgspec.json.decode(document, type=shape), end


def _refuse_second(rest: bytes, shape: type[T], line: int) -> None:
    """Raise ReportError where a second report follows: counting the first alone would lose it."""
    for start in _beginnings(rest):
        try:
            _decode(memoryview(rest)[start:], shape, line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        raise ReportError("two reports in one file: write each to a file of its own")


def _mended(data: bytes, shape: type[T], line: int, why: Exception) -> T:
    """Decode JSON that msgspec refuses though tools write it: NaN, 1e999, lone surrogates.

    Raises ReportError, with the line and the column, where that was not why.
    """
    refuse_excess(data, line)  # of a report that is cut off as well
    if isinstance(why, msgspec.ValidationError):
        raise ReportError(f"not the shape of this format: {why}", line)
    if jsondoc.HALF_PAIR.search(data):
        data = _ESCAPE.sub(lambda escape: b"\\ufffd" if escape[1] else escape[0], data)
    elif "truncated" in str(why):
        line += data.count(b"\n")
        raise ReportError("the report is cut off", line, len(data) - data.rfind(b"\n"))
    refuse_excess(data, line, built=True)
    loaded = jsondoc.decode_line(data, object, line)
    try:
        return msgspec.json.decode(msgspec.json.encode(loaded), type=shape)
    except (RecursionError, UnicodeError):
        raise ReportError(TOO_DEEP, line) from None
    except msgspec.DecodeError as error:
        raise ReportError(f"not the shape of this format: {error}", line) from None


def _no_json(data: bytes, line: int) -> ReportError:
    try:
        refuse_excess(data, line, built=True)
        jsondoc.decode_line(data, object, line)
    except ReportError as error:
        return error
    return ReportError("not the shape of this format", line)
