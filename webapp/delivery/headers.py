"""The headers that keep a page to itself: no foreign script, no frame, nothing from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

# Nothing runs and nothing is loaded but the app's own files, no script within a page; forms and
# questions lead home.
_CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": _CONTENT,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # What a reader searched for stays out of the logs of the sites linked to.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Sent where the reader came by https, alone: by http a browser would not heed it.
TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")

_BY_HTTP = tuple(HEADERS.items())
_BY_HTTPS = (*_BY_HTTP, TRANSPORT)


def attach(app: Flask) -> None:
    """Send the headers with every answer of the app that has none of its own by that name."""
    app.wsgi_app = _secured(app.wsgi_app)  # type: ignore[assignment,method-assign]


def _secured(app: WSGIApplication) -> WSGIApplication:
    """Return the app with the headers; added last, as Werkzeug copies and checks all it has."""

    def secured(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        added = _BY_HTTPS if environ["wsgi.url_scheme"] == "https" else _BY_HTTP

        def started(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401 - as PEP 3333 has it
            own = {name.lower() for name, _ in headers}
            lacking = [one for one in added if one[0].lower() not in own]
            return start(status, headers + lacking, *error)

        return app(environ, started)

    return secured
