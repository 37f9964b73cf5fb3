from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.record import Document, EntityKind, Mention, Release
from webapp.reading import reading
from webapp.results import EntityLink


def text(element):
    return " ".join(element.get_text().split())


def test_the_text_stands_as_in_the_source(soup):
    article = soup("/release/nato:news_1:fr").article
    assert article.h1.get_text() == "L'Alliance se dit prête à soutenir l'Iraq"
    paragraphs = [p.get_text() for p in article.find_all("p", recursive=False)]
    assert paragraphs == [
        "Un entretien au siège de l'Organisation.",
        "Jens Stoltenberg a reçu le ministre iraquien.",
        "Ils ont parlé de Mossoul et des AWACS.",
    ]
    assert text(article.select_one(".dateline")) == "Bruxelles"
    assert text(article.select_one(".about")) == (
        "18 octobre 2016 Actualité Communiqué de presse (2016) 150 "
        "mis à jour le 18 octobre 2016 à 17 h 41"
    )


def test_entities_lead_to_their_pages(soup):
    page = soup("/release/nato:news_1:fr?q=awacs&lang=en")
    link = page.select_one("a.mention")
    assert link.get_text() == "Jens Stoltenberg"
    assert link["href"] == "/entity/person:jens-stoltenberg?lang=en"
    assert [text(tag) for tag in page.select(".particulars .tag")] == [
        "Jens Stoltenberg",
        "Iraq",
        "Mossoul",
    ]


def test_the_words_searched_for_are_marked_inside_links_too(soup):
    page = soup("/release/nato:news_1:fr?q=mossoul+awacs&from=2016")
    assert [mark.get_text() for mark in page.select("article mark")] == ["Mossoul", "AWACS"]
    assert page.select_one("a.mention mark").get_text() == "Mossoul"
    back = page.select_one(".back a")
    assert text(back) == "← Retour aux résultats"
    assert back["href"] == "/?q=mossoul+awacs&from=2016"


def test_source_and_captures_tell_where_it_was_read(soup):
    page = soup("/release/nato:news_1:fr")
    source = page.select_one(".address a")
    assert source["href"] == source.get_text() == "https://example.org/cps/fr/news_1.htm"
    capture = text(page.select_one(".captures li"))
    assert "Lue le 1er mai 2020 à 8 h 30 UTC" in capture
    assert "pages.zip!news.htm" in capture
    assert "ab" * 32 in capture


def test_a_release_of_nothing_still_has_a_page(make_engine, browse):
    page = browse(make_engine([Document(release=Release(id="page:0"))])).get("/release/page:0")
    assert page.status_code == 200
    assert "Sans titre" in page.text
    assert "La page ne contenait aucun texte." in page.text


def test_an_unknown_release_is_a_404_in_words(client):
    response = client.get("/release/nato:nothing")
    assert response.status_code == 404
    assert "L’archive ne contient pas de texte «\u202fnato:nothing\u202f»" in response.text


def test_lost_accents_are_told(make_engine, browse, engine):
    damaged = engine.get("nato:news_1:fr")
    damaged = replace(damaged, release=replace(damaged.release, flags=("accents-lost", "other")))
    page = browse(make_engine([damaged])).get("/release/nato:news_1:fr")
    assert "Les accents de cette page étaient déjà perdus" in page.text


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


@given(st.lists(st.text("ab é", min_size=1, max_size=12), min_size=1, max_size=4), spans, spans)
def test_any_mentions_and_marks_leave_the_text_whole(parts, named, marks):
    release = Release(id="x", title=parts[0], paragraphs=tuple(parts[1:]))
    whole = release.text
    mentions = tuple(
        Mention("place:a", EntityKind.PLACE, "A", whole[start:end], start, end)
        for start, end in named
        if start < end <= len(whole)
    )
    links = {"place:a": EntityLink(label="A", kind="place", href="/")}
    read = reading(Document(release=release, mentions=mentions), marks, links)
    shown = [read.title, *read.paragraphs]
    joined = ["".join(run for piece in pieces for run, _ in piece.runs) for pieces in shown]
    assert joined == parts
    marked = {
        start + place
        for (_, start, _), pieces in zip(release.parts(), shown, strict=True)
        for place, hit in enumerate(hit for piece in pieces for run, hit in piece.runs for _ in run)
        if hit
    }
    inside = {
        place for _, start, part in release.parts() for place in range(start, start + len(part))
    }
    assert marked == inside & {place for start, end in marks for place in range(start, end)}


def test_undated_is_said(soup):
    page = soup("/release/page:4")
    assert "sans date" in text(page.select_one(".about"))


def test_entities_bear_the_name_of_the_page_s_language(soup):
    french, english = (soup(f"/release/nato:news_2:fr{end}") for end in ("", "?lang=en"))
    assert "Varsovie" in [text(tag) for tag in french.select(".tag")]
    assert "Warsaw" in [text(tag) for tag in english.select(".tag")]


def test_a_mention_of_a_merged_entity_leads_to_the_present_one(engine, browse):
    engine.merged = {"place:mossoul": "place:iraq"}
    page = browse(engine).get("/release/nato:news_1:fr").text
    assert "/entity/place:iraq" in page
    assert "/entity/place:mossoul" not in page
