"""What a page says about itself out of sight: meta tags, links, title, JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from indexer.extract.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement


# /en/, /fr-be
_FRONT_PAGE = re.compile(r"/?[a-z]{2}(?:[-_][a-z]{2})?/?", re.IGNORECASE)
_MOST_ALTERNATES = 60
Attribute = Callable[[str], str | None]
Text = Callable[[], str]
_TAGS = ("meta", "title", "script", "link", "a")
_FIGURE = re.compile("[0-9]")
_JOINTS = str.maketrans("", "", "-_.: ")


def _none(_: str) -> None:
    """Return the value of an attribute that there is not."""


@dataclass(frozen=True, slots=True)
class Head:
    """The facts of a page's head.

    `metas` give the first content under each key in lower case, wherever it stands on the page;
    `dates` those with a figure under the key without what joins its words: "dcdateissued".
    `canonical` and `og_url` are absolute or "". `language` is the primary subtag of html[lang].
    `scripts` give the texts of the scripts that are not JSON-LD. `alternates` are (language code,
    absolute address) of the page's own links to itself in other languages.
    """

    metas: Mapping[str, str]
    dates: Mapping[str, str]
    title: str
    canonical: str
    og_url: str
    language: str
    json_ld: tuple[str, ...]
    scripts: tuple[Text, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()

    def meta(self, *keys: str) -> str:
        """Return the first content under the first of the keys that has one, else ""."""
        return next((self.metas[key] for key in keys if key in self.metas), "")


@dataclass(slots=True)
class Beside:
    """What stands out of a page's text. Of each element there is what gives its attributes.

    `metas` also tell whether they stand in the head itself, `scripts` give their text; `links` are
    the link elements, `elsewhere` those, and the links within the text, that name a language.
    """

    root: Attribute = _none
    metas: list[tuple[Attribute, bool]] = field(default_factory=list)
    links: list[Attribute] = field(default_factory=list)
    scripts: list[tuple[Attribute, Text]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    elsewhere: list[Attribute] = field(default_factory=list)


def of_tree(root: HtmlElement) -> Beside:
    """Return what stands out of the text of a page whose scripts are still in place."""
    found = Beside(root.get)
    for element in root.iter(*_TAGS):  # one walk: each costs as much as what is read on it
        tag = element.tag
        if tag == "meta":
            parent = element.getparent()
            found.metas.append((element.get, parent is not None and parent.tag == "head"))
        elif tag == "script":
            found.scripts.append((element.get, partial(element.findtext, ".", "")))
        elif tag == "link":
            found.links.append(element.get)
        elif tag == "title":
            found.titles.append(text_of(element))
        if tag in {"a", "link"} and element.get("hreflang"):
            found.elsewhere.append(element.get)
    return found


def read(beside: Beside, *, url: str = "") -> Head:
    """Read the head of a page; `url` is its address or ""."""
    metas = _metas(beside.metas)
    described: list[str] = []
    scripts: list[Text] = []
    for get, text in beside.scripts:
        if "ld+json" in (get("type") or "").lower():
            described.append(text())
        else:
            scripts.append(text)
    og_url = _absolute(metas.get("og:url", ""), url)
    canonical = ""
    for get in beside.links:
        if not canonical and "canonical" in (get("rel") or "").lower().split():
            canonical = _absolute(get("href") or "", url or og_url)
    alternates = _alternates(beside.elsewhere, url or canonical or og_url)
    stated = beside.root("lang") or beside.root("xml:lang") or ""
    language = re.split(r"[-_]", stated)[0]
    return Head(
        metas=metas,
        dates=_dates(metas),
        title=beside.titles[0] if beside.titles else "",
        canonical=canonical,
        og_url=og_url,
        language=language.strip().lower(),
        json_ld=tuple(described),
        scripts=tuple(scripts),
        alternates=alternates,
    )


def _metas(elements: list[tuple[Attribute, bool]]) -> dict[str, str]:
    """Return the first content under each key of meta elements, in lower case."""
    metas: dict[str, str] = {}
    for get, is_in_head in elements:
        content = " ".join((get("content") or "").split())
        if not content:
            continue
        for attribute in ("property", "name", "itemprop"):
            key = get(attribute)
            # In the body, itemprop may describe another article that the page links to.
            if key and (attribute != "itemprop" or is_in_head):
                metas.setdefault(key.strip().lower(), content)
    return metas


def _dates(metas: Mapping[str, str]) -> dict[str, str]:
    """Return what may hold a date, under its key without what joins the words.

    >>> _dates({"dc.date.issued": "2019-03-12", "dc:date-issued": "2020", "robots": "all"})
    {'dcdateissued': '2019-03-12'}
    """
    found: dict[str, str] = {}
    for key, content in metas.items():
        if _FIGURE.search(content):
            found.setdefault(key.translate(_JOINTS), content)
    return found


def _alternates(elements: list[Attribute], base: str) -> tuple[tuple[str, str], ...]:
    """Return where elements with hreflang lead, but for front pages and a choice of language."""
    found: dict[str, str] = {}
    for get in elements:
        code = (get("hreflang") or "").strip().lower()
        if not code or "alternate" not in (get("rel") or "").lower().split():
            continue
        address = _absolute(get("href") or "", base)
        if address and code != "x-default" and not _FRONT_PAGE.fullmatch(urlsplit(address).path):
            found.setdefault(address, code)
    return tuple((code, address) for address, code in islice(found.items(), _MOST_ALTERNATES))


def _absolute(address: str, base: str) -> str:
    """Return an address made absolute, or "" where it is none or names a site's front page.

    Some sites name their front page as the canonical address of every page; believing them would
    make one release of a whole site.
    """
    try:
        whole = urljoin(base, address.strip()) if base else address.strip()
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return whole if parts.path.strip("/") or parts.query else ""
