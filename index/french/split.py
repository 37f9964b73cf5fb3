"""Where tokens begin and end. Nothing is dropped here: every letter and digit is in a token.

A token is a run of letters and digits, with these exceptions, each an alternative of the pattern:

- `aujourd'hui` and the other words of whole_words.txt are one token; any other apostrophe
  separates (`l'OTAN` is `l` and `OTAN`);
- `O.T.A.N.`, dotted initials, is one token;
- `F-16`, `E-3A`, one letter, hyphen, number, is one token (so that F16 is the same term); any
  other hyphen separates (`Al-Jaafari` is two neighbours);
- `R&D` is one token;
- `n°` is one token.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from index.french.lists import whole_words
from index.french.rules import HYPHENS, INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int, str]

# U+02BC is a letter to Unicode and an apostrophe to writers.
_LETTER = r"[^\W_ʼ]"
_ALPHABETIC = r"[^\W\d_ʼ]"
# Combining marks of Latin, Cyrillic, Hebrew, Arabic and symbols, which `\w` leaves out
# (Unicode 15, Blocks.txt), and what is invisible within a word.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f" + INVISIBLE
)
_APOSTROPHE = "['’ʼ]"


@cache
def pattern() -> re.Pattern[str]:
    """Return the compiled pattern of one token; it has no groups and takes linear time."""
    hyphen = f"[{re.escape(HYPHENS)}]"
    marks = f"[{_MARKS}]"
    plain = f"{_LETTER}++(?![{_MARKS}.{re.escape(HYPHENS)}&'’ʼ°])"
    whole = _whole_words()
    initials = f"(?<![\\w.])(?:{_ALPHABETIC}{marks}?\\.){{2,12}}(?:{_ALPHABETIC}(?!\\w))?+(?!\\w)"
    model = (
        f"(?<![\\w{re.escape(HYPHENS)}])[A-Za-z]{hyphen}[0-9]{{1,4}}[A-Za-z]?(?![\\w{marks[1:-1]}])"
    )
    ampersand = f"{_ALPHABETIC}{{1,3}}&{_ALPHABETIC}{{1,3}}(?!\\w)"
    number = "[nN]°"
    word = f"{_LETTER}++(?:{marks}++{_LETTER}*+)*+"
    special = f"(?i:{whole})(?!\\w)|{initials}|{model}|{ampersand}|{number}|{word}"
    # The look-ahead spares most of the work where no token begins.
    return re.compile(f"{plain}|(?={_LETTER})(?:{special})")


def scan(text: str) -> Iterator[Span]:
    """Yield (start, end, surface) of each token; the offsets are code points of `text`.

    >>> [surface for *_, surface in scan("L’OTAN, aujourd'hui, et ses F-16")]
    ['L', 'OTAN', "aujourd'hui", 'et', 'ses', 'F-16']
    """
    for match in pattern().finditer(text):
        yield match.start(), match.end(), match.group()


def surfaces(text: str) -> list[str]:
    """Return the surface of each token, as `scan` does, faster."""
    return pattern().findall(text)


def _whole_words() -> str:
    """Return the pattern of whole_words.txt, by what stands before the apostrophe.

    The source may be composed or decomposed Unicode, and bear any of the apostrophes.
    """
    tails: dict[str, list[str]] = {}
    for word in whole_words():
        for form in dict.fromkeys(unicodedata.normalize(f, word) for f in ("NFC", "NFD")):
            head, _, tail = form.partition("'")
            tails.setdefault(head, []).append(tail)
    return "|".join(f"{head}{_APOSTROPHE}(?:{'|'.join(tails[head])})" for head in tails)
