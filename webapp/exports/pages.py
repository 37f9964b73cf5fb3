"""Whole lists to take away, streamed; what fails on the way breaks off and looks broken."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from flask import Blueprint, Response, current_app, request
from unidecode import unidecode

from webapp.addresses import base
from webapp.archive import current_archive
from webapp.citations.pages import attached, file_name
from webapp.exports import spreadsheet
from webapp.exports.forms import SPREADSHEET, TEXTS, pieces
from webapp.pages import ask
from webapp.provenance import without_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.record import Document

blueprint = Blueprint("exports", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BLOCK = 65_536


@blueprint.get("/export/<any(csv, jsonl, ris, bibtex, xlsx):form>")
def export(form: str) -> Response:
    """Answer with every hit of a search as a file; `limit` and `offset` are no matter."""
    asked = ask()
    found = current_archive().engine().stream(asked.request)
    # What the query itself runs into is told before a file has begun.
    documents = (without_folders(one) for one in chain(list(islice(found, 1)), found))
    name = file_name(f"depeche-{unidecode(asked.request.query)}")
    if form == SPREADSHEET:
        return _workbook(documents, f"{name}.{SPREADSHEET}")
    text = TEXTS[form]
    root, adapter = base(), current_app.create_url_adapter(request)

    def permalink(release_id: str) -> str:
        # After the request, when its list is still being written.
        path = adapter.build("pages.release", {"release_id": release_id}) if adapter else ""
        return root + path.removeprefix(prefix) if root else ""

    prefix = request.root_path
    body = pieces(text.write(documents, permalink))
    return attached(body, f"{text.media_type}; charset=utf-8", f"{name}.{text.suffix}")


def _workbook(documents: Iterator[Document], name: str) -> Response:
    # A workbook is whole only when it is closed; so it is written before it is sent.
    with ExitStack() as failing:
        file = failing.enter_context(tempfile.TemporaryFile())
        if request.method != "HEAD":
            spreadsheet.write(documents, file)
        size = file.tell()
        file.seek(0)
        response = attached(_blocks(file), _XLSX, name)
        response.content_length = size
        response.call_on_close(failing.pop_all().close)
    return response


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block
