"""An archive's own entities beside those of the data files."""

from index.record import Entity, EntityKind
from indexer.entities import Gazetteer, gazetteer, mentions

_PERSON, _PLACE = EntityKind.PERSON, EntityKind.PLACE


def _found(text: str, *added: Entity) -> list[tuple[str, str]]:
    own = Gazetteer.load(added=added)
    return [(one.entity, one.surface) for one in mentions(text, own)]


def test_an_entity_that_the_files_lack_is_found_under_its_own_id():
    town = Entity("place:ici", _PLACE, "Trifouilly", ("Trifouille",), "", "Goosetown")
    found = _found("de Trifouilly à Trifouille, in Goosetown", town)
    assert found == [(town.id, name) for name in ("Trifouilly", "Trifouille", "Goosetown")]


def test_a_person_that_the_files_lack_is_found_by_surname_too():
    person = Entity("person:ad", _PERSON, "Aldo Duvivrac")
    found = _found("Aldo Duvivrac est là. M. Duvivrac parle.", person)
    assert found == [(person.id, "Aldo Duvivrac"), (person.id, "Duvivrac")]


def test_a_known_entity_gets_further_names_and_keeps_its_label():
    more = Entity("place:iraq", _PLACE, "", ("Pays des deux fleuves", "Irak"))
    own = Gazetteer.load(added=[more])
    before, after = gazetteer().entities["place:iraq"], own.entities["place:iraq"]
    assert after.aliases == (*before.aliases, "Pays des deux fleuves")
    assert (after.label, after.english, after.country) == (before.label, before.english, "IQ")
    assert mentions("le Pays des deux fleuves", own)[0].label == before.label


def test_a_known_entity_takes_the_labels_that_are_stated():
    own = Gazetteer.load(added=[Entity("place:iraq", _PLACE, "Irak", (), "", "The Iraq")])
    entity = own.entities["place:iraq"]
    assert (entity.label, entity.english) == ("Irak", "The Iraq")
    assert [one.label for one in mentions("en Iraq", own)] == ["Irak"]


def test_added_entities_leave_the_packaged_gazetteer_alone():
    Gazetteer.load(added=[Entity("place:ici", _PLACE, "Trifouilly")])
    assert "place:ici" not in gazetteer().entities
