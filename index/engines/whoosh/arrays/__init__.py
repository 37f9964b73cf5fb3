"""A Whoosh index whose segments are memory-mapped arrays, matched with whole-array operations.

Writing: `ArrayCodec` for any Whoosh writer, `SegmentBuilder` for bulk, `merge_segments`. Reading:
`Snapshot` of a searcher, `Collector.ask`. `container` and `segment` say what stands in a file.
"""

from index.engines.whoosh.arrays.between import Between
from index.engines.whoosh.arrays.build import NO_TERM, Built, Row, SegmentBuilder
from index.engines.whoosh.arrays.codec import ArrayCodec, SegmentEntry
from index.engines.whoosh.arrays.collect import Ask, Collector, Demotion, Found, Histogram
from index.engines.whoosh.arrays.combined import RUN, Combined, Form
from index.engines.whoosh.arrays.evaluators import RUNS, TABLE
from index.engines.whoosh.arrays.merge import merge_segments
from index.engines.whoosh.arrays.nearness import Nearness, NearRun, NearWord
from index.engines.whoosh.arrays.paging import Order
from index.engines.whoosh.arrays.segment import Arrangement, ArraySegment
from index.engines.whoosh.arrays.snapshot import Snapshot

__all__ = [
    "NO_TERM",
    "RUN",
    "RUNS",
    "TABLE",
    "Arrangement",
    "ArrayCodec",
    "ArraySegment",
    "Ask",
    "Between",
    "Built",
    "Collector",
    "Combined",
    "Demotion",
    "Form",
    "Found",
    "Histogram",
    "NearRun",
    "NearWord",
    "Nearness",
    "Order",
    "Row",
    "SegmentBuilder",
    "SegmentEntry",
    "Snapshot",
    "merge_segments",
]
