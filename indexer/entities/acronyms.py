"""Acronyms that a text defines: "Force internationale d'assistance à la sécurité (FIAS)".

The acronym of a known entity is that entity in the whole text, whatever it stands for elsewhere.
A name that no list knows becomes an entity where the letters of its acronym are the first letters
of its words; it is another name of the entity that its acronym is known for where most words agree.
What is no entity ("produit intérieur brut (PIB)") takes its acronym with it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from index.french import slugify
from indexer.entities import tables
from indexer.entities.ambiguity import folded
from indexer.entities.claims import Claim
from indexer.entities.fold import fold
from indexer.entities.forms import Rule
from indexer.entities.gazetteer import Gazetteer
from indexer.entities.matcher import Scan
from indexer.entities.places import everywhere

_ACRONYM = r"(?P<acronym>(?:[A-Z]\.){2,8}|[A-Z][A-Za-z0-9/-]{0,9}[A-Z0-9])"
_QUOTES = "«»“”\"'’\u00a0\u202f "
_QUOTE = f"[{_QUOTES}]{{0,3}}"
_WIDEST_GAP = 4  # characters between a name and the parenthesis behind it
_LONGEST_NAME = 160  # characters of a name that an acronym stands for
_FEWEST_LETTERS = 3  # of an acronym that makes an entity: "(JD)" is rather a pair of initials
_FEWEST_WORDS = 3  # of a known name whose acronym comes from another language
_TOKEN = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"[.;:!?()\[\]\n]|, ")
_KINDS = ("organisation", "operation", "event")


@dataclass(frozen=True, slots=True)
class _Words:
    heads: Mapping[str, str]
    small: frozenset[str]
    defined: re.Pattern[str]


class _Definition(NamedTuple):
    """An acronym at `place`, and its name up to `end`; `start` is None where letters must tell."""

    acronym: str
    place: int
    start: int | None
    end: int


class _Meaning(NamedTuple):
    """What an acronym stands for, no entity where it is nothing.

    `name` is where a name that no list knows is written out, else None.
    """

    entity: str
    label: str
    name: tuple[int, int] | None = None


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tables.toml(tables.folder(None), "acronyms.toml")
    heads = {head.strip(): kind for kind in _KINDS for head in folded(data[kind])}
    before = "|".join(
        re.escape(word) + ("" if word[-1] == "'" else r"\s") for word in data["before"]
    )
    return _Words(
        heads,
        frozenset(word.strip() for word in folded(data["small"])),
        re.compile(rf"\({_QUOTE}(?:(?:{before})\s*)?{_QUOTE}{_ACRONYM}{_QUOTE}(?=[),;])"),
    )


_WRITTEN_OUT = re.compile(rf"(?<![\w.-]){_ACRONYM}[ \u00a0]\({_QUOTE}(?P<name>[^()\n]+)\)")


def defined(pass_: Scan, claims: Sequence[Claim], gazetteer: Gazetteer) -> Sequence[Claim]:
    """Return the claims with what the text defines: its acronyms, and the names they stand for."""
    if "(" not in pass_.text:
        return claims
    meanings = _meanings(pass_.text, claims, gazetteer)
    if not meanings:
        return claims
    keys: dict[str, tuple[str, _Meaning]] = {}
    for acronym, meaning in meanings.items():
        for key in _keys(acronym):
            keys[key] = (acronym, meaning)
        if meaning.name is not None and meaning.entity:
            keys[fold(pass_.text[slice(*meaning.name)]).text] = ("", meaning)
    new: list[Claim] = []
    replaced: set[tuple[int, int]] = set()
    for start, end, key in everywhere(pass_, keys):
        acronym, meaning = keys[key]
        surface = pass_.text[start:end]
        if acronym and not _is_written(surface, acronym):
            continue
        stop = end + (acronym != "" and "." in surface and pass_.text.startswith(".", end))
        rule = Rule.ACRONYM if meaning.entity else Rule.NOTHING
        replaced.update({(start, end), (start, stop)})
        new.append(Claim(start, stop, rule, meaning.entity, meaning.label))
    return [one for one in claims if one[:2] not in replaced or one.rule > Rule.ACRONYM] + new


def _meanings(text: str, claims: Iterable[Claim], gazetteer: Gazetteer) -> dict[str, _Meaning]:
    """Return what the first definition of each acronym says."""
    definitions = list(_definitions(text))
    if not definitions:
        return {}
    by_end: dict[int, Claim] = {}
    by_start: dict[int, Claim] = {}
    for claim in claims:
        if claim.weak:
            continue
        if claim.end not in by_end or claim.start < by_end[claim.end].start:
            by_end[claim.end] = claim
        if claim.start not in by_start or claim.end > by_start[claim.start].end:
            by_start[claim.start] = claim
    meanings: dict[str, _Meaning] = {}
    for one in definitions:
        letters = _letters(one.acronym).lower()
        meaning = _known(text, one, letters, by_end.get(one.end)) or _new(text, one, letters)
        if meaning is None:
            continue
        usual = by_start.get(one.place)
        if meaning.name is not None and usual is not None and usual.rule is Rule.ACRONYM:
            known = gazetteer.entities.get(usual.entity)
            if known is not None and _are_akin(meaning.label, known.names):
                meaning = meaning._replace(entity=known.id, label=known.label)
        meanings.setdefault(one.acronym.replace(".", ""), meaning)
    return meanings


def _definitions(text: str) -> Iterator[_Definition]:
    """Yield where a text may define an acronym, either way round."""
    for found in _words().defined.finditer(text):
        before = text[max(0, found.start() - _WIDEST_GAP) : found.start()]
        stop = found.start() - len(before) + len(before.rstrip(_QUOTES))
        yield _Definition(found["acronym"], found.start("acronym"), None, stop)
    for found in _WRITTEN_OUT.finditer(text):
        yield _Definition(found["acronym"], found.start("acronym"), *found.span("name"))


def _known(text: str, one: _Definition, letters: str, claim: Claim | None) -> _Meaning | None:
    """Return the entity whose known name, a claim that ends where the acronym's does, it is."""
    if claim is None or not claim.entity or claim.rule in {Rule.PERSON, Rule.SURNAME}:
        return None
    if one.start is not None and one.start != claim.start:
        return None
    tokens = _tokens(text, claim.start, one.end)
    is_long = len(tokens) >= _FEWEST_WORDS and not claim.entity.startswith("place:")
    if is_long or 0 in _begins(tokens, letters):
        return _Meaning(claim.entity, claim.label)
    return None


