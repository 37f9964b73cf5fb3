"""The command that tells what the archive remembers of one release: history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from depeche import options
from depeche.pieces import lines
from depeche.words import day, plural, printable
from index.changes import (
    addresses,
    changes,
    changes_as_json,
    first_with_text,
    history_as_json,
    seen,
)
from index.errors import UnknownRelease
from indexer.history import StoreHistory
from indexer.store import present

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from index.changes import Change
    from index.history import Reading


@click.command(
    short_help="Tell what changed in a release, capture by capture.",
    epilog="Example: depeche history nato:news_136011:fr --data archive",
)
@click.argument("release_id", metavar="ID")
@options.data
@click.option("--against", metavar="ID", help="Compare with this release, such as a corrected one.")
@options.as_json
def history(release_id: str, data: Path, *, against: str | None, as_json: bool) -> int:
    """Tell every capture of a release, and what changed from one to the next.

    [-words-] are gone in the later capture, {+words+} are new in it. With --against what is told is
    how another release differs, by the text that each has now.
    """
    readings = _readings(release_id, data)
    if against is not None:
        return _compare(_last(readings), _last(_readings(against, data)), as_json=as_json)
    if as_json:
        click.echo(json.dumps(history_as_json(release_id, readings), ensure_ascii=False, indent=2))
        return 0
    _print_head(release_id, readings)
    of = {change.after: change for change in changes(readings)}
    texts = first_with_text(readings)
    still = {text for text, one in zip(texts, readings, strict=True) if one.live}
    for number, (reading, text) in enumerate(zip(readings, texts, strict=True), 1):
        _print_capture(number, reading, _standing(number, text, reading, still))
        if number in of:
            _print_change(of[number])
    return 0


def _readings(release_id: str, data: Path) -> tuple[Reading, ...]:
    found = StoreHistory(data).readings(release_id)
    if not found:
        raise UnknownRelease(id=release_id)
    return found


def _last(readings: Sequence[Reading]) -> Reading:
    """Return the reading that speaks for a release, or spoke last where it is gone."""
    return present(readings) or readings[-1]


def _compare(one: Reading, other: Reading, *, as_json: bool) -> int:
    found = changes([one, other])
    if as_json:
        told = {"id": one.release.id, "against": other.release.id, **changes_as_json(found)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for reading in (one, other):
        release = reading.release
        click.echo(printable(f"{day(release.date)} · {release.id} · {release.title}"))
    for change in found:
        _print_change(change)
    if not any(change.pieces for change in found):
        click.echo("The texts are the same.")
    return 0


def _print_head(release_id: str, readings: Sequence[Reading]) -> None:
    speaks = _last(readings)
    first, last = seen(readings)
    texts = len(set(first_with_text(readings)))
    click.echo(click.style(printable(speaks.release.title), bold=True))
    click.echo(
        printable(f"{day(speaks.release.date)} · {speaks.release.kind.value} · {release_id}")
    )
    for url in addresses(readings):
        click.echo(printable(url))
    click.echo(
        f"{plural(len(readings), 'capture')}, {plural(texts, 'text')};"
        f" first seen {day(first.date())}, last seen {day(last.date())}."
    )
    if not any(one.live for one in readings):
        click.echo("No page gives it any more: it is not searched, but with --all-captures.")


def _standing(number: int, text: int, reading: Reading, still: set[int]) -> str:
    """Tell whether a capture's page is as it was, or at least its text is still there."""
    same = "" if text == number else f", the text of {text}"
    if reading.live:
        return "present" + same
    return ("text still there" if text in still else "replaced or gone") + same


def _print_capture(number: int, reading: Reading, standing: str) -> None:
    capture = reading.capture
    about = [_time(capture.captured_at), standing]
    if capture.status:
        about.append(f"HTTP {capture.status}")
    click.echo()
    click.echo(f"{number}. {' · '.join(about)}")
    click.echo(f"   {printable(capture.origin)}")
    if capture.url:
        click.echo(f"   {printable(capture.url)}")
    click.echo(f"   sha256 {capture.sha256}")


def _time(at: dt.datetime) -> str:
    return f"{day(at.date())} {at:%H:%M:%S} UTC"


def _print_change(change: Change) -> None:
    for name, before, after in change.facts:
        click.echo(printable(f"   {name}: {before or '(none)'} → {after or '(none)'}"))
    told = list(lines(change.pieces))
    if told:
        click.echo("   Changed:")
    elif change.pieces:
        click.echo("   Changed: spaces or apostrophes alone.")
    for line in told:
        click.echo(f"     {line}")
