"""Frames such as "{Org} {do.pr} {np} {circ}." to French sentences with their agreement.

A frame is compiled once to a list of literals and slot functions. A slot function takes the
Writer, which holds what a text is about and the agreement of the last subject (`subject`, set by
organisations, people and capital slots) and of the last noun phrase (`noun`).
"""

# ruff: noqa: PLR2004 - the shares of a distribution are its data, and stand where they are drawn

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from indexer.sample.inflect import VOWELS, Verb
from indexer.sample.lexicon import PLURAL, Adjective, Lexicon, Noun, Theme, lines

if TYPE_CHECKING:
    from indexer.sample.dice import Dice
    from indexer.sample.names import Names, Person

Slot = Callable[["Writer"], str]
# A piece is a literal, or the literal before a slot as it stands plain and elided, and the slot.
Piece = str | tuple[str, str, Slot]
Frame = tuple[Piece, ...]

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
THE = ("le ", "la ", "les ", "les ", "l'")
OF = ("du ", "de la ", "des ", "des ", "de l'")
TO = ("au ", "à la ", "aux ", "aux ", "à l'")
A = ("un ", "une ", "des ", "des ")
_ELIDED = 4


class Writer:
    """What one text is about, and the agreement at the present place in a sentence."""

    __slots__ = (
        "day", "dice", "fronted", "lexicon", "names", "noun", "persons", "space", "subject",
        "theme", "whom", "year",
    )  # fmt: skip

    def __init__(
        self, dice: Dice, lexicon: Lexicon, names: Names, theme: Theme, persons: list[Person],
        *, year: int, day: str, space: str,
    ) -> None:  # fmt: skip
        self.dice = dice
        self.lexicon = lexicon
        self.names = names
        self.theme = theme
        self.persons = persons
        self.whom = persons[0]
        self.year = year
        self.day = day
        self.space = space
        self.subject = 0
        self.noun = 0
        self.fronted = False

    def elides(self, word: str) -> bool:
        """Tell whether the word before this one is elided."""
        first = word[0]
        return first in VOWELS or (first in "hH" and self.lexicon.elides(word))

    def write(self, frame: Frame) -> str:
        """Fill the slots of a frame."""
        out: list[str] = []
        for piece in frame:
            if isinstance(piece, str):
                out.append(piece)
                continue
            plain, elided, slot = piece
            value = slot(self)
            out.append(elided if elided is not plain and self.elides(value) else plain)
            out.append(value)
        return "".join(out)

    def sentence(self, frame: Frame) -> str:
        """Fill a frame and give it a capital; an empty last slot leaves no blank."""
        text = self.write(frame).replace(" .", ".").replace("  ", " ")
        head = text[0]
        if head == "«":
            return text[:2] + text[2].upper() + text[3:]
        if text.startswith("Réponse : "):
            return text[:10] + text[10].upper() + text[11:]
        return head.upper() + text[1:]

    def phrase(self, senses: tuple[str, ...] = ("act", "act", "idea")) -> tuple[str, int]:
        """Return a noun phrase without its article and its agreement."""
        random = self.dice.random
        if random() < 0.16:
            phrases = self.theme.phrases
            text, agreement = phrases[int(random() ** 2 * len(phrases))]
            self.noun = agreement
            return text, agreement
        sense = senses[int(random() * len(senses))]
        return self.dressed(sense, many=sense == "act" and random() < 0.28)

    def dressed(self, sense: str, *, many: bool) -> tuple[str, int]:
        """Return a noun of this sense with an adjective or a complement, and its agreement."""
        random = self.dice.random
        source = self.theme.nouns if random() < 0.6 else self.lexicon.nouns
        noun: Noun = source[sense].draw(self.dice)
        agreement = noun.gender + (PLURAL if many else 0)
        text = noun.forms[many]
        chance = random()
        self.fronted = 0.52 <= chance < 0.6
        if chance < 0.4:
            ranked = self.theme.adjectives if random() < 0.5 else self.lexicon.adjectives
            text = f"{text} {ranked.draw(self.dice).forms[agreement]}"
        elif chance < 0.52:
            if sense in {"people", "thing", "site"}:
                self.noun = agreement
                return text, agreement
            text = f"{text} {self.lexicon.complements.draw(self.dice)}"
        elif chance < 0.6:
            text = f"{_before(self, self.lexicon.before.draw(self.dice), text, agreement)} {text}"
        self.noun = agreement
        return text, agreement

    def verb(self) -> Verb:
        """Return a verb that takes an object."""
        ranked = self.theme.verbs if self.dice.random() < 0.6 else self.lexicon.verbs["do"]
        return ranked.draw(self.dice)

    def number(self, low: int, high: int) -> str:
        """Return a number in figures, rounded as texts round, with the text's own space."""
        value = low + int((high - low) * self.dice.random() ** 3)
        if value >= 1000:
            value -= value % (50 if self.dice.random() < 0.6 else 1)
            return f"{value // 1000}{self.space}{value % 1000:03d}"
        return str(value)


def _before(writer: Writer, adjective: Adjective, noun: str, agreement: int) -> str:
    if agreement == 0 and writer.elides(noun):
        return adjective.vowel
    return adjective.forms[agreement]


def article(writer: Writer, table: tuple[str, ...], text: str, agreement: int) -> str:
    """Put an article of the table before a phrase, elided in the singular where it must be."""
    elided = agreement < PLURAL and len(table) > _ELIDED and writer.elides(text)
    return table[_ELIDED if elided else agreement] + text


def contract(writer: Writer, preposition: str, name: str) -> str:
    """Join "de" or "à" and a name that has its article: du Conseil, aux Alliés, de l'OTAN."""
    table = {"de": ("du ", "des ", "de "), "à": ("au ", "aux ", "à ")}[preposition]
    if name.startswith("le "):
        return table[0] + name[3:]
    if name.startswith("les "):
        return table[1] + name[4:]
    if preposition == "de" and writer.elides(name):
        return "d'" + name
    return table[2] + name


_SLOT = re.compile(r"\{([^}]+)\}")


def compiled(line: str, slots: dict[str, Slot]) -> Frame:
    """Compile one frame; a literal that ends in "que " or "de " is elided where it must be."""
    pieces: list[Piece] = []
    literal = ""
    for place, part in enumerate(_SLOT.split(line)):
        if place % 2 == 0:
            literal = part
            continue
        elided = literal
        for word in ("que ", "de "):
            if literal.endswith(" " + word) or literal.lower() == word:
                elided = literal[:-2] + "'"
        pieces.append((literal, elided, slots[part]))
        literal = ""
    pieces.append(literal)
    return tuple(pieces)


def sections(name: str) -> dict[str, list[str]]:
    """Return the frames of a template file by section."""
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in lines(name):
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        else:
            section.append(line)
    return found
