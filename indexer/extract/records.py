"""Records → Release: a row of a table or an entry of a feed, whose columns say what they hold."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from index.kinds import kinds_called
from index.record import Kind
from indexer.dates import first_date, machine_date, machine_datetime, plausible
from indexer.extract import draft, header, profile
from indexer.extract.body import paragraphs, rejoin, tidy
from indexer.extract.certainty import Certainty
from indexer.extract.identity import clean_url
from indexer.extract.tree import bounded
from indexer.sources.columns import field_of

if TYPE_CHECKING:
    import datetime as dt

    from indexer.extract.profile import Profile
    from indexer.extract.result import Extraction
    from indexer.page import RawPage

_MARKUP = re.compile(
    r"<(?:p|br|div|ul|ol|li|h[1-6]|a|em|strong|b|i|span|blockquote)\b", re.IGNORECASE
)
_LONGEST_DATE = 200  # characters
_EMPTY_LINES = re.compile(r"\n\s*\n")


def read(page: RawPage, profiles: tuple[Profile, ...]) -> Extraction:
    """Return the release of a record; raises NoTitle and NoText."""
    fields, names = _fields(page)
    found = draft.Draft(
        title=" ".join(_text(fields.get("title", ""))),
        lead=" ".join(_text(fields.get("lead", ""))),
        reference=tidy(fields.get("reference", "")),
        place=tidy(fields.get("place", "")),
        updated=machine_datetime(fields.get("updated", "")),
        kind=_kind(fields.get("kind", "")),
    )
    found.paragraphs = draft.clean(
        _text(fields.get("body", "")), title=found.title, lead=found.lead
    )
    found.truncated = any(
        _MARKUP.search(value) and len(bounded(value)) < len(value) for value in fields.values()
    )
    if not found.paragraphs:  # what introduces nothing is the text itself
        found.paragraphs, found.lead = _text(fields.get("lead", "")), ""
    date = _date(fields.get("date", ""), page.captured_at)
    if date:
        rule = f"column {names['date']}: {fields['date']}"[:90]
        found.set_date(date, rule, Certainty.STATED)
    found.rules = {field: f"column {name}" for field, name in names.items()}
    found.rules["paragraphs"] = f"column {names.get('body') or names.get('lead', '')}"
    url = clean_url(fields.get("url", "")) or clean_url(page.url)
    place = profile.locate(url, profiles) if url else None
    if found.kind is Kind.AUTRE and place and place.kind:
        found.kind, found.rules["kind"] = place.kind, "URL"
    return draft.finish(
        found,
        profiles=profiles,
        origin=page.origin,
        profile="record",
        place=place,
        url=place.url if place else url,
        url_rule=f"column {names.get('url', '')}",
        stated_language=fields.get("language", "")[:2].lower(),
        encoding="utf-8: record",
    )


def _fields(page: RawPage) -> tuple[dict[str, str], dict[str, str]]:
    """Return the value of each field, and the name of the column that it was taken from."""
    fields: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, value in json.loads(page.data).items():
        field = field_of(name, page.columns)
        if field and value.strip() and field not in fields:
            fields[field], names[field] = value.strip(), name
    return fields, names


def _text(value: str) -> tuple[str, ...]:
    """Return the paragraphs of a value that is HTML or plain text."""
    if _MARKUP.search(value):
        return paragraphs(value)
    blocks = _EMPTY_LINES.split(value.replace("\r\n", "\n").replace("\r", "\n"))
    lines = ([tidied for line in block.split("\n") if (tidied := tidy(line))] for block in blocks)
    return tuple(paragraph for block in lines for paragraph in rejoin(block))


def _date(value: str, captured_at: dt.datetime) -> dt.date | None:
    date = machine_date(value) or first_date(value[:_LONGEST_DATE])
    return date if date and plausible(date, captured_at) else None


def _kind(value: str) -> Kind:
    """Return the kind that a column names, in the words of readers or of an institution's pages."""
    called = kinds_called(value)
    if len(called) == 1:
        return next(iter(called))
    return header.read([value]).kind or Kind.AUTRE
