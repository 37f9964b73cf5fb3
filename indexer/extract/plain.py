"""The text form: title, empty line, bulleted date line, paragraphs."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from index.record import Kind
from indexer.dates import find_dates, plausible
from indexer.extract import header
from indexer.extract.body import rejoin, tidy
from indexer.extract.certainty import Certainty
from indexer.extract.draft import Draft, clean

if TYPE_CHECKING:
    import datetime as dt

    from indexer.extract.profile import Place

_EMPTY_LINES = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"^\s*[•·*|–-]\s*")
_LONGEST_HEADER_LINE = 90
_LONGEST_TITLE = 400
_MOST_HEADER_BLOCKS = 8
_MOST_HEADER_LINES = 20  # of one block; more are a list


def read(text: str, *, place: Place | None, captured_at: dt.datetime) -> Draft:
    """Read a text copy of a page."""
    blocks = [
        [tidied for line in block.splitlines() if (tidied := tidy(line))]
        for block in _EMPTY_LINES.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    ]
    blocks = [block for block in blocks if block]
    title, blocks = _title(blocks)
    lines: list[str] = []
    for block in blocks[:_MOST_HEADER_BLOCKS]:
        own = list(itertools.takewhile(_is_header, block[:_MOST_HEADER_LINES]))
        if len(own) < len(block) and not (own and _BULLET.match(own[0])):
            break
        lines += own
        del block[: len(own)]
        if block:
            break
    found = header.read(lines)
    draft = Draft(title=title, reference=found.reference, updated=found.updated, place=found.place)
    draft.paragraphs = clean(
        tuple(paragraph for block in blocks for paragraph in rejoin(block)),
        title=title,
        lead="",
        drop=place.profile.drop_lines if place else (),
    )
    draft.kind = found.kind or (place.kind if place and place.kind else Kind.AUTRE)
    if found.date and plausible(found.date, captured_at):
        sure = Certainty.INFERRED if found.until else Certainty.STATED
        draft.set_date(found.date, f"text date line: {found.date_line}"[:90], sure)
    else:
        start = header.opening(draft.paragraphs[0], year=found.year) if draft.paragraphs else None
        if start and plausible(start.date, captured_at):
            draft.set_date(start.date, start.rule, Certainty.INFERRED)
            draft.place = draft.place or start.place
    draft.rules = {
        "title": "first line",
        "paragraphs": "text after the date line",
        "updated": "text date line",
        "kind": "label line" if found.kind else "URL",
        "reference": "label line",
        "place": "place line",
    }
    return draft


def _title(blocks: list[list[str]]) -> tuple[str, list[list[str]]]:
    """Return the title and what follows: the first block, or its first line where that is long."""
    if not blocks:
        return "", blocks
    first, rest = blocks[0], blocks[1:]
    whole = " ".join(first)
    if rest and len(whole) <= _LONGEST_TITLE and not any(_is_header(line) for line in first[1:]):
        return whole, rest
    return first[0][:_LONGEST_TITLE], [first[1:], *rest] if first[1:] else rest


def _is_header(line: str) -> bool:
    """Tell whether a line is a bullet with a date or nothing, a label, or a date by itself.

    >>> _is_header("• 18 Oct. 2016 -"), _is_header("• |"), _is_header("Le 18 octobre 2016, il dit")
    (True, True, False)
    """
    if len(line) > _LONGEST_HEADER_LINE:
        return False
    bare = _BULLET.sub("", line).strip(" -–|")
    if not bare:
        return True
    found = header.read([bare])
    if found.kind or found.reference or found.updated:
        return True
    dates = find_dates(bare)
    if not dates:
        return False
    before, after = bare[: dates[0].start], bare[dates[-1].end :]
    alone = len(before.split()) <= 3 and not re.search(r"[^\W\d_]{3,}", after)  # noqa: PLR2004
    return alone or bool(_BULLET.match(line))
