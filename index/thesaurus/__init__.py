"""Words that mean the same: what a reader typed → the other forms to look for as well.

    groups.tsv, thesaurus.tsv → lines.read → groups.merge → Thesaurus.longest

Applied to queries, never to what is indexed, so that phrases and marks stay true to the text.
"""

from index.thesaurus.files import FILE, Thesauri, load
from index.thesaurus.groups import Group
from index.thesaurus.lines import Form
from index.thesaurus.lookup import Thesaurus

__all__ = ["FILE", "Form", "Group", "Thesauri", "Thesaurus", "load"]
