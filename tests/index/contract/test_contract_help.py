"""What an engine says beside its hits: other spellings, other names, any of the words, likeness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from index.engine import CompletionKind, Facet, Match, SearchPage, SearchRequest
from index.record import Entity, EntityKind, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.engine import Engine
    from index.engines import EngineChoice

    Write = Callable[..., Path]
    Make = Callable[..., Any]

KYIV = Entity("place:kyiv", EntityKind.PLACE, "Kyiv", ("Kiev",))


@pytest.fixture
def engine(make: Make, write: Write, chosen: EngineChoice) -> Engine:
    data = write(
        make(
            "talks",
            "Pourparlers à Kyiv",
            "Le ministre parle de déminage.",
            "2022-03-01",
            entities=("place:kyiv",),
        ),
        make("mines", "Déminage au Kosovo", "Les démineurs de la KFOR.", kind=Kind.DISCOURS),
        make("nato", "NATO summit", "Leaders met."),
        make("otan", "Sommet de l'OTAN", "Les dirigeants se sont réunis."),
        entities=(KYIV,),
    )
    return chosen.open(data)


def search(engine: Engine, query: str, **others: Any) -> SearchPage:
    return engine.search(SearchRequest(query=query, **others))


def ids(page: SearchPage) -> list[str]:
    return [hit.id for hit in page.hits]


def test_another_spelling_is_told_and_not_searched(engine: Engine) -> None:
    page = search(engine, "deminaje Kosovo")
    assert page.corrected is not None
    assert (page.total, page.corrected.lower()) == (0, "déminage kosovo")
    assert search(engine, page.corrected).total > 0


@pytest.mark.parametrize(
    "query", ["déminage", "Kosovo KFOR", "xyzzy", "", "=deminaje", '"deminaje"']
)
def test_no_spelling_is_told_where_none_finds_more(engine: Engine, query: str) -> None:
    assert search(engine, query).corrected is None


def test_another_spelling_counts_under_the_filters(engine: Engine) -> None:
    filters = {Facet.PLACE: ("kyiv",)}
    assert search(engine, "Kosobo", filters=filters).corrected is None
    assert search(engine, "Kosobo").corrected == "Kosovo"


def test_names_are_found_under_each_other_and_lower(engine: Engine) -> None:
    page = search(engine, "OTAN")
    assert ids(page) == ["otan", "nato"]
    assert "NATO" in dict(page.expanded)["OTAN"]
    assert ids(search(engine, "OTAN", expand=False)) == ["otan"]
    assert ids(search(engine, "=OTAN")) == ["otan"]


def test_where_all_words_find_nothing_any_are_counted_under_the_filters(engine: Engine) -> None:
    page = search(engine, "déminage sommet")
    assert (page.total, page.match, page.any_of) == (0, Match.ALL, 3)
    assert page.any_of == search(engine, "déminage sommet", match=Match.ANY).total
    narrow = search(engine, "déminage sommet", filters={Facet.KIND: ("discours",)})
    assert narrow.any_of == 1
    assert search(engine, "déminage").any_of is None
    assert search(engine, "déminage Kosovo").any_of is None


def test_a_question_is_met_by_some_of_its_words(engine: Engine) -> None:
    page = search(engine, "Qui parle de déminage à Kyiv ?")
    assert page.match is Match.ANY
    assert ids(page)[0] == "talks"
    assert search(engine, "Qui parle de déminage au Kosovo ?", match=Match.ALL).total == 0


def test_exclusions_and_filters_hold_where_any_word_is_enough(engine: Engine) -> None:
    page = search(engine, "déminage sommet -OTAN", match=Match.ANY, expand=False)
    assert set(ids(page)) == {"talks", "mines"}
    page = search(engine, "déminage sommet lieu:kiev", match=Match.ANY)
    assert ids(page) == ["talks"]


def test_a_former_name_completes_to_the_one_in_use(engine: Engine) -> None:
    found = engine.complete("kie")
    place = next(one for one in found if one.kind is CompletionKind.PLACE)
    assert (place.text, place.form, place.count) == ("Kyiv", "Kiev", 1)
    assert search(engine, place.query).total == place.count


def test_similar_releases_share_what_is_telling(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    others = [
        make(f"other:{n}", "Autre sujet", f"Un texte numéro {n} du quotidien.") for n in range(30)
    ]
    one = make("one", "Cigognes de Vilnius", "Les cigognes nichent sur les radars.")
    two = make("two", "Des cigognes", "Elles nichent sur un radar.")
    engine = chosen.open(write(*others, one, two))
    assert [hit.id for hit in engine.similar("one", limit=1)] == ["two"]
    assert "one" not in [hit.id for hit in engine.similar("one", limit=100)]
    assert engine.similar("nobody") == ()


def test_a_name_that_nothing_bears_is_told(engine: Engine) -> None:
    page = search(engine, "lieu:Atlantide")
    assert [problem.code for problem in page.problems] == ["unknown-name"]
    page = search(engine, "type:poème")
    assert [problem.code for problem in page.problems] == ["unknown-kind"]


def test_any_of_the_words_finds_what_all_of_them_do_under_every_name(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    engine = chosen.open(
        write(make("typed", body="L'État islamique recule."), make("other", body="Daech recule.")),
    )
    assert set(ids(search(engine, "État islamique recule"))) == {"typed", "other"}
    for query in ("État islamique Mossoul", "Qui combat l’État islamique ?"):
        assert set(ids(search(engine, query, match=Match.ANY))) == {"typed", "other"}


def test_wildcards_share_their_room_in_either_order(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    body = " ".join(f"ab{number}xy ac{number}xy" for number in range(1200))
    engine = chosen.open(write(make("x", body=body)))
    assert search(engine, "*b*xy *c*xy").total == search(engine, "*c*xy *b*xy").total == 1


def test_a_number_in_groups_is_one_word(make: Make, write: Write, chosen: EngineChoice) -> None:
    data = write(make("number", body="Il y a 4 000 soldats."), make("two", body="Code 4, 000 fin."))
    assert ids(search(chosen.open(data), "4 000")) == ["number"]


def test_a_word_typed_twice_is_no_neighbour_of_itself(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("one", body="kosovo mission"), make("two", body="kosovo et la mission ici"))
    page = search(chosen.open(data), "kosovo kosovo mission")
    single = search(chosen.open(data), "kosovo kosovo")
    assert ids(page) == ["one", "two"]
    assert single.hits[0].score < page.hits[0].score
