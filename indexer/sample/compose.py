"""Whole texts from the grammar: title, lead, paragraphs, of a length drawn with a long tail."""

# ruff: noqa: PLR2004 - the shares of a distribution are its data, and stand where they are drawn

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from index.record import Kind
from indexer.sample import dates
from indexer.sample.dice import Dice, Weighted
from indexer.sample.english import english
from indexer.sample.grammar import Frame, Writer
from indexer.sample.lexicon import Theme, lexicon
from indexer.sample.names import Person, names
from indexer.sample.slots import french

# Words of a text by the share of texts that are shorter: read off a log-normal law with median 250
# and a tail to 3,000 words, mean about 320 with the last sentences.
_LENGTHS = (
    (0.0, 45), (0.05, 95), (0.25, 180), (0.5, 250), (0.75, 365), (0.9, 530),
    (0.97, 800), (0.995, 1600), (1.0, 3000),
)  # fmt: skip
_CHARACTERS_A_WORD = 5.9
_SPACES = ("\u202f", "\u00a0", " ")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a release, and the theme's English slug for its address."""

    title: str
    lead: str
    paragraphs: tuple[str, ...]
    slug: str


def length(share: float) -> int:
    """Return the words of a text that is longer than this share of all texts.

    >>> length(0.0), length(0.5), length(1.0)
    (45, 250, 3000)
    """
    for (low, words), (high, more) in pairwise(_LENGTHS):
        if share <= high:
            return int(words + (more - words) * (share - low) / (high - low))
    return _LENGTHS[-1][1]


@cache
def _themes(year: int) -> Weighted[Theme]:
    found = [theme for theme in lexicon().themes if theme.first <= year <= theme.last]
    return Weighted([(theme, theme.weight) for theme in found])


def _persons(dice: Dice, theme: Theme) -> list[Person]:
    """Return the two to four persons of a text, half of them from the theme's countries."""
    every = names()
    found = []
    for _ in range(dice.between(2, 4)):
        country = theme.places.draw(dice).name
        ranked = every.by_country.get(country) if dice.chance(0.5) else None
        found.append((ranked or every.persons).draw(dice))
    return found


def _writer(dice: Dice, filed: dt.date, day: str) -> Writer:
    theme = _themes(filed.year).draw(dice)
    persons = _persons(dice, theme)
    return Writer(
        dice, lexicon(), names(), theme, persons, year=filed.year, day=day, space=dice.pick(_SPACES)
    )


def _title(writer: Writer, kind: Kind, frames: dict[str, tuple[Frame, ...]]) -> str:
    section = "title"
    if f"title.{kind}" in frames:
        section = f"title.{kind}"
    elif writer.dice.chance(0.05):
        section = "title.annual"
    return writer.sentence(writer.dice.pick(frames[section])).rstrip()


def _paragraphs(writer: Writer, kind: Kind, target: int) -> list[str]:
    frames = french()
    dice = writer.dice
    body, quote = frames["body"], frames["quote"]
    done: list[str] = []
    opening = {
        Kind.DISCOURS: "speech",
        Kind.DECLARATION: "statement",
        Kind.TRANSCRIPTION: "question",
    }.get(kind, "lede")
    first = frames[opening][0] if kind is Kind.DISCOURS else dice.pick(frames[opening])
    sentences = [writer.sentence(first)]
    size = 0
    while True:
        for _ in range(dice.between(1, 4)):
            chance = dice.random()
            if kind is Kind.TRANSCRIPTION:
                section = frames["answer"] if len(done) % 2 else frames["question"]
                sentences = sentences or [writer.sentence(dice.pick(section))]
                if len(done) % 2 == 0:
                    break
            if opening in {"speech", "statement"} and chance < 0.7:
                sentences.append(writer.sentence(dice.pick(frames[opening][1:])))
            else:
                sentences.append(writer.sentence(dice.pick(quote if chance > 0.82 else body)))
        paragraph = " ".join(sentences)
        if kind is Kind.TEXTE_OFFICIEL:
            paragraph = f"{len(done) + 1}. {paragraph}"
        done.append(paragraph)
        size += len(paragraph)
        sentences = []
        if size >= target:
            break
    if opening == "lede" and kind is not Kind.TEXTE_OFFICIEL and dice.chance(0.7):
        done.append(writer.sentence(dice.pick(frames["close"])))
    return done


def compose(dice: Dice, kind: Kind, filed: dt.date, *, dated: bool) -> Text:
    """Return a French text of the day `filed`; there is no full date in it unless `dated`."""
    near = filed - dt.timedelta(days=dice.between(0, 3))
    writer = _writer(dice, filed, dates.french(near) if dated else dates.weekday(near))
    frames = french()
    title = _title(writer, kind, frames)
    lead = ""
    if dice.chance(0.33):
        lead = writer.sentence(dice.pick(frames["body"]))
    target = int(length(dice.random()) * _CHARACTERS_A_WORD)
    texts = [title, lead, *_paragraphs(writer, kind, target - len(lead) - len(title))]
    if dice.chance(0.45):
        texts = [text.replace("'", "’") for text in texts]
    texts = [text.replace("« ", "«\u00a0").replace(" »", "\u00a0»") for text in texts]
    return Text(texts[0], texts[1], tuple(texts[2:]), writer.theme.slug)


def compose_english(dice: Dice, french_seed: Dice, filed: dt.date) -> Text:
    """Return an English text on the theme, with the persons, that `french_seed` draws first."""
    writer = _writer(french_seed, filed, dates.english(filed))
    writer.dice = dice
    frames = english()
    title = writer.sentence(dice.pick(frames["title"]))
    paragraphs = [writer.sentence(dice.pick(frames["lede"]))]
    for _ in range(dice.between(3, 9)):
        some = [writer.sentence(dice.pick(frames["body"])) for _ in range(dice.between(1, 4))]
        paragraphs.append(" ".join(some))
    paragraphs.append(writer.sentence(dice.pick(frames["close"])))
    return Text(title, "", tuple(paragraphs), writer.theme.slug)
