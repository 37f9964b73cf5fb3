"""A live site → WARC files: its listings name the releases, which are asked for one by one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from indexer.collect.coding import plain
from indexer.collect.errors import BadStatus, NoAnswer, NoRelease, Unfetched
from indexer.collect.listings import named
from indexer.collect.polite import NOT_MODIFIED, Polite
from indexer.collect.session import Session, session
from indexer.collect.state import Known
from indexer.collect.warcs import digest, warc_date
from indexer.report import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.collect.listings import Named
    from indexer.collect.report import CollectOptions, CollectReport
    from indexer.collect.site import Listing, Site

_MOST_SITEMAPS = 1000
_MOST_FAILURES = 3
"""After so many pages that cannot be read a listing is left."""


def collect_site(
    site: Site, captures: Path, options: CollectOptions, progress: Progress = silent
) -> CollectReport:
    """Fetch the releases of a site into the folder of its name; raises Collecting.

    What failed is in the report. A run that is cut short is gone on with by the next one.
    """
    client = Polite(site.hosts, options, site.delay)
    with session(captures / site.name, site.name, client, options, progress) as running:
        for url in _wanted(site, running):
            if running.is_over():
                break
            running.report.found += 1
            if _is_to_be_asked(url, running):
                _fetch(site, url, running)
            running.progress("fetch", 1)
    return running.report


def _wanted(site: Site, running: Session) -> Iterator[str]:
    """Yield the addresses of the releases that the listings name, each once."""
    seen: set[str] = set()
    for listing in site.listings:
        for one in _of_listing(site, listing, running):
            if one.url not in seen and site.wants(one.url):
                seen.add(one.url)
                yield one.url


def _of_listing(site: Site, listing: Listing, running: Session) -> Iterator[Named]:
    """Yield what a listing names within the dates wanted, page after page until one has no more."""
    options = running.options
    today = dt.datetime.now(dt.UTC).date()
    until = min(options.until, today)
    waiting = [
        listing.address(number, options.since, until)
        for number in range(listing.pages if listing.is_paged else 1)
    ]
    waiting.reverse()
    before: frozenset[str] = frozenset()
    read = failures = 0
    while waiting and read < max(listing.pages, _MOST_SITEMAPS) and not running.is_over():
        url = waiting.pop()
        read += 1
        try:
            answer = running.client.get(url)
            charset = _charset(answer.header("Content-Type"))
            found = named(plain(answer), answer.url, listing, charset)
        except Unfetched as failed:
            if listing.is_paged and read > 1 and _is_gone(failed):
                return  # some sites have no page behind the last one
            running.fail(failed)
            failures += 1
            if listing.is_paged and failures == _MOST_FAILURES:
                return
            continue
        running.listed()
        wanted = [one for one in found if _is_within(site, one, options.since, until)]
        waiting += [one.url for one in wanted if one.is_listing]
        yield from (one for one in wanted if not one.is_listing)
        if listing.is_paged:
            pages = [one for one in found if not one.is_listing]
            addresses = frozenset(one.url for one in pages if site.wants(one.url))
            # a page behind the last one is empty, or says the same as the one before
            if addresses <= before or _is_past(listing, pages, options.since):
                return
            before = addresses


def _is_gone(failed: Unfetched) -> bool:
    return isinstance(failed, BadStatus) and failed.facts["status"] in {404, 410}


def _is_within(site: Site, one: Named, since: dt.date, until: dt.date) -> bool:
    """Tell whether what a listing names is of the days wanted; what tells no date may be.

    >>> from indexer.collect.listings import Named
    >>> from indexer.collect.site import load
    >>> site, march = load(None, "elysee"), dt.date(2022, 3, 1)
    >>> one = Named("https://www.elysee.fr/emmanuel-macron/2022/03/02/adresse-aux-francais")
    >>> _is_within(site, one, march, march), _is_within(site, one, march, dt.date(2022, 3, 31))
    (True, True)
    >>> _is_within(site, one, dt.date(2022, 4, 1), dt.date.max)
    False
    """
    if one.date is not None:
        return since <= one.date <= until
    if one.changed is not None and one.changed < since:
        return False  # nothing is published after its last change
    days = site.days(one.url)
    return days is None or (since <= days[1] and days[0] <= until)


def _is_past(listing: Listing, pages: list[Named], since: dt.date) -> bool:
    dates = [one.date for one in pages if one.date is not None]
    return listing.newest_first and bool(dates) and max(dates) < since


def _is_to_be_asked(url: str, running: Session) -> bool:
    known = running.state.known(url)
    if known is None:
        return True
    if known.run == running.state.run:
        running.report.before += 1
        return False
    if running.options.new_only:
        running.report.unchanged += 1
        return False
    return True


def _fetch(site: Site, url: str, running: Session) -> None:
    """Ask for one page and keep it; what it gave before it need not send again."""
    known = running.state.known(url)
    asked = {}
    if known is not None and known.etag:
        asked["If-None-Match"] = known.etag
    if known is not None and known.modified:
        asked["If-Modified-Since"] = known.modified
    try:
        answer = running.client.get(url, asked)
        if answer.status == NOT_MODIFIED and known is None:
            raise NoAnswer(url=url, problem="it says that it has not changed")
        if not site.wants(answer.url):
            raise NoRelease(url=url, target=answer.url)
    except Unfetched as failed:
        running.fail(failed)
        return
    found = digest(answer.body)
    if known is not None and answer.status == NOT_MODIFIED:
        place = running.warcs.revisit(answer, known, same="server-not-modified")
        found = known.digest
    elif known is not None and found == known.digest:
        place = running.warcs.revisit(answer, known, same="identical-payload-digest")
    else:
        place = running.warcs.capture(answer, asked)
        known = None
    running.keep(
        url,
        Known(
            # revisits refer to the capture that has the bytes
            target=known.target if known else answer.url,
            date=known.date if known else warc_date(answer.at),
            run=running.state.run,
            etag=answer.header("ETag") or (known.etag if known else ""),
            modified=answer.header("Last-Modified") or (known.modified if known else ""),
            digest=found,
        ),
        place,
        size=len(answer.body),
        changed=known is None,
    )


def _charset(content_type: str) -> str:
    return content_type.lower().partition("charset=")[2].strip(" \"';")[:40]
