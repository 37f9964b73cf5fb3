"""A query tree → the same tree in which words stand for the other names of the same thing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from index.french import scan, tokens
from index.query import And, Exact, Expanded, Or, Phrase, Within, Word, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.query import Node

    class Names(Protocol):
        """What names the same thing as what."""

        def longest(
            self, words: Sequence[str], *, exact: bool = False
        ) -> tuple[int, tuple[str, ...]]:
            """Return how many leading words are a name, and the other names; (0, ()) for none.

            With `exact`, names that count only as they are written come too, behind a "=".
            """
            ...

        def is_as_written(self, word: str) -> bool:
            """Tell whether a word is a name that counts only as it is written, written so."""
            ...


_AS_WRITTEN: Final = "="


def expand(tree: Node, names: Names) -> Node:
    """Put an `Expanded` in place of every name that has others.

    A name may be several words, typed side by side. What stands in quotes or after "=" is meant as
    it is typed, and of what is excluded nothing more is excluded than was typed. A function word is
    none where it is written as a name ("UN mission"): then it must match, and as it is written.
    """
    match tree:
        case Word() | Phrase(quoted=False):
            return _side_by_side([tree], names)[0]
        case And(children=children):
            found = tuple(_side_by_side(children, names))
            return found[0] if len(found) == 1 else replace(tree, children=found)
        case Or(children=children):
            return replace(tree, children=tuple(expand(child, names) for child in children))
        case Within(child=child):
            return replace(tree, child=expand(child, names))
        case _:
            return tree


def expansions(tree: Node) -> Iterator[Expanded]:
    """Yield what `expand` has put into a tree, in typed order."""
    match tree:
        case Expanded():
            yield tree
        case And(children=children) | Or(children=children):
            for child in children:
                yield from expansions(child)
        case Within(child=child):
            yield from expansions(child)
        case _:
            return


def _side_by_side(children: Sequence[Node], names: Names) -> list[Node]:
    """Return the children of an And, those that are a name together as one."""
    found: list[Node] = []
    at = 0
    while at < len(children):
        end, others = _name(children, at, names)
        if others:
            written = end == at + 1 and _is_written_as_name(children, at, names)
            found.append(_expanded(children[at:end], others, exact=written))
        elif isinstance(children[at], (Word, Phrase)):
            found.append(children[at])
        else:
            found.append(expand(children[at], names))
        at = end
    return found


def _name(children: Sequence[Node], at: int, names: Names) -> tuple[int, tuple[str, ...]]:
    """Return where the name that begins at a child ends, and its other names."""
    words: list[str] = []
    ends: dict[int, int] = {}
    for end, child in enumerate(children[at:], at + 1):
        if not isinstance(child, Word) and not (isinstance(child, Phrase) and not child.quoted):
            break
        words += [word.text for word in words_of(child)]
        ends[len(words)] = end
    # a name that ends within what signs hold together is none
    while words:
        length, others = names.longest(words, exact=True)
        if not length:
            break
        if length in ends:
            alone = ends[length] == at + 1
            optional = alone and isinstance(child := children[at], Word) and child.optional
            if optional and not _is_written_as_name(children, at, names):
                return at + 1, ()
            return ends[length], others
        words = words[: length - 1]
    return at + 1, ()


def _is_written_as_name(children: Sequence[Node], at: int, names: Names) -> bool:
    """Tell whether a child is a function word that its capitals make a name.

    Beside other words that are all in capitals, capitals say nothing.
    """
    word = children[at]
    if not isinstance(word, Word) or not tokens(word.text)[0].function_word:
        return False
    beside = [*children[:at], *children[at + 1 :]]
    texts = [w.text for node in beside if isinstance(node, (Word, Phrase)) for w in words_of(node)]
    return names.is_as_written(word.text) and not (texts and all(map(str.isupper, texts)))


def words_of(node: Word | Phrase) -> tuple[Word, ...]:
    """Return the words of a word or a phrase."""
    return (node,) if isinstance(node, Word) else node.words


def _expanded(typed: Sequence[Node], others: tuple[str, ...], *, exact: bool) -> Expanded:
    """Return what was typed, with `exact` as it is written, with its other names beside it."""
    words = [word for node in typed if isinstance(node, (Word, Phrase)) for word in words_of(node)]
    position = words[0].position
    shown = tuple(other.removeprefix(_AS_WRITTEN) for other in others)
    forms: list[Word | Phrase | Exact] = []
    for other, name in zip(others, shown, strict=True):
        spelt = tuple(Word(surface, position) for *_, surface in scan(name))
        if other.startswith(_AS_WRITTEN):
            forms.append(Exact(spelt, 0, position))
        else:
            forms.append(spelt[0] if len(spelt) == 1 else Phrase(spelt, 0, position))
    as_typed = typed[0] if len(typed) == 1 else And(tuple(typed))
    as_written = Exact((replace(words[0], optional=False),), 0, position)
    return Expanded(
        child=as_written if exact else as_typed,
        others=tuple(forms),
        words=" ".join(show(node) for node in typed).replace("' ", "'"),
        shown=shown,
    )
