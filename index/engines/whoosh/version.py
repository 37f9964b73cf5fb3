"""The schema version an index was built with, in a small file of its generation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.errors import IndexDamaged, IndexOutdated
from index.generations import write_durably
from index.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

FILE = "version.json"


def write_version(generation: Path) -> None:
    """Note the version of this program in a new generation."""
    content = json.dumps({"engine": "whoosh", "schema_version": SCHEMA_VERSION})
    write_durably(generation / FILE, content.encode())


def read_version(generation: Path) -> int:
    """Return the version; raise IndexOutdated where it is another than this program's."""
    path = generation / FILE
    try:
        found = json.loads(path.read_bytes())["schema_version"]
    except FileNotFoundError:
        raise IndexDamaged(path=path, problem="it is missing") from None
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(path=path, problem="it cannot be read") from error
    if found != SCHEMA_VERSION:
        raise IndexOutdated(directory=generation.parent, found=found, needed=SCHEMA_VERSION)
    return SCHEMA_VERSION
