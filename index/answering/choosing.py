"""Looking for a value of a facet by its name: a facet shows its largest values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answering.names import names_of
from index.record import EntityKind
from index.schema import slug

if TYPE_CHECKING:
    from typing import Any

    from index.answering.buckets import Shown
    from index.answering.holdings import Holdings
    from index.engine import Bucket

MOST_NAMES = 5_000
"""Entities with such a name whose hits are counted, those with the most releases."""


def values(typed: str, limit: int, shown: Shown, holdings: Holdings[Any]) -> tuple[Bucket, ...]:
    """Return the buckets of entities with a name that has words beginning as was typed.

    At most `limit`, the largest first; none that is neither counted nor chosen. With nothing typed
    they are the largest of the facet, under no name.
    """
    if not typed.strip():
        return shown.largest(limit)[: max(limit, 0)]
    kind = EntityKind(shown.facet.value)
    found = names_of(holdings).beginning(typed.strip(), MOST_NAMES, kind)
    names = {slug(one.entity.id): one.name for one in found}
    return tuple(one._replace(form=names[one.value]) for one in shown.among(names, limit))
