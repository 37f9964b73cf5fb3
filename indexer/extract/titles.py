"""The title of a page: the heading that its metadata agree with."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.extract.document import Document
    from indexer.extract.head import Head
    from indexer.extract.scan import Scan

_WORD = re.compile(r"\w+")
_TITLE_NAMES = re.compile(
    r"(?:entry|post|article|page|node|field|content|story|main)[-_]*(?:name[-_]*)?(?:title|titre)"
    r"|\btitr?e?(?:[-_]page|[-_]article|le)?\b|headline"
)
_SEPARATOR = re.compile(r"\s+[|\-–—•·»:]\s+|\s*\|\s*")
_AGREES = 0.5
_LONGEST = 500
_MOST_CANDIDATES = 200
_TELLING = 6  # words beyond which a heading gains nothing by being longer


def find(scan: Scan, head: Head, headline: str) -> tuple[str, int | None, str]:
    """Return (title, its element or None, rule); ("", None, "") where the page has none.

    `headline` is what JSON-LD says. A heading counts by the share of its words that the metadata
    have, then by its rank; metadata alone serve where no heading agrees.
    """
    told = [
        headline,
        head.meta("og:title", "twitter:title", "dc.title", "citation_title"),
        head.title,
    ]
    words = {word for text in told for word in _WORD.findall(text.lower())}
    headings = scan.headings()[:_MOST_CANDIDATES]
    agreed = _agreeing(scan, headings + _named(scan), words)
    tags, text_of = scan.tags, scan.document.text_of
    if agreed is not None:
        return (
            _without_label(scan.document, agreed, told),
            agreed,
            f"heading {tags[agreed]} that the metadata agree with",
        )
    for tag in ("h1", "h2"):
        only = [at for at in headings if tags[at] == tag and not _is_logo(scan.document, at)]
        if len(only) == 1 and len(text_of(only[0])) <= _LONGEST:
            return text_of(only[0]), only[0], f"the only {tag}"
        if only:
            break
    sources = ("json-ld headline", "meta og:title", "title tag")
    for text, rule in zip(told, sources, strict=True):
        title = without_site(text, head.meta("og:site_name"))
        if title:
            return title, None, rule
    if headings:
        return text_of(headings[0]), headings[0], f"first heading, {tags[headings[0]]}"
    return "", None, ""


def _without_label(document: Document, heading: int, told: list[str]) -> str:
    """Return a heading's text without a part ("Abonnés", "Vidéo") that the metadata leave out."""
    text = document.text_of(heading)
    for part in document.within(heading)[1:]:
        label = document.text_of(part)
        rest = text.removeprefix(label).strip()
        if label and rest and rest != text and rest in told:
            return rest
    return text


def _agreeing(scan: Scan, places: list[int], words: set[str]) -> int | None:
    """Return the element whose words the metadata have, the best by agreement and rank."""
    best: tuple[float, int] | None = None
    for place in places:
        text = scan.document.text_of(place)
        own = _WORD.findall(text.lower())
        if not own or len(text) > _LONGEST:
            continue
        agreement = sum(map(words.__contains__, own)) / len(own)
        if agreement < _AGREES:
            continue
        score = agreement * min(len(own), _TELLING) + _rank(scan, place)
        if best is None or score > best[0]:
            best = score, place
    return best[1] if best else None


def _named(scan: Scan) -> list[int]:
    """Return elements that their class or itemprop calls the title, and which are no headings."""
    named = (
        position
        for position in scan.marked()
        if 0 < scan.whole[position] <= _LONGEST
        and (
            _name_title(scan.names(position))
            or scan.document.get(position, "itemprop") == "headline"
        )
    )
    return list(itertools.islice(named, _MOST_CANDIDATES))


@functools.lru_cache(maxsize=4096)
def _name_title(names: str) -> bool:
    """Tell whether class and id words are those of a title.

    >>> _name_title("entry-title"), _name_title("titlebar")
    (True, False)
    """
    return _TITLE_NAMES.search(names) is not None


def _rank(scan: Scan, place: int) -> float:
    """Return how much an element's tag and names speak for its being the title."""
    document, tag = scan.document, scan.tags[place]
    rank = {"h1": 2.0, "h2": 0.8, "h3": 0.4}.get(tag, 0.0)
    if document.get(place, "itemprop") in {"headline", "name"} or _name_title(scan.names(place)):
        rank += 1.0
    if tag not in {"h1", "h2", "h3"} and document.has_children(place):
        rank -= 0.5
    return rank - (1.5 if _is_logo(document, place) else 0.0)


def _is_logo(document: Document, place: int) -> bool:
    """Tell whether a heading is the site's name: all of it one link to the front page."""
    text = document.text_of(place)
    return any(
        re.fullmatch(r"(?:(?:https?:)?//[^/]+)?/?", document.get(link, "href") or "")
        for link in document.named(place, "a")
        if document.text_of(link) == text
    )


def without_site(title: str, site: str) -> str:
    """Return a title tag's text without the site's name at one end of it.

    >>> without_site("La fin des trottinettes à Montréal | Le Devoir", "")
    'La fin des trottinettes à Montréal'
    >>> without_site("OTAN - Visite à Paris", "OTAN")
    'Visite à Paris'
    """
    title = " ".join(title.split())
    if 0 < len(site) <= _LONGEST:
        for end in (rf"\s*[|\-–—•·:]\s*{re.escape(site)}$", rf"^{re.escape(site)}\s*[|\-–—•·:]\s*"):
            shorter = re.sub(end, "", title, flags=re.IGNORECASE)
            if shorter and shorter != title:
                return shorter
    parts = _SEPARATOR.split(title)
    if "|" in title:
        parts = [part.strip() for part in title.split("|")]
        return max(parts, key=len) if parts[0] == "" else parts[0]
    last = parts[-1]
    if len(parts) > 1 and len(last.split()) <= 4 < len(title[: -len(last)].split()):  # noqa: PLR2004
        return re.sub(r"\s+[|\-–—•·»:]\s+$", "", title[: -len(last)])
    return title
