"""The text form: title, blank line, bulleted date line, paragraphs. See LAYOUTS.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.sample import dates
from indexer.sample.layouts.chrome import sample_line

if TYPE_CHECKING:
    from indexer.sample.records import SampleRelease


def render(made: SampleRelease) -> bytes:
    """Return the bytes of a text copy, in UTF-8."""
    release = made.release
    items = []
    if release.date is not None:
        items = [f"{dates.dotted(release.date)} -", "|"]
    if release.updated is not None:
        day = dates.dotted(release.updated.date())
        items.append(f"Mis à jour le: {day} {release.updated:%H:%M}")
    line = "\n".join(f"  • {item}" for item in items)
    parts = [release.title, line, *release.paragraphs, sample_line(release.language)]
    return ("\n\n".join(parts) + "\n").encode()
