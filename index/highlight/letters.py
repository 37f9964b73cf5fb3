"""A text written letter by letter as it is folded, to be searched for how words begin."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from index.french import fold
from index.french.rules import HYPHENS, INVISIBLE

if TYPE_CHECKING:
    import numpy.typing as npt

GAP: Final = b" "
MAYBE: Final = b"\1"
"""Written for what may be any letters, or none: ligatures, other scripts, signs within words."""
OE: Final = b"\2"
"""Written for "œ": most texts have some, and most words that are looked for none."""

_SIGNS: Final = f"°{INVISIBLE}{HYPHENS[1:]}"
"""Are written as `MAYBE`, too: "n°" is a token, words have soft hyphens, initials any hyphen."""
_BLOCKS: Final = range(0x250), range(0x1E00, 0x1F00), range(0x2000, 0x20D0)
"""Code points of Latin letters and of what stands between words (Unicode 15, Blocks.txt)."""


def plain(text: str) -> bytes:
    r"""Write each character as it is folded, one byte for one, behind a space.

    >>> plain("L’été, R&D"), plain("Šī cœur №")
    (b' l ete  r d', b' si c\x02ur \x01')
    """
    # numpy keeps a string as its code points; those beyond the table are written as its last is
    codes = np.array([text]).view(np.uint32)
    return GAP + _letters().take(codes, mode="clip").tobytes()


@cache
def _letters() -> npt.NDArray[np.uint8]:
    """Return what is written for each character by its code point, `MAYBE` the last."""
    letters = np.full(_BLOCKS[-1].stop + 1, ord(MAYBE), np.uint8)
    for block in _BLOCKS:
        letters[block.start : block.stop] = [ord(_letter(chr(code))) for code in block]
    return letters


def _letter(character: str) -> bytes:
    """Return what is written for a character, which is the same wherever it stands."""
    if character in "œŒ":
        return OE
    if character.isalnum():
        letter = fold(character)
        return letter.encode() if len(letter) == 1 and letter.isascii() else MAYBE
    if character in _SIGNS:
        return MAYBE
    return b"." if character == "." else GAP
