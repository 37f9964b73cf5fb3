"""The captures of a release with what was read from each, and which of them speaks for it now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from index.history import Reading
from index.record import Capture, release_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.sqlite import Reader


def readings(reader: Reader, release_id: str) -> tuple[Reading, ...]:
    """Return every capture of a release, the oldest first; none for an unknown id."""
    rows = reader.rows(
        "SELECT c.origin, c.captured_at, c.sha256, c.url, c.status, c.record, s.origin IS NOT NULL"
        " FROM capture c LEFT JOIN source s"
        " ON s.origin = c.origin AND s.sha256 = c.sha256 AND s.release = c.release"
        " WHERE c.release = ? ORDER BY c.captured_at, c.origin, c.id",
        (release_id,),
    )
    return tuple(
        Reading(
            capture=Capture(
                origin=origin,
                captured_at=dt.datetime.fromisoformat(captured_at),
                sha256=sha256,
                url=url,
                status=int(status),
            ),
            release=release_from_json(record),
            live=bool(live),
        )
        for origin, captured_at, sha256, url, status, record, live in rows
    )


def present(found: Sequence[Reading]) -> Reading | None:
    """Return the reading that speaks for a release; None where no present page gives it.

    Of several live ones one with a publication date is preferred, then the latest.
    """
    live = [reading for reading in found if reading.live]
    dated = [reading for reading in live if reading.release.date is not None]
    best = dated or live
    return best[-1] if best else None
