"""What a reader or a program is told when there is no answer: a page, or a problem under /api/."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, make_response, request
from werkzeug.exceptions import HTTPException

from index.errors import DepecheError, UnknownRelease
from index.history import OriginalGone
from webapp.about import UnknownEntity
from webapp.api.problems import BadBatch, BadCursor, CursorExpired, problem
from webapp.batch.questions import NoQuestions, TooManyQuestions, UnreadableList
from webapp.captures.pages import UnknownCapture
from webapp.exports.kept import NothingKept, TooManyKept
from webapp.feeds.links import own
from webapp.pages import ask, own_pairs, render_page
from webapp.words import Words

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

_API = "/api/"
# What a client can do something about; all else is an archive that is not ready.
_STATUS = {
    UnknownRelease: HTTPStatus.NOT_FOUND,
    UnknownEntity: HTTPStatus.NOT_FOUND,
    UnknownCapture: HTTPStatus.NOT_FOUND,
    OriginalGone: HTTPStatus.GONE,
    BadCursor: HTTPStatus.BAD_REQUEST,
    CursorExpired: HTTPStatus.GONE,
    BadBatch: HTTPStatus.BAD_REQUEST,
    NoQuestions: HTTPStatus.BAD_REQUEST,
    TooManyQuestions: HTTPStatus.BAD_REQUEST,
    UnreadableList: HTTPStatus.BAD_REQUEST,
    NothingKept: HTTPStatus.BAD_REQUEST,
    TooManyKept: HTTPStatus.BAD_REQUEST,
}
# What is not there may be found elsewhere in the archive.
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# When a page under construction is worth asking for again, in seconds.
_RETRY = "30"


def attach(app: Flask) -> None:
    """Answer every error of the app in words."""
    app.register_error_handler(DepecheError, known)
    app.register_error_handler(HTTPException, http)


def known(error: DepecheError) -> Response:
    """Answer one of the facts that the program knows; an archive that is not ready is a 503."""
    name = type(error).__name__
    status = _STATUS.get(type(error), HTTPStatus.SERVICE_UNAVAILABLE)
    words = Words(ask().language)
    key = f"error.{name}"
    if not words.has(key):
        # Its own sentence may name a folder of the server: that is for whoever runs it.
        current_app.logger.error("%s %s", error.sentence(), error.hint)
        key = "error.unready"
    command = words(f"{key}-command") if words.has(f"{key}-command") else ""
    text = words(key, **error.facts)
    response = _answer(words, status, name, (text, words(f"{key}-hint"), command))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
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
    hint = words(f"{key}-hint", wait=response.headers.get("Retry-After", ""))
    answer = _answer(words, code, name, (words(key, code=code), hint, ""))
    for name in ("Allow", "Retry-After"):
        if value := response.headers.get(name):
            answer.headers[name] = value
    return answer


def _answer(words: Words, status: int, code: str, told: tuple[str, str, str]) -> Response:
    """Make a page, or a problem for a program; `told` is what happened, a hint and a command."""
    text, hint, command = told
    if request.path.startswith(_API):
        return problem(status, code, text, f"{hint} {command}".strip())
    pairs = own_pairs(ask())
    page = render_page(
        "failure.html",
        words,
        pairs,
        text=text,
        hint=hint,
        command=command,
        elsewhere=status in _GONE,
        hidden=own(pairs),
    )
    return make_response(page, status)
