"""archive.db: every release, every capture of it, what was refused and why."""

from indexer.sqlite import DiskFull, Reader
from indexer.store.archive import Store
from indexer.store.database import reading
from indexer.store.facts import (
    NoArchive,
    Refusal,
    Source,
    StoreDamaged,
    StoreOutdated,
    StoreStats,
)
from indexer.store.firsts import first_captures
from indexer.store.readings import present, readings
from indexer.store.texts import text_digest

__all__ = [
    "DiskFull",
    "NoArchive",
    "Reader",
    "Refusal",
    "Source",
    "Store",
    "StoreDamaged",
    "StoreOutdated",
    "StoreStats",
    "first_captures",
    "present",
    "reading",
    "readings",
    "text_digest",
]
