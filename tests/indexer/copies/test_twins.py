"""Twins that nothing names together: found where that is certain, and no look-alike is taken."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines import open_engine
from index.record import Capture, Kind, Release
from indexer import pipeline
from indexer.copies import Copies, fill, relate
from indexer.copies.twins import twin_keys
from indexer.store import Store

DAY = dt.date(2016, 10, 18)
AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SITE = "https://www.institut.example"


def release(name, language="fr", url="", *, site="page", date=DAY, **facts):
    facts = {"title": name, "paragraphs": (f"Texte de {name}.",), "kind": Kind.COMMUNIQUE} | facts
    return Release(id=f"{site}:{name}", language=language, url=url, date=date, **facts)


def related(tmp_path, *releases):
    """Return the twins of each release that has any, found one by one and all at once."""
    told = []
    for number, anew in enumerate((False, True)):
        data = tmp_path / f"{number}"
        with Store(data) as store, Copies(data) as copies:
            for one in releases:
                put(store, one)
                if not anew:
                    relate(store, copies, store.pending(), lambda _done: None)
            if anew:
                fill(store, copies, store.release_ids(), lambda _done: None, 1)
            found = {one.id: [other.id for other in copies.related(one.id)] for one in releases}
            told.append({one: others for one, others in found.items() if others})
    assert told[0] == told[1]
    return told[0]


def put(store, one, sha="1"):
    capture = Capture(origin=f"/{one.id}", captured_at=AT, sha256=sha * 64)
    store.put(one, capture, stamp=sha, profile="")


PAIR = {"page:a": ["page:b"], "page:b": ["page:a"]}


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (f"{SITE}/fr/2016/visite-mons", f"{SITE}/en/2016/visite-mons"),
        (f"{SITE}/fr-BE/a.htm", f"{SITE}/en-GB/a.htm"),
        (f"{SITE}/a.htm?selectedLocale=fr&id=5", f"{SITE}/a.htm?id=5&selectedLocale=en"),
        (f"{SITE}/a?lang=fr", f"{SITE}/a?lang=ENG"),
        (f"{SITE}/a_fr.html", f"{SITE}/a_en.html"),
        (f"{SITE}/fr/a-fr", f"{SITE}/en/a-en"),
        ("https://fr.institut.example/a", "https://en.institut.example/a"),
    ],
)
def test_addresses_that_differ_in_their_language_alone_are_of_twins(
    tmp_path, french, english
) -> None:
    assert related(tmp_path, release("a", "fr", french), release("b", "en", english)) == PAIR


@pytest.mark.parametrize(
    ("french", "english"),
    [
        (f"{SITE}/fr/2016/visite-mons", f"{SITE}/en/2016/visit-to-mons"),
        (f"{SITE}/fr/a", "https://www.other.example/en/a"),
        (f"{SITE}/fr/a?id=5", f"{SITE}/en/a?id=6"),
        (f"{SITE}/a?lang=fr&id=5", f"{SITE}/a?lang=en&id=6"),
        (f"{SITE}/fr/a", f"{SITE}/fr/en/a"),
        (f"{SITE}/mettre/fr/a", f"{SITE}/mettre/en/ligne"),
        (f"{SITE}/fresh/a", f"{SITE}/enough/a"),
        (f"{SITE}/fr/a", f"{SITE}/a"),
        (f"{SITE}/a?id=fr", f"{SITE}/a?id=en"),
    ],
)
def test_addresses_that_only_look_so_are_not(tmp_path, french, english) -> None:
    assert related(tmp_path, release("a", "fr", french), release("b", "en", english)) == {}


def test_the_day_must_be_the_same_where_a_path_tells_the_language(tmp_path) -> None:
    french = release("a", "fr", f"{SITE}/fr/news/5")
    for date in (dt.date(2016, 10, 19), None):
        english = release("b", "en", f"{SITE}/en/news/5", date=date)
        assert related(tmp_path / str(date), french, english) == {}


def test_a_page_that_is_not_in_the_language_of_its_address_is_no_twin_by_it(tmp_path) -> None:
    untranslated = release("b", "fr", f"{SITE}/en/a")
    assert related(tmp_path, release("a", "fr", f"{SITE}/fr/a"), untranslated) == {}


NUMBERED = {"a": "Communiqué de presse (2003) 003", "b": "Press Release (2003)3"}


def test_the_same_number_of_the_same_day_is_of_twins(tmp_path) -> None:
    french = release("a", "fr", f"{SITE}/c/1.htm", reference=NUMBERED["a"])
    english = release("b", "en", f"{SITE}/c/2.htm", reference=NUMBERED["b"])
    assert related(tmp_path, french, english) == PAIR


@pytest.mark.parametrize(
    "facts",
    [
        {"date": dt.date(2003, 1, 1)},
        {"date": None},
        {"url": "https://www.other.example/c/2.htm"},
        {"kind": Kind.DISCOURS},
        {"reference": "Press Release (2003)30"},
        {"reference": "Press Release M-NAC (2003)3"},
        {"reference": ""},
    ],
)
def test_a_number_that_is_of_something_else_is_not(tmp_path, facts) -> None:
    french = release("a", "fr", f"{SITE}/c/1.htm", reference=NUMBERED["a"])
    given = {"url": f"{SITE}/c/2.htm", "reference": NUMBERED["b"]} | facts
    assert related(tmp_path, french, release("b", "en", **given)) == {}


@pytest.mark.parametrize("number", ["12", "2016", "18/10/2016", "2016-10"])
def test_short_numbers_and_dates_are_of_nothing_certain(tmp_path, number) -> None:
    french = release("a", "fr", f"{SITE}/c/1.htm", reference=f"Communiqué n° {number}")
    english = release("b", "en", f"{SITE}/c/2.htm", reference=f"Press release no. {number}")
    assert related(tmp_path, french, english) == {}


PAGE = """<!doctype html><html lang="{language}"><head><title>{title}</title>
<meta property="article:published_time" content="2016-10-18">
<link rel="canonical" href="https://www.institut.example/{language}/visite"></head><body><main>
<h1>{title}</h1><p>{text}</p></main></body></html>"""
SAID = {
    "fr": "La délégation a été reçue par le commandant, puis a visité les installations du camp.",
    "en": "The delegation was received by the commander and then visited the works of the camp.",
}


def test_twins_are_told_of_pages_that_were_indexed(tmp_path) -> None:
    (tmp_path / "pages").mkdir()
    for language, text in SAID.items():
        page = PAGE.format(language=language, title=f"Visite {language}", text=text)
        (tmp_path / "pages" / f"{language}.htm").write_text(page, "utf-8")
    pipeline.index([tmp_path / "pages"], tmp_path / "data", pipeline.Options(jobs=1))
    engine = open_engine(tmp_path / "data")
    found = [engine.get(one) for one in engine.ids()]
    told = {one.release.language: [other.language for other in one.related] for one in found}
    assert told == {"fr": ["en"], "en": ["fr"]}


def test_where_two_of_a_language_have_a_key_none_is_taken(tmp_path) -> None:
    french = release("a", "fr", f"{SITE}/c/1.htm", reference=NUMBERED["a"])
    english = [release(n, "en", f"{SITE}/c/{n}.htm", reference=NUMBERED["b"]) for n in "bc"]
    assert related(tmp_path / "1", french, *english) == {}
    assert related(tmp_path / "2", *english, french) == {}


def test_what_a_page_names_itself_comes_before_what_is_found(tmp_path) -> None:
    french = release("a", "fr", f"{SITE}/fr/a", twins=("page:c",))
    look_alike = release("b", "en", f"{SITE}/en/a")
    named = release("c", "en", f"{SITE}/en/other")
    other = release("d", "nl", f"{SITE}/nl/a")
    assert related(tmp_path, french, look_alike, named, other) == {
        "page:a": ["page:c", "page:d"],
        "page:b": ["page:d"],
        "page:c": ["page:a"],
        "page:d": ["page:b", "page:a"],
    }


def test_those_whose_twin_is_not_alone_any_more_are_pending(tmp_path) -> None:
    with Store(tmp_path) as store, Copies(tmp_path) as copies:

        def bring_up(one, sha="1"):
            put(store, one, sha)
            relate(store, copies, store.pending(), lambda _done: None)
            pending = store.pending()
            store.settle()
            return pending

        bring_up(release("a", "fr", f"{SITE}/c/1.htm", reference=NUMBERED["a"]))
        english = release("b", "en", f"{SITE}/c/2.htm", reference=NUMBERED["b"])
        assert bring_up(english) == ["page:a", "page:b"]
        second = release("c", "en", f"{SITE}/c/3.htm", reference=NUMBERED["b"])
        assert bring_up(second) == ["page:a", "page:b", "page:c"]
        assert copies.related("page:a") == ()
        corrected = release("c", "en", f"{SITE}/c/3.htm", reference="Press Release (2003)4")
        assert bring_up(corrected, "2") == ["page:a", "page:b", "page:c"]
        assert [one.id for one in copies.related("page:a")] == ["page:b"]


urls = st.builds(
    "https://{}{}{}".format,
    st.sampled_from(["fr.e.org", "e.org", "www.e.org", "[bad", "e.org:x"]),
    st.text("/fren_-.?=&;#%[]é", max_size=30),
    st.sampled_from(["", "?lang=fr", "?lang=fr&lang=en", "?=fr"]),
)


@settings(max_examples=200)
@given(urls | st.text(max_size=40), st.text("MNAC-()/2003 é", max_size=20))
def test_any_address_and_reference_have_keys_or_none(url, reference) -> None:
    one = release("a", "fr", url, reference=reference)
    assert all(key.startswith(("number ", "address ")) for key in twin_keys(one))
