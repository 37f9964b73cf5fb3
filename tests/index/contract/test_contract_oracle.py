"""Every engine against an oracle that looks at each release in turn."""

from __future__ import annotations

import datetime as dt
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.engine import Facet, Match, SearchRequest, Sort
from index.record import Document, EntityKind, Kind, Mention, Release
from index.thesaurus import Thesauri
from index.thesaurus.files import FILE
from tests.index.contract.oracle import answer

if TYPE_CHECKING:
    from index.engine import Engine
    from index.engines import EngineChoice
    from tests.index.contract.conftest import Examples, Place

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
    "pacte",
    "ELAN",
    "elan",
    "NATO",
)
THESAURUS = """\
pacte\tla mission\t=ELAN
>\topération\tIraq\tl'Iraq de la
"""
"""Names of the words above: one word and several, one that counts as it is written, one way."""
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
NAMED = ("pacte", "ELAN", "elan", "la mission", "missions", "opération", "titre:pacte", "OTAN")
"""What the thesaurus adds to, and what looks as if it did."""
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
        language=st.sampled_from(["fr", "en"]),
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
    several = st.lists(pieces, max_size=4).map(" ".join)
    return several | st.sampled_from(NAMED) | st.builds("{} OU {}".format, pieces, pieces)


def requests() -> st.SearchStrategy[SearchRequest]:
    values = {
        Facet.PERSON: ("a", "person:b", "nobody"),
        Facet.PLACE: ("a", "IRAQ"),
        Facet.ORGANISATION: ("otan",),
        Facet.KIND: ("discours", "Actualité"),
        Facet.LANGUAGE: ("fr", "Anglais", "tlhingan"),
    }
    choices = st.fixed_dictionaries(
        {},
        optional={
            facet: st.lists(st.sampled_from(names), max_size=2).map(tuple)
            for facet, names in values.items()
        },
    )
    return st.builds(
        SearchRequest,
        query=queries(),
        match=st.sampled_from(Match),
        expand=st.booleans(),
        date_from=st.none() | st.sampled_from(DAYS),
        date_to=st.none() | st.sampled_from(DAYS),
        filters=choices,
        excluded=st.just({}) | choices,
        sort=st.sampled_from(Sort),
        limit=st.integers(0, 9),
        offset=st.integers(0, 3),
    ) | st.builds(
        SearchRequest,
        query=queries(),
        expand=st.booleans(),
        undated=st.booleans(),
        sort=st.just(Sort.NEWEST),
    )


def archives() -> st.SearchStrategy[list[tuple[list[Document], list[str], bool]]]:
    """Draw commits: what is put, what is deleted, and whether all before is forgotten."""
    commit = st.tuples(
        st.lists(documents(), max_size=6), st.lists(st.sampled_from("abcdefgh")), st.booleans()
    )
    return st.lists(commit, min_size=1, max_size=4)


def test_totals_facets_filters_and_orders_are_those_of_the_oracle(
    place: Place, examples: Examples
) -> None:
    @settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
    @given(commits=archives(), asked=st.lists(requests(), min_size=1, max_size=8))
    def agree(
        commits: list[tuple[list[Document], list[str], bool]], asked: list[SearchRequest]
    ) -> None:
        with tempfile.TemporaryDirectory() as folder, place() as chosen:
            data = Path(folder)
            kept = written(chosen, data, commits)
            (data / FILE).write_text(THESAURUS, encoding="utf-8")
            thesauri = Thesauri(data)
            with closing(chosen.open(data)) as engine:
                assert sorted(engine.ids()) == sorted(kept)
                assert engine.check() == []
                assert engine.stats().releases == len(kept)
                for request in asked:
                    compare(engine, request, kept, thesauri)

    agree()


def written(
    chosen: EngineChoice, data: Path, commits: list[tuple[list[Document], list[str], bool]]
) -> dict[str, Document]:
    """Write the commits one after the other; return what is there in the end."""
    kept: dict[str, Document] = {}
    for put, deleted, rebuild in commits:
        kept = {} if rebuild else kept
        with chosen.writer(data, rebuild=rebuild) as writer:
            for document in put:
                writer.put(document)
                kept[document.release.id] = document
            for release_id in deleted:
                writer.delete(release_id)
                kept.pop(release_id, None)
    return kept


def compare(
    engine: Engine, request: SearchRequest, kept: dict[str, Document], thesauri: Thesauri
) -> None:
    page = engine.search(request)
    expected = answer(list(kept.values()), request, thesauri)
    assert page.total == len(expected.ids)
    window = slice(request.offset, request.offset + request.limit)
    found = [hit.id for hit in page.hits]
    if request.sort is Sort.RELEVANCE:
        assert len(found) == len(set(found)) == len(expected.ids[window])
        assert set(found) <= set(expected.ids)
    else:
        assert found == expected.ids[window]
    for facet, counts in expected.counts.items():
        told = {bucket.value: bucket.count for bucket in page.facets[facet]}
        assert {value: count for value, count in told.items() if count} == counts
    days = page.facets.get(Facet.DAY)
    assert (days is None) == (expected.days is None)
    if days is not None:
        assert {one.value: one.count for one in days if one.count} == expected.days
    for facet, typed in request.excluded.items():
        out = [one for one in page.facets[facet] if one.excluded]
        assert len(out) == len({value.lower() for value in typed} - {""})
        assert not any(one.count for one in out)
    assert sum(bucket.count for bucket in page.timeline) == sum(
        kept[one].release.date is not None for one in expected.ids
    )


def test_names_find_what_the_oracle_finds_under_each_other(
    place: Place, examples: Examples
) -> None:
    several = st.lists(st.sampled_from((*NAMED, "Iraq", "la", "NATO")), max_size=2).map(" ".join)

    @settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
    @given(titles=st.lists(several, min_size=4, max_size=12))
    def agree(titles: list[str]) -> None:
        documents = [
            Document(release=Release(id=str(at), title=title)) for at, title in enumerate(titles)
        ]
        with tempfile.TemporaryDirectory() as folder, place() as chosen:
            data = Path(folder)
            (data / FILE).write_text(THESAURUS, encoding="utf-8")
            written(chosen, data, [(documents, [], False)])
            thesauri = Thesauri(data)
            with closing(chosen.open(data)) as engine:
                for name in NAMED:
                    for expand in (True, False):
                        request = SearchRequest(query=name, expand=expand, limit=len(documents))
                        expected = answer(documents, request, thesauri)
                        assert {hit.id for hit in engine.search(request).hits} == set(expected.ids)

    agree()
