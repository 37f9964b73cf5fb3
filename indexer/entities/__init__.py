"""Text → mentions: who, where and what a release names.

    text ─► fold ─► matcher (one pass over every known form) ────┐
      └───► people (titles and given names announce the unknown) ┤
              surnames (short forms) ◄─────────────────────────  ┤
              acronyms (defined in the text) ◄─────────────────  ┴─► resolve ─► Mention…

The gazetteer is data (`data/*.tsv`, `data/*.toml`) and is passed in; the packaged one is
`gazetteer()`, read once per process.
"""

from indexer.entities.gazetteer import Gazetteer, GazetteerInvalid, gazetteer
from indexer.entities.resolve import entities, mentions

__all__ = ["Gazetteer", "GazetteerInvalid", "entities", "gazetteer", "mentions"]
