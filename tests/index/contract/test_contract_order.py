"""In which order the hits of a search stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engine import Match, SearchRequest, Sort
from tests.index.contract.conftest import ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.engines import EngineChoice
    from index.record import Document

    Make = Callable[..., Document]
    Write = Callable[..., Path]


def test_title_weighs_more_than_body(make: Make, write: Write, chosen: EngineChoice) -> None:
    data = write(
        make("body", "Un autre titre", "La mission continue"),
        make("title", "La mission continue", "Un autre corps"),
    )
    assert ids(data, chosen, "mission") == ["title", "body"]


def test_form_as_typed_stands_before_other_inflections(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("other", body="missions alliées"), make("typed", body="mission alliée"))
    assert ids(data, chosen, "mission") == ["typed", "other"]


def test_words_side_by_side_stand_first_and_the_more_often_the_higher(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    apart = "ministre belge puis parlement iraquien"
    data = write(
        make("apart", body=f"{apart} {apart} {apart}"),
        make("once", body="ministre iraquien et parlement belge"),
        make("twice", body="ministre iraquien et ministre iraquien"),
    )
    assert ids(data, chosen, "ministre iraquien") == ["twice", "once", "apart"]


def test_where_one_word_is_enough_two_of_them_lead_one_often(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("often", "La KFOR", "La KFOR à Pristina, la KFOR au Kosovo, la KFOR partout"),
        make("both", "Une relève", "Un général commande depuis hier la KFOR, " + "texte " * 40),
        *(make(f"none{number}", body="Un autre texte") for number in range(20)),
    )
    assert ids(data, chosen, "commande KFOR", match=Match.ANY) == ["both", "often"]


def test_function_words_need_not_match_but_their_run_counts(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("with", body="les AWACS de l'OTAN volent"), make("without", body="OTAN : AWACS, AWACS")
    )
    assert ids(data, chosen, "AWACS de l’OTAN") == ["with", "without"]
    assert ids(data, chosen, "AWACS pour OTAN") == ["without", "with"]


def test_a_phrase_does_not_run_into_the_next_paragraph(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("x", "Titre", "fin de mission\n\nalliée depuis"))
    assert ids(data, chosen, '"de mission"') == ["x"]
    assert ids(data, chosen, '"mission alliée"') == []


def test_relevance_ties_stand_newest_first_then_by_id(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("b", body="mission", date="2016-01-01"),
        make("c", body="mission"),
        make("a", body="mission", date="2016-01-01"),
        make("d", body="mission", date="2017-01-01"),
    )
    assert ids(data, chosen, "mission") == ["d", "a", "b", "c"]
    assert ids(data, chosen, "") == ["d", "a", "b", "c"]


def test_a_translation_stands_behind_its_original_though_it_is_shorter(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("en", "AWACS over Konya", "AWACS aircraft fly", language="en"),
        make("fr", "Des AWACS à Konya", "Les avions AWACS de l'OTAN volent depuis un mois"),
    )
    assert ids(data, chosen, "AWACS Konya") == ["fr", "en"]
    assert ids(data, chosen, '"AWACS"') == ["fr", "en"]


def test_what_is_asked_in_english_is_led_by_english(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("fr", "Transport", "Un avion de United Airlines a porté les drapeaux des nations"),
        make(
            "en", "A meeting", "The United Nations met, " + "and they met again " * 9, language="en"
        ),
    )
    assert ids(data, chosen, "United Nations") == ["en", "fr"]


def test_what_all_hits_match_alike_stands_newest_first_in_whatever_language(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(
        make("old", body="mission", date="2016-01-01"),
        make("new", body="mission", date="2017-01-01", language="en"),
    )
    for query in ("", "date:2016..2017", "miss*", "m?ssion"):
        assert ids(data, chosen, query) == ["new", "old"], query
    assert ids(data, chosen, "mission") == ["old", "new"]


def test_scores_fall_and_are_zero_when_sorted_by_date(
    make: Make, write: Write, chosen: EngineChoice
) -> None:
    data = write(make("a", "mission", "x"), make("b", "x", "mission " * 3 + "y " * 9))
    engine = chosen.open(data)
    scores = [hit.score for hit in engine.search(SearchRequest(query="mission")).hits]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    dated = engine.search(SearchRequest(query="mission", sort=Sort.NEWEST))
    assert [hit.score for hit in dated.hits] == [0.0, 0.0]
