"""A list of releases as an Excel workbook, written row by row: memory does not grow with it.

Limits are Excel's ("Excel specifications and limits"): rows of a sheet, after which another sheet
goes on, and characters of a cell, after which a text is cut with "…".
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from index.exports import COLUMNS, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from index.record import Document

MAX_ROWS = 1_048_576
MAX_CELL = 32_767
# In characters, for the columns that are wider than the usual nine.
_WIDTHS = {"id": 24, "title": 60, "lead": 40, "text": 60, "reference": 30, "url": 40}
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(documents: Iterable[Document], file: IO[bytes], *, rows: int = MAX_ROWS) -> None:
    """Write a workbook with a row a release, the first row naming the columns.

    Every cell is a text, never a formula or a link. A sheet holds at most `rows` rows.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow to import, and seldom asked for

    book = Workbook(file, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    sheet, place = _sheet(book, bold), 1
    for document in documents:
        if place == rows:
            sheet, place = _sheet(book, bold), 1
        for column, value in enumerate(row(document)):
            if value:
                sheet.write_string(place, column, cell(value))
        place += 1
    book.close()


def cell(text: str) -> str:
    r"""Return a text that a cell can hold.

    >>> cell("a\x00b"), len(cell("x" * 40_000))
    ('a b', 32767)
    """
    whole = _FORBIDDEN.sub(" ", text)
    return whole if len(whole) <= MAX_CELL else whole[: MAX_CELL - 1] + "…"


def _sheet(book: Workbook, bold: object) -> Worksheet:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(name, 14))
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, name, bold)
    return sheet
