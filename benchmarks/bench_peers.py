"""Engines of others that are measured, each with its best honest settings."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol

import tantivy

if TYPE_CHECKING:
    from pathlib import Path

    from bench_records import Question, Record

TOP = 10
VALUES = 20
Answer = tuple[int, dict[int, int], dict[str, int]]


class Engine(Protocol):
    """An engine: `build` makes the index, `open` opens it, `ask` gives (total, years, entities)."""

    name: str

    def build(self, records: list[Record], folder: Path, processes: int) -> None:
        """Write an index of the records into an empty folder."""

    def open(self, folder: Path) -> None:
        """Open the index."""

    def ask(self, question: Question) -> Answer:
        """Find the best hits, the total, and the counts by year and by entity."""
        ...

    def top(self, question: Question) -> None:
        """Find the best hits and the total only."""


class Tantivy:
    """tantivy-py: one merged segment, fast fields for what is counted, raw terms."""

    name = "tantivy"

    def build(self, records: list[Record], folder: Path, processes: int) -> None:
        """See Engine."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("body", stored=True, tokenizer_name="words")
        builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_text_field("entity", tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_unsigned_field("day", indexed=True, fast=True)
        builder.add_unsigned_field("year", fast=True)
        self.index = tantivy.Index(builder.build(), str(folder))
        self._register()
        writer = self.index.writer(heap_size=1_000_000_000, num_threads=processes)
        for record in records:
            document = tantivy.Document(id=record.id, body=record.text, kind=record.kind)
            for entity in record.entities:
                document.add_text("entity", entity)
            document.add_unsigned("day", record.day)
            document.add_unsigned("year", record.year)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def _register(self) -> None:
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("words", whitespace)

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.index = tantivy.Index.open(str(folder))
        self._register()
        self.searcher = self.index.searcher()

    def _query(self, question: Question) -> Any:  # noqa: ANN401 - tantivy has no types
        q, known = tantivy.Query, self.index.schema
        terms = [q.term_query(known, "body", word) for word in question.words]
        must, must_not = tantivy.Occur.Must, tantivy.Occur.MustNot
        match question.how:
            case "all":
                parts = [(must, term) for term in terms]
            case "any":
                parts = [(must, q.boolean_query([(tantivy.Occur.Should, t) for t in terms]))]
            case "not":
                parts = [(must, terms[0]), (must_not, terms[1])]
            case "phrase":
                parts = [(must, q.phrase_query(known, "body", list(question.words)))]
            case "prefix":
                pattern = question.words[0] + ".*"
                parts = [(must, q.const_score_query(q.regex_query(known, "body", pattern), 1.0))]
            case "fuzzy":
                fuzzy = q.fuzzy_term_query(known, "body", question.words[0], 1, False)  # noqa: FBT003 - positional in tantivy
                parts = [(must, fuzzy)]
            case _:
                parts = [(must, q.all_query())]
        for entity in question.entities:
            filtered = q.term_query(known, "entity", entity, "basic")
            parts.append((must, q.const_score_query(filtered, 0.0)))
        if question.days and question.how != "everything":
            days = q.range_query(known, "day", tantivy.FieldType.Unsigned, *question.days)
            parts.append((must, q.const_score_query(days, 0.0)))
        return parts[0][1] if len(parts) == 1 else q.boolean_query(parts)

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        asked = self._query(question)
        self.searcher.search(asked, TOP, count=False)
        counts = self.searcher.aggregate(
            asked,
            {
                "years": {"terms": {"field": "year", "size": 100}},
                "entities": {"terms": {"field": "entity", "size": VALUES}},
            },
        )
        years = {int(b["key"]): b["doc_count"] for b in counts["years"]["buckets"]}
        entities = {b["key"]: b["doc_count"] for b in counts["entities"]["buckets"]}
        return sum(years.values()), years, entities

    def top(self, question: Question) -> None:
        """See Engine."""
        self.searcher.search(self._query(question), TOP, count=True)


class Sqlite:
    """SQLite FTS5: a contentless index, covering indexes for what is counted."""

    name = "sqlite"

    def build(self, records: list[Record], folder: Path, processes: int) -> None:
        """See Engine."""
        del processes  # one writer is all it has
        db = sqlite3.connect(folder / "fts.db")
        db.executescript(
            "pragma journal_mode=off; pragma synchronous=off;"
            "create virtual table fts using fts5(body, content='', prefix='4');"
            "create table doc(rowid integer primary key, id, day, year, kind, body);"
            "create table mention(doc, entity, primary key(doc, entity)) without rowid;"
        )
        for number, record in enumerate(records, 1):
            db.execute("insert into fts(rowid, body) values(?,?)", (number, record.text))
            row = (number, record.id, record.day, record.year, record.kind, record.text)
            db.execute("insert into doc values(?,?,?,?,?,?)", row)
            db.executemany(
                "insert into mention values(?,?)", [(number, e) for e in record.entities]
            )
        db.executescript(
            "create index by_entity on mention(entity, doc);"
            "create index by_day on doc(day, year); create index by_year on doc(rowid, year);"
            "insert into fts(fts) values('optimize'); analyze;"
        )
        db.commit()
        db.close()

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.db = sqlite3.connect(folder / "fts.db")
        self.db.execute("pragma temp_store=memory")
        self.db.execute("create temp table hits(doc integer primary key)")

    def _where(self, question: Question) -> tuple[str, list[Any]] | None:
        match question.how:
            case "all":
                text = " AND ".join(question.words)
            case "any":
                text = " OR ".join(question.words)
            case "not":
                text = " NOT ".join(question.words)
            case "phrase":
                text = '"' + " ".join(question.words) + '"'
            case "prefix":
                text = question.words[0] + "*"
            case "fuzzy":
                return None
            case _:
                return "select rowid from doc", []
        sql, values = "select rowid from fts where fts match ?", [text]
        for entity in question.entities:
            sql += " and rowid in (select doc from mention where entity = ?)"
            values.append(entity)
        if question.days:
            sql += " and rowid in (select rowid from doc where day between ? and ?)"
            values += question.days
        return sql, values

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        where = self._where(question)
        if where is None:
            return -1, {}, {}
        sql, values = where
        self.top(question)
        self.db.execute("delete from hits")
        self.db.execute("insert into hits " + sql, values)
        (total,) = self.db.execute("select count(*) from hits").fetchone()
        years = self.db.execute(
            "select year, count(*) from hits"
            " join doc indexed by by_year on doc.rowid = hits.doc group by 1"
        )
        entities = self.db.execute(
            "select entity, count(*) from hits join mention using (doc)"
            " group by 1 order by 2 desc limit ?",
            (VALUES,),
        )
        return total, dict(years.fetchall()), dict(entities.fetchall())

    def top(self, question: Question) -> None:
        """See Engine."""
        where = self._where(question)
        if where:
            order = "" if question.how == "everything" else " order by rank"
            self.db.execute(where[0] + order + " limit 10", where[1]).fetchall()
