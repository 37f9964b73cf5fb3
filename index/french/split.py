"""Where tokens begin and end. Nothing is dropped here: every letter and digit is in a token.

A token is a run of letters and digits, with these exceptions, each an alternative of the pattern:

- `aujourd'hui` and the other words of whole_words.txt are one token; any other apostrophe
  separates (`l'OTAN` is `l` and `OTAN`);
- `O.T.A.N.`, `J.-F.`, dotted initials, is one token; `J. F.` and `J-F` are two;
- `F-16`, `MiG-29`, `AH-64D`, up to three letters, hyphen, number, is one token (so that F16 is
  the same term; `F 16` stays two, for nothing tells it from "le vol F 16 fois"). Longer words and
  those of before_numbers.txt carry a subject and stay apart (`Nord-2`, `UE-27`, `covid19`). Any
  other hyphen separates (`Al-Jaafari`, `Nord-Est` are two neighbours, as without hyphen);
- `4 000` and `4.000`, groups of three digits, is one token (see `_NUMBERS`); a comma separates
  (`4,5` is a decimal, and `4.5` is cut alike);
- `16 h 30`, a time of day, is one token, as is `16h30`;
- `R&D` is one token;
- `n°`, `n°s` is one token.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from index.french.lists import before_numbers, whole_words
from index.french.rules import APOSTROPHES, FIXED_SPACES, HYPHENS, INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int, str]

# U+02BC is a letter to Unicode and an apostrophe to writers.
_LETTER = r"[^\W_ʼ]"
_ALPHABETIC = r"[^\W\d_ʼ]"
_FRENCH = "[a-zA-ZÀ-ÖØ-öø-ÿœŒ]"
# Combining marks of Latin, Cyrillic, Hebrew, Arabic and symbols, which `\w` leaves out
# (Unicode 15, Blocks.txt), and what is invisible within a word.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f" + INVISIBLE
)
_APOSTROPHE = f"[{APOSTROPHES}]"
_HYPHEN = f"[{re.escape(HYPHENS)}]"
_END = f"(?![\\w{_MARKS}])"

# Groups of exactly three digits behind one to three, the first no 0, all parted alike, nothing of
# the kind before or after: so a telephone number (2 707 50 01), a dotted address (192.168.1.1) or
# a list of more than six numbers stays as it is, and a year is never a first group (2016 100
# soldats). A plain space is taken as well, for pages and readers write it where print has a fixed
# one, and two figures side by side without a comma are rarer by far than a number with its
# thousands. The bound of five groups keeps the time linear.
# Atomic, here and below, where "+" behind the repetition of a group would be shorter: Python before
# 3.11.5 matches too much by that.
_NUMBERS = "|".join(
    f"(?<![\\w.,])(?<![0-9]{gap})[1-9][0-9]{{0,2}}"
    f"(?>(?:{part}[0-9]{{3}}(?![0-9])){{1,5}})(?!{gap}[0-9]){_END}"
    for part, gap in (
        (" ", f"[ {FIXED_SPACES}]"),
        (f"[{FIXED_SPACES}]", f"[{FIXED_SPACES}]"),
        ("\\.", "\\."),
    )
)
_HOURS = f"(?<![\\w.,])[0-9]{{1,2}}[ {FIXED_SPACES}]?[hH](?:[ {FIXED_SPACES}]?[0-5][0-9])?{_END}"


@cache
def pattern() -> re.Pattern[str]:
    """Return the compiled pattern of one token; it has no groups and takes linear time."""
    # What no exception can begin with and needs no further look: most words of French text.
    plain = f"{_FRENCH}++(?=[ ,;:!?)»\n\u00a0])|{_FRENCH}{{4,}}+(?=[.-])"
    letter = f"{_ALPHABETIC}[{_MARKS}]?\\."
    initials = (
        f"(?<![\\w.])(?:{letter}(?:{_HYPHEN}(?={letter}))?){{2,12}}"
        f"(?>(?:{_ALPHABETIC}(?!\\w))?)(?!\\w)"
    )
    apart = f"(?i:{'|'.join(before_numbers())})"
    model = (
        f"(?<![\\w{re.escape(HYPHENS)}])(?!{apart}{_HYPHEN})"
        f"(?:[A-Za-z]{_HYPHEN}[0-9]{{1,4}}|[A-Za-z]{{2,3}}{_HYPHEN}[0-9]{{1,3}})"
        f"(?:[A-Za-z]{{1,3}}[0-9]?)?{_END}"
    )
    ampersand = f"{_ALPHABETIC}{{1,3}}&{_ALPHABETIC}{{1,3}}(?!\\w)"
    worded = "|".join(
        (
            f"(?i:{_whole_words()})(?!\\w)",
            initials,
            model,
            ampersand,
            "[nN]°(?:[sS](?!\\w))?",
            f"{apart}(?=[0-9])",
        )
    )
    other = f"{_LETTER}++(?>(?:[{_MARKS}]++{_LETTER}*+)*)"
    # The look-aheads spare most of the work where no exception begins.
    return re.compile(
        f"{plain}|(?={_LETTER})(?:(?=[0-9])(?:{_NUMBERS}|{_HOURS})|(?![0-9])(?:{worded})|{other})"
    )


def scan(text: str) -> Iterator[Span]:
    """Yield (start, end, surface) of each token; the offsets are code points of `text`.

    >>> [surface for *_, surface in scan("L’OTAN, aujourd'hui, et ses 4 000 F-16")]
    ['L', 'OTAN', "aujourd'hui", 'et', 'ses', '4 000', 'F-16']
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
