"""One pass over a text: every place where a known form stands as it must be written."""

from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.entities.fold import Folded, fold
from indexer.entities.forms import REACH, Form, Rule
from indexer.entities.gazetteer import Gazetteer


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

    `names` are places, organisations and demonyms, `people` full names of known persons,
    `surnames` those of the known, `titles` what announces a person, `nothing` what only looks
    like a name.
    """

    text: str
    folded: Folded
    names: list[Found] = field(default_factory=list)
    people: list[Found] = field(default_factory=list)
    surnames: list[Found] = field(default_factory=list)
    titles: list[Found] = field(default_factory=list)
    nothing: list[Found] = field(default_factory=list)


def scan(text: str, gazetteer: Gazetteer) -> Scan:
    """Find every known form in a text; conditions are not yet asked."""
    folded = fold(text)
    result = Scan(text, folded)
    lists = {
        Rule.DEMONYM: result.names,
        Rule.NAME: result.names,
        Rule.ACRONYM: result.names,
        Rule.PERSON: result.people,
        Rule.SURNAME: result.surnames,
        Rule.TITLE: result.titles,
        Rule.NOTHING: result.nothing,
    }
    for last, (length, forms) in gazetteer.automaton.iter(folded.text):
        at, to = last - length + 2, last
        start, end = folded.span(at, to)
        letters, following = folded.letters(text, at, to), text[end : end + 1]
        for form in forms:
            if form.is_written_so(letters, following):
                lists[form.rule].append(Found(start, end, at, to, form))
    return result


def allowed(scan: Scan) -> list[Found]:
    """Return the places, organisations and demonyms whose conditions hold."""
    named = frozenset(one.form.entity for one in scan.names if one.form.condition is None)
    folded = scan.folded.text
    # Conditions are few and places many: what depends on the whole text is asked once.
    conditions = {one.form.condition for one in scan.names if one.form.condition is not None}
    good = {condition for condition in conditions if condition.holds_in(folded, named)}
    return [
        one
        for one in scan.names
        if (condition := one.form.condition) is None
        or (
            condition in good
            and condition.holds_at(folded, one.at, one.to)
            and condition.holds_between(
                scan.text[max(0, one.start - REACH) : one.start],
                scan.text[one.end : one.end + REACH],
            )
        )
    ]
