"""What class and id words say of an element: the article's text, or what stands around it."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

Attributes = Mapping[str, str | None]  # None is the value of one that has none: `hidden`
Judgement = tuple[str, bool, str]
OUTSIDE, USUALLY, HIDDEN = "outside", "usually", "hidden"

_ARTICLE_CLASSES = frozenset({"hentry", "post", "article", "node"})
_ARTICLES = frozenset({"article", "main"})
_WHOLE = frozenset({"html", "body", "main", "article"})  # never boilerplate, whatever the class
_OUTSIDE = frozenset({"nav", "aside", "dialog", "figcaption"})
_LONGEST = 2_000  # characters; pages that are styled by classes alone have a few hundred
_ARTICLE_TYPE = re.compile(r"schema\.org/(?:\w*Article|BlogPosting|Report|PressRelease)$")


@functools.cache
def _words() -> dict[str, Any]:
    text = files("indexer.extract").joinpath("boilerplate.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def _usually() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words()["usually"])))


@functools.cache
def _always() -> frozenset[str]:
    return frozenset(_words()["always"])


@functools.lru_cache(maxsize=4096)
def verdict(names: str) -> str:
    """Return what class and id words make of an element: "always", "usually" outside, or "".

    >>> verdict("comments-area"), verdict("post-sidebar"), verdict("entry-content")
    ('always', 'usually', '')
    """
    words = names.lower().split()
    if any(word in _always() for word in words):
        return "always"
    return "usually" if any(_usually().search(word) for word in words) else ""


@functools.lru_cache(maxsize=4096)
def names_article(names: str) -> bool:
    """Tell whether class and id words are those of an article's text.

    >>> names_article("crayon texte"), names_article("post")
    (True, False)
    """
    words = names.lower().split()
    return any(name in word for word in words for name in _words()["article"])


def names_of(attributes: Attributes) -> str:
    """Return an element's class and id words.

    >>> names_of({"id": "c", "class": "a b"}), names_of({"href": "/"})
    ('a b c', '')
    """
    return f"{_bounded(attributes.get('class'))} {_bounded(attributes.get('id'))}".strip()


def judge(tag: str, attributes: Attributes, *, within: bool) -> Judgement:
    """Return (class and id words, whether in an article, whether boilerplate) of an element.

    `within` tells whether what it stands in is in an article. An article is one by its tag, by
    microformat or by microdata. OUTSIDE is boilerplate whatever it holds, USUALLY and HIDDEN what
    is less than half of the page.

    >>> judge("div", {"class": "post"}, within=False), judge("footer", {}, within=True)
    (('post', True, ''), ('', True, ''))
    >>> judge("nav", {}, within=False), judge("p", {"class": "sidebar"}, within=False)
    (('', False, 'outside'), ('sidebar', False, 'usually'))
    """
    if not attributes:
        return _judged(tag, "", "", within, False)  # noqa: FBT003 - see there
    get = attributes.get
    if not within and "itemtype" in attributes:
        within = _ARTICLE_TYPE.search(get("itemtype") or "") is not None
    hidden = "hidden" in attributes or get("aria-hidden") == "true"
    return _judged(tag, _bounded(get("class")), _bounded(get("id")), within, hidden)


def _bounded(names: str | None) -> str:
    """Return what is looked at of class words or an id; it is remembered, so not all of a megabyte.

    >>> len(_bounded("a" * 9999)), _bounded(None)
    (2000, '')
    """
    return names[:_LONGEST] if names else ""


@functools.lru_cache(maxsize=4096)
def _judged(tag: str, classes: str, name: str, within: bool, hidden: bool) -> Judgement:  # noqa: FBT001
    """Return what `judge` does, of what counts; a page has a hundred such, and a site few more.

    All are given by their place: what is remembered is found more slowly by names.
    """
    within = within or tag in _ARTICLES or not _ARTICLE_CLASSES.isdisjoint(classes.split())
    names = f"{classes} {name}".strip()
    said = ""
    if tag in _WHOLE:
        pass
    elif tag in _OUTSIDE or (tag == "footer" and not within):
        said = OUTSIDE
    elif names and (said := verdict(names)):
        said = OUTSIDE if said == "always" else USUALLY
    elif hidden:
        said = HIDDEN
    return names, within, said
