"""The rules that turn one token's surface into its terms, as two lists to be read top to bottom.

LOSSLESS rules change how a word is written down, not what is written; LOSSY rules give up a
difference on purpose (case, accents, ligatures) so that different spellings meet.
Each rule is total: `str` in, `str` out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from unidecode import unidecode

if TYPE_CHECKING:
    from collections.abc import Callable

# Apostrophes as typed and as printed: ASCII, typographic, modifier letter, opening, reversed,
# prime, acute and grave accents standing alone, full width.
APOSTROPHES: Final = "'’ʼ‘‛′´`＇"
# Hyphens that join words: ASCII, U+2010 HYPHEN, U+2011 NON-BREAKING HYPHEN.
HYPHENS: Final = "-‐‑"
# Spaces that never end a line, between the digits of a number: no-break, figure, thin, hair and
# narrow no-break space.
FIXED_SPACES: Final = "\u00a0\u2007\u2009\u200a\u202f"
# Characters that a page puts inside words without being seen: soft hyphen, zero width non-joiner
# and joiner, word joiner, byte order mark.
INVISIBLE: Final = "\u00ad\u200c\u200d\u2060\ufeff"

_straight = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_plain_hyphens = str.maketrans(dict.fromkeys(HYPHENS, "-"))
_plain_spaces = str.maketrans(dict.fromkeys(FIXED_SPACES, " "))
_invisible = str.maketrans(dict.fromkeys(INVISIBLE))
_fractions = {
    sign: parts
    for sign in map(chr, (*range(0xBC, 0xBF), *range(0x2150, 0x2160), 0x2189))
    for parts in [unicodedata.normalize("NFKC", sign).replace("\N{FRACTION SLASH}", "sur")]
}
_fraction = re.compile(f"[{''.join(_fractions)}]")
_number_signs = {"n°": "no", "N°": "no", "n°s": "nos", "N°s": "nos", "N°S": "nos"}
_not_in_term = re.compile(r"[^\w&]|_")
_surrogate = re.compile("[\ud800-\udfff]")


def compose(word: str) -> str:
    r"""Write letters and their accents as one character each (Unicode NFC).

    >>> compose("e\u0301te\u0301")
    'été'
    """
    return unicodedata.normalize("NFC", word)


def drop_invisible(word: str) -> str:
    r"""Take out soft hyphens and zero-width joiners.

    >>> drop_invisible("Mos\u00adsoul")
    'Mossoul'
    """
    return word.translate(_invisible)


def straighten(word: str) -> str:
    """Write every apostrophe as ASCII.

    >>> straighten("aujourd’hui")
    "aujourd'hui"
    """
    return word.translate(_straight)


def plain_hyphens(word: str) -> str:
    """Write every hyphen that joins words as ASCII.

    >>> plain_hyphens("F‑16")
    'F-16'
    """
    return word.translate(_plain_hyphens)


def plain_spaces(word: str) -> str:
    r"""Write every space within a number as ASCII.

    >>> plain_spaces("4\u202f000")
    '4 000'
    """
    return word.translate(_plain_spaces)


def number_sign(word: str) -> str:
    """Write the number signs "n°" and "n°s" as the letters they abbreviate.

    >>> number_sign("n°"), number_sign("N°s"), number_sign("nord")
    ('no', 'nos', 'nord')
    """
    return _number_signs.get(word, word)


def lower(word: str) -> str:
    """Lower the case.

    >>> lower("ÉTAT")
    'état'
    """
    return word.lower()


def spell_fractions(word: str) -> str:
    """Write fractions of one sign as they are said, so that no digits of theirs join a number.

    >>> spell_fractions("½"), spell_fractions("4½"), spell_fractions("412")
    ('1sur2', '4et1sur2', '412')
    """
    return word if word.isascii() else _fraction.sub(_spelt, word)


def _spelt(fraction: re.Match[str]) -> str:
    follows = fraction.string[: fraction.start()][-1:].isalnum()
    return ("et" if follows else "") + _fractions[fraction.group()]


def to_ascii(word: str) -> str:
    """Replace accents, ligatures and other scripts by ASCII letters.

    >>> to_ascii("cœur"), to_ascii("chișinău"), to_ascii("москва")
    ('coeur', 'chisinau', 'moskva')
    """
    # unidecode warns about surrogates; they stand for no character.
    return word if word.isascii() else unidecode(_surrogate.sub("", word))


def drop_marks(word: str) -> str:
    """Take out what is neither letter, digit nor "&": dots of O.T.A.N., spaces of 4 000.

    >>> drop_marks("o.t.a.n."), drop_marks("f-16"), drop_marks("r&d"), drop_marks("4 000")
    ('otan', 'f16', 'r&d', '4000')
    """
    return word if word.isalnum() else _not_in_term.sub("", word)


LOSSLESS: Final[tuple[Callable[[str], str], ...]] = (
    compose,
    drop_invisible,
    straighten,
    plain_hyphens,
    plain_spaces,
)
# The last lowering is for letters that become capitals on the way, such as "㎏" or "№".
LOSSY: Final[tuple[Callable[[str], str], ...]] = (
    number_sign,
    lower,
    spell_fractions,
    to_ascii,
    drop_marks,
    lower,
)


def apply(rules: tuple[Callable[[str], str], ...], word: str) -> str:
    """Apply rules one after the other.

    >>> apply(LOSSLESS + LOSSY, "Œuvre")
    'oeuvre'
    """
    for rule in rules:
        word = rule(word)
    return word
