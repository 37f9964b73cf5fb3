"""How many releases a completed query finds, as a search would count them.

The completions of one text are the same query but for their end, so what stands before is looked
up once; and from one letter to the next they are mostly the same, so what was counted is remembered
for as long as index and thesaurus are.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from index.answering.holdings import Scope
from index.engine import SearchRequest
from index.errors import ThesaurusDamaged
from index.query import And, Exact, Fuzzy, Not, Or, Phrase, Wildcard, Within
from index.understood import understood_by

if TYPE_CHECKING:
    from typing import Any

    from index.answering.holdings import Holdings
    from index.query import Node
    from index.record import Entity
    from index.thesaurus import Thesauri, Thesaurus

Key = TypeVar("Key")
Value = TypeVar("Value")

_TOTALS: Final = 20_000
"""Queries whose totals are remembered."""
_BEGINNINGS: Final = 64
"""Beginnings of queries whose documents are: of a million releases each takes 125 kB."""

_kept: WeakKeyDictionary[Holdings[Any], tuple[Thesaurus, _Memory]] = WeakKeyDictionary()


class _Memory:
    """What was counted in one index under one thesaurus; shared by threads."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self.scopes: dict[tuple[Node, ...], Any] = {}


class Promise(Generic[Scope]):
    """Counts what the completions of one text find in one index.

    `thesauri` is the archive's own: what a query stands for is what a search takes it for.
    """

    def __init__(self, holdings: Holdings[Scope], thesauri: Thesauri) -> None:
        self.holdings = holdings
        self._tree = cache(self._understood)
        with suppress(ThesaurusDamaged):
            thesauri.current()
        # where it is damaged, a search takes the last one that was not
        self._thesaurus = thesauri.last
        self._memory = _remembered(holdings, self._thesaurus)

    def total(self, query: str) -> int:
        """Return how many releases a search for the query finds, filters aside."""
        total = self._memory.totals.get(query)
        if total is None:
            total = self._counted(query)
            _put(self._memory.totals, query, total, _TOTALS)
        return total

    def _counted(self, query: str) -> int:
        tree = self._tree(query)
        if tree is None:
            return 0
        before, last = _parted(tree)
        return self.holdings.total((last,), self._scope(before) if before else None)

    def named(self, entity: Entity) -> int:
        """Return how many releases a filter by an entity's label finds; as `total`, but faster."""
        kind = entity.kind.value
        slugs = self.holdings.entities.named(kind, entity.label)
        return self.holdings.held([[(kind, one) for one in slugs]])[0]

    def before(self, query: str, *, in_phrase: bool) -> Scope | None:
        """Return the releases that match all that stands before the last part of a query.

        With `in_phrase` the words that it begins with, where it is a phrase, must stand there too.
        None where nothing stands before, or it need not match: behind OU, in a question.
        """
        tree = self._tree(query)
        if tree is None:
            return None
        before, last = _parted(tree)
        begun = _begun(last) if in_phrase else None
        required = before if begun is None else (*before, begun)
        return self._scope(required) if required else None

    def _understood(self, query: str) -> Node | None:
        return understood_by(SearchRequest(query=query), self._thesaurus).tree

    def _scope(self, nodes: tuple[Node, ...]) -> Scope:
        known: Scope | None = self._memory.scopes.get(nodes)
        if known is None:
            known = self.holdings.scope(nodes)
            _put(self._memory.scopes, nodes, known, _BEGINNINGS)
        return known


def _remembered(holdings: Holdings[Any], thesaurus: Thesaurus) -> _Memory:
    kept = _kept.get(holdings)
    if kept is None or kept[0] is not thesaurus:
        kept = _kept[holdings] = thesaurus, _Memory()
    return kept[1]


def _put(memory: dict[Key, Value], key: Key, value: Value, most: int) -> None:
    """Remember a value; forget all others where they are too many."""
    if len(memory) >= most:
        memory.clear()
    memory[key] = value


def _parted(tree: Node) -> tuple[tuple[Node, ...], Node]:
    """Return what must match before the last part of a query, and that part.

    Wildcards and fuzzy words share the terms that they may stand for, so a tree that ends with one
    stays whole.
    """
    if isinstance(tree, And) and not _stands_for_terms(tree.children[-1]):
        return tree.children[:-1], tree.children[-1]
    return (), tree


def _stands_for_terms(node: Node) -> bool:
    match node:
        case Wildcard() | Fuzzy():
            return True
        case And(children=children) | Or(children=children):
            return any(map(_stands_for_terms, children))
        case Not(child=child) | Within(child=child):
            return _stands_for_terms(child)
        case _:
            return False


def _begun(last: Node) -> Node | None:
    """Return the words of a phrase before its last one; None where there are none."""
    match last:
        case Phrase(words=words) | Exact(words=words) if len(words) > 1:
            return replace(last, words=words[:-1])
        case Within(child=child):
            begun = _begun(child)
            return None if begun is None else replace(last, child=begun)
        case _:
            return None
