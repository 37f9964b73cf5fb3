"""What is kept of a document to be shown, as one string.

    head, a JSON array · line feed · the text, as `Release.text` has it · rest, a JSON array

A page of results shows what stands in the head, and passages of the text; it reads no more. The
text is cut out as it stands, and the head tells how long its parts are. Whom a release names stands
in the head, each once, in the order of their first naming. Where it names them stands in the rest:
each mention as three numbers, twice the place of its name among all names, and one more where it is
weak; how far it begins behind the beginning of the mention before; and its length.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from index.record import (
    Capture,
    Document,
    EntityKind,
    Kind,
    Mention,
    Related,
    Relation,
    release_from_values,
    release_to_values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_Name = tuple[str, EntityKind, str]
"""An entity, its kind and its label, as mentions have them."""

_HEAD = ("id", "date", "kind", "url", "language", "reference")
_TEXT = ("title", "lead", "paragraphs")
"""Fields of a release that stand in the head and in the text."""

_start = attrgetter("start")
_decoder = json.JSONDecoder()
# Looked up, not made: a page of results has ten.
_KINDS = {kind.value: kind for kind in Kind}


def to_stored(document: Document) -> str:
    """Serialise a document."""
    release, mentions, text = document.release, document.mentions, document.release.text
    names: dict[_Name, int] = {}
    for one in sorted(mentions, key=_start):
        names.setdefault((one.entity, one.kind, one.label), len(names))
    entities = {entity: place for place, entity in enumerate(dict.fromkeys(n[0] for n in names))}
    lengths = [len(release.title), len(release.lead), *map(len, release.paragraphs)]
    values = release_to_values(release)
    head = [len(text), lengths, [*entities], *(values.pop(name, "") for name in _HEAD)]
    for name in _TEXT:
        values.pop(name, None)
    rest = [
        values,
        [(entities[entity], kind, label) for entity, kind, label in names],
        _numbers(mentions, names),
        # the surfaces that are not what stands in the text
        [(at, m.surface) for at, m in enumerate(mentions) if text[m.start : m.end] != m.surface],
        [
            (c.origin, c.captured_at.isoformat(), c.sha256, c.url, c.status)
            for c in document.captures
        ],
        [
            (r.id, r.relation, r.title, r.language, r.date and r.date.isoformat(), r.likeness)
            for r in document.related
        ],
    ]
    return f"{_dump(head)}\n{text}{_dump(rest)}"


def _dump(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _numbers(mentions: Iterable[Mention], names: Mapping[_Name, int]) -> list[int]:
    """Return mentions as numbers."""
    numbers: list[int] = []
    before = 0
    for one in mentions:
        name, start = names[one.entity, one.kind, one.label], one.start
        numbers += (2 * name + one.weak, start - before, one.end - start)
        before = start
    return numbers


def stored_title(stored: str) -> str:
    """Read back the title alone from what `to_stored` wrote: much faster.

    >>> from index.record import Release
    >>> stored_title(to_stored(Document(release=Release(id="x", title='Le « "titre" »'))))
    'Le « "titre" »'
    """
    # its length is the first number of the first array within the head
    first, start = stored.index("[", 1) + 1, stored.index("\n") + 1
    return stored[start : start + int(stored[first : stored.index(",", first)])]


@dataclass(slots=True)  # a frozen one takes three times as long to make
class Shown:
    """What a page of results shows of a document; each field as in Release.

    `entities` are the ids of those it names, in the order of their first naming. `lengths` are
    those of the title, the lead and the paragraphs.
    """

    id: str
    title: str
    text: str
    date: dt.date | None
    url: str
    kind: Kind
    language: str
    reference: str
    entities: list[str]
    lengths: list[int]

    def parts(self) -> list[tuple[str, int, str]]:
        """See Release."""
        return [part for part in _parts(self.text, self.lengths) if part[2]]


def shown_of_stored(stored: str) -> Shown:
    """Read back what a page of results shows, which is many times faster than all of it."""
    head, end = _decoder.raw_decode(stored)
    size, lengths, entities, release_id, date, kind, url, language, reference = head
    start = end + 1
    return Shown(
        release_id,
        stored[start : start + lengths[0]],
        stored[start : start + size],
        dt.date.fromisoformat(date) if date else None,
        url,
        _KINDS[kind],
        language,
        reference,
        entities,
        lengths,
    )


def _parts(text: str, lengths: Sequence[int]) -> Iterator[tuple[str, int, str]]:
    """Yield (name, offset, string) of each part of a text, of those that are empty, too."""
    offset = 0
    for place, length in enumerate(lengths):
        yield ("title", "lead", "body")[min(place, 2)], offset, text[offset : offset + length]
        if length:
            offset += length + 2


def mentions_of_stored(stored: str) -> tuple[Mention, ...]:
    """Read back the mentions."""
    (size, _, entities, *_), end = _decoder.raw_decode(stored)
    start = end + 1
    rest = json.loads(stored[start + size :])
    return _mentions(rest, entities, stored[start : start + size])


def _mentions(rest: list[Any], entities: Sequence[str], text: str) -> tuple[Mention, ...]:
    _, own, numbers, others, *_ = rest
    names = [(entities[place], EntityKind(kind), label) for place, kind, label in own]
    surfaces = dict(others)
    found: list[Mention] = []
    start = 0
    for name, step, length in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        start += step
        surface = surfaces.get(len(found), text[start : start + length])
        entity, kind, label = names[name >> 1]
        found.append(Mention(entity, kind, label, surface, start, start + length, bool(name & 1)))
    return tuple(found)


def from_stored(stored: str) -> Document:
    """Read back what `to_stored` wrote."""
    (size, lengths, entities, *head), end = _decoder.raw_decode(stored)
    start = end + 1
    text, rest = stored[start : start + size], json.loads(stored[start + size :])
    values, _, _, _, captures, related = rest
    title, lead, *paragraphs = [part for *_, part in _parts(text, lengths)]
    values |= {"title": title, "lead": lead, "paragraphs": paragraphs}
    values |= zip(_HEAD, head, strict=True)
    if not values["date"]:
        del values["date"]
    return Document(
        release=release_from_values(values),
        mentions=_mentions(rest, entities, text),
        captures=tuple(
            Capture(
                origin=origin,
                captured_at=dt.datetime.fromisoformat(captured_at),
                sha256=sha256,
                url=url,
                status=status,
            )
            for origin, captured_at, sha256, url, status in captures
        ),
        related=tuple(
            Related(
                id=release_id,
                relation=Relation(relation),
                title=title,
                language=language,
                date=dt.date.fromisoformat(date) if date else None,
                likeness=likeness,
            )
            for release_id, relation, title, language, date, likeness in related
        ),
    )
