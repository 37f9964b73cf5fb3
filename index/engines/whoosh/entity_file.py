"""The file of the entity table in a generation's folder.

It is written before the commit that needs it and made smaller only by entities that no release
mentions any more, so that a reader of any commit finds every entity it may meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.entities import EntityTable
from index.errors import IndexDamaged
from index.generations import write_durably

if TYPE_CHECKING:
    from pathlib import Path

FILE = "entities.json"


def save(table: EntityTable, folder: Path) -> None:
    """Write a table into a generation's folder, in one step."""
    write_durably(folder / FILE, table.to_json().encode("utf-8", "surrogatepass"))


def load(folder: Path) -> EntityTable:
    """Read the table of a generation; raise IndexDamaged where it cannot be read."""
    path = folder / FILE
    try:
        return EntityTable.from_json(path.read_bytes().decode("utf-8", "surrogatepass"))
    except FileNotFoundError:
        raise IndexDamaged(path=path, problem="it is missing") from None
    except (ValueError, TypeError) as error:
        raise IndexDamaged(path=path, problem="it cannot be read") from error
