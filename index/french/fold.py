"""Folding: one word to its term, a whole label to a key or to a slug."""

from __future__ import annotations

import re
from typing import Final

from index.french.rules import LOSSLESS, LOSSY, apply, compose, drop_invisible, straighten, to_ascii

# A term is cut at this many code points: longer ones are never words, and normalising one
# megabyte of combining marks as a single word would take quadratic time.
MAX_TERM: Final = 64

_gap = re.compile(r"[\s\-‐‑‒–—―]+")
_outside_slug = re.compile(r"[^a-z0-9]+")


def fold(word: str) -> str:
    r"""Return the folded term of one word: NFC, lower case, ASCII, without inner marks.

    A word that no ASCII spelling is known for stays as it is, so that it can still be found.

    >>> fold("Œuvre"), fold("Chișinău"), fold("O.T.A.N."), fold("e\u0301te\u0301")
    ('oeuvre', 'chisinau', 'otan', 'ete')
    """
    if word.isascii() and word.isalnum():
        return word[:MAX_TERM].lower()
    word = word[:MAX_TERM]
    plain = apply(LOSSLESS, word)
    return apply(LOSSY, plain) or plain.lower()


def lossless(word: str) -> str:
    r"""Return the exact term of one word: what no reader sees evened out, case and accents kept.

    >>> lossless("e\u0301te\u0301"), lossless("Aujourd’hui"), lossless("4\u202f000")
    ('été', "Aujourd'hui", '4 000')
    """
    word = word[:MAX_TERM]
    if word.isascii() and word.isalnum():
        return word
    # NFC makes a few characters longer.
    return apply(LOSSLESS, word)[:MAX_TERM]


def fold_key(text: str) -> str:
    """Return the key under which two spellings of a label are the same label.

    Folded; white space and hyphens are one space, apostrophes are straight.

    >>> fold_key(" Côte  d’Ivoire "), fold_key("Al-Jaafari")
    ("cote d'ivoire", 'al jaafari')
    """
    spaced = _gap.sub(" ", straighten(drop_invisible(_compose_parts(text))))
    # Some letters become hyphens, apostrophes or capitals of ASCII: ع, ㎏.
    return _gap.sub(" ", straighten(to_ascii(spaced.lower())).lower()).strip()


def slugify(text: str) -> str:
    """Return the label as it stands in identifiers and URLs, "" where it has no letter.

    >>> slugify("Jens Stoltenberg"), slugify("Côte d’Ivoire")
    ('jens-stoltenberg', 'cote-d-ivoire')
    """
    return _outside_slug.sub("-", fold_key(text)).strip("-")


def _compose_parts(text: str) -> str:
    # Cut so that hostile runs of combining marks cost linear time; a seam can only fall inside a
    # label longer than any that exists.
    size = 256
    return "".join(compose(text[i : i + size]) for i in range(0, len(text), size))
