"""This project's engine and stock Whoosh, asked the same questions with the same query trees."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from bench_peers import TOP, VALUES, Answer
from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn
from whoosh.filedb.filestore import FileStorage

from index.engines.whoosh.arrays import (
    Arrangement,
    ArrayCodec,
    Ask,
    Between,
    Collector,
    Histogram,
    Row,
    SegmentBuilder,
    Snapshot,
    add_segments,
    merge_segments,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bench_records import Question, Record


def whoosh_query(question: Question, *, between: bool) -> Any:  # noqa: ANN401 - Whoosh's
    terms = [query.Term("body", word) for word in question.words]
    found: Any
    match question.how:
        case "all":
            found = terms[0] if len(terms) == 1 else query.And(terms)
        case "any":
            found = query.Or(terms)
        case "not":
            # Whoosh counts AndNot and Require wrongly, and fails on some
            found = query.AndNot(*terms) if between else query.And([terms[0], query.Not(terms[1])])
        case "phrase":
            found = query.Phrase("body", list(question.words))
        case "prefix":
            found = query.Prefix("body", question.words[0])
        case "fuzzy":
            found = query.FuzzyTerm("body", question.words[0], maxdist=1, prefixlength=0)
        case _:
            found = query.Every()
    filters = [query.Term("entity", entity) for entity in question.entities]
    if question.days and question.how != "everything":
        kind = Between if between else query.NumericRange
        filters.append(kind("day", *question.days))
    for part in filters:
        found = query.Require(found, part) if between else query.And([found, part])
    return found


def schema(*, tiers: bool) -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True, stored=True),
        body=fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
        kind=fields.ID(),
        entity=fields.KEYWORD(stored=not tiers),
        day=fields.NUMERIC(int, 32, signed=False, sortable=True, stored=True)
        if tiers
        else fields.COLUMN(NumericColumn("i", default=0)),
        text=fields.STORED(),
    )


class Arrays:
    """This project's engine."""

    name = "arrays"

    def __init__(self) -> None:
        self.codec = ArrayCodec(Arrangement("day", "id", ("kind", "entity")))

    def build(self, records: list[Record], folder: Path, processes: int) -> None:
        """See Engine."""
        ix = index.create_in(str(folder), schema(tiers=False))
        storage = FileStorage(str(folder))
        share = -(-len(records) // processes)
        parts = [records[at : at + share] for at in range(0, len(records), share)]
        if processes == 1:
            entries = self.fill(storage, parts[0])
        else:
            global _inherited  # noqa: PLW0603 - workers are forks and inherit the records
            _inherited = [(self, storage, part) for part in parts]
            with get_context("fork").Pool(processes) as pool:
                entries = [e for es in pool.map(_fill_part, range(len(parts))) for e in es]
        if len(entries) > processes:
            merged = merge_segments(storage, ix.schema, self.codec, entries)
            entries = [merged] if merged else []
        add_segments(ix, entries)

    def fill(self, storage: FileStorage, records: list[Record]) -> list[Any]:
        """Build segments and return them."""
        kept, entries = schema(tiers=False), []
        builder = SegmentBuilder(storage, kept, self.codec, "MAIN")
        for record in records:
            if builder.full:
                entries.append(builder.finish().segment)
                builder = SegmentBuilder(storage, kept, self.codec, "MAIN")
            builder.add(
                Row(
                    texts={"body": record.terms},
                    keys={"id": (record.id,), "kind": (record.kind,), "entity": record.entities},
                    columns={"day": record.day},
                    stored={"id": record.id, "text": record.text},
                )
            )
        entries.append(builder.finish().segment)
        return entries

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.collector = Collector(Snapshot(index.open_dir(str(folder)).searcher()))
        years = range(1998, 2027)
        self.years = list(years)
        self.histogram = Histogram(tuple(dt.date(year, 1, 1).toordinal() for year in years))

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        found = self.collector.ask(
            Ask(
                query=whoosh_query(question, between=True),
                facets=("entity",),
                histograms={"year": self.histogram},
            )
        )
        counts = found.histograms["year"].counts
        years = {year: n for year, n in zip(self.years, counts, strict=False) if n}
        return found.total, years, dict(found.facets["entity"].top(VALUES))

    def top(self, question: Question) -> None:
        """See Engine."""
        self.collector.ask(Ask(query=whoosh_query(question, between=True)))


_inherited: list[Any] = []


def _fill_part(part: int) -> list[Any]:
    engine, storage, records = _inherited[part]
    return list(engine.fill(storage, records))


class Stock:
    """Whoosh as it comes, with its own codec and searcher."""

    name = "whoosh"

    def build(self, records: list[Record], folder: Path, processes: int) -> None:
        """See Engine."""
        writer = index.create_in(str(folder), schema(tiers=True)).writer(
            limitmb=512, procs=processes
        )
        for record in records:
            writer.add_document(
                id=record.id,
                body=record.terms,
                kind=record.kind,
                entity=list(record.entities),
                day=record.day,
                text=record.text,
            )
        writer.commit(optimize=True)

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.searcher = index.open_dir(str(folder)).searcher()
        reader = self.searcher.reader()
        days = reader.column_reader("day")
        self.years = [dt.date.fromordinal(day).year for day in days]
        self.entities: list[list[str]] = [[] for _ in self.years]
        for entity in reader.lexicon("entity"):
            for number in reader.postings("entity", entity).all_ids():
                self.entities[number].append(entity.decode())

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        found = whoosh_query(question, between=False)
        results = self.searcher.search(found, limit=TOP)
        docs = results.docs()
        years = Counter(self.years[number] for number in docs)
        entities = Counter(entity for number in docs for entity in self.entities[number])
        return len(docs), dict(years), dict(entities.most_common(VALUES))

    def top(self, question: Question) -> None:
        """See Engine."""
        self.searcher.search(whoosh_query(question, between=False), limit=TOP)
