"""Releases to pages, one module a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.sample.addresses import Layout
from indexer.sample.layouts import cps, docu, modern, plain

if TYPE_CHECKING:
    from indexer.sample.records import SampleRelease

_RENDERERS = {
    Layout.DOCU: docu.render,
    Layout.CPS: cps.render,
    Layout.MODERN: modern.render,
    Layout.TEXT: plain.render,
}


def render(made: SampleRelease) -> bytes:
    """Return the bytes of the page that the release says it is."""
    return _RENDERERS[made.layout](made)
