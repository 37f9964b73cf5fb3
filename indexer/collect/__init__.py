"""Pages from a live site or a web archive into WARC files, which `depeche index` then reads.

    sites (data) ─► listings ─► addresses ─┐
    CDX rows ──────────────────► captures ─┴─► polite requests ─► captures/*.warc.gz + state.db

`polite` is the one room that speaks to other machines: one request at a time, robots.txt obeyed.
"""

from __future__ import annotations

from indexer.collect.cdx import collect_captures
from indexer.collect.live import collect_site
from indexer.collect.report import CollectOptions, CollectReport
from indexer.collect.site import Site, load, sites

__all__ = [
    "CollectOptions",
    "CollectReport",
    "Site",
    "collect_captures",
    "collect_site",
    "load",
    "sites",
]
