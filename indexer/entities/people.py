"""Persons that no list knows: a title or a given name announces a name of at least two parts.

"M. Prénom Nom", "le général Prénom Nom", "le ministre néerlandais de la Défense, Mme Prénom Nom".
Better no person than a wrong one: a name that holds an institution's word or a known place is
cut there or left out.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple

from index.french import slugify
from indexer.entities.fold import fold
from indexer.entities.forms import Address
from indexer.entities.gazetteer import Gazetteer
from indexer.entities.given import given_names, names_a_thing
from indexer.entities.matcher import Found, Scan

_UPPER = "".join(character for character in map(chr, range(0x250)) if character.isupper())
_LETTER = r"[^\W\d_]"
_INITIAL = rf"[{_UPPER}][a-z]?\.(?:-?[{_UPPER}]\.)*"
# Possessive throughout: a name is tried once, however long the words of a hostile text are.
_CAPITALISED = rf"(?>(?:[ODod]['’])?)[{_UPPER}]{_LETTER}++(?>(?:[-’']{_LETTER}++)*)"
_PARTICLES = (
    "d[aeiu]|d[ao]s|d[ae]l|della|dalla|dell[oe]|degli|des|do|la|le|les|lo|van|von|vom|der|den|ter|ten|te|"
    "zu|zum|zur|el|al|bin|bint|ben|ibn|ould|ag|ap|ab[ou]u?|ul|af|av|y|e|i|[óoÓO]|n[ií]|nic|mac|['’]t"
)
_PARTICLE = rf"(?:{_PARTICLES})\s"
_PARTICLE_WORD = re.compile(_PARTICLES, re.IGNORECASE)
_GAP = r"(?:[ \u00a0\u202f]|\n(?!\s*\n))"
_NAME = re.compile(
    rf"(?:{_CAPITALISED}|{_INITIAL})"
    rf"(?:{_GAP}(?:{_PARTICLE}){{0,2}}(?:(?:[aA]l|[eE]l|[dD])[-’'])?"
    rf"(?:{_CAPITALISED}|{_INITIAL}|[A-Z](?=[ \u00a0]))){{1,4}}"
    rf"(?![\w’'-])"
)
_ONE_GAP = re.compile(_GAP)
_WORD = re.compile(rf"{_LETTER}+(?:[’'](?={_LETTER}))?")
_PART = re.compile(r"\S+")
_MOST_STEPS = 12
# What stands between a name and the title behind it.
_APPOSITION = re.compile(
    r"(?:,[ \u00a0]|\n)"
    r"(?>(?:(?:le|la|son|sa|actuel(?:le)?|ancien(?:ne)?|nouveau|nouvelle)[ \u00a0]|l['’])*)$"
)
_WIDEST_APPOSITION = 120
_LONGEST_LINK = 4  # the letters of "d'", "de", "la", "des", "aux"
_SHORTEST_SURNAME = 3
# Nobody's name is longer, and pyahocorasick overflows the stack when it frees a key of a million
# characters.
_LONGEST_NAME = 100
_LONGEST_ACRONYM = 5
_ARTICLES = frozenset({" le ", " la ", " les "})


class Named(NamedTuple):
    """A person named in full at (start, end) of the source, by an id and a label of its own."""

    start: int
    end: int
    entity: str
    label: str
    surnames: tuple[str, ...]
    woman: bool | None


def unknown(scan: Scan, gazetteer: Gazetteer) -> list[Named]:
    """Return the persons, not known, whose full name a title or a given name announces."""
    known: dict[int, int] = {}
    for one in (*scan.names, *scan.people):
        known[one.start] = max(one.end, known.get(one.start, 0))
    begins = {one.start for one in scan.titles}
    people: dict[int, Named] = {}
    for one in scan.titles:
        person = _announced(scan.text, one, known, begins, gazetteer)
        if person is not None:
            people.setdefault(person.start, person)
    covered = {place for one in people.values() for place in range(one.start, one.end)}
    for one in scan.titles:
        person = _apposed(scan.text, one, known, begins, gazetteer)
        if person is not None and covered.isdisjoint(range(person.start, person.end)):
            people.setdefault(person.start, person)
    reached = 0
    ends = {*known.values(), *(one.end + one.form.dotted for one in scan.titles)}
    for place in given_names(scan.text, gazetteer, ends):
        if place in people:
            reached = people[place].end
        elif place >= reached and (name := _NAME.match(scan.text, place)) is not None:
            person = _person(scan.text, name, known, gazetteer, None)
            if person is not None and not _names_a_thing(scan.text, person):
                people[place] = person
                reached = person.end
    return list(people.values())


def _names_a_thing(text: str, person: Named) -> bool:
    """Tell whether the name is that of something named after somebody, or runs over a line."""
    name = text[person.start : person.end]
    return "\n" in name or names_a_thing(name, text[person.end : person.end + _LONGEST_NAME])


def _announced(
    text: str,
    title: Found,
    known: Mapping[int, int],
    titles: Collection[int],
    gazetteer: Gazetteer,
) -> Named | None:
    """Walk from a title to the name it announces; `titles` are where titles begin."""
    address = title.form.address
    place = title.end + title.form.dotted
    if address is not Address.OFFICE:
        begin = _gap(text, place)
        name = _NAME.match(text, begin) if begin is not None else None
        return _person(text, name, known, gazetteer, address) if name else None
    linked = False  # by "de", "des", "à la": what follows is still the office
    for _ in range(_MOST_STEPS):
        comma = text.startswith(",", place)
        begin = _gap(text, place + comma)
        if begin is None:
            # An apostrophe has brought us right to the next word.
            if comma or text[place - 1] not in "'’":
                return None
            begin = place
        if begin in titles:
            return None  # the nearer title announces the name
        word = _WORD.match(text, begin)
        if begin in known:
            place, linked = known[begin], False
        elif word is not None and key(word[0].rstrip("'’")) in gazetteer.between:
            place, linked = word.end(), word[0][0].islower() and len(word[0]) <= _LONGEST_LINK
        elif (name := _NAME.match(text, begin)) is not None:
            return _person(text, name, known, gazetteer, None, skip=int(linked and not comma))
        else:
            return None
    return None


def _apposed(
    text: str,
    title: Found,
    known: Mapping[int, int],
    titles: Collection[int],
    gazetteer: Gazetteer,
) -> Named | None:
    """Return the person whose name stands before a title: "Prénom Nom, ministre de la Défense".

    The line above a title is a name too, as in a signature, where it is nothing else.
    """
    if title.form.address not in {Address.OFFICE, Address.RANK}:
        return None
    begin = max(0, title.start - _WIDEST_APPOSITION)
    between = _APPOSITION.search(text, begin, title.start)
    if between is None:
        return None
    line = text.rfind("\n", begin, between.start()) + 1
    for name in _NAME.finditer(text, max(begin, line), between.start()):
        if name.end() != between.start():
            continue
        if between[0].startswith("\n") and name.start() != line:
            return None
        parts = list(_PART.finditer(text, *name.span()))
        if any(part.start() in titles for part in parts):
            return None  # "M. Geremek, historien" is told by his title
        skip = 0
        while skip < len(parts) and key(parts[skip][0]) in gazetteer.sentence_openers:
            skip += 1
        person = _person(text, name, known, gazetteer, None, skip=skip)
        is_whole = person is not None and person.end == between.start()
        return person if person and is_whole and not _names_a_thing(text, person) else None
    return None


def _gap(text: str, place: int) -> int | None:
    """Return where the next word begins after one gap inside a paragraph."""
    gap = _ONE_GAP.match(text, place)
    return gap.end() if gap else None


def _person(
    text: str,
    name: re.Match[str],
    known: Mapping[int, int],
    gazetteer: Gazetteer,
    address: Address | None,
    *,
    skip: int = 0,
) -> Named | None:
    """Cut a candidate down to what can be a name; None where too little is left.

    `skip` is how many of its first words belong to the office that stands before it.
    """
    if (name.start() in known and address is None) or len(name[0]) > _LONGEST_NAME:
        return None
    kept: list[re.Match[str]] = []
    found = list(_PART.finditer(text, name.start(), name.end()))[skip:]
    for place, part in enumerate(found):
        keys = _keys(part[0])
        # "Pierre Le Guennec": an article with a capital inside a name belongs to it.
        is_article = kept and place + 1 < len(found) and keys[:1] and keys[0] in _ARTICLES
        if not is_article and not gazetteer.never_names.isdisjoint(keys):
            break
        if kept and part.start() in known and (address is None or kept[-1][0].islower()):
            break
        if kept and part[0][1:2] in "'’" and part.start() + 2 in known:
            break  # "M. Trudeau d'Ottawa"
        kept.append(part)
    while kept and (kept[-1][0].islower() or kept[-1][0].endswith(".")):
        kept.pop()
    if len(kept) < 2 or _is_acronym(kept[0][0]) or _PARTICLE_WORD.fullmatch(kept[0][0]):  # noqa: PLR2004 - given name and surname
        return None
    parts = [_written_small(part[0]) for part in kept]
    label = " ".join(parts)
    start, end = kept[0].start(), kept[-1].end()
    tails = [" ".join(parts[place:]) for place in range(1, len(parts))]
    surnames = tuple(key(tail) for tail in tails if len(tail) >= _SHORTEST_SURNAME)
    woman = {Address.WOMAN: True, Address.MAN: False}.get(address) if address else None
    return Named(start, end, f"person:{_slug(label)}", label, surnames, woman)


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """Return the folded, padded key of a name; names recur, so it is remembered."""
    return fold(name).text


@lru_cache(maxsize=8192)
def _keys(part: str) -> tuple[str, ...]:
    """Return the folded keys of the words that make up a part of a name."""
    return tuple(f" {word} " for word in key(part).split())


_slug = lru_cache(maxsize=8192)(slugify)


def _is_acronym(part: str) -> bool:
    return part.isupper() and len(part) <= _LONGEST_ACRONYM and not part.endswith(".")


def _written_small(part: str) -> str:
    """Write a surname that stands in capitals as names are written.

    >>> _written_small("DUPONT-MARTIN"), _written_small("J."), _written_small("Al-Abadi")
    ('Dupont-Martin', 'J.', 'Al-Abadi')
    """
    return part.title() if part.isupper() and not part.endswith(".") else part
