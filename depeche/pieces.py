"""Differences of two texts on a terminal: each change with a few words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from depeche.words import printable
from index.difference import readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.difference import Piece

# Words of unchanged text that are shown on either side of a change.
_CONTEXT = 8

_SIGNS = {"removed": ("[-", "-]", "red"), "added": ("{+", "+}", "green")}
_END = "\n"


def lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the changes as lines, each of one paragraph; none where only typography differs.

    >>> from index.difference import word_differences
    >>> list(map(click.unstyle, lines(word_differences("Le 3 mai.", "Le 4 mai."))))
    ['Le [-3-] {+4+} mai.']
    """
    line = ""
    for part in _parts(readable(pieces)):
        if part != _END:
            line += part
        elif line.strip(" …"):
            yield line.rstrip()
            line = ""
    if line.strip(" …"):
        yield line.rstrip()


def _parts(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield what is written one after the other, and _END where a line ends."""
    last = len(pieces) - 1
    if not any(piece.kind in _SIGNS for piece in pieces):
        return
    for number, piece in enumerate(pieces):
        if piece.kind == "same":
            yield from _shortened(piece.text, first=number == 0, last=number == last)
            continue
        begin, end, colour = _SIGNS[piece.kind]
        paragraphs = [text for text in piece.text.split("\n") if text.strip()]
        for place, text in enumerate(paragraphs):
            if place:
                yield _END
            yield " " if text[:1].isspace() else ""
            yield click.style(f"{begin}{printable(text).strip()}{end}", fg=colour)
            yield " " if text[-1:].isspace() else ""
        # a removed end of a paragraph is told by what takes its place
        if piece.text.endswith("\n") and (piece.kind == "added" or paragraphs):
            yield _END


def _shortened(text: str, *, first: bool, last: bool) -> list[str]:
    r"""Return what is shown of a run of unchanged text; "\n" ends a line.

    >>> _shortened("un deux trois", first=False, last=False)
    ['un deux trois']
    >>> _shortened("a b c d e f g h i j", first=True, last=False)
    ['… ', 'c d e f g h i j']
    """
    words = re.findall(r"\S+\s*|\s+", text)
    if not first and not last and len(words) <= 2 * _CONTEXT:
        return _by_line(text)
    head = [] if first else words[:_CONTEXT]
    tail = [] if last else words[-_CONTEXT:]
    cut = len(words) > len(head) + len(tail)
    if not cut:
        return _by_line(text)
    shown = [*_by_line("".join(head).rstrip()), " …"] if head else []
    return shown + ([*([_END] if head else []), "… ", *_by_line("".join(tail))] if tail else [])


def _by_line(text: str) -> list[str]:
    r"""Cut a text at the ends of its paragraphs.

    >>> _by_line("un \n\ndeux ")
    ['un', '\n', 'deux ']
    """
    found: list[str] = []
    for place, part in enumerate(re.split(r"[^\S\n]*\n\s*", text)):
        found += [_END] if place else []
        found += [printable(part)] if part else []
    return found
