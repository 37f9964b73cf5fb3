"""The same answers for programs: JSON under /api/."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from index.answer import as_json, document_as_json
from webapp.archive import current_archive, current_document
from webapp.pages import ask
from webapp.words import Words

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/search")
def search() -> Response:
    """Answer with what `depeche search --json` prints.

    Where values of the address were refused, `ignored` says which and why.
    """
    asked = ask()
    answer = as_json(current_archive().engine().search(asked.request), asked.language)
    if asked.refusals:
        words = Words(asked.language)
        answer["ignored"] = [
            {
                "name": bad.name,
                "value": bad.value,
                "message": words(f"refused.{bad.code}", name=bad.name, value=bad.value),
            }
            for bad in asked.refusals
        ]
    return jsonify(answer)


@blueprint.get("/release/<path:release_id>")
def release(release_id: str) -> Response:
    """Answer with a whole release, its entities and its captures."""
    return jsonify(document_as_json(current_document(release_id)))
