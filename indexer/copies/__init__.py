"""Copies of a release: re-issues and corrected versions, and the same release in another language.

They are found and told, never hidden and never made one. copies.db is derived from archive.db:
without it the next run makes it again.
"""

from indexer.copies.database import Copies, CopiesDamaged
from indexer.copies.filling import fill
from indexer.copies.groups import Copy, NoCopies, groups
from indexer.copies.likeness import LIKENESS, shingles
from indexer.copies.relating import relate

__all__ = [
    "LIKENESS",
    "Copies",
    "CopiesDamaged",
    "Copy",
    "NoCopies",
    "fill",
    "groups",
    "relate",
    "shingles",
]
