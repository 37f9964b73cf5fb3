"""Whether the server lives, and whether it can answer: for what watches over it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response

from index.engine import SearchRequest
from index.errors import DepecheError
from webapp.archive import current_archive

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200: the process lives and answers."""
    return _told("alive")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answer 200 if the index opens and answers a question, else 503 and what is in the way."""
    try:
        engine = current_archive().engine()
        total = engine.search(SearchRequest(limit=0)).total
    except DepecheError as error:
        # The name of the fact: its sentence may name folders of the server.
        return _told(type(error).__name__, HTTPStatus.SERVICE_UNAVAILABLE)
    return _told(f"ready: {total}")


def _told(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(
        f"{text}\n", status, mimetype="text/plain", headers={"Cache-Control": "no-store"}
    )
