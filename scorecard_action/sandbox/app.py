"""The sandbox as a Flask application: what guards every request, the API and the page."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from scorecard_action.sandbox import api, bodies, catalog, page
from scorecard_action.sandbox.answers import RefusedError, refusal
from scorecard_action.sandbox.faults import Faults, faulty
from scorecard_action.sandbox.store import Store

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(store: Store, faults: Faults | None = None) -> Flask:
    """The application over this store, with these faults. Requests must name loopback as host."""
    app = Flask(__name__, static_folder=None)
    # FLASK_DEBUG in the environment must not turn a sandbox into a console.
    app.debug = False
    # A body without a declared length is cut here without a word: one byte more shows it.
    app.config["MAX_CONTENT_LENGTH"] = bodies.LARGEST + 1
    faults = faults or Faults()

    @app.before_request
    def check_host() -> Response | None:
        # A page elsewhere may resolve its own name to 127.0.0.1 (DNS rebinding): it cannot choose
        # the Host header, which still has its name.
        if _own_host(request.environ.get("HTTP_HOST", ""), request.environ["SERVER_PORT"]):
            return None
        return refusal(RefusedError(403, "Forbidden", "Host must be this server's own"))

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.errorhandler(RefusedError)
    def refused(error: RefusedError) -> Response:
        return refusal(error)

    @app.errorhandler(HTTPException)
    def not_served(error: HTTPException) -> Response:
        response = refusal(RefusedError(error.code or 500, error.name))
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(allowed)
        return response

    app.register_blueprint(api.blueprint(store, faults.rejected_rules))
    app.register_blueprint(catalog.blueprint(store))
    app.register_blueprint(page.blueprint(store))
    app.wsgi_app = faulty(app.wsgi_app, faults)  # type: ignore[method-assign, assignment]
    return app


def _own_host(host: str, port: str) -> bool:
    own = {f"{name}:{port}" for name in _LOOPBACK}
    if port == "80":
        own |= set(_LOOPBACK)
    return host.lower() in own
