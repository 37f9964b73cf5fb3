"""Pages as common French publishing systems write them; the date each of them states."""

# ruff: noqa: E501 - markup and addresses are read more easily on one line

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from indexer.extract import extract
from indexer.page import RawPage

if TYPE_CHECKING:
    from index.record import Release

CAPTURED = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
TEXT = "".join(
    f"<p>Le conseil municipal a voté la délibération numéro {n} sur les pistes cyclables de la ville,"
    " qui seront refaites quartier par quartier, et il en suivra les travaux.</p>"
    for n in range(6)
)
SIDE = (
    '<div class="sidebar"><ul><li><time datetime="2001-01-01">1er janvier 2001</time> Autre</li>'
    "<li>Publié le 2 janvier 2001 Encore autre chose</li></ul></div>"
)
COMMENTS = (
    '<div id="comments"><p>Le 3 janvier 2001 à 12:00</p><p>'
    + "Je ne suis pas d'accord avec cet article. " * 40
    + "</p></div>"
)


def page(
    *, head: str = "", above: str = "", below: str = "", after: str = "", url: str = ""
) -> Release:
    html = (
        f"<!DOCTYPE html><html lang='fr'><head><title>Des pistes refaites - La Ville</title>{head}"
        f"</head><body><nav>Menu 4 janvier 2001</nav>{SIDE}<div class='article'>{above}"
        f"<h1>Des pistes refaites</h1>{below}<div class='contenu'>{TEXT}</div>{after}</div>"
        f"{COMMENTS}<footer>Mentions légales, 5 janvier 2001</footer></body></html>"
    )
    raw = RawPage(origin="page.html", data=html.encode(), captured_at=CAPTURED, url=url)
    return extract(raw).release


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


STATED = {
    "yoast graph": {
        "head": ld(
            '{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"V"},{"@type":'
            '"Article","headline":"Des pistes refaites","datePublished":"2019-03-12T10:00:00+00:00",'
            '"dateModified":"2020-01-01T00:00:00+00:00"}]}'
        )
    },
    "list of types": {
        "head": ld('[{"@type":["NewsArticle","Article"],"datePublished":["2019-03-12 10:00"]}]')
    },
    "broken json": {
        "head": ld(
            '{"@type":"NewsArticle","headline":"a "quoted" title",\n"datePublished":"2019-03-12",,}'
        )
    },
    "own article among others": {
        "head": ld('{"@type":"NewsArticle","headline":"Autre","datePublished":"2018-01-01"}')
        + ld(
            '{"@type":"NewsArticle","headline":"Des pistes refaites","datePublished":"2019-03-12"}'
        )
    },
    "event is no publication": {
        "head": ld('{"@type":"Event","startDate":"2019-05-01","datePublished":"2018-01-01"}'),
        "below": "<p class='date'>12 mars 2019</p>",
    },
    "open graph": {
        "head": '<meta property="article:published_time" content="2019-03-12T00:30:00+01:00">'
        '<meta property="article:modified_time" content="2020-01-01">'
    },
    "dublin core": {"head": '<meta name="DC.date.issued" content="2019-03-12">'},
    "dcterms": {"head": '<meta name="dcterms.date" content="2019-03-12T10:00Z">'},
    "meta date": {"head": '<meta name="date" content="12/03/2019">'},
    "future meta falls through": {
        "head": '<meta property="article:published_time" content="2199-01-01">',
        "below": "<p>Publié le 12 mars 2019</p>",
    },
    "wordpress entry date": {
        "below": '<div class="entry-meta"><time class="updated" datetime="2020-01-01">1 janvier 2020</time>'
        '<time class="entry-date published" datetime="2019-03-12T10:00:00+01:00">12 mars 2019</time></div>'
    },
    "wordpress entry footer": {
        "after": '<footer class="entry-footer">Publié le <a href="/x"><time class="entry-date '
        'published updated" datetime="2019-03-12T09:00:00+00:00">12 mars 2019</time></a></footer>'
    },
    "wordpress posted on": {"below": '<span class="posted-on">Posté le 12 mars 2019</span>'},
    "microdata content": {
        "below": '<span itemprop="datePublished" content="2019-03-12">hier</span>'
    },
    "microdata text": {"below": '<span itemprop="datePublished">12/03/2019</span>'},
    "microformat": {
        "below": '<abbr class="published" title="2019-03-12T08:00:00-07:00">08:00</abbr>'
    },
    "drupal rdfa": {
        "below": '<span property="dc:date dc:created" content="2019-03-12T10:00:00+01:00" '
        'datatype="xsd:dateTime">mar, 03/12/2019 - 10:00</span>'
    },
    "drupal posted by": {
        "below": "<div class='submitted'>Soumis par admin le 12 mars 2019 - 10:00</div>"
    },
    "blogger": {"above": '<h2 class="date-header"><span>mardi 12 mars 2019</span></h2>'},
    "spip online": {
        "below": "<p class='info-publi'>Mis en ligne le 12 mars 2019, par la rédaction</p>"
    },
    "spip published by": {
        "below": "<small>mardi 12 mars 2019<span>, par Jeanne Martin</span></small>"
    },
    "article publié le": {"below": "<p>Article publié le 12 mars 2019</p>"},
    "published then updated": {
        "below": "<p>Publié le 12/03/2019 à 10h00 | Mis à jour le 14/03/2019 à 11h00</p>"
    },
    "updated then published": {
        "below": "<p>Mis à jour le 14/03/2019 à 11h00 - Publié le 12/03/2019 à 10h00</p>"
    },
    "two digit year": {"below": "<p>Publié le 12 Mar 19 à 9:21</p>"},
    "byline": {"below": "<p>Par Jeanne Martin, le 12 mars 2019</p>"},
    "created": {"below": "<dl><dt>Créé le :</dt><dd>12 mars 2019</dd></dl>"},
    "label beside": {"below": "<ul><li><p>Mise en ligne</p><p>12 mars 2019</p></li></ul>"},
    "after the text": {"after": "<p class='signature'>Publié le mardi 12 mars 2019</p>"},
    "time without attribute": {"below": "<time>12 mars 2019</time>"},
    "time of event is passed over": {
        "below": "<p>Événement : <time datetime='2019-04-30'>30 avril 2019</time></p>"
        "<p>Publié le <time datetime='2019-03-12'>12 mars</time></p>"
    },
    "data attribute": {"below": '<time data-datetime="2019-03-12T10:00">il y a longtemps</time>'},
    "figures": {"below": "<div class='date'>12.03.2019</div>"},
    "data layer": {
        "head": '<script>dataLayer.push({"publishedAt": "2019-03-12T10:00:00", "section": "x"});</script>'
    },
    "url": {"url": "https://ville.example/2019/03/12/pistes"},
    "canonical": {"head": '<link rel="canonical" href="https://v.example/2019/03/12/pistes">'},
    "evening in utc": {
        "head": '<meta property="article:published_time" content="2019-03-11T23:30:00Z">',
        "below": "<p>Publié le 12 mars 2019 à 00h30</p>",
    },
    "rewritten by every change": {
        "head": ld(
            '{"@type":"Article","datePublished":"2020-01-01T10:00:00","dateModified":"2020-01-01T10:00:00"}'
        ),
        "below": "<p>Publié le 12 mars 2019 - Mis à jour le 1er janvier 2020</p>",
    },
}


