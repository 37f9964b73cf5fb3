"""Folding for look-up: case, accents, apostrophes, hyphens and line breaks stop mattering.

The folded copy of a text keeps one character for one character of the source wherever it can, so
that places map back at no cost; only texts with combining marks, invisible characters or runs of
spaces need an offset map. Everything that is neither letter nor digit becomes a space, and the
copy is padded with one space on each side: " otan " is a whole word wherever it stands.
"""

import codecs
import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from unidecode import unidecode

# Two-letter foldings cannot keep places one to one: they stay themselves in a text, and each form
# of the gazetteer that has one is also known under its spelt-out key.
_SPELT_OUT = {"œ": "oe", "æ": "ae", "ß": "ss"}
_LATIN_END = 0x250
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
_TABLE_END = 0x3000
# Marks that combine with the letter before them, and characters that show nothing (Unicode blocks).
_MARKS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_INVISIBLE = r"\u00ad\u200b-\u200d\u2060\ufeff"
_UNEVEN = re.compile(rf"[{_MARKS}]+|[{_INVISIBLE}]+|[^\S\n]\s+|\n(?:[^\S\n]|\n\n)\s*")


def _fold_character(character: str) -> str:
    """Fold one character to one character.

    >>> "".join(map(_fold_character, "É’ø-œİ7"))
    'e o œi7'
    """
    if not character.isalnum():
        return " "
    code = ord(character)
    if code < _LATIN_END or code in _LATIN_ADDITIONAL:
        plain = unidecode(character)
        if len(plain) == 1 and plain.isalnum():
            return plain.lower()
    lower = character.lower()
    return lower if len(lower) == 1 else lower[0]


class _Table(dict[int, str]):
    """Folding by code point for `str.translate`, filled as texts need it."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if code < _TABLE_END:  # keeps the table small whatever the texts hold
            self[code] = folded
        return folded


_TABLE = _Table()

# Nearly every text is written with few characters. Where the 256 of one page are enough, it is
# folded as bytes, several times faster: the page is that of Windows, with what else French texts
# and Europe's names need in the places of control characters and of the soft hyphen.
_OTHERS = "\u202f\u2011ćčđğışłńęąőūėīāěřșțźİČĆŁŞĐŚ"
# Control characters but white space, what the page of Windows leaves free, the soft hyphen.
_SPARE = (*range(0x01, 0x09), *range(0x0E, 0x1C), 0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD)
_BY_CODE = dict(enumerate(bytes(range(256)).decode("cp1252", "replace")))
_PAGE = "".join((_BY_CODE | dict(zip(_SPARE, _OTHERS, strict=True))).values())
_ENCODING = codecs.charmap_build(_PAGE)
_FOLDING = bytes(_PAGE.index(_fold_character(character)) for character in _PAGE)
_WHITE = "".join(
    character if character == "\n" else " " if character.isspace() else "x" for character in _PAGE
).encode()
_UNEVEN_WHITE = (b"  ", b" \n", b"\n ", b"\n\n\n")


def _fold_on_page(text: str) -> str | None:
    """Fold a text whose characters all stand on the page, None where it has others or is uneven."""
    try:
        encoded, _ = codecs.charmap_encode(text, "strict", _ENCODING)
    except UnicodeEncodeError:
        return None
    white = encoded.translate(_WHITE)
    if any(pair in white for pair in _UNEVEN_WHITE):
        return None
    folded = encoded.translate(_FOLDING)
    if folded.isascii():  # as most are, and sooner decoded
        return folded.decode("ascii")
    return codecs.charmap_decode(folded, "strict", _PAGE)[0]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and the way back to its source.

    `text` has one space of padding on each side. `starts` and `ends` give for each character of
    `text` but the padding where it begins and ends in the source; both are empty where character
    i of the source stands at i + 1.
    """

    text: str
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the (start, end) in the source of the folded characters from start to end."""
        if not self.starts:
            return start - 1, end - 1
        return self.starts[start - 1], self.ends[end - 2]

    def letters(self, source: str, start: int, end: int) -> str:
        """Return the source's characters one for one with the folded ones from start to end."""
        if not self.starts:
            return source[start - 1 : end - 1]
        return "".join([source[place] for place in self.starts[start - 1 : end - 1]])


def fold(text: str) -> Folded:
    """Fold a text for look-up.

    >>> fold("L’Été à Zürich").text
    ' l ete a zurich '
    """
    on_page = _fold_on_page(text)
    if on_page is not None:
        return Folded(f" {on_page} ")
    uneven = _UNEVEN.search(text)
    if uneven is None:
        return Folded(f" {text.translate(_TABLE)} ")
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    reached = 0
    while uneven is not None:
        start, end = uneven.span()
        pieces.append(text[reached:start].translate(_TABLE))
        starts.extend(range(reached, start))
        ends.extend(range(reached + 1, start + 1))
        if uneven[0].isspace():
            # A blank line ends a paragraph, and two spaces are in no key.
            spaces = 2 if uneven[0].count("\n") > 1 else 1
            pieces.append(" " * spaces)
            starts.extend([start] * spaces)
            ends.extend([end] * spaces)
        elif ends and unicodedata.combining(text[start]):
            ends[-1] = end
        reached = end
        uneven = _UNEVEN.search(text, reached)
    pieces.append(text[reached:].translate(_TABLE))
    starts.extend(range(reached, len(text)))
    ends.extend(range(reached + 1, len(text) + 1))
    return Folded(f" {''.join(pieces)} ", starts, ends)


def keys(form: str) -> tuple[str, ...]:
    """Return the folded, padded keys a form of the gazetteer is looked up by.

    >>> keys("Moyen-Orient"), keys("Phœnix")
    ((' moyen orient ',), (' phœnix ', ' phoenix '))
    """
    plain = fold(form if form.isascii() else unicodedata.normalize("NFC", form)).text
    if _SPELT_OUT.keys().isdisjoint(plain):
        return (plain,)
    choices = [
        (character, _SPELT_OUT[character]) if character in _SPELT_OUT else (character,)
        for character in plain
    ]
    return tuple("".join(choice) for choice in itertools.product(*choices))
