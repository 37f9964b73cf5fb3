"""The same answers for programs: JSON under /api/v1/, and under /api/ as it was before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request, url_for

from index.answer import as_json, bucket_as_json, document_as_json, hit_as_json
from index.engine import Facet
from webapp.about import about, current_entity, moved
from webapp.api import cursor
from webapp.archive import current_archive, current_document
from webapp.freshness import revision, told, unchanged
from webapp.links import href, read
from webapp.pages import ask, own_pairs
from webapp.params import MAX_OFFSET, Asked, starts
from webapp.values import LISTED, NAMES, called, surprising
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response as WerkzeugResponse

    from index.engine import Bucket, SearchPage

blueprint = Blueprint("api", __name__, url_prefix="/api")


def _answers(rule: str) -> Callable[[Callable[..., WerkzeugResponse]], Any]:
    """Register a view under /api/v1 and, as before there were versions, under /api.

    It is asked only where the client has not its present answer already.
    """

    def register(view: Callable[..., WerkzeugResponse]) -> Callable[..., WerkzeugResponse]:
        @wraps(view)
        def conditional(**values: str) -> WerkzeugResponse:
            if same := unchanged():
                return same
            answer = view(**values)
            return told(answer) if isinstance(answer, Response) else answer

        for root in ("/v1", ""):
            blueprint.add_url_rule(root + rule, view.__name__, conditional)
        return conditional

    return register


@_answers("/search")
def search() -> Response:
    """Answer with what `depeche search --json` prints, and where the next page is.

    Where values of the address were refused, `ignored` says which and why.
    """
    asked, now = ask(), revision()
    pairs = own_pairs(asked)
    if given := dict(read(request.query_string)).get(cursor.CURSOR, "").strip():
        place = cursor.read(given, pairs, now)
        asked = replace(asked, request=replace(asked.request, offset=place))
    page = current_archive().engine().search(asked.request)
    answer = as_json(page, asked.language, labels=asked.language)
    return jsonify(answer | _next(page, asked, now) | ignored(asked))


@_answers("/timeline")
def timeline() -> Response:
    """Answer with the number of hits by year and by month, oldest first, and of undated ones."""
    asked = ask()
    asked = replace(asked, request=replace(asked.request, limit=0, offset=0))
    page = current_archive().engine().search(asked.request)
    answer = {"query": page.request.query, "total": page.total} | over_time(page)
    return jsonify(answer | ignored(asked))


def over_time(page: SearchPage) -> dict[str, Any]:
    """Count the hits of a page by year and month; those in neither are `undated`."""
    years: Counter[str] = Counter()
    for month in page.timeline:
        years[month.value[:4]] += month.count
    return {
        "undated": page.total - years.total(),
        "years": [{"value": year, "count": count} for year, count in sorted(years.items())],
        "months": [_counted(month) for month in page.timeline],
    }


@_answers("/complete")
def complete() -> Response:
    """Answer with ways to go on from what has been typed so far (`q`), the likeliest first.

    `query` is to take the place of what was typed; `label` and `releases` say in words what a
    completion is and how many releases it concerns.
    """
    asked = ask()
    words = Words(asked.language)
    typed = asked.request.query
    found = current_archive().engine().complete(typed)
    return jsonify(
        {
            "query": typed,
            "completions": [
                {
                    "kind": one.kind.value,
                    **called(one, typed, asked.language),
                    "query": one.query,
                    "count": one.count,
                    "label": words(f"complete.{one.kind.value}"),
                    "releases": words.number(one.count),
                }
                for one in found
            ],
        }
    )


@_answers("/similar/<path:release_id>")
def similar(release_id: str) -> Response:
    """Answer with the releases most like one, as hits of a search."""
    current_document(release_id)
    found = current_archive().engine().similar(release_id)
    return jsonify({"id": release_id, "hits": [hit_as_json(hit) for hit in found]})


@_answers("/release/<path:release_id>")
def release(release_id: str) -> Response:
    """Answer with a whole release, its entities, called as `lang` says, and its captures."""
    language, engine = ask().language, current_archive().engine()
    answer = document_as_json(current_document(release_id))
    for named in answer["entities"]:
        if known := engine.entity(named["id"]):
            named["label"] = known.called(language)
    return jsonify(answer)


@_answers("/entity/<path:entity_id>")
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
    page = about(found, current_archive().engine(), asked.language)
    return jsonify(
        {
            "id": found.id,
            "kind": found.kind.value,
            "label": found.label,
            "english": found.called("en"),
            "aliases": list(found.aliases),
            "country": found.country,
            "releases": page.page.total,
            "first": page.first and page.first.isoformat(),
            "last": page.last and page.last.isoformat(),
            "timeline": [_counted(month) for month in page.page.timeline],
            "appears_with": {
                facet.value: [bucket_as_json(bucket, asked.language) for bucket in buckets]
                for facet, buckets in page.appearing().items()
            },
        }
    )


@_answers(f"/facet/{NAMES}")
def facet(name: str) -> Response:
    """Answer with the values of a facet under a name with words that begin as `starts` says.

    They are counted within the search that the other parameters ask for, the facet's own choice
    left out, and are called as `lang` says; the largest come first, at most 100. `form` is the name
    that begins so, where it is not the one shown; else "".
    """
    asked = ask()
    typed = starts(read(request.query_string))
    found = current_archive().engine().values(asked.request, Facet(name), typed, LISTED)
    values = [
        bucket_as_json(bucket, asked.language) | {"form": bucket.form}
        for bucket in surprising(found, typed, asked.language)
    ]
    return jsonify({"facet": name, "starts": typed, "values": values} | ignored(asked))


@_answers("/health")
def health() -> Response:
    """Answer that the archive can be asked, and with what it holds; else it is a problem."""
    stats = current_archive().engine().stats()
    return jsonify(
        {
            "status": "ok",
            "releases": stats.releases,
            "undated": stats.undated,
            "first": stats.first and stats.first.isoformat(),
            "last": stats.last and stats.last.isoformat(),
            "written_at": stats.written_at.isoformat(),
            "schema_version": stats.schema_version,
            "revision": revision(),
        }
    )


def _counted(bucket: Bucket) -> dict[str, Any]:
    return {"value": bucket.value, "count": bucket.count}


def _next(page: SearchPage, asked: Asked, now: str) -> dict[str, Any]:
    """Say where the next page is, None after the last."""
    place = page.request.offset + len(page.hits)
    if not page.hits or place >= page.total or place > MAX_OFFSET:
        return {"next": None}
    pairs = tuple(pair for pair in own_pairs(asked) if pair[0] != "offset")
    given = cursor.write(place, pairs, now)
    return {"next": href(url_for(".search"), (*pairs, (cursor.CURSOR, given)))}


def ignored(asked: Asked) -> dict[str, Any]:
    """Say which values of the address were refused and why, where there are any."""
    words = Words(asked.language)
    refused = [
        {
            "name": bad.name,
            "value": bad.value,
            "message": words(f"refused.{bad.code}", name=bad.name, value=bad.value),
        }
        for bad in asked.refusals
    ]
    return {"ignored": refused} if refused else {}
