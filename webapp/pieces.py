"""Pieces of markup of which a page has dozens: files too, but filled several times faster.

A piece is a line of HTML in templates/pieces, written for `str.format`. What is filled in is
escaped, but for numbers and what is declared to be safe, as in any template.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# What `escape` changes. Most of what is filled in has none of it.
_unsafe = re.compile("[&<>\"']").search


def piece(name: str, **values: str | float) -> Markup:
    """Return a piece of this name with its values filled in.

    >>> piece("except", href="/?a=1&b=2", title="<é>")
    Markup('<a class="except" href="/?a=1&amp;b=2" title="&lt;é&gt;" aria-label="&lt;é&gt;"></a>')
    """
    for key, value in values.items():
        if type(value) is str and _unsafe(value):
            values[key] = escape(value)
    # Every value has been escaped, and the text around them is ours.
    return Markup(_form(name)(**values))  # noqa: S704


def joined(pieces: Iterable[Markup]) -> Markup:
    """Return pieces one after the other, each on a line of its own."""
    return Markup("\n".join(pieces))  # noqa: S704 - of what is safe


@cache
def _form(name: str) -> Callable[..., str]:
    path = files("webapp").joinpath("templates", "pieces", f"{name}.html")
    return path.read_text("utf-8").removesuffix("\n").format
