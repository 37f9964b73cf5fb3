"""Query text → lexemes: brackets, operators, phrases and chunks, each with its offset.

Nothing is looked up in a language list here, and nothing is refused: what is odd becomes a
problem beside the lexemes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from index.engine import Problem
from index.query.tree import OPERATORS

# Opening quote → what may close it; a straight quote closes any, for mixed keyboards.
_CLOSING: Final = {'"': '"', "“": '”"', "”": '”"', "„": '“”"', "«": '»"', "»": '»"', "＂": "＂"}
_SLOP = re.compile(r"~(\d{1,3})")
_GAP = re.compile(r"[\s\x00]+")
_CHUNK = re.compile(r"[^\s\x00()\"“”„«»＂]+")
# The minus, and what word processors make of it.
_MINUS: Final = "-−–"


class LexemeKind(Enum):
    """What a lexeme is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    PHRASE = auto()
    CHUNK = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query; `text` is the chunk, or what stands between the quotes.

    `position` is where `text` begins, in code points of the query. `slop` is of a phrase.
    """

    kind: LexemeKind
    text: str
    position: int
    slop: int = 0


_OPERATOR_KINDS: Final = {"and": LexemeKind.AND, "or": LexemeKind.OR, "not": LexemeKind.NOT}


def lex(text: str) -> tuple[list[Lexeme], list[Problem]]:
    """Cut a query into lexemes.

    >>> [(x.kind.name, x.text) for x in lex('a OU -"b c"~3')[0]]
    [('CHUNK', 'a'), ('OR', 'OU'), ('NOT', '-'), ('PHRASE', 'b c')]
    """
    lexemes: list[Lexeme] = []
    problems: list[Problem] = []
    at, fresh = 0, True
    while at < len(text):
        sign = text[at]
        if gap := _GAP.match(text, at):
            at, fresh = gap.end(), True
            continue
        if sign in "()":
            lexemes.append(Lexeme(LexemeKind.OPEN if sign == "(" else LexemeKind.CLOSE, sign, at))
            at, fresh = at + 1, True
        elif sign in _CLOSING:
            lexeme, at = _phrase(text, at, problems)
            lexemes.append(lexeme)
            fresh = False
        elif fresh and sign in _MINUS and _binds(text, at + 1):
            lexemes.append(Lexeme(LexemeKind.NOT, sign, at))
            at += 1
        elif chunk := _CHUNK.match(text, at):
            lexemes.append(_chunk(chunk.group(), at))
            at, fresh = chunk.end(), False
    return lexemes, problems


def _binds(text: str, at: int) -> bool:
    # "- OTAN" and "a -- b" are dashes between words, "-OTAN" leaves OTAN out.
    following = text[at : at + 1]
    return following == "(" or following in _CLOSING or following.isalnum()


def _chunk(chunk: str, at: int) -> Lexeme:
    operator = OPERATORS.get(chunk)
    kind = _OPERATOR_KINDS[operator] if operator else LexemeKind.CHUNK
    return Lexeme(kind, chunk, at)


def _phrase(text: str, at: int, problems: list[Problem]) -> tuple[Lexeme, int]:
    closing = _CLOSING[text[at]]
    ends = [end for sign in closing if (end := text.find(sign, at + 1)) >= 0]
    if not ends:
        problems.append(Problem(at, "unbalanced-quote", text[at]))
    end = min(ends, default=len(text))
    slop = _SLOP.match(text, end + 1)
    lexeme = Lexeme(
        LexemeKind.PHRASE, text[at + 1 : end], at + 1, int(slop.group(1)) if slop else 0
    )
    return lexeme, slop.end() if slop else min(end + 1, len(text))
