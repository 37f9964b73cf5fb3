"""Query text → lexemes: brackets, operators, fields, phrases and chunks, each with its offset.

Nothing is refused: what is odd becomes a problem beside the lexemes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from index.engine import Problem
from index.french import scan
from index.query.fields import PARTS, Field, field_at
from index.query.tree import OPERATORS

MAX_SLOP: Final = 999

# Opening quote → what may close it; a straight quote closes any, for mixed keyboards.
_CLOSING: Final = {'"': '"', "“": '”"', "”": '”"', "„": '“”"', "«": '»"', "»": '»"', "＂": '＂"'}
_QUOTES: Final = '"“”„«»＂'
_SLOP = re.compile(r"~([0-9]+)")
_GAP = re.compile(r"[\s\x00]+")
_CHUNK = re.compile(rf"[^\s\x00(){_QUOTES}]+")
# Parentheses belong to a reference where nothing in them is apart: PR/CP(2003)903.
_REFERENCE = re.compile(rf"(?:\([^\s\x00(){_QUOTES}]*\)|[^\s\x00(){_QUOTES}])+")
_DATE = re.compile(rf"[<>≤≥]=?\s+[^\s\x00(){_QUOTES}]+|{_CHUNK.pattern}")
# The longest number that is looked for, with the spaces between its groups of digits.
_NUMBER: Final = 64
# The minus, and what word processors make of it.
_MINUS: Final = "-−–"


class LexemeKind(Enum):
    """What a lexeme is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    FIELD = auto()
    PHRASE = auto()
    CHUNK = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query; `text` is the chunk, what stands between the quotes, or a field's name.

    `position` is where `text` begins, in code points of the query. `slop` is of a phrase; `exact`
    tells of "=" before a phrase or chunk. `field` is the field that is named or, of a phrase or
    chunk, the one whose value this is.
    """

    kind: LexemeKind
    text: str
    position: int
    slop: int = 0
    exact: bool = False
    field: Field | None = None


_OPERATOR_KINDS: Final = {"and": LexemeKind.AND, "or": LexemeKind.OR, "not": LexemeKind.NOT}


def lex(text: str) -> tuple[list[Lexeme], list[Problem]]:
    """Cut a query into lexemes.

    >>> [(x.kind.name, x.text) for x in lex('a OU -"b c"~3')[0]]
    [('CHUNK', 'a'), ('OR', 'OU'), ('NOT', '-'), ('PHRASE', 'b c')]
    >>> [(x.kind.name, x.text) for x in lex("lieu:place:iraq")[0]]
    [('FIELD', 'lieu'), ('CHUNK', 'place:iraq')]
    """
    lexer = _Lexer(text)
    lexer.run()
    return lexer.lexemes, lexer.problems


class _Lexer:
    def __init__(self, text: str) -> None:
        self.lexemes: list[Lexeme] = []
        self.problems: list[Problem] = []
        self._text = text
        self._at = 0
        # Whether a sign would stand at the beginning of something.
        self._fresh = True
        # The field that has been named and waits for its value, and those of open parentheses.
        self._named: Field | None = None
        self._around: list[Field | None] = []
        # Whether "=" stood before the name of a part, as if before what is looked for there.
        self._exact = False

    def run(self) -> None:
        text = self._text
        while self._at < len(text):
            sign = text[self._at]
            if gap := _GAP.match(text, self._at):
                self._at, self._fresh = gap.end(), True
            elif sign == "(" and not self._is_reference():
                self._around.append(self._field)
                self._add(LexemeKind.OPEN, sign)
                self._fresh = True
            elif sign == ")":
                if self._around:
                    self._around.pop()
                self._add(LexemeKind.CLOSE, sign)
                self._fresh = True
            elif sign in _CLOSING:
                self._phrase(exact=False)
            elif not self._fresh or not self._beginning(sign):
                self._chunk(exact=False)

    @property
    def _field(self) -> Field | None:
        """The field whose value stands here."""
        return self._named or (self._around[-1] if self._around else None)

    def _is_reference(self) -> bool:
        return self._field is Field.REFERENCE and bool(_REFERENCE.match(self._text, self._at))

    def _add(self, kind: LexemeKind, text: str) -> None:
        self.lexemes.append(Lexeme(kind, text, self._at))
        self._at += len(text)
        self._named, self._exact = None, False

    def _beginning(self, sign: str) -> bool:
        """Read what has a meaning at the beginning only; tell whether there was such a thing."""
        if sign in _MINUS and self._binds(self._at + 1):
            self.lexemes.append(Lexeme(LexemeKind.NOT, sign, self._at))
            self._at += 1
            return True
        if sign == "=" and self._binds(self._at + 1, also=""):
            self._at += 1
            # The value of a field is taken as it is anyway.
            exact = self._field is None
            if exact and self._name():
                self._exact = self._named is None
            elif self._text[self._at] in _CLOSING:
                self._phrase(exact=exact)
            else:
                self._chunk(exact=exact)
            return True
        # "lieu:place:iraq" has an id for its value; "lieu: titre: x" has none.
        free = self._named is not None and _GAP.match(self._text, self._at - 1)
        return bool(free or self._field is None) and self._name()

    def _name(self) -> bool:
        """Read the name of a field; tell whether there was one."""
        found = field_at(self._text, self._at)
        if found is None:
            return False
        field, name, end = found
        self.lexemes.append(Lexeme(LexemeKind.FIELD, name, self._at, field=field))
        self._named = None if field in PARTS else field
        self._at = end
        return True

    def _binds(self, at: int, also: str = "(=") -> bool:
        # "- OTAN" and "a -- b" are dashes between words, "-OTAN" leaves OTAN out.
        following = self._text[at : at + 1]
        return following.isalnum() or (bool(following) and following in _QUOTES + also)

    def _chunk(self, *, exact: bool) -> None:
        field = self._field
        wanted = {Field.REFERENCE: _REFERENCE, Field.DATE: _DATE}.get(field or Field.TEXT, _CHUNK)
        start = self._at
        found = wanted.match(self._text, start)
        end = found.end() if found else start + 1
        if field is None:
            end = self._number(start, end)
        chunk = self._text[start:end]
        operator = None if exact else OPERATORS.get(chunk)
        kind = _OPERATOR_KINDS[operator] if operator else LexemeKind.CHUNK
        exact = exact or (self._exact and operator is None)
        self.lexemes.append(Lexeme(kind, chunk, start, 0, exact, None if operator else field))
        self._at, self._fresh, self._named, self._exact = end, False, None, False

    def _number(self, start: int, end: int) -> int:
        """Return where a chunk ends that may begin with a number in groups of digits: 4 000."""
        if not self._text[start].isdecimal():
            return end
        _, length, _ = next(scan(self._text[start : start + _NUMBER]))
        if start + length <= end:
            return end
        rest = _CHUNK.match(self._text, start + length)
        return rest.end() if rest else start + length

    def _phrase(self, *, exact: bool) -> None:
        text, start = self._text, self._at + 1
        ends = [end for sign in _CLOSING[text[self._at]] if (end := text.find(sign, start)) >= 0]
        if not ends:
            self.problems.append(Problem(self._at, "unbalanced-quote", text[self._at]))
        end = min(ends, default=len(text))
        slop = 0
        self._at = min(end + 1, len(text))
        if found := _SLOP.match(text, self._at):
            slop = min(int(found.group(1)), MAX_SLOP)
            if slop < int(found.group(1)):
                self.problems.append(Problem(self._at, "distance-too-large", f"~{slop}"))
            self._at = found.end()
        self.lexemes.append(
            Lexeme(
                LexemeKind.PHRASE, text[start:end], start, slop, exact or self._exact, self._field
            )
        )
        self._fresh, self._named, self._exact = False, None, False
