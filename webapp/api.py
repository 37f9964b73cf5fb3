"""The same answers for programs: JSON under /api/."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from index.answer import as_json, document_as_json, hit_as_json
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
    answer = as_json(
        current_archive().engine().search(asked.request), asked.language, labels=asked.language
    )
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


@blueprint.get("/complete")
def complete() -> Response:
    """Answer with ways to go on from what has been typed so far (`q`), the likeliest first.

    `query` is to take the place of what was typed; `label` and `releases` say in words what a
    completion is and how many releases it concerns.
    """
    asked = ask()
    words = Words(asked.language)
    found = current_archive().engine().complete(asked.request.query)
    return jsonify(
        {
            "query": asked.request.query,
            "completions": [
                {
                    "kind": one.kind.value,
                    "text": one.text,
                    "form": one.form,
                    "query": one.query,
                    "count": one.count,
                    "label": words(f"complete.{one.kind.value}"),
                    "releases": words.number(one.count),
                }
                for one in found
            ],
        }
    )


@blueprint.get("/similar/<path:release_id>")
def similar(release_id: str) -> Response:
    """Answer with the releases most like one, as hits of a search."""
    current_document(release_id)
    found = current_archive().engine().similar(release_id)
    return jsonify({"id": release_id, "hits": [hit_as_json(hit) for hit in found]})


@blueprint.get("/release/<path:release_id>")
def release(release_id: str) -> Response:
    """Answer with a whole release, its entities and its captures."""
    return jsonify(document_as_json(current_document(release_id)))
