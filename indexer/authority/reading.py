"""authority.toml → decisions: every table checked, and told by its kind, number and line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from index.errors import BadDate
from index.french import slugify
from index.period import first_day, last_day
from index.record import EntityKind
from index.schema import facet_of, slug
from indexer.authority.facts import AuthorityDamaged, DecisionImpossible
from indexer.authority.model import Add, Authority, Hide, Merge, Rename, Split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.authority.model import Decision

MAX_FORM: Final = 200
HEADER: Final = re.compile(r"\s*\[\[\s*([\w-]+)\s*\]\]\s*(?:#.*)?")
_COUNTRY = re.compile(r"[A-Z]{2}")

Table = dict[str, Any]


class _WrongError(Exception):
    """Says what is wrong with a table."""


def read(text: str, path: str) -> Authority:
    """Return the decisions that a text holds.

    Raises AuthorityDamaged, whose `problem` names the line, or the table by kind, number and line.
    """
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise AuthorityDamaged(path=path, problem=_first_small(str(error))) from None
    decisions: list[Decision] = []
    for table, rows in values.items():
        make = _MAKE.get(table)
        if make is None or not isinstance(rows, list):
            known = ", ".join(f"[[{name}]]" for name in _MAKE)
            problem = f"[{table}] is no decision; there are {known}"
            raise AuthorityDamaged(path=path, problem=problem)
        lines = _lines(text, table)
        for number, row in enumerate(rows, start=1):
            try:
                decisions.append(make(row))
            except _WrongError as error:
                where = f"[[{table}]] number {number}"
                if len(lines) == len(rows):
                    where += f" (line {lines[number - 1]})"
                raise AuthorityDamaged(path=path, problem=f"{where} {error}") from None
    authority = Authority(tuple(decisions))
    if problem := contradiction(authority):
        raise AuthorityDamaged(path=path, problem=problem)
    return authority


def contradiction(authority: Authority) -> str:
    """Return how decisions contradict each other, "" where they do not."""
    into: dict[str, str] = {}
    for one in authority.of(Merge):
        for source in one.sources:
            if into.setdefault(source, one.into) != one.into:
                return f"{source} is merged into {into[source]} and into {one.into}"
    ends = authority.merged
    for source, end in ends.items():
        if end in ends:
            return f"{source} is merged in a circle: it would become itself"
    return ""


def entity_id(text: str) -> str:
    """Return an entity's id as it is typed, in its one spelling.

    Raises DecisionImpossible where it is none.

    >>> entity_id(" place:Türkiye ")
    'place:turkiye'
    """
    try:
        return _id(text)
    except _WrongError as error:
        raise DecisionImpossible(problem=f"it {error}") from None


def name(text: str) -> str:
    """Return a name on one line, without spaces around; raises DecisionImpossible for no name."""
    try:
        return _form(text)
    except _WrongError as error:
        raise DecisionImpossible(problem=f"it {error}") from None


def country(text: str) -> str:
    """Return a country's two-letter code; raises DecisionImpossible where it is none."""
    try:
        return _code(text)
    except _WrongError as error:
        raise DecisionImpossible(problem=f"it {error}") from None


def _merge(row: Table) -> Merge:
    _keys(row, needed={"into", "from"})
    sources = tuple(dict.fromkeys(_id(one) for one in _list(row, "from")))
    into = _id(row["into"])
    if not sources:
        raise _WrongError("has nothing in 'from'")
    if into in sources:
        raise _WrongError(f"merges {into} into itself")
    return Merge(into, sources)


def _rename(row: Table) -> Rename:
    _keys(row, needed={"entity"}, others={"fr", "en"})
    french, english = _optional(row, "fr"), _optional(row, "en")
    if not french and not english:
        raise _WrongError("has neither 'fr' nor 'en'")
    return Rename(_id(row["entity"]), french, english)


def _split(row: Table) -> Split:
    _keys(row, needed={"entity", "form", "to"}, others={"since", "until"})
    entity, to = _id(row["entity"]), _id(row["to"])
    since, until = _day(row, "since", first_day), _day(row, "until", last_day)
    if entity == to:
        raise _WrongError(f"splits {entity} from itself")
    if since and until and since > until:
        raise _WrongError(f"ends ({until}) before it begins ({since})")
    return Split(entity, _form(row["form"]), to, since, until)


def _hide(row: Table) -> Hide:
    _keys(row, needed={"entity"})
    return Hide(_id(row["entity"]))


def _add(row: Table) -> Add:
    _keys(row, needed={"id"}, others={"fr", "en", "aliases", "country"})
    aliases = tuple(dict.fromkeys(_form(one) for one in _list(row, "aliases")))
    code = _code(_optional(row, "country"))
    made = Add(_id(row["id"]), _optional(row, "fr"), _optional(row, "en"), aliases, code)
    if not made.names and not code:
        raise _WrongError("adds nothing: it has no 'fr', 'en', 'aliases' or 'country'")
    return made


_MAKE: dict[str, Callable[[Table], Decision]] = {
    Merge.table: _merge,
    Rename.table: _rename,
    Split.table: _split,
    Hide.table: _hide,
    Add.table: _add,
}


def _keys(row: Table, *, needed: set[str], others: frozenset[str] | set[str] = frozenset()) -> None:
    if not isinstance(row, dict):
        raise _WrongError("is not a table")
    if missing := sorted(needed - row.keys()):
        raise _WrongError(f"has no '{missing[0]}'")
    if strange := sorted(row.keys() - needed - others):
        raise _WrongError(f"has '{strange[0]}', which says nothing there")


def _id(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    kind, rest = facet_of(text), slugify(slug(text))
    if kind not in set(EntityKind) or not rest:
        kinds = ", ".join(EntityKind)
        raise _WrongError(
            f"names {value!r}, which is no id: write KIND:NAME, such as place:iraq ({kinds})"
        )
    return f"{kind}:{rest}"


def _form(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongError(f"has {value!r} where a name in quotes belongs")
    text = " ".join(value.split())
    if not text.isprintable() or not any(character.isalnum() for character in text):
        raise _WrongError(f"has {value!r} for a name")
    if len(text) > MAX_FORM:
        raise _WrongError(f"has a name of more than {MAX_FORM} characters")
    return text


def _code(text: str) -> str:
    if text and not _COUNTRY.fullmatch(text):
        raise _WrongError(f"has {text!r} for a country: write its two-letter code, such as FR")
    return text


def _optional(row: Table, key: str) -> str:
    return _form(row[key]) if row.get(key, "") != "" else ""


def _list(row: Table, key: str) -> list[object]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise _WrongError(f"has no list in '{key}': write {key} = [\"…\"]")
    return value


def _day(row: Table, key: str, edge: Callable[[str], dt.date]) -> dt.date | None:
    value = row.get(key, "")
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if value == "":
        return None
    try:
        return edge(str(value))
    except BadDate as error:
        raise _WrongError(f"has a date in '{key}' that is none: {error.sentence()}") from None


def _lines(text: str, table: str) -> list[int]:
    """Return the numbers of the lines that begin a table of a kind."""
    return [number for number, kind in headers(text.split("\n")) if kind == table]


def headers(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, kind) of each line that looks like the head of a table."""
    for number, line in enumerate(lines, start=1):
        if (match := HEADER.fullmatch(line)) is not None:
            yield number, match[1]


def _first_small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
