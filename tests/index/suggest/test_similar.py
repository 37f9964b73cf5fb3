"""Releases that are like another."""

from __future__ import annotations

from contextlib import closing
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answering.similar import similar
from index.engines import open_engine, open_writer
from index.record import Document, Related, Relation, Release
from index.stored import from_stored
from tests.index.suggest.conftest import GONE, document, documents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from index.answering.holdings import Row
    from index.engines.whoosh.holdings import WhooshHoldings


def keys(found: Iterable[Row]) -> list[str]:
    return [row.id for row in found]


@pytest.mark.parametrize("at", range(0, len(documents()), 5))
def test_a_release_is_not_similar_to_itself(holdings: WhooshHoldings, at: int) -> None:
    one = documents()[at]
    found = similar(one, 5, holdings)
    assert len(found) <= 5
    assert one.release.id not in keys(found)
    assert [row.score for row in found] == sorted((row.score for row in found), reverse=True)


@pytest.mark.parametrize(
    "theme",
    [
        ("2001-eagle-assist", "2012-awacs-trente-ans", "2016-awacs-konya"),
        ("2003-turquie-patriot", "2012-turquie-patriot"),
        ("2014-cyber-coalition", "2019-cyber-coalition"),
        ("2018-iraq-medecine", "2018-mission-iraq", "2024-iraq-conseil"),
        ("2000-dialogue-mediterraneen", "dossier-dialogue-mediterraneen"),
        ("2019-albanie-seisme", "2023-turkiye-seisme", "2005-pakistan-seisme"),
        ("1999-kfor-entree-en", "1999-kfor-entree"),
    ],
)
def test_releases_on_one_theme_find_one_another(
    holdings: WhooshHoldings, theme: tuple[str, ...]
) -> None:
    for key in theme:
        stored = holdings.commit.found(key)
        assert stored is not None
        one = from_stored(stored)
        assert set(keys(similar(one, 4, holdings))) & (set(theme) - {key})


def test_copies_of_a_release_and_of_each_other_are_left_out(tmp_path: Path) -> None:
    bodies = {"a": "manœuvres navales", "b": "manœuvres navales baltiques", "c": "escales navales"}
    family = [f"{name}{number}" for name in bodies for number in range(4)]
    made = [
        Document(
            release=Release(id=key, title="Manœuvres", paragraphs=(bodies[key[0]],)),
            related=tuple(copy(other) for other in family if other != key and other[0] == key[0]),
        )
        for key in family
    ]
    others = [Document(release=Release(id=f"x{n}", title="Sommet")) for n in range(30)]
    with open_writer(tmp_path) as writer:
        for one in (*made, *others):
            writer.put(one)
    with closing(open_engine(tmp_path)) as engine:
        found = [hit.id[0] for hit in engine.similar("a0", 5)]
    assert sorted(found) == ["b", "c"]


def copy(key: str) -> Related:
    return Related(id=key, relation=Relation.NEAR_DUPLICATE, title="", language="fr", date=None)


@pytest.mark.parametrize("twin", [one for one in documents() if one.release.language == "en"])
def test_a_translation_finds_its_original_before_other_translations(
    holdings: WhooshHoldings, twin: Document
) -> None:
    original = twin.release.id.removesuffix("-en")
    assert original in keys(similar(twin, 2, holdings))


def test_similar_releases_share_their_entities_more_than_any_two_do(
    holdings: WhooshHoldings,
) -> None:
    mentioned = {
        one.release.id: {mention.entity for mention in one.mentions} for one in documents()
    }

    def shared(pairs: Iterable[tuple[str, str]]) -> float:
        overlaps = [
            len(mentioned[one] & mentioned[other]) / max(1, len(mentioned[one] | mentioned[other]))
            for one, other in pairs
        ]
        return sum(overlaps) / len(overlaps)

    likest = [
        (one.release.id, key) for one in documents() for key in keys(similar(one, 3, holdings))
    ]
    assert shared(likest) > 2 * shared(combinations(mentioned, 2))


def test_a_release_that_is_in_no_archive_has_similar_ones_and_an_empty_one_has_none(
    holdings: WhooshHoldings,
) -> None:
    strange = document(Release(id="strange", title="Les AWACS à Konya"))
    assert "2016-awacs-konya" in keys(similar(strange, 3, holdings))
    assert similar(document(Release(id="empty")), 3, holdings) == []
    assert similar(strange, 0, holdings) == []


def test_a_deleted_release_is_similar_to_none(holdings: WhooshHoldings) -> None:
    assert similar(document(GONE), 5, holdings) == []


@given(st.text(max_size=40))
def test_any_text_has_similar_releases_or_none(holdings: WhooshHoldings, text: str) -> None:
    assert (
        len(similar(document(Release(id="any", title=text, paragraphs=(text,))), 3, holdings)) <= 3
    )