def _new(text: str, one: _Definition, letters: str) -> _Meaning | None:
    """Return what an unknown name whose words make the acronym is: an entity, or none at all."""
    first = max(0, one.end - _LONGEST_NAME) if one.start is None else one.start
    if len(letters) < _FEWEST_LETTERS or one.end - first > _LONGEST_NAME:
        return None
    if one.start is None:
        first = max((found.end() for found in _BREAK.finditer(text, first, one.end)), default=first)
    tokens = _tokens(text, first, one.end)
    begins = _begins(tokens, letters)
    if one.start is not None:
        begins &= {0}
    if not begins:
        return None
    start, _, head = tokens[max(begins)]
    name = text[start : one.end]
    kind = _words().heads.get(head)
    if kind is None:
        return _Meaning("", "")
    if not name[0].isupper() or name.isupper():
        return None
    return _Meaning(f"{kind}:{slugify(name)}", " ".join(name.split()), (start, one.end))


def _are_akin(name: str, others: Iterable[str]) -> bool:
    """Tell whether most words of a name are in one of the others."""
    words = _significant(name)
    return any(2 * len(words & _significant(other)) > len(words) for other in others)


def _significant(name: str) -> set[str]:
    return set(fold(name).text.split()) - _words().small


def _tokens(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return (start, end, folded word) of the words between two places."""
    return [(*one.span(), fold(one[0]).text.strip()) for one in _TOKEN.finditer(text, start, end)]


def _begins(tokens: Sequence[tuple[int, int, str]], letters: str) -> set[int]:
    """Return the words from which on the first letters make the acronym, up to the last word."""
    small = _words().small
    # The letters still to be found before each word, going backwards; small words may be left out.
    left = {len(letters)}
    begins = set()
    for place in range(len(tokens) - 1, -1, -1):
        word = tokens[place][2]
        taken = {one - 1 for one in left if word.startswith(letters[one - 1])}
        if 0 in taken:
            begins.add(place)
        left = (taken | left if word in small else taken) - {0}
        if not left:
            break
    return begins


def _letters(acronym: str) -> str:
    return "".join(character for character in acronym if character.isalnum())


def _keys(acronym: str) -> tuple[str, ...]:
    """Return the folded keys of an acronym, plain and dotted."""
    plain = fold(acronym).text
    return (plain, f" {' '.join(acronym.lower())} ") if acronym.isalpha() else (plain,)


def _is_written(surface: str, acronym: str) -> bool:
    """Tell whether a surface has the capitals of the acronym."""
    return _letters(surface) == _letters(acronym)
