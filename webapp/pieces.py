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


@cache
def shape(name: str) -> Callable[..., str]:
    """Return a piece as what is given all its values, which are not escaped.

    They are to be numbers or safe: what `safe` returns, or other pieces.
    """
    return _form(name).format


def begun(name: str, /, **values: str | float) -> Callable[..., str]:
    """Return a piece with some of its values filled in, as what is given the others.

    These are not escaped: they are to be numbers or what `safe` returns.

    >>> begun("bar-label", label="<{}>")(middle=2.5)
    '<text x="2.500%" y="79" text-anchor="middle">&lt;{}&gt;</text>'
    """
    form: list[str] = []
    for literal, field, spec in _parts(name):
        form.append(literal)
        if field in values:
            value = values[field]
            form.append(_braced(safe(value) if isinstance(value, str) else format(value, spec)))
        elif field:
            form.append(f"{{{field}:{spec}}}")
    return "".join(form).format


@cache
def _parts(name: str) -> list[tuple[str, str, str]]:
    """Return the text before each value of a piece, its name ("" after the last) and format."""
    parts = Formatter().parse(_form(name))
    return [(_braced(literal), field or "", spec or "") for literal, field, spec, _ in parts]


def _braced(text: str) -> str:
    """Return a text as it stands in what is filled by `str.format`."""
    return str(text).replace("{", "{{").replace("}", "}}")


def joined(pieces: Iterable[str]) -> Markup:
    """Return pieces one after the other, each on a line of its own."""
    return Markup("\n".join(pieces))  # noqa: S704 - of what is safe


@cache
def _form(name: str) -> str:
    path = files("webapp").joinpath("templates", "pieces", f"{name}.html")
    return path.read_text("utf-8").removesuffix("\n")
