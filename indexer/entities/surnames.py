"""Short forms: a surname of one whom the text names in full, a title tells, or everybody knows."""

import bisect
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from indexer.entities.claims import Claim
from indexer.entities.forms import Address, Rule
from indexer.entities.gazetteer import Gazetteer, Surname
from indexer.entities.matcher import Scan
from indexer.entities.people import Named, key
from indexer.entities.places import everywhere

_CAPITALISED_AFTER = re.compile(r"[ \u00a0\u202f-][^\W\d_]+")
_GAPS = " \u00a0\u202f-"
_PLURAL_ADDRESS = re.compile(r"\bMM\.\s(?:[\w’'-]+(?:\s[\w’'-]+)?(?:,\s|\set\s))+$")
_REACH = 80
_ELIDED = re.compile(r"^(?:[dlDLnNsS]|qu|Qu|jusqu|lorsqu|puisqu)[’']")
_MOST_BEARERS = 8  # how many namesakes before a surname are asked whether its title suits them


def short_forms(pass_: Scan, gazetteer: Gazetteer, people: Sequence[Named]) -> Iterator[Claim]:
    """Yield the claims of surnames whose bearer the text makes known, and of names told in full.

    `people` are the persons named in full, in order of place.
    """
    by_key: dict[str, list[Named]] = defaultdict(list)
    in_full: dict[str, Named] = {}
    for person in people:
        in_full.setdefault(key(pass_.text[person.start : person.end]), person)
        for surname in person.surnames:
            by_key[surname].append(person)
    folded = pass_.folded.text
    places = {(one.start, one.end, folded[one.at - 1 : one.to + 1]) for one in pass_.surnames}
    # Not as a difference of sets: that would walk over all known surnames for each text.
    unlisted = [name for name in by_key if name not in gazetteer.surnames]
    for start, end, name in everywhere(pass_, (*unlisted, *in_full)):
        if not _last_word_is_capital(pass_.text[start:end]):
            continue
        if name in in_full:
            yield Claim(start, end, Rule.PERSON, in_full[name].entity, in_full[name].label)
        else:
            places.add((start, end, name))
    if places:
        yield from _borne(pass_, gazetteer, by_key, places)


def _borne(
    pass_: Scan,
    gazetteer: Gazetteer,
    by_key: Mapping[str, Sequence[Named]],
    places: Collection[tuple[int, int, str]],
) -> Iterator[Claim]:
    """Yield the claims of the surnames at `places`, (start, end, key), that somebody bears."""
    titles = _titles(pass_)
    proper = {one.start for one in pass_.names if not one.form.weak}
    for start, end, name in places:
        address = _address(pass_, start, titles)
        known = gazetteer.surnames.get(name)
        if address is None and (
            start in proper
            or (known is not None and known.titled_only)
            or _has_neighbours(pass_.text, start, end, gazetteer)
        ):
            continue
        bearer = _bearer(start, by_key.get(name, []), address)
        if bearer is None and known is not None and (address is not None or known.alone):
            bearer = _preferred(known, address, gazetteer)
        if bearer is not None:
            yield Claim(start, end, Rule.SURNAME, *bearer)


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


def _address(pass_: Scan, start: int, titles: Mapping[int, Address]) -> Address | None:
    """Return what the title right before a surname tells, None where there is no title."""
    before = pass_.text[max(0, start - _REACH) : start]
    place = start - len(before) + len(before.rstrip())
    if place < start and place in titles:
        return titles[place]
    return Address.SEVERAL if "MM." in before and _PLURAL_ADDRESS.search(before) else None


def _has_neighbours(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Tell whether a capitalised word right before or after makes this part of another name."""
    after = _CAPITALISED_AFTER.match(text, end)
    if after is not None and after[0][1].isupper():
        return True
    if start == 0 or text[start - 1] not in _GAPS:
        return False
    words = text[max(0, start - _REACH) : start - 1].split()
    if not words or not (words[-1][-1].isalnum() or _is_initial(words[-1])):
        return False
    word = _ELIDED.sub("", words[-1].lstrip('(«“"'))
    return word[:1].isupper() and f" {word.lower()} " not in gazetteer.sentence_openers


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "." and word[0].isupper()  # noqa: PLR2004 - letter and dot


def _bearer(start: int, people: Sequence[Named], address: Address | None) -> tuple[str, str] | None:
    """Return who was last named in full before a surname, else who is first named after it."""
    after = bisect.bisect_right(people, start, key=lambda person: person.start)
    before = people[max(0, after - _MOST_BEARERS) : after]
    for person in (*reversed(before), *people[after : after + _MOST_BEARERS]):
        if _suits(person.woman, address):
            return person.entity, person.label
    return None


def _preferred(
    surname: Surname, address: Address | None, gazetteer: Gazetteer
) -> tuple[str, str] | None:
    """Return the known person that a surname means, behind a title if there is one."""
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
