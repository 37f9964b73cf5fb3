"""Dates as programs write them: ISO 8601, RFC 2822, runs of figures, URLs.

A date is read off as it stands. Its offset is never applied: "2020-12-26T00:30:00+01:00" was
published on the 26th by the calendar of those who published it.
"""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from indexer.dates.wording import day, find_dates

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_RUN = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?|T[\d:.+Z-]*)?\s*$")
_DATE_COMMAND = re.compile(
    r"\s*[a-z]{3} (?P<month>[a-z]{3}) +(?P<day>\d{1,2}) [\d:]{8}(?: \S{1,9})? (?P<year>\d{4})",
    re.IGNORECASE,
)  # Unix and Java: "Tue Mar 12 10:32:00 CET 2019"
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*[:hH]\s*(\d{2})?(?!\d)")
_BARE_TIME = re.compile(r"T(\d{2})(\d{2})")
_UTC = re.compile(r"(?:Z|[+-]00:?00|GMT|UTC)\s*$", re.IGNORECASE)
_EPOCH = re.compile(r"\s*(1\d{9})\d{3}\s*")  # milliseconds; ten figures may be any number
_URL_FORMS = (
    re.compile(r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?=[/\-_.]|$)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{2})-(?P<m>\d{2})-(?P<y>(?:19|20)\d{2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
        r"(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?!\d)"
    ),
)
EARLIEST = dt.date(1900, 1, 1)
AHEAD = dt.timedelta(days=2)  # time zones, and releases dated for the day after


def machine_date(value: str) -> dt.date | None:
    """Return the calendar date of a machine-readable value, as it stands.

    Milliseconds of Unix time, which name no day themselves, are read in UTC.

    >>> machine_date("2020-12-26T00:30:00+01:00").isoformat()
    '2020-12-26'
    >>> machine_date("Fri, 19 Sep 2025 12:00:00 GMT").isoformat(), machine_date("2016-10")
    ('2025-09-19', None)
    >>> machine_date("1552410000000").isoformat()
    '2019-03-12'
    """
    value = value[:100]
    epoch = _EPOCH.fullmatch(value)
    if epoch:
        return dt.datetime.fromtimestamp(int(epoch[1]), dt.UTC).date()
    match = _ISO.match(value) or _RUN.match(value)
    if match:
        return day(int(match[1]), int(match[2]), int(match[3]))
    unix = _DATE_COMMAND.match(value)
    if unix:
        value = f"{unix['day']} {unix['month']} {unix['year']}"
    found = find_dates(value)
    return found[0].date if found else None


def machine_datetime(value: str) -> dt.datetime | None:
    """Return date and time of day as they stand, without a zone; midnight where no time is given.

    >>> machine_datetime("18 Oct. 2016 17:41").isoformat()
    '2016-10-18T17:41:00'
    """
    date = machine_date(value)
    if date is None:
        return None
    match = _TIME.search(value[:100]) or _BARE_TIME.search(value[:100])
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (0, 0)
    try:
        return dt.datetime.combine(date, dt.time(hour, minute))
    except ValueError:
        return dt.datetime.combine(date, dt.time())


def late_in_utc(value: str) -> bool:
    """Tell whether a value is in UTC and so late in the day that Paris had the next one.

    >>> late_in_utc("2020-03-26T23:30:00Z"), late_in_utc("2020-03-26T23:30:00+01:00")
    (True, False)
    """
    moment = machine_datetime(value)
    return bool(moment and moment.hour >= 22 and _UTC.search(value))  # noqa: PLR2004 - UTC+2 in summer


def url_date(url: str) -> dt.date | None:
    """Return the full date that stands in a URL's path.

    >>> url_date("https://www.nato.int/fr/news-and-events/articles/news/2025/09/19/slug").isoformat()
    '2025-09-19'
    >>> url_date("https://e.org/a/condamne-02-11-2023-2541683_23.php").isoformat()
    '2023-11-02'
    >>> url_date("https://e.org/actu/pistes-20190312180412.html").isoformat()
    '2019-03-12'
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for form in _URL_FORMS:
        match = form.search(path)
        if match:
            date = day(int(match["y"]), int(match["m"]), int(match["d"]))
            if date:
                return date
    return None


def plausible(date: dt.date | None, captured_at: dt.datetime) -> bool:
    """Tell whether a page read at a time can have been published on a date.

    >>> plausible(dt.date(2030, 1, 1), dt.datetime(2020, 1, 1))
    False
    """
    return date is not None and EARLIEST <= date <= captured_at.date() + AHEAD
