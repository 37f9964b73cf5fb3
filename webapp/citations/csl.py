"""CSL-JSON, the form that citeproc, Pandoc and Zotero share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from index.record import Kind
from webapp.citations.facts import genre, line, site, source

if TYPE_CHECKING:
    from index.record import Release

# Item types of CSL 1.0.2; what is neither spoken nor asked is a web page.
_TYPES = {Kind.DISCOURS: "speech", Kind.TRANSCRIPTION: "interview"}


def csl_json(release: Release, permalink: str = "") -> str:
    """Return a list of one item; `permalink` is the absolute address in this archive or "".

    >>> from index.record import Release
    >>> csl_json(Release(id="page:4", title="Page"))
    '[{"id": "page:4", "type": "webpage", "title": "Page", "language": "fr"}]'
    """
    return json.dumps([item(release, permalink)], ensure_ascii=False)


def item(release: Release, permalink: str = "") -> dict[str, Any]:
    """Return a release as one item, without the variables that it has no value for."""
    day = release.date
    values = {
        "type": _TYPES.get(release.kind, "webpage"),
        "title": line(release.title),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "genre": genre(release),
        "number": line(release.reference),
        "container-title": site(release),
        "publisher-place": line(release.place),
        "abstract": line(release.lead),
        "language": line(release.language),
        "URL": source(release) or permalink,
        "archive_location": permalink if source(release) else "",
    }
    return {"id": release.id} | {name: value for name, value in values.items() if value}
