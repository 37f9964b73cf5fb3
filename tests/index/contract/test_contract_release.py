"""The one real release at hand, among others with its words, is found as people ask for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.engine import Facet, SearchRequest
from index.record import Document, EntityKind, Kind, Mention, Release

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engines import EngineChoice

TEXT = Path(__file__).parents[3].parent / "shared/data/release/nato_news_136011_fr.txt"
ID = "nato:news_136011:fr"


def real() -> Document:
    lines = [line.strip() for line in TEXT.read_text("utf-8").splitlines()]
    paragraphs = tuple(line for line in lines[1:] if line and not line.startswith("•"))
    release = Release(
        id=ID,
        title=lines[0],
        paragraphs=paragraphs,
        date=dt.date(2016, 10, 18),
        kind=Kind.ACTUALITE,
    )
    named = {
        "Jens Stoltenberg": "person:jens-stoltenberg",
        "Iraq": "place:iraq",
        "Mossoul": "place:mossoul",
        "OTAN": "organisation:otan",
    }
    mentions = [
        Mention(
            entity,
            EntityKind(entity.partition(":")[0]),
            surface,
            surface,
            (start := release.text.index(surface)),
            start + len(surface),
        )
        for surface, entity in named.items()
    ]
    return Document(release=release, mentions=tuple(mentions))


@pytest.mark.skipif(not TEXT.exists(), reason="the real release is not at hand")
def test_the_real_release_is_found_first(
    tmp_path: Path, chosen: EngineChoice, make: Callable[..., Document]
) -> None:
    bodies = (
        "Les AWACS volent. L'OTAN et le ministre. Un ministre, puis un officiel iraquien. " * 4,
        "Mossoul est une ville. Jaafari et Al sont deux noms. AWACS ou OTAN, AWACS et OTAN.",
        "Le ministre parle des AWACS à Mossoul, loin de tout peuple iraquien, et de l'OTAN.",
    )
    with chosen.writer(tmp_path) as writer:
        for number in range(60):
            writer.put(make(f"other:{number}", "Réunion des ministres", bodies[number % 3]))
        writer.put(real())
    engine = chosen.open(tmp_path)
    for query in ("AWACS de l'OTAN", "Al-Jaafari", "ministre iraquien"):
        assert engine.search(SearchRequest(query=query)).hits[0].id == ID, query
    for query in ("Mossoul AWACS", "mossoul awacs"):
        found = engine.search(SearchRequest(query=query, limit=100))
        assert ID in [hit.id for hit in found.hits]
    page = engine.search(
        SearchRequest(
            query="Mossoul AWACS",
            date_from=dt.date(2016, 10, 1),
            date_to=dt.date(2016, 12, 31),
            filters={Facet.PLACE: ("Iraq",)},
        )
    )
    assert [(hit.id, hit.date) for hit in page.hits] == [(ID, dt.date(2016, 10, 18))]
    labels = {bucket.label for found in page.facets.values() for bucket in found}
    assert {"Jens Stoltenberg", "Iraq", "Mossoul", "OTAN", "2016", "octobre 2016"} <= labels
    document = engine.get(ID)
    assert document == real()
    spans = engine.mark(real(), SearchRequest(query="Mossoul"))
    assert {real().release.text[start:end] for start, end in spans} == {"Mossoul"}
