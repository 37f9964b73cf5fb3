"""RIS: tagged lines for EndNote, Zotero, Mendeley.

Tags and their layout are those of "RIS Format Specifications" (Thomson ResearchSoft, 2001): two
characters, two spaces, a hyphen, a space; lines end with CR LF; ER closes a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.citations.facts import genre, line, site, source

if TYPE_CHECKING:
    from index.record import Release


def ris(release: Release, permalink: str = "") -> str:
    r"""Return one record; `permalink` is the release's absolute address in this archive or "".

    >>> from index.record import Release
    >>> ris(Release(id="page:4", title="Page")).split("\r\n")[:4]
    ['TY  - ELEC', 'ID  - page:4', 'TI  - Page', 'LA  - fr']
    """
    day = release.date
    address = source(release)
    values = [
        # ELEC is what both Zotero and EndNote read as a web page.
        ("TY", "ELEC"),
        ("ID", release.id),
        ("TI", release.title),
        ("PY", f"{day.year:04}" if day else ""),
        ("DA", day.isoformat().replace("-", "/") + "/" if day else ""),
        ("M3", genre(release)),
        ("M1", release.reference),
        ("CY", release.place),
        ("PB", site(release)),
        ("LA", release.language),
        ("AB", release.lead),
        ("UR", address or permalink),
        ("L2", permalink if address else ""),
        ("AN", release.id),
    ]
    lines = [f"{tag}  - {line(value)}" for tag, value in values if line(value)]
    return "\r\n".join([*lines, "ER  - ", ""])
