"""Pieces of markup of which a page has dozens: files too, but filled several times faster.

A piece is some HTML in templates/pieces, written for `str.format`. What is filled in is
escaped, but for numbers and what is declared to be safe, as in any template.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest
from string import Formatter
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CURRENT = Markup(' aria-current="page"')
"""An attribute of the link to the page that it stands on."""

SELECTED = Markup(" selected")
"""An attribute of the option that is chosen."""

# What `escape` changes. Most of what is filled in has none of it.
_unsafe = re.compile("[&<>\"']").search


def safe(text: str) -> str:
    """Return a text escaped.

    >>> safe("/?a=1&b=2"), safe("Iraq")
    (Markup('/?a=1&amp;b=2'), 'Iraq')
    """
    return escape(text) if type(text) is str and _unsafe(text) else text


def piece(name: str, /, **values: str | float) -> Markup:
    """Return a piece of this name with its values filled in.

    >>> piece("tag", href="/?a=1&b=2", kind="place", label="<é>", title="")
    Markup('<li><a class="tag place" href="/?a=1&amp;b=2" title="">&lt;é&gt;</a></li>')
    """
    for key, value in values.items():
        if type(value) is str and _unsafe(value):
            values[key] = escape(value)
    # Every value has been escaped, and the text around them is ours.
    return Markup(_form(name).format(**values))  # noqa: S704


def begun(name: str, /, *others: str, **values: str | float) -> Callable[..., str]:
    """Return a piece with some of its values filled in, as what is given the others in their order.

    `others` names these. They are not escaped: they are to be what `safe` returns, or other pieces.

    >>> begun("turn", "label", "href", name="<{}>", told="+")("Pays", "/")
    '<a class="more" href="/#facet-&lt;{}&gt;" aria-label="Pays">+</a>'
    """
    texts, places = [""], list[int]()
    for literal, field, spec in _parts(name):
        texts[-1] += literal
        if field in values:
            value = values[field]
            texts[-1] += str(safe(value)) if isinstance(value, str) else format(value, spec)
        elif field:
            places.append(others.index(field))
            texts.append("")
    filling: Callable[..., str] = _filling(len(others), tuple(places))(*texts)
    return filling


@cache
def _filling(size: int, places: tuple[int, ...]) -> Callable[..., Callable[..., str]]:
    """Return what makes, of texts, the function that puts what it is given between them.

    It is given so many as `size` says, and `places` says which of them stands behind each text but
    the last. Written out, as NamedTuples write their own: `str.format` reads the whole of a form
    each time, which takes eight times as long, and to fill in a list twice as long.

    >>> _filling(2, (1, 0))("a", "b", "c")("1", "2")
    'a2b1c'
    """
    texts = [f"text{nth}" for nth in range(len(places) + 1)]
    given = [f"given{nth}" for nth in range(size)]
    between = [given[place] for place in places]
    parts = chain.from_iterable(zip_longest(texts, between, fillvalue="''"))
    made: Callable[..., Callable[..., str]] = eval(  # noqa: S307 - of nothing but these names
        f"lambda {', '.join(texts)}: lambda {', '.join(given)}: ''.join(({', '.join(parts)}))"
    )
    return made


@cache
def _parts(name: str) -> list[tuple[str, str, str]]:
    """Return the text before each value of a piece, its name ("" after the last) and format."""
    parts = Formatter().parse(_form(name))
    return [(literal, field or "", spec or "") for literal, field, spec, _ in parts]


def joined(pieces: Iterable[str]) -> Markup:
    """Return pieces one after the other, each on a line of its own."""
    return Markup("\n".join(pieces))  # noqa: S704 - of what is safe


@cache
def _form(name: str) -> str:
    path = files("webapp").joinpath("templates", "pieces", f"{name}.html")
    return path.read_text("utf-8").removesuffix("\n")
