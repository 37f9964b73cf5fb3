"""What an archive's entities were recognised with: a digest that tells when it has changed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.metadata import version


@cache
def digest() -> str:
    """Return a digest of the gazetteer's data files and of the program's version."""
    made = hashlib.sha256(version("depeche").encode())
    folder = resources.files("indexer.entities") / "data"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.is_file():
            made.update(file.name.encode() + b"\0" + file.read_bytes())
    return made.hexdigest()
