"""Answers as plain data: what `depeche search --json` and the web API say.

Everything here returns dicts, lists, strings and numbers that `json.dumps` takes as they are.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from index.engine import Bucket, Facet, Hit, Marked, Match, SearchPage
from index.query import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.record import Capture, Document, Mention, Related

_BETWEEN_PASSAGES = " … "


def as_json(page: SearchPage, language: str, *, labels: str = "fr") -> dict[str, Any]:
    """Return a page of results; the sentences about problems are in `language` ("fr" or "en").

    Entities and kinds bear the names they have in the language `labels`.

    Facets are keyed by Facet value; each bucket has the shown `value`, the `id` that filters take
    and the `count`. A hit's `snippet` is safe HTML in which only `<mark>` is markup; its `title`
    is plain text, its `date` is ISO 8601 or None. `took_ms` is milliseconds. `corrected` and
    `expanded` are as in `SearchPage`; `match` is there where one word was enough, `any_of` where no
    release has all words and there is a choice of them.
    """
    answer: dict[str, Any] = {
        "query": page.request.query,
        "total": page.total,
        "took_ms": round(page.took_ms, 1),
        "corrected": page.corrected,
        "expanded": [{"from": word, "to": list(others)} for word, others in page.expanded],
        "problems": [
            {"position": problem.position, "message": describe(problem, language)}
            for problem in page.problems
        ],
        "hits": [hit_as_json(hit) for hit in page.hits],
        "facets": {
            facet.value: [bucket_as_json(bucket, labels) for bucket in page.facets[facet]]
            for facet in Facet
            if facet in page.facets
        },
    }
    if page.match is Match.ANY:
        answer["match"] = page.match.value
    if page.any_of is not None:
        answer["any_of"] = page.any_of
    return answer


def document_as_json(document: Document) -> dict[str, Any]:
    """Return a whole release with the entities it mentions and the captures it was read from.

    `mentions` are (start, end) code point offsets into `text`; times are ISO 8601, captures' in
    UTC. The `status` of a capture is that of the HTTP answer, None where none is known.
    """
    release = document.release
    return {
        "id": release.id,
        "url": release.url,
        "title": release.title,
        "lead": release.lead,
        "paragraphs": list(release.paragraphs),
        "text": release.text,
        "date": release.date and release.date.isoformat(),
        "date_source": release.date_source,
        "date_certainty": release.date_certainty,
        "updated": release.updated and release.updated.isoformat(),
        "kind": release.kind.value,
        "reference": release.reference,
        "language": release.language,
        "place": release.place,
        "flags": list(release.flags),
        "entities": _entities(document.mentions),
        "captures": [_capture(capture) for capture in document.captures],
        "related": [_related(one) for one in document.related],
    }


def marked_html(marked: Marked) -> str:
    """Return the text as safe HTML with `<mark>` around what matched.

    >>> marked_html(Marked("L'Iraq <b>", ((2, 6),)))
    'L&#x27;<mark>Iraq</mark> &lt;b&gt;'
    """
    if not marked.marks:
        return escape(marked.text)
    return "".join(
        [
            f"<mark>{escape(piece)}</mark>" if hit else escape(piece)
            for piece, hit in runs(marked.text, marked.marks)
        ]
    )


def runs(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut the text at its marks: pieces in order, each with whether it is marked.

    Marks may overlap, touch or reach past the text; joined, the pieces are the text.

    >>> list(runs("l'OTAN dit", [(2, 6)]))
    [("l'", False), ('OTAN', True), (' dit', False)]
    """
    done = 0
    for start, end in sorted(marks):
        first, last = max(start, done), min(end, len(text))
        if first >= last:
            continue
        if first > done:
            yield text[done:first], False
        yield text[first:last], True
        done = last
    if done < len(text):
        yield text[done:], False


def hit_as_json(hit: Hit) -> dict[str, Any]:
    """Return one hit, as in `as_json`."""
    return {
        "id": hit.id,
        "title": hit.title.text,
        "date": hit.date and hit.date.isoformat(),
        "url": hit.url,
        "kind": hit.kind.value,
        "score": round(hit.score, 4),
        "snippet": _BETWEEN_PASSAGES.join(marked_html(passage) for passage in hit.passages),
    }


def bucket_as_json(bucket: Bucket, language: str) -> dict[str, Any]:
    """Return one value of a facet, as in `as_json`."""
    return {"value": bucket.called(language), "id": bucket.value, "count": bucket.count}


def _capture(capture: Capture) -> dict[str, Any]:
    return {
        "origin": capture.origin,
        "captured_at": capture.captured_at.isoformat(),
        "sha256": capture.sha256,
        "url": capture.url,
        "status": capture.status or None,
    }


def _related(one: Related) -> dict[str, Any]:
    return {
        "id": one.id,
        "relation": one.relation.value,
        "title": one.title,
        "language": one.language,
        "date": one.date and one.date.isoformat(),
        "likeness": one.likeness,
    }


def _entities(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """Group mentions by entity, in the order of first naming."""
    found: dict[str, dict[str, Any]] = {}
    for mention in mentions:
        entity = found.setdefault(
            mention.entity,
            {
                "id": mention.entity,
                "kind": mention.kind.value,
                "label": mention.label,
                "mentions": [],
            },
        )
        entity["mentions"].append([mention.start, mention.end])
    return list(found.values())
