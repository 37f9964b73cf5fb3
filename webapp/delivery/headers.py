"""The headers that keep a page to itself: no foreign script, no frame, nothing from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

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


def attach(app: Flask) -> None:
    """Send the headers with every response of the app that has none of its own by that name."""

    @app.after_request
    def secure(response: Response) -> Response:
        own = {name.lower() for name, _ in response.headers}
        response.headers.extend(
            (name, value) for name, value in HEADERS.items() if name.lower() not in own
        )
        if request.is_secure:
            response.headers.setdefault(*TRANSPORT)
        return response
