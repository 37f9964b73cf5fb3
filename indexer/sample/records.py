"""What the sample yields: releases with what is true of them, pages with their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.record import Release
    from indexer.sample.addresses import Layout
    from indexer.sample.dress import Blemish, Dress


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRelease:
    """What is true of one page: what should be read from it, and how the page is drawn up.

    `path` is relative to the archive's folder. `first_path` is the path of the first page of the
    same release where this one is a duplicate, else "". `twin` is the id of the French release
    that this one is the English form of, else "". `key` names a text written by hand, else "".
    `dress` tells the renderer (and a test) every blemish.
    """

    release: Release
    layout: Layout
    path: str
    dress: Dress
    first_path: str = ""
    twin: str = ""
    key: str = ""
    slug: str = ""
    url_path: str = ""

    @property
    def blemishes(self) -> frozenset[Blemish]:
        """The blemishes of the page."""
        return self.dress.blemishes


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One file of the sample archive; `key` is the id of its release."""

    path: str
    data: bytes
    key: str
    url: str


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What `write` has written."""

    pages: int
    bytes: int
    by_layout: dict[Layout, int]
