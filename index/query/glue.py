"""Which tokens belong together where no quotes say so: Al-Jaafari, nato.int, O'Brien, 2,5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.french import Token, scan, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# One of these between two tokens holds them together; a comma does so between digits only.
_GLUE: Final = frozenset("-‐‑'’ʼ.,")
APOSTROPHES: Final = ("'", "’", "ʼ")
# What a name is printed with: the first of these that it can be read back with.
_PRINTED: Final = "-'."


def groups(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of a text, those together that signs hold together.

    >>> [[token.text for token in group] for group in groups("l'Al-Qaïda 2,5")]
    [['l'], ['Al', 'Qaïda'], ['2', '5']]
    """
    group: list[Token] = []
    for token in tokens(text):
        if group and not _glued(text, group, token):
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _glued(text: str, group: list[Token], token: Token) -> bool:
    last = group[-1]
    between = text[last.end : token.start]
    if between not in _GLUE:
        return False
    if between == ",":
        return last.text.isdecimal() and token.text.isdecimal()
    # l'OTAN is two words, the first an article; Côte-d'Or stays together.
    elided = len(group) == 1 and last.function_word and between in APOSTROPHES
    return not elided


def joined(words: Sequence[str]) -> str | None:
    """Return words as one name that `groups` reads back; None where no sign can do that.

    >>> joined(["Côte", "d", "Or"]), joined(["F", "16"])
    ('Côte-d-Or', "F'16")
    """
    for sign in _PRINTED:
        text = sign.join(words)
        read = [[token.text for token in group] for group in groups(text)]
        if len(words) > 1 and read == [list(words)]:
            return text
    return None


def spaced(words: Sequence[str]) -> str:
    """Return words side by side as they stand between quotes, apart where a space would join them.

    >>> spaced(["forces", "de", "paix"])
    'forces de paix'
    """
    text = " ".join(words)
    return text if [surface for *_, surface in scan(text)] == list(words) else ", ".join(words)
