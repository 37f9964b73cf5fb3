"""A list of releases as an Excel workbook, sent while it is written: nothing of it is held.

A workbook is a ZIP archive of XML parts (ECMA-376, Office Open XML). The sheets come first, and the
part that counts them last, so that rows need not be known before they are sent. The libraries that
write workbooks write a file whole before its first byte can be sent.

Limits are Excel's ("Excel specifications and limits"): rows of a sheet, after which another sheet
goes on, and characters of a cell, after which a text is cut with "…". Excel mends, with a warning,
archives with the signs of ZIP64, so that no sheet may have 2 GiB.
"""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from itertools import chain
from typing import IO, TYPE_CHECKING, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from index.exports import COLUMNS, row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.record import Document

MAX_ROWS = 1_048_576
MAX_CELL = 32_767
# Bytes of a sheet's XML, beyond which another sheet goes on.
MAX_SHEET = 1_900_000_000
_PIECE = 65_536
# In characters, for the columns that are wider than the usual nine.
_WIDTHS = {"id": 24, "title": 60, "lead": 40, "text": 60, "reference": 30, "url": 40}
_LETTERS = [chr(ord("A") + place) for place in range(len(COLUMNS))]
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What stands for a character in a cell (ECMA-376, part 1, 22.9.2.19), and here for itself.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class _Sink:
    """What the archive is written to: holds it until it is taken."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, data: bytes) -> int:
        self.held += data
        return len(data)

    def flush(self) -> None:
        """There is nothing behind that could be flushed."""

    def taken(self) -> bytes:
        data = bytes(self.held)
        self.held.clear()
        return data


def workbook(
    documents: Iterable[Document], *, rows: int = MAX_ROWS, size: int = MAX_SHEET
) -> Iterator[bytes]:
    """Yield a workbook piece by piece: a row a release, the first row naming the columns.

    Every cell is a text, never a formula or a link. A sheet holds at most `rows` rows and about
    `size` bytes of XML.
    """
    sink = _Sink()
    # A sink that cannot tell its place is written to from front to end.
    with ZipFile(cast("IO[bytes]", sink), "w", ZIP_DEFLATED) as book:
        for name, part in (
            ("[Content_Types].xml", "content_types.xml"),
            ("_rels/.rels", "relationships.xml"),
            ("xl/styles.xml", "styles.xml"),
        ):
            text = files("webapp.exports").joinpath("workbook", part).read_text("utf-8")
            book.writestr(_part(name), text)
        left = iter(documents)
        sheets = 0
        following = next(left, None)
        while following is not None or not sheets:
            sheets += 1
            with book.open(_part(f"xl/worksheets/sheet{sheets}.xml"), "w") as sheet:
                written = sheet.write(_head().encode())
                number = 1
                # A sheet has a row at least, so that there is an end.
                while following is not None and number < rows and (number == 1 or written < size):
                    number += 1
                    written += sheet.write(_row(number, row(following)).encode())
                    if len(sink.held) >= _PIECE:
                        yield sink.taken()
                    following = next(left, None)
                sheet.write(b"</sheetData></worksheet>")
        book.writestr(_part("xl/workbook.xml"), _book(sheets))
        book.writestr(_part("xl/_rels/workbook.xml.rels"), _book_relations(sheets))
    yield sink.taken()


def cell(text: str) -> str:
    r"""Return a text that a cell can hold.

    >>> cell("a\x00b"), len(cell("x" * 40_000))
    ('a b', 32767)
    """
    whole = _FORBIDDEN.sub(" ", text)
    return whole if len(whole) <= MAX_CELL else whole[: MAX_CELL - 1] + "…"


def _part(name: str) -> ZipInfo:
    # One time for all: the same list gives the same bytes.
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def _head() -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_WIDTHS.get(name, 14)}" customWidth="1"/>'
        for place, name in enumerate(COLUMNS, 1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{_row(1, COLUMNS, style=1)}"
    )


def _row(number: int, values: Iterable[str], style: int = 0) -> str:
    """Return a row of texts, the empty ones left out.

    >>> _row(2, ["", "a<b", "_x0041_"])
    '<row r="2"><c r="B2" s="0" t="inlineStr"><is><t xml:space="preserve">a&lt;b</t></is></c>\
<c r="C2" s="0" t="inlineStr"><is><t xml:space="preserve">_x005F_x0041_</t></is></c></row>'
    """
    cells = (
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(_ESCAPE.sub('_x005F_', cell(value)), quote=False)}</t></is></c>"
        for letter, value in zip(_LETTERS, values, strict=False)
        if value
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _book(sheets: int) -> str:
    listed = "".join(
        f'<sheet name="Sheet{number}" sheetId="{number}" r:id="rId{number}"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets></workbook>"
    )


def _book_relations(sheets: int) -> str:
    parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, sheets + 1)]
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(chain(parts, [("styles", "styles.xml")]), 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'
