"""Captures that a web archive holds → WARC files, by its CDX API.

Rows are asked for in parts; of the captures of an address one for each digest is fetched, with the
bytes as they were captured (`id_`), and kept under its own address and time.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from indexer.collect.coding import plain
from indexer.collect.errors import BadArchive, BadListing, NoAnswer, Unfetched
from indexer.collect.polite import Polite
from indexer.collect.session import Session, session
from indexer.collect.state import Known
from indexer.collect.warcs import digest, warc_date
from indexer.extract.identity import canonical
from indexer.report import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.collect.report import CollectOptions, CollectReport

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "warc/revisit", "unk"})
ROWS = 5000
DELAY = 1.5
_TIMESTAMP = re.compile(r"\d{14}")
_SHOWN = re.compile(r"/(\d{14})id_/")
_MOST_PARTS = 10_000
# Headers of the capture itself stand under these names in an archive's answer.
_ORIGINAL = "x-archive-orig-"


class Row(NamedTuple):
    """A capture: when (14 figures, UTC), of which address, what it was, the digest of its bytes."""

    timestamp: str
    original: str
    mimetype: str
    status: str
    digest: str


def rows(text: str, url: str) -> tuple[list[Row], str]:
    r"""Return the captures of an answer and the key to go on with, "" for none; raises BadListing.

    The answer is rows with spaces between, a JSON list of lists whose first names the fields, or a
    JSON object a line. A line by itself behind an empty one is the key.

    >>> line = "int,nato)/a 20160101000000 http://nato.int/a text/html 200 ABC 123"
    >>> rows(line + "\n\nint%2Cnato", "")[1]
    'int%2Cnato'
    """
    stripped = text.strip()
    if stripped.startswith("["):
        return _json_rows(stripped, url)
    found: list[Row] = []
    key = ""
    lines = stripped.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("{"):
            found += _row(_object(line, url))
        elif " " in line:
            found += _row(dict(zip(FIELDS, line.split(" "), strict=False)))
        elif line.strip() and number and not lines[number - 1].strip():
            key = line.strip()
    return found, key


def _json_rows(text: str, url: str) -> tuple[list[Row], str]:
    try:
        table: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadListing(url=url, problem=f"no JSON: {error}"[:200]) from error
    lists = [[str(cell) for cell in line] for line in table if isinstance(line, list) and line]
    names = lists[0] if lists and "timestamp" in lists[0] else list(FIELDS)
    found: list[Row] = []
    key = ""
    for line in lists:
        if line != names and len(line) > 1:
            found += _row(dict(zip(names, line, strict=False)))
        elif len(line) == 1:
            key = line[0]
    return found, key


def _object(line: str, url: str) -> dict[str, str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadListing(url=url, problem=f"no JSON: {error}"[:200]) from error
    found = {name: str(one) for name, one in value.items()} if isinstance(value, dict) else {}
    # pywb has shorter names
    names = {"url": "original", "mime": "mimetype", "status": "statuscode"}
    return {names.get(name, name): one for name, one in found.items()}


def _row(values: dict[str, str]) -> list[Row]:
    """Return a row as it was read, none where it has no time and no address of the web."""
    stamp, original = values.get("timestamp", ""), values.get("original", "")
    if not _TIMESTAMP.fullmatch(stamp) or not original.startswith(("http://", "https://")):
        return []
    mimetype, status = values.get("mimetype", ""), values.get("statuscode", "")
    return [Row(stamp, original, mimetype, status, values.get("digest", ""))]


def collect_captures(
    cdx: str,
    pattern: str,
    captures: Path,
    options: CollectOptions,
    *,
    replay: str = "",
    progress: Progress = silent,
) -> CollectReport:
    """Fetch the captures of the addresses that a pattern names, such as "nato.int/docu/pr/*".

    `replay` is the address that captures are shown under; where none is given, that of the CDX
    API's host with /web/. They are kept in a folder with the name of that host; raises Collecting
    and BadArchive.
    """
    place, host = _place(cdx)
    replay = replay or f"{place}/web/"
    client = Polite(frozenset({host, _place(replay)[1]}), options, DELAY)
    name = re.sub(r"[^a-z0-9.-]+", "-", host)
    with session(captures / name, name, client, options, progress) as running:
        for row in _distinct(_all_rows(cdx, pattern, running)):
            if running.is_over():
                break
            running.report.found += 1
            address = f"{replay.rstrip('/')}/{row.timestamp}id_/{row.original}"
            if running.state.known(address) is not None:
                running.report.before += 1
            else:
                _fetch(row, address, running)
            running.progress("fetch", 1)
    return running.report


def _place(url: str) -> tuple[str, str]:
    """Return the scheme with the host of an address of the web, and the host; raises BadArchive."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadArchive(url=url) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadArchive(url=url)
    return f"{parts.scheme}://{parts.netloc}", parts.netloc.lower()


def _all_rows(cdx: str, pattern: str, running: Session) -> Iterator[Row]:
    """Yield the rows of all parts of the answer."""
    options = running.options
    asked = {
        "url": pattern,
        "from": f"{options.since:%Y%m%d}",
        "to": f"{min(options.until, dt.datetime.now(dt.UTC).date()):%Y%m%d}",
        "filter": "statuscode:200",
        "limit": str(ROWS),
        "showResumeKey": "true",
    }
    for _ in range(_MOST_PARTS):
        answer = running.client.get(f"{cdx}?{urlencode(asked)}")
        running.listed()
        found, key = rows(plain(answer).decode("utf-8", "replace"), answer.url)
        yield from (row for row in found if row.status in {"200", "-", ""})
        if key and key != asked.get("resumeKey"):
            asked["resumeKey"] = key
        elif not key and len(found) >= int(asked.get("limit", len(found) + 1)):
            # some archives give no key to go on with: they are asked for everything at once
            del asked["limit"]
        else:
            return


def _distinct(found: Iterator[Row]) -> Iterator[Row]:
    """Yield pages only; of equal bytes at one address, in any of its forms, the first capture."""
    seen: set[tuple[str, str]] = set()
    for row in found:
        if row.mimetype not in PAGES:
            continue
        key = (canonical(row.original) or row.original, row.digest or row.timestamp)
        if key not in seen:
            seen.add(key)
            yield row


def _fetch(row: Row, address: str, running: Session) -> None:
    try:
        answer = running.client.get(address)
    except Unfetched as failed:
        running.fail(failed)
        return
    # an archive may lead on to the capture that has the bytes
    shown = _SHOWN.search(answer.url)
    try:
        at = _time(shown[1] if shown else row.timestamp)
    except ValueError:
        running.fail(NoAnswer(url=address, problem="its time is none"))
        return
    given = [
        (name[len(_ORIGINAL) :], value)
        for name, value in answer.headers
        if name.lower().startswith(_ORIGINAL)
    ]
    own = {name.lower() for name, _ in given}
    kept = ("content-type", "content-encoding")
    given += [(n, v) for n, v in answer.headers if n.lower() in kept and n.lower() not in own]
    captured = replace(answer, headers=tuple(given), at=at, status=200, reason="OK")
    place = running.warcs.archived(row.original, captured, source=address)
    known = Known(
        target=address,
        run=running.state.run,
        etag="",
        modified="",
        digest=digest(answer.body),
        date=warc_date(at),
    )
    running.keep(address, known, place, size=len(answer.body), changed=True)


def _time(timestamp: str) -> dt.datetime:
    """Return the time that 14 figures are; raises ValueError.

    >>> _time("20030122101500").isoformat()
    '2003-01-22T10:15:00+00:00'
    """
    return dt.datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
