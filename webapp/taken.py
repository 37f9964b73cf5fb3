"""How a query was taken, in words, with the links that take it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engine import Match
from index.query import NOTICES, describe
from webapp.links import replaced, without

if TYPE_CHECKING:
    from webapp.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A sentence, and a link that takes the query otherwise; `action` is the link's text."""

    label: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How a query was taken.

    `corrected` has another spelling as its label; `expanded` has a sentence for each name that was
    extended to others, `as_typed` and `widen` lead to the page without and with them; `any_of`
    offers the releases that hold one of the words where none holds all.
    """

    corrected: Way | None = None
    expanded: tuple[str, ...] = ()
    as_typed: str = ""
    widen: str = ""
    match: Way | None = None
    any_of: Way | None = None


def corrected(view: View) -> Way | None:
    """Return the search with another spelling of its words, if one is likely."""
    if not view.page.corrected:
        return None
    query = replaced(without(without(view.pairs), "match"), {"q": view.page.corrected})
    return Way(label=view.page.corrected, href=view.to(query))


def taken(view: View) -> Taken:
    """Tell how the query of a page was taken."""
    page, words = view.page, view.words
    bare = without(view.pairs)

    def otherwise(name: str, value: str) -> str:
        return view.to(replaced(bare, {name: value}))

    any_of = match = None
    if page.match is Match.ANY:
        read = (describe(one, words.language) for one in page.problems if one.code in NOTICES)
        label = next(read, words("results.any"))
        match = Way(label=label, href=otherwise("match", "all"), action=words("results.all"))
    if page.any_of:
        label = words.count("results.any-of", page.any_of)
        any_of = Way(label=label, href=otherwise("match", "any"))
    return Taken(
        corrected=corrected(view),
        expanded=tuple(
            words("results.expanded", word=word, others=", ".join(others))
            for word, others in page.expanded
        ),
        as_typed=otherwise("expand", "0") if page.expanded else "",
        widen="" if page.request.expand or not page.request.query else otherwise("expand", ""),
        match=match,
        any_of=any_of,
    )
