"""From what was found to what is meant: whose surname it is, which name is the longest."""

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import ahocorasick

from index.record import Entity, EntityKind, Mention
from indexer.entities.fold import fold
from indexer.entities.forms import Address, Rule
from indexer.entities.gazetteer import Gazetteer, Surname
from indexer.entities.matcher import Scan, allowed, scan
from indexer.entities.people import Named, unknown

_CAPITALISED_BEFORE = re.compile(r"([^\W\d_][\w’'-]*|[^\W\d_]\.)[ \u00a0\u202f-]$")
_CAPITALISED_AFTER = re.compile(r"[ \u00a0\u202f-][^\W\d_]+")
_PLURAL_ADDRESS = re.compile(r"\bMM\.\s(?:[\w’'-]+(?:\s[\w’'-]+)?(?:,\s|\set\s))+$")
_REACH = 80
_ELIDED = re.compile(r"^(?:[dlDLnNsS]|qu|Qu|jusqu|lorsqu|puisqu)[’']")
_MOST_BEARERS = 8  # how many namesakes before a surname are asked whether its title suits them


class _Claim(NamedTuple):
    """Somebody or something that (start, end) of the text may name; no entity hides the place."""

    start: int
    end: int
    rule: Rule
    entity: str = ""
    label: str = ""
    weak: bool = False


def mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return who, where and what a text names, in order of place and without overlaps.

    Offsets are code points into `text`. Never raises, whatever the text; takes time in
    proportion to its length.
    """
    pass_ = scan(text, gazetteer)
    people = _people(pass_, gazetteer)
    claims = [*_named(pass_, gazetteer, people), *_surnames(pass_, gazetteer, people)]
    claims.sort(key=lambda claim: (claim.start, -claim.end, -claim.rule))
    chosen: list[Mention] = []
    reached = 0
    for claim in claims:
        if claim.start < reached:
            continue
        reached = claim.end
        if claim.entity:
            kind = EntityKind(claim.entity.partition(":")[0])
            surface = text[claim.start : claim.end]
            chosen.append(
                Mention(
                    claim.entity, kind, claim.label, surface, claim.start, claim.end, claim.weak
                )
            )
    return tuple(chosen)


def entities(found: Iterable[Mention], gazetteer: Gazetteer) -> tuple[Entity, ...]:
    """Return the entities that mentions name: those of the gazetteer, or made from the mention."""
    known = gazetteer.entities
    return tuple(
        known.get(entity_id) or Entity(entity_id, mention.kind, mention.label)
        for entity_id, mention in {one.entity: one for one in found}.items()
    )


def _people(pass_: Scan, gazetteer: Gazetteer) -> list[Named]:
    """Return every person named in full, known or not, in order of place."""
    known = [
        Named(
            one.start,
            one.end,
            one.form.entity,
            gazetteer.entities[one.form.entity].label,
            gazetteer.full_surnames[one.form.entity],
            one.form.entity in gazetteer.women,
        )
        for one in pass_.people
    ]
    taken = {place for person in known for place in range(person.start, person.end)}
    new = [
        person
        for person in unknown(pass_, gazetteer)
        if taken.isdisjoint(range(person.start, person.end))
    ]
    # "l'amiral Cavo Dragone": a surname of two words is no given name and surname.
    surnames = gazetteer.surnames.keys() | {key for person in new for key in person.surnames}
    people = known + [person for person in new if fold(person.label).text not in surnames]
    people.sort(key=lambda person: (person.start, -person.end))
    return people


def _named(pass_: Scan, gazetteer: Gazetteer, people: list[Named]) -> Iterable[_Claim]:
    """Yield the claims of full names, places, organisations and demonyms."""
    for person in people:
        yield _Claim(person.start, person.end, Rule.PERSON, person.entity, person.label)
    for one in pass_.nothing:
        yield _Claim(one.start, one.end, Rule.NOTHING)
    addressed = {
        one.end + one.form.dotted + 1
        for one in pass_.titles
        if one.form.address in {Address.MAN, Address.WOMAN}
    }
    for one in allowed(pass_):
        form, end = one.form, one.end
        if form.rule is Rule.NAME and one.start in addressed:
            continue  # "M. London" is nobody's town
        if form.rule is Rule.ACRONYM and "." in pass_.text[one.start : end]:
            end += pass_.text.startswith(".", end)
        label = gazetteer.entities[form.entity].label
        yield _Claim(one.start, end, form.rule, form.entity, label, form.weak)


def _surnames(pass_: Scan, gazetteer: Gazetteer, people: list[Named]) -> Iterable[_Claim]:
    """Yield the claims of surnames whose bearer the text makes known."""
    by_key: dict[str, list[Named]] = defaultdict(list)
    for person in people:
        for key in person.surnames:
            by_key[key].append(person)
    folded = pass_.folded.text
    places = {(one.start, one.end, folded[one.at - 1 : one.to + 1]) for one in pass_.surnames}
    places.update(_new_surnames(pass_, by_key.keys() - gazetteer.surnames.keys()))
    if not places:
        return
    titles = _titles(pass_)
    proper = {one.start for one in pass_.names if not one.form.weak}
    for start, end, key in places:
        address = _address(pass_, start, titles)
        known = gazetteer.surnames.get(key)
        if address is None and (
            start in proper
            or (known is not None and known.titled_only)
            or _has_neighbours(pass_.text, start, end, gazetteer)
        ):
            continue
        bearer = _bearer(start, by_key.get(key, []), address)
        if bearer is None and address is not None and known is not None:
            bearer = _preferred(known, address, gazetteer)
        if bearer is not None:
            yield _Claim(start, end, Rule.SURNAME, *bearer)


def _new_surnames(pass_: Scan, surnames: Iterable[str]) -> Iterable[tuple[int, int, str]]:
    """Yield (start, end, key) wherever surnames stand that the text has made known."""
    automaton = ahocorasick.Automaton()
    for key in surnames:
        automaton.add_word(key, key)
    if not len(automaton):
        return
    automaton.make_automaton()
    for last, key in automaton.iter(pass_.folded.text):
        start, end = pass_.folded.span(last - len(key) + 2, last)
        if _last_word_is_capital(pass_.text[start:end]):
            yield start, end, key


def _titles(pass_: Scan) -> dict[int, Address]:
    """Return for each place right after a title what the title tells."""
    titles = {
        one.end + one.form.dotted: one.form.address
        for one in pass_.titles
        if one.form.address is not None
    }
    for one in pass_.names:
        # "le président afghan Karzaï": a demonym may come between.
        if one.form.rule is Rule.DEMONYM and titles.get(one.start - 1) is Address.OFFICE:
            titles.setdefault(one.end, Address.OFFICE)
    return titles


def _address(pass_: Scan, start: int, titles: dict[int, Address]) -> Address | None:
    """Return what the title right before a surname tells, None where there is no title."""
    before = pass_.text[max(0, start - _REACH) : start]
    place = start - len(before) + len(before.rstrip())
    if place < start and place in titles:
        return titles[place]
    return Address.SEVERAL if _PLURAL_ADDRESS.search(before) else None


def _has_neighbours(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Tell whether a capitalised word right before or after makes this part of another name."""
    after = _CAPITALISED_AFTER.match(text, end)
    if after is not None and after[0][1].isupper():
        return True
    before = _CAPITALISED_BEFORE.search(text[max(0, start - _REACH) : start])
    if before is None:
        return False
    word = _ELIDED.sub("", before[1])
    return word[:1].isupper() and f" {word.lower()} " not in gazetteer.sentence_openers


def _bearer(start: int, people: list[Named], address: Address | None) -> tuple[str, str] | None:
    """Return who was last named in full before a surname, else who is first named after it."""
    after = bisect.bisect_right(people, start, key=lambda person: person.start)
    before = people[max(0, after - _MOST_BEARERS) : after]
    for person in (*reversed(before), *people[after : after + _MOST_BEARERS]):
        if _suits(person.woman, address):
            return person.entity, person.label
    return None


def _preferred(surname: Surname, address: Address, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """Return the known person that a title and a surname mean."""
    suited = [one for one in surname.people if _suits(one in gazetteer.women, address)]
    person = suited[0] if len(suited) == 1 else surname.preferred
    return (person, gazetteer.entities[person].label) if person in suited else None


def _suits(woman: bool | None, address: Address | None) -> bool:  # noqa: FBT001 - a field's value
    """Tell whether a form of address suits a person; None is not known."""
    if woman is None or address not in {Address.MAN, Address.WOMAN}:
        return True
    return woman == (address is Address.WOMAN)


def _last_word_is_capital(surface: str) -> bool:
    return surface.replace("-", " ").split()[-1][0].isupper()
