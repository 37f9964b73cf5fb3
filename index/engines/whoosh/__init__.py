"""The default engine: a Whoosh index.

Writing: `writer` → `workers` → `builder` (segments) → `compaction` → commit. Reading: `snapshot`
(what a commit holds) → `compile` (query) → `evaluate` (scores) → `selection` (filters, counts) →
`buckets` and `hits`.
"""

from index.engines.whoosh.engine import WhooshEngine
from index.engines.whoosh.writer import WhooshWriter

__all__ = ["WhooshEngine", "WhooshWriter"]
