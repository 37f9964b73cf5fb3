"""The hits of a page of results and the way through its pages, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from index import languages
from index.answer import marked_html
from index.engine import Hit, Marked, SearchPage
from index.record import Kind
from webapp.addresses import of_entity, of_release, path_to
from webapp.links import OFFSET, PLACE, Pairs, href, parts, without
from webapp.pieces import CURRENT, begun, joined, piece, safe
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from webapp.view import View

# Page numbers shown on each side of the current one.
AROUND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """An entity as a link to its page."""

    label: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """One release in a short list; `title` holds marks, `kind` is "" where it is not known."""

    href: str
    title: Markup
    date: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The links to other pages of the same results; "" where there is none.

    `pages` are the items of a list, with what stands for numbers left out.
    """

    previous: str
    next: str
    pages: Markup


def marked(text: Marked) -> Markup:
    """Return source text as safe HTML, what matched in `<mark>`."""
    # `marked_html` has escaped the text; nothing else may be declared safe.
    return Markup(marked_html(text))  # noqa: S704


def hits(view: View) -> list[HitView]:
    """Return the releases of one page; their addresses carry the search they were found by."""
    first = view.page.request.offset + 1
    shown = enumerate(view.page.hits, first)
    found = parts("", view.pairs).slot(PLACE)
    return [_hit(hit, found.filled((PLACE, str(at))), view.words) for at, hit in shown]


def listed(found: Iterable[Hit], words: Words, *, lang: str) -> list[HitView]:
    """Return releases to be listed outside of a search; `lang` is kept in links, "" for none."""
    query = href("", (("lang", lang),) if lang else ())
    return [_hit(hit, query, words) for hit in found]


def _hit(hit: Hit, query: str, words: Words) -> HitView:
    """Return a hit; `query` is what stands behind the path of its address."""
    return HitView(
        href=of_release(hit.id) + query,
        title=title(hit, words),
        date=words.date(hit.date),
        kind=kind(hit, words),
        language=hit.language,
    )


def title(hit: Hit, words: Words) -> Markup:
    """Return the title of a hit, or that it has none."""
    return marked(hit.title if hit.title.text.strip() else Marked(words("release.untitled")))


def kind(hit: Hit, words: Words) -> str:
    """Return what kind of release a hit is, "" where it is not known."""
    return "" if hit.kind is Kind.AUTRE else words(f"kind.{hit.kind}")


def entity_href(entity_id: str, lang: str) -> str:
    """Return the address of an entity's page; `lang` is "" for the archive's own language."""
    return href(of_entity(entity_id), (("lang", lang),) if lang else ())


def language_name(code: str, words: Words) -> str:
    """Return the name of a language, or its code where it has no name here."""
    return languages.label(code, words.language)


def search_href(pairs: Pairs) -> str:
    """Return the address of a search page."""
    return href(path_to("pages.search"), pairs)


def release_href(release_id: str, pairs: Pairs) -> str:
    """Return the address of a release that remembers the search it was found by."""
    return href(of_release(release_id), pairs)


def paging(view: View) -> Paging | None:
    """Return the links to the other pages, or None where one page holds all."""
    page = view.page
    size, offset = page.request.limit, page.request.offset
    if page.total <= (0 if offset else size):
        return None
    first = without(view.pairs)
    others = parts(view.path, first).slot(OFFSET)

    def at(start: int) -> str:
        return others.filled((OFFSET, str(start))) if start else view.to(first)

    last = max(1, -(-page.total // size))
    current = offset // size + 1
    near = {1, last, *range(current - AROUND, current + AROUND + 1)}
    links: list[str] = []
    before = 0
    for number in sorted(number for number in near if 1 <= number <= last):
        if number > before + 1:
            links.append(piece("pages-between"))
        start = (number - 1) * size
        link = _page(number, view.words.language)
        links.append(link(safe(at(start)), CURRENT if start == offset else ""))
        before = number
    back = min(max(0, offset - size), (last - 1) * size)
    return Paging(
        previous=at(back) if offset else "",
        next=at(offset + size) if offset + size < page.total else "",
        pages=joined(links),
    )


@lru_cache(maxsize=8192)
def _page(number: int, language: str) -> Callable[..., str]:
    """Return the link to a page of this number, whatever was asked for."""
    words = Words(language)
    shown = words.number(number)
    label = words("paging.page", number=shown)
    return begun("page", "href", "current", label=label, number=shown)


def is_start(page: SearchPage) -> bool:
    """Tell whether nothing was asked for: no words, no filter, the first page."""
    request = page.request
    chosen = request.date_from or request.date_to or request.undated or request.filters
    return not (request.query or chosen or request.excluded or request.offset)
