"""The command line: the one place where indexer, index and webapp meet."""

import os

# numpy would ask the system for pages of 2 MB for its larger arrays. Where a machine is a guest of
# another, making such a page takes longer than writing to it: indexing took a third longer.
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
