"""What tells programs what is here: robots.txt, a site map, OpenSearch."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort, current_app, jsonify, request, url_for

from index.engine import UNDATED, Facet, SearchRequest, Sort
from index.errors import BadDate, DepecheError
from index.period import first_day, last_day
from webapp.addresses import absolute, base
from webapp.archive import current_archive
from webapp.feeds.atom import updated
from webapp.feeds.links import own
from webapp.freshness import told, unchanged
from webapp.pages import ask, own_pairs
from webapp.params import LANGUAGES
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.record import Document

blueprint = Blueprint("discovery", __name__)

# Addresses of one file of a site map (sitemaps.org, protocol 0.9).
MAX_ADDRESSES = 50_000
# Of a short name (OpenSearch 1.1), in characters.
MAX_SHORT = 16
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_OPENSEARCH = 'xmlns="http://a9.com/-/spec/opensearch/1.1/"'
_DESCRIPTION = "application/opensearchdescription+xml"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
# All that no crawler has to read: answers to questions, and what repeats the pages of releases.
_CLOSED = (
    *("api", "batch", "cite", "export", "facet", "feed"),
    *("original", "page", "saved", "suggestions"),
)


class NoBaseUrl(DepecheError):
    """The archive does not know its own address."""

    hint = "Tell it with --base-url or DEPECHE_BASE_URL, such as https://archive.example.org/."


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep crawlers out of what a search can be narrowed to, and in what can be read.

    Of the rules that fit an address the longest holds (RFC 9309, 2.2.2): of addresses with a
    question, only a page in the other language is open.
    """
    home = url_for("pages.search")
    lines = [
        "User-agent: *",
        f"Disallow: {home}*?",
        *(f"Disallow: {home}{closed}" for closed in _CLOSED),
        *(
            f"Allow: {home}{place}?lang={language}$"
            for place in ("", "release/*", "entity/*")
            for language in LANGUAGES
        ),
    ]
    if base():
        lines += ["", f"Sitemap: {absolute(url_for('.sitemaps'))}"]
    return Response("\n".join([*lines, ""]), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemaps() -> Response:
    """List the files of the site map: one a year, more where a year has more than fit."""
    _need_base()
    if same := unchanged():
        return same
    engine = current_archive().engine()
    written = engine.stats().written_at.isoformat(timespec="seconds")
    lines = [
        f"<sitemap><loc>{escape(absolute(url_for('.sitemap', year=year.value, part=part)))}</loc>"
        f"<lastmod>{written}</lastmod></sitemap>\n"
        for year in engine.search(SearchRequest(limit=0)).facets[Facet.YEAR]
        for part in range(1, -(-year.count // MAX_ADDRESSES) + 1)
    ]
    body = f"{_XML}<sitemapindex {_SITEMAP}>\n{''.join(lines)}</sitemapindex>\n"
    return told(Response(body, mimetype="application/xml"))


@blueprint.get("/sitemap/<year>/<int(min=1, max=999):part>.xml")
def sitemap(year: str, part: int) -> Response:
    """List the addresses of the releases of a year, or of those without a date, streamed."""
    _need_base()
    asked = _of_year(year)
    if same := unchanged():
        return same
    lines = _addresses(asked, (part - 1) * MAX_ADDRESSES)
    # What the search runs into is told before anything is sent.
    first = next(lines, None)
    if first is None:
        abort(404)
    return told(Response(_framed(first, lines), mimetype="application/xml"))


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers (OpenSearch 1.1), with completions and feeds."""
    _need_base()
    asked = ask()
    words, title = Words(asked.language), current_archive().config.title
    lang = "".join(f"&{name}={value}" for name, value in own(own_pairs(asked)))
    here = absolute(url_for(".opensearch")) + lang.replace("&", "?", 1)
    urls = [
        ("text/html", "results", url_for("pages.search")),
        ("application/atom+xml", "results", url_for("feeds.search")),
        ("application/x-suggestions+json", "suggestions", url_for(".suggestions")),
    ]
    lines = [
        f"<ShortName>{escape(title[:MAX_SHORT])}</ShortName>",
        f"<Description>{escape(words('site.tagline'))}</Description>",
        *(
            f'<Url type="{kind}" rel="{relation}" '
            f"template={quoteattr(f'{absolute(path)}?q={{searchTerms}}{lang}')}/>"
            for kind, relation, path in urls
        ),
        f'<Url type="{_DESCRIPTION}" rel="self" template={quoteattr(here)}/>',
        f"<Language>{words.language}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
    ]
    body = "\n".join(lines)
    return Response(
        f"{_XML}<OpenSearchDescription {_OPENSEARCH}>\n{body}\n</OpenSearchDescription>\n",
        mimetype=_DESCRIPTION,
    )


@blueprint.get("/suggestions")
def suggestions() -> Response:
    """Answer with completions as browsers take them (OpenSearch Suggestions 1.1)."""
    asked = ask()
    words = Words(asked.language)
    found = current_archive().engine().complete(asked.request.query)
    counts = [words.count("releases", one.count) for one in found]
    response = jsonify([asked.request.query, [one.query for one in found], counts])
    response.mimetype = "application/x-suggestions+json"
    return response


def _need_base() -> None:
    if not base():
        raise NoBaseUrl


def _of_year(year: str) -> SearchRequest:
    """Return the question for the releases of a year; an address that names none is a 404."""
    if year == UNDATED:
        return SearchRequest(sort=Sort.OLDEST, undated=True)
    try:
        first, last = first_day(year), last_day(year)
    except BadDate:
        abort(404)
    if len(year) != len("YYYY"):
        abort(404)
    return SearchRequest(sort=Sort.OLDEST, date_from=first, date_to=last)


def _framed(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"{_XML}<urlset {_SITEMAP}>\n{first}"
    yield from lines
    yield "</urlset>\n"


def _addresses(asked: SearchRequest, start: int) -> Iterator[str]:
    """Return an element for each release from a place on, as many as one file holds."""
    # Where a release is must be found after the request, too, while its file is being sent.
    root, prefix = base(), request.root_path
    adapter = current_app.create_url_adapter(request)
    found = current_archive().engine().stream(asked)

    def element(document: Document) -> str:
        values = {"release_id": document.release.id}
        path = adapter.build("pages.release", values) if adapter else ""
        place, moment = root + path.removeprefix(prefix), updated(document).date()
        return f"<url><loc>{escape(place)}</loc><lastmod>{moment}</lastmod></url>\n"

    return map(element, islice(found, start, start + MAX_ADDRESSES))
