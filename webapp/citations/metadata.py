"""What the head of a release's page tells programs: JSON-LD, Highwire and Dublin Core.

Zotero and Google Scholar read the Highwire names ("citation_…"), libraries Dublin Core, search
engines schema.org's NewsArticle. By its Highwire title alone Zotero takes a page for an article of
a journal, and by Dublin Core's source the address of a page for the name of its site: so the first
type is one that Zotero has, and PRISM names the site (Zotero's translators Embedded Metadata and
RDF).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from index.record import EntityKind, Kind
from webapp.citations.facts import genre, line, site, source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.record import Document, Mention

# Types of schema.org.
_TYPES = {
    EntityKind.PERSON: "Person",
    EntityKind.PLACE: "Place",
    EntityKind.ORGANISATION: "Organization",
    EntityKind.OPERATION: "Event",
    EntityKind.EVENT: "Event",
}
# Types of Zotero; what is neither spoken nor asked is a web page, as in the other forms.
_ITEMS = {Kind.DISCOURS: "presentation", Kind.TRANSCRIPTION: "interview"}
# What would end a script element or begin a comment in it, written as JSON may write it too.
_IN_SCRIPT = str.maketrans(
    {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """`tags` are (name, content) of meta elements; `json_ld` is safe inside a script element."""

    tags: tuple[tuple[str, str], ...]
    json_ld: Markup


def metadata(document: Document, address: str) -> Metadata:
    """Return what the page of a release tells; `address` is its own, whole or within the site."""
    return Metadata(
        tags=tags(document, address), json_ld=in_script(news_article(document, address))
    )


def tags(document: Document, address: str) -> tuple[tuple[str, str], ...]:
    """Return the (name, content) of each meta element that has something to say."""
    release = document.release
    day = release.date
    whole = address if "://" in address else ""
    found = [
        ("description", line(release.lead)),
        ("citation_title", line(release.title)),
        ("citation_date", day.isoformat().replace("-", "/") if day else ""),
        ("citation_publisher", site(release)),
        ("citation_language", line(release.language)),
        ("citation_abstract", line(release.lead)),
        ("citation_public_url", whole),
        ("DC.title", line(release.title)),
        ("DC.date", day.isoformat() if day else ""),
        ("DC.type", _ITEMS.get(release.kind, "webpage")),
        ("DC.type", genre(release)),
        ("DC.publisher", site(release)),
        ("DC.language", line(release.language)),
        ("DC.identifier", whole or line(release.id)),
        ("DC.source", source(release)),
        ("prism.publicationName", site(release)),
        *(("DC.subject", label) for label in _labels(document.mentions)),
    ]
    return tuple((name, content) for name, content in found if content)


def news_article(document: Document, address: str) -> dict[str, Any]:
    """Return a release as a schema.org NewsArticle; relative addresses are the page's own."""
    release = document.release
    # An institution's releases are by the institution.
    publisher = {"@type": "Organization", "name": site(release)} if site(release) else None
    values = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "identifier": release.id,
        "headline": line(release.title),
        "description": line(release.lead),
        "articleSection": genre(release),
        "datePublished": release.date and release.date.isoformat(),
        "dateModified": release.updated and release.updated.isoformat(),
        "inLanguage": line(release.language),
        "author": publisher,
        "publisher": publisher,
        "isBasedOn": source(release),
        "mentions": [
            {"@type": _TYPES[named.kind], "name": named.label, "identifier": named.entity}
            for named in _named(document.mentions)
        ],
    }
    return {name: value for name, value in values.items() if value}


def in_script(data: dict[str, Any]) -> Markup:
    r"""Write JSON that no text in it can break out of a script element.

    >>> str(in_script({"headline": "</script><script>"}))
    '{"headline": "\\u003c/script\\u003e\\u003cscript\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False).translate(_IN_SCRIPT)
    # JSON of our own, in which `<`, `>` and `&` cannot occur any more.
    return Markup(text)  # noqa: S704


def _named(mentions: Iterable[Mention]) -> list[Mention]:
    """Return one mention of each entity, in the order of first naming."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.entity, mention)
    return list(found.values())


def _labels(mentions: Iterable[Mention]) -> list[str]:
    return [line(named.label) for named in _named(mentions)]
