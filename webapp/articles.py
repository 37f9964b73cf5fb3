"""The hits of a page of results as the items of a list, with their passages and entities."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from flask import request

from index.answer import marked_html
from webapp.addresses import in_path, releases
from webapp.links import PLACE, parts
from webapp.pieces import begun, joined, piece, safe
from webapp.results import entity_href, kind, language_name, title
from webapp.words import Words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from markupsafe import Markup

    from index.engine import Hit
    from webapp.view import View

# Entities shown under one hit.
SHOWN_ENTITIES = 6


def articles(view: View) -> Markup:
    """Return the releases of one page; their addresses carry the search they were found by."""
    before, after = map(safe, parts("", view.pairs).slot(PLACE))
    words, lang = view.words, dict(view.pairs).get("lang", "")
    root, tag = releases(), _known(request.script_root, lang, words.language)
    found = enumerate(view.page.hits, view.page.request.offset + 1)
    return joined(
        [
            _article(
                hit,
                f"{root}{safe(in_path(hit.id))}{before}{PLACE}={place}{after}",
                _tags(hit, tag, words.language),
                words,
            )
            for place, hit in found
        ]
    )


def _article(hit: Hit, address: str, tags: str, words: Words) -> str:
    """Return a hit; its address and its tags are safe."""
    language, passage = safe(hit.language), _passage()
    return _hit()(
        _about(hit, words),
        address,
        language,
        title(hit, words),
        # it has escaped the text
        "".join([passage(language, marked_html(one)) for one in hit.passages]),
        tags,
    )


@cache
def _hit() -> Callable[..., str]:
    return begun("hit", "about", "href", "language", "title", "passages", "tags")


@cache
def _passage() -> Callable[..., str]:
    return begun("passage", "language", "text")


@cache
def _fact() -> Callable[..., str]:
    return begun("fact", "text")


@cache
def _list_of_tags() -> Callable[..., str]:
    return begun("tags", "tags")


def _about(hit: Hit, words: Words) -> str:
    """Return date, kind, reference and language, those that are known and not as usual."""
    foreign = "" if hit.language == "fr" else language_name(hit.language, words)
    facts = (kind(hit, words), hit.reference, foreign)
    told = [_fact()(safe(one)) for one in facts if one]
    return " ".join([_date(hit.date, words.language), *told])


@lru_cache(maxsize=8192)
def _date(day: dt.date | None, language: str) -> str:
    """Return a date; an archive has some thousands."""
    shown = Words(language).date(day)
    return piece("date", datetime=day.isoformat(), date=shown) if day else piece("fact", text=shown)


def _tags(hit: Hit, tag: Callable[[str, str], str], language: str) -> str:
    """Return links to the pages of the entities named first, "" where none is named."""
    tags = [tag(one.id, one.called(language)) for one in hit.entities[:SHOWN_ENTITIES]]
    return _list_of_tags()("\n".join(tags)) if tags else ""


@lru_cache(maxsize=8)
def _known(root: str, lang: str, language: str) -> Callable[[str, str], str]:
    """Return what links to an entity by its id and its name; it remembers some thousands.

    The addresses of a site begin with `root`.
    """
    del root  # `path_to` asks for it: it is a part of the key
    words = Words(language)

    @lru_cache(maxsize=8192)
    def tag(entity_id: str, label: str) -> str:
        told = words("entity.about", label=label)
        kind = entity_id.partition(":")[0]
        address = entity_href(entity_id, lang)
        return piece("tag", href=address, kind=kind, label=label, title=told)

    return tag
