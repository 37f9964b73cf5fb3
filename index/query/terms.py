"""Lexemes → leaves of the tree, by the same analysis that indexed the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.engine import Problem
from index.french import Token, fold, tokens
from index.query.tree import OPERATORS, Everything, Node, Phrase, Prefix, Wildcard, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.query.lexer import Lexeme

# Letters that must be given for an index to be walked: "o*" would be a tenth of all terms.
MIN_LETTERS: Final = 2
# One of these between two tokens of a chunk makes them a phrase: Al-Jaafari, nato.int, O'Brien.
# A comma does so between digits only: 2,5.
_GLUE: Final = frozenset("-‐‑'’ʼ.,")
_SIGNS = re.compile(r"([*?]+)")
_AFTER = re.compile(r"(?:[^\w*]|_)+\Z")
# Folding takes these out of a word as well.
_NO_LETTER = re.compile(r"[^\w*?&]|_|(?<![^\W_])&|&(?![^\W_])")
# The piece of a chunk around a wildcard sign; F-1* is one piece, as F-16 is one token.
_PIECE = re.compile(r"(?<!\w)[A-Za-z][-‐‑][0-9*?]+[A-Za-z0-9*?]*|[^'’ʼ.,;:/‐‑-]+")


def phrase(lexeme: Lexeme) -> list[Node]:
    """Return the phrase between quotes as one node, or nothing where it holds no word."""
    words = tuple(_word(token, lexeme.position, optional=False) for token in tokens(lexeme.text))
    return [Phrase(words, lexeme.slop, words[0].position)] if words else []


def chunk(lexeme: Lexeme, problems: list[Problem]) -> list[Node]:
    """Return the nodes of a run of characters without spaces, all of them to be matched.

    Function words come back as `optional`, whatever stands beside them.
    """
    text = lexeme.text
    if text.startswith("*") and not _AFTER.sub("", text).strip("*"):
        return [Everything()]
    nodes: list[Node] = []
    done = 0
    for match in _PIECE.finditer(text) if _SIGNS.search(text) else ():
        # A question mark at the end asks a question; it is a wildcard only before a letter.
        piece = _NO_LETTER.sub("", _AFTER.sub("", match.group()))
        if _SIGNS.search(piece):
            nodes += _grouped(text[done : match.start()], lexeme.position + done)
            nodes += _wild(piece, lexeme.position + match.start(), problems)
            done = match.end()
    return nodes + _grouped(text[done:], lexeme.position + done)


def _wild(piece: str, position: int, problems: list[Problem]) -> list[Node]:
    """Return the prefix or the wildcard, or the bare word where too few letters are given."""
    parts = _SIGNS.split(piece)
    literal = [fold(part) if any(map(str.isalnum, part)) else "" for part in parts[::2]]
    if sum(map(len, literal)) < MIN_LETTERS:
        problems.append(Problem(position, "prefix-too-short", piece))
        return _grouped(_SIGNS.sub(" ", piece), position)
    stem, signs, *rest = parts
    if not any(rest) and not signs.strip("*"):
        return [Prefix(stem, position)]
    folded = literal[0]
    for sign, letters in zip(parts[1::2], literal[1:], strict=True):
        folded += ("*" if "*" in sign else sign) + letters
    return [Wildcard(folded, position)]


def _grouped(text: str, offset: int) -> list[Node]:
    """Return single tokens as words and tokens glued together as phrases."""
    nodes: list[Node] = []
    for group in _groups(text):
        first = group[0]
        # "ET," is the word, and only a phrase can be printed so that it stays one.
        if len(group) == 1 and first.text not in OPERATORS:
            nodes.append(_word(first, offset, optional=first.function_word))
        else:
            words = tuple(_word(token, offset, optional=False) for token in group)
            nodes.append(Phrase(words, 0, offset + first.start))
    return nodes


def _groups(text: str) -> Iterator[list[Token]]:
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
    elided = len(group) == 1 and last.function_word and between in "'’ʼ"
    return not elided


def _word(token: Token, offset: int, *, optional: bool) -> Word:
    return Word(token.text, offset + token.start, optional)
