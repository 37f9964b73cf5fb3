"""The query tree and what it means.

`Word` matches a release in which its folded term, or one of its stems, stands
(`index.french.query_terms`). `Phrase`, `Prefix`, `Wildcard` and `Fuzzy` look at folded terms only,
never at stems; `Exact` at the forms as they are written. Every `position` is a code point offset
into the query.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from index.record import EntityKind

OPERATORS = {"ET": "and", "AND": "and", "OU": "or", "OR": "or", "SAUF": "not", "NOT": "not"}


@dataclass(frozen=True, slots=True)
class Word:
    """One token as it was typed.

    `optional` marks a function word beside other words ("de", the "l" of "l'OTAN"): it need not
    match and weighs nothing.
    """

    text: str
    position: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, with at most `slop` other words between any two neighbours.

    Every word counts, function words too; a slop may reach into the next paragraph, whose border is
    one place. One word alone is that very form, unstemmed. `quoted` is False where no quotes were
    typed and signs hold the words together ("Al-Jaafari").
    """

    words: tuple[Word, ...]
    slop: int = 0
    position: int = 0
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Exact:
    """A word, or words in this order as in `Phrase`, with accents and case as typed (`=mot`)."""

    words: tuple[Word, ...]
    slop: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every folded term at most `distance` edits away from the fold of `text` (`mot~`, `mot~2`).

    An edit inserts, deletes or replaces a letter, or exchanges two neighbours.
    """

    text: str
    distance: int = 1
    position: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every folded term that begins with the fold of `text` (typed as `text*`)."""

    text: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every folded term that `pattern` matches whole; `*` is any letters or none, `?` is one.

    `pattern` is folded already but for these two signs.
    """

    pattern: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """All of the children, but for words that are `optional`."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the children."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """No match of the child. Always a child of an `And` that has something positive beside it."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every release."""


class Part(StrEnum):
    """Where `Within` looks: the title, or the text below it."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Within:
    """A match of the child in one part of the release (`titre:mot`, `texte:(a OU b)`).

    `Named`, `OfKind`, `Referenced` and `Dated` below it mean what they mean elsewhere; there is
    always something beside them that looks into the text.
    """

    part: Part
    child: Node
    position: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A release that mentions an entity of a kind called `name` (`lieu:iraq`).

    The name is an id, a slug, or any of the entity's names; where nothing is called so, entities
    that have all its words in one of their names (`personne:stoltenberg`).
    """

    kind: EntityKind
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class OfKind:
    """A release of a kind (`type:discours`); `name` is as typed."""

    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Referenced:
    """A release whose reference holds these words one after the other (`ref:(2003)903`)."""

    words: tuple[Word, ...]
    position: int = 0


@dataclass(frozen=True, slots=True)
class Dated:
    """A release published in a range of days, both included; None leaves a side open."""

    first: dt.date | None
    last: dt.date | None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Expanded:
    """A node, or at lower weight one of the others that mean the same.

    The parser never makes one: `index.thesaurus` does. `others` are words, or phrases for names of
    several words; `words` is what was typed, `shown` the other forms as a reader is told of them.
    """

    child: Node
    others: tuple[Word | Phrase | Exact, ...]
    words: str
    shown: tuple[str, ...]


Leaf = Word | Phrase | Exact | Prefix | Wildcard | Fuzzy
"""What looks into the text."""
Filter = Named | OfKind | Referenced | Dated
"""What looks at the facts about a release, and weighs nothing."""
Node = Leaf | Filter | And | Or | Not | Within | Expanded | Everything
