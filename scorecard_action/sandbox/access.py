"""Who may ask: any key pair and any access token, but somebody has to be named.

Nothing here knows scopes: a key without apm_service_catalog_read is the fault `403-read`.
"""

from __future__ import annotations

from flask import Response, request

from scorecard_action.sandbox.answers import answer


def check_keys() -> Response | None:
    """The answer to a request without keys; None where there are some."""
    # An access token goes alone, in either header.
    bearer = request.headers.get("Authorization", "").partition(" ")
    if bearer[0].lower() == "bearer" and bearer[2].strip():
        return None
    if request.headers.get("DD-APPLICATION-KEY", "").startswith(("ddpat_", "ddsat_")):
        return None
    # Two shapes, both recorded: strings as in the spec, and objects.
    if not request.headers.get("DD-API-KEY", "").strip():
        return answer({"errors": ["API key required"]}, 403)
    if not request.headers.get("DD-APPLICATION-KEY", "").strip():
        return answer({"errors": [{"title": "Forbidden"}]}, 403)
    return None
