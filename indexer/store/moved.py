"""One document at two addresses of one site, in two layouts: a release that was moved.

Addresses of one layout are told apart by its profile. Between layouts the words decide, and only
where there is no doubt: the same site, the same language, the same text to the letter and enough of
it, and dates that do not speak against it. All else is told as a near-duplicate.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from index.record import release_from_json
from indexer.store.texts import text_digest

if TYPE_CHECKING:
    from index.record import Release
    from indexer.sqlite import Reader

LEAST = 300
"""Characters from which on an equal text is no accident: notices and empty pages have fewer."""

_LIVE = "SELECT c.release, c.record FROM source s JOIN capture c USING (origin, release, sha256)"
# The address of a page of the 2025 site can be a day off its date.
_APART = dt.timedelta(days=1)


def document_of(reader: Reader, release: Release, profile: str, before: str | None) -> str:
    """Return the id of the release that a page gives: its own, or that of its copy elsewhere.

    `before` is the release that the page gave the last time: what was joined stays so, even where
    one of the copies is corrected.
    """
    if not _site(release.id) or _is_elsewhere(reader, release.id, profile):
        return release.id
    if before is not None and before != release.id and _may_be(before, release):
        query = _LIVE + " WHERE s.release = ? AND c.profile <> ? LIMIT 1"
        if reader.rows(query, (before, profile)):
            return before
    return _copy(reader, release, profile) or release.id


def _copy(reader: Reader, release: Release, profile: str) -> str | None:
    if len(release.text) < LEAST:
        return None
    rows = reader.rows(
        _LIVE + " WHERE c.text = ? AND c.profile <> ? AND c.release <> ? ORDER BY c.id LIMIT 100",
        (text_digest(release), profile, release.id),
    )
    for other, record in rows:
        if _may_be(other, release) and _agree(release.date, release_from_json(record).date):
            return other
    return None


def _is_elsewhere(reader: Reader, release_id: str, profile: str) -> bool:
    """Tell whether a release of this layout is there under its own id."""
    query = _LIVE + " WHERE s.release = ? AND c.profile = ? LIMIT 1"
    return bool(reader.rows(query, (release_id, profile)))


def _site(release_id: str) -> str:
    """Return the site of a `site:document:language`, "" for any other id."""
    parts = release_id.split(":")
    return parts[0] if len(parts) > len(("page", "hash")) else ""


def _may_be(other: str, release: Release) -> bool:
    return _site(other) == _site(release.id) and other.endswith(":" + release.language)


def _agree(one: dt.date | None, other: dt.date | None) -> bool:
    return one is None or other is None or abs(one - other) <= _APART
