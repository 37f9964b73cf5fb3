"""The names of the entities of a commit, by their beginning or nearly spelled so."""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from index.engine import ENTITY_FACETS
from index.engines.whoosh.layout import from_bytes
from index.suggest import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engines.whoosh.snapshot import Commit
    from index.record import Entity

_names: WeakKeyDictionary[Commit, Names] = WeakKeyDictionary()
_making = Lock()


def names_of(commit: Commit) -> Names:
    """Return the names of the entities of a commit, made when first asked for."""
    with _making:
        names = _names.get(commit)
        if names is None:
            names = _names[commit] = Names(_mentioned(commit))
        return names


def _mentioned(commit: Commit) -> Iterator[tuple[Entity, int]]:
    """Yield the entities that releases mention, each with their number."""
    for facet in ENTITY_FACETS:
        counts: Counter[bytes] = Counter()
        for leaf in commit.arrays.leaves:
            field = leaf.arrays.fields.get(facet.value)
            if field is None or not field.terms.count:
                continue
            starts = np.asarray(field.starts).astype(np.int64)
            held = np.diff(starts)
            if leaf.alive is not None:
                # a term without postings is never kept
                held = np.add.reduceat(leaf.alive.take(field.docs), starts[:-1], dtype=np.int64)
            keys = field.terms.some(range(field.terms.count))
            counts.update(dict(zip(keys, held.tolist(), strict=True)))
        for key, count in counts.items():
            entity = commit.entities.get(f"{facet.value}:{from_bytes(key)}")
            if entity is not None and count:
                yield entity, count
