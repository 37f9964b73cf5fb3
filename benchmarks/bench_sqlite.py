"""SQLite FTS5: a contentless index, a prefix index, covering indexes for what is counted."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Any

from bench_engine import TOP, VALUES, Answer
from bench_records import read

if TYPE_CHECKING:
    from pathlib import Path

    from bench_questions import Question

_TABLES = """
pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-262144;
create virtual table fts using fts5(
    body, content='', prefix='4', tokenize="unicode61 remove_diacritics 0 tokenchars '&'");
create table doc(rowid integer primary key, id, day, year, kind, text);
create table entity(number integer primary key, name unique);
create table mention(doc integer, entity integer, primary key(doc, entity)) without rowid;
"""
_INDEXES = """
create index by_entity on mention(entity, doc);
create index by_day on doc(day, year);
create index by_year on doc(rowid, year);
insert into fts(fts) values('optimize');
analyze;
"""


class Sqlite:
    """See Engine. Words are matched once: hits and their ranks go to a table in memory."""

    name = "SQLite FTS5"

    def build(self, records: Path, folder: Path, processes: int) -> None:
        """See Engine; one writer is all it has."""
        del processes
        path = folder / "fts.db"
        db = sqlite3.connect(path, isolation_level=None)
        db.executescript(_TABLES)
        db.execute("begin")
        numbers: dict[str, int] = {}
        for number, record in enumerate(read(records), 1):
            db.execute("insert into fts(rowid, body) values(?,?)", (number, record.terms))
            row = (number, record.id, record.day, record.year, record.kind, record.text)
            db.execute("insert into doc values(?,?,?,?,?,?)", row)
            named = [(number, numbers.setdefault(e, len(numbers))) for e in record.entities]
            db.executemany("insert into mention values(?,?)", sorted(named))
        db.executemany("insert into entity(name, number) values(?,?)", numbers.items())
        db.executescript(_INDEXES)
        db.close()
        with path.open("rb") as file:
            os.fsync(file.fileno())

    def open(self, folder: Path) -> None:
        """See Engine."""
        self.db = sqlite3.connect(folder / "fts.db", isolation_level=None)
        self.db.executescript("pragma temp_store=memory; pragma mmap_size=10000000000;")
        self.db.execute("create temp table hits(doc integer primary key, rank real)")

    def _select(self, question: Question, columns: str) -> tuple[str, list[Any]] | None:
        words = [f'"{word}"' for word in question.words]
        match question.how:
            case "all":
                text = " AND ".join(words)
            case "any":
                text = " OR ".join(words)
            case "not":
                text = " NOT ".join(words)
            case "phrase":
                text = '"' + " ".join(question.words) + '"'
            case "prefix":
                text = words[0] + " *"
            case "everything":
                return f"select {columns.replace('rank', '0')} from doc", []  # noqa: S608 - columns are ours
            case _:
                return None
        sql, values = f"select {columns} from fts where fts match ?", [text]  # noqa: S608 - as above
        # the plus: words are looked up once, not once for each row of the filter
        for entity in question.entities:
            sql += (
                " and +rowid in (select doc from mention where entity ="
                " (select number from entity where name = ?))"
            )
            values.append(entity)
        if question.days:
            sql += " and +rowid in (select rowid from doc where day between ? and ?)"
            return sql, [*values, *question.days]
        return sql, values

    def ask(self, question: Question) -> Answer | None:
        """See Engine."""
        select = self._select(question, "rowid, rank")
        if select is None:
            return None
        run = self.db.execute
        run("delete from hits")
        run("insert into hits " + select[0], select[1])
        if question.how != "everything":
            run("select doc from hits order by rank limit ?", (TOP,)).fetchall()
        (total,) = run("select count(*) from hits").fetchone()
        years = run(
            "select year, count(*) from hits"
            " cross join doc indexed by by_year on doc.rowid = hits.doc group by 1"
        )
        counted = dict(years.fetchall())
        entities = run(
            "select name, n from (select entity, count(*) n from hits cross join mention"
            " using (doc) group by 1 order by 2 desc limit ?) join entity on number = entity",
            (VALUES,),
        )
        return total, counted, dict(entities.fetchall())

    def top(self, question: Question) -> None:
        """See Engine; the total is a second query."""
        select = self._select(question, "rowid")
        if select is not None:
            order = "" if question.how == "everything" else " order by rank"
            self.db.execute(f"{select[0]}{order} limit {TOP}", select[1]).fetchall()
            self.db.execute(f"select count(*) from ({select[0]})", select[1]).fetchall()  # noqa: S608 - as above
