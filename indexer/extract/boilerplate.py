"""What class and id words say of an element: the article's text, or what stands around it."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE_CLASSES = frozenset({"hentry", "post", "article", "node"})
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


def names_of(element: HtmlElement, marks: list[str]) -> str:
    """Return an element's class and id words; `marks` are the names of its attributes."""
    classes = element.get("class", "") if "class" in marks else ""
    if "id" in marks:
        return f"{classes} {element.get('id', '')}".strip()
    return classes.strip()


@functools.lru_cache(maxsize=4096)
def _is_article_class(classes: str) -> bool:
    return not _ARTICLE_CLASSES.isdisjoint(classes.split())


def is_article(element: HtmlElement, marks: list[str]) -> bool:
    """Tell whether an element, whatever its tag, is an article by microformat or microdata.

    `marks` are the names of its attributes: lxml makes a text of each value that is asked for.
    """
    if "class" in marks and _is_article_class(element.get("class", "")):
        return True
    return "itemtype" in marks and bool(_ARTICLE_TYPE.search(element.get("itemtype", "")))
