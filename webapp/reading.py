"""A release as it is read on its page: text in pieces, entities, captures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.answer import runs
from index.record import (
    Capture,
    Document,
    EntityKind,
    Mention,
    Related,
    Relation,
    Release,
)
from webapp.links import safe_url
from webapp.results import EntityLink, entity_href, language_name, release_href

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.engine import Engine
    from webapp.links import Pairs
    from webapp.words import Words

Span = tuple[int, int]
Run = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, either plain or the naming of one entity.

    `runs` are its parts in order, each with whether it is marked; `link` is None for plain text.
    """

    runs: tuple[Run, ...]
    link: EntityLink | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A release's title, lead and paragraphs as pieces."""

    title: tuple[Piece, ...]
    lead: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureView:
    """One capture in words; `href` is "" where its address may not be linked."""

    moment: str
    origin: str
    sha256: str
    url: str
    href: str


def links(document: Document, engine: Engine, words: Words, *, lang: str) -> dict[str, EntityLink]:
    """Return the link to the page of each entity that a release names, by its id there.

    `lang` is kept in links, "" for none.
    """
    named = {mention.entity: mention for mention in document.mentions}
    return {name: _link(mention, engine, words, lang) for name, mention in named.items()}


def _link(mention: Mention, engine: Engine, words: Words, lang: str) -> EntityLink:
    found = engine.entity(mention.entity)
    return EntityLink(
        label=found.called(words.language) if found else mention.label,
        kind=mention.kind.value,
        href=entity_href(found.id if found else mention.entity, lang),
    )


def reading(document: Document, marks: Iterable[Span], links: Mapping[str, EntityLink]) -> Reading:
    """Cut a release's parts at its mentions and marks; `links` has a link for each entity."""
    release = document.release
    mentions = _apart(document.mentions)
    spans = _merged(marks)
    # A title is read as a heading: entities in it are not linked, so that it stays calm.
    parts = [
        (name, tuple(_pieces(text, start, () if name == "title" else mentions, spans, links)))
        for name, start, text in release.parts()
    ]
    by_name = {name: pieces for name, pieces in parts if name != "body"}
    return Reading(
        title=by_name.get("title", ()),
        lead=by_name.get("lead", ()),
        paragraphs=tuple(pieces for name, pieces in parts if name == "body"),
    )


def entities(
    document: Document, links: Mapping[str, EntityLink], words: Words
) -> list[tuple[str, list[EntityLink]]]:
    """Return (title, links) for each kind of entity that is named, most often named first."""
    counts: dict[str, int] = {}
    first: dict[str, Mention] = {}
    for mention in document.mentions:
        counts[mention.entity] = counts.get(mention.entity, 0) + 1
        first.setdefault(mention.entity, mention)
    ordered = sorted(first.values(), key=lambda mention: -counts[mention.entity])
    groups = [
        (
            words(f"facet.{kind.value}"),
            [links[mention.entity] for mention in ordered if mention.kind is kind],
        )
        for kind in EntityKind
    ]
    return [(title, group) for title, group in groups if group]


def captures(document: Document, words: Words) -> list[CaptureView]:
    """Return the captures, the newest first."""
    newest_first = sorted(document.captures, key=lambda capture: capture.captured_at, reverse=True)
    return [_capture(capture, words) for capture in newest_first]


def other_addresses(document: Document) -> list[tuple[str, str]]:
    """Return (address, link or "") of what else the release was reached by."""
    found = dict.fromkeys(capture.url for capture in document.captures if capture.url)
    return [(url, safe_url(url)) for url in found if url != document.release.url]


def seen(document: Document, words: Words) -> tuple[str, str] | None:
    """Return when the release was first and last read, None where no capture is known."""
    times = [capture.captured_at for capture in document.captures]
    return (words.moment(min(times)), words.moment(max(times))) if times else None


def related(
    document: Document, words: Words, lang: Pairs
) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Return (heading, rows of address, title, language, what is told) of each relation."""
    groups: list[tuple[str, list[tuple[str, str, str, str]]]] = []
    for relation in Relation:
        rows = [
            (
                release_href(one.id, lang),
                one.title or words("release.untitled"),
                one.language,
                _told(one, words),
            )
            for one in document.related
            if one.relation == relation
        ]
        if rows:
            groups.append((words(f"release.{relation.value}"), rows))
    return groups


def _told(one: Related, words: Words) -> str:
    if one.relation == Relation.TWIN:
        return f"{words.date(one.date)} · {language_name(one.language, words)}"
    # Rounded down: only the same text has all in common.
    percent = words("release.likeness", percent=int(100 * one.likeness))
    return f"{words.date(one.date)} · {percent}"


def certainty(release: Release, words: Words) -> str:
    """Return how the date of a release is known, "" where that is not known."""
    key = f"release.date-{release.date_certainty}"
    return words(key) if release.date and words.has(key) else ""


def flags(release: Release, words: Words) -> list[str]:
    """Return a sentence for each known damage of a release."""
    return [words(f"release.{flag}") for flag in release.flags if words.has(f"release.{flag}")]


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions in order, of those that overlap the first and longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if mention.start < mention.end and (not kept or mention.start >= kept[-1].end):
            kept.append(mention)
    return kept


def _merged(marks: Iterable[Span]) -> list[Span]:
    """Return the marks in order, those that overlap made one."""
    kept: list[Span] = []
    for start, end in sorted(marks):
        if kept and start < kept[-1][1]:
            kept[-1] = kept[-1][0], max(kept[-1][1], end)
        elif start < end:
            kept.append((start, end))
    return kept


def _pieces(
    text: str,
    start: int,
    mentions: Sequence[Mention],
    marks: Sequence[Span],
    links: Mapping[str, EntityLink],
) -> Iterable[Piece]:
    """Yield the pieces of one part, which stands at `start` in the release's text."""
    end = start + len(text)
    done = start
    low = bisect_left(mentions, start, key=lambda mention: mention.start)
    high = bisect_right(mentions, end, key=lambda mention: mention.end)
    for mention in mentions[low:high]:
        if mention.start > done:
            yield Piece(_runs(text, start, (done, mention.start), marks))
        own = _runs(text, start, (mention.start, mention.end), marks)
        yield Piece(own, links[mention.entity], mention.weak)
        done = mention.end
    if done < end:
        yield Piece(_runs(text, start, (done, end), marks))


def _runs(text: str, start: int, span: Span, marks: Sequence[Span]) -> tuple[Run, ...]:
    first, last = span
    low = bisect_right(marks, first, key=lambda mark: mark[1])
    high = bisect_left(marks, last, key=lambda mark: mark[0])
    inner = [(max(begin - first, 0), end - first) for begin, end in marks[low:high]]
    return tuple(runs(text[first - start : last - start], inner))


def _capture(capture: Capture, words: Words) -> CaptureView:
    return CaptureView(
        moment=words.moment(capture.captured_at),
        origin=capture.origin,
        sha256=capture.sha256,
        url=capture.url,
        href=safe_url(capture.url),
    )
