"""One pass over a text: every place where a known form stands and counts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.entities.fold import Folded, fold
from indexer.entities.forms import Condition, Form, Rule
from indexer.entities.gazetteer import Gazetteer

_HYPHENS = frozenset("-\u2010\u2011")
_NAME_BEFORE = re.compile(r"([^\W\d_]+)[-\u2010\u2011]$")
# "Al-" and its like stand before an Arabic surname and make no other name of it.
_ARABIC_ARTICLES = frozenset(
    {"al", "el", "as", "es", "at", "et", "an", "en", "ar", "er", "ad", "ed"}
)
_LONGEST_PART = 30  # of a name with hyphens, in characters


class Found(NamedTuple):
    """A form found at (start, end) of the source and at (at, to) of the folded text.

    `at` and `to` leave the spaces around the name out.
    """

    start: int
    end: int
    at: int
    to: int
    form: Form


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass found in `text`, each list in order of its ends; overlaps are not settled.

    `names` are places, organisations, operations, events and demonyms, `people` full names of
    known persons, `surnames` those of the known, `titles` what announces a person, `nothing` what
    only looks like a name.
    """

    text: str
    folded: Folded
    names: list[Found] = field(default_factory=list)
    people: list[Found] = field(default_factory=list)
    surnames: list[Found] = field(default_factory=list)
    titles: list[Found] = field(default_factory=list)
    nothing: list[Found] = field(default_factory=list)


def scan(text: str, gazetteer: Gazetteer) -> Scan:
    """Find every known form in a text that is written as it must be and whose condition holds."""
    folded = fold(text)
    result = Scan(text, folded)
    lists: list[list[Found]] = [[] for _ in range(max(Rule) + 1)]  # by rule
    for rule in (Rule.DEMONYM, Rule.NAME, Rule.ACRONYM):
        lists[rule] = result.names
    lists[Rule.PERSON], lists[Rule.SURNAME] = result.people, result.surnames
    lists[Rule.TITLE], lists[Rule.NOTHING] = result.titles, result.nothing
    undecided: list[Found] = []
    for found in _written_so(text, folded, gazetteer):
        condition = found.form.condition
        if condition is None:
            lists[found.form.rule].append(found)
        elif condition.asks_the_text:
            undecided.append(found)
        elif _holds_around(result, found, condition):
            lists[found.form.rule].append(found)
        elif condition.hides:
            result.nothing.append(found)
    if undecided:
        _settle(result, lists, undecided)
    for people in (result.people, result.surnames):
        if any(_has_hyphen(text, one) for one in people):
            people[:] = [one for one in people if not _is_part_of_a_name(text, one)]
    return result


def _written_so(text: str, folded: Folded, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield every known form that is written as it must be, in the order of ends."""
    is_even = not folded.starts
    for last, (length, forms) in gazetteer.automaton.iter(folded.text):
        at, to = last - length + 2, last
        if is_even:  # nearly every text: places and letters at no cost
            start, end = at - 1, to - 1
            letters = text[start:end]
        else:
            start, end = folded.span(at, to)
            letters = folded.letters(text, at, to)
        for form in forms:
            if form.is_written_so(letters, text[end : end + 1]):
                yield Found(start, end, at, to, form)


def _holds_around(scan: Scan, one: Found, condition: Condition) -> bool:
    """Tell whether what stands around a form allows it."""
    return condition.holds_at(scan.folded.text, one.at, one.to) and condition.holds_between(
        scan.text, one.start, one.end
    )


def _settle(scan: Scan, lists: list[list[Found]], undecided: list[Found]) -> None:
    """Add to the lists, by rule, what counts of the forms about which the whole text decides."""
    for one, holds in _decided(scan, undecided):
        if holds:
            lists[one.form.rule].append(one)
        elif one.form.condition is not None and one.form.condition.hides:
            scan.nothing.append(one)
    for found in (scan.names, scan.people, scan.surnames, scan.nothing):
        found.sort(key=_by_end)


def _by_end(found: Found) -> tuple[int, int]:
    return found.to, found.at


def _decided(scan: Scan, undecided: Iterable[Found]) -> Iterator[tuple[Found, bool]]:
    """Yield each found form with whether its condition holds.

    What needs another entity is asked last: an entity that stands under a condition of words and
    meets it is named, too.
    """
    named = {
        one.form.entity
        for one in (*scan.names, *scan.people)
        if one.form.condition is None or not one.form.weak
    }
    # Conditions are few and places many: what depends on the whole text is asked once.
    in_text: dict[Condition, bool] = {}
    for needs in (False, True):
        for one in undecided:
            condition = one.form.condition
            if condition is None or bool(condition.needs) is not needs:
                continue
            if condition not in in_text:
                in_text[condition] = condition.holds_in(scan.folded.text, named)
            holds = in_text[condition] and _holds_around(scan, one, condition)
            if holds and not needs and not one.form.weak:
                named.add(one.form.entity)
            yield one, holds


def _has_hyphen(text: str, one: Found) -> bool:
    """Tell whether a hyphen stands right before or behind."""
    return text[one.start - 1 : one.start] in _HYPHENS or text[one.end : one.end + 1] in _HYPHENS


def _is_part_of_a_name(text: str, one: Found) -> bool:
    """Tell whether a hyphen joins a person's name to another capitalised word.

    "László Kovács-Tóth" is not László Kovács, "Jean-Pierre Morel" not Pierre Morel.
    """
    behind = text[one.end : one.end + 2]
    if behind[:1] in _HYPHENS and behind[1:].isupper():
        return True
    before = _NAME_BEFORE.search(text[max(0, one.start - _LONGEST_PART) : one.start])
    return (
        before is not None and before[1][0].isupper() and before[1].lower() not in _ARABIC_ARTICLES
    )
