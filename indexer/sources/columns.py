"""Which column of a table holds what: by usual names, or as a mapping file says."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from index.errors import DepecheError
from index.french import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.sources.locator import Columns


class BadColumns(DepecheError):
    """The file of columns {path} cannot be used: {problem}."""

    hint = "It is TOML: a field, =, and the name of a column in quotes; docs/sources.md has one."


@cache
def _usual() -> dict[str, str]:
    """Return the field that each usual name of a column stands for, by the folded name."""
    text = files("indexer.sources").joinpath("columns.toml").read_text(encoding="utf-8")
    return {fold_key(name): field for field, names in tomllib.loads(text).items() for name in names}


@cache
def fields() -> frozenset[str]:
    """Return the fields that a column may be read into."""
    return frozenset(_usual().values())


def load(path: Path) -> Columns:
    """Read a file that names the column of each field; raises BadColumns."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadColumns(path=path, problem=error.strerror or error) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadColumns(path=path, problem=error) from error
    for field, name in table.items():
        if field not in fields():
            known = ", ".join(sorted(fields()))
            raise BadColumns(path=path, problem=f"there is no field {field}; there are {known}")
        if not isinstance(name, str):
            raise BadColumns(path=path, problem=f"{field} is no name in quotes")
    return tuple((name, field) for field, name in table.items())


def field_of(name: str, columns: Columns) -> str:
    """Return the field that a column is read into, "" for none.

    >>> field_of("Date de publication", ()), field_of("Titel", (("Titel", "title"),))
    ('date', 'title')
    """
    if columns:
        return dict(columns).get(name, "")
    return _usual().get(fold_key(name), "")


def suffice(names: Iterable[str], columns: Columns) -> bool:
    """Tell whether there is a title and a text among the columns."""
    found = {field_of(name, columns) for name in names}
    return "title" in found and bool(found & {"body", "lead"})
