"""Which capture gave a text first: asked for many texts at once, in constant memory.

What is asked for is put into tables beside archive.db, which SQLite keeps in files of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.history import FirstCaptures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.sqlite import Reader

# The present text of a release is that of its captures that the index of replaced texts has not; in
# the middle of a run there may be none. The time stands before the text, so that the least of both
# is the first, and of two at once the present one.
_OF_PRESENT = (
    "INSERT INTO temp.first SELECT p.release, coalesce(min(CASE WHEN s.text IS NULL"
    " THEN c.captured_at END), min(c.captured_at)) || ' ' FROM temp.present p"
    " JOIN capture c ON c.release = p.release"
    " LEFT JOIN superseded s ON s.release = c.release AND s.text = c.text GROUP BY p.release"
)
_OF_SUPERSEDED = (
    "INSERT INTO temp.first SELECT r.release, min(c.captured_at) || ' ' || r.text"
    " FROM temp.replaced r JOIN capture c ON c.release = r.release AND c.text = r.text"
    " GROUP BY r.release, r.text"
)
_PART = (
    "SELECT release, min(came), max(substr(came, -1) = ' ') FROM temp.first GROUP BY release"
    " ORDER BY substr(min(came), 1, instr(min(came), ' ')), release LIMIT ? OFFSET ?"
)
_COUNTS = "SELECT count(DISTINCT release), total(substr(came, -1) = ' ') FROM temp.first"


def first_captures(
    reader: Reader,
    present: Iterable[str],
    superseded: Iterable[tuple[str, str]],
    *,
    offset: int,
    limit: int,
) -> FirstCaptures:
    """Order releases by the first capture that gave one of the texts; see `index.history`."""
    reader.aside("CREATE TEMP TABLE present (release TEXT PRIMARY KEY) WITHOUT ROWID")
    reader.aside("CREATE TEMP TABLE replaced (release, text, PRIMARY KEY (release, text))")
    reader.aside("CREATE TEMP TABLE first (release TEXT, came TEXT)")
    reader.aside("INSERT OR IGNORE INTO temp.present VALUES (?)", ((one,) for one in present))
    reader.aside("INSERT OR IGNORE INTO temp.replaced VALUES (?, ?)", superseded)
    reader.aside(_OF_PRESENT)
    reader.aside(_OF_SUPERSEDED)
    ((total, still),) = reader.rows(_COUNTS)
    rows = reader.rows(_PART, (limit, offset))
    part = tuple((release, came.partition(" ")[2], bool(still)) for release, came, still in rows)
    return FirstCaptures(total=int(total), still=int(still), part=part)
