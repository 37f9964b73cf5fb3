"""What the data say about ambiguous names, read from `ambiguity.toml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from indexer.entities.fold import keys
from indexer.entities.forms import Condition

DEMONYM = "*demonym*"  # as a form: every demonym
PLACE = "*place*"  # as a form: every name of a place that has no condition of its own
_FOREIGN = "*foreign*"  # as a word behind a form: every demonym of another country than France


class Sense(NamedTuple):
    """What `form` stands for where its condition holds, though it is no name of the entity."""

    form: str
    entity: str
    condition: Condition | None
    weak: bool


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Ambiguous names and what decides about them.

    `names` and `surnames` map forms as written to the condition under which they count.
    `labels_only` are English labels that are never looked for, `nothing` forms that only look like
    names. `titled_only`, `in_full_only`, `alone` and the keys of `preferred` are folded surnames,
    `small` the folded common nouns with which names of events begin.
    """

    names: Mapping[str, Condition]
    surnames: Mapping[str, Condition]
    senses: tuple[Sense, ...]
    nothing: tuple[str, ...]
    labels_only: frozenset[str]
    small: frozenset[str]
    titled_only: frozenset[str]
    in_full_only: frozenset[str]
    alone: frozenset[str]
    preferred: Mapping[str, str]

    def entities(self) -> set[str]:
        """Return the ids of all entities that are spoken of."""
        conditions = [*self.names.values(), *self.surnames.values()]
        conditions += [sense.condition for sense in self.senses if sense.condition is not None]
        named = {sense.entity for sense in self.senses} | set(self.preferred.values())
        return named.union(*(condition.needs for condition in conditions))


def ambiguity(data: Mapping[str, Any], foreign: Iterable[str]) -> Ambiguity:
    """Make sense of the tables of `ambiguity.toml`.

    `foreign` are the demonyms, in all their forms, of all countries but France.
    """
    foreign_keys = folded(foreign)
    names: dict[str, Condition] = {}
    surnames: dict[str, Condition] = {}
    for table in data.get("condition", ()):
        condition = _condition(table, foreign_keys)
        names.update(dict.fromkeys(table.get("forms", ()), condition))
        surnames.update(dict.fromkeys(table.get("surnames", ()), condition))
    senses = [
        Sense(form, table["entity"], names.get(form), weak=True)
        for table in data.get("weak", ())
        for form in table["forms"]
    ]
    for table in data.get("sense", ()):
        condition = _condition(table, foreign_keys)
        senses += [Sense(form, table["entity"], condition, weak=False) for form in table["forms"]]
    return Ambiguity(
        names=names,
        surnames=surnames,
        senses=tuple(senses),
        nothing=tuple(data.get("nothing", ())),
        labels_only=frozenset(data.get("labels_only", ())),
        small=frozenset(folded(data.get("small", ()))),
        titled_only=frozenset(folded(data.get("titled_only", ()))),
        in_full_only=frozenset(folded(data.get("in_full_only", ()))),
        alone=frozenset(folded(data.get("alone", ()))),
        preferred={
            key: person for name, person in data.get("preferred", {}).items() for key in keys(name)
        },
    )


def folded(words: Iterable[str]) -> tuple[str, ...]:
    """Return the padded keys of words.

    >>> folded(["à", "île"])
    (' a ', ' ile ')
    """
    return tuple(key for word in words for key in keys(word))


def _condition(table: Mapping[str, Any], foreign: tuple[str, ...]) -> Condition:
    behind = list(table.get("not_before", ()))
    among_foreign = _FOREIGN in behind
    if among_foreign:
        behind.remove(_FOREIGN)
    return Condition(
        after=folded(table.get("after", ())),
        not_after=folded(table.get("not_after", ())),
        not_before=folded(behind) + (foreign if among_foreign else ()),
        unless=folded(table.get("unless", ())),
        given=folded(table.get("given", ())),
        needs=frozenset(table.get("needs", ())),
        not_among_capitals=table.get("not_among_capitals", False),
        hides=table.get("hides", False),
    )
