"""Invented persons, villages, ships and exercises, put together from words/cultures.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from indexer.sample.dice import Dice, Ranked
from indexer.sample.inflect import feminine
from indexer.sample.lexicon import lexicon, read

PERSONS = 14_000
VILLAGES = 16_000

# (masculine, feminine, English); the adjective of the person's country follows where True.
_FUNCTIONS = (
    ("le général", "la générale", "General", False),
    ("l'ambassadeur", "l'ambassadrice", "Ambassador", True),
    ("le ministre", "la ministre", "Minister", True),
    ("M.", "Mme", "", False),
    ("le colonel", "la colonelle", "Colonel", False),
    ("le professeur", "la professeure", "Professor", False),
    ("l'amiral", "l'amirale", "Admiral", False),
    ("le docteur", "la docteure", "Dr", False),
    ("le commandant", "la commandante", "Major", False),
    ("le directeur adjoint", "la directrice adjointe", "Deputy Director", False),
    ("le capitaine de vaisseau", "la capitaine de vaisseau", "Captain", False),
    ("le député", "la députée", "Member of Parliament", True),
    ("le vice-ministre", "la vice-ministre", "Deputy Minister", True),
    ("le maire", "la maire", "Mayor", False),
    ("le lieutenant-colonel", "la lieutenante-colonelle", "Lieutenant Colonel", False),
    ("le porte-parole", "la porte-parole", "Spokesperson", False),
    ("le sénateur", "la sénatrice", "Senator", True),
    ("le secrétaire d'État", "la secrétaire d'État", "State Secretary", True),
    ("le contre-amiral", "la contre-amirale", "Rear Admiral", False),
    ("l'adjudant", "l'adjudante", "Warrant Officer", False),
)

_FEMININES = {"grec": "grecque", "turc": "turque"}


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person: how a text introduces them, how it names them afterwards."""

    full: str
    short: str
    english: str
    female: int
    country: str


@dataclass(frozen=True, slots=True)
class Names:
    """The invented names, drawn with Zipf's law."""

    persons: Ranked[Person]
    by_country: dict[str, Ranked[Person]]
    villages: Ranked[str]
    ships: Ranked[tuple[str, str, int]]
    exercises: Ranked[str]


def _person(dice: Dice, culture: dict[str, object]) -> Person:
    female = int(dice.chance(0.35))
    given = dice.pick(_words(culture, "women" if female else "men"))
    family = dice.pick(_words(culture, "heads")) + dice.pick(_words(culture, "tails"))
    # Ministers and generals are named more often than mayors: the square prefers the first ones.
    man, woman, english, national = _FUNCTIONS[int(dice.random() ** 2 * len(_FUNCTIONS))]
    title = woman if female else man
    demonym = str(culture["adjective"])
    if national:
        title += " " + (_FEMININES.get(demonym) or feminine(demonym) if female else demonym)
    return Person(
        full=f"{title} {given} {family}",
        short=f"{'Mme' if female else 'M.'} {family}",
        english=f"{english} {given} {family}".strip(),
        female=female,
        country=str(culture["country"]),
    )


def _culture(dice: Dice, cultures: list[dict[str, object]]) -> dict[str, object]:
    """Draw a culture; one with a "share" is kept that often, else another is drawn."""
    while True:
        culture = dice.pick(cultures)
        share = culture.get("share", 1.0)
        if not isinstance(share, float) or dice.chance(share):
            return culture


def _words(table: dict[str, object], key: str) -> list[str]:
    words = table[key]
    if not isinstance(words, list):
        message = f"words/cultures.toml: {key} is not a list"
        raise TypeError(message)
    return words


@cache
def names() -> Names:
    """Return the invented names, made once per process and the same for every seed."""
    data = tomllib.loads(read("words/cultures.toml"))
    cultures = data["culture"]
    dice = Dice("names")
    persons = [_person(dice, _culture(dice, cultures)) for _ in range(PERSONS)]
    parts = data["villages"]
    villages = dict.fromkeys(
        dice.pick(parts["heads"]) + dice.pick(parts["middles"]) + dice.pick(parts["tails"])
        for _ in range(VILLAGES)
    )
    types = list(zip(data["ships"]["types_fr"], data["ships"]["types_en"], strict=True))
    ships = []
    for name in dice.shuffled(data["ships"]["names"]):
        french, english = dice.pick(types)
        ships.append((f"{french} {name}", f"{english} {name}", int(french.startswith("la "))))
    exercises = [
        f"{first} {second}"
        for first in data["exercises"]["first"]
        for second in data["exercises"]["second"]
    ]
    real = {place.name for place in lexicon().places.table}
    return Names(
        persons=Ranked(persons, offset=20, size=65536),
        by_country={
            culture["country"]: Ranked(
                [person for person in persons if person.country == culture["country"]],
                offset=5,
                size=512,
            )
            for culture in cultures
        },
        villages=Ranked([name for name in villages if name not in real], offset=40, size=32768),
        ships=Ranked(ships, offset=4, size=1024),
        exercises=Ranked(dice.shuffled(exercises), offset=4, size=2048),
    )
