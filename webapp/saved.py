"""The page of what a reader keeps; the list itself is in the reader's browser, never here."""

from __future__ import annotations

from flask import Blueprint, url_for

from webapp.archive import current_archive
from webapp.exports.forms import NAMES
from webapp.links import href
from webapp.pages import ask, own_pairs, render_page
from webapp.words import Words

blueprint = Blueprint("saved", __name__)


@blueprint.get("/saved")
def saved() -> str:
    """Show the page that the browser's script fills in."""
    asked = ask()
    lang = tuple(pair for pair in own_pairs(asked) if pair[0] == "lang")
    return render_page(
        "saved.html",
        Words(asked.language),
        lang,
        path=url_for(".saved"),
        forms=[
            (name, href(url_for("kept.export", form=form), lang)) for form, name in NAMES.items()
        ],
        own_language=current_archive().config.language,
    )
