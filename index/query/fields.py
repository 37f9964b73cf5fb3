"""The fields of the query language (`lieu:Iraq`) and what they are called, in fields.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from enum import StrEnum
from functools import cache
from importlib import resources

from index.french import fold
from index.record import EntityKind

# French leaves a space before a colon, some of them no-break. "https://" is an address.
_NAME = re.compile(r"([^\W\d_][^\s\x00:：()\"“”„«»＂]{0,20})[ \u00a0\u202f]?[:：](?!//)")


class Field(StrEnum):
    """What may stand before a colon; the values are the keys of fields.toml."""

    TITLE = "title"
    TEXT = "text"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OPERATION = "operation"
    EVENT = "event"
    KIND = "kind"
    REFERENCE = "reference"
    DATE = "date"
    AFTER = "after"
    BEFORE = "before"


PARTS = frozenset({Field.TITLE, Field.TEXT})
"""Fields that take a query; all others take a value, or values in parentheses."""

ENTITIES = frozenset(map(Field, EntityKind))
"""Fields whose values are the names of entities; they are called as the kinds of these are."""

DATES = frozenset({Field.DATE, Field.AFTER, Field.BEFORE})
"""Fields whose values are days."""


def field_at(text: str, at: int = 0) -> tuple[Field, str, int] | None:
    """Return the field named at an offset, the name as typed, and where its value begins.

    >>> field_at("Référence: 903"), field_at("note: 903")
    ((<Field.REFERENCE: 'reference'>, 'Référence', 10), None)
    """
    found = _NAME.match(text, at)
    if found is None:
        return None
    name = found.group(1)
    if not unicodedata.normalize("NFC", name).isalpha():
        return None
    field = _fields().get(fold(name))
    return None if field is None else (field, name, found.end())


def printed(field: Field) -> str:
    """Return the name that a field is printed under.

    >>> printed(Field.PLACE)
    'lieu'
    """
    return _names()[field][0]


@cache
def _names() -> dict[Field, list[str]]:
    content = resources.files("index.query").joinpath("fields.toml").read_text(encoding="utf-8")
    return {Field(key): names for key, names in tomllib.loads(content).items()}


@cache
def _fields() -> dict[str, Field]:
    return {fold(name): field for field, names in _names().items() for name in names}
