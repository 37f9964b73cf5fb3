"""What makes two readings of a release the same text, whatever bytes they were read from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from index.record import release_from_json

if TYPE_CHECKING:
    from index.record import Release


def text_digest(release: Release) -> str:
    """Return 32 hexadecimal figures of title, lead and paragraphs: the half of a SHA-256.

    >>> from index.record import Release
    >>> text_digest(Release(id="a", title="Un.")) == text_digest(Release(id="b", title="Un."))
    True
    """
    text = release.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]


def record_digest(record: str) -> str:
    """Return the same of a release as it is stored."""
    return text_digest(release_from_json(record))
