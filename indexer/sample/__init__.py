"""The sample archive: pages of three site layouts and of text copies, composed for this project.

`pages` gives the files, `releases` what should be read from each, `write` puts them into a folder.
LAYOUTS.md has the markup. Everything follows from (count, seed).
"""

from indexer.sample.addresses import FOLDERS, Layout
from indexer.sample.archive import pages, releases, write
from indexer.sample.dress import Blemish
from indexer.sample.records import SamplePage, SampleRelease, SampleReport

__all__ = [
    "FOLDERS",
    "Blemish",
    "Layout",
    "SamplePage",
    "SampleRelease",
    "SampleReport",
    "pages",
    "releases",
    "write",
]
