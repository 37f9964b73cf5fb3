"""BibTeX: one @misc entry a release, in UTF-8, for BibTeX, biber and Zotero."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from webapp.citations.facts import genre, line, site, source

if TYPE_CHECKING:
    from index.record import Release

# Braces are counted even behind a backslash, so they are named.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "$&#_%"},
    }
)
_NO_KEY = re.compile(r"[^A-Za-z0-9:._/+-]+")
# Languages as babel and biblatex call them; others are left out.
_LANGUAGES = {"fr": "french", "en": "english"}


def bibtex(release: Release, permalink: str = "") -> str:
    r"""Return one entry; `permalink` is the release's absolute address in this archive or "".

    >>> from index.record import Release
    >>> print(bibtex(Release(id="page:4", title="R&D", language="en")))
    @misc{page:4,
      title = {{R\&D}},
      langid = {english},
    }
    <BLANKLINE>
    """
    day = release.date
    note = ", ".join(part for part in (genre(release), line(release.reference)) if part)
    fields = {
        # The second pair of braces keeps the capitals.
        "title": f"{{{_escaped(release.title)}}}" if line(release.title) else "",
        "year": f"{day.year:04}" if day else "",
        "month": str(day.month) if day else "",
        "date": day.isoformat() if day else "",
        "howpublished": _escaped(site(release)),
        "note": _escaped(note),
        "address": _escaped(release.place),
        "langid": _LANGUAGES.get(release.language, ""),
        # Read verbatim: `source` has percent-encoded what could close the field.
        "url": source(release) or permalink,
        # No style knows it, so it prints nothing; Zotero keeps it.
        "permalink": permalink,
        "abstract": _escaped(release.lead),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key(release.id)},\n{''.join(lines)}}}\n"


def key(release_id: str) -> str:
    """Return the key of an entry: the id itself where BibTeX takes it, else one that is as unique.

    >>> key("nato:news_1:fr"), key("a b")
    ('nato:news_1:fr', 'a-b-c8687a08')
    """
    plain = _NO_KEY.sub("-", release_id)
    if plain == release_id:
        return plain
    digest = hashlib.sha256(release_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{plain}-{digest[:8]}"


def _escaped(text: str) -> str:
    return line(text).translate(_SPECIAL)
