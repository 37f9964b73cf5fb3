"""What a page names as itself in other languages, as ids of releases."""

import datetime as dt

import pytest

from indexer.extract import extract
from indexer.page import RawPage

AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
PAGE = """<!doctype html><html lang="fr"><head><title>Réunion du Conseil</title>
<link rel="canonical" href="https://{host}{path}">{links}</head>
<body><main><h1 class="fs-huge">Réunion du Conseil</h1><section class="content cf">
<p>Le Conseil s'est réuni lundi à Rome, pour la première fois depuis le sommet de Varsovie.</p>
<p>Les ministres ont parlé de la mer Noire et du budget commun, puis de la défense aérienne.</p>
</section></main></body></html>"""


def release(links, host="www.exemple.fr", path="/fr/actualites/a"):
    page = PAGE.format(host=host, path=path, links=links)
    origin = f"/mirror/{host}{path}"
    return extract(RawPage(origin=origin, data=page.encode(), captured_at=AT)).release


def test_an_address_that_a_profile_knows_is_the_id_of_its_release() -> None:
    link = (
        '<link rel="alternate" hreflang="en"'
        ' href="https://www.nato.int/cps/en/natohq/news_136011.htm">'
    )
    found = release(link, "www.nato.int", "/cps/fr/natohq/news_136011.htm")
    assert found.id == "nato:news_136011:fr"
    assert found.twins == ("nato:news_136011:en",)


def test_the_twin_of_a_page_of_any_site_is_the_release_at_its_address() -> None:
    english = release("", path="/en/news/a").id
    german = release("", path="/de/a").id
    links = (
        '<link rel="alternate" hreflang="en-GB" href="/en/news/a#top">'
        '<a rel="alternate" hreflang="de" href="https://www.exemple.fr/de/a?utm_source=x">Deutsch</a>'
    )
    assert set(release(links).twins) == {english, german}


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" hreflang="fr" href="/fr/actualites/a">',
        '<link rel="alternate" hreflang="x-default" href="/actualites/a">',
        '<link rel="alternate" hreflang="en" href="/en/">',
        '<link rel="alternate" hreflang="en" href="https://en.exemple.fr/">',
        '<link rel="alternate" type="application/rss+xml" href="/fr/rss.xml">',
        '<link rel="alternate" hreflang="en" href="javascript:alert(1)">',
        '<link rel="alternate" hreflang="en" href="http://[">',
        '<a hreflang="en" href="/en/news/b">Related news in English</a>',
    ],
    ids=["itself", "no language", "front page", "front", "feed", "script", "broken", "related"],
)
def test_what_is_no_twin_is_named_by_no_id(link) -> None:
    assert release(link).twins == ()
