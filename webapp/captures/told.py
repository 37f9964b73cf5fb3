"""Captures and what changed between them, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.changes import Change, first_with_text
from index.difference import Piece
from webapp.links import safe_url
from webapp.provenance import shown_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.history import Reading
    from webapp.words import Words

# Of a longer stretch that both texts have, this many characters stay at each end.
KEPT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """One capture; `as_before` is the number of an earlier one with the same text, else 0.

    `present` tells that a page still gives its text. `href` is "" where the address may not be
    linked, `status` where it is not known.
    """

    number: int
    moment: str
    datetime: str
    present: bool
    as_before: int
    status: str
    url: str
    href: str
    origin: str
    sha256: str


def rows(readings: Sequence[Reading], words: Words) -> list[CaptureRow]:
    """Return the captures, the oldest first, numbered from 1."""
    first = first_with_text(readings)
    # A page that was read again and differs beside its text has replaced a capture, not its text.
    present = {reading.release.text for reading in readings if reading.live}
    return [
        CaptureRow(
            number=number,
            moment=words.moment(reading.capture.captured_at),
            datetime=reading.capture.captured_at.isoformat(),
            present=reading.release.text in present,
            as_before=same if same != number else 0,
            status=str(reading.capture.status or ""),
            url=reading.capture.url,
            href=safe_url(reading.capture.url),
            origin=shown_origin(reading.capture.origin, reading.capture.url),
            sha256=reading.capture.sha256,
        )
        for number, (reading, same) in enumerate(zip(readings, first, strict=True), 1)
    ]


def facts(change: Change, words: Words) -> list[tuple[str, str, str]]:
    """Return (what, before, after) of what changed besides the text; nothing is a dash."""
    return [
        (words(f"captures.field.{name}"), before or "–", after or "–")
        for name, before, after in change.facts
        if words.has(f"captures.field.{name}")
    ]


def shortened(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Leave out the middle of long stretches that both texts have.

    >>> from index.difference import Piece
    >>> long = " ".join(f"mot{number}" for number in range(200))
    >>> short = list(shortened([Piece("removed", long), Piece("same", long)]))
    >>> short[0].text == long, len(short[1].text) < 2 * KEPT + 5, " … " in short[1].text
    (True, True, True)
    """
    for piece in pieces:
        if piece.kind != "same" or len(piece.text) <= 3 * KEPT:
            yield piece
            continue
        # Whole words stay.
        before = piece.text[:KEPT].rpartition(" ")[0]
        after = piece.text[-KEPT:].partition(" ")[2]
        yield Piece("same", f"{before} … {after}")
