"""Pages that are JSON: fields by the paths of a profile."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from index.record import Kind
from indexer.dates import machine_date, plausible
from indexer.extract import header
from indexer.extract import profile as profiles
from indexer.extract.body import paragraphs, tidy
from indexer.extract.certainty import Certainty
from indexer.extract.draft import Draft, clean
from indexer.extract.tree import MOST_TAGS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from indexer.extract.profile import JsonRule, Place, Profile

ANYWHERE = "**"
_STEP = re.compile(r"\*\*|[^.*\s]+")
_MARKUP = re.compile(r"<[a-z/!]", re.IGNORECASE)
_MOST_VALUES = 20_000  # in one page; a release has a few hundred
_DEEPEST = 100


class BadPath(ValueError):
    """A profile holds a path that is not understood."""


def steps(path: str) -> list[str]:
    """Return the steps of a path: names of objects' members; `**` stands for any way down.

    >>> steps("docuLanguageResource.title"), steps("**.text")
    (['docuLanguageResource', 'title'], ['**', 'text'])
    """
    found = path.split(".")
    if not all(_STEP.fullmatch(step) for step in found) or found[-1] == ANYWHERE:
        raise BadPath(path)
    return found


def texts(data: object, path: str) -> list[str]:
    """Return the texts at a path, in the order of the page; lists are gone through.

    >>> texts({"items": [{"text": "a"}, {"in": {"text": "b"}}]}, "**.text")
    ['a', 'b']
    """
    return [value for value in _values(data, steps(path), 0) if value.strip()]


def _values(data: object, path: list[str], depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if not path:
        if isinstance(data, str):
            yield data
    elif isinstance(data, list):
        for one in data:
            yield from _values(one, path, depth + 1)
    elif isinstance(data, dict):
        yield from _members(data, path, depth)


def _members(data: dict[str, Any], path: list[str], depth: int) -> Iterator[str]:
    """Yield the texts at a path that begins in an object."""
    if path[0] != ANYWHERE:
        yield from _values(data.get(path[0]), path[1:], depth + 1)
        return
    for name, one in data.items():
        if name == path[1]:
            yield from _values(one, path[2:], depth + 1)
        if isinstance(one, dict | list):
            yield from _values(one, path, depth + 1)


def load(text: str) -> dict[str, Any] | None:
    """Return the object that a page is, or None where it is no JSON object, or too large a one."""
    if text.count('":') + text.count('" :') > _MOST_VALUES:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def has_layout(data: dict[str, Any], rule: JsonRule) -> bool:
    """Tell whether a page bears all the marks of a profile."""
    return all(texts(data, mark) for mark in rule.marks)


def read(
    data: dict[str, Any], *, profile: Profile, place: Place | None, captured_at: dt.datetime
) -> Draft | None:
    """Read a page by a profile; None where it does not have the profile's layout."""
    rule = profile.json
    if rule is None or not has_layout(data, rule):
        return None
    draft = Draft(title=_line(data, rule.title), lead=_line(data, rule.lead))
    draft.reference = _line(data, rule.reference)
    draft.place = _line(data, rule.place)
    body, draft.truncated = _body(data, rule)
    draft.paragraphs = clean(body, title=draft.title, lead=draft.lead, drop=profile.drop_lines)
    draft.kind = place.kind if place and place.kind else Kind.AUTRE
    draft.rules = {
        "title": f"json {', '.join(rule.title)}",
        "lead": f"json {', '.join(rule.lead)}",
        "paragraphs": f"json {', '.join(rule.body)}",
        "reference": f"json {', '.join(rule.reference)}",
        "place": f"json {', '.join(rule.place)}",
        "kind": "URL",
    }
    _date(draft, data, profile=profile, rule=rule, place=place, captured_at=captured_at)
    return draft


def _date(
    draft: Draft,
    data: dict[str, Any],
    *,
    profile: Profile,
    rule: JsonRule,
    place: Place | None,
    captured_at: dt.datetime,
) -> None:
    """Fill in the date: of the paths, of the URL, of the first words of the text."""
    for path in rule.date:
        for value in texts(data, path):
            date = machine_date(value)
            if date and plausible(date, captured_at):
                draft.set_date(date, f"{profile.name} json {path}", Certainty.STATED)
                return
    of_url = profiles.url_day(place) if place else None
    if of_url and plausible(of_url, captured_at):
        draft.set_date(of_url, f"{profile.name} url", Certainty.INFERRED)
        return
    start = header.opening(draft.paragraphs[0]) if draft.paragraphs else None
    if start and plausible(start.date, captured_at):
        draft.set_date(start.date, f"{profile.name} {start.rule}", Certainty.INFERRED)
        draft.place = draft.place or start.place


def _body(data: dict[str, Any], rule: JsonRule) -> tuple[tuple[str, ...], bool]:
    """Return the paragraphs of the body, and whether they end at the limit of a page's tags."""
    tags = 0
    found: list[str] = []
    for value in (value for path in rule.body for value in texts(data, path)):
        tags += value.count("<")
        found += _paragraphs(value)
        if tags > MOST_TAGS:
            return tuple(found), True
    return tuple(found), False


def _line(data: dict[str, Any], paths: tuple[str, ...]) -> str:
    """Return the first text of the first path that has one, as one line without markup."""
    for path in paths:
        for value in texts(data, path):
            return " ".join(_paragraphs(value))
    return ""


def _paragraphs(value: str) -> tuple[str, ...]:
    if _MARKUP.search(value):
        return paragraphs(value)
    lines = (tidy(html.unescape(line)) for line in value.splitlines())
    return tuple(line for line in lines if line)
