"""The names of the entities of an index, by their beginning or nearly spelled so."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from index.suggest import Names

if TYPE_CHECKING:
    from typing import Any

    from index.answering.holdings import Holdings

_names: WeakKeyDictionary[Holdings[Any], Names] = WeakKeyDictionary()
_making = Lock()


def names_of(holdings: Holdings[Any]) -> Names:
    """Return the names of the entities that releases mention, made when first asked for."""
    with _making:
        names = _names.get(holdings)
        if names is None:
            names = _names[holdings] = Names(holdings.mentioned())
        return names
