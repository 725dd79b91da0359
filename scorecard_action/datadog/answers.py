"""What Datadog answered: read within bounds, its words found, told as an error.

Error bodies are JSON:API objects or plain strings (https://docs.datadoghq.com/api/latest/scorecards/
says strings, the service sends objects): both are read.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from scorecard_action.errors import DatadogRefused, DatadogUnreachable

if TYPE_CHECKING:
    import requests

MAX_BODY = 10 * 1024 * 1024  # bytes, compressed as well as decoded
MAX_VALUES = 500_000
"""What the lists and objects of an answer may hold together: a page has a few thousand."""
CROWDED = f"an answer of over {MAX_VALUES:,} values"
_CHUNK = 64 * 1024
_EXCERPT = 300  # characters

CHECK_ADDRESS = "check DD_SITE / --api-url, and the proxy if one is set"
SOMETHING_BETWEEN = f"something in between may have answered: {CHECK_ADDRESS}"


class CutShortError(Exception):
    """The body ended before it was complete, or cannot be decoded."""


class Answer(NamedTuple):
    """An answer. `body` is its JSON, None where it has none; `text` the beginning of it; names of
    `headers` are in lower case; `words` say what is wrong, and `needed` what whoever was refused
    must have. Keys are masked in all of it.
    """

    status: int
    body: Any
    text: str
    headers: Mapping[str, str]
    words: str
    needed: str = ""


def has_too_many_values(body: bytes) -> bool:
    """Say whether a body of at most 10 MiB would become hundreds of megabytes of small objects."""
    return sum(map(body.count, (b",", b"[", b"{"))) > MAX_VALUES


def words(body: object, text: str) -> str:
    """Datadog's own words for what is wrong, from an error's body, else the beginning of `text`."""
    errors = body.get("errors") if isinstance(body, dict) else None
    found = [_word(error) for error in (errors if isinstance(errors, list) else [errors])]
    if told := "; ".join(dict.fromkeys(word for word in found if word)):
        return told
    if text.startswith("<"):
        return "a page of HTML, not an answer of Datadog's API"
    return text or "an empty answer"


def refusal(answer: Answer) -> DatadogRefused:
    """The error for an answer that says no."""
    hint = {404: CHECK_ADDRESS, 405: CHECK_ADDRESS}
    return DatadogRefused(
        f"Datadog answered {answer.status}: {answer.words}",
        status=answer.status,
        hint=answer.needed or hint.get(answer.status, ""),
    )


def needed(method: str, *, token: bool) -> str:
    """What is to be checked where a request of this method was refused for who sent it."""
    read, write = "apm_service_catalog_read to list", "apm_service_catalog_write to send"
    first, then = (read, write) if method == "GET" else (write, read)
    who = "the access token" if token else "the application key"
    where = (
        "it must be of the site of DD_SITE and still valid"
        if token
        else "both keys must belong to the site of DD_SITE"
    )
    return f"missing may be the scope {first} ({then}), which {who} needs; {where}"


def excerpt(text: str) -> str:
    """The beginning of a text, on one line, with what cannot be printed as `?`."""
    line = " ".join(text[: 10 * _EXCERPT].split())
    line = "".join(character if character.isprintable() else "?" for character in line)
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"


def read_body(response: requests.Response) -> bytes:
    """The decoded body, at most MAX_BODY bytes of it.

    Raises CutShortError, DatadogUnreachable where it is larger or in an unknown encoding, and
    whatever reading a socket raises. urllib3 must not decode: it would do so without a bound.
    """
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise DatadogUnreachable(
            f"Datadog answered {response.status_code} in an encoding that was not asked for",
            hint=CHECK_ADDRESS,
        )
    inflate = _Inflate() if encoding not in {"", "identity"} else None
    body = bytearray()
    received = 0
    while chunk := response.raw.read(_CHUNK, decode_content=False):
        received += len(chunk)
        body += inflate.feed(chunk, MAX_BODY + 1 - len(body)) if inflate else chunk
        if max(received, len(body)) > MAX_BODY:
            raise DatadogUnreachable(
                f"Datadog's answer ({response.status_code}) is larger than"
                f" {MAX_BODY // 1024 // 1024} MiB",
                hint=CHECK_ADDRESS,
            )
    if inflate and received and not inflate.complete:
        raise CutShortError("the compressed body ends early")
    return bytes(body)


class _Inflate:
    """gzip (of one or several members) and zlib, decoded piece by piece up to a bound."""

    def __init__(self) -> None:
        self._decoder = self._new()

    @staticmethod
    def _new() -> Any:  # noqa: ANN401 - zlib does not name the type of its decoders
        return zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, by its header

    @property
    def complete(self) -> bool:
        return bool(self._decoder.eof)

    def feed(self, chunk: bytes, bound: int) -> bytes:
        """Decode `chunk` to at most `bound` (> 0) bytes; what does not fit is lost."""
        decoded = bytearray()
        while chunk and len(decoded) < bound:
            if self._decoder.eof:
                self._decoder = self._new()
            try:
                decoded += self._decoder.decompress(chunk, bound - len(decoded))
            except zlib.error:
                raise CutShortError("the compressed body is damaged") from None
            chunk = self._decoder.unused_data or self._decoder.unconsumed_tail
        return bytes(decoded)


def _word(error: object) -> str:
    """The words of one entry of `errors`."""
    if isinstance(error, str):
        return error
    if not isinstance(error, dict):
        return ""
    for name in ("detail", "title", "message"):
        if isinstance(error.get(name), str) and error[name]:
            return str(error[name])
    return ""
