"""Whether a query is a question in words, and which of its words only ask (questions.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from index.french import fold, folded_terms, tokens
from index.query.lexer import LexemeKind
from index.query.tree import Node, Phrase, Word
from index.query.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.query.lexer import Lexeme

# "Qui sommes-nous" asks; "qui" or "quand même" need not.
_MIN_WORDS: Final = 3
_PLAIN: Final = frozenset({LexemeKind.CHUNK, LexemeKind.OPEN, LexemeKind.CLOSE})
_AT_THE_END: Final = " \t\r\n\x00\u00a0\u202f.…!)"


@dataclass(frozen=True, slots=True)
class _Questions:
    """The lists of questions.toml, folded; `openings` are sequences of terms."""

    words: frozenset[str]
    first: frozenset[str]
    openings: tuple[tuple[str, ...], ...]
    prepositions: tuple[tuple[str, ...], ...]
    pronouns: frozenset[str]
    verbs: frozenset[tuple[str, ...]]


@cache
def _questions() -> _Questions:
    content = resources.files("index.query").joinpath("questions.toml").read_text(encoding="utf-8")
    lists = {key: [tuple(folded_terms(x)) for x in v] for key, v in tomllib.loads(content).items()}
    return _Questions(
        words=frozenset(terms[0] for terms in lists["words"]),
        first=frozenset(terms[0] for terms in lists["first"]),
        openings=tuple(lists["openings"]),
        prepositions=((), *lists["prepositions"]),
        pronouns=frozenset(terms[0] for terms in lists["pronouns"]),
        verbs=frozenset(lists["verbs"]),
    )


def is_question(text: str, lexemes: Sequence[Lexeme], tree: Node) -> bool:
    """Tell whether a query asks in words: it ends or begins as a question, and has no signs.

    >>> from index.query.parser import parse
    >>> [parse(text).question for text in ("Qui commande la KFOR", "KFOR ?", "qui -KFOR ?")]
    [True, True, False]
    """
    if not all(x.kind in _PLAIN and not x.exact and x.field is None for x in lexemes):
        return False
    if "*" in text or not all(isinstance(leaf, (Word, Phrase)) for leaf in leaves(tree)):
        return False
    return text.rstrip(_AT_THE_END).endswith(("?", "？")) or _begins_as_question(text)


def _begins_as_question(text: str) -> bool:
    found = tokens(text)
    # WHO is an organisation.
    if len(found) < _MIN_WORDS or (len(found[0].text) > 1 and found[0].text.isupper()):
        return False
    terms = tuple(token.folded for token in found)
    lists = _questions()
    if terms[0] in lists.first or any(terms[: len(x)] == x for x in lists.openings):
        return True
    return any(
        terms[: len(before)] == before and terms[len(before)] in lists.words
        for before in lists.prepositions
        if len(before) < len(terms)
    )


def asked_for(node: Word | Phrase) -> Word | Phrase | None:
    """Return what a word or glued name of a question asks for; None for what only asks.

    >>> asked_for(Word("Combien")), asked_for(Phrase((Word("commande"), Word("t"), Word("il"))))
    (None, Word(text='commande', position=0, optional=False))
    """
    lists = _questions()
    if isinstance(node, Word):
        return None if fold(node.text) in lists.words | lists.first else node
    terms = tuple(fold(word.text) for word in node.words)
    if terms[-1] not in lists.pronouns:
        return node
    length = len(terms) - (2 if terms[-2:-1] == ("t",) else 1)
    if length < 1 or terms[:length] in lists.verbs:
        return None
    words = node.words[:length]
    return words[0] if length == 1 else Phrase(words, 0, node.position, quoted=node.quoted)
