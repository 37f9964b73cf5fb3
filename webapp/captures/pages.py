"""The pages of a release's captures, and of one of them as it was read."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, make_response, request, url_for

from index.changes import Change, addresses, changes, seen
from index.difference import word_differences
from index.errors import DepecheError, UnknownRelease
from index.history import OriginalGone
from webapp.archive import current_archive
from webapp.captures import frame, told
from webapp.delivery.headers import HEADERS
from webapp.links import href, safe_url
from webapp.pages import ask, own_pairs, render_page
from webapp.results import release_href
from webapp.words import Words

if TYPE_CHECKING:
    from index.history import History, Original, Reading
    from webapp.links import Pairs

blueprint = Blueprint("captures", __name__)

# The page may show what lies here in a frame, and nothing from elsewhere.
_FRAMING = f"{HEADERS['Content-Security-Policy']}; frame-src 'self'"


class UnknownCapture(DepecheError):
    """The release {id} has no capture with the SHA-256 {sha256}."""

    hint = "'depeche history' lists the captures of a release."


@blueprint.get("/captures/<path:release_id>")
def captures(release_id: str) -> str:
    """Show every capture of a release and what changed, from each to the next or between two."""
    readings = _readings(release_id)
    words, lang = _language()
    path = url_for(".captures", release_id=release_id)
    chosen = _chosen(len(readings))
    found = _between(readings, *chosen) if chosen else changes(readings)
    first, last = seen(readings)
    return render_page(
        "captures.html",
        words,
        (*(_numbers(chosen)), *lang),
        path=path,
        release=readings[-1].release,
        release_link=release_href(release_id, lang),
        rows=[
            (row, href(url_for(".page", sha256=row.sha256, release_id=release_id), lang))
            for row in told.rows(readings, words)
        ],
        first=words.moment(first),
        last=words.moment(last),
        addresses=[(url, safe_url(url)) for url in addresses(readings)],
        changes=[(one, list(told.shortened(one.pieces)), told.facts(one, words)) for one in found],
        chosen=chosen,
        hidden=lang,
        all_changes=href(path, lang),
    )


@blueprint.get("/page/<sha256>/<path:release_id>")
def page(sha256: str, release_id: str) -> Response:
    """Show the page that was read in a frame that lets it do nothing."""
    readings = _readings(release_id)
    words, lang = _language()
    row = next((one for one in told.rows(readings, words) if one.sha256 == sha256), None)
    gone = False
    try:
        original = _original(release_id, sha256)
    except OriginalGone:
        original, gone = None, True
    if row is None:
        raise UnknownCapture(id=release_id, sha256=sha256[:64])
    text = render_page(
        "original.html",
        words,
        lang,
        path=url_for(".page", sha256=sha256, release_id=release_id),
        release=readings[-1].release,
        release_link=release_href(release_id, lang),
        captures_link=href(url_for(".captures", release_id=release_id), lang),
        row=row,
        gone=gone,
        framed=original is not None and frame.shown_type(original).startswith("text/"),
        source=url_for(".original", sha256=sha256, release_id=release_id),
        file=url_for(".original", sha256=sha256, release_id=release_id, file=1),
    )
    response = make_response(text)
    response.headers["Content-Security-Policy"] = _FRAMING
    return response


@blueprint.get("/original/<sha256>/<path:release_id>")
def original(sha256: str, release_id: str) -> Response:
    """Answer with what was read, to be shown; with `file=1` as a file of the very bytes."""
    return frame.answer(_original(release_id, sha256), as_file=request.args.get("file") == "1")


def _history() -> History:
    history = current_archive().config.history
    if history is None:
        abort(404)
    return history


def _readings(release_id: str) -> tuple[Reading, ...]:
    readings = _history().readings(release_id)
    if not readings:
        raise UnknownRelease(id=release_id)
    return readings


def _original(release_id: str, sha256: str) -> Original:
    found = _history().original(release_id, sha256)
    if found is None:
        raise UnknownCapture(id=release_id, sha256=sha256[:64])
    return found


def _language() -> tuple[Words, Pairs]:
    asked = ask()
    return Words(asked.language), tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")


def _chosen(most: int) -> tuple[int, int] | None:
    """Return the numbers of two different captures that the address compares, if it does."""
    before, after = (request.args.get(name, type=int) for name in ("before", "after"))
    if before is None or after is None or before == after:
        return None
    return (before, after) if all(1 <= number <= most for number in (before, after)) else None


def _numbers(chosen: tuple[int, int] | None) -> Pairs:
    return tuple(zip(("before", "after"), map(str, chosen or ()), strict=False))


def _between(readings: tuple[Reading, ...], before: int, after: int) -> list[Change]:
    """Return what changed between two captures, whatever lies between them."""
    pair = readings[before - 1], readings[after - 1]
    old, new = (reading.release.text for reading in pair)
    facts = tuple(itertools.chain.from_iterable(one.facts for one in changes(pair)))
    pieces = () if old == new else word_differences(old, new)
    return [Change(before=before, after=after, pieces=pieces, facts=facts)]
