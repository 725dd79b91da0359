"""Why a request failed, out of what requests, urllib3 and http.client raise."""

from __future__ import annotations

import http.client
import re

import requests
import urllib3

from scorecard_action.datadog.answers import CutShortError, excerpt

# Another try may help.
FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    CutShortError,
)

# It does not: the address, or the proxy's, cannot be used.
UNUSABLE = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
)

# http.client's, with the status and the words of the proxy.
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})\b")


def root_of(error: BaseException) -> BaseException:
    """The first cause: requests and urllib3 wrap it up to four times."""
    for _ in range(10):
        inner = getattr(error, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((part for part in error.args if isinstance(part, BaseException)), None)
        if not error.__suppress_context__:
            inner = inner or error.__context__
        inner = inner or error.__cause__
        if inner is None or inner is error:
            break
        error = inner
    return error


def cause(root: BaseException) -> str:
    """What went wrong, in our words or the operating system's, never the server's."""
    if isinstance(root, TimeoutError):
        return "no answer in time"
    if isinstance(root, (http.client.IncompleteRead, CutShortError)):
        return "the answer was cut short"
    if isinstance(root, OSError):
        # A proxy's words may echo the password that it was sent: its status alone is told.
        if refused := _TUNNEL.search(str(root)):
            return f"the proxy answered {refused[1]} when asked for a connection"
        if root.strerror:
            return excerpt(root.strerror).lower()
    if isinstance(root, http.client.RemoteDisconnected):
        return "the connection was closed without an answer"
    if isinstance(root, http.client.HTTPException):
        return "the answer is not HTTP"
    if not isinstance(root, FAILURES):
        # What a client library makes of an answer that it did not expect (a chunk of -5 bytes).
        return f"the answer cannot be read: {type(root).__name__}"
    return "the connection failed"
