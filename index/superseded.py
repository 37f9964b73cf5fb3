"""The texts that earlier captures gave and no present page gives, and who said a thing first.

They have an index of their own beside the main one. `appearances` asks both.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.engine import Sort
from index.engines import open_engine
from index.errors import DepecheError, NoIndex
from index.highlight import Mark, shown

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from index.engine import Engine, Marked, Problem, SearchRequest
    from index.history import History
    from index.record import Capture, Document


class NoSuperseded(DepecheError):
    """There is no index of replaced texts in {directory}."""

    hint = "Run 'depeche reindex' to build it from archive.db; no page is read again."


def open_superseded(data: Path) -> Engine:
    """Open the index of the superseded texts of a data folder; raises NoSuperseded."""
    try:
        return open_engine(folder(data), thesaurus_of=data)
    except NoIndex:
        raise NoSuperseded(directory=folder(data)) from None


def folder(data: Path) -> Path:
    """Return the folder whose `index` holds the superseded texts of a data folder."""
    return data / "superseded"


def superseded_id(release_id: str, digest: str) -> str:
    """Return the id under which a superseded text is indexed."""
    return f"{release_id}@{digest}"


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
    by itself. Memory grows with the number of matching releases, not with their texts.
    """
    every = replace(request, sort=Sort.OLDEST, limit=0, offset=0)
    # the time of the first capture and, where that is of a superseded text, the id of this text
    first: dict[str, tuple[dt.datetime, str]] = {}
    for document in superseded.stream(every):
        release_id = document.release.id.rpartition("@")[0]
        when = (document.captures[0].captured_at, document.release.id)
        first[release_id] = min(when, first.get(release_id, when))
    still = set()
    for document in present.stream(every):
        release_id = document.release.id
        still.add(release_id)
        when = (_first_giving(document, history).captured_at, "")
        first[release_id] = min(when, first.get(release_id, when))
    end = request.offset + request.limit
    chosen = heapq.nsmallest(end, ((at, one, text) for one, (at, text) in first.items()))
    found = []
    for _, release_id, text in chosen[request.offset :]:
        engine = superseded if text else present
        matching = engine.get(text or release_id)
        if matching is None:  # a run that writes has taken it out meanwhile
            continue
        title, passages = _shown(matching, engine, request)
        found.append(
            Appearance(
                release_id=release_id,
                capture=_first_giving(matching, history),
                title=title,
                passages=passages,
                still=release_id in still,
            )
        )
    return Appearances(
        request=request,
        total=len(first),
        still=len(still),
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
