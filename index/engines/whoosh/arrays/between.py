"""The query for documents of some days: an interval of the order that segments are kept in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

from whoosh.matching.mcore import ListMatcher, NullMatcher
from whoosh.query import qcore

from index.engines.whoosh.arrays.segment import NO_VALUE

if TYPE_CHECKING:
    from whoosh.matching.mcore import Matcher
    from whoosh.reading import IndexReader
    from whoosh.searching import SearchContext, Searcher

    from index.engines.whoosh.arrays.snapshot import Leaf, Snapshot


class Between(qcore.Query):
    """Documents whose column lies between two numbers, both inclusive; None leaves a side open.

    Made for the column that segments are ordered by; any Whoosh searcher can answer it, slowly,
    and takes the column's default where a document has no value. Here such a document is never
    between anything.
    """

    boost = 1.0

    def __init__(self, fieldname: str, start: int | None = None, end: int | None = None) -> None:
        self.fieldname = fieldname
        self.start = start
        self.end = end

    def __str__(self) -> str:
        return f"{self.fieldname}:[{self.start} TO {self.end}]"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Between) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def estimate_size(self, ixreader: IndexReader) -> int:
        """Return a size that is never too small."""
        return ixreader.doc_count()

    def matcher(self, searcher: Searcher, context: SearchContext | None = None) -> Matcher:
        """Return Whoosh's matcher over a list of all matching documents."""
        del context
        reader = searcher.reader()
        if not reader.has_column(self.fieldname):
            nothing: Matcher = NullMatcher()
            return nothing
        column: Any = reader.column_reader(self.fieldname)
        found = [number for number in reader.all_doc_ids() if self._contains(column[number])]
        matcher: Matcher = ListMatcher(found, all_weights=self.boost)
        return matcher

    def interval(self, leaf: Leaf, snapshot: Snapshot) -> range | None:
        """Return the documents of a segment that match, None where they may lie scattered."""
        order, fieldobj = leaf.arrays.order, snapshot.field(self.fieldname)
        if order is None or fieldobj is None or self.fieldname != snapshot.order:
            return None
        first = NO_VALUE + 1 if self.start is None else fieldobj.to_column_value(self.start)
        # for a number or two, searching step by step is quicker than numpy's call
        low = bisect_left(order.data, first)
        if self.end is None:
            return range(low, len(order))
        return range(low, bisect_right(order.data, fieldobj.to_column_value(self.end), low))

    def _contains(self, value: int) -> bool:
        after = self.start is None or value >= self.start
        return after and (self.end is None or value <= self.end)
