"""French and English date wordings → date; pure functions, no clock, no time zones.

`find_dates` reads what people write, `machine_date` what programs write, `url_date` a URL.
"""

from __future__ import annotations

from indexer.dates.machine import (
    late_in_utc,
    machine_date,
    machine_datetime,
    plausible,
    url_date,
)
from indexer.dates.wording import Found, find_dates, first_date, latest

__all__ = [
    "Found",
    "find_dates",
    "first_date",
    "late_in_utc",
    "latest",
    "machine_date",
    "machine_datetime",
    "plausible",
    "url_date",
]
