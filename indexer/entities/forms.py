"""What the gazetteer knows about one way of writing a name, and where it counts as that name."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import NamedTuple


class Rule(IntEnum):
    """How a form must be written in the text to count; at one place the greater rule wins."""

    DEMONYM = 1  # any case
    NAME = 2  # of a place, a body, an operation, an event: at least one of its capitals stands
    ACRONYM = 3  # every letter is a capital
    SURNAME = 4  # its last capital stands, and the text says who is meant
    PERSON = 5  # a full name: its last capital stands
    NOTHING = 6  # words that only look like a name; they hide the shorter names inside
    TITLE = 7  # announces a person: "M.", "ministre", "général"


class Address(IntEnum):
    """What a title tells about the person whose name follows."""

    MAN = auto()  # M., Lord: the name follows at once
    WOMAN = auto()  # Mme
    RANK = auto()  # général: the name follows at once
    SEVERAL = auto()  # MM.: names follow at once
    OFFICE = auto()  # ministre: words about the office may come between


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Where an ambiguous form counts; every part that is given must hold.

    `after` and `not_after` are folded words right before the form, `not_before` right after it,
    `unless` and `given` anywhere in the text: none of the first, one of the second. With
    `not_among_capitals` the word before or after is not in capitals. `needs` are entities, one of
    which the text names elsewhere. Where the condition does not hold, a form that `hides` hides
    the names inside it. Two conditions are the same only where they are one object.
    """

    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    not_among_capitals: bool = False
    hides: bool = False

    @property
    def asks_the_text(self) -> bool:
        """Tell whether it depends on more of the text than what stands around the form."""
        return bool(self.needs or self.given or self.unless)

    def holds_in(self, folded: str, named: AbstractSet[str]) -> bool:
        """Tell whether the text as a whole allows it.

        `named` are the ids of the entities that the text names by forms that need no other.
        """
        return (
            (not self.needs or not self.needs.isdisjoint(named))
            and (not self.given or any(word in folded for word in self.given))
            and not any(word in folded for word in self.unless)
        )

    def holds_between(self, text: str, start: int, end: int) -> bool:
        """Tell whether the source around the form, from `start` to `end`, allows it."""
        if not self.not_among_capitals:
            return True
        # Backwards the last word is the first: its pattern is tried at one place, not at forty.
        last = _LAST_WORD.match(text[max(0, start - REACH) : start][::-1])
        if last is not None and last[1].isupper():
            return False
        first = _FIRST_WORD.match(text, end, end + REACH)
        return first is None or not first[1].isupper()

    def holds_at(self, folded: str, start: int, end: int) -> bool:
        """Tell whether the folded words around the form, from `start` to `end`, allow it."""
        begin = max(0, start - REACH)
        return (
            (not self.after or folded.endswith(self.after, begin, start))
            and not folded.endswith(self.not_after, begin, start)
            and not folded.startswith(self.not_before, end, end + REACH)
        )


REACH = 40  # characters around a form that hold any `after` or `not_before`
_LAST_WORD = re.compile(r"\n?[^\w\n]*([^\W\d_]{2,})")  # in what is written backwards
_FIRST_WORD = re.compile(r"[^\w\n]*([^\W\d_]{2,})")


class Form(NamedTuple):
    """One meaning of one key.

    `entity` is the id of what it names, "" under NOTHING and TITLE. `capitals` are the offsets,
    from the start of the name, of the letters that are capitals in the gazetteer.
    """

    rule: Rule
    entity: str = ""
    capitals: tuple[int, ...] = ()
    weak: bool = False
    condition: Condition | None = None
    address: Address | None = None
    dotted: bool = False

    def is_written_so(self, surface: str, following: str) -> bool:
        """Tell whether case and dots of `surface` suit the rule.

        `surface` has one character for each of the folded name; `following` is what comes after.
        """
        rule, capitals = self.rule, self.capitals
        if rule is _NAME:
            # What the data write small may be written in any case.
            return (
                not capitals
                or surface[capitals[0]].isupper()
                or any(surface[place].isupper() for place in capitals[1:])
            )
        if rule is _SURNAME or rule is _PERSON:
            return bool(capitals) and surface[capitals[-1]].isupper()
        if rule is _TITLE:
            return not self.dotted or (surface[0].isupper() and following == ".")
        return rule is not _ACRONYM or surface.isupper()


# Asked for every form in every text: a member looked up in its class each time costs more.
_NAME, _ACRONYM, _TITLE = Rule.NAME, Rule.ACRONYM, Rule.TITLE
_SURNAME, _PERSON = Rule.SURNAME, Rule.PERSON
