"""The captures of a release with what was read from each, and which of them speaks for it now."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.history import Reading
from index.record import Capture, release_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.sqlite import Reader

# archive.warc.gz!1234, the place of a record of a web archive
_RECORD = re.compile(r"\.w?arc(?:\.gz)?!\d+$", re.IGNORECASE)
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


def readings(reader: Reader, release_id: str) -> tuple[Reading, ...]:
    """Return every capture of a release, the oldest first; none for an unknown id.

    A record of a web archive stays where it is when the page changes: it is live while its address
    gives the same text in the latest record.
    """
    rows = reader.rows(
        "SELECT c.origin, c.captured_at, c.sha256, c.url, c.status, c.record, s.origin IS NOT NULL"
        " FROM capture c LEFT JOIN source s"
        " ON s.origin = c.origin AND s.sha256 = c.sha256 AND s.release = c.release"
        " WHERE c.release = ? ORDER BY c.captured_at, c.origin, c.id",
        (release_id,),
    )
    found = [
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
    ]
    latest = {_address(one): one.release.text for one in found if one.live and _is_record(one)}
    return tuple(
        replace(one, live=one.live and latest[_address(one)] == one.release.text)
        if _is_record(one) and _address(one) in latest
        else one
        for one in found
    )


def _is_record(reading: Reading) -> bool:
    return _RECORD.search(reading.capture.origin) is not None


def _address(reading: Reading) -> str:
    return _SCHEME.sub("", reading.capture.url).rstrip("/")


def present(found: Sequence[Reading]) -> Reading | None:
    """Return the reading that speaks for a release; None where no present page gives it.

    Of several live ones one with a publication date is preferred, then the latest.
    """
    live = [reading for reading in found if reading.live]
    dated = [reading for reading in live if reading.release.date is not None]
    best = dated or live
    return best[-1] if best else None
