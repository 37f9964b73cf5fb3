"""Looking for a value of a facet by its name: a facet shows its largest values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engines.whoosh.names import names_of
from index.record import EntityKind
from index.schema import slug

if TYPE_CHECKING:
    from index.engine import Bucket
    from index.engines.whoosh.buckets import Shown
    from index.engines.whoosh.snapshot import Commit

MOST_NAMES = 5_000
"""Entities with such a name whose hits are counted, those with the most releases."""


def values(typed: str, limit: int, shown: Shown, commit: Commit) -> tuple[Bucket, ...]:
    """Return the buckets of entities with a name that has words beginning as was typed.

    At most `limit`, the largest first; none that is neither counted nor chosen. With nothing typed
    they are the largest of the facet.
    """
    if not typed.strip():
        return shown.largest(limit)[: max(limit, 0)]
    kind = EntityKind(shown.facet.value)
    found = names_of(commit).beginning(typed.strip(), MOST_NAMES, kind)
    return shown.among([slug(one.entity.id) for one in found], limit)
