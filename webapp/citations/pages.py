"""Citations to take away: one file a release and form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, url_for

from webapp.addresses import absolute
from webapp.archive import current_document
from webapp.citations import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable

blueprint = Blueprint("citations", __name__)

_NO_NAME = re.compile(r"[^A-Za-z0-9_-]+")


@blueprint.get("/cite/<any(ris, bibtex, 'csl-json'):form>/<path:release_id>")
def cite(form: str, release_id: str) -> Response:
    """Answer with a release as a file for a bibliography."""
    found = FORMS[form]
    release = current_document(release_id).release
    permalink = absolute(url_for("pages.release", release_id=release_id))
    text = found.write(release, permalink if "://" in permalink else "")
    name = f"{file_name(release_id)}.{found.suffix}"
    return attached(text, f"{found.media_type}; charset=utf-8", name)


def attached(content: str | Iterable[bytes], content_type: str, name: str) -> Response:
    """Return an answer that a browser keeps as a file of this name; the name is plain ASCII."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_name(text: str) -> str:
    """Return a name that every file system takes.

    >>> file_name("nato:news_1:fr"), file_name("../../é")
    ('nato-news_1-fr', 'depeche')
    """
    return _NO_NAME.sub("-", text).strip("-")[:80] or "depeche"
