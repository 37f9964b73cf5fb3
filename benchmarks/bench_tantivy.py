"""tantivy-py: one segment, fast fields for what is counted, and exact counts at the least cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tantivy
from bench_engine import TOP, VALUES, Answer
from bench_records import read

if TYPE_CHECKING:
    from pathlib import Path

    from bench_questions import Question

HEAP = 3_000_000_000
"""Bytes for building: with less, one thread would leave several segments."""


class Tantivy:
    """See Engine; two "processes" are two threads of its writer, and then there are two segments.

    The best hits are asked without a total, so that whole blocks of postings may be skipped; the
    total is the sum over years.
    """

    name = "tantivy"

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """See Engine."""
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("body", tokenizer_name="words")
        builder.add_bytes_field("text", stored=True, indexed=False)
        builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_text_field("entity", tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_unsigned_field("day", indexed=True, fast=True)
        builder.add_unsigned_field("year", fast=True)
        index = tantivy.Index(builder.build(), str(folder))
        _register(index)
        writer = index.writer(heap_size=HEAP, num_threads=processes)
        for record in read(records):
            document = tantivy.Document(id=record.id, body=record.terms, kind=record.kind)
            document.add_bytes("text", record.text.encode())
            for entity in record.entities:
                document.add_text("entity", entity)
            document.add_unsigned("day", record.day)
            document.add_unsigned("year", record.year)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.index = tantivy.Index.open(str(folder))
        _register(self.index)
        self.searcher = self.index.searcher()
        entities: dict[str, Any] = {"field": "entity", "size": VALUES}
        if self.searcher.num_segments == 1:
            # exact, and half as dear as its default, which looks up ten times as many names
            entities["segment_size"] = VALUES
        self.counts = {
            "years": {"terms": {"field": "year", "size": 100}},
            "entities": {"terms": entities},
        }

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
        if question.days:
            days = q.range_query(known, "day", tantivy.FieldType.Unsigned, *question.days)
            parts.append((must, q.const_score_query(days, 0.0)))
        return parts[0][1] if len(parts) == 1 else q.boolean_query(parts)

    def ask(self, question: Question) -> Answer:
        """See Engine."""
        asked = self._query(question)
        self.searcher.search(asked, TOP, count=False)
        counts = self.searcher.aggregate(asked, self.counts)
        years = {int(b["key"]): b["doc_count"] for b in counts["years"]["buckets"]}
        entities = {b["key"]: b["doc_count"] for b in counts["entities"]["buckets"]}
        return sum(years.values()), years, entities

    def top(self, question: Question) -> None:
        """See Engine."""
        self.searcher.search(self._query(question), TOP, count=True)


def _register(index: tantivy.Index) -> None:
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", whitespace)
