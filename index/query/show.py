"""A query tree on one line, the same for every way of typing it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.french import tokens
from index.period import first_day, last_day, short_first, short_last
from index.query.fields import Field, printed
from index.query.glue import joined, spaced
from index.query.tree import (
    OPERATORS,
    And,
    Dated,
    Everything,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Leaf,
    Named,
    Node,
    Not,
    OfKind,
    Or,
    Phrase,
    Prefix,
    Referenced,
    Wildcard,
    Within,
    Word,
)

if TYPE_CHECKING:
    import datetime as dt

    from index.record import EntityKind

_BARE = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?")


def show(tree: Node | None) -> str:
    """Print a tree so that parsing the line gives that tree again; "" for None.

    >>> show(Or((Word("a"), And((Word("b"), Not(Phrase((Word("c"), Word("d")))))))))
    '(a OU (b ET SAUF "c d"))'
    """
    match tree:
        case None:
            return ""
        case And(children=children):
            return "(" + " ET ".join(_conjuncts(children)) + ")"
        case Or(children=children):
            return "(" + " OU ".join(map(show, children)) + ")"
        case Not(child=child):
            return "SAUF " + show(child)
        case Within(part=part, child=child):
            return f"{printed(Field(part))}:{show(child)}"
        case Expanded(child=child):
            return show(child)
        case Everything():
            return "*"
        case Named() | OfKind() | Referenced() | Dated():
            return _filter(tree)
        case _:
            return _leaf(tree)


def _conjuncts(children: tuple[Node, ...]) -> list[str]:
    # Where a function word is asked for, nothing else is: then all are printed as what they are.
    words = [child for child in children if isinstance(child, Word)]
    if any(not word.optional and _is_function_word(word.text) for word in words):
        children = tuple(
            replace(child, optional=True)
            if isinstance(child, Word) and _is_elision(child)
            else child
            for child in children
        )
    return [show(child) for child in children]


def _is_function_word(text: str) -> bool:
    return all(token.function_word for token in tokens(text))


def _is_elision(word: Word) -> bool:
    return tokens(word.text + "'x")[0].function_word


def _filter(node: Filter) -> str:
    match node:
        case Named(kind=kind, name=name):
            return f"{printed(Field(kind))}:{_name(name, kind)}"
        case OfKind(name=name):
            return f"{printed(Field.KIND)}:{_name(name)}"
        case Referenced(words=words):
            return f"{printed(Field.REFERENCE)}:{_sequence(words)}"
        case Dated(first=first, last=last):
            return f"{printed(Field.DATE)}:{_period(first, last)}"


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Word(text=text, optional=optional):
            # "l" is no function word but where an apostrophe shows that it is an article.
            return text + "'" if optional and not _is_function_word(text) else text
        case Phrase(words=words, quoted=False):
            return joined(_texts(words)) or _quoted(words)
        case Phrase(words=words, slop=slop):
            return _quoted(words, slop)
        case Exact(words=words, slop=slop):
            return "=" + _sequence(words, slop)
        case Fuzzy(text=text, distance=distance):
            return f"{text}~{distance}" if distance > 1 else f"{text}~"
        case Prefix(text=text):
            return text + "*"
        case Wildcard(pattern=pattern):
            return pattern


def _texts(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words]


def _quoted(words: tuple[Word, ...], slop: int = 0) -> str:
    return f'"{spaced(_texts(words))}"' + (f"~{slop}" if slop else "")


def _sequence(words: tuple[Word, ...], slop: int = 0) -> str:
    word = words[0].text
    plain = len(words) == 1 and not slop and word not in OPERATORS and len(word.split()) == 1
    return word if plain else _quoted(words, slop)


def _name(name: str, kind: EntityKind | None = None) -> str:
    slug = name.removeprefix(f"{kind}:") if kind else name
    return name if _BARE.fullmatch(slug) and name not in OPERATORS else f'"{name}"'


def _period(first: dt.date | None, last: dt.date | None) -> str:
    if first and last:
        return _range(first, last)
    return (short_first(first) if first else "") + ".." + (short_last(last) if last else "")


def _range(first: dt.date, last: dt.date) -> str:
    """Return both ends as years, as months or as days, the shortest that says it."""
    for length in (4, 7):
        begin, end = first.isoformat()[:length], last.isoformat()[:length]
        if first_day(begin) == first and last_day(end) == last:
            break
    else:
        begin, end = first.isoformat(), last.isoformat()
    return begin if begin == end else f"{begin}..{end}"
