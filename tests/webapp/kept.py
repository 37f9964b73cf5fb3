"""A history in memory: four captures of one release, one of them hostile, one gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from index.history import Arrival, Original, OriginalGone, Reading, RefusedPage
from index.record import Capture, Release

ID = "nato:news_1:fr"
OLD, NEW, GONE, PDF = "aa" * 32, "bb" * 32, "cc" * 32, "dd" * 32
HOSTILE = (
    b"<!doctype html><link rel=preconnect href=//evil.example>"
    b"<script>parent.document.title='x'</script><img src=//evil.example/x "
    b"onerror=alert(1)><meta http-equiv=refresh content='0;url=//evil.example'>\xe9"
)


class Kept:
    """A history of four captures of one release."""

    def readings(self, release_id):
        if release_id != ID:
            return ()
        old = Release(id=ID, title="Titre", paragraphs=("Le 3 mai, à Rome.",))
        new = replace(old, paragraphs=("Le 4 mai, à <b>Rome</b>.",), date=dt.date(2016, 5, 4))
        releases = ((OLD, old), (NEW, new), (GONE, new), (PDF, new))
        return tuple(
            Reading(
                capture=Capture(
                    origin=f"/srv/secret/{day}.htm",
                    captured_at=dt.datetime(2020, 1, day, tzinfo=dt.UTC),
                    sha256=sha256,
                    url="javascript:alert(1)" if sha256 == NEW else "https://a.example/x",
                ),
                release=release,
                live=sha256 == PDF,
            )
            for day, (sha256, release) in enumerate(releases, 1)
        )

    def original(self, release_id, sha256):
        if sha256 == GONE:
            raise OriginalGone(id=release_id, origin="/srv/secret/3.htm", problem="no such file")
        found = {
            OLD: Original(data=HOSTILE, media_type="text/html"),
            NEW: Original(data=b"\xe9t\xe9", media_type="text/plain", charset="latin-1"),
            PDF: Original(data=b"%PDF-1.4", media_type="application/pdf"),
        }
        return found.get(sha256) if release_id == ID else None

    def arrivals(self, limit=10):
        one = Arrival(id=ID, captured_at=dt.datetime(2020, 1, 4, tzinfo=dt.UTC), changed=True)
        return (one, replace(one, id="unwritten"))[:limit]

    def refusals(self, offset=0, limit=100):
        refused = RefusedPage(
            origin="/srv/secret/x.htm", reason="empty", sentence="/srv/secret/x.htm is empty."
        )
        return (refused,)[offset:][:limit]

    def refused_by_reason(self):
        return {"empty": 1}
