"""The word lists of the grammar, read once from words/ and inflected."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from indexer.sample.dice import Dice, Ranked
from indexer.sample.inflect import Verb, conjugate, elides, feminine, plural

GENDERS = {"m": 0, "f": 1}
# Agreement is one number: 0 masculine singular, 1 feminine singular, 2 and 3 their plurals.
PLURAL = 2


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun: its singular and plural, its gender (0 or 1)."""

    forms: tuple[str, str]
    gender: int


@dataclass(frozen=True, slots=True)
class Adjective:
    """The four forms by agreement; `vowel` is the masculine singular before a vowel."""

    forms: tuple[str, str, str, str]
    vowel: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its name and the name with prepositions, in French; its English name."""

    name: str
    where: str
    of: str
    the: str
    english: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation with its article, its agreement, and the years in which it is named."""

    name: str
    agreement: int
    english: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Theme:
    """What a release is about; the ranked lists are the theme's own order of the common words."""

    slug: str
    weight: float
    first: int
    last: int
    phrases: tuple[tuple[str, int], ...]
    english: tuple[str, ...]
    organisations: tuple[Organisation, ...]
    places: Ranked[Place]
    nouns: dict[str, Ranked[Noun]]
    adjectives: Ranked[Adjective]
    verbs: Ranked[Verb]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every list of the grammar."""

    nouns: dict[str, Ranked[Noun]]
    adjectives: Ranked[Adjective]
    before: Ranked[Adjective]
    verbs: dict[str, Ranked[Verb]]
    adverbs: Ranked[str]
    complements: Ranked[str]
    places: Ranked[Place]
    organisations: Ranked[Organisation]
    themes: tuple[Theme, ...]
    aspirated: tuple[str, ...]

    def elides(self, word: str) -> bool:
        """Tell whether le, de and que are elided before the word."""
        return elides(word, self.aspirated)


def read(name: str) -> str:
    """Return the text of one data file under indexer/sample/."""
    return resources.files("indexer.sample").joinpath(name).read_text(encoding="utf-8")


def lines(name: str) -> list[str]:
    """Return the lines of a data file without comments and blank lines."""
    return [line for line in read(name).splitlines() if line.strip() and not line.startswith("#")]


def _lists(name: str) -> dict[str, list[str]]:
    """Return the comma-separated lists of a file of "label: a, b" lines, each word once."""
    found: dict[str, list[str]] = {}
    for line in lines(name):
        label, _, words = line.partition(":")
        found[label] = list(dict.fromkeys(word.strip() for word in words.split(",")))
    return found


def _interleaved(masculine: list[Noun], feminines: list[Noun]) -> list[Noun]:
    """Merge two lists so that both genders are frequent: each list's n-th stands near rank 2n."""
    places = [(rank * 2, noun) for rank, noun in enumerate(masculine)]
    places += [(rank * 2 + 1, noun) for rank, noun in enumerate(feminines)]
    return [noun for _, noun in sorted(places, key=lambda item: item[0])]


def _nouns() -> dict[str, list[Noun]]:
    by_sense: dict[str, dict[str, list[Noun]]] = {}
    for label, words in _lists("words/nouns.txt").items():
        sense, gender = label.split()
        nouns = [Noun((word, plural(word)), GENDERS[gender]) for word in words]
        by_sense.setdefault(sense, {"m": [], "f": []})[gender] = nouns
    return {sense: _interleaved(found["m"], found["f"]) for sense, found in by_sense.items()}


def _adjective(entry: str) -> Adjective:
    """Read "nouveau/nouvelle/nouvel": masculine, feminine, masculine before a vowel."""
    masculine, *rest = entry.split("/")
    female = rest[0] if rest else feminine(masculine)
    vowel = rest[1] if len(rest) > 1 else masculine
    return Adjective((masculine, female, plural(masculine), plural(female)), vowel)


def _places() -> list[Place]:
    return [Place(*line.split("\t")) for line in lines("words/places.tsv")]


def _organisations() -> list[Organisation]:
    found = []
    for line in lines("words/organisations.tsv"):
        name, gender, number, english, first, last = line.split("\t")
        agreement = GENDERS[gender] + (PLURAL if number == "p" else 0)
        found.append(Organisation(name, agreement, english, int(first), int(last)))
    return found


def _theme(
    row: dict[str, Any],
    nouns: dict[str, list[Noun]],
    adjectives: list[Adjective],
    verbs: list[Verb],
    *,
    places: dict[str, Place],
    organisations: dict[str, Organisation],
) -> Theme:
    dice = Dice("theme", row["slug"])
    phrases = []
    for phrase in row["fr"]:
        kind, _, words = phrase.partition(" ")
        phrases.append((words, GENDERS[kind[0]] + (PLURAL if kind[1] == "p" else 0)))
    return Theme(
        slug=row["slug"],
        weight=row["weight"],
        first=row["years"][0],
        last=row["years"][1],
        phrases=tuple(phrases),
        english=tuple(row["en"]),
        organisations=tuple(organisations[name] for name in row["orgs"]),
        places=Ranked([places[name] for name in row["places"]], offset=2, size=64),
        nouns={
            sense: Ranked(dice.shuffled(found), offset=3, size=2048)
            for sense, found in nouns.items()
        },
        adjectives=Ranked(dice.shuffled(adjectives), offset=3, size=2048),
        verbs=Ranked(verbs[:24] + dice.shuffled(verbs[24:]), offset=3, size=2048),
    )


@cache
def lexicon() -> Lexicon:
    """Return the lists, read and inflected once per process."""
    nouns = _nouns()
    words = _lists("words/adjectives.txt")
    after = [_adjective(entry) for entry in words["after"]]
    irregular = {
        row[0]: tuple(row[1:])
        for row in (line.split("\t") for line in lines("words/irregular.tsv"))
    }
    verbs = {
        label: [conjugate(verb, irregular) for verb in found]
        for label, found in _lists("words/verbs.txt").items()
    }
    places = _places()
    organisations = _organisations()
    aspirated = tuple(lines("words/aspirated.txt"))
    rows = tomllib.loads(read("words/themes.toml"))["theme"]
    bare = [noun.forms[0] for noun in nouns["act"] + nouns["idea"] if noun.gender]
    return Lexicon(
        nouns={sense: Ranked(found, offset=2) for sense, found in nouns.items()},
        adjectives=Ranked(after, offset=4),
        before=Ranked([_adjective(entry) for entry in words["before"]], offset=1, size=512),
        verbs={label: Ranked(found, offset=3) for label, found in verbs.items()},
        adverbs=Ranked(lines("words/adverbs.txt"), offset=3, size=512),
        complements=Ranked(
            [("d'" if elides(word, aspirated) else "de ") + word for word in bare], offset=5
        ),
        places=Ranked(places, offset=3),
        organisations=Ranked(organisations, offset=0.5),
        themes=tuple(
            _theme(
                row,
                nouns,
                after,
                verbs["do"],
                places={place.name: place for place in places},
                organisations={found.name: found for found in organisations},
            )
            for row in rows
        ),
        aspirated=aspirated,
    )
