"""Every engine against an oracle that looks at each release in turn."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engine import FILTERS, UNDATED, Facet, Match, SearchRequest, Sort
from index.engines import ENGINES, open_engine, open_writer
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
    parse,
    relaxed,
    wildcard_regex,
)
from index.record import Document, EntityKind, Kind, Mention, Release

WORDS = (
    "OTAN",
    "mission",
    "missions",
    "opération",
    "operation",
    "de",
    "la",
    "l'Iraq",
    "Al-Jaafari",
)
TYPED = (*WORDS, "otan", "opérations", "iraq", "absent", "mis*", "op?ration", "*tion", "-la", "OU")
FIELDS = (
    *(
        "=OTAN",
        "=opération",
        '="la mission"',
        "misison~",
        "otna~2",
        "titre:mission",
        "texte:(otan OU la)",
    ),
    *("-titre:otan", "lieu:iraq", "personne:nobody", "type:discours", "-type:actualite"),
    *("ref:003", 'ref:"2003 003"', "date:2016", "date:<2016", "après:2016-01", "(lieu:a OU otan)"),
)
DAYS = [dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2016, 10, 18), dt.date(2017, 3, 5)]
ENTITIES = ("person:a", "person:b", "place:a", "place:iraq", "organisation:otan")


def texts() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def documents() -> st.SearchStrategy[Document]:
    releases = st.builds(
        Release,
        id=st.sampled_from("abcdefgh"),
        title=texts(),
        lead=texts(),
        paragraphs=st.lists(texts(), max_size=2).map(tuple),
        date=st.none() | st.sampled_from(DAYS),
        kind=st.sampled_from([Kind.DISCOURS, Kind.ACTUALITE]),
        reference=st.sampled_from(["", "Communiqué (2003) 003", "003"]),
    )
    mentions = st.lists(st.sampled_from(ENTITIES), max_size=4).map(
        lambda ids: tuple(Mention(one, EntityKind(one.split(":")[0]), one, "", 0, 0) for one in ids)
    )
    return st.builds(Document, release=releases, mentions=mentions)


def queries() -> st.SearchStrategy[str]:
    quoted = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(
        lambda words: '"' + " ".join(words) + '"'
    )
    slop = st.sampled_from(("", "~1", "~2"))
    pieces = st.sampled_from(TYPED + FIELDS) | st.builds(str.__add__, quoted, slop)
    return st.lists(pieces, max_size=4).map(" ".join)


def requests() -> st.SearchStrategy[SearchRequest]:
    values = {
        Facet.PERSON: ("a", "person:b", "nobody"),
        Facet.PLACE: ("a", "IRAQ"),
        Facet.ORGANISATION: ("otan",),
        Facet.KIND: ("discours", "Actualité"),
    }
    return st.builds(
        SearchRequest,
        query=queries(),
        match=st.sampled_from(Match),
        expand=st.just(value=False),
        date_from=st.none() | st.sampled_from(DAYS),
        date_to=st.none() | st.sampled_from(DAYS),
        filters=st.fixed_dictionaries(
            {},
            optional={
                facet: st.lists(st.sampled_from(names), max_size=2).map(tuple)
                for facet, names in values.items()
            },
        ),
        sort=st.sampled_from([Sort.NEWEST, Sort.OLDEST]),
        limit=st.integers(0, 9),
        offset=st.integers(0, 3),
    ) | st.builds(
        SearchRequest,
        query=queries(),
        expand=st.just(value=False),
        undated=st.booleans(),
        sort=st.just(Sort.NEWEST),
    )


# The oracle.


def parts(release: Release, where: Part | None) -> list[str]:
    title, text = [release.title], [release.lead, *release.paragraphs]
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
            return any(stands(text, node) for text in parts(document.release, where))


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


def stands(text: str, node: Leaf) -> bool:
    match node:
        case Phrase(words=words, slop=slop):
            return in_order(folded(text), [fold(word.text) for word in words], slop)
        case Exact(words=words, slop=slop):
            written = [exact_term(token.text) for token in tokens(text)]
            return in_order(written, [exact_term(word.text) for word in words], slop)
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
    chosen = {value.lower().removeprefix(f"{facet}:") for value in request.filters.get(facet, ())}
    return not chosen or bool({fold(value) for value in chosen} & values(document, facet))


def values(document: Document, facet: Facet) -> set[str]:
    if facet is Facet.KIND:
        return {document.release.kind.value}
    return {
        mention.entity.partition(":")[2]
        for mention in document.mentions
        if mention.kind == facet.value
    }


@dataclass
class Expected:
    ids: list[str]
    counts: dict[Facet, Counter[str]]


def answer(documents: list[Document], request: SearchRequest) -> Expected:
    tree = parse(request.query).tree
    if tree is not None and request.match is Match.ANY:
        tree = relaxed(tree) or tree
    matching = [one for one in documents if tree is not None and matches(one, tree)]
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
    return Expected([one.id for one in hits], counts)


@pytest.mark.parametrize("engine_name", ENGINES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    commits=st.lists(
        st.tuples(
            st.lists(documents(), max_size=6), st.lists(st.sampled_from("abcdefgh")), st.booleans()
        ),
        min_size=1,
        max_size=4,
    ),
    asked=st.lists(requests(), min_size=1, max_size=8),
)
def test_totals_facets_filters_and_orders_are_those_of_the_oracle(
    engine_name: str,
    commits: list[tuple[list[Document], list[str], bool]],
    asked: list[SearchRequest],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept: dict[str, Document] = {}
        for put, deleted, rebuild in commits:
            kept = {} if rebuild else kept
            with open_writer(Path(folder), engine_name, rebuild=rebuild) as writer:
                for document in put:
                    writer.put(document)
                    kept[document.release.id] = document
                for release_id in deleted:
                    writer.delete(release_id)
                    kept.pop(release_id, None)
        engine = open_engine(Path(folder), engine_name)
        assert sorted(engine.ids()) == sorted(kept)
        assert engine.check() == []
        assert engine.stats().releases == len(kept)
        for request in asked:
            page = engine.search(request)
            expected = answer(list(kept.values()), request)
            assert page.total == len(expected.ids)
            window = slice(request.offset, request.offset + request.limit)
            assert [hit.id for hit in page.hits] == expected.ids[window]
            for facet, counts in expected.counts.items():
                found = {bucket.value: bucket.count for bucket in page.facets[facet]}
                assert {value: count for value, count in found.items() if count} == counts
            assert sum(bucket.count for bucket in page.timeline) == sum(
                kept[one].release.date is not None for one in expected.ids
            )
        engine.close()
