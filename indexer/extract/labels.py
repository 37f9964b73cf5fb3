"""The words of labels.toml, asked for by what they tell: kinds, and the role of a date."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from enum import Enum
from importlib.resources import files
from typing import Any

from index.record import Kind

_LONGEST = 200  # characters of a label line, with what spaces it has

_LONGEST_BEFORE = 200  # characters
_LAST_LATIN = 0x24F  # of Latin Extended-B: what is remembered is bounded
_OCCASION = ("occasion", "occasion_after", "venue")


class Role(Enum):
    """What the words before a date make of it."""

    PUBLISHED = "published"
    CREATED = "created"
    UPDATED = "updated"
    OTHER = "other"
    NONE = "none"


@functools.cache
def _data() -> dict[str, Any]:
    text = files("indexer.extract").joinpath("labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def _cues() -> re.Pattern[str]:
    """Return one pattern with a group for each role; longer words first."""
    groups = []
    for role in (Role.UPDATED, Role.OTHER, Role.CREATED, Role.PUBLISHED):
        words = sorted(_data()[role.value], key=len, reverse=True)
        groups.append(f"(?P<{role.value}>" + "|".join(map(_tolerant, words)) + ")")
    return re.compile(r"(?<!\w)(?:" + "|".join(groups) + ")", re.IGNORECASE)


@functools.cache
def _bylines() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(_data()["byline"]) + ")", re.IGNORECASE)


def _tolerant(word: str) -> str:
    """Return a pattern for a word whose accents may be missing or lost."""
    return "".join(
        f"[{char}{bare(char)}?\ufffd]" if bare(char) != char else re.escape(char) for char in word
    )


@functools.lru_cache(maxsize=1024)
def bare(char: str) -> str:
    """Return a letter without its accent."""
    return unicodedata.normalize("NFD", char)[0]


class _Accents(dict[int, str]):
    """Each accented letter, and the sign of a lost one, → '?'; others stand for themselves."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = "?" if char == "\ufffd" or bare(char) != char else char
        if code <= _LAST_LATIN:
            self[code] = found
        return found


_ACCENTS = _Accents()


def _without_accented(line: str) -> str:
    """Return a label with each accented letter, and each lost one, as '?'."""
    return line if line.isascii() else line.translate(_ACCENTS)


def role(before: str) -> Role:
    """Return what the last telling word before a date makes of the date.

    >>> role("Par Jeanne Martin, le "), role("Modifié par Jeanne Martin le ")
    (<Role.PUBLISHED: 'published'>, <Role.UPDATED: 'updated'>)
    >>> role("Publié le 3 mars, mis à jour le "), role("Article publié le "), role("Le ")
    (<Role.UPDATED: 'updated'>, <Role.PUBLISHED: 'published'>, <Role.NONE: 'none'>)
    """
    before = before[-_LONGEST_BEFORE:].replace("\xa0", " ")
    last = None
    for match in _cues().finditer(before):
        last = match.lastgroup
    if last:
        return Role(last)
    return Role.PUBLISHED if _bylines().search(before) else Role.NONE


@functools.cache
def _occasions() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what stands before, behind, and in the line below the day of an occasion."""
    noun, after, venue = ("|".join(map(_tolerant, _data()[name])) for name in _OCCASION)
    weekday = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di\s*,?|dimanche\s*,?)?"
    hours = r"\s*,?\s*(?:de|entre|from)\s+\d{1,2}\s?[h:]"
    before = (
        rf"(?<!\w)(?:{noun})(?:\s+[^\s:,]+){{0,2}}?\s*"
        rf"(?:[:?]|,?\s*\b(?:le|du|au|ce|on)\b)\s*(?:le\s+)?{weekday}\s*$"
    )
    behind = rf"{hours}|.*\b(?:{venue})\b|.*(?<!\w)(?:{after})\s*:|.*\d\s?°"
    return (
        re.compile(before, re.IGNORECASE),
        re.compile(behind, re.IGNORECASE),
        re.compile(rf"(?:{after})\s*(?:[:?]|$)|lieu\b.*\b(?:{venue})\b", re.IGNORECASE),
    )


def is_occasion(before: str, after: str) -> bool:
    """Tell whether a date, by the words around it, is the day of something else.

    >>> is_occasion("Réunion publique le ", ""), is_occasion("Le ", " de 18h à 20h, salle Nantes")
    (True, True)
    >>> is_occasion("Conférence de presse - ", " à 10h"), is_occasion("Par Jeanne, le ", "")
    (False, False)
    """
    noun, behind, _ = _occasions()
    return bool(noun.search(before[-_LONGEST_BEFORE:]) or behind.match(after[:_LONGEST_BEFORE]))


def is_of_occasion(line: str) -> bool:
    """Tell whether a line says where or at what hour something takes place.

    >>> is_of_occasion("Horaires : 18h-20h"), is_of_occasion("Lieu : Nantes")
    (True, False)
    """
    return _occasions()[2].match(line) is not None


def is_column_of_occasions(heading: str) -> bool:
    """Tell whether a column beside one of dates says that these are the days of occasions.

    >>> is_column_of_occasions("Lieu :"), is_column_of_occasions("Auteur")
    (True, False)
    """
    return heading.strip(" :").lower() in _data()["columns"]


@functools.cache
def _about_itself() -> re.Pattern[str]:
    return re.compile("|".join(_data()["about_itself"]), re.IGNORECASE)


def is_about_itself(line: str) -> bool:
    """Tell whether a sentence speaks of the page's own publication.

    >>> is_about_itself("Cette entrée a été publiée le jeudi 12 mars 2009 à 18:04")
    True
    """
    return _about_itself().match(line) is not None


@functools.cache
def _kinds(table: str) -> dict[str, Kind]:
    return {
        _without_accented(word): Kind(kind)
        for kind, words in _data()[table].items()
        for word in words
    }


@functools.cache
def _longest_kind() -> int:
    return max(map(len, _kinds("kinds")))


def kind_of_label(line: str) -> Kind | None:
    """Return the kind that a label line names.

    >>> kind_of_label("Communiqué de Presse"), kind_of_label("Un communiqué de presse attendu")
    (<Kind.COMMUNIQUE: 'communique'>, None)
    """
    if len(line) > _LONGEST:
        return None
    label = " ".join(line.lower().split()).strip(" :.-–")
    if len(label) > _longest_kind():
        return None
    return _kinds("kinds").get(_without_accented(label))


def kind_of_url(path: str) -> Kind | None:
    """Return the kind that a word of a URL's path names.

    >>> kind_of_url("/fr/discours/2016/une-page.html")
    <Kind.DISCOURS: 'discours'>
    """
    known = _kinds("url_kinds")
    return next((known[part] for part in path.lower().split("/") if part in known), None)


def metas(name: str) -> tuple[str, ...]:
    """Return the keys of `Head.dates` that hold one sort of date: published, plain, updated."""
    return tuple(_data()["metas"][name])
