"""archive.db: every release, every capture of it, what was refused and why."""

from indexer.store.archive import Store
from indexer.store.facts import (
    DiskFull,
    NoArchive,
    Refusal,
    Source,
    StoreDamaged,
    StoreOutdated,
    StoreStats,
)

__all__ = [
    "DiskFull",
    "NoArchive",
    "Refusal",
    "Source",
    "Store",
    "StoreDamaged",
    "StoreOutdated",
    "StoreStats",
]
