"""The product itself as one more row: its own writer, schema, query language and whole answers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from bench_engine import VALUES, Answer
from bench_records import read_documents

from index.engine import Facet, SearchRequest
from index.engines import open_engine, open_writer
from index.schema import PARTS, fields, slug, stem_field
from indexer.entities import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bench_questions import Question

    from index.record import Document

KNOWN = 2000
"""Releases from which the words behind the stems are learnt."""


class Product:
    """See Engine.

    Building includes the analysis of the texts. Answers are whole pages of results: three text
    parts each as forms and as stems, nearness, five facets and a timeline by month, passages with
    their marks, labels. Of its language the fuzzy word is no part.
    """

    name = "Dépêche, whole"

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        """Learn from some documents which words have which stem, and which facet an entity has."""
        forms: dict[str, Counter[str]] = {}
        self.facets: dict[str, str] = {}
        for document in documents:
            texts = fields(document).texts
            for part in PARTS:
                both = zip(texts.get(part, ()), texts.get(stem_field(part), ()), strict=True)
                for form, stem in both:
                    forms.setdefault(stem, Counter())[form] += 1
            self.facets |= {slug(m.entity): m.kind.value for m in document.mentions}
        self.forms = {stem: found.most_common(1)[0][0] for stem, found in forms.items()}

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """See Engine."""
        with open_writer(folder, rebuild=True, jobs=processes) as writer:
            writer.put_entities(gazetteer().entities.values())
            for document in read_documents(records):
                writer.put(document)

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.engine = open_engine(folder)

    def request(self, question: Question) -> SearchRequest | None:
        """Return the request that a reader would make, None where there is no such query."""
        words = [self.forms.get(word, word) for word in question.words]
        match question.how:
            case "all":
                typed = " ".join(words)
            case "any":
                typed = " OU ".join(words)
            case "not":
                typed = " SAUF ".join(words)
            case "phrase":
                typed = f'"{" ".join(words)}"'
            case "prefix":
                typed = question.words[0] + "*"
            case "everything":
                typed = ""
            case _:
                return None
        filters: dict[Facet, tuple[str, ...]] = {}
        for entity in question.entities:
            facet = Facet(self.facets[entity])
            filters[facet] = (*filters.get(facet, ()), entity)
        first, last = map(dt.date.fromordinal, question.days) if question.days else (None, None)
        return SearchRequest(
            query=typed,
            filters=filters,
            date_from=first,
            date_to=last,
            facet_size=VALUES,
        )

    def ask(self, question: Question) -> Answer | None:
        """See Engine; its counts are of more fields, so they are its own."""
        request = self.request(question)
        if request is None:
            return None
        return self.engine.search(request).total, {}, {}

    def top(self, question: Question) -> None:
        """See Engine; it has no search without its counts."""
        self.ask(question)
