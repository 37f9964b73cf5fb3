"""The texts that earlier captures gave and no present page gives, and who said a thing first.

They have an index of their own beside the main one. `appearances` asks both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.engines import HERE, EngineChoice
from index.errors import DepecheError, NoIndex
from index.highlight import Mark, shown

if TYPE_CHECKING:
    from pathlib import Path

    from index.engine import Engine, Marked, Problem, SearchRequest
    from index.history import History
    from index.record import Capture, Document


class NoSuperseded(DepecheError):
    """There is no index of replaced texts at {place}."""

    hint = "Run 'depeche reindex' to build it from archive.db; no page is read again."


def open_superseded(data: Path, chosen: EngineChoice = HERE) -> Engine:
    """Open the index of the superseded texts of a data folder; raises NoSuperseded."""
    there = engine_of(chosen)
    try:
        return there.open(folder(data), thesaurus_of=data)
    except NoIndex:
        raise NoSuperseded(place=there.url or folder(data)) from None


def engine_of(chosen: EngineChoice) -> EngineChoice:
    """Return where the superseded texts of an archive are, whose present ones are in `chosen`."""
    return chosen.beside("superseded")


def folder(data: Path) -> Path:
    """Return the folder whose `index` holds the superseded texts of a data folder."""
    return data / "superseded"


def superseded_id(release_id: str, digest: str) -> str:
    """Return the id under which a superseded text is indexed."""
    return f"{release_id}@{digest}"


def _parts(indexed: str) -> tuple[str, str]:
    """Return the release and the digest of the text that a superseded text is indexed under.

    >>> _parts(superseded_id("nato:news_1@2:fr", "0af3"))
    ('nato:news_1@2:fr', '0af3')
    """
    release_id, _, digest = indexed.rpartition("@")
    return release_id, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """The first capture of a release whose text matches, and where it matches.

    `still` tells that the present text of the release matches as well.
    """

    release_id: str
    capture: Capture
    title: Marked
    passages: tuple[Marked, ...]
    still: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearances:
    """The releases any capture of which matches, by the time of the first that does.

    `still` of the `total` match by their present text. `found` are those from the request's
    `offset` on, at most its `limit`.
    """

    request: SearchRequest
    total: int
    still: int
    found: tuple[Appearance, ...]
    problems: tuple[Problem, ...] = ()


def appearances(
    request: SearchRequest, present: Engine, superseded: Engine, history: History
) -> Appearances:
    """Search all texts that an archive's captures ever gave; the oldest capture comes first.

    `present` is the main index, `superseded` that of the texts before. Filters hold for each text
    by itself. Nothing is read of a release that is not among those found, and memory does not grow
    with the number of matches.
    """
    every = replace(request, limit=0, offset=0)
    first = history.first_captures(
        present.matching(every),
        map(_parts, superseded.matching(every)),
        offset=request.offset,
        limit=request.limit,
    )
    found = []
    for release_id, digest, still in first.part:
        engine = superseded if digest else present
        matching = engine.get(superseded_id(release_id, digest) if digest else release_id)
        if matching is None:  # a run that writes has taken it out meanwhile
            continue
        title, passages = _shown(matching, engine, request)
        found.append(
            Appearance(
                release_id=release_id,
                capture=_first_giving(matching, history),
                title=title,
                passages=passages,
                still=still,
            )
        )
    return Appearances(
        request=request,
        total=first.total,
        still=first.still,
        found=tuple(found),
        problems=present.search(every).problems,
    )


def _first_giving(document: Document, history: History) -> Capture:
    """Return the first capture that gave the text that a document has."""
    if len(document.captures) > 1:
        text = document.release.text
        for reading in history.readings(document.release.id):
            if reading.release.text == text:
                return reading.capture
    return document.captures[0]


def _shown(
    document: Document, engine: Engine, request: SearchRequest
) -> tuple[Marked, tuple[Marked, ...]]:
    marks = [Mark(*span) for span in engine.mark(document, request)]
    return shown(document.release, marks)
