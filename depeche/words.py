"""Numbers, dates and pieces of text as lines on a terminal have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from index.answer import runs

if TYPE_CHECKING:
    import datetime as dt

    from index.engine import Marked


def number(count: int) -> str:
    """Write a number with its thousands apart.

    >>> number(12345)
    '12,345'
    """
    return f"{count:,}"


def plural(count: int, noun: str) -> str:
    """Write a count with its noun.

    >>> plural(1, "page"), plural(2000, "page")
    ('1 page', '2,000 pages')
    """
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def day(date: dt.date | None) -> str:
    """Write a date, or say that there is none.

    >>> import datetime
    >>> day(datetime.date(2016, 10, 18)), day(None)
    ('18 Oct 2016', 'undated')
    """
    if date is None:
        return "undated"
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{date.day} {months[date.month - 1]} {date.year}"


def printable(text: str) -> str:
    r"""Put text on one line without control characters: no page may steer a reader's terminal.

    >>> printable("un\n deux\x1b[2J")
    'un deux[2J'
    """
    return "".join(char for char in re.sub(r"\s+", " ", text) if char.isprintable())


def highlighted(marked: Marked) -> str:
    """Put text on one line with what matched in bold, where it is shown on a terminal."""
    # click takes the escape codes out where the output goes to a file
    return "".join(
        click.style(printable(piece), bold=True, fg="yellow") if hit else printable(piece)
        for piece, hit in runs(marked.text, marked.marks)
    )
