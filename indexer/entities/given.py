"""Given names: where one stands before a capitalised word, a person's name begins.

"d'après Élodie Vandenbroucke" needs no title; "rue Élodie Vandenbroucke" names a street.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.record import EntityKind
from indexer.entities import tables
from indexer.entities.ambiguity import folded
from indexer.entities.fold import fold
from indexer.entities.gazetteer import Gazetteer

_UPPER = "".join(character for character in map(chr, range(0x250)) if character.isupper())
# The capital comes first and what stands before it second: so the search skips what is small. The
# next word is a capitalised one or a particle.
_CANDIDATE = re.compile(
    rf"[{_UPPER}](?<![\w-].)[^\W\d_A-Z]++(?>(?:-[{_UPPER}][^\W\d_A-Z]++)*)"
    rf"(?=[ \u00a0\u202f](?:[{_UPPER}]|[a-z][a-zú]{{0,4}}[ '’-]))"
)
_REACH = 60  # characters before a name that are looked at
_NEAREST_WORDS = 3
_LINKS = frozenset({"de", "du", "des", "d", "la", "le", "les", "l"})
_SENTENCE_ENDS = '.,;:!?)»”"]–—-'
_NEXT_WORD = re.compile(r"[ \u00a0\u202f]([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class _Words:
    named_after: frozenset[str]
    names_things: frozenset[str]
    never: frozenset[str]
    listed: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tables.toml(tables.folder(None), "given_names.toml")
    return _Words(
        *(
            frozenset(word.strip() for name in names for word in folded(data[name]))
            for names in (("named_after",), ("names_things",), ("never",), ("french", "others"))
        )
    )


@lru_cache(maxsize=2)
def _known(gazetteer: Gazetteer) -> frozenset[str]:
    """Return the folded given names: those of the list, and of the persons that are known."""
    firsts = {
        fold(one.label.partition(" ")[0]).text.strip()
        for one in gazetteer.entities.values()
        if one.kind is EntityKind.PERSON
    }
    return frozenset(firsts | _words().listed) - _words().never


def given_names(text: str, gazetteer: Gazetteer, ends: Collection[int]) -> Iterator[int]:
    """Yield where names begin that a given name announces, in order.

    `ends` are the places where known names and titles end: a capitalised word before a given name
    makes it part of another name, unless it is one of these.
    """
    known = _known(gazetteer)
    for candidate in _CANDIDATE.finditer(text):
        if _is_given(candidate[0], known) and _stands_alone(
            text, candidate.start(), gazetteer, ends
        ):
            yield candidate.start()


def names_a_thing(name: str, following: str) -> bool:
    """Tell whether a name or the word right behind it makes it that of a thing.

    >>> names_a_thing("Robert Schuman Foundation", ""), names_a_thing("Jean Monnet", ", ici")
    (True, False)
    """
    behind = _NEXT_WORD.match(following)
    words = fold(name).text.split() + ([fold(behind[1]).text.strip()] if behind else [])
    things = _words().names_things
    return any(word in things for word in words)


def _is_given(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word, or each part of one with hyphens, is a given name."""
    plain = _plain(word)
    return plain in known or ("-" in word and all(part in known for part in plain.split()))


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    return fold(unicodedata.normalize("NFC", word)).text.strip()


def _stands_alone(text: str, start: int, gazetteer: Gazetteer, ends: Collection[int]) -> bool:
    """Tell whether nothing before a given name makes it part of the name of something else."""
    if start - 1 in ends:
        return True
    line = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    words = line.replace("’", "'").replace("'", "' ").split()[-_NEAREST_WORDS:]
    nearest = True
    for word in reversed(words):
        if word[-1] in _SENTENCE_ENDS:
            return True
        plain = _plain(word.rstrip("'").lstrip('«“"('))
        if plain in _words().named_after:
            return False
        if nearest and word[0].isupper() and plain not in _LINKS:
            padded = f" {plain} "
            return padded in gazetteer.sentence_openers or padded in gazetteer.never_names
        if plain not in _LINKS:
            return True
        nearest = False
    return True
