"""JSON-LD: the articles that a page describes, also where the JSON is broken."""

from __future__ import annotations

import html
import json
import re
from typing import Any

# schema.org, "More specific Types" of Article, and the announcements of governments
ARTICLES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
    "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "BlogPosting",
    "LiveBlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Report",
    "PressRelease", "GovernmentAnnouncement", "SpecialAnnouncement", "AdvertiserContentArticle",
    "SatiricalArticle", "MedicalWebPage", "DiscussionForumPosting",
})  # fmt: skip
PAGES = frozenset(["WebPage", "ItemPage", "CollectionPage", "CreativeWork", "Recipe"])
# Properties whose values are other things than the page: schema.org's lists, parts and replies.
_OF_OTHERS = frozenset({
    "itemListElement", "comment", "commentText", "suggestedAnswer", "acceptedAnswer", "review",
    "liveBlogUpdate", "mentions", "citation", "isPartOf", "isBasedOn", "subjectOf", "relatedLink",
    "author", "publisher", "about", "significantLink", "associatedMedia",
})  # fmt: skip
MEDIA = frozenset(
    ["VideoObject", "AudioObject", "PodcastEpisode", "RadioEpisode", "Episode", "Movie"]
)
_MOST_NODES = 2000
_LARGEST = 1_000_000
_OPENED = re.compile(r"<!--|(?://\s{0,9})?<!\[CDATA\[")
_CLOSED = re.compile(r"(?:-->|(?://\s{0,9})?\]\]>)(?:\s{0,9};)?$")
_CLOSING = 40  # characters at most
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_FIELD = re.compile(
    r'"(@type|datePublished|dateModified|dateCreated|headline)"\s*:\s*"((?:[^"\\]|\\.){0,500})"'
)


def nodes(script: str) -> list[dict[str, Any]]:
    """Return every typed object of a JSON-LD script, outer ones first.

    Broken JSON gives one object with the fields that can still be made out.

    >>> nodes('{"@type": "Article", "url": "/a",}')
    [{'@type': 'Article', 'url': '/a'}]
    >>> nodes("{&quot;@type&quot;: &quot;Article&quot;}")
    [{'@type': 'Article'}]
    """
    script = _unwrapped(script[:_LARGEST].strip()).strip().rstrip(";")
    for mended in (str, _without_trailing_commas, html.unescape):
        try:
            return _flatten(json.loads(mended(script), strict=False))
        except (ValueError, RecursionError):
            continue
    salvaged: dict[str, Any] = {}
    for match in _FIELD.finditer(script):
        if match[1] != "@type" or match[2] in ARTICLES:
            salvaged.setdefault(match[1], match[2])
    return [salvaged] if "@type" in salvaged else []


def _without_trailing_commas(script: str) -> str:
    return _TRAILING_COMMA.sub("", script)


def _unwrapped(script: str) -> str:
    """Return a script without the comment or the section that some systems put around it.

    >>> _unwrapped("//<![CDATA[ {} //]]>")
    ' {} '
    """
    opened = _OPENED.match(script)
    script = script[opened.end() :] if opened else script
    closed = _CLOSED.search(script, max(len(script) - _CLOSING, 0))
    return script[: closed.start()] if closed else script


def _flatten(value: object) -> list[dict[str, Any]]:
    """Return the objects of a JSON value, breadth first; not those it only refers to."""
    result: list[dict[str, Any]] = []
    queue: list[object] = [value]
    for item in queue:  # grows while it is read
        if isinstance(item, dict):
            if "@type" in item:
                result.append(item)
            queue += [
                inner
                for key, inner in item.items()
                if isinstance(inner, (dict, list)) and key not in _OF_OTHERS
            ]
        elif isinstance(item, list):
            queue += item
        if len(queue) > _MOST_NODES:
            break
    return result


def types(node: dict[str, Any]) -> frozenset[str]:
    """Return the types of an object, without a vocabulary before them.

    >>> sorted(types({"@type": ["schema:NewsArticle", "Thing"]}))
    ['NewsArticle', 'Thing']
    """
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/:#]", name)[-1] for name in names if isinstance(name, str))


def text(node: dict[str, Any], field: str) -> str:
    """Return a field that is a string or an integer, or a list of which the first is one, else "".

    >>> text({"headline": ["L&#039;OTAN"]}, "headline")
    "L'OTAN"
    """
    value = node.get(field)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("@id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # milliseconds
    return html.unescape(value).strip() if isinstance(value, str) else ""


def article(scripts: tuple[str, ...], *, url: str, title: str) -> dict[str, Any] | None:
    """Return the object that describes the page itself, or None.

    Among several articles (a page may describe the ones it links to) the one with the page's
    address or headline counts, else the first;
    a recording counts only where it is the page's subject.
    """
    every = [node for script in scripts for node in nodes(script)]
    for kinds in (ARTICLES, PAGES, MEDIA):
        found = [node for node in every if types(node) & kinds]
        dated = [node for node in found if text(node, "datePublished") or text(node, "uploadDate")]
        for node in dated:
            if _is_about(node, url, title):
                return node
        if dated and kinds is not MEDIA:  # a film may be older than the page that shows it
            return dated[0]
    return next((node for node in every if types(node) & ARTICLES), None)


def _is_about(node: dict[str, Any], url: str, title: str) -> bool:
    """Tell whether an object names the page's own address or title."""
    headline = (text(node, "headline") or text(node, "name")).casefold()
    if headline and title and (headline in title.casefold() or title.casefold() in headline):
        return True
    own = url.rsplit("://", maxsplit=1)[-1].rstrip("/")
    addresses = (text(node, field) for field in ("url", "@id", "mainEntityOfPage"))
    return bool(own) and any(
        address.split("://")[-1].split("#")[0].rstrip("/") == own for address in addresses
    )
