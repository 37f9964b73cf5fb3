import datetime as dt
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.answer import as_json, document_as_json, marked_html, runs
from index.engine import Bucket, Facet, Hit, Marked, Match, Problem, SearchPage, SearchRequest
from index.record import Capture, Document, EntityKind, Kind, Mention, Release

HIT = Hit(
    id="nato:news_1:fr",
    title=Marked("L'OTAN", ((2, 6),)),
    date=dt.date(2016, 10, 18),
    url="https://example.org/1",
    kind=Kind.ACTUALITE,
    score=1.23456,
    passages=(Marked("a <b> OTAN", ((6, 10),)), Marked("fin")),
)
PAGE = SearchPage(
    request=SearchRequest(query="OTAN"),
    total=1,
    hits=(HIT,),
    facets={
        Facet.KIND: (Bucket("actualite", "actualite", 1),),
        Facet.PLACE: (Bucket("iraq", "Iraq", 1),),
        Facet.YEAR: (Bucket("2016", "2016", 1),),
        Facet.PERSON: (),
        Facet.ORGANISATION: (),
    },
    took_ms=1.26,
    expanded=(("Irak", ("Iraq",)),),
    problems=(Problem(4, "unbalanced-quote"),),
)


def test_the_form_is_the_one_of_the_house_plan():
    answer = as_json(PAGE, "fr")
    assert list(answer) == [
        "query",
        "total",
        "took_ms",
        "corrected",
        "expanded",
        "problems",
        "hits",
        "facets",
    ]
    assert answer["expanded"] == [{"from": "Irak", "to": ["Iraq"]}]
    assert list(answer["hits"][0]) == ["id", "title", "date", "url", "kind", "score", "snippet"]
    assert list(answer["facets"]) == ["year", "person", "place", "organisation", "kind"]
    assert answer["facets"]["place"] == [{"value": "Iraq", "id": "iraq", "count": 1}]
    assert json.loads(json.dumps(answer)) == answer


def test_how_the_words_were_taken_is_told_where_it_matters():
    assert as_json(replace(PAGE, match=Match.ANY), "fr")["match"] == "any"
    assert as_json(replace(PAGE, total=0, any_of=3), "fr")["any_of"] == 3


def test_a_hit_is_plain_text_but_for_its_snippet():
    hit = as_json(PAGE, "fr")["hits"][0]
    assert hit["title"] == "L'OTAN"
    assert hit["date"] == "2016-10-18"
    assert hit["snippet"] == "a &lt;b&gt; <mark>OTAN</mark> … fin"


def test_problems_are_told_in_the_language_asked_for():
    french, english = (as_json(PAGE, language)["problems"][0] for language in ("fr", "en"))
    assert french["position"] == english["position"] == 4
    assert french["message"] != english["message"]


def test_a_release_comes_whole_with_its_entities_and_captures():
    release = Release(id="a", title="L'Iraq", paragraphs=("Iraq.",), date=dt.date(2016, 1, 2))
    named = [
        Mention("place:iraq", EntityKind.PLACE, "Iraq", "Iraq", start, start + 4)
        for start in (2, 8)
    ]
    capture = Capture(
        origin="x.htm", captured_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), sha256="0"
    )
    answer = document_as_json(Document(release=release, mentions=tuple(named), captures=(capture,)))
    assert json.loads(json.dumps(answer)) == answer
    assert answer["date"] == "2016-01-02"
    assert answer["entities"] == [
        {"id": "place:iraq", "kind": "place", "label": "Iraq", "mentions": [[2, 6], [8, 12]]}
    ]
    assert answer["captures"][0]["captured_at"] == "2020-01-01T00:00:00+00:00"


spans = st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)))


@given(st.text(max_size=25), spans)
def test_runs_join_to_the_text_and_mark_every_marked_character(text, marks):
    pieces = list(runs(text, marks))
    assert "".join(piece for piece, _ in pieces) == text
    flags = [hit for piece, hit in pieces for _ in piece]
    wanted = [any(start <= place < end for start, end in marks) for place in range(len(text))]
    # A start before the text counts from its beginning.
    assert flags == wanted


@given(st.text(alphabet="<>&\"'ab/", max_size=25), spans)
def test_only_mark_is_markup(text, marks):
    html = marked_html(Marked(text, tuple(marks)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert not set(bare) & set("<>\"'")
