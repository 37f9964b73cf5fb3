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
from webapp.exports.forms import NAMES, SPREADSHEET, TEXTS, pieces
from webapp.pages import ask
from webapp.provenance import without_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.record import Document
    from webapp.exports.forms import Permalink

blueprint = Blueprint("exports", __name__)

FORM = f"<any({', '.join(map(repr, NAMES))}):form>"
"""The name of a form as a part of an address."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BLOCK = 65_536


@blueprint.get(f"/export/{FORM}")
def export(form: str) -> Response:
    """Answer with every hit of a search as a file; `limit` and `offset` are no matter."""
    asked = ask()
    found = current_archive().engine().stream(asked.request)
    # What the query itself runs into is told before a file has begun.
    documents = (without_folders(one) for one in chain(list(islice(found, 1)), found))
    return answer(documents, form, file_name(f"depeche-{unidecode(asked.request.query)}"))


def answer(documents: Iterator[Document], form: str, name: str) -> Response:
    """Return releases as a file in a form; its suffix is added to the name."""
    if form == SPREADSHEET:
        return _workbook(documents, f"{name}.{SPREADSHEET}")
    text = TEXTS[form]
    body = pieces(text.write(documents, _permalinks()))
    return attached(body, f"{text.media_type}; charset=utf-8", f"{name}.{text.suffix}")


def _permalinks() -> Permalink:
    """Return what tells addresses after the request too, when its list is still being written."""
    root, prefix = base(), request.root_path
    adapter = current_app.create_url_adapter(request)

    def permalink(release_id: str) -> str:
        path = adapter.build("pages.release", {"release_id": release_id}) if adapter else ""
        return root + path.removeprefix(prefix) if root else ""

    return permalink


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
