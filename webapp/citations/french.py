"""The citation that a reader copies into a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.citations.facts import line

if TYPE_CHECKING:
    from index.record import Document
    from webapp.words import Words


def french(document: Document, words: Words, permalink: str = "") -> str:
    """Return a release in one line: title, kind, reference, place, date, address, capture.

    The order is that of ISO 690 for a part of a web site, without the parts a release lacks.
    `permalink` is the release's absolute address in this archive, "" where none is known.
    """
    release = document.release
    title = line(release.title) or words("release.untitled")
    where = ", ".join(part for part in (line(release.place), words.date(release.date)) if part)
    kind = words(f"kind.{release.kind.value}").lower()
    parts = [words("cite.title", title=title), kind, line(release.reference), where]
    told = ", ".join(part for part in parts if part)
    if release.url:
        told += f", {line(release.url)}"
    if document.captures:
        newest = max(capture.captured_at for capture in document.captures)
        told += f" ({words('cite.captured', date=words.date(newest.date()))})"
    if permalink:
        told += f", {words('cite.kept', address=permalink)}"
    return f"{told}."
