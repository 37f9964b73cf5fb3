"""This project's engine and stock Whoosh, asked the same questions with the same query trees."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from bench_engine import TOP, VALUES, Answer
from bench_records import read
from whoosh import fields, index, sorting
from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer
from whoosh.index import TOC
from whoosh.query import compound, qcore, terms
from whoosh.query.positional import Phrase
from whoosh.query.ranges import NumericRange
from whoosh.query.wrappers import Not

from index.engines.whoosh.arrays import (
    Arrangement,
    ArrayCodec,
    Ask,
    Between,
    Collector,
    Histogram,
    Row,
    Snapshot,
    merge_segments,
)
from index.engines.whoosh.arrays.build import Filler
from index.engines.whoosh.storage import DurableStorage

if TYPE_CHECKING:
    from pathlib import Path

    from bench_questions import Question

NAME = "MAIN"
YEARS = range(1998, 2027)
TOKENS = 400_000_000
"""Tokens in a segment before it is written: a million releases make one, in less than the 3 GB that
tantivy may use (2.7 GB, and 0.9 GB for 200,000). The product writes far smaller ones, and merges
them."""


def whoosh_query(question: Question, *, between: bool) -> Any:  # noqa: ANN401 - Whoosh's
    words = [terms.Term("body", word) for word in question.words]
    found: Any
    match question.how:
        case "all":
            found = words[0] if len(words) == 1 else compound.And(words)
        case "any":
            found = compound.Or(words)
        case "not":
            # Whoosh counts AndNot and Require wrongly, and fails on some
            found = compound.AndNot(*words) if between else compound.And([words[0], Not(words[1])])
        case "phrase":
            found = Phrase("body", list(question.words))
        case "prefix":
            found = terms.Prefix("body", question.words[0])
        case "fuzzy":
            found = terms.FuzzyTerm("body", question.words[0], maxdist=1, prefixlength=0)
        case _:
            found = qcore.Every()
    filters: list[Any] = [terms.Term("entity", entity) for entity in question.entities]
    if question.days:
        kind = Between if between else NumericRange
        filters.append(kind("day", *question.days))
    for part in filters:
        found = compound.Require(found, part) if between else compound.And([found, part])
    return found


def schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        body=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
        kind=fields.ID(),
        entity=fields.KEYWORD(),
        day=fields.NUMERIC(int, 32, signed=False, sortable=True),
        text=fields.STORED(),
    )


class Arrays:
    """This project's engine over the benchmark's own fields."""

    name = "Dépêche"

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """See Engine; each process leaves one segment."""
        if processes == 1:
            entries = fill(records, folder, 0, 1)
        else:
            parts = [(records, folder, part, processes) for part in range(processes)]
            with get_context("fork").Pool(processes) as pool:
                entries = [entry for some in pool.starmap(fill, parts) for entry in some]
        commit(folder, entries, 0)

    def merge(self, folder: Path) -> None:
        """Make one segment of several."""
        known = TOC.read(DurableStorage(folder), NAME)
        commit(folder, merged(folder, known.segments), known.generation + 1)

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.collector = Collector(Snapshot(index.open_dir(str(folder)).searcher()))
        self.histogram = Histogram(tuple(dt.date(year, 1, 1).toordinal() for year in YEARS))

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        found = self.collector.ask(
            Ask(
                query=whoosh_query(question, between=True),
                limit=TOP,
                facets=("entity",),
                histograms={"year": self.histogram},
            )
        )
        counted = found.histograms["year"]
        years = {year: n for year, n in zip(YEARS, counted.counts, strict=False) if n}
        if counted.without:
            years[0] = counted.without
        return found.total, years, dict(found.facets["entity"].top(VALUES))

    def top(self, question: Question) -> None:
        """See Engine."""
        self.collector.ask(Ask(query=whoosh_query(question, between=True), limit=TOP))


def codec() -> ArrayCodec:
    return ArrayCodec(Arrangement("day", "id", ("kind", "entity")))  # type: ignore[abstract] # Whoosh calls only what is there


def fill(records: Path, folder: Path, part: int, parts: int) -> list[Any]:
    """Build a segment of every `parts`-th batch of the records and return it."""
    filler = Filler(DurableStorage(folder), schema(), codec(), NAME, TOKENS)
    for record in read(records, part, parts):
        dated = record.day > 0
        filler.add(
            Row(
                texts={"body": record.terms},
                keys={"id": (record.id,), "kind": (record.kind,), "entity": record.entities}
                | ({"day": (record.day,)} if dated else {}),
                columns={"day": record.day} if dated else {},
                stored={"id": record.id, "text": record.text},
            )
        )
    return merged(folder, [built.segment for built in filler.finish()])


def merged(folder: Path, entries: list[Any]) -> list[Any]:
    """Return one segment with what several hold."""
    if len(entries) < 2:
        return entries
    made = merge_segments(DurableStorage(folder), schema(), codec(), entries)
    return [made] if made else []


def commit(folder: Path, entries: list[Any], generation: int) -> None:
    """Make these segments the index, and remove all others."""
    storage = DurableStorage(folder)
    TOC(schema(), entries, generation).write(storage, NAME)
    for path in folder.glob("*.arrays"):
        if path not in {entry.path(storage) for entry in entries}:
            path.unlink()


class Stock:
    """Whoosh as it comes: its own codec, its own searcher, its own facets."""

    name = "Whoosh"

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """See Engine."""
        kept = schema()
        kept.add("year", fields.NUMERIC(int, 32, signed=False, sortable=True))
        writer = index.create_in(str(folder), kept).writer(limitmb=512, procs=processes)
        for record in read(records):
            writer.add_document(
                id=record.id,
                body=record.terms.split(" "),
                kind=record.kind,
                entity=list(record.entities),
                day=record.day,
                year=record.year,
                text=record.text,
            )
        writer.commit(optimize=True)

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.searcher = index.open_dir(str(folder)).searcher()

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        count = sorting.Count
        results = self.searcher.search(
            whoosh_query(question, between=False),
            limit=TOP,
            groupedby={
                "year": sorting.FieldFacet("year", maptype=count),
                "entity": sorting.FieldFacet("entity", allow_overlap=True, maptype=count),
            },
        )
        entities = Counter(results.groups("entity"))
        entities.pop(None, None)  # hits without any
        return len(results), dict(results.groups("year")), dict(entities.most_common(VALUES))

    def top(self, question: Question) -> None:
        """See Engine."""
        len(self.searcher.search(whoosh_query(question, between=False), limit=TOP))


class StockLists(Stock):
    """Stock Whoosh that counts nothing: years and entities of hits are looked up in lists.

    The lists are read into memory when the index is opened, and Python counts.
    """

    name = "Whoosh, lists"

    def open(self, folder: Path) -> None:
        """See Engine."""
        super().open(folder)
        reader = self.searcher.reader()
        self.years = list(reader.column_reader("year"))
        self.entities: list[list[str]] = [[] for _ in self.years]
        for entity in reader.lexicon("entity"):
            for number in reader.postings("entity", entity).all_ids():
                self.entities[number].append(entity.decode())

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        docs = self.searcher.search(whoosh_query(question, between=False), limit=TOP).docs()
        years = Counter(self.years[number] for number in docs)
        entities = Counter(entity for number in docs for entity in self.entities[number])
        return len(docs), dict(years), dict(entities.most_common(VALUES))
