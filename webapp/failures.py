"""What a reader or a program is told when there is no answer: a page, or JSON under /api/."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from index.errors import DepecheError, UnknownRelease
from webapp.about import UnknownEntity
from webapp.pages import ask, own_pairs, render_page
from webapp.words import Words

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

_API = "/api/"
# When a page under construction is worth asking for again, in seconds.
_RETRY = "30"


def attach(app: Flask) -> None:
    """Answer every error of the app in words."""
    app.register_error_handler(DepecheError, known)
    app.register_error_handler(HTTPException, http)


def known(error: DepecheError) -> Response:
    """Answer one of the facts that the program knows; an archive that is not ready is a 503."""
    name = type(error).__name__
    missing = isinstance(error, UnknownRelease | UnknownEntity)
    status = HTTPStatus.NOT_FOUND if missing else HTTPStatus.SERVICE_UNAVAILABLE
    words = Words(ask().language)
    key = f"error.{name}"
    if not words.has(key):
        # Its own sentence may name a folder of the server: that is for whoever runs it.
        current_app.logger.error("%s %s", error.sentence(), error.hint)
        key = "error.unready"
    command = words(f"{key}-command") if words.has(f"{key}-command") else ""
    text = words(key, **error.facts)
    response = _answer(words, name, text, words(f"{key}-hint"), command)
    response.status_code = status
    if not missing:
        response.headers["Retry-After"] = _RETRY
    return response


def http(error: HTTPException) -> Response | WerkzeugResponse:
    """Answer an address that does not exist, a method that is not taken, an error of ours."""
    response = error.get_response()
    code = error.code or response.status_code
    if code < HTTPStatus.BAD_REQUEST:
        return response  # a redirect is no failure
    words = Words(ask().language)
    key = f"error.{code}" if words.has(f"error.{code}") else "error.other"
    name = error.name.replace(" ", "")
    answer = _answer(words, name, words(key, code=code), words(f"{key}-hint"))
    answer.status_code = code
    for name in ("Allow", "Retry-After"):
        if value := response.headers.get(name):
            answer.headers[name] = value
    return answer


def _answer(words: Words, code: str, text: str, hint: str, command: str = "") -> Response:
    """Make a page, or JSON for a program; `command` is what to run, or ""."""
    if request.path.startswith(_API):
        whole = f"{hint} {command}".strip()
        return jsonify({"error": {"code": code, "message": text, "hint": whole}})
    pairs = own_pairs(ask())
    return make_response(
        render_page("failure.html", words, pairs, text=text, hint=hint, command=command)
    )
