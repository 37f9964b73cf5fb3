"""A release → what the cluster keeps of it."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from index.engines.opensearch.layout import HEADING, MONTH, PLACE, SEPARATOR, WORDS
from index.schema import DAY, KEYS, NO_DAY, NO_TERM, PARTS, STORED, date_of, fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.record import Document

_LONGEST_ID: Final = 512
"""Bytes that an `_id` may have."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_BYTES: Final = "b"
"""Begins what is kept by its bytes; nothing else begins so."""
_OURS = str.maketrans({SEPARATOR: " ", PLACE: " "})


def source_of(document: Document) -> dict[str, Any]:
    """Analyse a release and return its fields on the cluster."""
    found = fields(document)
    source: dict[str, Any] = {name: joined(terms) for name, terms in found.texts.items()}
    source |= {key: list(map(safe, found.keys[key])) for key in KEYS if found.keys[key]}
    words = {safe(term) for part in PARTS for term in found.texts.get(part, ())} - {NO_TERM}
    if words:
        source[WORDS] = sorted(words)
    if found.day != NO_DAY:
        date = date_of(found.day)
        source[DAY] = found.day
        source[MONTH] = 12 * date.year + date.month - 1 if date else None
    source[HEADING] = safe(document.release.title)
    source[STORED] = kept_of(found.stored)
    return source


def kept_of(stored: str) -> str:
    r"""Return what is stored of a release as a cluster keeps it: as it is, or by its bytes.

    UTF-8 has none for some characters that a page may hold; then each stands for a byte.

    >>> kept_of('["é"]'), kept_of('["é\ud800"]')
    ('["é"]', 'b["Ã©í\xa0\x80"]')
    """
    if not _SURROGATES.search(stored):
        return stored
    return _BYTES + stored.encode(errors="surrogatepass").decode("latin-1")


def stored_of(hit: Mapping[str, Any]) -> str:
    """Return what is stored of a release that was found; the reverse of `kept_of`."""
    kept: str = hit["_source"][STORED]
    if not kept.startswith(_BYTES):
        return kept
    return kept.removeprefix(_BYTES).encode("latin-1").decode(errors="surrogatepass")


def place_of(release_id: str) -> str:
    """Return the `_id` of a release: its own id, or a digest where a cluster does not take that.

    >>> place_of("example.org/a")
    'example.org/a'
    >>> len(place_of("a" * 513))
    64
    """
    name = release_id.encode(errors="surrogatepass")
    fits = len(name) <= _LONGEST_ID and not _SURROGATES.search(release_id)
    return release_id if fits else sha256(name).hexdigest()


def joined(terms: Sequence[str]) -> str:
    r"""Return terms as they are sent, in the order of their positions.

    >>> joined(["fin", "", "mission"])
    'fin\x1f\x01\x1fmission'
    """
    return SEPARATOR.join(PLACE if term == NO_TERM else safe(term) for term in terms)


def safe(text: str) -> str:
    r"""Return a text without what UTF-8 has no bytes for, or we use between terms.

    >>> safe("a\ud800b") == "a\ufffdb"
    True
    """
    return _SURROGATES.sub("\ufffd", text).translate(_OURS)
