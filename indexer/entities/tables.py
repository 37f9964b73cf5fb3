"""Reading the data files: tab-separated tables and TOML, from a folder or from the package."""

import tomllib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from index.errors import DepecheError


class GazetteerInvalid(DepecheError):
    """The gazetteer file {path} cannot be used: {problem}."""

    hint = "Compare it with the file of the same name in indexer/entities/data."


def folder(directory: Path | None) -> Traversable:
    """Return the folder of the data files; None means those of the package."""
    return resources.files("indexer.entities") / "data" if directory is None else directory


def rows(data: Traversable, name: str, columns: int) -> Iterator[list[str]]:
    """Yield the rows of a table, each filled up with empty strings to `columns` cells.

    Lines that are empty or begin with # say nothing. Raises GazetteerInvalid for a file that
    cannot be read, a row without a first cell and a row with too many.
    """
    for number, line in enumerate(_read(data, name).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not cells[0] or len(cells) > columns:
            raise GazetteerInvalid(
                path=data / name, problem=f"line {number} has {len(cells)} cells, not {columns}"
            )
        yield cells + [""] * (columns - len(cells))


def listed(cell: str) -> tuple[str, ...]:
    """Split a cell that lists values.

    >>> listed("Irak|République d’Iraq"), listed("")
    (('Irak', 'République d’Iraq'), ())
    """
    return tuple(value.strip() for value in cell.split("|") if value.strip())


def toml(data: Traversable, name: str) -> dict[str, Any]:
    """Read a TOML file; raises GazetteerInvalid where it cannot be read."""
    try:
        return tomllib.loads(_read(data, name))
    except tomllib.TOMLDecodeError as error:
        raise GazetteerInvalid(path=data / name, problem=str(error)) from error


def _read(data: Traversable, name: str) -> str:
    try:
        return (data / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerInvalid(path=data / name, problem=str(error)) from error
