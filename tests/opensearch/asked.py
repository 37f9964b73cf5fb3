"""Requests of every kind, made of what an archive holds: the same archive, the same requests.

Each way to ask takes its turn, with filters, facets, orders and pages drawn beside it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from index import thesaurus
from index.engine import ENTITY_FACETS, FILTERS, Facet, Match, SearchRequest, Sort
from index.french import tokens
from index.record import Document, Kind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

SEED = 8
LEAST_LETTERS = 4
ODD = (
    '"sans fin',
    "((OTAN",
    "OU",
    "OTAN OU",
    "titre:",
    "lieu:nulle-part",
    "date:2016-13",
    "***",
    "≠ ½ №",
    "zzzyx",
    "SAUF",
    "'",
    "É" * 300,
)
NAMES = (
    "Irak",
    "Daech",
    "FIAS",
    "Kiev",
    "NATO",
    "Turquie",
    "État islamique",
    "ONU",
    "UE",
    "Moldova",
)
QUESTIONS = (
    "Qui commande {0} ?",
    "Quand {0} et {1} ont-ils signé ?",
    "Où se trouve {0} {1} ?",
    "What is {0} in {1}?",
)


@dataclass
class Words:
    """What the texts of an archive hold, drawn from at random."""

    dice: random.Random
    documents: list[Document]
    labels: dict[str, list[str]] = field(default_factory=dict)
    days: list[dt.date] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for document in self.documents:  # a label stands here as often as it is mentioned
            for mention in document.mentions:
                self.labels.setdefault(mention.kind.value, []).append(mention.label)
        releases = [document.release for document in self.documents]
        self.days = [release.date for release in releases if release.date]
        self.references = [release.reference for release in releases if release.reference]

    def text(self, *, title: bool = False) -> list[str]:
        """Return the words of a title or of a paragraph as they are written."""
        while True:
            release = self.dice.choice(self.documents).release
            paragraphs = [release.title] if title else [release.lead, *release.paragraphs]
            words = [token.text for token in tokens(self.dice.choice(paragraphs))]
            if len(words) >= LEAST_LETTERS:
                return words

    def word(self, *, title: bool = False) -> str:
        words = self.text(title=title)
        return self.dice.choice([one for one in words if len(one) >= LEAST_LETTERS] or words)

    def run(self, length: int, *, title: bool = False) -> list[str]:
        words = self.text(title=title)
        start = self.dice.randrange(max(1, len(words) - length + 1))
        return words[start : start + length]

    def typo(self, edits: int) -> str:
        word = self.word()
        for _ in range(edits):
            at = self.dice.randrange(len(word))
            way = self.dice.randrange(4)
            letter = self.dice.choice("aeinrst")
            if way == 0:
                word = word[:at] + word[at + 1 :]
            elif way == 1:
                word = word[:at] + letter + word[at:]
            elif way == 2:
                word = word[:at] + letter + word[at + 1 :]
            else:
                word = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        return word

    def label(self, facet: Facet) -> str:
        return self.dice.choice(self.labels[facet.value])

    def day(self) -> dt.date:
        return self.dice.choice(self.days)


def _two(words: Words) -> str:
    return f"{words.word()} {words.word()}"


def _near(words: Words) -> str:
    """Words of one paragraph with others between them, in their order."""
    run = words.run(8)
    kept = [run[0], *(one for one in run[1:-1] if words.dice.random() < 0.4), run[-1]]
    return f'"{" ".join(kept)}"~{words.dice.randint(1, 8)}'


def _middle(words: Words) -> str:
    word = words.word()
    at = words.dice.randrange(1, len(word))
    return words.dice.choice(
        (f"{word[:at]}?{word[at + 1 :]}", f"{word[:at]}*{word[-1]}", f"*{word[-4:]}")
    )


def _named(words: Words) -> str:
    facet = words.dice.choice(ENTITY_FACETS)
    label = words.label(facet)
    name = words.dice.choice((label, label.split()[-1]))
    typed = f'{facet.value}:"{name}"'
    return words.dice.choice((typed, f"{typed} {words.word()}", f"-{typed} {words.word()}"))


def _dated(words: Words) -> str:
    day, other = sorted((words.day(), words.day()))
    return words.dice.choice(
        (
            f"date:{day:%Y-%m}",
            f"date:{day}",
            f"date:{day:%Y}..{other:%Y} {words.word()}",
            f"après:{day:%Y-%m} {words.word()}",
            f"avant:{day} {words.word()}",
            f"date:<{day:%Y}",
            f"date:>{day} -{words.word()}",
        )
    )


def _question(words: Words) -> str:
    return words.dice.choice(QUESTIONS).format(words.word(title=True), words.word(title=True))


def _quoted(words: Words, length: int) -> str:
    return f'"{" ".join(words.run(length))}"'


WAYS: tuple[Callable[[Words], str], ...] = (
    lambda words: words.word(),
    lambda words: words.word(title=True),
    _two,
    lambda words: " ".join(words.run(3, title=True)),
    lambda words: " ".join(words.run(6)),
    lambda words: f"{words.word()} OU {words.word()} OU {words.word()}",
    lambda words: f"{words.word()} ET ({words.word()} OU {words.word()})",
    lambda words: f"{words.word(title=True)} SAUF {words.word()}",
    lambda words: f"-{words.word()} -{words.word()}",
    lambda words: f"({_two(words)}) OU ({words.word()} -{words.word()})",
    lambda words: _quoted(words, 2),
    lambda words: _quoted(words, 3),
    lambda words: _quoted(words, 5),
    lambda words: f"{_quoted(words, 2)} {words.word()}",
    lambda words: f"-{_quoted(words, 2)} {words.word()}",
    _near,
    _near,
    lambda words: words.word()[:4] + "*",
    lambda words: f"{words.word()[:3]}* {words.word()}",
    _middle,
    lambda words: words.typo(1) + "~",
    lambda words: words.typo(2) + "~2",
    lambda words: words.typo(1),
    lambda words: "=" + words.word(),
    lambda words: f"={_quoted(words, 3)}",
    lambda words: f"titre:{words.word(title=True)}",
    lambda words: f"texte:({words.word()} OU {words.word()}) titre:{words.word(title=True)}",
    lambda words: f'titre:"{" ".join(words.run(2, title=True))}"',
    lambda words: f"titre:={words.word(title=True)} SAUF texte:{words.word()}",
    _named,
    _named,
    lambda words: f"type:{words.dice.choice(list(Kind)).value} {words.word()}",
    lambda words: f'ref:"{words.dice.choice(words.references)}"',
    _dated,
    _dated,
    lambda words: words.dice.choice(NAMES),
    lambda words: f"{words.dice.choice(NAMES)} {words.word()}",
    lambda words: f'{words.dice.choice(NAMES)} OU "{words.dice.choice(NAMES)}"',
    _question,
    lambda _words: "",
    lambda words: words.dice.choice(ODD),
    lambda words: words.word().upper(),
)


def _filters(words: Words, count: int) -> dict[Facet, tuple[str, ...]]:
    """Choose values of some facets, which the archive has, by any of their names."""
    chosen: dict[Facet, tuple[str, ...]] = {}
    for facet in words.dice.sample(FILTERS, count):
        if facet is Facet.KIND:
            typed = [kind.value for kind in words.dice.sample(list(Kind), 2)]
        elif facet is Facet.LANGUAGE:
            typed = [words.dice.choice(("fr", "anglais"))]
        else:
            typed = [words.label(facet) for _ in range(words.dice.randint(1, 2))]
        chosen[facet] = tuple(typed)
    return chosen


def requests(documents: list[Document], count: int) -> Iterator[SearchRequest]:
    """Yield so many requests about the documents."""
    dice = random.Random(SEED)
    words = Words(dice, documents)
    for number in range(count):
        first = last = None
        undated = dice.random() < 0.03
        if not undated and dice.random() < 0.2:
            first, last = sorted((words.day(), words.day()))
            if dice.random() < 0.3:
                last = None
            elif dice.random() < 0.3:
                first = last.replace(day=1)
        yield SearchRequest(
            query=WAYS[number % len(WAYS)](words),
            match=dice.choices(tuple(Match), (8, 1, 2))[0],
            expand=dice.random() < 0.8,
            date_from=first,
            date_to=last,
            undated=undated,
            filters=_filters(words, dice.choices((0, 1, 2), (7, 2, 1))[0]),
            excluded=_filters(words, dice.choices((0, 1), (8, 2))[0]),
            sort=dice.choices(tuple(Sort), (6, 2, 2))[0],
            limit=dice.choice((10, 10, 10, 25, 0)),
            offset=dice.choice((0, 0, 0, 7)),
            facet_size=dice.choice((5, 20, 10_000)),
        )


def with_names() -> list[str]:
    """Return the forms of one word that have other names."""
    lines = files(thesaurus).joinpath("groups.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", ">", "-"))]
    return list(dict.fromkeys(form for row in rows for form in row if " " not in form))
