"""The part of CSS that profiles are written in.

Enough for a profile: tag, .class, #id, [attribute], [attribute=value], `:first` (the first match
only), descendant and child combinators. Read as browsers do, from its end: in one walk over the
page, lxml finds the elements of all their tags in C, and only of these the rest is asked. XPath
would walk once for each selector.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COMPOUND = re.compile(r"(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+|\[[\w-]+(?:=[^\]]+)?\]|:first)*)")
_PART = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:=([^\]]+))?\]")


class BadSelector(ValueError):
    """A profile holds a selector that this subset of CSS does not cover."""


@dataclass(frozen=True, slots=True)
class Compound:
    """What is asked of one element; `is_child` of it also that its parent meets the one before.

    `tag` is "*" for any; an attribute whose value is None has only to be there.
    """

    tag: str = "*"
    classes: frozenset[str] = frozenset()
    attributes: tuple[tuple[str, str | None], ...] = ()
    is_child: bool = False

    def meets(self, element: HtmlElement) -> bool:
        """Tell whether an element is as it must be, whatever is around it."""
        if self.tag not in {"*", element.tag}:
            return False
        if self.classes and not self.classes.issubset((element.get("class") or "").split()):
            return False
        for name, value in self.attributes:
            found = element.get(name)
            if found is None or value not in {None, found}:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Selector:
    """The compounds of a selector, from left to right, and whether only the first match is meant.

    >>> parsed("ul.languages > li").compounds[1]
    Compound(tag='li', classes=frozenset(), attributes=(), is_child=True)
    """

    compounds: tuple[Compound, ...]
    only_first: bool = False

    def picks(self, element: HtmlElement, root: HtmlElement) -> bool:
        """Tell whether an element below `root` is picked."""
        return _meets(element, root, self.compounds)


def _meets(element: HtmlElement, root: HtmlElement, compounds: tuple[Compound, ...]) -> bool:
    """Tell whether an element is as the last compound asks, and what is around as the others do."""
    last = compounds[-1]
    if not last.meets(element):
        return False
    before = compounds[:-1]
    if not before:
        return True
    for ancestor in element.iterancestors():
        if ancestor is root:
            return False
        if _meets(ancestor, root, before):
            return True
        if last.is_child:
            return False
    return False


@functools.lru_cache(maxsize=1024)
def parsed(selector: str) -> Selector:
    """Return a selector ready to pick; raises BadSelector.

    >>> parsed("time.date[datetime]:first").only_first
    True
    """
    compounds: list[Compound] = []
    is_child = False
    for part in selector.replace(">", " > ").split():
        if part == ">":
            is_child = True
            continue
        match = _COMPOUND.fullmatch(part)
        if match is None:
            raise BadSelector(selector)
        classes, attributes = _asked(match[2])
        compounds.append(Compound(match[1] or "*", classes, attributes, is_child))
        is_child = False
    if not compounds or is_child or compounds[0].is_child:
        raise BadSelector(selector)
    return Selector(tuple(compounds), selector.endswith(":first"))


def _asked(parts: str) -> tuple[frozenset[str], tuple[tuple[str, str | None], ...]]:
    """Return the classes and the attributes that one compound asks for."""
    classes: set[str] = set()
    attributes: list[tuple[str, str | None]] = []
    for match in _PART.finditer(parts):
        if match[1] == ".":
            classes.add(match[2])
        elif match[1] == "#":
            attributes.append(("id", match[2]))
        else:
            attributes.append((match[3], None if match[4] is None else match[4].strip("\"'")))
    return frozenset(classes), tuple(attributes)


@functools.lru_cache(maxsize=1024)
def _by_tag(selectors: tuple[str, ...]) -> dict[str, list[tuple[str, Selector]]]:
    """Return the selectors by the tag of what they pick, those of any tag under "*"."""
    found: dict[str, list[tuple[str, Selector]]] = {}
    for selector in dict.fromkeys(selectors):
        chosen = parsed(selector)
        found.setdefault(chosen.compounds[-1].tag, []).append((selector, chosen))
    return found


def select(root: HtmlElement, selectors: tuple[str, ...]) -> dict[str, list[HtmlElement]]:
    """Return for each selector the elements below `root` that it picks, in document order."""
    found: dict[str, list[HtmlElement]] = {selector: [] for selector in selectors}
    by_tag = _by_tag(selectors)
    of_any = by_tag.get("*", [])
    for element in root.iter() if of_any else root.iter(*by_tag) if by_tag else ():
        if element is root:
            continue
        for selector, chosen in (*by_tag.get(element.tag, ()), *of_any):
            if not (chosen.only_first and found[selector]) and chosen.picks(element, root):
                found[selector].append(element)
    return found


Picked = list[tuple[str, "HtmlElement"]]
"""Elements, each with the selector that picks it, selector by selector."""


def picked(root: HtmlElement, *lists: tuple[str, ...]) -> tuple[Picked, ...]:
    """Return what each of several lists of selectors picks below `root`, found in one walk."""
    found = select(root, sum(lists, ()))
    return tuple([(one, element) for one in each for element in found[one]] for each in lists)


def select_all(root: HtmlElement, selectors: tuple[str, ...]) -> list[HtmlElement]:
    """Return the elements that any of the selectors picks, selector by selector."""
    return [element for found in select(root, selectors).values() for element in found]
