"""Entities as a reader chooses them: by id, by a former id, by the beginning of any name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engine import Facet, SearchRequest
from index.record import Document, Entity, EntityKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.engines import EngineChoice

    Make = Callable[..., Document]
    Write = Callable[..., Path]

KYIV = Entity("place:kyiv", EntityKind.PLACE, "Kyiv", ("Kiev",), english="Kyiv")
GERMANY = Entity("place:allemagne", EntityKind.PLACE, "Allemagne", (), "DE", "Germany")
KFOR = Entity("operation:kfor", EntityKind.OPERATION, "KFOR", ("Force de paix au Kosovo",))


def archive(make: Make, write: Write) -> Path:
    return write(
        make("a", "Un", "un texte", entities=("place:kyiv", "operation:kfor")),
        make("b", "Deux", "un texte", entities=("place:kyiv", "place:allemagne")),
        make("c", "Trois", "autre", entities=("place:allemagne",)),
        make("d", "Quatre", "autre", entities=("place:allemagne", "event:sommet-de-kyiv")),
        entities=(KYIV, GERMANY, KFOR),
    )


def test_values_are_found_by_any_word_of_any_name_and_counted_as_the_facet(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(archive(make, write))
    request = SearchRequest(query="texte")
    for typed, facet, value, form in (
        ("kie", Facet.PLACE, "kyiv", "Kiev"),
        ("GERM", Facet.PLACE, "allemagne", "Germany"),
        ("koso", Facet.OPERATION, "kfor", "Force de paix au Kosovo"),
    ):
        (found,) = engine.values(request, facet, typed)
        shown = {bucket.value: bucket for bucket in engine.search(request).facets[facet]}
        assert found == shown[value]._replace(form=form)


def test_a_name_in_either_language_completes_to_the_entity(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(archive(make, write))
    (found,) = engine.complete("germ")
    assert (found.text, found.english, found.form, found.count) == (
        "Allemagne",
        "Germany",
        "Germany",
        3,
    )


def test_nothing_typed_gives_the_largest_values(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(archive(make, write))
    (found,) = engine.values(SearchRequest(), Facet.PLACE, " ", limit=1)
    assert (found.value, found.count, found.english) == ("allemagne", 3, "Germany")
    assert not found.form


def test_a_value_without_hits_is_left_out_unless_chosen(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(archive(make, write))
    assert not engine.values(SearchRequest(query="autre"), Facet.PLACE, "kyi")
    chosen = SearchRequest(query="autre", filters={Facet.PLACE: ("kyiv",)})
    (found,) = engine.values(chosen, Facet.PLACE, "kyi")
    assert (found.count, found.selected) == (0, True)


def test_a_facet_leaves_out_its_own_choice_in_a_search_for_values(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(archive(make, write))
    chosen = SearchRequest(filters={Facet.PLACE: ("kyiv",)})
    (found,) = engine.values(chosen, Facet.PLACE, "alle")
    assert found.count == 3


def test_an_id_that_was_merged_away_leads_to_its_entity(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(archive(make, write))
    assert engine.entity("place:kyiv") == engine.entity("place:kiev") == KYIV
    assert engine.entity("operation:force-de-paix-au-kosovo") == KFOR
    assert engine.entity("person:kiev") is None


def test_an_entity_that_was_dropped_leaves_its_id_to_another_name(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = archive(make, write)
    write(make("a", "Un", "un texte"), make("b", "Deux", "un texte"), make("d", "Quatre", "autre"))
    germany = Entity("place:allemagne", EntityKind.PLACE, "Allemagne", ("Kyiv",))
    with chosen.writer(data) as writer:
        writer.put_entities((germany,))
        writer.drop_entities(("place:kyiv",))
    engine = chosen.open(data)
    assert engine.entity("place:kyiv") == germany
    page = engine.search(SearchRequest(filters={Facet.PLACE: ("kyiv",)}))
    assert {hit.id for hit in page.hits} == {"c"}


def test_each_kind_is_a_field_of_the_query_language(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(archive(make, write))
    for query, expected in (
        ("opération:kfor", {"a"}),
        ('événement:"sommet de Kyiv"', {"d"}),
        ("lieu:germany SAUF event:sommet-de-kyiv", {"b", "c"}),
    ):
        assert {hit.id for hit in engine.search(SearchRequest(query=query)).hits} == expected
