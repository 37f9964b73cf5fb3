"""What a release is related to, of an open copies.db: twins, then near-duplicates.

Whatever is asked for reads a bounded number of rows, also where a text is that of thousands.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from index.record import Related, Relation

if TYPE_CHECKING:
    from indexer.copies.database import Copies

MANY = 50
"""Texts that one is compared with, and releases that one is related to, at most: a notice that was
put up 100,000 times is like 100,000 others."""

_HOLDERS = (
    "SELECT release, title, language, date FROM member WHERE text = ? AND release <> ?"
    " ORDER BY release LIMIT ?"
)


# Most releases are like no other: what would find nothing is not asked.
_WHAT = (
    "SELECT m.text, m.language,"
    " EXISTS (SELECT 1 FROM member WHERE release >= ?2 AND release < ?3 AND release <> ?1)"
    " OR EXISTS (SELECT 1 FROM twin WHERE release = ?1)"
    " OR EXISTS (SELECT 1 FROM twin WHERE other = ?1),"
    " EXISTS (SELECT 1 FROM meeting a JOIN meeting b ON b.key = a.key"
    " WHERE a.release = ?1 AND b.release <> ?1),"
    " EXISTS (SELECT 1 FROM alike WHERE text = m.text)"
    " OR EXISTS (SELECT 1 FROM member o WHERE o.text = m.text AND o.release <> ?1)"
    " FROM member m WHERE m.release = ?1"
)


def related(copies: Copies, release_id: str, most: int) -> tuple[Related, ...]:
    """Return the twins of a release by language, then at most so many near-duplicates.

    None where the release is not known.
    """
    found = next(copies.each(_WHAT, (release_id, *_of_document(release_id))), None)
    if found is None:
        return ()
    text, language, has_twins, meets, has_near = found
    named = _twins(copies, release_id) if has_twins else []
    languages = {row[2] for row in named}
    meeting = _meeting(copies, release_id, language) if meets else []
    met = [row for row in meeting if row[2] not in languages]
    twins = [_related(Relation.TWIN, row) for row in sorted([*named, *met], key=_by_language)]
    known = {one.id for one in twins}
    near = [
        _related(Relation.NEAR_DUPLICATE, row)
        for row in (_near(copies, release_id, text, most + len(known)) if has_near else ())
        if row[0] not in known
    ]
    return (*twins, *near[:most])


def _twins(copies: Copies, release_id: str) -> list[tuple[str, ...]]:
    """Return rows of the releases of the same site and document, and of those named as such."""
    query = (
        "SELECT release, title, language, date, 1.0 FROM member"
        " WHERE language <> (SELECT language FROM member WHERE release = ?1) AND ("
        " (release >= ?2 AND release < ?3)"
        " OR release IN (SELECT other FROM twin WHERE release = ?1"
        " UNION SELECT release FROM twin WHERE other = ?1))"
        " ORDER BY language, release LIMIT ?4"
    )
    return copies.rows(query, (release_id, *_of_document(release_id), MANY))


def _of_document(release_id: str) -> tuple[str, str]:
    """Return between which ids those of the same site and document lie.

    >>> _of_document("nato:news_1:fr"), _of_document("page:0123")
    (('nato:news_1:', 'nato:news_1;'), ('', ''))
    """
    document = release_id.rpartition(":")[0]
    return (document + ":", document + ";") if ":" in document else ("", "")


def _meeting(copies: Copies, release_id: str, language: str) -> list[tuple[str, ...]]:
    """Return rows of releases with a key in common, where each is alone of its language.

    One that is named as the twin of another release of this language is none of this one's.
    """
    query = (
        "SELECT m.release, m.title, m.language, m.date, 1.0 FROM meeting k"
        " JOIN member m ON m.release = k.release WHERE k.key = ? LIMIT ?"
    )
    found: dict[str, tuple[str, ...]] = {}
    for key in copies.keys(release_id):
        rows = copies.rows(query, (key, MANY))
        count = Counter(row[2] for row in rows)
        if count[language] == 1 and len(rows) < MANY:
            found |= {r[0]: r for r in rows if r[2] != language and count[r[2]] == 1}
    alone = Counter(row[2] for row in found.values())
    return [
        row
        for row in found.values()
        if alone[row[2]] == 1 and all(one[2] != language for one in _twins(copies, row[0]))
    ]


def _near(copies: Copies, release_id: str, text: int, most: int) -> list[tuple[str, ...]]:
    """Return rows of the likest releases, at most so many; no text's holders are read through.

    Of texts that are equally like this one, the holders come in the order of their ids.
    """
    alike = copies.rows(
        "SELECT other, likeness FROM alike WHERE text = ? ORDER BY likeness DESC", (text,)
    )
    found: list[tuple[str, ...]] = []
    degrees = chain([(text, 1.0)], alike)
    for degree, texts in groupby(degrees, key=itemgetter(1)):
        holders = [
            (*row, degree)
            for other, _ in texts
            for row in copies.rows(_HOLDERS, (other, release_id, most))
        ]
        found += sorted(holders)
        if len(found) >= most:
            break
    return found[:most]


def _by_language(row: tuple[str, ...]) -> tuple[str, str]:
    return row[2], row[0]


def _related(relation: Relation, row: tuple[str, ...]) -> Related:
    release_id, title, language, date, degree = row
    return Related(
        id=release_id,
        relation=relation,
        title=title,
        language=language,
        date=dt.date.fromisoformat(date) if date else None,
        likeness=round(float(degree), 3),
    )
