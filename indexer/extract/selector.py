"""The part of CSS that profiles are written in, as compiled XPath.

Enough for a profile: tag, .class, #id, [attribute], [attribute=value], `:first` (the first match
only), descendant and child combinators. lxml evaluates XPath in C; a selector costs microseconds.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COMPOUND = re.compile(r"(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+|\[[\w-]+(?:=[^\]]+)?\]|:first)*)")
_PART = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:=([^\]]+))?\]")


class BadSelector(ValueError):
    """A profile holds a selector that this subset of CSS does not cover."""


def to_xpath(selector: str) -> str:
    """Return the XPath of a selector.

    >>> to_xpath("ul.languages > li")
    "descendant::ul[contains(concat(' ', normalize-space(@class), ' '), ' languages ')]/li"
    """
    steps: list[str] = []
    axis = "descendant::"
    for part in selector.replace(">", " > ").split():
        if part == ">":
            axis = ""
            continue
        match = _COMPOUND.fullmatch(part)
        if match is None:
            raise BadSelector(selector)
        steps.append(axis + (match[1] or "*") + _predicates(match[2]))
        axis = "descendant::"
    path = "/".join(steps)
    return f"({path})[1]" if selector.endswith(":first") else path


def _predicates(parts: str) -> str:
    """Return the predicates of the classes, id and attributes of one compound selector."""
    result = ""
    for match in _PART.finditer(parts):
        if match[1] == ".":
            result += f"[contains(concat(' ', normalize-space(@class), ' '), ' {match[2]} ')]"
        elif match[1] == "#":
            result += f"[@id='{match[2]}']"
        elif match[4] is None:
            result += f"[@{match[3]}]"
        else:
            value = match[4].strip("\"'")
            result += f"[@{match[3]}='{value}']"
    return result


@functools.lru_cache(maxsize=1024)
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(to_xpath(selector))


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements below `root` that a selector picks, in document order."""
    found = _compiled(selector)(root)
    return cast("list[HtmlElement]", found)


def picked(root: HtmlElement, selectors: tuple[str, ...]) -> list[tuple[str, HtmlElement]]:
    """Return the elements that the selectors pick, each with its selector, selector by selector."""
    return [(selector, element) for selector in selectors for element in select(root, selector)]


def select_all(root: HtmlElement, selectors: tuple[str, ...]) -> list[HtmlElement]:
    """Return the elements that any of the selectors picks, selector by selector."""
    return [element for _, element in picked(root, selectors)]
