"""The same answers for programs: JSON under /api/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request, url_for

from index.answer import as_json, bucket_as_json, document_as_json, hit_as_json
from index.engine import Facet
from webapp.about import about, current_entity, moved
from webapp.archive import current_archive, current_document
from webapp.links import href, read
from webapp.pages import ask, own_pairs
from webapp.params import Asked, starts
from webapp.values import LISTED, NAMES
from webapp.words import Words

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

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
    return jsonify(answer | _ignored(asked))


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
                    "text": (asked.language == "en" and one.english) or one.text,
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
    """Answer with a whole release, its entities, called as `lang` says, and its captures."""
    language, engine = ask().language, current_archive().engine()
    answer = document_as_json(current_document(release_id))
    for named in answer["entities"]:
        if known := engine.entity(named["id"]):
            named["label"] = known.called(language)
    return jsonify(answer)


@blueprint.get("/entity/<path:entity_id>")
def entity(entity_id: str) -> Response | WerkzeugResponse:
    """Answer with an entity: its names, its releases over time, who and what it appears with.

    `label` is its French name, `english` its English one, `aliases` are its other names, `country`
    is an ISO 3166-1 alpha-2 code or "". `releases` is the number of releases that name it, `first`
    and `last` are their dates, None where none is dated; `timeline` counts them by month, oldest
    first. `appears_with` has, by kind, those named in most of the same releases, called as `lang`
    says. An id that was merged into another is redirected to the present one.
    """
    asked = ask()
    found = current_entity(entity_id)
    if found.id != entity_id:
        lang = tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")
        return moved(href(url_for(".entity", entity_id=found.id), lang))
    told = about(found, current_archive().engine(), asked.language)
    return jsonify(
        {
            "id": found.id,
            "kind": found.kind.value,
            "label": found.label,
            "english": found.called("en"),
            "aliases": list(found.aliases),
            "country": found.country,
            "releases": told.page.total,
            "first": told.first and told.first.isoformat(),
            "last": told.last and told.last.isoformat(),
            "timeline": [
                {"value": month.value, "count": month.count} for month in told.page.timeline
            ],
            "appears_with": {
                facet.value: [bucket_as_json(bucket, asked.language) for bucket in buckets]
                for facet, buckets in told.appearing().items()
            },
        }
    )


@blueprint.get(f"/facet/{NAMES}")
def facet(name: str) -> Response:
    """Answer with the values of a facet under a name with words that begin as `starts` says.

    They are counted within the search that the other parameters ask for, the facet's own choice
    left out, and are called as `lang` says; the largest come first, at most 100.
    """
    asked = ask()
    typed = starts(read(request.query_string))
    found = current_archive().engine().values(asked.request, Facet(name), typed, LISTED)
    values = [bucket_as_json(bucket, asked.language) for bucket in found]
    return jsonify({"facet": name, "starts": typed, "values": values} | _ignored(asked))


def _ignored(asked: Asked) -> dict[str, Any]:
    """Say which values of the address were refused and why, where there are any."""
    words = Words(asked.language)
    told = [
        {
            "name": bad.name,
            "value": bad.value,
            "message": words(f"refused.{bad.code}", name=bad.name, value=bad.value),
        }
        for bad in asked.refusals
    ]
    return {"ignored": told} if told else {}
