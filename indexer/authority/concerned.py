"""The releases that a change of decisions concerns, found without reading every text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from index.engine import Facet, SearchRequest
from index.french import folded_terms
from index.schema import facet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.engine import Engine
    from indexer.authority.difference import Difference
    from indexer.store import Store


def concerned(change: Difference, store: Store, engine: Engine) -> set[str]:
    """Return the ids of the releases to be written anew; some may come out as they were.

    What was decided about before is noted in the store under the ids it was recognised by. What
    was not stands in the index under its own id, and names that were not looked for in its texts.
    """
    found = store.decided.releases(change.entities)
    for request in _requests(change):
        found.update(document.release.id for document in engine.stream(request))
    return found


def _requests(change: Difference) -> Iterator[SearchRequest]:
    of_kind: dict[str, list[str]] = defaultdict(list)
    for entity_id in sorted(change.entities):
        of_kind[facet_of(entity_id)].append(entity_id)
    for kind, ids in of_kind.items():
        yield SearchRequest(filters={Facet(kind): tuple(ids)})
    for form in sorted(change.forms):
        yield SearchRequest(query=f'"{" ".join(folded_terms(form))}"', expand=False)
