"""Where the runs of terms stand that were looked for last, kept for the next questions.

Who asks for NATO asks for its long names too, in every field: of all that such a question costs,
looking through the positions of frequent words for those is most, and most often for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from index.engines.whoosh.arrays.container import Array

Run: TypeAlias = tuple[int, ...]
"""The numbers of a run's terms in their field."""

Standing: TypeAlias = "tuple[Array, Array]"
"""The documents that have a run, rising, and how often each has it."""

MOST_RUNS = 256
MOST_DOCUMENTS = 1024
"""So many runs are kept of a field, those with more documents left out: 4 MB at most."""


class KeptRuns:
    """The runs of one field; shared between threads, any of which may look a run up once more."""

    def __init__(self) -> None:
        self._known: dict[Run, Standing] = {}

    def get(self, run: Run) -> Standing | None:
        """Return in which of all documents a run stands, None where that is not known."""
        found = self._known.pop(run, None)
        if found is not None:
            # the last again
            self._known[run] = found
        return found

    def keep(self, run: Run, found: Standing) -> None:
        """Keep where a run stands, for that of the run that was not asked for the longest."""
        if len(found[0]) > MOST_DOCUMENTS:
            return
        for one in found:
            one.flags.writeable = False
        self._known[run] = found
        for oldest in list(self._known)[:-MOST_RUNS]:
            self._known.pop(oldest, None)