@pytest.mark.parametrize("case", STATED)
def test_the_stated_date_is_found(case: str) -> None:
    release = page(**STATED[case])
    assert release.date == dt.date(2019, 3, 12), release.date_source


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"below": "<p>Mis à jour le 12 mars 2019</p>"},
        {
            "head": '<script>x = [{"publishedAt":"2019-03-12"}, {"publishedAt":"2019-03-13"}]</script>'
        },
        {
            "below": "<p>Le rapport publié le 12 mars 2019 par la commune dit le contraire de tout cela.</p>"
        },
        {"below": "<p>Inscription jusqu'au 12 mars 2019</p>"},
        {"below": "<p>Publié le 12 mars 2199</p>"},
        {"head": '<meta property="article:published_time" content="1970">'},
        {
            "after": "<p>Rendez-vous le samedi 12 mars 2022 devant la mairie pour la grande fête.</p>"
        },
    ],
)
def test_no_date_is_better_than_a_wrong_one(parts: dict[str, str]) -> None:
    release = page(**parts)
    assert release.date is None, release.date_source


def test_title_and_body_are_those_of_the_article() -> None:
    release = page(
        below="<p>Publié le 12 mars 2019</p>", after="<p><a href='/x'>Autre article</a></p>"
    )
    assert release.title == "Des pistes refaites"
    assert len(release.paragraphs) == 6
    assert all("délibération" in paragraph for paragraph in release.paragraphs)
    assert release.language == "fr"


def test_the_update_is_kept_apart() -> None:
    release = page(below="<p>Publié le 12/03/2019 à 10h00 | Mis à jour le 14/03/2019 à 11h05</p>")
    assert release.updated == dt.datetime(2019, 3, 14, 11, 5)  # noqa: DTZ001 - a page's own time
