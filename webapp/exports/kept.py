"""The releases that a reader keeps as one file.

The list is in the reader's browser, which sends the ids. Nothing is kept of what is sent, so there
is nothing that another site's form could change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, request, url_for

from index.errors import DepecheError, UnknownRelease
from webapp.archive import current_archive
from webapp.exports.forms import NAMES
from webapp.exports.pages import FORM, answer
from webapp.feeds.links import own
from webapp.links import href
from webapp.pages import ask, own_pairs, render_page
from webapp.provenance import without_folders
from webapp.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.engine import Engine
    from index.record import Document

blueprint = Blueprint("kept", __name__)

MOST = 1_000
"""Releases of a list: as many as webapp/static/keep.js keeps."""


class NothingKept(DepecheError):
    """There is no release in the list."""

    hint = "Send the ids of releases as id."


class TooManyKept(DepecheError):
    """There are more than {most} releases in the list."""

    hint = "Send them in several lists."


@blueprint.post(f"/export/kept/{FORM}")
def export(form: str) -> Response:
    """Answer with the releases whose ids are sent, in their order, or say which are not there."""
    ids = tuple(dict.fromkeys(request.form.getlist("id")))
    if not ids:
        raise NothingKept
    if len(ids) > MOST:
        raise TooManyKept(most=MOST)
    engine = current_archive().engine()
    known = [one for one in ids if engine.get(one)]
    if len(known) < len(ids):
        return make_response(_missing(form, ids, known), 404)
    return answer(_documents(engine, known), form, "depeche")


def _documents(engine: Engine, ids: Sequence[str]) -> Iterator[Document]:
    for one in ids:
        document = engine.get(one)
        if document is None:  # it has gone since the answer began
            raise UnknownRelease(id=one)
        yield without_folders(document)


def _missing(form: str, ids: Sequence[str], known: Sequence[str]) -> str:
    """Return a page that tells which releases are not there and offers the others."""
    asked = ask()
    words, lang = Words(asked.language), own(own_pairs(asked))
    there = set(known)
    missing = [one for one in ids if one not in there]
    return render_page(
        "kept.html",
        words,
        lang,
        path=url_for("saved.saved"),
        back=href(url_for("saved.saved"), lang),
        action=href(url_for(".export", form=form), lang),
        called=NAMES[form],
        missing=missing,
        known=known,
    )
