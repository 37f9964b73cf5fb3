"""What programs on a page say of its publication: data layers and application state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.dates import machine_date

if TYPE_CHECKING:
    import datetime as dt

_VALUE = re.compile(
    r"[:=]\s{0,3}\\?[\"'](\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4}|(?:19|20)\d{6}(?!\d))"
)
_KEY = re.compile(r"([A-Za-z][\w.-]{2,40})\\?[\"']?\s{0,3}$")
_PUBLICATION = re.compile(
    r"date[\w.-]{0,12}publi|publi\w*[_.-]?(?:date|time|at|on)$|publi\w{0,6}[_.-]date|pub_?date",
    re.IGNORECASE,
)
_KEY_LENGTH = 48


def publication_dates(script: str) -> set[dt.date]:
    """Return the dates that keys of a script call those of a publication.

    >>> sorted(map(str, publication_dates("{'publishedAt': '2019-03-12T10:00', 'x': ''}")))
    ['2019-03-12']
    """
    found = set()
    for value in _VALUE.finditer(script):
        key = _KEY.search(script[max(value.start() - _KEY_LENGTH, 0) : value.start()])
        if key and _PUBLICATION.search(key[1]):
            date = machine_date(value[1])
            if date:
                found.add(date)
    return found
