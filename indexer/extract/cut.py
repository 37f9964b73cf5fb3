"""str → str: what a profile drops whole is cut out of a page before a parser has to read it.

Menus and footers are often most of a page. Only what is certainly the same as dropping the element
is done: where there is any doubt a part stays, and is dropped from the tree.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Tags that stand for a whole part of a page.
_PARTS = frozenset({"nav", "footer", "aside"})
# What is read of a page wherever it stands, or reaches beyond the tag it stands in.
_KEPT = frozenset({"!", "?", "script", "style", "meta", "link", "title", "textarea", "plaintext"})
# An end tag closes none of these but itself: left open, they reach beyond the part they stand in
# (the end priorities of libxml2's HTMLparser.c).
_FIRM = frozenset(
    {"div", "td", "th", "tr", "thead", "tbody", "tfoot", "table", "head", "body", "html"}
)
_TAGS = re.compile(r"<(/?[a-zA-Z0-9]+|[!?])")


@lru_cache(maxsize=256)
def parts(drop: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags among a profile's selectors of what is dropped that are cut out.

    >>> parts(("p.caption", "nav", "footer"))
    ('nav', 'footer')
    """
    return tuple(selector for selector in drop if selector in _PARTS)


def without(text: str, tags: tuple[str, ...]) -> str:
    """Return a page without its elements of these tags, as far as that is certain.

    >>> without("<nav><a href='/'>Accueil</a></nav><p>Texte.</p>", ("nav",))
    '<p>Texte.</p>'
    >>> without("<div><nav></div></nav><p>Texte.</p>", ("nav",))
    '<div><nav></div></nav><p>Texte.</p>'
    """
    if not tags:
        return text
    kept: list[str] = []
    reached = 0
    for opening in _opening(tags).finditer(text):
        start, tag = opening.start(), opening[1]
        end = text.find(f"</{tag}>", start) if start >= reached else -1
        if end >= 0 and not kept and _has_open_title(text[:start]):
            return text
        if end < 0 or not (_is_markup(text, start) and _has_ends(text[start:end])):
            continue
        if _is_closed(tag, text[opening.end() : end]):
            kept.append(text[reached:start])
            reached = end + len(f"</{tag}>")
    return "".join((*kept, text[reached:])) if kept else text


def _has_open_title(before: str) -> bool:
    """Tell whether a title before a menu has no end: all that follows is a text, whatever it looks.

    >>> _has_open_title("<TITLE>a</TITLE><title>b"), _has_open_title("<title>a</title>")
    (True, False)
    """
    return any(
        before.rfind(start) > before.rfind(end)
        for start, end in (("<title", "</title"), ("<TITLE", "</TITLE"))
    )


def _is_markup(text: str, start: int) -> bool:
    """Tell whether what looks like a tag stands by itself, not in the tag before it.

    >>> _is_markup('<p><nav>', 3), _is_markup('<img title="<nav>">', 12)
    (True, False)
    >>> _is_markup('<img title="> <nav>">', 14), _is_markup("<img title='> <nav>'>", 14)
    (False, False)
    """
    before = text.rfind("<", 0, start)
    return before < 0 or _has_ends(text[before:start])


@lru_cache(maxsize=16)
def _has_ends(text: str) -> bool:
    """Tell whether each tag, and each value of an attribute, that begins in a text ends in it.

    What looks like a tag behind it may be a part of them else. Counting takes a tenth of reading.

    >>> _has_ends('<p title="a">'), _has_ends('<p title="a> '), _has_ends('<p title="')
    (True, False, False)
    """
    return (
        text.count("<") == text.count(">")
        and all(text.count(f"={quote}") * 2 == text.count(quote) for quote in _quotes(text))
        and text.rfind(">") >= max(text.rfind('"'), text.rfind("='"))
    )


def _quotes(text: str) -> str:
    """Return the quotes that values of attributes stand in; an apostrophe alone is none."""
    return "\"'" if "='" in text else '"'


@lru_cache(maxsize=256)
def _opening(tags: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"<({'|'.join(tags)})[ >]")


@lru_cache(maxsize=16)  # a site has the same menu on every page
def _is_closed(tag: str, inner: str) -> bool:
    """Tell whether nothing inside of an element is needed, or can end anything outside of it.

    >>> _is_closed("nav", "<ul><li>a</ul>"), _is_closed("nav", "<ul></ul></div>")
    (True, False)
    >>> _is_closed("nav", "<div>"), _is_closed("nav", "</div><div>")
    (False, False)
    """
    if "hreflang" in inner or "-->" in inner:
        return False
    found = list(map(str.lower, _TAGS.findall(inner)))
    if tag in found or not _KEPT.isdisjoint(found):
        return False
    opened: dict[str, int] = {}
    firm: list[str] = []
    for name in found:
        if name[0] != "/":
            # a link ends where the next one begins
            opened[name] = 1 if name == "a" else opened.get(name, 0) + 1
            if name in _FIRM:
                firm.append(name)
            continue
        closed = name[1:]
        if not opened.get(closed) or (closed in _FIRM and firm.pop() != closed):
            return False
        opened[closed] -= 1
    return not firm
