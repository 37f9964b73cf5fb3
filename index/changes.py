"""The captures of a release one after the other: which text each gives, and what changed in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from index.difference import Piece, word_differences

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from index.history import Reading
    from index.record import Release

# The words of these are compared one by one, the others are told with both values.
_TEXT = frozenset({"title", "lead", "paragraphs"})
# What differs with the rule that read it, and not with the page; and what the URLs tell already.
_UNTOLD = frozenset({"id", "url", "twins", "date_source", "date_certainty", "flags"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a capture has that is not as in the one before it; the numbers count captures from 1.

    `pieces` are the differences of the whole texts, none where the text is the same. `facts` are
    (name of the field, value before, value after) of what else the release says, as text.
    """

    before: int
    after: int
    pieces: tuple[Piece, ...]
    facts: tuple[tuple[str, str, str], ...]


def changes(readings: Sequence[Reading]) -> tuple[Change, ...]:
    """Return what changed between each capture and the one before it, where anything did."""
    found = []
    for number in range(1, len(readings)):
        before, after = readings[number - 1].release, readings[number].release
        pieces = () if before.text == after.text else word_differences(before.text, after.text)
        facts = _facts(before, after)
        if pieces or facts:
            found.append(Change(before=number, after=number + 1, pieces=pieces, facts=facts))
    return tuple(found)


def _facts(before: Release, after: Release) -> tuple[tuple[str, str, str], ...]:
    names = [one.name for one in fields(before) if one.name not in _TEXT | _UNTOLD]
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return tuple((name, _told(old), _told(new)) for name, old, new in pairs if old != new)


def _told(value: object) -> str:
    return "" if value is None else " ".join(value) if isinstance(value, tuple) else str(value)


def first_with_text(readings: Sequence[Reading]) -> tuple[int, ...]:
    """Return for each capture the number, from 1, of the first that gives the same text."""
    first: dict[str, int] = {}
    return tuple(
        first.setdefault(reading.release.text, number) for number, reading in enumerate(readings, 1)
    )


def text_since(readings: Sequence[Reading]) -> dt.datetime | None:
    """Return when the last text was first read, None where no other text was read before it."""
    for number in range(len(readings) - 1, 0, -1):
        if readings[number].release.text != readings[number - 1].release.text:
            return readings[number].capture.captured_at
    return None


def seen(readings: Sequence[Reading]) -> tuple[dt.datetime, dt.datetime]:
    """Return the times of the first and of the last capture; there is at least one."""
    times = [reading.capture.captured_at for reading in readings]
    return min(times), max(times)


def addresses(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return every address a release was reached by or says that it has, each once."""
    found = [reading.release.url for reading in readings if reading.live]
    found += [reading.release.url for reading in readings]
    found += [reading.capture.url for reading in readings]
    return tuple(dict.fromkeys(url for url in found if url))


def history_as_json(release_id: str, readings: Sequence[Reading]) -> dict[str, Any]:
    """Return the captures of a release and the changes between them as plain data.

    Times are ISO 8601 in UTC. `text` of a capture is the number of the first one with its text.
    """
    first, last = seen(readings)
    texts = first_with_text(readings)
    return {
        "id": release_id,
        "urls": list(addresses(readings)),
        "first_seen": first.isoformat(),
        "last_seen": last.isoformat(),
        "captures": [
            {
                "number": number,
                "captured_at": reading.capture.captured_at.isoformat(),
                "origin": reading.capture.origin,
                "url": reading.capture.url,
                "status": reading.capture.status or None,
                "sha256": reading.capture.sha256,
                "live": reading.live,
                "text": text,
                "title": reading.release.title,
                "date": reading.release.date and reading.release.date.isoformat(),
            }
            for number, (reading, text) in enumerate(zip(readings, texts, strict=True), 1)
        ],
        **changes_as_json(changes(readings)),
    }


def changes_as_json(found: Sequence[Change]) -> dict[str, Any]:
    """Return changes as plain data under the key `changes`."""
    return {
        "changes": [
            {
                "before": change.before,
                "after": change.after,
                "facts": [
                    {"field": name, "before": old, "after": new} for name, old, new in change.facts
                ],
                "pieces": [asdict(piece) for piece in change.pieces],
            }
            for change in found
        ]
    }
