"""Whole lists to take away, streamed; what fails on the way breaks off and looks broken."""

from __future__ import annotations

from itertools import chain, islice

from flask import Blueprint, Response, current_app, request
from unidecode import unidecode

from webapp.addresses import base
from webapp.archive import current_archive
from webapp.citations.pages import attached, file_name
from webapp.exports.forms import SPREADSHEET, TEXTS, pieces
from webapp.exports.spreadsheet import workbook
from webapp.pages import ask
from webapp.provenance import without_folders

blueprint = Blueprint("exports", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/export/<any(csv, jsonl, ris, bibtex, xlsx):form>")
def export(form: str) -> Response:
    """Answer with every hit of a search as a file; `limit` and `offset` are no matter."""
    asked = ask()
    found = current_archive().engine().stream(asked.request)
    # What the query itself runs into is told before a file has begun.
    documents = (without_folders(one) for one in chain(list(islice(found, 1)), found))
    name = file_name(f"depeche-{unidecode(asked.request.query)}")
    if form == SPREADSHEET:
        return attached(workbook(documents), _XLSX, f"{name}.{SPREADSHEET}")
    text = TEXTS[form]
    root, adapter = base(), current_app.create_url_adapter(request)

    def permalink(release_id: str) -> str:
        # After the request, when its list is still being written.
        path = adapter.build("pages.release", {"release_id": release_id}) if adapter else ""
        return root + path.removeprefix(prefix) if root else ""

    prefix = request.root_path
    body = pieces(text.write(documents, permalink))
    return attached(body, f"{text.media_type}; charset=utf-8", f"{name}.{text.suffix}")
