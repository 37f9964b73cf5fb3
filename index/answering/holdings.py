"""What one state of an index is asked, beyond a search, to help with a query.

An engine on another machine pays for each call with a way there and back, so what is looked up
together is asked for together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from index.answering.entities import EntityTable
    from index.query import Node
    from index.record import Entity

Scope = TypeVar("Scope")
"""Some of the releases, in an engine's own form: those that match the beginning of a query."""

Form = tuple[str, str]
"""A field of `index.schema`, and a term or key in it."""


class Near(NamedTuple):
    """A term near another: the edits between them, and how often it occurs.

    `postings` counts a release once for each part that holds the term, and may count deleted ones:
    it bounds the number of releases from above.
    """

    edits: int
    postings: int


class Row(NamedTuple):
    """A release that was found; `stored` returns what `index.schema.to_stored` made of it."""

    id: str
    score: float
    stored: Callable[[], str]


class Holdings(Protocol[Scope]):
    """One state of an index: what it holds does not change, so answers may be remembered."""

    @property
    def entities(self) -> EntityTable:
        """The entities of the index."""
        ...

    @property
    def releases(self) -> int:
        """The number of releases."""
        ...

    def mentioned(self) -> Iterator[tuple[Entity, int]]:
        """Yield the entities that releases mention, each with the number of these."""
        ...

    def matching(self, pattern: str) -> tuple[list[str], bool]:
        """Return the folded terms that a wildcard pattern matches, in order; whether all of them.

        An engine may look at a bounded number of terms.
        """
        ...

    def near(self, term: str, distance: int) -> dict[str, Near]:
        """Return the other folded terms within some edits of a term.

        An edit inserts, deletes or replaces a letter or exchanges two neighbours, none of which is
        edited again (optimal string alignment; L. Boytsov, "Indexing Methods for Approximate
        Dictionary Searching", 2011).
        """
        ...

    def held(self, wanted: Iterable[Collection[Form]], within: Scope | None = None) -> list[int]:
        """Return, for each collection of forms, how many releases (of a scope) hold any of them."""
        ...

    def beginning(
        self,
        prefix: str,
        parts: Sequence[str],
        limit: int,
        without: Collection[str],
        within: Scope | None = None,
    ) -> Iterable[tuple[str, int]]:
        """Return the folded terms that begin so and the releases that hold each, the most first.

        The terms of `without` are left out, and so is the prefix itself.
        """
        ...

    def frequency(self, term: str) -> int:
        """Return how often releases hold a folded term, once for each part of each that does."""
        ...

    def written(self, forms: Collection[str]) -> Counter[str]:
        """Return how often releases hold each of some forms, as they are written; likewise."""
        ...

    def texts_with(self, term: str, most: int) -> Iterator[str]:
        """Yield the texts of at most so many releases that hold a folded term, spread over time."""
        ...

    def scope(self, nodes: tuple[Node, ...]) -> Scope:
        """Return the releases that match all nodes."""
        ...

    def total(self, nodes: tuple[Node, ...], within: Scope | None = None) -> int:
        """Return how many releases (of a scope) match all nodes."""
        ...

    def titled(self, words: list[str], rest: str, limit: int) -> Iterator[Iterable[str]]:
        """Yield titles with some folded words and one that begins with `rest`, newest first.

        First a group of those that have the words side by side, then one of the others, not more
        than `limit` together.
        """
        ...

    def likest(
        self,
        stems: Mapping[str, float],
        parts: Mapping[str, float],
        entities: Mapping[str, float],
        but: str,
        limit: int,
    ) -> list[Row]:
        """Return the releases that hold any of some stems or entities, the best first.

        A stem is scored in each part by BM25F with the product of both weights, an entity by its
        weight; these add up. The release with the id `but` is left out; of equals the newest is
        first.
        """
        ...
