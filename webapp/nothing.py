"""The ways out of a page that found nothing: which condition to drop, and what each would give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.engine import Facet, Sort
from index.relaxed import Dropped, relaxed
from webapp.facets import condition
from webapp.links import NOT
from webapp.params import default_sort, parse, unparse

if TYPE_CHECKING:
    from index.engine import Engine, SearchRequest
    from webapp.params import Asked
    from webapp.view import View

# Characters of a query that a suggestion repeats.
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What to drop, how many releases are found then, in words, and the address without it."""

    label: str
    found: str
    href: str


def suggestions(view: View, engine: Engine) -> list[Suggestion]:
    """Return each condition that alone keeps a page empty, what gives most first.

    Where no single one does, the words without any filter are offered, if anything holds them.
    """
    # The address names each value as the engine does, however a reader typed it.
    asked = parse(view.pairs, view.words.language)
    request = asked.request
    dropped = relaxed(engine, request)
    if not dropped and request.query and (request.filters or request.excluded or _dated(request)):
        bare = replace(
            request, date_from=None, date_to=None, undated=False, filters={}, excluded={}
        )
        total = engine.search(replace(bare, limit=0, offset=0)).total
        dropped = (Dropped("filters", request.query, bare, total),) if total else ()
    return [_suggestion(view, asked, one) for one in dropped]


def _dated(request: SearchRequest) -> bool:
    return bool(request.date_from or request.date_to or request.undated)


def _suggestion(view: View, asked: Asked, dropped: Dropped) -> Suggestion:
    request = replace(dropped.request, offset=0)
    if request.sort is Sort.RELEVANCE:
        request = replace(request, sort=default_sort(request.query))
    kept = tuple(pair for pair in view.pairs if pair[0] == "lang")
    # `lang` is as the page has it: it is left out where it is the archive's own.
    pairs = (*unparse(replace(asked, request=request), view.words.language), *kept)
    return Suggestion(
        label=_label(view, dropped),
        found=view.words.count("releases", dropped.total),
        href=view.to(pairs),
    )


def _label(view: View, dropped: Dropped) -> str:
    words, request = view.words, view.page.request
    if dropped.name == "date":
        span = words.span(request.date_from, request.date_to)
        return words("empty.without-date", span=span or words.date(None))
    if dropped.name in {"word", "query", "filters"}:
        return words(f"empty.without-{dropped.name}", text=_shortened(dropped.value))
    facet = Facet(dropped.name.removeprefix(NOT))
    buckets = view.page.facets.get(facet, ())
    found = (view.label(facet, bucket) for bucket in buckets if bucket.value == dropped.value)
    filtered = condition(words, dropped.name)
    return words("empty.without-filter", filter=filtered, value=next(found, dropped.value))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
