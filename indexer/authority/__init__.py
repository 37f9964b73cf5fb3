"""What an archive decides about its entities, in a file that a person can edit.

    authority.toml ─► reading ─► Authority ─► difference ─► the releases concerned
                                     └──────► recognition: names looked for, decisions applied

`model` has the decisions, `file` changes single ones, `table` is their way in and out as CSV,
`candidates` finds frequent names that no list knows.
"""

from indexer.authority.facts import (
    AuthorityDamaged,
    AuthorityNotEdited,
    DecisionImpossible,
    NoSuchDecision,
    TableDamaged,
    UnknownEntity,
)
from indexer.authority.file import change, load, written
from indexer.authority.model import Add, Authority, Decision, Hide, Merge, Rename, Split
from indexer.authority.reading import read

__all__ = [
    "Add",
    "Authority",
    "AuthorityDamaged",
    "AuthorityNotEdited",
    "Decision",
    "DecisionImpossible",
    "Hide",
    "Merge",
    "NoSuchDecision",
    "Rename",
    "Split",
    "TableDamaged",
    "UnknownEntity",
    "change",
    "load",
    "read",
    "written",
]
