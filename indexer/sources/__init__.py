"""Where pages come from: folders, files, ZIP and web archives, tables, feeds. Only I/O here.

`locate` finds pages without keeping any, so that unchanged ones cost a look at the file system;
`read` fetches the bytes of one, in whichever process wants them; `reread` does so by its origin.
"""

from __future__ import annotations

from indexer.sources.locator import Columns, Container, Form, Found, Locator, Revisit
from indexer.sources.reading import read, reread, transferred
from indexer.sources.walk import locate

__all__ = [
    "Columns",
    "Container",
    "Form",
    "Found",
    "Locator",
    "Revisit",
    "locate",
    "read",
    "reread",
    "transferred",
]
