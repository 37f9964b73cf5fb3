"""What is being typed at the end of a query: where its last word and the names before it begin.

Signs of the query language are respected: what stands before an operator, a bracket, a sign or a
closed quote stays as it is, and a field says what its value may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from index.french import tokens
from index.query import Dated, Exact, Named, OfKind, Referenced, Within, parse
from index.query.parser import MAX_LENGTH
from index.query.tree import OPERATORS

if TYPE_CHECKING:
    from index.query import Part
    from index.record import EntityKind

NAME_WORDS: Final = 6
"""So many words back a name may have begun."""

# Opening and closing ones, as index.query takes them.
_QUOTES: Final = '"“”„«»＂'
_quotes = str.maketrans(dict.fromkeys(_QUOTES, " "))
_RUN = re.compile(rf"[^(){_QUOTES}]*\Z")
_BEFORE_QUOTE = re.compile(rf"[^\s(){_QUOTES}]*\s?\Z")
_CHUNK = re.compile(r"[^\s\x00]+")
_ELISION = re.compile(r"['’ʼ](?=\w)")
_SIGN = re.compile(r"[-−–](?=\w)")
_SPECIAL = re.compile(r"[*?~:=]")


@dataclass(frozen=True, slots=True)
class Typing:
    """The end of what was typed; all numbers are code point offsets into `text`.

    A name or a title may have begun at any of `starts`, the furthest back first. The last word
    begins at `word`, which is None where no word is being typed. `opening` is where the quote
    stands that is still open, else None. Inside a field, `kind` says what entities are meant or
    `part` where the words are looked for. `exact` marks the value of `=`.
    """

    text: str
    starts: tuple[int, ...]
    word: int | None
    opening: int | None = None
    kind: EntityKind | None = None
    part: Part | None = None
    exact: bool = False


def being_typed(text: str) -> Typing | None:
    """Return what is being typed, None where nothing is that could be completed; never raises.

    >>> being_typed("OTAN ET jens stolt")
    Typing(text='OTAN ET jens stolt', starts=(8, 13), word=13, opening=None, kind=None, part=None, \
exact=False)
    >>> being_typed("OTAN ET"), being_typed("opérat*")
    (None, None)
    """
    if len(text) > MAX_LENGTH or not text.strip():
        return None
    problems = parse(text).problems
    unclosed = [problem.position for problem in problems if problem.code == "unbalanced-quote"]
    return _in_quotes(text, unclosed[-1]) if unclosed else _in_the_open(text)


def quoted(text: str) -> str:
    """Return a name or a title as a phrase of the query language.

    >>> quoted('Discours "de clôture"')
    '"Discours de clôture"'
    """
    return f'"{" ".join(text.translate(_quotes).split())}"'


def _in_quotes(text: str, opening: int) -> Typing | None:
    content = text[opening + 1 :]
    before = _BEFORE_QUOTE.search(text, 0, opening)
    prefix = _SIGN.sub("", before.group().strip() if before else "", count=1)
    starts = tuple(opening + 1 + chunk.start() for chunk in _CHUNK.finditer(content))[:1]
    if not starts:
        return None
    return _of_field(f'{prefix}"{content}"', text, starts, _last_word(text, opening + 1), opening)


def _in_the_open(text: str) -> Typing | None:
    run = _RUN.search(text)
    chunks = [] if run is None else [c.span() for c in _CHUNK.finditer(text, run.start())]
    if not chunks:
        return None
    start, end = chunks[-1]
    if text[start:end] in OPERATORS:
        return None
    if sign := _SIGN.match(text, start):
        return _valued(text, sign.end(), end)
    if _SPECIAL.search(text, start):
        return _valued(text, start, end)
    if len(chunks) > 1 and text[slice(*chunks[-2])].endswith(":"):
        # "lieu: Ira" is a field too, "note : texte" is none
        valued = _of_field(text[chunks[-2][0] :], text, (start,), _last_word(text, start))
        if valued is None or valued.kind or valued.part:
            return valued
    starts = [start]
    for before, until in reversed(chunks[-NAME_WORDS:-1]):
        chunk = text[before:until]
        if chunk in OPERATORS or _SPECIAL.search(chunk) or _SIGN.match(chunk):
            break
        starts.insert(0, before)
    return Typing(text, _with_elisions(text, starts), _last_word(text, start))


def _valued(text: str, start: int, end: int) -> Typing | None:
    """Return what is typed after a sign or in a field: one chunk, from `start` to `end`."""
    colon = text.find(":", start, end)
    value = colon + 1 if colon > start else start + (text[start] == "=")
    if value == end or set(text[value:end]) & set("*?~"):
        return None
    starts = _with_elisions(text, [value])
    return _of_field(text[start:], text, starts, _last_word(text, value))


def _of_field(
    query: str, text: str, starts: tuple[int, ...], word: int | None, opening: int | None = None
) -> Typing | None:
    """Return what is typed as the value of what stands at the beginning of `query`."""
    match parse(query).tree:
        case Named(kind=kind):
            return Typing(text, starts[:1], word, opening, kind=kind)
        case Within(part=part):
            return Typing(text, starts, word, opening, part=part)
        case Exact():
            return Typing(text, starts, word, opening, exact=True)
        case OfKind() | Referenced() | Dated() | None:
            return None
        case _:
            return Typing(text, starts, word, opening)


def _with_elisions(text: str, starts: list[int]) -> tuple[int, ...]:
    """Add the places after an apostrophe: the OTAN of "l'OTAN" begins there."""
    after = [match.end() for match in _ELISION.finditer(text, starts[0])]
    return tuple(sorted({*starts, *after}))


def _last_word(text: str, start: int) -> int | None:
    """Return where the last word begins, None where something else ends the text."""
    found = tokens(text[start:])
    return start + found[-1].start if found and start + found[-1].end == len(text) else None
