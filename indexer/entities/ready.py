"""Imported where the gazetteer is to be at hand at once: by what other processes are forked from.

They all share the one that is read here, and begin to work without reading their own.
"""

from indexer.entities.gazetteer import gazetteer

gazetteer()
