"""Xapian: terms with positions, values for days and years, an own table for the entities.

A value slot holds one value, and a record has up to fifty entities: counting them with Xapian's
ValueCountMatchSpy for fifty slots took seven times as long as looking up each hit's entities in
arrays, so that is what is done here.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
from bench_engine import TOP, VALUES, Answer
from bench_records import read

if TYPE_CHECKING:
    from pathlib import Path

    from bench_questions import Question

DAY, YEAR = 0, 1


def load() -> Any:  # noqa: ANN401 - Xapian has no types
    """Import xapian, which systems keep outside of virtual environments; None without it."""
    kept = list(sys.path)
    sys.path.append("/usr/lib/python3/dist-packages")
    try:
        import xapian  # noqa: PLC0415 - it may be absent
    except ImportError:
        return None
    finally:
        sys.path[:] = kept
    return xapian


xapian = load()


class Xapian:
    """See Engine. Years are counted by Xapian's own ValueCountMatchSpy."""

    name = "Xapian"

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """See Engine; one writer is all it has."""
        del processes
        db = xapian.WritableDatabase(str(folder / "full"), xapian.DB_CREATE_OR_OVERWRITE)
        known: dict[str, int] = {}
        mentions: list[int] = []
        starts = [0, 0]  # Xapian's numbers begin at 1
        for number, record in enumerate(read(records), 1):
            document = xapian.Document()
            for position, term in enumerate(record.terms.split(" "), 1):
                document.add_posting(term, position)
            document.add_boolean_term("Q" + record.id)
            document.add_boolean_term("K" + record.kind)
            for entity in record.entities:
                document.add_boolean_term("E" + entity)
                mentions.append(known.setdefault(entity, len(known)))
            starts.append(len(mentions))
            document.add_value(DAY, xapian.sortable_serialise(record.day))
            document.add_value(YEAR, str(record.year))
            document.set_data(record.text)
            db.add_document(document)
            if number % 10_000 == 0:
                db.commit()
        np.savez(folder / "entities.npz", names=list(known), starts=starts, mentions=mentions)
        db.commit()
        db.compact(str(folder / "compact"))
        db.close()
        for file in sorted((folder / "full").iterdir()):
            file.unlink()
        (folder / "full").rmdir()

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.db = xapian.Database(str(folder / "compact"))
        table = np.load(folder / "entities.npz")
        self.names, self.starts, self.mentions = (table[k] for k in ("names", "starts", "mentions"))
        self.enquire = xapian.Enquire(self.db)

    def _query(self, question: Question) -> Any:  # noqa: ANN401 - Xapian has no types
        q = xapian.Query
        words = list(question.words)
        match question.how:
            case "all":
                found = q(q.OP_AND, words)
            case "any":
                found = q(q.OP_OR, words)
            case "not":
                found = q(q.OP_AND_NOT, q(words[0]), q(words[1]))
            case "phrase":
                found = q(q.OP_PHRASE, words, len(words))
            case "prefix":
                found = q(q.OP_WILDCARD, words[0], 0, q.WILDCARD_LIMIT_ERROR, q.OP_SYNONYM)
            case "everything":
                found = q("")
            case _:
                return None
        filters = [q("E" + entity) for entity in question.entities]
        if question.days:
            first, last = map(xapian.sortable_serialise, question.days)
            filters.append(q(q.OP_VALUE_RANGE, DAY, first, last))
        for one in filters:
            found = q(q.OP_FILTER, found, one)
        return found

    def ask(self, question: Question) -> Answer | None:
        """See Engine."""
        query = self._query(question)
        if query is None:
            return None
        self.enquire.set_query(query)
        spy = xapian.ValueCountMatchSpy(YEAR)
        self.enquire.add_matchspy(spy)
        everything = self.db.get_doccount()
        hits = self.enquire.get_mset(0, everything, everything)
        self.enquire.clear_matchspies()
        years = {int(one.term): one.termfreq for one in spy.values()}
        return len(hits), years, self._entities(np.array([hit.docid for hit in hits], np.int64))

    def _entities(self, docs: Any) -> dict[str, int]:  # noqa: ANN401 - an array
        lengths = self.starts[docs + 1] - self.starts[docs]
        ends = np.cumsum(lengths)
        places = np.arange(lengths.sum()) + np.repeat(self.starts[docs] - ends + lengths, lengths)
        counts = np.bincount(self.mentions[places], minlength=len(self.names))
        best = np.argpartition(-counts, VALUES)[:VALUES]
        return {str(self.names[n]): int(counts[n]) for n in best if counts[n]}

    def top(self, question: Question) -> None:
        """See Engine."""
        query = self._query(question)
        if query is not None:
            self.enquire.set_query(query)
            self.enquire.get_mset(0, TOP, self.db.get_doccount())
