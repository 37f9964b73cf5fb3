"""From what was found to what is meant: whose surname it is, which name is the longest."""

from collections.abc import Iterable, Iterator

from index.record import Entity, Mention
from indexer.entities.acronyms import defined
from indexer.entities.claims import Claim, settled
from indexer.entities.forms import Address, Rule
from indexer.entities.gazetteer import Gazetteer
from indexer.entities.matcher import Scan, scan
from indexer.entities.people import Named, key, unknown
from indexer.entities.same import identified
from indexer.entities.spacy_names import merged
from indexer.entities.surnames import short_forms


def mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return who, where and what a text names, in order of place and without overlaps.

    Offsets are code points into `text`. Never raises, whatever the text, unless the environment
    asks for a spaCy pipeline that is not there; takes time in proportion to the text's length.
    """
    pass_ = scan(text, gazetteer)
    people = _people(pass_, gazetteer)
    claims = [*_named(pass_, gazetteer, people), *short_forms(pass_, gazetteer, people)]
    return merged(text, settled(text, defined(pass_, claims, gazetteer)), gazetteer)


def entities(found: Iterable[Mention], gazetteer: Gazetteer) -> tuple[Entity, ...]:
    """Return the entities that mentions name: those of the gazetteer, or made from the mention."""
    known = gazetteer.entities
    return tuple(
        known.get(entity_id) or Entity(entity_id, mention.kind, mention.label)
        for entity_id, mention in {one.entity: one for one in found}.items()
    )


def _people(pass_: Scan, gazetteer: Gazetteer) -> list[Named]:
    """Return every person named in full, known or not, in order of place."""
    people = [
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
    new = unknown(pass_, gazetteer)
    if new:
        taken = {place for person in people for place in range(person.start, person.end)}
        new = [one for one in new if taken.isdisjoint(range(one.start, one.end))]
        # "l'amiral Cavo Dragone": a surname of two words is no given name and surname.
        surnames = {name for person in new for name in person.surnames}
        new = [
            one
            for one in new
            if (name := key(one.label)) not in gazetteer.surnames and name not in surnames
        ]
        people += identified(new, people, gazetteer)
    people.sort(key=lambda person: (person.start, -person.end))
    return people


def _named(pass_: Scan, gazetteer: Gazetteer, people: Iterable[Named]) -> Iterator[Claim]:
    """Yield the claims of full names, places, bodies, operations, events and demonyms."""
    for person in people:
        yield Claim(person.start, person.end, Rule.PERSON, person.entity, person.label)
    for one in pass_.nothing:
        yield Claim(one.start, one.end, Rule.NOTHING)
    addressed = {
        one.end + one.form.dotted + 1
        for one in pass_.titles
        if one.form.address in {Address.MAN, Address.WOMAN}
    }
    labels = gazetteer.entities
    for start, end, _, _, form in pass_.names:
        if form.rule is Rule.NAME and start in addressed:
            continue  # "M. London" is nobody's town
        if form.rule is Rule.ACRONYM and "." in pass_.text[start:end]:
            end += pass_.text.startswith(".", end)  # noqa: PLW2901 - the last dot belongs to it
        yield Claim(start, end, form.rule, form.entity, labels[form.entity].label, form.weak)
