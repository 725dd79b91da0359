"""JSON:API answers in the recorded words, and the errors that lead to them."""

from __future__ import annotations

import json

from flask import Response

MEDIA_TYPE = "application/vnd.api+json"


class RefusedError(Exception):
    """A request that the API refuses: the status, and an error object's title and detail."""

    def __init__(self, status: int, title: str, detail: str | None = None) -> None:
        super().__init__(detail or title)
        self.status = status
        self.title = title
        self.detail = detail


def bad_request(detail: str) -> RefusedError:
    """400 with this detail."""
    return RefusedError(400, "Bad Request", detail)


def required(attribute: str) -> RefusedError:
    """400 as recorded for an attribute that is missing or empty."""
    return bad_request(f'attribute "{attribute}" is required')


def answer(document: object, status: int = 200) -> Response:
    """A document as the API sends it."""
    body = json.dumps(document, separators=(",", ":"))
    return Response(body, status, content_type=MEDIA_TYPE)


def empty(status: int = 204) -> Response:
    """An answer without a body."""
    return Response(status=status, content_type=MEDIA_TYPE)


def refusal(error: RefusedError) -> Response:
    """The error as a JSON:API document. As recorded, 409 comes without a detail."""
    item = {"status": str(error.status), "title": error.title}
    if error.detail:
        item["detail"] = error.detail
    return answer({"errors": [item]}, error.status)
