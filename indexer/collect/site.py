"""What is known of a site: its hosts, its listings, which addresses are releases. All is data."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import BadDate
from index.period import first_day, last_day
from indexer.collect.errors import BadSite, UnknownSite

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMS = ("html", "rss", "sitemap", "json")
_MOST_PAGES = 2000
_ONE_DAY = dt.timedelta(days=1)
DELAY = 2.0
"""Seconds between two requests where a profile says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A series of pages that name releases.

    `url` may hold {page}, counted from `first` by `step`, and {since:…} and {until:…} with
    strftime's signs. `form` is one of FORMS. For "html", `links` are CSS selectors of links and
    `row` that of what holds a link and its date; for "json", `items`, `link` and `date` are names
    of members, `items` with dots between, and `linked` is an address with {link} in it where the
    link is a part only. `newest_first` tells that a listing may be left where it
    comes to releases before those wanted.
    """

    form: str
    url: str
    links: tuple[str, ...] = ()
    row: str = ""
    items: str = ""
    link: str = ""
    date: str = ""
    linked: str = "{link}"
    first: int = 0
    step: int = 1
    pages: int = _MOST_PAGES
    newest_first: bool = False

    @property
    def is_paged(self) -> bool:
        """Tell whether there is more than one page."""
        return "{page}" in self.url

    def address(self, number: int, since: dt.date, until: dt.date) -> str:
        """Return the address of one of its pages, counted from 0."""
        page = self.first + number * self.step
        return self.url.format(page=page, since=since, until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that can be collected.

    `hosts` are the only ones that are asked. An address that one of `releases` finds is a release,
    unless one of `never` does; groups called year, month and day in its expression are the date
    that the address tells. `delay` is in seconds.
    """

    name: str
    title: str
    hosts: frozenset[str]
    releases: tuple[re.Pattern[str], ...]
    listings: tuple[Listing, ...]
    never: tuple[re.Pattern[str], ...] = ()
    delay: float = DELAY

    def wants(self, url: str) -> bool:
        """Tell whether an address is one of a release of this site."""
        if urlsplit(url).netloc.lower() not in self.hosts:
            return False
        return any(r.search(url) for r in self.releases) and not any(
            n.search(url) for n in self.never
        )

    def days(self, url: str) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day a release can be of by its address, None for any.

        A day more on either side: addresses differ from the text by one (SOURCES.md).
        """
        groups = next((m.groupdict() for r in self.releases if (m := r.search(url))), {})
        text = "-".join(one for name in ("year", "month", "day") if (one := groups.get(name)))
        try:
            first, last = first_day(text), last_day(text)
            return first - _ONE_DAY, last + _ONE_DAY
        except (BadDate, OverflowError):
            return None


def load(data: Path | None, name: str) -> Site:
    """Return a site by its name; raises UnknownSite or BadSite."""
    known = sites(data)
    if name not in known:
        raise UnknownSite(name=name, known=", ".join(sorted(known)))
    return read(known[name])


def sites(data: Path | None) -> dict[str, Path]:
    """Return the profiles of sites by name: those that ship, and an archive's own in `sites`."""
    found = {path.stem: path for path in _packaged()}
    if data is not None:
        found |= {path.stem: path for path in sorted((data / "sites").glob("*.toml"))}
    return found


@cache
def _packaged() -> tuple[Path, ...]:
    folder = Path(str(resources.files("indexer.collect").joinpath("sites")))
    return tuple(sorted(folder.glob("*.toml")))


def read(path: Path) -> Site:
    """Read one profile; raises BadSite."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        listings = tuple(_listing(one) for one in table.pop("listings"))
        return Site(
            name=path.stem,
            title=table.pop("title"),
            hosts=frozenset(table.pop("hosts")),
            releases=_patterns(table.pop("releases")),
            never=_patterns(table.pop("never", ())),
            delay=float(table.pop("delay", DELAY)),
            listings=listings,
            **table,
        )
    except OSError as error:
        raise BadSite(path=path, problem=error.strerror or error) from error
    except KeyError as error:
        raise BadSite(path=path, problem=f"it has no {error.args[0]}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, re.error, TypeError, ValueError) as error:
        raise BadSite(path=path, problem=error) from error


def _patterns(patterns: list[str] | tuple[()]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _listing(table: Mapping[str, Any]) -> Listing:
    listing = Listing(**{**table, "links": tuple(table.get("links", ()))})
    if listing.form not in FORMS:
        message = f"a listing has the form {listing.form}; there are {', '.join(FORMS)}"
        raise ValueError(message)
    try:
        listing.address(0, dt.date.min, dt.date.max)
        listing.linked.format(link="")
    except (LookupError, AttributeError) as error:
        message = f"an address of a listing has {{{error}}}, which stands for nothing"
        raise ValueError(message) from error
    return listing
