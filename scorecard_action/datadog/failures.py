"""Why a request failed, out of what requests, urllib3 and http.client raise."""

from __future__ import annotations

import http.client

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
        text = root.strerror or (str(root) if "Tunnel connection" in str(root) else "")
        if text:
            return excerpt(text).lower() if not text.startswith("Tunnel") else excerpt(text)
    if isinstance(root, http.client.RemoteDisconnected):
        return "the connection was closed without an answer"
    if isinstance(root, http.client.HTTPException):
        return "the answer is not HTTP"
    return "the connection failed"
