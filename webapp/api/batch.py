"""Counts by year for a list of questions: JSON, a CSV table or a query a line in, JSON out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify, request
from pydantic import ValidationError

from index.answer import as_json
from webapp import results
from webapp.api.answers import blueprint, ignored, over_time
from webapp.api.models import Batch
from webapp.api.problems import BadBatch
from webapp.archive import current_archive
from webapp.batch.counting import Answered, answered
from webapp.batch.questions import MAX_BYTES, decoded, questions
from webapp.pages import ask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.links import Pairs


@blueprint.post("/v1/batch")
def batch() -> Response:
    """Answer with what each question of the body finds, by year."""
    request.max_content_length = MAX_BYTES
    archive, language = current_archive(), ask().language
    found = answered(_asked(), archive.engine(), language, archive.config.language)
    return jsonify({"answers": [_answer(one) for one in found]})


def _asked() -> Iterable[Pairs]:
    data = request.get_data()
    if request.mimetype in {"text/plain", "text/csv"}:
        return questions(decoded(data))
    try:
        body = Batch.model_validate_json(data)
    except ValidationError as error:
        # The first is enough to go on; the place reads as in "queries.3.from".
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"][:2])
        raise BadBatch(problem=f"{place or 'body'}: {first['msg']}") from error
    return [_pairs(question) for question in body.queries]


def _pairs(question: str | dict[str, str | list[str]]) -> Pairs:
    if isinstance(question, str):
        return (("q", question),)
    return tuple(
        (name, value)
        for name, values in question.items()
        for value in ([values] if isinstance(values, str) else values)
    )


def _answer(one: Answered) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for name, value in one.pairs:
        if name in asked:
            known = asked[name]
            asked[name] = [*known, value] if isinstance(known, list) else [known, value]
        else:
            asked[name] = value
    counts = over_time(one.page)
    return {
        "query": asked,
        "total": one.page.total,
        "undated": counts["undated"],
        "years": counts["years"],
        "address": results.search_href(one.pairs),
        "problems": as_json(one.page, one.asked.language)["problems"],
    } | ignored(one.asked)
