"""The command that tells what the archive remembers of one release: history."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import click

from depeche import options
from depeche.words import day, plural, printable
from index.changes import addresses, changes, first_with_text, history_as_json, seen
from index.errors import UnknownRelease
from indexer.history import StoreHistory

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.changes import Change
    from index.difference import Piece
    from index.history import Reading

# Words of unchanged text that are shown on either side of a change.
_CONTEXT = 8


@click.command(epilog="Example: depeche history nato:news_136011:fr --data archive")
@click.argument("release_id", metavar="ID")
@options.data
@options.as_json
def history(release_id: str, data: Path, *, as_json: bool) -> int:
    """Tell every capture of a release, and what changed from one to the next.

    [-words-] are gone in the later capture, {+words+} are new in it.
    """
    readings = StoreHistory(data).readings(release_id)
    if not readings:
        raise UnknownRelease(id=release_id)
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


def _print_head(release_id: str, readings: Sequence[Reading]) -> None:
    speaks = next((one for one in reversed(readings) if one.live), readings[-1])
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
    if change.pieces:
        click.echo(f"   Changed since {change.before}:")
    for line in _lines(change.pieces):
        click.echo(f"     {line}")


def _lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the changes with a few words around each, a line a paragraph."""
    line = ""
    for number, piece in enumerate(pieces):
        if piece.kind == "same":
            for part in _shortened(piece.text, first=number == 0, last=number + 1 == len(pieces)):
                if part == "\n":
                    yield line
                    line = ""
                else:
                    line += printable(part)
            continue
        begin, end, colour = (
            ("[-", "-]", "red") if piece.kind == "removed" else ("{+", "+}", "green")
        )
        paragraphs = [text for text in piece.text.splitlines() if text.strip()] or [" "]
        for place, text in enumerate(paragraphs):
            if place:
                yield line
                line = ""
            space = " " if text[-1:].isspace() else ""
            words = printable(text).strip() or "space"
            line += click.style(f"{begin}{words}{end}", fg=colour) + space
    if line:
        yield line


def _shortened(text: str, *, first: bool, last: bool) -> list[str]:
    r"""Return what is shown of a run of unchanged text; "\n" ends a line.

    >>> _shortened("un deux trois", first=False, last=False)
    ['un deux trois']
    >>> _shortened("a b c d e f g h i j", first=True, last=False)
    ['… ', 'c d e f g h i j']
    """
    words = re.findall(r"\S+\s*|\s+", text)
    head = [] if first else words[:_CONTEXT]
    tail = [] if last else words[-_CONTEXT:]
    if not first and not last and len(words) <= 2 * _CONTEXT:
        head, tail, cut = words, [], []
    else:
        cut = words[len(head) : len(words) - len(tail)]
    shown: list[str] = _by_line("".join(head).rstrip() if cut else "".join(head))
    if cut:
        shown += ["… "] if first else [" …"] if last else [" …", "\n", "… "]
    return shown + _by_line("".join(tail))


def _by_line(text: str) -> list[str]:
    parts = re.split(r"[^\S\n]*\n\s*", text)
    return [part for pair in ((part, "\n") for part in parts) for part in pair if part][:-1]
