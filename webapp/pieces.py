"""Pieces of markup of which a page has dozens: files too, but filled several times faster.

A piece is some HTML in templates/pieces, written for `str.format`. What is filled in is
escaped, but for numbers and what is declared to be safe, as in any template.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CURRENT = Markup(' aria-current="page"')
"""An attribute of the link to the page that it stands on."""

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
    form = [""] * (2 * len(places) + 1)
    form[::2] = texts
    # joined: `str.format` reads the whole of a form each time, which takes four times as long
    if places == list(range(len(others))):

        def filled(*given: str) -> str:
            parts = form.copy()
            parts[1::2] = given
            return "".join(parts)

        return filled

    def placed(*given: str) -> str:
        parts = form.copy()
        parts[1::2] = [given[place] for place in places]
        return "".join(parts)

    return placed


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
