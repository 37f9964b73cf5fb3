"""The OpenSearch engine: the same archive on a cluster of machines.

Texts are analysed here, by `index.french`, and sent as terms; what a query finds is what the Whoosh
engine finds. The cluster keeps, matches, scores and counts.
"""

from __future__ import annotations

from index.engines.opensearch.engine import OpenSearchEngine
from index.engines.opensearch.ownership import reach
from index.engines.opensearch.writer import OpenSearchWriter

__all__ = ["OpenSearchEngine", "OpenSearchWriter", "reach"]
