"""What is wrong with a page: the blemishes of its layout, drawn with the shares of LAYOUTS.md."""

# ruff: noqa: PLR2004 - the shares of a distribution are its data, and stand where they are drawn

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from index.record import Kind
from indexer.sample import dates
from indexer.sample.addresses import Layout
from indexer.sample.dice import Dice, Weighted


class Blemish(StrEnum):
    """One thing that a page has and a clean page has not."""

    UNDECLARED = "undeclared"
    WRONGLY_DECLARED = "wrongly-declared"
    UTF8_UNDECLARED = "utf8-undeclared"
    CHARACTER_ENTITIES = "character-entities"
    ACCENTS_LOST = "accents-lost"
    HARD_BREAKS = "hard-breaks"
    UPDATE_LINE_ONLY = "update-line-only"
    DATE_IN_TEXT = "date-in-text"
    UNDATED = "undated"
    RANGE = "range"
    VISIBLE_BREAK = "visible-break"
    LANGUAGE_LINE = "language-line"
    ENGLISH_CAPTION = "english-caption"
    LANGUAGE_ATTRIBUTE = "language-attribute"
    DATE_IN_URL_ONLY = "date-in-url-only"
    URL_A_DAY_LATER = "url-a-day-later"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """How one page is drawn up.

    `date_form` is full, short, place, none, dotted, range, issued, text, time, meta, both or url.
    `until` ends a range. `encoding` is of the bytes, `declared` of the meta tag ("" for none).
    `opening` stands before the first paragraph and names the day. `chrome` chooses among menus.
    """

    blemishes: frozenset[Blemish] = frozenset()
    date_form: str = "none"
    until: dt.date | None = None
    updated: dt.datetime | None = None
    encoding: str = "utf-8"
    declared: str = "utf-8"
    opening: str = ""
    place: str = ""
    chrome: float = 0.0


_DOCU_ENCODINGS: Weighted[tuple[str, str, Blemish | None]] = Weighted(
    [
        (("cp1252", "iso-8859-1", None), 45),
        (("cp1252", "windows-1252", None), 10),
        (("cp1252", "", Blemish.UNDECLARED), 20),
        (("cp1252", "utf-8", Blemish.WRONGLY_DECLARED), 8),
        (("utf-8", "", Blemish.UTF8_UNDECLARED), 6),
        (("ascii", "iso-8859-1", Blemish.CHARACTER_ENTITIES), 8),
        (("ascii", "iso-8859-1", Blemish.ACCENTS_LOST), 3),
    ],
    step=1,
)
_DOCU_DATES = Weighted([("full", 62), ("short", 12), ("place", 16), ("none", 10)], step=1)
_CPS_DATES = Weighted([("dotted", 865), ("text", 80), ("range", 40), ("none", 15)], step=1)
_MODERN_DATES = Weighted([("time", 40), ("both", 35), ("meta", 12), ("url", 13)], step=1)
_LOST = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "«": '"', "»": '"', "–": "-"})


def _docu(dice: Dice, filed: dt.date, place: str) -> Dress:
    encoding, declared, blemish = _DOCU_ENCODINGS.draw(dice)
    found = {blemish} if blemish else set()
    form = _DOCU_DATES.draw(dice)
    late = 0 if form == "none" or dice.chance(0.6) else dice.between(1, 3)
    if form == "none":
        found.add(Blemish.UPDATE_LINE_ONLY)
    elif place:
        form = "place"
    if dice.chance(0.25):
        found.add(Blemish.HARD_BREAKS)
    if dice.chance(0.2):
        found.add(Blemish.ENGLISH_CAPTION)
    return Dress(
        blemishes=frozenset(found),
        date_form=form,
        updated=dt.datetime.combine(filed + dt.timedelta(days=late), dt.time()),
        encoding=encoding,
        declared=declared,
        place=(place or dice.pick(("Bruxelles", "Mons", "Bruxelles"))) if form == "place" else "",
        chrome=dice.random(),
    )


def _opening(dice: Dice, filed: dt.date) -> tuple[str, str]:
    """Return words that open a text and name its day, and the place line among them."""
    day = dates.french(filed)
    before = filed + dt.timedelta(days=1)
    chance = dice.random()
    if chance < 0.3:
        return f"Ce {dates.WEEKDAYS[filed.weekday()]} ({day}), ", ""
    if chance < 0.6:
        return f"Aujourd'hui ({day}), ", ""
    if chance < 0.8 or before.month != filed.month:
        return f"Bruxelles, le {day} - ", "Bruxelles"
    first = "1er" if filed.day == 1 else str(filed.day)
    return f"Les {first} et {dates.french(before)}, ", ""


def _cps(dice: Dice, kind: Kind, filed: dt.date, *, dated: bool) -> Dress:
    found = set()
    form = _CPS_DATES.draw(dice) if dated else "none"
    until = None
    opening, place = "", ""
    if form == "text":
        opening, place = _opening(dice, filed)
        found.add(Blemish.DATE_IN_TEXT)
    elif form == "range":
        until = filed + dt.timedelta(days=dice.between(1, 5))
        found.add(Blemish.RANGE)
    elif form == "none":
        found.add(Blemish.UNDATED)
    elif kind in {Kind.TEXTE_OFFICIEL, Kind.COMMUNIQUE, Kind.DECLARATION} and dice.chance(0.6):
        form = "issued"
    for blemish, share in (
        (Blemish.VISIBLE_BREAK, 0.03),
        (Blemish.LANGUAGE_LINE, 0.12),
        (Blemish.ENGLISH_CAPTION, 0.4),
        (Blemish.LANGUAGE_ATTRIBUTE, 0.04),
    ):
        if dice.chance(share):
            found.add(blemish)
    updated = None
    if form in {"dotted", "range", "issued"} and dice.chance(0.85):
        late = 0 if dice.chance(0.8) else dice.between(1, 900)
        day = min(filed + dt.timedelta(days=late), max(filed, dt.date(2025, 12, 30)))
        updated = dt.datetime.combine(day, dt.time(dice.between(8, 20), dice.between(0, 59)))
    return Dress(
        blemishes=frozenset(found), date_form=form, until=until, updated=updated, opening=opening,
        place=place, chrome=dice.random(),
    )  # fmt: skip


def _modern(dice: Dice) -> Dress:
    form = _MODERN_DATES.draw(dice)
    found = {Blemish.DATE_IN_URL_ONLY} if form == "url" else set()
    if form in {"time", "both"} and dice.chance(0.05):
        found.add(Blemish.URL_A_DAY_LATER)
    if dice.chance(0.4):
        found.add(Blemish.ENGLISH_CAPTION)
    return Dress(blemishes=frozenset(found), date_form=form, chrome=dice.random())


def dress(
    dice: Dice, layout: Layout, kind: Kind, filed: dt.date, *, dated: bool = True, place: str = ""
) -> Dress:
    """Draw how a page of this layout looks."""
    match layout:
        case Layout.DOCU:
            return _docu(dice, filed, place)
        case Layout.CPS:
            return _cps(dice, kind, filed, dated=dated)
        case Layout.MODERN:
            return _modern(dice)
    updated = dt.datetime.combine(filed, dt.time(dice.between(8, 20), dice.between(0, 59)))
    return Dress(date_form="dotted", updated=updated)


def without_accents(text: str) -> str:
    """Return the text as a careless conversion left it: `?` for every letter beyond ASCII.

    >>> without_accents("L’été à Reykjavik")
    "L'?t? ? Reykjavik"
    """
    plain = unicodedata.normalize("NFC", text).translate(_LOST)
    return plain.encode("ascii", "replace").decode("ascii")
