"""Lexemes → leaves of the tree, by the same analysis that indexed the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.engine import Problem
from index.french import Token, fold, tokens
from index.query.glue import APOSTROPHES, groups, joined
from index.query.tree import (
    OPERATORS,
    Everything,
    Exact,
    Fuzzy,
    Node,
    Phrase,
    Prefix,
    Referenced,
    Wildcard,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.query.lexer import Lexeme

# Letters that must be given for an index to be walked: "o*" would be a tenth of all terms.
MIN_LETTERS: Final = 2
# A word of three letters is two edits from any other.
MIN_FUZZY: Final = 4
MAX_DISTANCE: Final = 2

_AFTER: Final = ",;:.!?"
_SIGNS = re.compile(r"([*?]+)")
_FUZZY = re.compile(r"~([0-9]*)[^\w*~]*\Z")
# Folding takes these out of a word as well.
_NO_LETTER = re.compile(r"[^\w*?&]|_|(?<![^\W_])&|&(?![^\W_])")
# The piece of a chunk around a wildcard sign; F-1* may be one piece, as F-16 is one token.
_PIECE = re.compile(r"(?<!\w)[A-Za-z]{1,3}[-‐‑](?P<number>[0-9*?]+[A-Za-z0-9*?]*)|[^'’ʼ.,;:/‐‑-]+")


def phrase(lexeme: Lexeme) -> list[Node]:
    """Return what stands between quotes or after "=" as one node, nothing where it has no word."""
    words = _words(tokens(lexeme.text), lexeme.position)
    if not words:
        return []
    kind = Exact if lexeme.exact else Phrase
    return [kind(words, lexeme.slop, words[0].position)]


def chunk(lexeme: Lexeme, problems: list[Problem]) -> list[Node]:
    """Return the nodes of a run of characters without spaces, all of them to be matched.

    Function words come back as `optional`, whatever stands beside them.
    """
    text = lexeme.text
    if text.startswith("*") and not _trimmed(text).strip("*"):
        return [Everything()]
    if "*" in text and not any(map(str.isalnum, text)):
        problems.append(Problem(lexeme.position, "missing-operand", _trimmed(text)))
        return []
    found = _FUZZY.search(text)
    word = _last_token(text[: found.start()]) if found else None
    if found and word:
        text = text[: found.start()]
    patterns = _patterns(text)
    if sum((lexeme.exact, bool(word), bool(patterns))) > 1:
        signs = ("=" if lexeme.exact else "") + lexeme.text.rstrip(_AFTER)
        problems.append(Problem(lexeme.position, "mixed-signs", signs))
    if patterns:
        return _wild(text, patterns, lexeme.position, problems)
    if found and word:
        rest = _grouped(text, lexeme.position, word.start)
        return rest + _fuzzy(word, found.group(1), lexeme.position, problems)
    return phrase(lexeme) if lexeme.exact else _grouped(text, lexeme.position)


def size(node: Node) -> int:
    """Return how many words a leaf or filter is counted as."""
    if isinstance(node, Everything):
        return 0
    return len(node.words) if isinstance(node, (Phrase, Exact, Referenced)) else 1


def cut(node: Node, room: int) -> Node:
    """Return a leaf or filter with no more than so many of its words, at least one."""
    match node:
        case Phrase(words=words, quoted=False):
            return _together(words[:room])
        case Phrase(words=words) | Exact(words=words) | Referenced(words=words):
            return replace(node, words=words[:room])
        case _:
            return node


def _last_token(text: str) -> Token | None:
    """Return the token that a text ends with, wildcard signs aside."""
    found = tokens(text)
    return found[-1] if found and not text[found[-1].end :].strip("*?") else None


def _fuzzy(word: Token, digits: str, offset: int, problems: list[Problem]) -> list[Node]:
    """Return the word with its distance, or the bare word where it is too short for one."""
    position, distance = offset + word.start, int(digits or 1)
    if distance and len(fold(word.text)) < MIN_FUZZY:
        problems.append(Problem(position, "fuzzy-too-short", word.text))
        distance = 0
    if not distance:
        return _grouped(word.text, position)
    if distance > MAX_DISTANCE:
        distance = MAX_DISTANCE
        problems.append(Problem(position, "distance-too-large", f"{word.text}~{distance}"))
    return [Fuzzy(word.text, distance, position)]


def _patterns(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, letters and signs) of the pieces that hold a wildcard sign."""
    if not _SIGNS.search(text):
        return []
    found: list[tuple[int, int, str]] = []
    for match in _PIECE.finditer(text):
        start = match.start()
        if match["number"] and len(tokens(_SIGNS.sub("0", match.group()))) > 1:
            start = match.start("number")
        # A question mark at the end asks a question; it is a wildcard only before a letter.
        piece = _NO_LETTER.sub("", _trimmed(text[start : match.end()]))
        if _SIGNS.search(piece):
            found.append((start, match.end(), piece))
    return found


def _wild(
    text: str, patterns: list[tuple[int, int, str]], offset: int, problems: list[Problem]
) -> list[Node]:
    nodes: list[Node] = []
    done = 0
    for start, end, piece in patterns:
        nodes += _grouped(text[done:start], offset + done)
        nodes += _pattern(piece, text[start:end], offset + start, problems)
        done = end
    return nodes + _grouped(text[done:], offset + done)


def _pattern(piece: str, typed: str, position: int, problems: list[Problem]) -> list[Node]:
    """Return the prefix or the wildcard, or the bare words where too few letters are given."""
    parts = _SIGNS.split(piece)
    literal = [fold(part) if any(map(str.isalnum, part)) else "" for part in parts[::2]]
    if sum(map(len, literal)) < MIN_LETTERS:
        problems.append(Problem(position, "prefix-too-short", piece))
        return _grouped(typed.replace("*", " ").replace("?", " "), position)
    stem, signs, *rest = parts
    if not any(rest) and "*" in signs:
        return [Prefix(stem, position)]
    folded = literal[0]
    for sign, letters in zip(parts[1::2], literal[1:], strict=True):
        folded += ("*" if "*" in sign else sign) + letters
    return [Wildcard(folded, position)]


def _trimmed(text: str) -> str:
    """Return a text without what is neither letter, digit nor star at its end."""
    end = len(text)
    while end and not (text[end - 1].isalnum() or text[end - 1] == "*"):
        end -= 1
    return text[:end]


def _grouped(text: str, offset: int, end: int | None = None) -> list[Node]:
    """Return single tokens before an end as words and tokens glued together as phrases."""
    nodes: list[Node] = []
    end = len(text) if end is None else end
    # An article is one where its word stands apart, or is a pattern: "l' OTAN", "l'opérat*".
    for whole in groups(text + "x" if text.endswith(APOSTROPHES) else text):
        group = [token for token in whole if token.start < end]
        if not group:
            break
        first = group[0]
        # "ET," is the word, and only a phrase can be printed so that it stays one.
        if len(group) == 1 and first.text not in OPERATORS:
            nodes.append(Word(first.text, offset + first.start, first.function_word))
        else:
            nodes.append(_together(_words(group, offset)))
    return nodes


def _together(words: tuple[Word, ...]) -> Phrase:
    # What cannot be printed as one name is printed, and so taken, as a phrase in quotes.
    quoted = joined([word.text for word in words]) is None
    return Phrase(words, 0, words[0].position, quoted=quoted)


def _words(found: Iterable[Token], offset: int) -> tuple[Word, ...]:
    return tuple(Word(token.text, offset + token.start) for token in found)
