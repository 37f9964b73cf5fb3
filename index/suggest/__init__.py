"""What helps a reader to ask: another spelling, the rest of a word or name, what is telling.

Nothing here knows an engine: `words` judges spellings, `names` finds entities by the beginning of
their names, `pending` says what is being typed, `telling` chooses the words that set a text apart.
"""

from index.suggest.names import Names, Recognised, has_word, name_key, name_keys
from index.suggest.pending import Typing, being_typed, quoted
from index.suggest.telling import telling, weight
from index.suggest.words import cost, distance_allowed, merit, plausible, splits

__all__ = [
    "Names",
    "Recognised",
    "Typing",
    "being_typed",
    "cost",
    "distance_allowed",
    "has_word",
    "merit",
    "name_key",
    "name_keys",
    "plausible",
    "quoted",
    "splits",
    "telling",
    "weight",
]
