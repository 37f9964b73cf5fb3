"""Where pages come from: folders, single files, ZIP archives. The only input and output here.

`locate` finds pages without reading them, so that unchanged ones cost a look at the file system;
`read` fetches the bytes of one, in whichever process wants them.
"""

from __future__ import annotations

from indexer.sources.locator import Locator, read
from indexer.sources.walk import Found, locate

__all__ = ["Found", "Locator", "locate", "read"]
