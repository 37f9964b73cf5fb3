"""An oracle that looks at each release in turn: what a request finds, and what is counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from index.engine import FILTERS, UNDATED, Facet, SearchRequest, Sort
from index.french import exact_term, fold, query_terms, tokens
from index.query import (
    And,
    Dated,
    Everything,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Leaf,
    Named,
    Node,
    Not,
    OfKind,
    Or,
    Part,
    Phrase,
    Prefix,
    Referenced,
    Wildcard,
    Within,
    Word,
    wildcard_regex,
)
from index.understood import understand

if TYPE_CHECKING:
    from index.record import Document, Release
    from index.thesaurus import Thesauri


def parts(release: Release, where: Part | None) -> list[list[str]]:
    """Return title, lead and body, each as its paragraphs."""
    title, text = [[release.title]], [[release.lead], list(filter(None, release.paragraphs))]
    return title if where is Part.TITLE else text if where is Part.TEXT else title + text


def matches(document: Document, node: Node, where: Part | None = None) -> bool:
    match node:
        case Everything():
            return True
        case And(children=children):
            return all(
                matches(document, child, where)
                for child in children
                if not (isinstance(child, Word) and child.optional)
            )
        case Or(children=children):
            return any(matches(document, child, where) for child in children)
        case Not(child=child):
            return not matches(document, child, where)
        case Within(part=part, child=child):
            return matches(document, child, part)
        case Named() | OfKind() | Referenced() | Dated():
            return is_true(document, node)
        case Expanded(child=child, others=others):
            return any(matches(document, one, where) for one in (child, *others))
        case _:
            return any(stands(part, node) for part in parts(document.release, where))


def is_true(document: Document, node: Filter) -> bool:
    release = document.release
    match node:
        case Named(kind=kind, name=name):
            return any(mention.entity == f"{kind}:{name}" for mention in document.mentions)
        case OfKind(name=name):
            return release.kind.value == name
        case Referenced(words=words):
            wanted = [fold(word.text) for word in words]
            return in_order(folded(release.reference), wanted, 0)
        case Dated(first=first, last=last):
            day = release.date
            return day is not None and (first or day) <= day <= (last or day)


def stands(paragraphs: list[str], node: Leaf) -> bool:
    match node:
        case Phrase(words=words, slop=slop):
            terms = [[token.folded for token in tokens(text)] for text in paragraphs]
            return in_order(spaced(terms), [fold(word.text) for word in words], slop)
        case Exact(words=words, slop=slop):
            terms = [[exact_term(token.text) for token in tokens(text)] for text in paragraphs]
            return in_order(spaced(terms), [exact_term(word.text) for word in words], slop)
        case _:
            return any(holds(text, node) for text in paragraphs)


def spaced(paragraphs: list[list[str]]) -> list[str]:
    """Put paragraphs one after the other, with a place between two that holds no word."""
    return [term for terms in paragraphs for term in (*terms, "")]


def holds(text: str, node: Prefix | Wildcard | Fuzzy | Word) -> bool:
    match node:
        case Prefix(text=start):
            return any(term.startswith(fold(start)) for term in folded(text))
        case Wildcard(pattern=pattern):
            return any(map(wildcard_regex(pattern).fullmatch, folded(text)))
        case Fuzzy(text=typed, distance=distance):
            return any(edits(term, fold(typed)) <= distance for term in folded(text))
        case Word(text=typed):
            terms = query_terms(typed)
            return any(
                token.folded == terms.folded or token.stemmed in terms.stemmed
                for token in tokens(text)
            )


@cache
def edits(one: str, other: str) -> int:
    """Count edits as the definition says, the two neighbours exchanged among them."""
    if not one or not other:
        return len(one) + len(other)
    least = min(
        edits(one[1:], other) + 1,
        edits(one, other[1:]) + 1,
        edits(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if one[:2] == other[1::-1] and len(one) > 1 and len(other) > 1:
        least = min(least, edits(one[2:], other[2:]) + 1)
    return least


def folded(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


def in_order(terms: list[str], wanted: list[str], slop: int) -> bool:
    places = {at for at, term in enumerate(terms) if term == wanted[0]}
    for word in wanted[1:]:
        places = {
            at
            for at, term in enumerate(terms)
            if term == word and any(0 < at - place <= slop + 1 for place in places)
        }
    return bool(places)


def passes(document: Document, request: SearchRequest, facet: Facet) -> bool:
    if facet is Facet.YEAR:
        date = document.release.date
        if request.undated:
            return date is None
        if request.date_from is None and request.date_to is None:
            return True
        first, last = request.date_from or dt.date.min, request.date_to or dt.date.max
        return date is not None and first <= date <= last
    chosen = named(request.filters.get(facet, ()), facet)
    return not chosen or bool(chosen & values(document, facet))


def named(typed: tuple[str, ...], facet: Facet) -> set[str]:
    return {CALLED.get(v := fold(one.lower().removeprefix(f"{facet}:")), v) for one in typed}


def is_kept_out(document: Document, request: SearchRequest) -> bool:
    return any(
        named(typed, facet) & values(document, facet) for facet, typed in request.excluded.items()
    )


CALLED = {"anglais": "en", "french": "fr"}


def values(document: Document, facet: Facet) -> set[str]:
    if facet is Facet.KIND:
        return {document.release.kind.value}
    if facet is Facet.LANGUAGE:
        return {document.release.language}
    return {
        mention.entity.partition(":")[2]
        for mention in document.mentions
        if mention.kind == facet.value
    }


@dataclass
class Expected:
    """The ids of all hits, in their order where that is by date, and the buckets of each facet.

    `days` are those of the month that was chosen, None where none was.
    """

    ids: list[str]
    counts: dict[Facet, Counter[str]]
    days: Counter[str] | None


def answer(documents: list[Document], request: SearchRequest, thesauri: Thesauri) -> Expected:
    tree = understand(request, thesauri).tree
    matching = [
        one
        for one in documents
        if tree is not None and matches(one, tree) and not is_kept_out(one, request)
    ]
    choices = (*FILTERS, Facet.YEAR)
    counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in choices}
    for one in matching:
        for facet in choices:
            if all(passes(one, request, other) for other in choices if other is not facet):
                date = one.release.date
                year = str(date.year) if date else UNDATED
                counts[facet].update({year} if facet is Facet.YEAR else values(one, facet))
    hits = [
        one.release for one in matching if all(passes(one, request, facet) for facet in choices)
    ]
    sign = -1 if request.sort is Sort.NEWEST else 1
    hits.sort(key=lambda one: (one.date is None, one.date and sign * one.date.toordinal(), one.id))
    return Expected([one.id for one in hits], counts, days_of(matching, request))


def days_of(matching: list[Document], request: SearchRequest) -> Counter[str] | None:
    first, last = request.date_from, request.date_to
    if not first or not last or first.isoformat()[:7] != last.isoformat()[:7]:
        return None
    return Counter(
        one.release.date.isoformat()
        for one in matching
        if one.release.date
        and one.release.date.isoformat()[:7] == first.isoformat()[:7]
        and all(passes(one, request, facet) for facet in FILTERS)
    )
