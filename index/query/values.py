"""The values of fields → filters of the tree: names, kinds, references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never

from index.engine import Problem
from index.french import tokens
from index.query.dates import dated
from index.query.fields import DATES, ENTITIES, Field, field_at
from index.query.lexer import LexemeKind
from index.query.tree import Named, Node, OfKind, Referenced, Word
from index.record import EntityKind

if TYPE_CHECKING:
    from index.query.lexer import Lexeme

_GAP = re.compile(r"[\s\x00]+")
# What a sentence leaves around a name, and signs that have no meaning in one.
_OUTSIDE = re.compile(r"\W+")
_AFTER: Final = ",;:!?.…=~*-"
# Signs that would mean something after a word of the text.
_SIGNS = re.compile(r"(?<=\w)(?>(?:\*|~[0-9]*+)+)(?=[,;:!?.…]*\Z)")


def value(lexeme: Lexeme, problems: list[Problem]) -> list[Node]:
    """Return the filter that a value is for the field it stands in; nothing where it is none."""
    text, position = _unnested(lexeme, problems)
    if not any(map(str.isalnum, text)):
        return []
    text = _without_signs(lexeme, text, position, problems)
    match lexeme.field:
        case Field.DATE | Field.AFTER | Field.BEFORE:
            node = dated(lexeme.field, text, position, problems)
            return [] if node is None else [node]
        case Field.REFERENCE:
            words = tuple(Word(t.text, position + t.start) for t in tokens(text))
            return [Referenced(words, words[0].position)] if words else []
        case Field.KIND:
            return [OfKind(*_name(lexeme, text, position))]
        case Field.PERSON | Field.PLACE | Field.ORGANISATION | Field.OPERATION | Field.EVENT:
            return [Named(EntityKind(lexeme.field.value), *_name(lexeme, text, position))]
        case Field.TITLE | Field.TEXT | None:
            message = "not the value of a field"
            raise AssertionError(message)
        case _:
            assert_never(lexeme.field)


def _without_signs(lexeme: Lexeme, text: str, position: int, problems: list[Problem]) -> str:
    """Return a value without what this language writes after words of the text: Ira*, "a b"~2."""
    if lexeme.field in DATES:
        return text
    kept = _SIGNS.sub("", text) if lexeme.kind is LexemeKind.CHUNK else text
    typed = f'"{text}"~{lexeme.slop}' if lexeme.slop else text
    if typed != kept:
        problems.append(Problem(position, "sign-in-value", typed.rstrip(",;:!?.…")))
    return kept


def _unnested(lexeme: Lexeme, problems: list[Problem]) -> tuple[str, int]:
    """Return a value without the names of fields that stand before it, and its position."""
    text, at = lexeme.text, 0
    while lexeme.kind is LexemeKind.CHUNK and (found := field_at(text, at)):
        field, name, end = found
        if field in ENTITIES and field is lexeme.field and name == field.value:
            # place:iraq is an id
            break
        if field is not lexeme.field:
            problems.append(Problem(lexeme.position + at, "nested-field", name + ":"))
        at = end
    return text[at:], lexeme.position + at


def _name(lexeme: Lexeme, text: str, position: int) -> tuple[str, int]:
    """Return a name as typed, but for white space and signs around it, and its position."""
    outside = _OUTSIDE if lexeme.kind is LexemeKind.CHUNK else _GAP
    before = outside.match(text)
    start = before.end() if before else 0
    name = text[start:]
    if lexeme.kind is LexemeKind.CHUNK:
        name = name.rstrip(_AFTER)
    return _GAP.sub(" ", name).strip(), position + start
